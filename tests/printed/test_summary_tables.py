"""What tables of summaries, of decompositions, of Moran's I and of everything else say."""

import pytest
import written
from tables_typed import ERRORS, table_of

from printed.printed_tables import Bacon, Descriptives, Other, Regressions
from printed.tables import numbers_of, printed

AI = ["2,574", "0.0287", "0.1671", "0", "1"]
SUMMARIES = {
    "Stata": ([["Variable", "Obs", "Mean", "Std. Dev.", "Min", "Max"], ["AI", *AI]], 1),
    "no heading marked": ([["Variable", "N", "Mean", "SD", "Min", "Max"], ["AI", *AI]], 0),
    "outreg2": (
        [["", "(1)", "(2)", "(3)", "(4)", "(5)"], ["", "N", "mean", "sd", "min", "max"], ["AI", *AI]],
        2,
    ),
    "Chinese": ([["变量", "含义", "样本量", "均值", "标准差", "最小值", "最大值"], ["AI", "试点", *AI]], 1),
    "turned": ([["", "AI"], *map(list, zip(["N", "Mean", "SD", "Min", "Max"], AI, strict=True))], 1),
    "with a sign between": ([["变量", "N", "均值±标准差", "Min", "Max"], ["AI", "2574", "0.0287±0.1671", "0", "1"]], 1),
    "one cell": ([["Variable", "N", "Mean (SD)", "Min", "Max"], ["AI", "2574", "0.0287 (0.1671)", "0", "1"]], 1),
}


@pytest.mark.parametrize("rows, header", SUMMARIES.values(), ids=SUMMARIES)
def test_summaries_are_read_by_variable(rows, header):
    table = printed(table_of(rows, header=header))
    assert isinstance(table, Descriptives)
    assert {key: one.number.value for key, one in table.variables["AI"].items()} == {
        "n": 2574,
        "mean": 0.0287,
        "sd": 0.1671,
        "min": 0,
        "max": 1,
    }


def test_summaries_of_groups_keep_the_difference_apart():
    rows = [
        ["", ("Treated", 2), ("Control", 2), "Difference", "t"],
        ["Variable", "Mean", "SD", "Mean", "SD", "", ""],
        ["Log GDP", "10.9", "0.5", "10.1", "0.4", "0.8***", "3.2"],
    ]
    table = printed(table_of(rows, header=2))
    said = {name: {key: one.number.value for key, one in numbers.items()} for name, numbers in table.variables.items()}
    assert said == {
        "Log GDP, Treated": {"mean": 10.9, "sd": 0.5},
        "Log GDP, Control": {"mean": 10.1, "sd": 0.4},
        "Log GDP, Difference": {"estimate": 0.8, "statistic": 3.2},
    }


def test_means_of_groups_with_errors_and_their_difference_are_no_regressions():
    rows = [
        ["", "Before", "After", "Difference"],
        ["Treated", "0.5", "0.7", "0.2***"],
        ["", "(0.01)", "(0.02)", "(0.02)"],
    ]
    assert isinstance(printed(table_of(rows, notes=ERRORS)), Other)


def test_means_with_deviations_beneath_are_no_regressions():
    rows = [["", "Treated", "Control"], ["Log GDP", "10.9", "10.1"], ["", "(0.5)", "(0.4)"]]
    table = printed(table_of(rows, notes=("Standard deviations in parentheses",)))
    assert {key: one.number.value for key, one in table.variables["Log GDP, Treated"].items()} == {
        "mean": 10.9,
        "sd": 0.5,
    }


@pytest.mark.parametrize("whole", ["全部比较", "加权平均", "总体DID估计", "合计"])
def test_a_decomposition_in_chinese_has_its_overall_estimate(whole):
    rows = [["比较组", "权重", "估计值"], ["处理组与从未处理组", "0.9", "0.04"], ["较早与较晚处理组", "0.1", "-0.05"]]
    table = printed(table_of([*rows, [whole, "1.0", "0.031"]]))
    assert table.overall.number.value == 0.031 and len(table.weights) == 2


