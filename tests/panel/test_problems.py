"""Problems as a table and as a message."""

import re

import pandas as pd
import pytest
from raw_study import CLEAN, PANEL

from core.errors import StudyError
from panel.problems import join_problems, problem_of_file, problems, refuse


def test_the_message_groups_problems_by_file_and_kind(tmp_path):
    path = tmp_path / "panel" / "problems.csv"
    found = join_problems(
        [
            problems("a.xlsx", "gdp", range(2, 14), ["-"] * 11 + ["x"], "a number", "Correct it.", "S1"),
            problem_of_file("b.csv", "is damaged"),
            problem_of_file("", "no unit is left"),
        ]
    )
    with pytest.raises(StudyError) as error:
        refuse(found, str(path))
    assert str(error.value).splitlines() == [
        "a.xlsx, sheet S1: rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ... (12 in all), column `gdp`: '-', 'x'; "
        "expected a number",
        "  Correct it.",
        "b.csv: is damaged",
        "no unit is left",
        f"14 problems are listed in {path}, and all that the lists above leave out.",
    ]
    assert len(pd.read_csv(path)) == 14


def test_without_problems_an_old_list_is_removed(tmp_path):
    path = tmp_path / "problems.csv"
    path.write_text("of an earlier failure")
    refuse(join_problems([]), str(path))
    refuse(join_problems([]), str(path))
    assert not path.exists()


def test_what_a_message_cuts_stands_in_the_table(make, problems):
    """Thirty unit-years, of which the message names ten."""
    source = PANEL["sources"][1] | {"path": "other.csv"}
    files = {"other.csv": re.sub("([0-9])(?=[,\n])", r"\g<1>9", CLEAN["land.csv"]).replace("20159", "2015")}
    with pytest.raises(StudyError) as error:
        make(files, PANEL | {"sources": [*PANEL["sources"], source]})
    assert "... (30 in all)" in str(error.value)
    assert "problems.csv, and all that the lists above leave out." in str(error.value)
    assert problems()["value"].str.split("; ").str.len().tolist() == [30]


def test_what_cannot_be_seen_is_shown_by_its_code(make):
    files = {"economy.csv": CLEAN["economy.csv"].replace("10500", "10\u200b500")}
    with pytest.raises(StudyError, match=re.escape("row 3, column `地区生产总值`: '10\\u200b500' (U+200B)")):
        make(files)
