"""One spatial column: sentences about units and links, tidy results by the normal distribution."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.errors import StudyError
from spatial.columns import fit_column, left_out, near_bound, spatial_column
from spatial.contiguity import queen_contiguity
from spatial.panel_ml import SpatialLag

SETTINGS = {
    "name": "a", "estimator": "sar", "matrix": "queen", "formula": "y ~ x | unit + year", "sample": None,
}  # fmt: skip


@pytest.fixture
def weights(squares):
    return {"queen": queen_contiguity(squares(3, 3), "key", "queen", "row")}


@pytest.fixture
def panel(weights):
    """Nine squares over five years; y follows x and its neighbours."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(9, 5))
    inverse = np.linalg.inv(np.eye(9) - 0.4 * weights["queen"].matrix.toarray())
    y = inverse @ (x + 0.3 * rng.normal(size=(9, 5)))
    units = np.repeat(weights["queen"].units, 5)
    return pd.DataFrame({"unit": units, "year": [*range(2000, 2005)] * 9, "x": x.ravel(), "y": y.ravel()})


def test_results_are_tidy_and_rho_is_last(panel, weights):
    estimates, fact = spatial_column(panel, weights, {"queen": []}, SETTINGS)
    assert estimates["term"].tolist() == ["x", "rho"]
    assert estimates["p_value"].to_numpy() == pytest.approx(2 * stats.norm.sf(np.abs(estimates["statistic"])), rel=1e-9)
    half = (estimates["conf_high"] - estimates["conf_low"]) / 2
    assert half.to_numpy() == pytest.approx(stats.norm.ppf(0.975) * estimates["std_error"].to_numpy())
    assert fact["parameters"]["terms"] == ["x", "rho"]
    assert np.shape(fact["parameters"]["covariance"]) == (2, 2)
    assert (fact["n_clusters"], fact["r2"], fact["df"]) == (None, None, None)
    assert fact["units"] == weights["queen"].units.tolist()
    assert estimates["estimate"].to_numpy() == pytest.approx([1, 0.4], abs=0.3)


def test_rows_in_another_order_give_the_same_fit(panel, weights):
    one = fit_column(panel, weights, {"queen": []}, SETTINGS).fit
    other = fit_column(panel.sample(frac=1, random_state=3), weights, {"queen": []}, SETTINGS).fit
    assert one.rho == other.rho


def test_units_left_out_are_named_by_whether_the_weights_hold_them(weights):
    assert left_out(["s00", "far", "s22"], weights["queen"]) == [
        "left out (not in the weights): far, i.e. 1 unit",
        "left out (although in the weights): s00, s22, i.e. 2 units",
    ]
    assert left_out([], weights["queen"]) == []


@pytest.mark.parametrize(("rho", "warned"), [(0.995, True), (-0.795, True), (0.5, False)])
def test_rho_near_a_bound_is_told(rho, warned):
    fit = SpatialLag(("x",), np.ones(1), rho, 1.0, np.eye(3), 0.0, (-0.8, 1.0))
    assert bool(near_bound(fit)) == warned
    assert all("is near a bound of its interval (-0.8000, 1.0000)" in sentence for sentence in near_bound(fit))


def test_a_unit_without_a_place_in_the_weights_is_refused(panel, weights):
    more = pd.concat([panel, panel[panel["unit"] == "s00"].assign(unit="far")])
    with pytest.raises(StudyError, match="weights `queen` lack 1 of 10 units of the panel: far"):
        fit_column(more, weights, {"queen": []}, SETTINGS)
    assert fit_column(more, weights, {"queen": ["far"]}, SETTINGS).shape == (5, 9)
