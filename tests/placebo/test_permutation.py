"""Placebo draws: equal whatever the chunks, equal to least squares with dummies, right under the null."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from samples import fit_from, sample_from
from scipy import stats

from core.errors import StudyError
from did.event_columns import event_column
from estimation.cohorts import cohort_sizes, first_treated
from placebo.distribution import permutation_p
from placebo.lots import Lots
from placebo.moving import Moving, observed
from placebo.permutation import BLOCK, draws_of, kinds_of, placebo_effects, setting_of

FORMULA = "y ~ reform + x1 + x2 | unit + year"
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
    return setting_from(panel(**planted)[0])


def setting_from(frame, formula=FORMULA, rule="reghdfe", draws=10_000, clusters=("unit",), **keys):
    sample = sample_from(frame, formula, clusters=list(clusters), **keys)
    moving = Moving(("reform",), first_treated(sample, "reform")[:, None])
    return setting_of(sample, moving, np.zeros(len(sample.units), dtype=int), rule, draws)


def shuffled(start, draw, seed):
    """First treated years in a draw of units that are alike."""
    years, kinds = np.unique(start, return_inverse=True)
    return years[Lots(kinds, np.zeros_like(kinds)).drawn(draw, seed)]


def starts_of(known, draw, seed):
    return known.courses[kinds_of(known, draw, seed), 0]


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


def unbalanced(frame):
    """Without a fifth of the rows; two units are seen before, two after all reforms only."""
    frame = frame[np.random.default_rng(5).random(len(frame)) > 0.2]
    unit, year = frame["unit"].str[1:].astype(int), frame["year"]
    return frame[((unit > 1) | (year < 2013)) & ((unit < 18) | (year > 2014))].assign(
        w=lambda f: f["x1"] ** 2 + 0.1, region=lambda f: f["unit"].str[1:].astype(int) % 4
    )


@pytest.mark.parametrize(
    ("change", "formula", "keys"),
    [
        (lambda f: f, "y ~ reform | unit + year", {}),
        (lambda f: f, FORMULA, {}),
        (lambda f: f, FORMULA, {"rule": "linearmodels"}),
        (lambda f: f, "y ~ x1 + reform | year", {}),
        (lambda f: f, FORMULA, {"clusters": ["year"]}),
        (lambda f: f, FORMULA, {"clusters": []}),
        (lambda f: f.assign(x3=2 * f["x1"] + f["year"]), FORMULA.replace("x2", "x2 + x3"), {}),
        (unbalanced, FORMULA, {}),
        (unbalanced, FORMULA, {"weights": "w"}),
        (unbalanced, FORMULA, {"clusters": ["region"], "weights": "w"}),
        (unbalanced, FORMULA, {"clusters": ["unit", "year"]}),
        (unbalanced, FORMULA, {"clusters": []}),
        (unbalanced, "y ~ reform + l(x1) | unit[year] + region^year", {"weights": "w"}),
    ],
)
def test_draws_equal_one_regression_each(change, formula, keys):
    frame = change(panel()[0])
    known = setting_from(frame, formula, **keys)
    draws = placebo_effects(known, range(30), seed=5)
    for draw in (0, 7, 29):
        start = dict(zip(known.sample.units, starts_of(known, draw, 5), strict=True))
        reform = (frame["unit"].map(start) <= frame["year"]).astype(float)
        fit = fit_from(frame.assign(reform=reform), formula, **{"clusters": ["unit"], **keys})
        at, row = fit.terms.index("reform"), draws.loc[draw]
        assert row["estimate"] == pytest.approx(fit.coefficients[at], rel=1e-9)
        assert row["std_error"] == pytest.approx(fit.std_errors[at], rel=1e-9, nan_ok=True)
        p_value = 2 * stats.t.sf(abs(row["statistic"]), fit.small_sample.df)
        assert row["p_value"] == pytest.approx(p_value, rel=1e-9, nan_ok=True)


COLUMN = {
    "formula": FORMULA, "sample": None, "cluster": "unit", "missing": "drop", "weights": None, "estimator": "ols",
    "policies": ["reform"], "window": None, "base": -1,
}  # fmt: skip


def setting_of_column(frame, strata=None, **keys):
    sample, moving = observed(frame, COLUMN | keys)
    groups = np.zeros(len(sample.units), dtype=int) if strata is None else strata
    return setting_of(sample, moving, groups, "reghdfe", 10_000)


@pytest.mark.parametrize("change", [lambda frame: frame, unbalanced])
@pytest.mark.parametrize("keys", [{}, {"weights": "w"}, {"cluster": "none"}, {"cluster": ["unit", "year"]}])
def test_a_policy_like_it_moves_along(change, keys):
    """The lead of a unit goes where its policy goes: the draw is the regression with both."""
    frame, start = panel()
    lead = np.repeat(start, YEARS.size) - 2 <= frame["year"]
    frame = change(frame.assign(lead=lead.astype(float), w=frame["x1"] ** 2 + 0.1))
    formula = "y ~ reform + x1 + lead | unit + year"
    known = setting_of_column(frame, formula=formula, policies=["reform", "lead"], **keys)
    draws = placebo_effects(known, range(30), seed=5)
    for draw in (0, 29):
        begins = known.courses[kinds_of(known, draw, 5)]
        moved = {
            name: (frame["unit"].map(dict(zip(known.sample.units, begins[:, at], strict=True))) <= frame["year"])
            for at, name in enumerate(("reform", "lead"))
        }
        clusters = [] if keys.get("cluster") == "none" else np.atleast_1d(keys.get("cluster", "unit")).tolist()
        again = frame.assign(**{name: values.astype(float) for name, values in moved.items()})
        fit = fit_from(again, formula, clusters=clusters, weights=keys.get("weights"))
        assert draws.loc[draw, "estimate"] == pytest.approx(fit.coefficients[0], rel=1e-8)
        assert draws.loc[draw, "std_error"] == pytest.approx(fit.std_errors[0], rel=1e-8, nan_ok=True)


@pytest.mark.parametrize(("window", "base"), [(None, -1), ([-2, 1], -1), ([-3, 0], -1), ([-3, 1], -2)])
def test_the_draws_of_an_event_study_are_means_of_its_effects(window, base):
    """Each equals the sum of coefficients, divided by their number, of the column's own estimator."""
    frame, _ = panel()
    known = setting_of_column(frame, estimator="event_study", window=window, base=base)
    draws = placebo_effects(known, range(30), seed=5)
    for draw in (0, 29):
        start = dict(zip(known.sample.units, starts_of(known, draw, 5), strict=True))
        again = frame.assign(reform=(frame["unit"].map(start) <= frame["year"]).astype(float))
        after = [f"reform::{key}" for key in range(known.moving.window[1] + 1)]
        column = COLUMN | {"name": "a", "policy": "reform", "window": known.moving.window, "base": base}
        _, facts = event_column(again, column | {"ssc": "reghdfe", "lincom": {"sum": " + ".join(after)}})
        for name in ("estimate", "std_error"):
            assert draws.loc[draw, name] == pytest.approx(facts["lincom"]["sum"][name] / len(after), rel=1e-9)


