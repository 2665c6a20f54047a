"""No text of a result is a formula to a spreadsheet, and every text comes back as it was."""

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files import read_rows, write_rows
from core.spreadsheets import RUN, harmless, original
from core.tables import read_csv, write_csv

TEXTS = ["=1+1", "@x", "-a", "+a", "-2+3", "\t=1+1", "＝1+1", "'=1+1", "-9", "-", "'-", "甲", "0x"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-a", "'-a"),
        ("+a", "'+a"),
        ("-0.0812***", "-0.0812***"),
        ("-1,234.5", "-1,234.5"),
        ("+3", "+3"),
        ("-2+3", "'-2+3"),
        ("(0.1)", "(0.1)"),
        ("a=b", "a=b"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("＝1+1", "'＝1+1"),
        ("'=1+1", "''=1+1"),
        ("-", "-"),
        ("'tis", "'tis"),
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text, written):
    assert harmless(text) == written


@given(st.text(alphabet="=+-@\t\r'＝1a .*", max_size=8))
def test_every_text_comes_back(text):
    assert original(harmless(text)) == text


@pytest.mark.parametrize("write", ["frame", "rows"])
def test_files_of_results_hold_no_formula_and_are_read_as_they_were(tmp_path, write):
    path, names = tmp_path / "t.csv", ["unit", "year", "what"]
    rows = [{"unit": text, "year": 2000, "what": text} for text in TEXTS]
    if write == "frame":
        write_csv(path, pd.DataFrame(rows))
    else:
        write_rows(path, rows, names)
    with open(path, encoding="utf-8", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert not [cell for cell in cells if cell.startswith(RUN) and cell not in ("-9", "-")]
    assert read_csv(path)["unit"].tolist() == TEXTS
    assert [row["unit"] for row in read_rows(path)] == TEXTS
