"""Matrices of correlations: range, halves, stars."""

import pytest
from written import draft, table

from referee.check_correlations import correlation_bounds, correlation_halves, correlation_stars

TRIANGLE = """ | (1) | (2) | (3) | (4)
Efficiency | 1.000 | | |
GDP | 0.312*** | 1.000 | |
Openness | 0.187*** | 0.412*** | 1.000 |
Rain | 0.021 | -0.044* | 0.015 | 1.000"""
SQUARE = """变量 | 效率 | 产业 | 开放
效率 | 1 | 0.312 | 0.187
产业 | 0.312 | 1 | -0.412
开放 | 0.187 | -0.412 | 1"""


def of(check, lines, caption="Correlation matrix / 相关系数矩阵"):
    return list(check(draft(table("Table 5", lines, caption=caption))))


@pytest.mark.parametrize(
    ("check", "lines", "printed", "wrong"),
    [
        (correlation_bounds, TRIANGLE, "0.187***", "1.187***"),
        (correlation_bounds, TRIANGLE, "0.412*** | 1.000", "0.412*** | 0.900"),
        (correlation_halves, SQUARE, "开放 | 0.187", "开放 | 0.178"),
        (correlation_halves, SQUARE, "开放 | 0.187 | -0.412", "开放 | 0.187 | 0.412"),
        (correlation_stars, TRIANGLE, "0.021", "0.021***"),
        (correlation_stars, TRIANGLE, "0.412***", "0.412"),
    ],
)
def test_a_misprint_is_found(check, lines, printed, wrong):
    assert printed in lines
    assert len(of(check, lines.replace(printed, wrong))) == 1
    assert not of(check, lines)


def test_halves_of_two_kinds_of_correlations_may_differ():
    assert not of(correlation_halves, SQUARE.replace("1 | 0.312 | 0.187", "1 | 0.352 | 0.207"))


def test_other_tables_with_ones_are_no_correlations():
    assert not of(correlation_bounds, TRIANGLE.replace("0.187***", "1.187***"), caption="Distances")
