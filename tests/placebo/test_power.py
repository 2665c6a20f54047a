"""Minimum detectable effects: what they are of, by regressions and by simulation; and when there are none."""

import numpy as np
import pytest
from samples import COLUMN, fit_from, framed

from core.grids import keys
from placebo.distribution import permutation_p
from placebo.models import setting_of_model
from placebo.permutation import kinds_of, placebo_effects
from placebo.power import COLUMNS, by_permutation, critical_value, detectable, layout, power_row

MODEL = COLUMN | {
    "study": "fields", "placebo": "space", "name": "baseline.zone", "estimator": "ols", "strata": None, "draws": 10_000,
    "formula": "y ~ zone | unit + year", "policy": "zone", "policies": ["zone"], "ssc": "reghdfe", "window": None,
}  # fmt: skip
YEARS = np.arange(2010, 2016)


def panel(seed=0, units=40):
    """No effect; the noise is of one size for each unit, twice as large for a fifth of them."""
    rng = np.random.default_rng(seed)
    start = np.full(units, np.inf)
    start[:10] = [2012] * 6 + [2014] * 4
    noise = rng.normal(size=(units, YEARS.size)) * np.where(np.arange(units) % 5, 1, 2)[:, None]
    return framed({"zone": (start[:, None] <= YEARS).astype(float), "y": noise}, YEARS)


def drawn_policy(known, frame, draw, seed):
    start = dict(zip(known.sample.units, known.courses[kinds_of(known, draw, seed), 0], strict=True))
    return (frame["unit"].map(start) <= frame["year"]).astype(float)


@pytest.mark.parametrize("size", [19, 20, 99, 100, 999])
@pytest.mark.parametrize("enumerated", [False, True])
def test_the_critical_value_is_where_p_reaches_the_level(size, enumerated):
    statistics = np.random.default_rng(size).standard_t(5, size)
    critical = critical_value(statistics, enumerated)
    if critical is None:
        assert size == 19 and enumerated
        return
    for factor, rejected in ((1 + 1e-9, True), (1 - 1e-9, False)):
        extreme = np.sum(np.abs(statistics) >= factor * critical)
        assert ((1 + extreme) / (size + (not enumerated)) <= 0.05) == rejected


def test_an_effect_moves_the_coefficient_of_a_draw_and_not_its_error():
    """So a drawn policy is found from critical t * error - coefficient on."""
    frame = panel()
    known = setting_of_model(frame, MODEL)
    draws = placebo_effects(known, range(5), seed=2)
    for draw in range(5):
        policy = drawn_policy(known, frame, draw, 2)
        needed = 2.1 * draws.loc[draw, "std_error"] - draws.loc[draw, "estimate"]
        again = frame.assign(zone=policy, y=frame["y"] + needed * policy)
        fit = fit_from(again, MODEL["formula"], clusters=["unit"])
        assert fit.coefficients[0] / fit.std_errors[0] == pytest.approx(2.1, rel=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("sign", [1, -1])
def test_four_tests_of_five_find_the_effect(sign):
    """200 assignments other than those of the draws are given the effect, and tested with 199 reassignments each."""
    frame = panel()
    known = setting_of_model(frame, MODEL)
    draws = placebo_effects(known, range(999), seed=1)
    found = by_permutation(*(draws[name].to_numpy() for name in ("estimate", "std_error", "statistic")), False)
    effect = sign * found["mde_rise" if sign > 0 else "mde_fall"]
    rejected = 0
    for draw in range(200):
        policy = drawn_policy(known, frame, draw, 77)
        again = frame.assign(zone=policy, y=frame["y"] + effect * policy)
        fit = fit_from(again, MODEL["formula"], clusters=["unit"])
        lots = placebo_effects(setting_of_model(again, MODEL), range(199), seed=1000 + draw)
        observed = fit.coefficients[0] / fit.std_errors[0]
        rejected += permutation_p(observed, lots["statistic"].to_numpy()) <= 0.05
    assert rejected / 200 == pytest.approx(0.8, abs=3 * np.sqrt(0.8 * 0.2 / 200))  # three standard errors of the share


def test_the_smallest_effect_is_found_by_four_draws_of_five():
    errors, estimates = np.ones(10), np.arange(10.0)
    assert detectable(estimates, errors, 2.0) == 2 - 2
    assert detectable(-estimates, errors, 2.0) == 2 + 7


SUMMARY = {
    "placebo": "space", "name": "baseline.zone", "outcome": "score", "n_treated": 5, "n_obs": 90, "enumerated": False,
    "observed": {"estimate": 0.5, "std_error": 0.1},
}  # fmt: skip


def lots(number, error=0.1):
    values = np.random.default_rng(1).normal(0, 0.1, number)
    return [
        {"estimate": value, "std_error": error, "statistic": None if error is None else value / error}
        for value in values
    ]


@pytest.mark.parametrize(
    ("draws", "why"), [(lots(18), "so few draws"), (lots(100, None), "no standard error"), (lots(100), None)]
)
def test_a_row_says_what_there_is_or_why_nothing_is(draws, why):
    row = power_row(SUMMARY, [*draws, {"estimate": None, "std_error": None, "statistic": None}])
    assert set(row) == set(COLUMNS) and row["draws"] == len(draws)
    assert row["mde_normal"] == pytest.approx(2.8 * 0.1, rel=1e-3)
    said = layout([row])
    assert set(keys(said)) <= set(COLUMNS)
    if why is None:
        assert row["mde_rise"] == pytest.approx(0.28, rel=0.2) and row["status"] == "ok" and not said["warnings"]
    else:
        assert row["mde_rise"] is row["mde_fall"] is row["critical"] is None
        assert why in row["why"] and why in said["warnings"][0]
        assert said["cells"][-1]["column"] == "status"
