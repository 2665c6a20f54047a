"""Placebos of estimators for staggered adoption: a draw is the column fitted anew on the policy that was drawn."""

import numpy as np
import pytest
from samples import framed

from core.errors import StudyError
from did.staggered_columns import staggered_column
from placebo.in_time import in_time
from placebo.models import chunk_of_draws, setting_of_model
from placebo.permutation import kinds_of, placebo_effects

YEARS = range(2010, 2018)
OWN = {
    "callaway_santanna": {"control": "never", "base": "varying", "method": "regression"},
    "sun_abraham": {},
    "imputation": {},
    "stacked": {"window": [-2, 1], "control": "not_yet", "weighted": True},
}
NUMBERS = ("estimate", "std_error", "statistic", "p_value")
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


def panel(units=24):
    """6 units adopt in 2013, 5 in 2015; effect 1 that grows; a control; a region of three units."""
    random = np.random.default_rng(3)
    start = np.full(units, np.inf)
    start[random.permutation(units)[:11]] = [2013] * 6 + [2015] * 5
    zone = (start[:, None] <= YEARS).astype(float)
    x, shape = random.normal(size=zone.shape), zone.shape
    y = zone.cumsum(axis=1) / 2 + x + random.normal(size=shape).cumsum(axis=1)
    region = np.repeat(np.arange(units)[:, None] % 8, shape[1], axis=1)
    return framed({"y": y, "zone": zone, "x": x, "region": region}, YEARS)


def model(estimator, **more):
    return {
        "study": "fields", "placebo": "space", "name": "t.a", "estimator": estimator, "policy": "zone",
        "policies": ["zone"], "formula": "y ~ zone | unit + year", "sample": None, "cluster": "unit",
        "missing": "drop", "ssc": "reghdfe", "aggregate": "overall", "window": None, "strata": None, "draws": 40,
        "design": "cohorts", **OWN[estimator],
    } | more  # fmt: skip


def units_of(known):
    return known.effect.args[0].units


def refitted(frame, known, draw, seed=5, **more):
    start = dict(zip(units_of(known), known.courses[kinds_of(known, draw, seed), 0], strict=True))
    drawn = frame.assign(zone=(frame["unit"].map(start) <= frame["year"]).astype(float))
    return staggered_column(drawn, known.effect.keywords["settings"] | more)[0].iloc[0]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"formula": "y ~ zone + x | unit + year"},
        {"cluster": "region"},
        {"sample": "year >= 2011"},
        {"aggregate": "event"},
    ],
)
@pytest.mark.parametrize("estimator", OWN)
def test_a_draw_is_the_column_fitted_anew(estimator, more):
    frame = panel()
    known = setting_of_model(frame, model(estimator, **more))
    draws = placebo_effects(known, range(40), seed=5).set_index("draw")
    assert draws["estimate"].nunique() == 40
    for draw in (0, 17, 39):
        own = refitted(frame, known, draw)
        np.testing.assert_allclose([draws.loc[draw, key] for key in NUMBERS], [own[key] for key in NUMBERS], **CLOSE)


@pytest.mark.parametrize("estimator", ["sun_abraham", "imputation", "stacked"])
def test_panels_with_gaps_are_drawn_too(estimator):
    whole = panel()
    there = whole["year"].isin([2010, 2013, 2015])  # so that a start is the first treated row of its unit
    frame = whole[there | (np.random.default_rng(1).random(len(whole)) > 0.15)].reset_index(drop=True)
    known = setting_of_model(frame, model(estimator, formula="y ~ zone + x | unit + year"))
    draws = placebo_effects(known, range(25), seed=5)
    for draw in (1, 8, 20):
        own, found = refitted(frame, known, draw), draws.loc[draw]
        np.testing.assert_allclose([found[key] for key in NUMBERS], [own[key] for key in NUMBERS], **CLOSE)


@pytest.mark.parametrize("estimator", OWN)
def test_a_summary_sets_the_column_against_its_draws(estimator, together):
    frame, one = panel(), model(estimator, aggregate="event")
    summary, effects = together([chunk_of_draws(frame, [one], f"{n}-of-2", 4) for n in (1, 2)], one)
    table, fact = staggered_column(frame, one | {"aggregate": "overall"})
    assert summary["observed"]["estimate"] == pytest.approx(table.loc[0, "estimate"], rel=1e-12)
    assert summary["estimand"] == "the mean effect of all treated unit-years"
    larger = (effects["statistic"].abs() >= abs(summary["observed"]["statistic"])).sum()
    assert summary["p_statistic"] == pytest.approx((1 + larger) / 41)
    assert (summary["n_obs"], summary["n_treated"]) == (fact["n_obs"], 11)


def test_few_assignments_are_enumerated_and_strata_are_kept():
    frame = panel(12)
    frame["zone"] = ((frame["unit"].isin(["u001", "u002"])) & (frame["year"] >= 2013)).astype(float)
    frame["half"] = (frame["unit"] < "u006").astype(int)
    known = setting_of_model(frame, model("imputation", strata="half", draws=100))
    draws = placebo_effects(known, range(known.draws), seed=1)
    assert (known.draws, known.enumerated, draws["estimate"].nunique()) == (15, True, 15)
    for draw in range(15):
        treated = units_of(known)[np.isfinite(known.courses[kinds_of(known, draw, 1), 0])]
        assert (treated < "u006").all()


@pytest.mark.parametrize("estimator", ["sun_abraham", "imputation", "stacked"])
def test_in_time_the_column_is_fitted_on_the_rows_before_the_policy(estimator):
    frame = panel()
    (row,), known = in_time(frame, model(estimator, design="in_time", shift=[1]) | {"placebo": "time"})
    before = frame[frame["zone"] == 0]
    starts = frame[frame["zone"] == 1].groupby("unit")["year"].min() - 1
    fake = before.assign(zone=(before["unit"].map(starts) <= before["year"]).astype(float))
    own = staggered_column(fake, model(estimator))[0].iloc[0]
    np.testing.assert_allclose(row["estimate"], own["estimate"], **CLOSE)
    np.testing.assert_allclose(row["std_error"], own["std_error"], **CLOSE)
    assert (row["status"], row["n_obs"]) == ("ok", known["shifts"][0]["n_obs"])


def test_what_has_no_draws_says_why():
    """Rows under the policy leave, so no treated unit has every year; a policy like the column's moves along."""
    (row,), _ = in_time(panel(), model("callaway_santanna", shift=[1]))
    assert row["status"] == "unsupported" and "24 units lack a year" in row["why"]
    with pytest.raises(StudyError, match="`lead` would move along with `zone`, which `imputation` cannot follow"):
        setting_of_model(panel().assign(lead=0.0), model("imputation", policies=["zone", "lead"]))


def test_a_draw_that_leaves_nothing_to_estimate_has_no_coefficient():
    """One unit is seen after the policy begins only: drawn as the one that is treated, nothing predicts it."""
    frame = panel()
    frame["zone"] = ((frame["unit"] == "u003") & (frame["year"] >= 2014)).astype(float)
    known = setting_of_model(frame[(frame["unit"] != "u005") | (frame["year"] >= 2014)], model("imputation"))
    draws = placebo_effects(known, range(known.draws), seed=1)
    treated = [units_of(known)[kinds_of(known, draw, 1).argmin()] for draw in range(known.draws)]
    assert [unit for unit, missing in zip(treated, draws["estimate"].isna(), strict=True) if missing] == ["u005"]
