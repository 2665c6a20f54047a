"""One spatial column: lags of terms, clusters, sentences about units and links, tidy results."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.errors import StudyError
from estimation.ml_errors import clustered
from estimation.panel_ml import Maximum
from estimation.resolvent import lag, resolvent_of
from estimation.spatial import concentrated, fit_column, left_out, near_bound, parts_of, prepare, refuse_explosive
from spatial.columns import spatial_column
from spatial.contiguity import queen_contiguity

SETTINGS = {
    "name": "a", "estimator": "sar", "matrix": "queen", "formula": "y ~ x | unit + year", "sample": None,
    "policy": None, "se": "cluster", "cluster": "unit", "correction": "lee_yu",
}  # fmt: skip


@pytest.fixture
def weights(squares):
    return {"queen": queen_contiguity(squares(3, 3), "key", "queen", "row")}


@pytest.fixture
def panel(weights):
    """Nine squares over five years; y follows x and its neighbours; p begins in three of them."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(9, 5))
    y = np.linalg.inv(np.eye(9) - 0.4 * weights["queen"].matrix.toarray()) @ (x + 0.3 * rng.normal(size=(9, 5)))
    units = np.repeat(weights["queen"].units, 5)
    panel = pd.DataFrame({"unit": units, "year": [*range(2000, 2005)] * 9, "x": x.ravel(), "y": y.ravel()})
    started = (panel["unit"].isin(["s00", "s11", "s21"])) & (panel["year"] >= 2002)
    return panel.assign(p=started.astype(float), z=rng.normal(size=45), half=(panel["unit"] > "s11").astype(int))


def fitted(panel, weights, **more):
    return fit_column(panel, weights, {"queen": []}, SETTINGS | more)


def test_results_are_tidy_and_rho_is_last(panel, weights):
    estimates, fact = spatial_column(panel, weights, {"queen": []}, SETTINGS)
    assert estimates["term"].tolist() == ["x", "rho"]
    assert estimates["p_value"].to_numpy() == pytest.approx(2 * stats.norm.sf(np.abs(estimates["statistic"])), rel=1e-9)
    half = (estimates["conf_high"] - estimates["conf_low"]) / 2
    assert half.to_numpy() == pytest.approx(stats.norm.ppf(0.975) * estimates["std_error"].to_numpy())
    assert fact["parameters"]["terms"] == ["x", "rho"]
    assert np.shape(fact["parameters"]["covariance"]) == (2, 2)
    assert (fact["n_clusters"], fact["cluster"], fact["r2"], fact["df"]) == (9, "unit", None, None)
    assert fact["units"] == weights["queen"].units.tolist()
    assert estimates["estimate"].to_numpy() == pytest.approx([1, 0.4], abs=0.3)


@pytest.mark.parametrize("estimator", ["slx", "sar", "sdm", "sem", "sdem"])
def test_printed_are_corrected_and_clustered_numbers_and_the_others_stand_in_the_facts(panel, weights, estimator):
    estimates, fact = spatial_column(panel, weights, {"queen": []}, SETTINGS | {"estimator": estimator})
    plain = fitted(panel, weights, estimator=estimator, correction="none", se="hessian")
    assert list(fact["uncorrected"]["estimates"].values()) == pytest.approx(plain.estimates)
    assert fact["uncorrected"]["sigma2"] == plain.sigma2
    assert fact["sigma2"] > 5 / 4 * plain.sigma2
    errors = np.sqrt(np.diag(plain.covariance) * 5 / 4)  # T/(T - 1), as of sigma2
    assert list(fact["hessian"].values()) == pytest.approx(errors)
    own = resolvent_of(weights["queen"])
    by_unit = np.sqrt(np.diag(clustered(plain.fit, np.arange(9), own)) * 5 / 4)
    assert estimates["std_error"].to_numpy() == pytest.approx(by_unit)
    moved = estimates["estimate"].to_numpy() != plain.estimates
    assert moved.any() == (estimator != "slx")  # without a spatial parameter the slopes have no bias
    assert fact["fixed_effects"] == ["unit", "year"]


