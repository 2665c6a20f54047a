"""Estimate, error, t, p and intervals of one coefficient."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import raised, regressions

from referee.check_estimates import error_positive, p_of_t, p_range, p_zero, t_ratio, t_sign
from referee.check_intervals import interval_centred, interval_holds, interval_stars, interval_width
from referee.tails import quantile
from report.typed import two_sided

FULL = ("std_error", "statistic", "p_value", "conf_low", "conf_high")
ENDS = ("conf_low", "conf_high")
CHECKS = (t_ratio, p_of_t, t_sign, error_positive, p_range, interval_holds, interval_centred, interval_width)
NOTE = "95 % confidence intervals in brackets."


def of(cell, beneath=FULL, **words):
    return regressions([{"terms": {"x": cell}}], beneath, **words)


@pytest.mark.parametrize(
    ("cell", "faults"),
    [
        ("0.0638 0.0255 2.50 0.013 0.0136 0.1140", []),
        ("0.0638 0.0255 2.05 0.041 0.0136 0.1140", [t_ratio]),
        ("0.0638 0.0255 -2.50 0.013 0.0136 0.1140", [t_sign]),
        ("0.0638 0.0255 2.50 0.130 0.0136 0.1140", [p_of_t]),
        ("0.0638 0.0255 2.50 <0.001 0.0136 0.1140", [p_of_t]),
        ("6.38 0.0255 250.20 <0.001 6.3300 6.4300", []),
        ("0.0638 -0.0255 -2.50 0.013 0.0136 0.1140", [t_sign, error_positive]),
        ("0.0638 0.0255 2.50 1.013 0.0136 0.1140", [p_of_t, p_range]),
        ("0.0638 0.0255 2.50 0.013 0.1140 0.0136", [interval_holds]),
        ("0.0638 0.0255 2.50 0.013 0.0736 0.1140", [interval_holds, interval_width]),
        ("0.0638 0.0255 2.50 0.013 0.0136 0.1410", [interval_centred, interval_width]),
        ("0.0638 0.0255 2.50 0.013 0.0336 0.0940", [interval_width]),
        ("0.06 0.03 2.50 0.013 0.01 0.11", []),
    ],
)
def test_what_stands_around_an_estimate(cell, faults):
    assert [find for find in CHECKS if raised(find, of(cell, notes=[NOTE]))] == faults


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-3, 3).filter(lambda x: abs(x) > 0.05),
    st.floats(0.02, 2),
    st.sampled_from([25, 49, 285, None]),
    st.integers(2, 5),
)
def test_what_a_program_prints_raises_nothing(estimate, error, df, digits):
    """p with three decimals; all numbers rounded by themselves."""
    t, margin = estimate / error, quantile(0.05, df) * error
    exact = (estimate, error, t, two_sided(t, df), estimate - margin, estimate + margin)
    cell = " ".join(f"{value:.{digits}f}" for value in exact)
    assert [find.name for find in CHECKS if raised(find, of(cell, notes=[NOTE]))] == []


def test_tables_of_absolute_t_values_have_no_sign():
    below = {"terms": {"x": "-0.2 2.0", "z": "-0.4 4.0"}}
    assert not raised(t_sign, regressions([below], ("statistic",)))
    assert len(raised(t_sign, regressions([{"terms": {"x": "-0.2 2.0", "z": "0.4 4.0"}}], ("statistic",)))) == 1
    assert len(raised(t_sign, regressions([{"terms": {"x": "-0.2 -2.0", "z": "-0.4 4.0"}}], ("statistic",)))) == 1


def test_p_values_of_other_tests_and_zero_errors():
    cell = "0.0638 0.0255 0.130"
    kinds = ("std_error", "p_value")
    assert raised(p_of_t, of(cell, kinds))
    assert not raised(p_of_t, of(cell, kinds, notes=["p-values of the wild bootstrap in brackets."]))
    assert raised(error_positive, of("0.8000 0.0000", ("std_error",)))
    assert not raised(error_positive, of("0.0003 0.0000", ("std_error",)))
    assert raised(p_zero, of("0.5 0.1 0.000", kinds)) == [("Table 1", "p = 0.000 is printed 1 times")]
    assert not raised(p_zero, of("0.5 0.1 <0.001", kinds))


@pytest.mark.parametrize(
    ("cell", "note", "finds"),
    [
        ("0.10 0.05 0.00 0.30", NOTE, True),
        ("0.10 0.05 0.00 0.30", "Percentile intervals from 999 bootstrap samples.", False),
        ("0.10 0.05 0.00 0.30", "Simultaneous 95 % confidence bands.", False),
        ("0.10 0.05 0.00 0.30", "AR confidence sets in brackets.", False),
    ],
)
def test_intervals_that_need_not_be_centred(cell, note, finds):
    assert bool(raised(interval_centred, of(cell, ("std_error", *ENDS), notes=[note]))) == finds


@pytest.mark.parametrize(("row", "finds"), [("Baseline", True), ("Wild bootstrap", False), ("BCa interval", False)])
def test_a_row_may_say_of_what_kind_its_interval_is(row, finds):
    table = regressions(
        [{"terms": {"x": "0.10 0.05 0.00 0.20", row: "0.10 0.05 0.00 0.30"}}], ("std_error", *ENDS), notes=[NOTE]
    )
    assert bool(raised(interval_centred, table)) == bool(raised(interval_width, table)) == finds


@pytest.mark.parametrize(("off", "finds"), [(1, 1), (2, 2), (3, 0)])
def test_intervals_of_which_most_are_not_centred_are_of_another_kind(off, finds):
    cells = ["0.10 0.05 0.00 0.30"] * off + ["0.10 0.05 0.00 0.20"] * (4 - off)
    table = regressions([{"terms": {"x": cell}} for cell in cells], ("std_error", *ENDS), notes=[NOTE])
    assert [len(raised(find, table)) for find in (interval_centred, interval_width)] == [finds, finds]


@pytest.mark.parametrize(
    ("note", "finds"),
    [
        ("90% confidence intervals in brackets", False),
        (NOTE, True),
        ("Intervals in brackets", False),
        ("方括号内为95%置信区间", True),
    ],
)
def test_the_width_is_that_of_the_stated_level(note, finds):
    """1.645 errors to either side."""
    cell = "1.000 0.100 0.836 1.164"
    assert bool(raised(interval_width, of(cell, ("std_error", *ENDS), notes=[note]))) == finds


@pytest.mark.parametrize(
    ("cell", "finds"),
    [
        ("0.10** 0.02 0.18", False),
        ("0.10** -0.02 0.22", True),
        ("0.10* -0.02 0.22", False),
        ("0.10 0.02 0.18", True),
        ("0.10 0.00 0.20", False),  # zero is at the end, rounded
        ("0.10*** 0.02 0.18", False),
    ],
)
def test_stars_beside_intervals(cell, finds):
    table = regressions([{"terms": {"x": cell}}, {"terms": {"x": "0.5*** 0.4 0.6"}}], ENDS, notes=[NOTE])
    assert bool(raised(interval_stars, table)) == finds


@pytest.mark.parametrize(("other", "finds"), [("0.3 0.2 0.4", 0), ("0.5*** 0.4 0.6", 1)])
def test_estimates_need_stars_where_others_with_intervals_alone_have_them(other, finds):
    """Not an indirect effect with its bootstrap interval, beneath coefficients with t values and stars."""
    alone = regressions([{"terms": {"indirect": "0.10 0.02 0.18"}}, {"terms": {"indirect": other}}], ENDS, notes=[NOTE])
    starred = regressions([{"terms": {"x": "0.5*** 0.1"}}]).models
    table = replace(alone, models=(*alone.models, *starred))
    assert len(raised(interval_stars, table)) == finds
