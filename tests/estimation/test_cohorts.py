"""Cohorts of a policy: who is first treated when, and policies that have none."""

import numpy as np
import pytest

from core.errors import StudyError
from estimation.cohorts import cohort_sizes, first_treated, refuse_no_contrast


def test_first_treated_years():
    policy = np.array([[0, 0, 1], [0, 0, 0], [1, 1, 1]])
    start = first_treated(policy, np.array([2000, 2001, 2002]), np.array(["a", "b", "c"]), "reform")
    np.testing.assert_array_equal(start, [2002, np.inf, 2000])


@pytest.mark.parametrize(
    ("row", "message"),
    [([0, 1, 0], "`reform` returns to 0 in 1 unit-years: b 2002"), ([0, 0.5, 1], "neither 0 nor 1.*: b 2001"),
     ([0, np.nan, 1], "neither 0 nor 1.*: b 2001")],
)  # fmt: skip
def test_a_policy_that_is_not_absorbing_is_refused_with_unit_and_year(row, message):
    policy = np.array([[0, 0, 1], row])
    with pytest.raises(StudyError, match=message):
        first_treated(policy, np.array([2000, 2001, 2002]), np.array(["a", "b"]), "reform")


@pytest.mark.parametrize(
    ("start", "message"),
    [([np.inf, np.inf], "no unit is treated"), ([2001.0, 2001.0], "all 2 units are treated at once")],
)
def test_a_policy_without_contrast_is_refused(start, message):
    with pytest.raises(StudyError, match=message):
        refuse_no_contrast(np.array(start), "reform")


def test_sizes_of_cohorts_leave_out_the_never_treated():
    assert cohort_sizes(np.array([2003.0, np.inf, 2001, 2003])) == {2001: 1, 2003: 2}
