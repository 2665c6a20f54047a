"""Rosters: which rows count, which units and years they name, and what is refused."""

import pandas as pd
import pytest
from raw_study import CROSSWALK, POLICY, Fault, as_it_stands, stata_table, workbook

from core.errors import StudyError
from panel.account import Account
from panel.roster import roster_starts

ROSTER = {"roster": "roster.csv", "unit": "city", "year": "start"}
PILOTS = "policy,city,start\nzones,合肥市,2017\nzones,芜湖市,2018\ntrade,合肥市,2016\ntrade,nowhere,soon\n"


def fault(text: str | bytes, said: list[str], unit: dict | None = None, **keys) -> Fault:
    return Fault(41, {"roster.csv": as_it_stands(text)}, {}, said, unit or {}, {"pilot": ROSTER | keys})


ENDED = "city,start,{}\n合肥市,2017,\n芜湖市,2018,2019\n"
FAULTS = [
    *(
        fault(
            ENDED.format(header),
            [
                f"policy `pilot`: the column `{header}` of the roster says that treatments ended, in 1 rows: 3",
                "by `where`",
            ],
        )
        for header in ("end", "End_Year", "until", "to_year", "treat_end", "expired", "结束", "终止年份", "退出时间")
    ),
    fault(ENDED.format("End Year"), ["the column `End Year` of the roster says", "Keep the rows that stay and delete"]),
    fault(
        "city,start\n合肥市,9999\n", ["expected a year of four digits, from 1000 to 2999", "never treated has no row"]
    ),
    fault(
        "city,start,start\n合肥市,2017,2018\n", ["roster.csv: column 2 `start` and column 3 `start` have one header"]
    ),
    fault("城市,start\n合肥市,2017\n".encode("gb18030"), ["the roster has no column `city`; allowed: `start`, `城市`"]),
    fault("ville,année\nOrléans,2017\n".encode("cp1252"), ["roster.csv: is not UTF-8 (line 1)"]),
    fault(
        "city,start\n合肥师,2017\n",
        [
            "roster.csv: row 2, column `city`: '合肥师'; expected a unit of the crosswalk; nearest are",
            "Correct the roster",
        ],
        CROSSWALK,
    ),
    fault("city,start\n郑州市,2017\n", ["row 2, column `city`: '郑州市'; expected a unit of the panel"]),
    fault("city,start\n合肥市,2017年左右\n", ["row 2, column `start`: '2017年左右'; expected a year of four digits"]),
    fault("city,start\n合肥市,2017\n合肥,2018\n", ["row 3, column `city`: '合肥'; expected each unit once"], CROSSWALK),
    fault(
        "city,begin\n合肥市,2017\n", ["roster.csv: policy `pilot`: the roster has no column `start`; allowed: `begin`"]
    ),
    fault("city,start\n合肥市,2017\n合肥市\n", ["row 3, column `start`: ''", "row 3, column `city`: '合肥市'"]),
    fault(PILOTS, ["row 5, column `city`: 'nowhere'", "row 5, column `start`: 'soon'"], where="policy == 'trade'"),
    fault(
        PILOTS,
        ["`policies.pilot.where`: `policy == 'zone'` keeps none of the 4 rows", "`policy` has zones, trade"],
        where="policy == 'zone'",
    ),
    fault(
        PILOTS,
        ["`policies.pilot.where`: expression `kind == 'zones'`: unknown variable `kind`"],
        where="kind == 'zones'",
    ),
    fault(PILOTS, ["`policy` is text and is compared with numbers"], where="policy in [1, 2]"),
    fault(PILOTS, ["row 4, column `city`: '合肥市'; expected each unit once"], where="start != ''"),
]


@pytest.mark.parametrize("case", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, case):
    refused(case)


def table(text: str) -> pd.DataFrame:
    header, *rows = [line.split(",") for line in text.split()]
    return pd.DataFrame(rows, range(2, len(rows) + 2), header, dtype=object)


def test_what_stays_can_be_kept_and_a_column_of_ends_may_be_empty(make):
    policy = {"pilot": ROSTER | {"where": "end == ''"}}
    made = make({"roster.csv": ENDED.format("end")}, policies=policy)
    assert made.panel.loc[made.panel["pilot"] == 1, "unit"].unique().tolist() == ["合肥市"]
    made = make({"roster.csv": "city,start,end\n合肥市,2017,\n"}, policies={"pilot": ROSTER})
    assert made.panel["pilot"].sum() == 3


ROSTER_TEXT = "city,start\n合肥市,2017\n芜湖市,2018\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("roster.csv", ROSTER_TEXT.encode("gb18030")),
        ("roster.csv", ROSTER_TEXT.encode("utf-16")),
        ("roster.tsv", ROSTER_TEXT.replace(",", "\t").encode()),
        ("roster.xlsx", workbook(ROSTER_TEXT)),
        ("roster.dta", stata_table(ROSTER_TEXT)),
    ],
)
def test_a_roster_is_read_in_the_formats_of_sources(make, name, content):
    made = make({name: content}, policies={"pilot": ROSTER | {"roster": name}})
    assert made.panel.groupby("unit")["pilot"].sum().to_dict() == {
        **{"合肥市": 3, "芜湖市": 2},
        **dict.fromkeys(["苏州市", "宿州市", "济南市", "吉林市"], 0),
    }


@pytest.mark.parametrize(
    ("where", "starts"),
    [
        (None, {"01": 2009, "06": 2016, "12": 2031}),
        ("start >= 2016", {"06": 2016, "12": 2031}),
        ("kind == 'pilot' and not start > 2020", {"01": 2009}),
        ("kind not in ['pilot']", {"06": 2016}),
        ("city == '06'", {"06": 2016}),
        ("share > 0.4", {"01": 2009}),
    ],
)
def test_the_rows_that_a_condition_keeps(where, starts):
    """Columns of numbers are numbers, with empty cells too; codes that begin with a zero stay text."""
    roster = table("city,start,kind,share 01,2009,pilot,0.5 06,2016,other, 12,2031,pilot,0.3")
    policy = POLICY | ROSTER | {"where": where}
    account = Account()
    found = roster_starts(roster, "roster.csv", "pilot", policy, None, set(starts), account)
    assert found.to_dict() == starts
    assert account.all_problems().empty


def test_units_are_not_judged_before_they_are_known():
    roster, account = table("city,start a,2016 ,2017"), Account()
    roster_starts(roster, "roster.csv", "pilot", POLICY | ROSTER, None, None, account)
    assert account.all_problems()[["row", "value"]].to_numpy().tolist() == [[3, ""]]


def test_a_condition_without_meaning_is_said_with_its_place():
    with pytest.raises(StudyError, match=r"`policies.pilot.where`: expression `city >`"):
        roster_starts(
            table("city,start a,2016"), "", "pilot", POLICY | ROSTER | {"where": "city >"}, None, None, Account()
        )


@pytest.mark.parametrize(
    "header", ["trend", "vendor", "gender", "announcement_date", "treated_years_2015_2023", "年末"]
)
def test_a_column_that_is_no_end_is_left_alone(make, header):
    assert "pilot" in make({"roster.csv": ENDED.format(header)}, policies={"pilot": ROSTER}).panel


def test_headers_of_a_roster_are_compared_as_those_of_sources(make):
    made = make({"roster.csv": "ci ty,\u200bｓｔａｒｔ\n合\u200b肥市,2017\n"}, policies={"pilot": ROSTER})
    assert made.panel.loc[made.panel["pilot"] == 1, "year"].min() == 2017
    assert made.audit["before"].astype(str).str.contains("1 cells: U+200B", regex=False).any()
