"""Tables of two groups, and totals."""

import pytest
import written
from small_tables import other, raised

from referee.check_differences import bias_reduction, bias_sign, difference_of_means, total_sum

HEAD = ["", "Treated", "Control", "Difference", "t"]
ROWS = [["GDP", "10.98", "10.94", "0.04", "0.70"], ["Land", "3.10", "4.20", "-1.10", "-2.13"]]
MORE = [["Size", "1.00", "2.00", "-1.00", "-3.00"], ["Age", "2.00", "1.00", "1.00", "3.00"]]


@pytest.mark.parametrize(
    ("row", "finds"),
    [
        (["People", "5.00", "4.00", "1.00", "1.2"], False),
        (["People", "5.00", "4.00", "1.01", "1.2"], False),  # rounding of three numbers
        (["People", "5.00", "4.00", "1.10", "1.2"], True),
        (["People", "5.00", "4.00", "-1.00", "-1.2"], True),
    ],
)
def test_a_difference_of_means(row, finds):
    found = raised(difference_of_means, other([HEAD, *ROWS, row]))
    assert [where for where, _ in found] == ["Table 1, People"] * finds


@pytest.mark.parametrize(
    "rows",
    [
        [["变量", "处理组", "对照组", "差异"], ["人口", "5.00", "4.00", "1.40"], ["土地", "3.00", "4.00", "-1.00"]],
        [
            ["", "Treated", "", "Control", "", "Difference"],
            ["", "Mean", "SD", "Mean", "SD", "in means"],
            ["GDP", "5.00", "1.00", "4.00", "1.00", "1.40"],
        ],
        [["", "Control", "Treated", "Diff."], ["GDP", "5.00", "4.00", "1.00"], ["Land", "5.00", "4.00", "1.30"]],
    ],
)
def test_headings_of_groups(rows):
    header = 2 if rows[1][0] == "" else 1
    assert len(raised(difference_of_means, other(rows, header))) == 1


def test_columns_that_are_something_else():
    rows = [
        ["", "Treated", "Control", "Difference in differences"],
        ["a", "1.0", "2.0", "7.0"],
        ["b", "1.0", "2", "5.0"],
    ]
    assert not raised(difference_of_means, other(rows))


@pytest.mark.parametrize(("t", "finds"), [("1.2", False), ("-1.2", True)])
def test_signs_of_t(t, finds):
    found = raised(bias_sign, other([HEAD, *ROWS, *MORE, ["People", "5.00", "4.00", "1.00", t]]))
    assert [where for where, _ in found] == ["Table 1, People"] * finds


def test_before_and_after_matching_are_two_sets_of_columns():
    head = [
        "",
        *(f"{when} matching {what}" for when in ("Before", "After") for what in ("Treated", "Others", "Bias (%)")),
    ]
    rows = [["a", "2.0", "1.0", "30.1", "1.5", "1.6", "-2.0"], ["b", "1.0", "2.0", "-30.1", "1.5", "1.7", "-2.0"]]
    assert not raised(bias_sign, other([head, *rows]))
    found = raised(bias_sign, other([head, *rows, ["c", "1.0", "2.0", "30.1", "1.5", "1.4", "2.0"]]))
    assert [where for where, _ in found] == ["Table 1, c"]


@pytest.mark.parametrize(("reduction", "finds"), [("88.1", False), ("81.8", True)])
def test_what_matching_takes_away(reduction, finds):
    """1 - 7.95 / 66.65 = 0.8807."""
    rows = [["", "Sample", "% bias", "Reduction of bias (%)"], ["GDP", "U", "66.65", ""], ["", "M", "7.95", reduction]]
    assert bool(raised(bias_reduction, other(rows))) == finds


@pytest.mark.parametrize(
    ("cells", "finds"),
    [
        ([("East", "101", "35.3"), ("West", "185", "64.7"), ("Total", "286", "100.0")], 0),
        ([("East", "110", "35.3"), ("West", "185", "64.7"), ("Total", "286", "100.0")], 1),
        ([("East", "101", "33.3"), ("West", "185", "64.7"), ("Total", "286", "100.0")], 1),
        ([("东部", "101", "35.3"), ("西部", "185", "64.8"), ("合计", "286", "100.0")], 0),
        ([("East", "0.51", "0.53"), ("West", "0.47", "0.49"), ("Total", "0.49", "0.50")], 0),  # means
        ([("East", "101", ""), ("Subtotal", "101", ""), ("West", "185", ""), ("Total", "286", "")], 0),
    ],
)
def test_totals(cells, finds):
    assert len(raised(total_sum, other([["Region", "Cities", "Share"], *map(list, cells)]))) == finds


@pytest.mark.parametrize(("difference", "times"), [("1.12", 0), ("1.21", 1)])
def test_a_tested_difference_is_that_of_the_means_beside_it(difference, times):
    lines = f"变量|补贴县(63)|非补贴县(63)|差值|t值\n面积|9.14|8.02|{difference}|1.26\n外出比例|33.5|30.2|3.3*|1.92"
    found = list(difference_of_means(written.draft(written.table("表2", lines))))
    assert len(found) == times
