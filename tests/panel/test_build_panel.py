"""The verb: what it writes, what it takes away, and that the order of rows and columns has no effect."""

import pytest
from raw_study import CLEAN, all_of, edited, sub

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
    assert set(found["remedy"]) == {remedy, "Correct the roster."}


def test_problems_of_an_earlier_run_do_not_stay(make, tmp_path):
    with pytest.raises(StudyError):
        make({"land.csv": CLEAN["land.csv"].replace("51", "z")})
    assert (tmp_path / "problems.csv").exists()
    make()
    assert not (tmp_path / "problems.csv").exists()
