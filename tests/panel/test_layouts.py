"""Which column is which: headers, title rows, rows of units of measurement."""

import re

import pytest
from raw_study import Fault, Oddity, all_of, delimited, sub

FAULTS = [
    Fault(
        5,
        {"economy.csv": delimited(";")},
        {},
        ["The header is one cell, `城市;年份;地区生产总值;投资`; set `delimiter: semicolon`"],
    ),
    Fault(5, {"economy.csv": delimited("\t")}, {}, ["set `delimiter: tab`"]),
    Fault(
        6,
        {"economy.csv": lambda text: "全国城市统计年鉴,,,\n" + text},
        {},
        ["Row 2 looks like the headers; set `header_row: 2`"],
    ),
    Fault(
        6,
        {"economy.csv": sub("城市,年份,地区生产总值,投资\n", "a,b,c,d\n")},
        {},
        ["The first rows are:", "row 2: 合肥市, 2015"],
    ),
    Fault(
        7,
        {"economy.csv": sub("地区生产总值", "地区生产总值(市辖区)")},
        {"sources.0.columns.gdp.header": "地区生产总值（全市）"},
        ["no column `地区生产总值（全市）` (`gdp`)", "did you mean `地区生产总值(市辖区)`?"],
    ),
    Fault(8, {"economy.csv": sub("投资", "GDP")}, {}, ["column 3 `地区生产总值` and column 4 `GDP` match `gdp`"]),
    Fault(8, {"economy.csv": sub("地区生产总值", "投资")}, {}, ["column 3 `投资` and column 4 `投资` match `invest`"]),
    Fault(
        9,
        {"economy.csv": sub("投资", "投资额")},
        {},
        ["economy.csv: no column `投资` (`invest`); did you mean `投资额`"],
    ),
]


ODDITIES = [
    Oddity(
        6,
        {"economy.csv": all_of(lambda text: "全国城市统计年鉴,,,\n" + text, sub("投资\n", "投资\n,,万元,万元\n"))},
        {"sources.0.header_row": 2, "sources.0.first_row": 4},
        [],
        [],
    ),
    Oddity(7, {"economy.csv": all_of(sub("地区生产总值", "ＧＤＰ "), sub("年份", " 年 份"))}, {}, [], []),
    Oddity(
        10,
        {"economy.csv": all_of(sub("投资", "投资,备注"), lambda text: re.sub("([0-9])\n", r"\1,x\n", text))},
        {},
        [",备注,,,{}economy.csv: column is not declared and was ignored"],
        [],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)
