"""New variables, and what descriptive statistics count."""

import pytest
from raw_study import CLEAN, PANEL, Fault, Oddity, series, sub

from panel.account import Account
from panel.variables import construct

FAULTS = [
    Fault(
        36,
        {"economy.csv": sub(",10000,3000", ",0,3000")},
        {"variables": {"l_gdp": "log(gdp)"}},
        ["`panel.variables.l_gdp`: `log(gdp)` has no finite value in 1 unit-years: 合肥市 2015", "log(max(x, 0.1))"],
    ),
]


ODDITIES = [
    Oddity(
        36,
        {"economy.csv": sub(",10000,3000", ",0,3000")},
        {"variables": {"a": "log1p(gdp)", "b": "log(max(gdp, 0.1))"}},
        [],
        ["a,,,`log1p` of 1 values that are zero or negative", "b,,,1 values raised to the floor 0.1"],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


def test_new_variables_in_their_order():
    made = construct(series({"x": [1, 2, 3, 4]}), {"y": "2 * x", "z": "y + year"}, (2015, 2016), Account())
    assert made["z"].tolist() == [2017, 2020, 2021, 2024]


def test_descriptives_count_what_was_changed(make):
    edited = CLEAN["economy.csv"].replace("合肥市,2017,11000,3140", "合肥市,2017,11000,")
    panel = PANEL | {
        "interpolate": {"variables": ["invest"]},
        "variables": {"l_gdp": "log(gdp)"},
        "winsorize": {"variables": ["l_gdp"]},
    }
    made = make({"economy.csv": edited}, panel).descriptives.set_index("variable")
    assert made["imputed"].to_dict() == {"gdp": 0, "invest": 1, "land": 0, "l_gdp": 0}
    assert made["converted"].to_dict() == {"gdp": 30, "invest": 0, "land": 0, "l_gdp": 0}
    assert made["winsorized"].to_dict() == {"gdp": 0, "invest": 0, "land": 0, "l_gdp": 2}
    assert made.loc["gdp", ["unit_of_measurement", "n"]].tolist() == ["亿元", 30]
    assert made.loc["l_gdp", "definition"] == "log(gdp)"
