"""The weights of a two-way estimate: their identity, other voices, and the bounds by brute force."""

import numpy as np
import pytest
from diff_diff import twowayfeweights
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import COLUMN, castle_panel, fit_from, framed, planted
from scipy.optimize import minimize

from core.errors import StudyError
from core.files import read_json, read_rows
from core.tables import write_csv
from did.tabulate_twfe_weights import tabulate_twfe_weights
from did.twfe_weights import cell_weights, layout, sensitivity, weights_of

PLAIN = COLUMN | {"name": "a", "formula": "y ~ d | unit + year", "policy": "d", "ssc": "reghdfe"}
CASTLE = PLAIN | {"formula": "l_homicide ~ post | unit + year", "policy": "post"}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), share=st.sampled_from([0.7, 1.0]), weights=st.sampled_from([None, "w"]))
def test_weights_add_up_to_one_and_average_the_effects_of_cells_to_the_estimate(seed, share, weights):
    """Untreated outcomes are unit, year and controls without noise, so the estimate holds nothing but the effects."""
    panel = planted(seed, 12, 7, share)
    rng = np.random.default_rng(seed)
    panel["effect"] = rng.normal(1, 3, len(panel))
    untreated = panel["unit"].str[1:].astype(int) ** 1.5 + np.sin(panel["year"]) + 0.7 * panel["x1"] - panel["x2"]
    panel["y"] = untreated + panel["effect"] * panel["d"]
    fit = fit_from(panel, "y ~ d + x1 + x2 | unit + year", clusters=["unit"], weights=weights)
    found = cell_weights(fit, "d")
    assert found.sum() == pytest.approx(1, abs=1e-12)
    rows = list(zip(fit.sample.units[fit.sample.unit], fit.sample.year, strict=True))
    effects = panel.set_index(["unit", "year"])["effect"][rows].to_numpy()
    assert found @ effects == pytest.approx(fit.coefficients[0], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_package_has_the_same_weights_and_bound(seed):
    panel = planted(seed, 14, 8)
    rows, fact = weights_of(panel, PLAIN)
    other = twowayfeweights(panel, "y", unit="unit", time="year", treatment="d")
    theirs = other.weights.set_index(["unit", "year"])["weight"]
    found = fact["twfe_weights"]
    for cell in found["cells"]:
        assert cell["weight"] == pytest.approx(theirs[cell["unit"], cell["year"]], abs=1e-12)
    values = np.array([theirs[cell["unit"], cell["year"]] for cell in found["cells"]])
    assert rows[-1]["negative"] == (values < -1e-12).sum()  # it counts -1e-17 as negative
    assert found["two_way"] == pytest.approx(other.beta_fe, rel=1e-9)
    assert found["sigma_zero"] == pytest.approx(other.sigma_fe, rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_bounds_are_the_smallest_spreads_of_effects(seed):
    """A numerical search over the effects of seven cells; its tolerance is that of the search."""
    rng = np.random.default_rng(seed)
    shares = rng.uniform(0.5, 2, 7)
    weights = rng.normal(0.2, 0.4, 7)
    weights[0], weights[1] = 0.9, -0.3
    weights, shares, estimate = weights / weights.sum(), shares / shares.sum(), -0.4
    found = sensitivity(estimate, weights, shares)

    def spread(effects):
        return shares @ (effects - shares @ effects) ** 2

    same = {"type": "eq", "fun": lambda effects: weights @ effects - estimate}
    nothing = {"type": "eq", "fun": lambda effects: shares @ effects}
    start = np.where(weights < 0, 1.0, 0.01)
    keys = {"method": "SLSQP", "options": {"ftol": 1e-14, "maxiter": 2000}}
    zero = minimize(spread, start, constraints=[same, nothing], **keys)
    opposite = minimize(spread, start, constraints=[same], bounds=[(0, None)] * 7, **keys)
    assert found["sigma_zero"] == pytest.approx(np.sqrt(zero.fun), rel=1e-5)
    assert found["sigma_opposite"] == pytest.approx(np.sqrt(opposite.fun), rel=1e-5)


def test_castle_sums_and_words():
    rows, fact = weights_of(castle_panel(), CASTLE)
    totals = {row["cell"]: row for row in rows if row["cohort"] is None}
    by_year = [row for row in rows if row["cohort"] is not None]
    assert totals["All"]["weight"] == pytest.approx(1, abs=1e-12)
    for key in ("cells", "weight", "negative"):
        assert sum(row[key] for row in by_year) == pytest.approx(totals["All"][key], abs=1e-12)
        assert totals["Not negative"][key] + totals["Negative"][key] == pytest.approx(totals["All"][key], abs=1e-12)
    assert all(row["year"] >= row["cohort"] for row in by_year)
    assert (fact["n_obs"], fact["n_clusters"], fact["dropped"]) == (550, 50, {})
    notes = " ".join(layout(fact)["notes"])
    assert "Two-way estimate: 0.0694, `l_homicide ~ post | unit + year`; 550 unit-years of 50 units." in notes
    assert f"at least {fact['twfe_weights']['sigma_zero']:.4f}" in notes


def test_one_cohort_has_equal_weights_and_no_bound():
    rng = np.random.default_rng(3)
    policy = np.zeros((8, 6))
    policy[:3, 4:] = 1
    _, fact = weights_of(framed({"y": rng.normal(size=(8, 6)), "d": policy}), PLAIN)
    assert {round(cell["weight"], 12) for cell in fact["twfe_weights"]["cells"]} == {round(1 / 6, 12)}
    assert fact["twfe_weights"]["sigma_zero"] is None and fact["twfe_weights"]["sigma_opposite"] is None
    assert "weigh alike" in layout(fact)["notes"][-1]


def test_the_pair_of_files(tmp_path):
    write_csv(tmp_path / "panel.csv", planted(4))
    files = tmp_path / "t.csv", tmp_path / "t.json"
    tabulate_twfe_weights(tmp_path / "panel.csv", [], *files, "base.a", PLAIN)
    rows, written = read_rows(files[0]), read_json(files[1])
    assert rows[-1]["cell"] == "All" and rows[-1]["weight"] == pytest.approx(1)
    assert sum(cell["weight"] for cell in written["tests"]["column"]["twfe_weights"]["cells"]) == pytest.approx(1)
    with pytest.raises(StudyError, match="table `base`, column `a`: policy `d`: no unit is treated in this sample"):
        tabulate_twfe_weights(tmp_path / "panel.csv", [], *files, "base.a", PLAIN | {"sample": "d == 0"})
