"""Policies from rosters, variables and other policies: their columns, what is refused, what is warned of."""

import re

import numpy as np
import pandas as pd
import pytest
from raw_study import CITIES, CLEAN, CROSSWALK, PANEL, POLICY, UNIT, Fault, as_it_stands, series, without

from core.errors import StudyError
from panel.account import Account
from panel.policies import check_policies, origin, starts_of, treatment, with_copies, with_rosters

PILOT = {"roster": "roster.csv", "unit": "city", "year": "start"}


def pilots(rows: str, **keys) -> tuple[dict, dict]:
    """The edit that makes a roster, and the policy `pilot` that reads it."""
    return {"roster.csv": as_it_stands(f"city,start\n{rows}")}, {"pilot": PILOT | keys}


def refused_pilot(number: int, rows: str, said: list[str], **keys) -> Fault:
    edits, policies = pilots(rows, **keys)
    return Fault(number, edits, {}, said, policies=policies)


def made_variable(expression: str, said: str) -> Fault:
    return Fault(42, {}, {"variables": {"pilot": expression}}, [said], policies={"pilot": {"variable": "pilot"}})


ALWAYS = [
    "policy `pilot`: 1 units are treated from the first year on, so nothing is seen before: 合肥市",
    "Begin the study earlier, or set `always_treated: drop_units` or `keep` under `policies.pilot`",
]
FAULTS = [
    refused_pilot(42, "合肥市,2015\n", ALWAYS),
    refused_pilot(42, "合肥市,2009\n芜湖市,2017\n", ALWAYS),
    refused_pilot(42, "合肥市,2021\n", ["policy `pilot`: no unit is ever treated"]),
    Fault(41, pilots("郑州市,2017\n")[0], {}, ["policy `pilot`: no unit is ever treated"], CROSSWALK, {"pilot": PILOT}),
    refused_pilot(
        42,
        "".join(f"{city},2017\n" for city in CITIES),
        ["policy `pilot`: all units are treated from the same year on"],
    ),
    refused_pilot(
        42,
        "".join(f"{city},2015\n" for city in CITIES),
        ["policy `pilot`: `always_treated: drop_units` leaves no unit"],
        always_treated="drop_units",
    ),
    made_variable("(year == 2017) * (gdp < 1.2)", "policy `pilot` switches off in 1 unit-years: 合肥市 2018"),
    made_variable("(year >= 2017) * 2", "policy `pilot` is neither 0 nor 1 in 18 unit-years"),
    made_variable("(year >= 2016) * 1", "policy `pilot`: all units are treated from the same year on"),
    Fault(
        42,
        {},
        {"variables": {"a": "(year >= 2016) * 1", "b": "year * 0"}},
        ["policy `a`: all units are treated", "policy `two`: no unit is ever treated", "2 problems are listed"],
        policies={"a": {"variable": "a"}, "two": {"variable": "b"}},
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize(
    ("rows", "keys", "treated", "warned"),
    [
        ("合肥市,2017\n", {}, 3, ""),
        ("合肥市,2015\n芜湖市,2017\n", {"always_treated": "drop_units"}, 3, "1 units left out, treated from the first"),
        (
            "合肥市,2015\n芜湖市,2017\n",
            {"always_treated": "keep"},
            8,
            "1 units kept, treated from the first year on: 340100",
        ),
        (
            "合肥市,2009\n芜湖市,2017\n",
            {"always_treated": "keep"},
            8,
            "1 units kept, treated from the first year on: 340100",
        ),
        ("合肥市,2017\n芜湖市,2020\n", {}, 3, "1 units begin after 2019 and are not treated within the study: 340200"),
        ("合肥市,2017\n郑州市,2016\n", {}, 3, "1 treated units are not in the panel: 410100"),
        ("合肥市,2017\n".replace("合肥市", "340100.0"), {}, 3, ""),
    ],
)
def test_a_roster_treats_from_its_year_on(make, rows, keys, treated, warned):
    edits, policies = pilots(rows, **keys)
    made = make({"roster.csv": edits["roster.csv"]("")}, unit=UNIT | CROSSWALK, policies=policies)
    assert made.panel["pilot"].sum() == treated
    assert ("340100" in set(made.panel["unit"])) == (keys.get("always_treated") != "drop_units")
    what = made.warnings.loc[made.warnings["variable"] == "pilot", "what"].tolist()
    assert [text[: len(warned)] for text in what] == ([warned] if warned else [])


def test_all_kinds_of_policies_in_the_order_of_the_columns(make):
    policies = {
        "law": {"variable": "late"},
        "ahead": {"like": "pilot", "shift": -1},
        "pilot": PILOT,
        "late": {"variable": "late"},
        "sooner": {"like": "law", "shift": -1},
        "earlier": {"like": "ahead", "shift": 1},
    }
    panel = PANEL | {"variables": {"late": "pilot * (year >= 2018)", "both": "pilot * gdp"}}
    made = make({"roster.csv": "city,start\n合肥市,2017\n芜湖市,2020\n"}, panel, UNIT | CROSSWALK, policies)
    names = ["gdp", "invest", "land", "ahead", "pilot", "earlier", "late", "both", "law", "sooner"]
    assert list(made.panel)[2:] == names
    wide = {name: made.panel.pivot(index="unit", columns="year", values=name) for name in policies}
    hefei = {name: table.columns[table.loc["340100"] == 1].min() for name, table in wide.items()}
    assert hefei == {"law": 2018, "ahead": 2016, "pilot": 2017, "late": 2018, "sooner": 2017, "earlier": 2017}
    wuhu = {name: table.loc["340200"].sum() for name, table in wide.items()}
    assert wuhu == {"law": 0, "ahead": 1, "pilot": 0, "late": 0, "sooner": 0, "earlier": 0}
    assert all(table.drop(index=["340100", "340200"]).eq(0).all(axis=None) for table in wide.values())
    assert not made.warnings["what"].str.contains("`law` has the same values").any()


def test_a_value_filled_in_the_first_treated_year_is_flagged(make):
    made = make(
        {"economy.csv": without("合肥市,2017")(CLEAN["economy.csv"]), "roster.csv": "city,start\n合肥市,2017\n"},
        PANEL | {"interpolate": [{"variables": ["invest", "gdp"]}]},
        UNIT | CROSSWALK,
        {"pilot": PILOT},
    )
    what = "interpolated in the first treated year of the unit, policy `pilot`"
    flagged = made.warnings[made.warnings["what"] == what]
    assert flagged[["variable", "unit", "year"]].to_numpy().tolist() == [
        ["gdp", "340100", 2017],
        ["invest", "340100", 2017],
    ]


@pytest.mark.parametrize(
    ("values", "start"),
    [([0, 0, 1], 2017), ([0, 1, 1], 2016), ([0, 0, 0], np.inf), ([1, 1, 1], -np.inf), ([np.nan, 1, 1], -np.inf)],
)
def test_the_start_of_a_unit(values, start):
    assert starts_of(series({"x": [*values, 0, 0, 0]})["x"]).to_dict() == {"a": start, "b": np.inf}


def test_starts_and_treatment_are_each_other():
    policy = series({"x": [0, 0, 1, 0, 1, 1, 0, 0, 0]}, units="abc")["x"]
    pd.testing.assert_series_equal(treatment(policy.index, starts_of(policy)), policy, check_names=False)


def test_a_unit_that_was_always_treated_stays_so_under_any_shift():
    panel = series({"law": [1, 1, 1, 0, 0, 1, 0, 0, 0]}, units="abc")
    policies = {"law": POLICY | {"variable": "law"}, "later": POLICY | {"like": "law", "shift": 1}}
    account = Account()
    made = with_copies(panel, policies, 2017, account)
    assert made["later"].tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert account.warnings()["what"].tolist() == ["1 units begin after 2017 and are not treated within the study: b"]


def test_a_unit_is_always_treated_by_what_is_seen_in_the_history():
    """With a year of history before the study, a start in the first year of the study can be told and moved."""
    panel = series({"law": [0, 1, 1, 0, 0, 0]})
    policies = {"later": POLICY | {"like": "law", "shift": 1}, "law": POLICY | {"variable": "law"}}
    assert with_copies(panel, policies, 2017, Account())["later"].tolist() == [0, 0, 1, 0, 0, 0]


def test_a_chain_of_likes_adds_its_shifts():
    policies = {
        "a": POLICY | {"variable": "x"},
        "b": POLICY | {"like": "a", "shift": -2},
        "c": POLICY | {"like": "b", "shift": -1},
    }
    assert [origin(name, policies) for name in policies] == [("a", 0), ("a", -2), ("a", -3)]


def test_units_that_two_policies_leave_out_leave_once():
    panel = series({"x": [1, 1, 0, 0, 0, 1, 0, 0], "y": [1, 1, 1, 1, 0, 1, 0, 0]}, units="abcd")
    policies = {name: POLICY | {"variable": name, "always_treated": "drop_units"} for name in ("x", "y")}
    account = Account()
    assert list(check_policies(panel, policies, account).index.unique("unit")) == ["c", "d"]
    assert account.all_problems().empty
    assert account.warnings()["what"].str[:16].tolist() == ["1 units left out", "1 units left out"]


def test_a_roster_of_units_that_left_the_panel():
    panel = series({"x": [1, 2, 3, 4]})
    policies = {"p": POLICY | {"roster": "roster.csv"}}
    account = Account()
    made = with_rosters(panel, policies, {"p": pd.Series({"b": 2016.0, "z": 2015.0})}, 2016, account)
    assert made["p"].tolist() == [0, 0, 0, 1]
    assert account.warnings()[["file", "what"]].to_numpy().tolist() == [
        ["roster.csv", "1 treated units are not in the panel: z"]
    ]


def test_a_policy_may_be_missing_where_the_panel_may():
    panel = series({"x": [0, np.nan, 1, 0, np.nan, 0, np.nan, 0, 0]}, units="abc")
    policies, account = {"x": POLICY | {"variable": "x"}}, Account()
    pd.testing.assert_frame_equal(check_policies(panel, policies, account, may_be_missing=True), panel)
    assert account.all_problems().empty
    assert account.warnings()["what"].tolist() == ["1 units may begin earlier, where it is missing: a"]
    check_policies(panel, policies, account)
    assert "`x` is missing in 3 unit-years: a 2016, b 2016, c 2015" in str(account.all_problems().to_dict())


def test_a_policy_that_ends_behind_a_gap_switches_off():
    account = Account()
    check_policies(
        series({"x": [0, 1, np.nan, 0, 0, 0, 0, 0]}, units="ab"), {"x": POLICY | {"variable": "x"}}, account, True
    )
    assert "switches off in 1 unit-years: a 2018" in str(account.all_problems().to_dict())


def test_every_unit_treated_in_the_end_is_a_warning():
    account = Account()
    check_policies(series({"x": [0, 1, 1, 0, 0, 1]}), {"x": POLICY | {"variable": "x"}}, account)
    assert account.warnings()["what"].str.contains("every unit is treated in the end").all()
    with pytest.raises(StudyError, match=re.escape("leaves no unit")):
        drop = {"x": POLICY | {"variable": "x", "always_treated": "drop_units"}}
        check_policies(series({"x": [1, 1]}, units="a"), drop, account)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, np.nan, 0, 0, 0, 1], "switches off in 1 unit-years: a 2017"),
        ([np.nan, 1, 1, 0, 0, 1], "1 units are treated from the first year on"),
        ([0, np.nan, 2, 0, 0, 1], "neither 0 nor 1 in 1 unit-years: a 2017"),
        ([0, 1, np.nan, 0, np.nan, 1], "every unit is treated in the end"),
    ],
)
def test_a_policy_with_gaps_is_judged_by_what_is_known(values, said):
    account = Account()
    check_policies(series({"x": values}), {"x": POLICY | {"variable": "x"}}, account, may_be_missing=True)
    assert said in " ".join([*account.all_problems()["expected"], *account.warnings()["what"]])
