"""Functions of a unit's series against values by hand."""

import re

import numpy as np
import pytest
from raw_study import Fault, series, sub

from panel.account import Account
from panel.indices import entropy_index
from panel.variables import construct

N = np.nan

FAULTS = [
    Fault(
        44,
        {"land.csv": lambda text: re.sub("(?m)^(?!城)(.*?),.*", r"\1,98,100,,105,106", text)},
        {"variables": {"real": "deflate(gdp, land, base=2016)"}},
        ["the price index `land` is missing, so `gdp` cannot be deflated: 6 unit-years, 合肥市 2017"],
    ),
    Fault(
        44,
        {},
        {"variables": {"real": "deflate(gdp, land, base=2016)"}},
        ["is not 1 or 100 in its base year 2016, but 52"],
    ),
    Fault(
        45,
        {"economy.csv": sub(",10000,3000", ",10000,")},
        {"variables": {"k": "capital_stock(invest, base=2015)"}},
        ["`invest` is missing, from which the capital stock is built: 1 unit-years, 合肥市 2015"],
    ),
    Fault(
        45,
        {"economy.csv": sub("10500,3070", "10500,-3070")},
        {"variables": {"k": "capital_stock(invest, base=2015)"}},
        ["`invest` is negative", "合肥市 2016"],
    ),
    Fault(
        45,
        {},
        {"variables": {"k": "capital_stock(invest, base=2009)"}},
        ["base year 2009", "let `history` begin there"],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("lag(x)", [N, 1, 2, N, 5, 5]),
        ("lag(x, 2)", [N, N, 1, N, N, 5]),
        ("lead(x)", [2, 4, N, 5, 10, N]),
        ("diff(x)", [N, 1, 2, N, 0, 5]),
        ("growth(x)", [N, 1, 1, N, 0, 1]),
        ("log(lag(x))", [N, 0, np.log(2), N, np.log(5), np.log(5)]),
        ("deflate(x, p, base=2016)", [2, 2, 2, 5, 5, 10]),
        ("chained(q, base=2016)", [100 / 1.1, 100, 120, 100, 100, 100]),
        ("deflate(x, chained(q, base=2015), base=2015)", [1, 2 / 1.1, 4 / 1.32, 5, 5, 10]),
        ("capital_stock(x, base=2016, depreciation=0.1, growth=0.1)", [N, 10, 13, N, 25, 32.5]),
        ("capital_stock(x, base=2015, depreciation=0.5, initial=2)", [2, 3, 5.5, 10, 10, 15]),
    ],
)
def test_functions_of_a_series(expression, expected):
    panel = series({"x": [1, 2, 4, 5, 5, 10], "p": [50, 100, 200, 100, 100, 100], "q": [N, 110, 120, 7, 100, 100]})
    made = construct(panel, {"y": expression}, (2015, 2017), Account())
    assert made["y"].to_numpy() == pytest.approx(expected, nan_ok=True)


def test_history_gives_lags_and_is_no_part_of_an_index():
    panel = series({"x": [1, 2, 4, 5, 5, 10], "z": [9, 2, 7, 99, 4, 1]})
    made = construct(panel, {"l": "lag(x)", "i": "entropy_index(x, -z)"}, (2016, 2017), Account())
    assert made.loc["a", "l"].tolist()[1:] == [1, 2]
    inside = panel[panel.index.get_level_values("year") >= 2016]
    expected = entropy_index(inside[["x", "z"]].to_numpy() * [1, -1]).scores
    assert made["i"].dropna().to_numpy() == pytest.approx(expected)
