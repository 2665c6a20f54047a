"""The verb: what it writes, what it takes away, and that the order of rows and columns has no effect."""

import pytest
from raw_study import CLEAN, PANEL, all_of, changed, edited, sub

from core.errors import StudyError

WRITTEN = ("panel", "audit", "descriptives", "warnings")


def test_rows_and_columns_in_another_order_give_the_same_bytes(make, tmp_path):
    make()
    first = {name: (tmp_path / f"{name}.csv").read_bytes() for name in WRITTEN}
    header, *rows = CLEAN["economy.csv"].splitlines()
    swapped = [",".join([*line.split(",")[::-1]]) for line in [header, *reversed(rows)]]
    header, *rows = CLEAN["land.csv"].splitlines()
    make({"economy.csv": "\n".join([*swapped, ""]), "land.csv": "\n".join([header, *sorted(rows), ""])})
    assert {name: (tmp_path / f"{name}.csv").read_bytes() for name in first} == first


def test_all_faults_of_all_files_stand_in_one_table(make, problems, tmp_path):
    edits = {"economy.csv": all_of(sub("10500,3070", "x,y"), sub("11500,", "-,")), "land.csv": sub("51", "z")}
    edits["roster.csv"] = lambda _: "adcode,treat_year\n合肥市,soon\n"
    with pytest.raises(StudyError, match="5 problems are listed in"):
        make(edited(edits), policies={"pilot": {"roster": "roster.csv"}})
    assert not any((tmp_path / f"{name}.csv").exists() for name in WRITTEN)
    found = problems()
    assert found[["row", "column", "value"]].astype(str).to_numpy().tolist() == [
        ["3", "地区生产总值", "x"],
        ["5", "地区生产总值", "-"],
        ["3", "投资", "y"],
        ["2", "2015年", "z"],
        ["2", "treat_year", "soon"],
    ]
    remedy = "Correct the cells, or declare what means a missing value with `missing`."
    assert set(found["remedy"]) == {remedy, "Correct the roster; a unit that is never treated has no row in it."}


def test_faults_of_every_step_are_said_in_one_run(make, problems):
    """A repeated row, an absent one, a strange roster, a policy that ends."""
    header, *rows = CLEAN["economy.csv"].splitlines()
    policy = [0, 1, 0, 1, 1] + [0] * (len(rows) - 5)
    rows = [f"{','.join(row.split(',')[:3])},7,{one}" for row, one in zip(rows, policy, strict=True)]
    economy = "\n".join([f"{header},policy", *rows[:11], *rows[12:], rows[3].replace("11500", "9"), ""])
    panel = changed(PANEL, {"sources.0.columns.policy": {}})
    policies = {"policy": {"variable": "policy"}, "pilot": {"roster": "roster.csv"}}
    files = {"economy.csv": economy, "roster.csv": "adcode,treat_year\n北海道,2016\n"}
    with pytest.raises(StudyError):
        make(files, panel, policies=policies)
    said = problems()["expected"].tolist()
    for words in (
        "each unit and year once; row 5 is of the same",
        "a unit of the panel",
        "no row for 1 unit-years: 苏州市 2016",
        "policy `policy` switches off in 1 unit-years: 合肥市 2017",
    ):
        assert sum(words in one for one in said) == 1, said
    assert len(said) == 4


def test_a_fault_of_an_expression_hides_no_other_and_is_said_once(make, problems):
    expressions = {"l": "log(gdp - 10000 * 1e-4)", "m": "l + 1", "n": "log(land - 51)", "o": "log(invest)"}
    with pytest.raises(StudyError, match="2 problems are listed"):
        make(panel=changed(PANEL, {"variables": expressions}))
    assert [one.split("`")[1] for one in problems()["expected"]] == ["panel.variables.l", "panel.variables.n"]


def test_problems_of_an_earlier_run_do_not_stay(make, tmp_path):
    with pytest.raises(StudyError):
        make({"land.csv": CLEAN["land.csv"].replace("51", "z")})
    assert (tmp_path / "problems.csv").exists()
    make()
    assert not (tmp_path / "problems.csv").exists()
