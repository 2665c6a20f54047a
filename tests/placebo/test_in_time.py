"""A policy moved to earlier years: the regression by hand, and what a panel does not support."""

import numpy as np
import pytest
from samples import COLUMN, fit_from, framed

from placebo.in_time import NUMBERS, in_time

YEARS = range(2010, 2018)
MODEL = COLUMN | {
    "study": "fields", "placebo": "time", "name": "baseline.zone", "estimator": "ols", "design": "in_time",
    "formula": "y ~ zone + x | unit + year", "policy": "zone", "policies": ["zone"], "ssc": "reghdfe", "shift": [1, 2],
}  # fmt: skip


def panel(first=2013):
    """20 units; 4 begin in `first`, 3 in 2015; the outcome rises two years before a policy begins."""
    rng = np.random.default_rng(4)
    start = np.full(20, np.inf)
    start[:7] = [first] * 4 + [2015] * 3
    began = {name: (start[:, None] - years <= YEARS).astype(float) for name, years in (("zone", 0), ("lead", 2))}
    x = rng.normal(size=(20, len(YEARS)))
    return framed(began | {"x": x, "y": 3 * began["lead"] + x + rng.normal(0, 0.1, x.shape)}, YEARS), start


@pytest.mark.parametrize("years", [1, 2])
def test_a_shift_is_the_regression_on_the_rows_before_the_policy(years):
    frame, start = panel()
    rows, known = in_time(frame, MODEL | {"shift": [years]})
    before = frame[frame["zone"] == 0]
    fake = (before["unit"].map(dict(zip(frame["unit"].unique(), start, strict=True))) - years <= before["year"]) * 1.0
    fit = fit_from(before.assign(zone=fake), "y ~ zone + x | unit + year", clusters=["unit"])
    (row,), (said,) = rows, known["shifts"]
    assert (row["status"], row["n_obs"]) == ("ok", len(before))
    assert row["estimate"] == pytest.approx(fit.coefficients[0], rel=1e-10)
    assert row["std_error"] == pytest.approx(fit.std_errors[0], rel=1e-10)
    assert said["dropped"] == {"under the policy": 4 * 5 + 3 * 3}
    assert (said["n_treated"], said["cohorts"]) == (7, {2013 - years: 4, 2015 - years: 3})


def test_rows_that_are_alone_before_the_policy_leave_and_are_counted():
    """One unit has a single row, another a single one before its policy."""
    frame, _ = panel()
    unit, year = frame["unit"], frame["year"]
    frame = frame[((unit != "u018") | (year == 2014)) & ((unit != "u000") | (year >= 2012))]
    (row,), known = in_time(frame, MODEL | {"shift": [1]})
    assert known["shifts"][0]["dropped"] == {"singletons": 2, "under the policy": 4 * 5 + 3 * 3}
    assert row["n_obs"] == len(frame) - 2 - 29 == known["shifts"][0]["n_obs"]


def test_anticipation_is_found():
    (one, two), _ = in_time(panel()[0], MODEL)
    assert two["estimate"] == pytest.approx(3, abs=0.15) and two["p_value"] < 0.001
    assert one["estimate"] < 2


def test_a_policy_like_it_begins_earlier_too():
    frame, start = panel()
    keys = {"formula": "y ~ zone + lead | unit + year", "policies": ["zone", "lead"], "shift": [1]}
    (row,), _ = in_time(frame, MODEL | keys)
    before = frame[frame["zone"] == 0]
    begins = before["unit"].map(dict(zip(frame["unit"].unique(), start, strict=True)))
    moved = {"zone": (begins - 1 <= before["year"]) * 1.0, "lead": (begins - 3 <= before["year"]) * 1.0}
    fit = fit_from(before.assign(**moved), "y ~ zone + lead | unit + year", clusters=["unit"])
    assert row["estimate"] == pytest.approx(fit.coefficients[0], rel=1e-10)


@pytest.mark.parametrize(
    ("first", "change", "years", "why"),
    [
        (2011, {}, 1, "no row of the cohort 2011 is before 1 year earlier"),
        (2013, {}, 5, "no row of the cohort 2013, 2015 is before 5 years earlier"),
        (2013, {"sample": "year < 2012 or year > 2014"}, 1, "no unit is treated in this sample"),
    ],
)
def test_what_a_panel_does_not_support_is_said(first, change, years, why):
    (row,), known = in_time(panel(first)[0], MODEL | change | {"shift": [years]})
    assert row["status"] == "unsupported" and why in row["why"]
    assert all(row[name] is None for name in NUMBERS)
    assert known["shifts"] == [{"shift": years, "status": "unsupported", "why": row["why"]}]
