"""Sheets of .xlsx files."""

import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest
from raw_study import CLEAN, PANEL, Fault, workbook

from panel.reading import _notes


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


def chart(book):
    book.create_chartsheet("图").add_chart(openpyxl.chart.BarChart())


def merge_values(book):
    book.active.merge_cells("A2:A6")


def note_below(book):
    book.active["A33"] = "注：数据来自统计年鉴"
    book.active["H5"] = "vendor: 1234"


def nameless(book):
    book.active.insert_cols(3)
    book.active["C4"] = 7


def parts(content: bytes, *changes: tuple[str, str, str]) -> bytes:
    """A workbook with text replaced in its parts: (part, pattern, text); the pattern `part` renames it, "" cuts it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text, place = old.read(name), name
            for part, pattern, to in changes:
                if part == name and pattern == "part":
                    place = to
                elif part == name:
                    text = re.sub(pattern, to, text.decode()).encode() if pattern else text[: len(text) // 2]
            if place:
                new.writestr(place, text)
    return made.getvalue()


def rewritten(*changes, make=None, **keys) -> tuple[dict, dict]:
    """As `sheet`, of a workbook whose parts are changed as `parts` says."""
    edits, panel = sheet(make, **keys)
    return {"economy.xlsx": lambda text: parts(edits["economy.xlsx"](text), *changes)}, panel


SHEET, BOOK, RELATIONS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ELSEWHERE = [(SHEET, "part", "xl/tables/one.xml"), (RELATIONS, "worksheets/sheet1.xml", "tables/one.xml")]
ELSEWHERE += [("[Content_Types].xml", "worksheets/sheet1.xml", "tables/one.xml")]
PREFIXED = [(SHEET, "<(/?)(?=[a-zA-Z])", r"<\1x:"), (SHEET, "xmlns=", "xmlns:x=")]
LOST = ["1 cells hold a formula whose value was never computed: C3"]


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 20_000_000)
    return content.getvalue()


FAULTS = [
    Fault(46, *sheet(second_sheet), ["has 2 sheets: 总量, 比重; name one with `sheet`"]),
    Fault(46, *sheet(None, sheet="比重"), ["has no sheet `比重`; allowed: `总量`"]),
    Fault(46, *sheet(merge_headers), ["row 1 has merged headers, C1:D1"]),
    Fault(46, *sheet(formula), LOST),
    Fault(46, *rewritten((SHEET, "<f>C2[*]2</f><v></v>", "<f>C2*2</f><v>0</v>"), make=formula), LOST),
    Fault(46, *rewritten(*ELSEWHERE, make=formula), LOST),
    Fault(46, *rewritten(*PREFIXED, make=formula), LOST),
    Fault(46, *rewritten(*ELSEWHERE, *[(part, *rest) for part, *rest in PREFIXED], make=formula), LOST),
    Fault(46, *rewritten((SHEET, "", "")), ["economy.xlsx: the file is damaged"]),
    Fault(46, *rewritten((BOOK, "", "")), ["economy.xlsx: the file is damaged"]),
    Fault(46, *rewritten((SHEET, "part", "")), ["economy.xlsx: the sheet `总量` is not in the file"]),
    Fault(46, *rewritten((SHEET, "<v>10000</v>", "<v>&nowhere;</v>")), ["economy.xlsx: the file is damaged"]),
    Fault(46, *rewritten((SHEET, 'r="7"', 'r="3"')), ["economy.xlsx: the file is damaged"]),
    Fault(46, *rewritten((SHEET, "</sheetData>", '<row r="1048577"/></sheetData>')), ["the file is damaged"]),
    Fault(46, *rewritten((SHEET, "</row>", "<c/>" * 16_384 + "</row>")), ["economy.xlsx: the file is damaged"]),
    Fault(46, *rewritten((SHEET, 'r="D7"', 'r="XFE7"')), ["economy.xlsx: the file is damaged"]),
    Fault(46, *sheet(chart, sheet="图"), ["economy.xlsx: the sheet `图` is a chart and no table"]),
    Fault(46, *sheet(merge_values), ["has merged cells among its values, A2:A6; unmerge them"]),
    Fault(46, *sheet(nameless), ["economy.xlsx: column C holds values and has no header"]),
    Fault(
        46,
        *sheet(note_below),
        [
            "2 cells stand beside or below the table: H5 `vendor: 1234`, A33 `注：",
            "`range: A1:D31`",
            "`ignore_beside: true`",
        ],
    ),
    Fault(
        46, *rewritten((SHEET, "<v>10000</v>", f"<v>{'1' * 390}</v>")), ["row 2", "a number of more than 300 digits"]
    ),
    Fault(46, {"economy.xlsx": lambda text: bomb()}, sheet(None)[1], ["bytes unfold to 120,000,000", "100 times"]),
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


def unharmed(change=None, changes=(), **keys):
    """A workbook with something odd in it, and the keys of its source."""
    return parts(workbook(CLEAN["economy.csv"], change), *changes), keys


def far_blank(book):
    book.active["A1048576"] = " "


def computed_to_nothing(book):
    book.active["C3"] = '=IF(A1=1,1,"")'


COMPUTED = [(SHEET, '<c r="C3"', '<c r="C3" t="str"')]


EMPTY = "".join(f'<row r="{row}"><c r="XFD{row}" s="0"/></row>' for row in range(9_000, 29_000))


@pytest.mark.parametrize(
    ("book", "keys"),
    [
        unharmed(None, [(SHEET, "</sheetData>", EMPTY + "</sheetData>")]),
        unharmed(None, ELSEWHERE),
        unharmed(None, PREFIXED),
        unharmed(chart),
        unharmed(far_blank),
        unharmed(note_below, range="A1:D31"),
        unharmed(note_below, ignore_beside=True),
    ],
)
def test_what_is_odd_in_a_workbook_changes_no_value(make, clean, book, keys):
    source = PANEL["sources"][0] | {"path": "economy.xlsx"} | keys
    made = make({"economy.xlsx": book}, PANEL | {"sources": [source, PANEL["sources"][1]]})
    pd.testing.assert_frame_equal(made.panel, clean)
    told = " ".join(made.audit["why"])
    assert ("cell H5 beside the table was ignored" in told and "cell A33" in told) == ("ignore_beside" in keys)
    assert ("outside of range A1:D31" in told) == ("range" in keys)


def test_a_formula_that_was_computed_to_an_empty_text_is_an_empty_cell(make, clean):
    book = parts(workbook(CLEAN["economy.csv"], computed_to_nothing), *COMPUTED, (BOOK, ' fullCalcOnLoad="1"', ""))
    source = PANEL["sources"][0] | {"path": "economy.xlsx"}
    made = make({"economy.xlsx": book}, PANEL | {"sources": [source, PANEL["sources"][1]]})
    assert made.panel["gdp"].isna().sum() == 1
    assert made.panel["gdp"].dropna().tolist() == clean["gdp"].drop(clean.index[made.panel["gdp"].isna()]).tolist()


@pytest.mark.parametrize(("layout", "cells", "notes"), [
    ("long", [("甲", "2015", "1"), ("note",)], {3}),
    ("long", [("甲", "2015", "1"), ("2016",)], set()),
    ("wide", [("甲", "2015", "1"), ("乙",)], set()),
    ("wide", [("甲", "2015", "1"), (), ("乙",), ("note",)], {4, 5}),
])  # fmt: skip
def test_notes_below_a_table(layout, cells, notes):
    rows = {number: [*row, "", "", ""][:3] for number, row in enumerate(cells, 2) if row}
    frame = pd.DataFrame(rows.values(), rows.keys(), range(3))
    assert _notes(frame, layout == "wide") == notes
