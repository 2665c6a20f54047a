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
        {"economy.csv": sub("11000,3140", "11000,-5")},
        {"variables": {"real": "deflate(gdp, invest, base=2016)"}},
        ["`panel.variables.real`: the price index `invest` is not above zero: 1 unit-years, 合肥市 2017"],
    ),
    Fault(
        45,
        {"economy.csv": sub("10500,3070", "10500,")},
        {"variables": {"k": "capital_stock(invest, base=2015)"}},
        ["`invest` is missing, from which the capital stock is built: 1 unit-years, 合肥市 2016"],
    ),
    Fault(45, {}, {"variables": {"k": "at(invest, 2009)"}}, ["the year 2009 is not read; let `history` begin there"]),
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
        ("deflate(x, q, base=2017)", [N, 2 * 120 / 110, 4, 5 * 100 / 7, 5, 10]),
        ("at(x, 2016)", [2, 2, 2, 5, 5, 5]),
        ("at(x, 2016) > mean_of(at(x, 2016))", [0, 0, 0, 1, 1, 1]),
        ("mean_of(x)", [3, 3.5, 7, 3, 3.5, 7]),
        ("median_of(x)", [3, 3.5, 7, 3, 3.5, 7]),
        ("sum_of(x)", [6, 7, 14, 6, 7, 14]),
        ("sum_of(x, by=g)", [1, 7, 14, 5, 7, 14]),
        ("x / sum_of(x)", [1 / 6, 2 / 7, 4 / 14, 5 / 6, 5 / 7, 10 / 14]),
        ("mean_of(lag(x))", [N, 3, 3.5, N, 3, 3.5]),
    ],
)
def test_functions_of_a_series(expression, expected):
    panel = series({"x": [1, 2, 4, 5, 5, 10], "p": [50, 100, 200, 100, 100, 100], "q": [N, 110, 120, 7, 100, 100]})
    panel["g"] = [1, 0, 1, 2, 0, 1]
    if "deflate(x, q" in expression:
        panel.loc[("a", 2015), "x"] = N
    made = construct(panel, {"y": expression}, (2015, 2017), Account())
    assert made["y"].to_numpy() == pytest.approx(expected, nan_ok=True)


def test_a_value_that_an_aggregate_leaves_out_is_a_warning():
    """But not a year in which no unit has one."""
    account, panel = Account(), series({"x": [N, N, 4, N, 5, 10]})
    construct(panel, {"y": "sum_of(x)"}, (2015, 2017), account)
    assert account.warnings()["what"].tolist() == ["`sum_of` leaves out 1 unit-years without a value: a 2016"]


def test_a_capital_stock_begins_in_one_way():
    account, text = Account(), "capital_stock(x, base=2015, growth=0.2, initial=3)"
    construct(series({"x": [1, 2, 3, 4]}), {"k": text}, (2015, 2016), account)
    (fault,) = account.all_problems()["expected"]
    assert "begins by one of `growth`, `growth_years` and `initial`" in fault


def test_history_gives_lags_and_is_no_part_of_an_index():
    panel = series({"x": [1, 2, 4, 5, 5, 10], "z": [9, 2, 7, 99, 4, 1]})
    made = construct(panel, {"l": "lag(x)", "i": "entropy_index(x, -z)"}, (2016, 2017), Account())
    assert made.loc["a", "l"].tolist()[1:] == [1, 2]
    inside = panel[panel.index.get_level_values("year") >= 2016]
    expected = entropy_index(inside[["x", "z"]].to_numpy() * [1, -1]).scores
    assert made["i"].dropna().to_numpy() == pytest.approx(expected)


def test_a_city_that_was_founded_later_has_its_stock_from_its_own_first_year():
    """Its stock is that of the same investment in a panel that begins with it, and the warnings name it."""
    flows = [5, 6, 7, 8, N, N, 4, 9]
    account = Account()
    panel = series({"x": flows})
    made = construct(panel, {"k": "capital_stock(x, base=2015, growth_years=1)"}, (2015, 2018), account)["k"]
    later = series({"x": [7, 8, 4, 9]}, first=2017)
    own = construct(later, {"k": "capital_stock(x, base=2017, growth_years=1)"}, (2017, 2018), Account())["k"]
    assert made.loc["b"].isna().tolist() == [True, True, False, False]
    assert made.loc["b"].dropna().tolist() == own.loc["b"].tolist()
    assert account.warnings()["what"].tolist() == ["the capital stock of 1 units begins after 2015: b 2017"]


@pytest.mark.parametrize("base", [2015, 2016, 2017])
def test_an_index_gives_the_same_growth_on_every_base(base):
    panel = series({"x": [8, 9, 12, 5, 5, 10], "p": [80, 100, 130, 90, 100, 95]})
    made = construct(panel, {"y": f"growth(deflate(x, p, base={base}))"}, (2015, 2017), Account())["y"]
    real = panel["x"] / panel["p"]
    assert made.to_numpy() == pytest.approx((real / real.groupby("unit").shift() - 1).to_numpy(), nan_ok=True)


def test_an_index_of_the_previous_year_that_is_not_chained_is_a_warning():
    panel = series({"x": [8, 9, 12, 5, 5, 10], "q": [102, 103, 101, 104, 99, 98]})
    account = Account()
    construct(
        panel,
        {"y": "deflate(x, q, base=2016)", "z": "deflate(x, chained(q, base=2016), base=2016)"},
        (2015, 2017),
        account,
    )
    ((variable, what),) = account.warnings()[["variable", "what"]].to_numpy()
    assert variable == "y"
    assert what.startswith("the price index `q` is in no year 1 or 100 for all units, and was set to 1 in 2016")


def said(panel, expressions, years):
    """What the account says of expressions that fail."""
    account = Account()
    assert construct(panel, expressions, years, account)[list(expressions)].isna().all(axis=None)
    return "".join(account.all_problems()["expected"])


def test_a_chain_may_begin_late_but_not_after_its_base():
    panel = series({"q": [N, N, 110, 120, N, 105, 110, 100]})
    made = construct(panel, {"p": "chained(q, base=2017)"}, (2015, 2018), Account())["p"]
    assert made.to_numpy() == pytest.approx([N, 100 / 1.1, 100, 120, 100 / 1.155, 100 / 1.1, 100, 100], nan_ok=True)
    assert "`q` begins after its base year 2015: 1 unit-years, a 2015" in said(
        panel, {"p": "chained(q, base=2015)"}, (2015, 2018)
    )


def test_groups_of_an_aggregate_may_be_text_which_is_computed_with_nowhere_else():
    panel = series({"x": [1, 2, 4, 5, 5, 10]})
    panel["area"] = ["east", "east", "east", "west", "east", "west"]
    made = construct(panel, {"y": "sum_of(x, by=area)"}, (2015, 2017), Account())["y"]
    assert made.tolist() == [1, 7, 4, 5, 7, 10]
    assert "`area` holds text, as `east`, and cannot be computed with" in said(panel, {"y": "x + area"}, (2015, 2017))
