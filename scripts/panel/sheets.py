"""Sheets of .xlsx files as lines of text."""

import datetime
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import StudyError, named, nearest

OLE = b"\xd0\xcf\x11\xe0"  # first bytes of old .xls files and of protected .xlsx files


@dataclass(frozen=True)
class Sheet:
    """Cells of a sheet as text, the sheet's name, and the numbers of its hidden rows."""

    name: str
    lines: list[list[str]]
    hidden: frozenset[int]


def read_sheet(path: Path, name: str | None, header_row: int) -> Sheet:
    """Sheet `name`, or the only one; StudyError for what a reader of the sheet would not see in its cells.

    That is: a damaged or protected file, several sheets and none named, merged headers, and formulas that were
    never computed.
    """
    if path.read_bytes()[:4] == OLE:
        raise StudyError("is protected by a password, or an old .xls file renamed; save it as .xlsx without one")
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, EOFError, OSError, ValueError):
        raise StudyError("the file is damaged; open it in a spreadsheet and save it again") from None
    table = _chosen(book, name)
    _refuse_merged(table, header_row)
    lines = [[cell_text(value) for value in row] for row in table.iter_rows(values_only=True)]
    if _has_formulas(path):
        _refuse_uncomputed(openpyxl.load_workbook(path)[table.title], lines)
    hidden = frozenset(row for row, shape in table.row_dimensions.items() if shape.hidden)
    return Sheet(table.title, lines, hidden)


def cell_text(value) -> str:
    """A typed value as the text of the number, date or word that it is."""
    match value:
        case None:
            return ""
        case bool() | str():
            return str(value)
        case int() | float():
            return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(float(value))
        case datetime.datetime() | datetime.date():
            return value.isoformat()[:10]
    return str(value)


def _chosen(book, name: str | None):
    if name is None and len(book.sheetnames) > 1:
        raise StudyError(f"has {len(book.sheetnames)} sheets: {named(book.sheetnames)}; name one with `sheet`")
    if name is not None and name not in book.sheetnames:
        raise StudyError(f"has no sheet `{name}`; {nearest(name, book.sheetnames)}")
    return book[name or book.sheetnames[0]]


def _refuse_merged(table, header_row: int) -> None:
    over = [part for part in table.merged_cells.ranges if part.min_row <= header_row <= part.max_row]
    if merged := sorted(str(part) for part in over if part.max_col > part.min_col):
        raise StudyError(
            f"row {header_row} has merged headers, {named(merged)}, which name no single column; unmerge them and give "
            "each column its header, or set `header_row` to the row below"
        )


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [part for part in archive.namelist() if part.startswith("xl/worksheets/sheet")]
        return any(re.search(rb"<f[ >/]", archive.read(part)) for part in sheets)


def _refuse_uncomputed(formulas, lines: list[list[str]]) -> None:
    lost = [
        cell.coordinate
        for row, line in zip(formulas.iter_rows(), lines, strict=True)
        for cell, text in zip(row, line, strict=True)
        if cell.data_type == "f" and not text
    ]
    if lost:
        raise StudyError(
            f"{len(lost)} cells hold a formula whose value was never computed: {named(lost)}.\n"
            "  Open the file in a spreadsheet and save it, or paste the values"
        )