def test_draws_stay_within_their_strata():
    frame, start = panel()
    strata = np.arange(20) % 3
    known = setting_of_column(frame, strata)
    for draw in range(20):
        drawn = starts_of(known, draw, 5)
        assert all(sorted(drawn[strata == group]) == sorted(start[strata == group]) for group in range(3))
    alone = np.where(np.isfinite(start), np.unique(start, return_inverse=True)[1], 2)
    with pytest.raises(StudyError, match="choose larger `strata`"):
        setting_of_column(frame, alone)


def test_draws_of_an_unbalanced_sample_do_not_depend_on_the_chunks():
    known, total = setting_from(unbalanced(panel()[0]), weights="w"), 110
    whole = placebo_effects(known, range(total), seed=3)
    parts = [placebo_effects(known, draws_of(f"{n}-of-4", total), seed=3) for n in range(1, 5)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole, check_exact=True)


def test_a_setting_of_few_assignments_has_them_all_whatever_the_chunks():
    frame = panel(n_units=8)[0]
    frame["reform"] *= frame["unit"].isin(frame.loc[frame["reform"] == 1, "unit"].unique()[:2])
    known = setting_from(frame, "y ~ reform | unit + year", draws=60)
    every = len(set(permutations(known.moving.courses[:, 0])))
    assert (known.draws, known.enumerated) == (every, True)
    assert len({starts_of(known, draw, 1).tobytes() for draw in range(every)}) == every
    whole = placebo_effects(known, range(every), seed=3)
    assert whole["assignment"].nunique() == every
    parts = [placebo_effects(known, draws_of(f"{n}-of-5", every), seed=9) for n in range(1, 6)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole, check_exact=True)
    assert not setting_from(frame, "y ~ reform | unit + year", draws=every - 1).enumerated


def test_a_draw_whose_policy_is_absorbed_has_no_coefficient_and_changes_no_other():
    frame = panel()[0]
    frame["reform"] *= frame["unit"] == frame.loc[frame["reform"] == 1, "unit"].iloc[0]
    early = (frame["unit"] < "u010") & (frame["reform"].groupby(frame["unit"]).transform("max") == 0)
    known = setting_from(frame[~early | (frame["year"] < 2013)], "y ~ reform | unit + year", draws=20)
    draws = placebo_effects(known, range(20), seed=1).set_index("draw").drop(columns="assignment")
    start = np.stack([starts_of(known, draw, 1) for draw in draws.index])
    never_seen = ~(known.sample.year >= start[:, known.sample.unit]).any(axis=1)
    assert 0 < never_seen.sum() < 20
    assert draws[never_seen].isna().all(axis=None)
    assert draws[~never_seen].notna().all(axis=None)


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
        draws = placebo_effects(setting_from(frame), range(99), 2)["estimate"].to_numpy()
        p_values.append(permutation_p(fit_from(frame, FORMULA, clusters=["unit"]).coefficients[0], draws))
    assert stats.kstest(p_values, "uniform").pvalue > 0.01


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reform": 0.0}, "no unit is treated"),
        ({"reform": lambda f: (f["year"] > 2013).astype(float)}, "all 20 units are treated at once, in 2014"),
        ({"reform": lambda f: (f["year"] == 2013).astype(float)}, "returns to 0"),
        ({"x1": lambda f: f["reform"] + f["year"]}, "`reform` is collinear with `x1`"),
        ({"x1": np.nan}, "no unit-year is left"),
        ({"y": lambda f: f["x1"] + f["x2"]}, "reproduced exactly"),
    ],
)
def test_unusable_panels_are_refused(change, message):
    with pytest.raises(StudyError, match=message):
        setting_from(panel()[0].assign(**change), "y ~ x1 + x2 + reform | unit + year")