def test_unit_effects_alone_move_sigma2_and_no_slope(panel, weights):
    one, other = (fitted(panel, weights, formula="y ~ x | unit", correction=way) for way in ("lee_yu", "none"))
    assert np.array_equal(one.estimates, other.estimates)
    assert one.sigma2 == pytest.approx(other.sigma2 * 5 / 4, rel=1e-12)
    none = [fitted(panel, weights, formula="y ~ x", correction=way).sigma2 for way in ("lee_yu", "none")]
    assert none[0] == none[1]


@pytest.mark.parametrize(
    ("more", "terms"),
    [
        ({"estimator": "sdm"}, ["x", "z", "W:x", "W:z", "rho"]),
        ({"estimator": "sdem", "lags": ["z"]}, ["x", "z", "W:z", "lambda"]),
        ({"estimator": "slx", "formula": "y ~ x + W:z | unit + year"}, ["x", "W:z"]),
        ({"estimator": "sdm", "formula": "y ~ x + W:x:z | unit + year"}, ["x", "W:x:z", "rho"]),
        ({"estimator": "slx", "formula": "y ~ i(year, x, ref=2000) | unit", "lags": None},
         [*(f"year::{y}:x" for y in range(2001, 2005)), *(f"W:year::{y}:x" for y in range(2001, 2005))]),
    ],
)  # fmt: skip
def test_lags_are_those_of_the_key_or_of_the_formula(panel, weights, more, terms):
    settings = SETTINGS | {"formula": "y ~ x + z | unit + year", "lags": None} | more
    estimates, _ = spatial_column(panel, weights, {"queen": []}, settings)
    assert estimates["term"].tolist() == terms


def test_a_lag_is_the_weighted_mean_of_neighbours_in_the_same_year(panel, weights):
    settings = SETTINGS | {"estimator": "slx", "formula": "y ~ x + W:z | unit + year"}
    arrays = prepare(panel, weights, {"queen": []}, settings).arrays()
    wide = panel.pivot(index="unit", columns="year", values="z")
    by_hand = np.stack([wide.loc[[j for j in wide.index if j != i and _touch(i, j)]].mean() for i in wide.index])
    assert arrays.regressors[..., 1] == pytest.approx(by_hand, rel=1e-12)
    assert lag(weights["queen"].matrix, wide.to_numpy()) == pytest.approx(by_hand, rel=1e-12)
    assert parts_of(settings)[0].regressors == ("x",)


def _touch(one, other):
    return max(abs(int(a) - int(b)) for a, b in zip(one[1:], other[1:], strict=True)) == 1


def test_clusters_may_be_coarser_than_units_and_never_finer(panel, weights):
    column = fitted(panel, weights, cluster="half")
    codes = (weights["queen"].units > "s11").astype(int)
    by_half = clustered(column.fit, codes, resolvent_of(weights["queen"]))
    assert column.covariance == pytest.approx(by_half * 5 / 4)
    with pytest.raises(StudyError, match="9 units change their `year`, as s00"):
        fitted(panel, weights, cluster="year")


@pytest.mark.parametrize(
    ("own", "se", "told"), [(1.6, "cluster", True), (1.4, "cluster", False), (1.6, "hessian", False)]
)
def test_a_unit_that_carries_much_of_a_lag_is_named(own, se, told):
    """Beside three units that carry 1 each, of a total of 4.6 or 4.4."""
    drift = np.sqrt(np.outer([1, 1, 1, own], [0.25, 0.75]))
    said = concentrated({"rho": drift, "none": np.zeros((4, 2))}, np.array(list("abcd")), {"se": se})
    words = "one unit carries more than a third of what is known of a lag, `rho` d (35%): clustered errors"
    assert [one[: len(words)] for one in said] == [words] * told


