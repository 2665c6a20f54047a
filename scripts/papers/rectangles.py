"""Rectangles of cells: what covers several places, which first rows are headings, which last ones are notes."""

import re
from dataclasses import replace

from core.errors import StudyError
from papers.document import Cell
from papers.legends import is_note

ROWS, COLUMNS = 2_000, 200  # of a table that is printed
RULE = re.compile(r"[-_=\u2500\u2013\u2014\u2015]{3,}")  # a line that programs draw with characters
Row = tuple[Cell, ...]

PANEL = re.compile(r"(panel|part)\s+[A-Z0-9]\b|面板\s*[A-Z一二三四]|[A-Z][.:)、：]\s", re.IGNORECASE)
ORDINAL = re.compile(r"[(（\[]?\s*(?:model\s*|模型\s*)?(\d{1,2}|[ivx]{1,4})\s*[)）\]]?", re.IGNORECASE)
YEAR = re.compile(r"(18|19|20|21)\d\d")
DATUM = re.compile(r"[(\[（{]*\s*[-+−–]?\s*(\d[\d,]*\.\d+|\.\d+)")  # a number with digits behind its point
OUTCOME = re.compile(
    r"(?:dependent variable|outcome|explained variable|(?:被解释|因|结果)变量)\s*[:：]\s*\w", re.IGNORECASE
)
WORD = re.compile(r"(?!df)[A-Za-z]{2}|[\u4e00-\u9fff]")
MOST_HEADINGS = 7  # rows above the data
WHOLE = re.compile(r"[-+−]?[\d,]+\s*[%*]{0,4}")
MARK = re.compile(r"yes|no|y|n|是|否|有|无|控制|未控制|[✓✔√×xX✗✘-]|\\checkmark", re.IGNORECASE)


def rectangle(rows: list[list[tuple[str, int, int]]]) -> list[Row]:
    """Rows of cells, each given as text, rows and columns that it covers, as one rectangle without blank rows.

    Raises StudyError for a table of more places than are ever printed.
    """
    width = max((sum(columns for _, _, columns in row) for row in rows), default=0)
    if len(rows) > ROWS or width > COLUMNS:
        raise StudyError(f"a table has {len(rows):,d} rows and {width:,d} columns; allowed are {ROWS:,d} and {COLUMNS}")
    places: dict[tuple[int, int], Cell] = {}
    for at, row in enumerate(rows):
        column = 0
        for text, down, across in row:
            while (at, column) in places:
                column += 1
            cell = Cell(
                "" if RULE.fullmatch(text) else text, at, column, min(max(down, 1), len(rows) - at), max(across, 1)
            )
            for place in _places(cell):
                places.setdefault(place, cell)
            column += cell.columns
    width = max((column + 1 for _, column in places), default=0)
    full = [
        tuple(places.get((at, column)) or Cell("", at, column) for column in range(width)) for at in range(len(rows))
    ]
    return numbered([row for row in full if any(cell.text for cell in row)])


def numbered(rows: list[Row]) -> list[Row]:
    """Rows of which some were taken out, with the places that their cells have now."""
    ends = {id(cell): at for at, row in enumerate(rows) for cell in row}
    cells: dict[int, Cell] = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if id(cell) not in cells:
                cells[id(cell)] = replace(cell, row=at, column=column, rows=ends[id(cell)] - at + 1)
    return [tuple(cells[id(cell)] for cell in row) for row in rows]


def _places(cell: Cell) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]


def texts(row: Row) -> list[str]:
    """The texts of a row, each cell's once."""
    return [cell.text for place, cell in enumerate(row) if place == 0 or cell is not row[place - 1]]


def alone(row: Row) -> str:
    """The text of a row that has one alone, in its first cell or over all columns; else nothing."""
    filled = [text for text in texts(row) if text]
    return filled[0] if len(filled) == 1 and row[0].text else ""


def spans(row: Row) -> bool:
    """Whether one cell covers the whole row."""
    return len(row) > 1 and row[0] is row[-1]


def split_notes(rows: list[Row]) -> tuple[list[Row], list[str]]:
    """The rows of a table without the last ones that are notes, and these notes."""
    body, notes = list(rows), []
    while len(body) > 1 and (note := _note(body[-1])):
        notes.insert(0, note)
        body.pop()
    return body, notes


def _note(row: Row) -> str:
    """A row that is a note: one text that covers all columns or reads as a note, or ``Note:`` and one beside it."""
    filled = [text for text in texts(row) if text]
    if len(filled) == 2 and is_note(filled[0]) and filled[0][-1] in ":：.":
        return " ".join(filled)
    if (single := alone(row)) and (is_note(single) or (spans(row) and not PANEL.match(single))):
        return single
    return ""


def header_of(rows: list[Row], marked: int) -> int:
    """How many first rows are headings of columns; `marked` are those that the manuscript calls so.

    Of these it are the rows before the first with estimates, and behind them each that holds texts or numbers of
    columns; at least one, unless the first row has data.
    """
    held = 0
    while held < min(marked, len(rows)) and not _has_estimates(rows, held):
        held += 1
    more = held
    while more < len(rows) and _is_heading(rows, more):
        more += 1
    return max(held, 1) if more == len(rows) or more > MOST_HEADINGS else more


def panel_beneath(rows: list[Row], header: int) -> tuple[list[Row], int]:
    """Rows with the title of a first panel that stands above the headings beneath them; and how many these are."""
    if header > 1 and PANEL.match(alone(rows[0])):
        return [*rows[1:header], rows[0], *rows[header:]], header - 1
    return rows, header


def _has_estimates(rows: list[Row], at: int) -> bool:
    """Whether a row that is marked as a heading has estimates all the same: with stars, in brackets, or above such."""
    values = [text for text in texts(rows[at])[1:] if text]
    if any(DATUM.match(text) and re.search(r"[*(\[（]", text) for text in values):
        return True
    beneath = texts(rows[at + 1])[1:] if at + 1 < len(rows) and not rows[at + 1][0].text else []
    return any(re.match(r"[(\[（]", text) and DATUM.match(text) for text in beneath)


def _has_data(row: Row) -> bool:
    """Whether a row has estimates, counts or marks behind its first column, and not years or numbers of columns."""
    values = [text for text in texts(row)[1:] if text]
    if any(DATUM.match(text) and not WORD.search(text) for text in values):
        return True
    if row[0].text and values and all(MARK.fullmatch(text) for text in values):
        return True
    whole = [text for text in values if WHOLE.fullmatch(text)]
    return bool(whole) and not _are_ordinals(values) and not all(YEAR.fullmatch(text) for text in whole)


def _are_ordinals(values: list[str]) -> bool:
    """Whether texts are numbers of columns: in brackets, or one after the other."""
    found = [ORDINAL.fullmatch(text) for text in values]
    if not all(found):
        return False
    bare = [int(text) for text in values if text.isdigit()]
    return len(bare) < len(values) or bare == list(range(bare[0], bare[0] + len(bare)))


def _is_heading(rows: list[Row], at: int) -> bool:
    """Whether a row holds texts or numbers above columns; one that a single cell covers does if it names an outcome,
    or stands above such a row."""
    row = rows[at]
    if PANEL.match(row[0].text) or _has_data(row):
        return False
    if spans(row):
        return bool(OUTCOME.match(row[0].text)) or (at + 1 < len(rows) and _is_heading(rows, at + 1))
    return any(texts(row)[1:])