def test_a_decomposition_leaves_its_sums_out_of_the_comparisons():
    rows = [
        ["Comparison", "Weight", "Estimate"],
        [("Treated against never treated", 3)],
        ["2019 against never", "0.9", "0.04"],
        [("Earlier against later treated", 3)],
        ["2019 against 2020", "0.1", "-0.05"],
        [("Sum", 3)],
        ["Treated against never treated", "0.9", "0.04"],
        ["All comparisons", "1.0", "0.031"],
    ]
    table = printed(table_of(rows))
    assert isinstance(table, Bacon)
    assert sum(one.number.value for one in table.weights.values()) == pytest.approx(1)
    assert table.overall.number.value == 0.031
    assert [one.meaning for one in numbers_of(table)] == ["weight", "estimate"] * 4


def test_the_row_of_all_comparisons_is_told_by_a_weight_of_one():
    lines = (
        "Type | Wt. | Avg. DD\nEarlier vs later | 0.1 | -0.05\nTreated vs never | 0.9 | 0.04\nThe lot | 1.00 | 0.031"
    )
    table = printed(written.table("Table 9", lines, notes=()))
    assert table.overall.number.value == 0.031
    assert len(table.weights) == 2


@pytest.mark.parametrize(
    "lines",
    [
        "Measure | Count | Sample mean | SD | Smallest seen | Largest seen\nRain | 90 | 8.4 | 2.2 | 2.1 | 19.3",
        "Series | Valid obs. | Average | Std. | Low | High\nRain | 90 | 8.4 | 2.2 | 2.1 | 19.3",
        "变 量 | 样本数 | 加权均值 | 标准差 | 最小 | 最大\nRain | 90 | 8.4 | 2.2 | 2.1 | 19.3",
    ],
)
def test_headings_with_a_word_that_nobody_listed_are_told_by_the_others(lines):
    found = printed(written.table("Table 1", lines, notes=())).variables["Rain"]
    assert list(found) == ["n", "mean", "sd", "min", "max"]


def test_outcomes_with_words_of_summaries_are_no_summaries():
    lines = " | (1) | (2)\n | Mean wage | SD of wage\nAI | 0.31*** | 0.02\n | (0.05) | (0.03)\nObservations | 90 | 90"
    assert isinstance(printed(written.table("Table 2", lines, header=2, notes=ERRORS)), Regressions)


@pytest.mark.parametrize(
    "rows, meanings",
    [
        ([["年份", "Moran's I", "Z值", "P值"], ["2015", "0.018***", "4.4", "0.000"]], ["moran_i", "z", "p_value"]),
        ([["", "2015", "2016"], ["Moran's I", "0.018", "0.041"], ["z", "4.4", "9"]], ["moran_i", "moran_i", "z", "z"]),
        ([["", "A", "B", "C"], ["A", "1", "", ""], ["B", "0.1**", "1", ""], ["C", "0", "0.3*", "1"]], ["other"] * 6),
        ([["Year", "Zones", "Cities"], ["2019", "5", "Beijing, Hefei"], ["2020", "8", "Wuhan"]], ["other", "other"]),
        ([["变量", "处理组", "控制组", "t值"], ["GDP", "10.9", "10.1", "2.9"]], ["other", "other", "statistic"]),
        ([["", "Ours", "Published"], ["AI", "0.06", "0.07"], ["", "(0.02)", "(0.03)"]], ["other"] * 4),
    ],
)  # fmt: skip
def test_other_tables_keep_their_numbers_with_what_headings_say(rows, meanings):
    table = printed(table_of(rows))
    assert isinstance(table, Other)
    assert [number.meaning for number in numbers_of(table)] == meanings


def test_a_heading_above_the_first_column_of_a_group_is_that_of_the_group():
    lines = (
        " | Treated | | Control | | Diff.\n | Mean | SD | Mean | SD | t\nUrban | 0.312 | 0.463 | 0.225 | 0.418 | 3.1"
    )
    found = printed(written.table("Table 1", lines, header=2, notes=())).variables
    assert {name: [at.number.text for at in own.values()] for name, own in found.items()}.items() >= {
        "Urban, Treated": ["0.312", "0.463"],
        "Urban, Control": ["0.225", "0.418"],
    }.items()


def test_a_range_is_a_minimum_and_a_maximum():
    lines = "Variable | Mean (SD) | Range\nTreated | 0.196 (0.397) | 0–1\nRain | 8.41 (2.20) | 2.10–19.3"
    found = printed(written.table("Table 1", lines, notes=())).variables["Rain"]
    assert {name: at.number.value for name, at in found.items()} == {"mean": 8.41, "sd": 2.2, "min": 2.1, "max": 19.3}