def test_joint_tests_and_sums_are_those_of_the_printed_covariance(panel, weights):
    """By hand from estimates and covariance; a test of all nine coefficients by three clusters is singular."""
    settings = SETTINGS | {
        "estimator": "sdm", "formula": "y ~ x + z | unit", "lags": None,
        "test": {"Lags": ["W:x", "W:z"]}, "lincom": {"Both": "x + W:x", "Less": "x - rho"},
    }  # fmt: skip
    estimates, fact = spatial_column(panel, weights, {"queen": []}, settings)
    point = dict(zip(estimates["term"], estimates["estimate"], strict=True))
    covariance = np.array(fact["parameters"]["covariance"])
    lags = estimates["estimate"].to_numpy()[2:4]
    chi = lags @ np.linalg.solve(covariance[2:4, 2:4], lags)
    test = fact["tests"]["Lags"]
    assert (test["statistic"], test["df1"], test["df2"]) == (pytest.approx(chi / 2), 2, None)
    assert test["p_value"] == pytest.approx(stats.chi2.sf(chi, 2))
    both, less = fact["lincom"]["Both"], fact["lincom"]["Less"]
    assert both["estimate"] == pytest.approx(point["x"] + point["W:x"])
    error = np.sqrt(covariance[0, 0] + covariance[2, 2] + 2 * covariance[0, 2])
    assert (both["std_error"], both["statistic"]) == (pytest.approx(error), pytest.approx(both["estimate"] / error))
    assert less["std_error"] == pytest.approx(np.sqrt(covariance[0, 0] + covariance[4, 4] - 2 * covariance[0, 4]))
    few = settings | {"cluster": "half", "test": {"All": ["x", "z", "W:x"]}, "lincom": {}}
    _, fact = spatial_column(panel, weights, {"queen": []}, few)
    assert fact["tests"]["All"]["statistic"] is None
    assert fact["warnings"] == ["All: not tested, since the variance of its terms is singular"]
    with pytest.raises(StudyError, match=r"`lincom.Sum`: there is no coefficient `W:q`; did you mean `W:"):
        spatial_column(panel, weights, {"queen": []}, settings | {"lincom": {"Sum": "x + W:q"}})


def test_a_policy_has_cohorts_and_the_warning_of_few_clusters(panel, weights):
    settings = SETTINGS | {"formula": "y ~ x + p | unit + year", "policy": "p"}
    _, fact = spatial_column(panel, weights, {"queen": []}, settings)
    assert (fact["treated_units"], fact["cohorts"]) == (3, {2002: 3})
    assert fact["warnings"] == ["9 clusters, 3 of them treated: clustered standard errors tend to be too small"]
    _, fact = spatial_column(panel, weights, {"queen": []}, settings | {"se": "hessian"})
    assert fact["warnings"] == []


def test_rows_in_another_order_give_the_same_fit(panel, weights):
    one, other = (fitted(rows, weights) for rows in (panel, panel.sample(frac=1, random_state=3)))
    assert np.array_equal(one.estimates, other.estimates)
    assert np.array_equal(one.covariance, other.covariance)


def test_units_left_out_are_named_by_whether_the_weights_hold_them(weights):
    assert left_out(["s00", "far", "s22"], weights["queen"]) == [
        "left out (not in the weights): far, i.e. 1 unit",
        "left out (although in the weights): s00, s22, i.e. 2 units",
    ]
    assert left_out([], weights["queen"]) == []


@pytest.mark.parametrize(("rho", "warned"), [(0.995, True), (-0.795, True), (0.5, False)])
def test_rho_near_a_bound_is_a_warning(rho, warned):
    none = np.zeros(0)
    fit = Maximum(("rho",), np.array([rho]), 1.0, none, none, 0.0, (-0.8, 1.0), none, none, none)
    assert bool(near_bound(fit)) == warned


def test_a_correction_that_leaves_the_interval_is_refused():
    none = np.zeros(0)
    fit = Maximum(("x", "rho"), np.array([2.0, 0.98]), 1.0, none, none, 0.0, (-0.8, 1.0), none, none, none)
    refuse_explosive(fit, np.array([2.0, 0.99]))
    message = r"`rho` is 0.9800, and 1.0100 after the correction .* would explode.\n .*`correction: none`"
    with pytest.raises(StudyError, match=message):
        refuse_explosive(fit, np.array([2.0, 1.01]))
