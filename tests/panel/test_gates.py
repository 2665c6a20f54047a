"""Values that are possible but not plausible."""

import re

import pytest
from raw_study import Fault, Oddity, all_of, series, sub, times

from panel.account import Account
from panel.gates import check_indicators, check_values

FAULTS = [
    Fault(
        52,
        {"land.csv": sub("51", "0"), "economy.csv": sub(",3070", ",-3")},
        {"jumps": "warn"},
        [
            "`land` is zero or negative in 1 unit-years",
            "`invest` is zero or negative in 1 unit-years",
            "`efficiency.zero_policy: ",
        ],
    ),
    Fault(
        32,
        {"economy.csv": lambda text: times(text, 2, 1e-4, range(2018, 2020))},
        {},
        ["`gdp` is 1/9", "times the year before in 2018, in 6 of 6 units at once: 合肥市, 吉林市", "`jumps: warn`"],
    ),
    Fault(
        39,
        {"economy.csv": lambda text: re.sub(r",[0-9.]+\n", ",\n", text)},
        {},
        ["economy.csv: column of `invest` has no value in the years 2015 to 2019"],
    ),
    Fault(
        40,
        {},
        {"variables": {"a": "gdp / gdp * 0.3", "b": "gdp / gdp * 0.5"}, "sum_to_one": [["a", "b"]]},
        ["`a` + `b` do not sum to 1 in 30 unit-years: 合肥市 2015 (0.8)"],
    ),
]


ODDITIES = [
    Oddity(
        39, {"economy.csv": lambda text: re.sub(r",[0-9.]+\n", ",7\n", text)}, {}, [], ["invest,,,`invest` is constant"]
    ),
    Oddity(
        31,
        {},
        {"sources.0.columns.gdp.plausible": [10000, 1000000]},
        [],
        ['economy.csv,gdp,,,"the median, 3.6 亿元, is outside the plausible 10000 to 1e+06, 1/2.78e+03 of'],
    ),
    Oddity(
        32,
        {"economy.csv": lambda text: times(text, 3, 10, range(2018, 2020), "合肥")},
        {},
        [],
        ['invest,合肥市,2018,"10.22 times the year before, to 32100'],
    ),
    Oddity(
        33,
        {"economy.csv": lambda text: times(text, 3, 10, [2017], "合肥")},
        {},
        [],
        ['invest,合肥市,2017,"one-year spike, more than 3 times up or down and back: 31400 between 3070 and 3210'],
    ),
    Oddity(
        34,
        {"economy.csv": lambda text: times(text, 3, 0.4, range(2017, 2020))},
        {},
        [],
        ["invest,,2017,break common to all units: the median change is -60 % in 2017"],
    ),
    Oddity(35, {"land.csv": sub("205", "204")}, {"sources.1.columns.land.unit": "km2"}, [], []),
    Oddity(
        35,
        {"land.csv": all_of(sub("52", "51"), sub("102", "101"))},
        {},
        [],
        ["land,,,8 % of the values repeat the year before exactly"],
    ),
    Oddity(
        39,
        {},
        {"variables": {"one": "gdp - gdp", "same": "gdp + 0"}},
        [],
        ["`one` is constant", "`same` has the same values as `gdp`"],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


def test_zeros_may_be_floored_and_negative_values_may_not():
    account = Account()
    check_indicators(series({"x": [0, 1, 2, -1], "z": [1, 0, 1, 1]}), {"x": True, "z": True}, account)
    (said,) = account.all_problems()["expected"]
    assert said.startswith("`x` is negative in 1 unit-years; efficiency needs positive values: b 2016")
    assert "zero_policy" not in said


@pytest.mark.parametrize(("last", "looked_at"), [(0.2, True), (-0.2, False)])
def test_what_has_a_negative_value_has_no_ratios(last, looked_at):
    account = Account()
    values = {"x": [0.1, 0.9, 0.1, 0.1, 0.7, 0.6, 0.8, last]}
    check_values(series(values), {"x": "x.csv"}, {"x": {"plausible": None}}, "warn", account)
    said = account.warnings()["what"]
    assert [said.str.startswith(what).any() for what in ("one-year spike", "break common")] == [looked_at] * 2
