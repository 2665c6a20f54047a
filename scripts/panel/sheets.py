"""Sheets of .xlsx files as lines of text."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import StudyError, named
from panel.problems import Listing
from panel.workbooks import DAMAGED, FAULTS, Contents, contents

MOST_CELLS = 5_000_000  # that hold something: 2,800 counties, 20 years, 80 variables
LONGEST = 10**300  # integers from here on are no numbers of a computer


@dataclass(frozen=True)
class Sheet:
    """Cells of a sheet as text, by row those that hold something, each line from the column `first` on.

    merged : ranges as they are written, `C2:C6`; hidden : rows that a spreadsheet does not show
    outside : addresses and texts of cells outside the range that was asked for
    """

    name: str
    lines: dict[int, list[str]]
    first: int
    merged: tuple[str, ...]
    hidden: frozenset[int]
    outside: dict[str, str]

    def address(self, row: int, place: int) -> str:
        """Where the cell `place` of a line stands, as `H12`."""
        return f"{get_column_letter(self.first + place)}{row}"


def read_sheet(path: Path, name: str | None, cells: str | None) -> Sheet:
    """Sheet `name`, or the only one, within the range `cells`; StudyError for what a reader would not see in it.

    That is a file that `panel.workbooks` refuses, and formulas that were never computed.
    """
    inside = contents(path, name)
    left, top, right, bottom = range_boundaries(cells) if cells else (1, 1, None, None)
    lost = [cell for cell in inside.uncomputed if not cells or _within(cell, (left, top, right, bottom))]
    if lost:
        raise Listing(
            f"{len(lost)} cells hold a formula whose value was never computed: {named(lost)}.\n"
            "  Open the file in a spreadsheet and save it, or paste the values",
            lost,
        )
    lines, outside = {}, {}
    for row, texts in _filled(path, inside):
        for place, text in enumerate(texts, 1):
            if text.strip() and not (left <= place <= (right or place) and top <= row <= (bottom or row)):
                outside[f"{get_column_letter(place)}{row}"] = text
        if top <= row <= (bottom or row) and any(texts[left - 1 : right]):
            lines[row] = texts[left - 1 : right]
    return Sheet(inside.name, lines, left, inside.merged, inside.hidden, outside)


def cell_text(value) -> str:
    """A typed value as the text of the number, date or word that it is."""
    match value:
        case None:
            return ""
        case bool() | str():
            return str(value)
        case int() if abs(value) >= LONGEST:
            return f"a number of more than {len(str(LONGEST)) - 1} digits"
        case int() | float():
            return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(float(value))
        case datetime.datetime() | datetime.date():
            return value.isoformat()[:10]
    return str(value)


def _filled(path: Path, inside: Contents):
    """Number and texts of each row in which something stands that is not blank."""
    if not inside.last_row:
        return
    try:
        book = openpyxl.load_workbook(path, data_only=True, read_only=True, keep_links=False)
    except (*FAULTS, InvalidFileException):
        raise StudyError(DAMAGED) from None
    try:
        if inside.name not in book.sheetnames:
            raise StudyError(DAMAGED)
        sheet, count = book[inside.name], 0
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        rows = sheet.iter_rows(max_row=inside.last_row, max_col=inside.last_column, values_only=True)
        for number, row in enumerate(_sound(rows), 1):
            texts = [cell_text(value) for value in row]
            if any(text.strip() for text in texts):
                count += sum(map(bool, texts))
                if count > MOST_CELLS:
                    raise StudyError(f"more than {MOST_CELLS:,d} cells hold something; save the sheet as .csv")
                yield number, texts
    finally:
        book.close()


def _sound(rows):
    """`rows` as they are read, with a StudyError where the file cannot be read on."""
    while True:
        try:
            row = next(rows, None)
        except FAULTS:
            raise StudyError(DAMAGED) from None
        if row is None:
            return
        yield row


def _within(cell: str, bounds: tuple[int, int, int, int]) -> bool:
    """Whether the cell at an address is inside bounds (left, top, right, bottom); so is one without an address."""
    try:
        column, row, _, _ = range_boundaries(cell)
    except ValueError:
        return True
    left, top, right, bottom = bounds
    return left <= column <= (right or column) and top <= row <= (bottom or row)
