"""Sheets of .xlsx files."""

import io
import re

import openpyxl
import pandas as pd
import pytest
from raw_study import CLEAN, PANEL, Fault


def workbook(text: str, change=None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "总量"
    for line in text.splitlines():
        book.active.append([float(cell) if re.fullmatch("[0-9.]+", cell) else cell for cell in line.split(",")])
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def merge_headers(book):
    book.active.merge_cells("C1:D1")


def hide(book):
    book.active.row_dimensions[3].hidden = True


def formula(book):
    book.active["C3"] = "=C2*2"


def sheet(change, **keys) -> tuple[dict, dict]:
    """The edit that makes a changed workbook of economy.csv, and the keys of its source."""
    source = PANEL["sources"][0] | {"path": "economy.xlsx"} | keys
    return {"economy.xlsx": lambda text: workbook(text, change)}, {"sources.0": source}


def second_sheet(book):
    book.create_sheet("比重")


def error_value(book):
    book.active["C3"] = "#N/A"


FAULTS = [
    Fault(46, *sheet(second_sheet), ["has 2 sheets: 总量, 比重; name one with `sheet`"]),
    Fault(46, *sheet(None, sheet="比重"), ["has no sheet `比重`; allowed: `总量`"]),
    Fault(46, *sheet(merge_headers), ["row 1 has merged headers, C1:D1"]),
    Fault(46, *sheet(formula), ["1 cells hold a formula whose value was never computed: C3"]),
    Fault(46, *sheet(error_value), ["sheet 总量: row 3, column `地区生产总值`: '#N/A'"]),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize(("change", "keys"), [(None, {}), (second_sheet, {"sheet": "总量"}), (hide, {})])
def test_a_sheet_is_read_as_the_same_table(make, clean, change, keys):
    source = PANEL["sources"][0] | {"path": "economy.xlsx"} | keys
    panel = PANEL | {"sources": [source, PANEL["sources"][1]]}
    made = make({"economy.xlsx": workbook(CLEAN["economy.csv"], change)}, panel)
    pd.testing.assert_frame_equal(made.panel, clean)
    assert ("row is hidden in the sheet" in str(made.audit["why"].tolist())) == (change is hide)
