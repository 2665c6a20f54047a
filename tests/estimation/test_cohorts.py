"""Cohorts of a policy: who is first treated when, and policies that have none."""

import numpy as np
import pandas as pd
import pytest
from samples import sample_from

from core.errors import StudyError
from estimation.cohorts import cohort_sizes, first_treated, refuse_no_contrast


def sample(rows, policy):
    frame = pd.DataFrame(rows, columns=["unit", "year"]).assign(reform=policy, y=np.arange(len(rows)) ** 2.0)
    return sample_from(frame, "y ~ reform")


ROWS = [(unit, year) for unit in "abc" for year in (2000, 2001, 2002)]


def test_first_treated_years():
    found = first_treated(sample(ROWS, [0, 0, 1, 0, 0, 0, 1, 1, 1]), "reform")
    np.testing.assert_array_equal(found, [2002, np.inf, 2000])


def test_units_need_not_have_every_year():
    found = first_treated(sample([*ROWS[:2], *ROWS[4:]], [0, 1, 0, 1, 0, 0, 1]), "reform")
    np.testing.assert_array_equal(found, [2001, 2002, 2002])


@pytest.mark.parametrize(
    ("row", "message"),
    [([0, 1, 0], "`reform` returns to 0 in 1 unit-years: b 2002"), ([0, 0.5, 1], "neither 0 nor 1.*: b 2001")],
)
def test_a_policy_that_is_not_absorbing_is_refused_with_unit_and_year(row, message):
    with pytest.raises(StudyError, match=message):
        first_treated(sample(ROWS[:6], [0, 0, 1, *row]), "reform")


@pytest.mark.parametrize(
    ("start", "message"),
    [([np.inf, np.inf], "no unit is treated"), ([2001.0, 2001.0], "all 2 units are treated at once")],
)
def test_a_policy_without_contrast_is_refused(start, message):
    with pytest.raises(StudyError, match=message):
        refuse_no_contrast(np.array(start), "reform")


def test_sizes_of_cohorts_leave_out_the_never_treated():
    assert cohort_sizes(np.array([2003.0, np.inf, 2001, 2003])) == {2001: 1, 2003: 2}
