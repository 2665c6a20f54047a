"""One raw table, validated: keys, years, numbers, ranges."""

import re

import numpy as np
import pandas as pd
import pytest
from raw_study import CLEAN, NUMBER, PANEL, Fault, Oddity, all_of, changed, delimited, sub, times

N = np.nan

FAULTS = [
    Fault(
        5,
        {"economy.csv": sub(",10000,3000", ',"10000,5",3000')},
        {},
        ["row 2, column `地区生产总值`: '10000,5'", NUMBER],
    ),
    Fault(
        6,
        {"economy.csv": sub("年份,地区生产总值,投资\n", "年份,地区生产总值,投资\n,,万元,万元\n")},
        {},
        [
            "row 2, column `年份`: ''; expected a year of four digits",
        ],
    ),
    Fault(12, {"economy.csv": sub("10500,", "-,")}, {}, ["row 3, column `地区生产总值`: '-'", NUMBER, "`missing`"]),
    Fault(12, {"economy.csv": all_of(sub("10500,", "…,"), sub("11000,", "NA,"))}, {}, ["rows 3, 4,", "'…', 'NA'"]),
    Fault(
        13,
        {"economy.csv": lambda text: re.sub(r"(201\d,)[0-9]+", r"\1n/a", text)},
        {},
        [
            "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ... (30 in all), column `地区生产总值`: 'n/a'",
            "30 problems are listed in",
        ],
    ),
    Fault(13, {"land.csv": sub("53", "5 3")}, {}, ["row 2, column `2017年`: '5 3'"]),
    *(
        Fault(17, {"economy.csv": sub(",2015,", f",{year},")}, {}, [f"'{year}'; expected a year of four digits"])
        for year in ("2015.5", "2015-99", "2015/16", "2015-16")
    ),
    Fault(
        5,
        {"economy.csv": all_of(delimited(";"), sub("10500", "10,500"))},
        {"sources.0.delimiter": "semicolon"},
        ["row 3, column `地区生产总值`: '10,500'; expected a number that can be read in one way only", "`decimal: "],
    ),
    Fault(
        13, {"economy.csv": sub("10500,", "1" * 390 + ",")}, {}, ["row 3", "expected a number of at most 300 digits"]
    ),
    Fault(17, {"land.csv": sub("2015年", "15年")}, {}, ["column `15年`: '15'; expected a year of four digits"]),
    Fault(
        17,
        {"economy.csv": lambda text: text.replace(",201", ",191")},
        {},
        ["economy.csv: column of `gdp` has no value in the years 2015 to 2019", "look at the years of the file"],
    ),
    Fault(17, {"economy.csv": sub("2015", "15")}, {}, ["row 2, column `年份`: '15'; expected a year of four digits"]),
    Fault(
        19,
        {"economy.csv": lambda text: text + "合肥市,2015,10000,3001\n"},
        {},
        [
            "row 32, column `城市, 年份`: '合肥市, 2015'",
            "row 2 is of the same, with another invest",
            "Delete the wrong row",
        ],
    ),
    Fault(
        38,
        {"economy.csv": all_of(sub("10500,", "#DIV/0!,"), sub("11000,", "inf,"), sub("11500,", "#N/A,"))},
        {},
        ["rows 3, 4, 5, column `地区生产总值`: '#DIV/0!', 'inf', '#N/A'"],
    ),
    Fault(38, {"economy.csv": sub("10500,", "1e999,")}, {}, ["row 3, column `地区生产总值`: '1e999'"]),
    Fault(
        38,
        {"economy.csv": sub("10500,", "-999,")},
        {"sources.0.columns.gdp.range": [0, 100]},
        ["row 3, column `地区生产总值`: '-999'; expected a value from 0 to 100 亿元"],
    ),
    Fault(
        40,
        {"economy.csv": lambda text: times(text, 3, 1e-3)},
        {"sources.0.columns.invest": {"header": "投资", "share": True}},
        ["expected a value from 0 to 1", "`unit: percent` and `convert_to: fraction`"],
    ),
]


ODDITIES = [
    Oddity(
        38,
        {"economy.csv": all_of(sub("10500,", "-10500,"), sub("11000,", "-1,"))},
        {},
        [],
        ["2 negative values, 合肥市 2016: -1.05, 合肥市 2017: -0.0001; `range` says which are possible"],
    ),
    Oddity(
        17,
        {"economy.csv": lambda text: text + "合肥市,2009,7,8\n"},
        {},
        ["合肥市,2009,gdp,7,,{}economy.csv: year outside 2015-2019"],
        [],
    ),
    Oddity(
        18,
        {"economy.csv": lambda text: text + "合肥市,2015,10000,3000\n"},
        {},
        ["合肥市,2015,invest,3000,,{}economy.csv: row repeats another of the same unit and year"],
        ["1 rows repeat others with equal values"],
    ),
    Oddity(
        24,
        {"economy.csv": lambda text: text + "全国,2015,1,2\n江苏省,2015,1,2\n"},
        {"sources.0.drop_rows": ["全国", "*省"]},
        ["全国,2015,gdp,1,,{}economy.csv: row left out by drop_rows", "江苏省,2015,invest,2,"],
        [],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


def test_a_file_of_other_years_is_a_warning_where_another_has_the_variable(make, clean):
    source = PANEL["sources"][1] | {"path": "early.csv"}
    made = make(
        {"early.csv": CLEAN["land.csv"].replace("201", "191")}, PANEL | {"sources": [*PANEL["sources"], source]}
    )
    pd.testing.assert_frame_equal(made.panel, clean)
    assert made.warnings["what"].tolist() == [
        "no row is of the years 2015 to 2019; those of the file are 1915, 1916, 1917, 1918, 1919"
    ]


def test_units_named_as_missing_values_stay_units(make):
    def renamed(text):
        return (
            text.replace("合肥市", "NA").replace("芜湖市", "None").replace("苏州市", "True").replace("宿州市", "null")
        )

    made = make({name: renamed(text) for name, text in CLEAN.items()})
    assert {"NA", "None", "True", "null"} < set(made.panel["unit"])


def test_a_range_decides_whether_negative_values_are_possible(make):
    files = {"economy.csv": CLEAN["economy.csv"].replace(",10500,", ",-10500,")}
    made = make(files, changed(PANEL, {"sources.0.columns.gdp.range": [-10, 1000]}))
    assert not made.warnings["what"].str.contains("negative").any()


@pytest.mark.parametrize(("decimal", "value"), [(",", 10.5), (".", 10500)])
def test_a_comma_is_what_the_study_says(make, decimal, value):
    files = {"economy.csv": CLEAN["economy.csv"].replace(",", ";").replace("10500", "10,500")}
    made = make(
        files, changed(PANEL, {"sources.0.delimiter": "semicolon", "sources.0.decimal": decimal, "jumps": "warn"})
    )
    assert made.panel.loc[1, "gdp"] == pytest.approx(value / 10000)
