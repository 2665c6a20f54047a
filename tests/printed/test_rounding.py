"""Arithmetic with rounded numbers."""

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printed.rounding import contains, minus, over, overlap, plus, root, size, times

EXACT = st.floats(-1e4, 1e4).filter(lambda value: value == 0 or abs(value) > 1e-3)
ROUNDED = {plus: operator.add, minus: operator.sub, times: operator.mul, over: operator.truediv}


def rounded(value, digits):
    printed, half = round(value, digits), 0.5000001 * 10.0**-digits
    return printed - half, printed + half


@given(EXACT, EXACT, st.integers(0, 5), st.integers(0, 5))
def test_what_was_computed_before_rounding_is_in_the_interval(a, b, digits, more):
    for rule, exact in ROUNDED.items():
        if exact is not operator.truediv or b:
            assert contains(rule(rounded(a, digits), rounded(b, more)), exact(a, b))
    assert contains(root(rounded(abs(a), digits)), abs(a) ** 0.5)
    assert contains(size(rounded(a, digits)), abs(a))


@pytest.mark.parametrize(
    ("interval", "ends"),
    [
        (over((1, 2), (-1, 1)), (-float("inf"), float("inf"))),
        (over((1, 2), (4, 5)), (0.2, 0.5)),
        (times((-1, 2), (-3, 4)), (-6, 8)),
        (root((-1, 4)), (0, 2)),
        (size((-3, 2)), (0, 3)),
    ],
)
def test_ends_of_intervals(interval, ends):
    assert interval == ends


def test_intervals_that_touch_overlap_and_those_with_a_gap_do_not():
    assert overlap((0, 1), (1 + 1e-12, 2))
    assert not overlap((0, 1), (1.001, 2))
    assert contains((0, float("inf")), 1e6)
