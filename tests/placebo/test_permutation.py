"""Placebo draws: equal whatever the chunks, equal to least squares with dummies, right under the null."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.errors import StudyError
from core.formulas import parse_formula
from estimation.cohorts import cohort_sizes
from estimation.frames import matrix
from estimation.least_squares import least_squares, stack
from placebo.distribution import permutation_p
from placebo.permutation import BLOCK, draws_of, placebo_effects, setting_of, shuffled

FORMULA = parse_formula("y ~ reform + x1 + x2 | unit + year")
YEARS = np.arange(2010, 2018)


def panel(seed=1, n_units=20, effect=0.0):
    """Serially correlated outcomes; 4 units adopt in 2013, 3 in 2015; controls differ by unit and year."""
    rng = np.random.default_rng(seed)
    keys = [f"u{i:03d}" for i in range(n_units)]
    start = np.full(n_units, np.inf)
    start[rng.permutation(n_units)[:7]] = [2013] * 4 + [2015] * 3
    shape = (n_units, YEARS.size)
    policy = (start[:, None] <= YEARS).astype(float)
    columns = {"reform": policy, "x1": rng.normal(size=shape), "x2": rng.normal(size=shape).cumsum(axis=1)}
    columns["y"] = (
        effect * policy + columns["x1"] + rng.normal(size=shape).cumsum(axis=1) + rng.normal(size=(n_units, 1))
    )
    frame = pd.DataFrame({"unit": np.repeat(keys, YEARS.size), "year": np.tile(YEARS, n_units)})
    return frame.assign(**{name: values.ravel() for name, values in columns.items()}), start


def setting(**planted):
    return setting_of(panel(**planted)[0], FORMULA, "reform", "reghdfe")


@pytest.mark.parametrize("total", [500, 40, 26, 25, 3])
@pytest.mark.parametrize("chunks", [1, 5, 8, 20, 64])
def test_chunks_are_whole_blocks_and_cover_all_draws_once(total, chunks):
    parts = [draws_of(f"{number}-of-{chunks}", total) for number in range(1, chunks + 1)]
    assert [draw for part in parts for draw in part] == list(range(total))
    assert all(part.start % BLOCK == 0 for part in parts if len(part))


@pytest.mark.parametrize("chunks", [1, 5, 8, 20, 64])
def test_draws_do_not_depend_on_the_chunks(chunks):
    known, total = setting(), 510
    whole = placebo_effects(known, range(total), seed=3)
    parts = [placebo_effects(known, draws_of(f"{n}-of-{chunks}", total), seed=3) for n in range(1, chunks + 1)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole, check_exact=True)


@pytest.mark.parametrize("draws", [range(7, 8), range(24, 26), range(49, 120)])
def test_any_range_of_draws_has_the_same_bits(draws):
    known = setting()
    whole = placebo_effects(known, range(150), seed=3)
    cut = placebo_effects(known, draws, seed=3)
    assert np.array_equal(cut.to_numpy(), whole.to_numpy()[draws.start : draws.stop])


def test_draws_keep_the_cohorts_and_follow_their_contract():
    _, start = panel()
    generator = np.random.default_rng(np.random.SeedSequence(9).spawn(12)[11])
    order = generator.permutation(start.size)
    drawn = shuffled(start, draw=11, seed=9)
    assert cohort_sizes(drawn) == cohort_sizes(start) == {2013: 4, 2015: 3}
    assert set(order[:4]) == set(np.flatnonzero(drawn == 2013))
    assert set(order[4:7]) == set(np.flatnonzero(drawn == 2015))


@pytest.mark.parametrize(
    "formula", ["y ~ reform | unit + year", "y ~ reform + x1 + x2 | unit + year", "y ~ x1 + reform | year"]
)
@pytest.mark.parametrize("rule", ["reghdfe", "linearmodels"])
def test_draws_equal_one_regression_each(formula, rule):
    frame, start = panel()
    formula = parse_formula(formula)
    draws = placebo_effects(setting_of(frame, formula, "reform", rule), range(30), seed=5)
    controls = tuple(name for name in formula.regressors if name != "reform")
    for draw in (0, 7, 29):
        policy = (shuffled(start, draw, 5)[:, None] <= YEARS).astype(float)
        regressors = np.concatenate([policy[..., None], stack(frame, controls)], axis=-1)
        fit = least_squares(matrix(frame, "y"), regressors, ("y", "reform", *controls), formula.effects, rule)
        row = draws.loc[draw]
        assert row["estimate"] == pytest.approx(fit.coefficients[0], rel=1e-9)
        assert row["std_error"] == pytest.approx(fit.std_errors[0], rel=1e-9)
        assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(row["statistic"]), fit.small_sample.df), rel=1e-9)


def test_one_draw_equals_least_squares_with_dummies():
    frame, start = panel()
    policy = (shuffled(start, 3, 5)[:, None] <= YEARS).astype(float).ravel()
    unit, year = (pd.get_dummies(frame[key], dtype=float).to_numpy() for key in ("unit", "year"))
    design = np.column_stack([policy, frame[["x1", "x2"]], unit, year[:, 1:]])
    by_dummies = np.linalg.lstsq(design, frame["y"], rcond=None)[0][0]
    assert placebo_effects(setting(), range(3, 4), seed=5)["estimate"][0] == pytest.approx(by_dummies, rel=1e-9)


def test_placebo_effects_have_mean_zero():
    effects = placebo_effects(setting(effect=0.0), range(2000), seed=1)["estimate"]
    assert abs(effects.mean()) < 4 * effects.std() / np.sqrt(2000)


def test_p_values_are_uniform_under_the_null():
    """60 panels without effect; the p of 99 draws is uniform on 0.01, 0.02, ..., 1."""
    p_values = []
    for seed in range(60):
        frame, _ = panel(seed, n_units=15)
        known = setting_of(frame, FORMULA, "reform", "reghdfe")
        fit = least_squares(matrix(frame, "y"), stack(frame, FORMULA.regressors), FORMULA.names, FORMULA.effects, "CR0")
        p_values.append(permutation_p(fit.coefficients[0], placebo_effects(known, range(99), 2)["estimate"].to_numpy()))
    assert stats.kstest(p_values, "uniform").pvalue > 0.01


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reform": 0.0}, "no unit is treated"),
        ({"reform": lambda f: (f["year"] > 2013).astype(float)}, "all 20 units are treated at once, in 2014"),
        ({"reform": lambda f: (f["year"] == 2013).astype(float)}, "returns to 0"),
        ({"x2": lambda f: f["year"].astype(float)}, "`x2` is absorbed"),
        ({"x2": lambda f: 2 * f["x1"]}, "collinear"),
        ({"x1": np.nan}, "`x1` has missing"),
        ({"y": lambda f: f["x1"] + f["x2"]}, "reproduced exactly"),
    ],
)
def test_unusable_panels_are_refused(change, message):
    with pytest.raises(StudyError, match=message):
        setting_of(panel()[0].assign(**change), FORMULA, "reform", "reghdfe")
