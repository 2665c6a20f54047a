"""Raw files as grids of text: what stands in each cell, with the row numbers that the user's program shows."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter, range_boundaries

from core.errors import StudyError, named
from panel.encodings import decode
from panel.numbers import PLAIN
from panel.problems import Listing, Undeclared
from panel.sheets import Sheet, read_sheet
from panel.stata import MOST_CELLS, read_stata

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
BLANKS = " \t\r\n\ufeff"
LARGEST = 2**29  # bytes of a text file, or of a Stata file
LONGEST = 2**20  # characters of one of its lines
WIDEST = 2**14  # cells of a line, as many as a sheet has
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
TOP = 5  # rows that messages show


@dataclass(frozen=True)
class Grid:
    """A file's cells as text: headers, and below them the rows, indexed by their number in the file.

    beside : of a workbook, addresses and texts of what stood beside or below the table and is ignored
    outside : of a workbook, how many cells are outside the range that was asked for
    """

    headers: list[str]
    rows: pd.DataFrame  # columns 0..n-1 as `headers`, all text
    top: list[list[str]]  # the first rows of the file, for messages
    sheet: str = ""
    encoding: str = ""
    longer: tuple[int, ...] = ()  # rows with more cells than there are headers
    hidden: frozenset[int] = field(default_factory=frozenset)  # rows that a spreadsheet does not show
    beside: Mapping[str, str] = field(default_factory=dict)
    outside: int = 0


def read_grid(path: Path, source: dict) -> Grid:
    """The file of `source` (a block of `panel.sources`) as text.

    Raises StudyError, without the file's name, if the file cannot be read whole: damaged, protected, too large, of
    another format, or without rows; and if something stands in it that belongs to no column.
    """
    refuse_size(path)
    match path.suffix.lower():
        case ".xlsx":
            return _of_sheet(read_sheet(path, source["sheet"], source["range"]), source)
        case ".dta":
            headers, rows, encoding = read_stata(path, source["value_labels"], wanted(source), source["encoding"])
            cells = pd.DataFrame(rows, range(1, len(rows) + 1), range(len(headers)), object)
            return Grid(headers, cells, [headers], encoding=encoding)
        case ".csv" | ".tsv" | ".txt":
            text, encoding = decode(path.read_bytes(), source["encoding"])
            delimiter = DELIMITERS[source["delimiter"] or ("comma" if path.suffix.lower() == ".csv" else "tab")]
            lines = dict(enumerate(_split(text, delimiter, source["delimiter"]), 1))
            return _without_nameless(_below_header(lines, source, encoding=encoding))
        case ".xls":
            raise StudyError("is in the old .xls format; save it as .xlsx")
        case suffix:
            raise StudyError(f"is of the unknown type `{suffix}`; expected .csv, .tsv, .xlsx or .dta")


def refuse_size(path: Path) -> None:
    """StudyError for a file without content, and for one that would fill the memory; workbooks have limits inside."""
    size = path.stat().st_size
    if size == 0:
        raise StudyError("the file is empty; expected a header and rows")
    if size > LARGEST and path.suffix.lower() != ".xlsx":
        raise StudyError(f"has {size:,d} bytes; allowed are {LARGEST:,d}. Divide it into several files")


def wanted(source: dict) -> set[str]:
    """Every header that the source may use, as it stands in the study file."""
    headers = {header for name, column in source["columns"].items() for header in column["header"] or [name]}
    return headers | set(source["year"]) | set(source["unit"]) | set(source["province"])


def refuse_longer_rows(grid: Grid) -> None:
    """StudyError where a row of a text file has more cells than there are headers, so that no cell can be trusted."""
    if grid.longer:
        raise Undeclared(
            f"rows {named(grid.longer)} have more cells than the {len(grid.headers)} headers: {named(grid.headers)}.\n"
            "  Is there a comma inside a number? Correct the rows",
            ", or `header_row` or `delimiter`",
            grid.longer,
        )


def _split(text: str, delimiter: str, declared: str | None) -> list[list[str]]:
    """Lines of a delimited file as lists of cells."""
    if text[:4].lower() == "sep=":
        first, _, text = text.partition("\n")
        if not declared:
            raise Undeclared(f"begins with `{first.strip()}`", "; say so with `delimiter`, as `delimiter: semicolon`")
    try:
        return list(_rows(csv.reader(_lines(text), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        raise StudyError(f"is not a table: {error}; look for a quotation mark that is not closed") from None


def _lines(text: str) -> Iterator[str]:
    for number, found in enumerate(LINE.finditer(text), 1):
        if (length := found.end() - found.start()) > LONGEST:
            raise StudyError(f"line {number} has {length:,d} characters; a line of a table has at most {LONGEST:,d}")
        yield found[0]


def _rows(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    count = 0
    for number, row in enumerate(rows, 1):
        count += len(row)
        if count > MOST_CELLS:
            raise StudyError(f"has more than {MOST_CELLS:,d} cells; keep the columns and years that are needed")
        if len(row) > WIDEST:
            raise StudyError(f"row {number} has {len(row):,d} cells; at most {WIDEST:,d}. Delete what is not needed")
        yield row


def _below_header(lines: Mapping[int, list[str]], source: dict, **facts) -> Grid:
    """The rows below the headers; `lines` are those of the file by their number, blank ones may be left out."""
    first, last = source["header_row"], max(lines, default=0)
    begin = source["first_row"] or first + 1
    if last < first:
        raise StudyError(f"has {last} rows, but the headers are declared in row {first}; correct `header_row`")
    headers = [cell.strip(BLANKS) for cell in lines.get(first, [])]
    while headers and not headers[-1]:
        headers.pop()
    rows = {number: row for number, row in lines.items() if number >= begin}
    if not any(cell.strip() for row in rows.values() for cell in row):
        raise StudyError("no rows below the header; expected at least one")
    width = len(headers)
    longer = [number for number, row in rows.items() if any(cell.strip() for cell in row[width:])]
    cells = [(row + [""] * width)[:width] for row in rows.values()]
    frame = pd.DataFrame(cells, list(rows), range(width), object)
    return Grid(headers, frame, [lines.get(number, []) for number in range(1, TOP + 1)], longer=tuple(longer), **facts)


def _of_sheet(sheet: Sheet, source: dict) -> Grid:
    """The table in a sheet, without what stands beside and below it: refused, or left out if the source says so."""
    grid = _below_header(sheet.lines, source, sheet=sheet.name, hidden=sheet.hidden, outside=len(sheet.outside))
    width, header_row = len(grid.headers), source["header_row"]
    _refuse_merged(sheet, header_row, header_row, width, "has merged headers")
    rows = [number for number in grid.rows.index if any(cell.strip() for cell in sheet.lines[number][:width])]
    below = _notes(grid.rows.loc[rows], source["layout"] == "wide")
    beside = {
        sheet.address(number, place): sheet.lines[number][place]
        for number in grid.rows.index
        for place in range(len(sheet.lines[number]))
        if sheet.lines[number][place].strip() and (place >= width or number in below or not grid.headers[place])
    }
    kept = [number for number in rows if number not in below]
    if beside and not source["ignore_beside"]:
        shown = [f"{address} `{_cut(text)}`" for address, text in beside.items()]
        corners = f"{sheet.address(header_row, 0)}:{sheet.address(max(kept, default=header_row), max(width - 1, 0))}"
        for place in _nameless(grid.headers, grid.rows.loc[kept]):
            letter = sheet.address(1, place).rstrip("1")
            raise Undeclared(_without_header(letter), ", or set `ignore_beside: true`")
        raise Undeclared(
            f"{len(beside)} cells stand beside or below the table: {named(shown)}; delete them",
            f", or leave them out with `range`, as `range: {corners}`, or with `ignore_beside: true`",
            shown,
        )
    _refuse_merged(sheet, min(kept, default=1), max(kept, default=0), width, "has merged cells among its values")
    return Grid(
        grid.headers, grid.rows.loc[kept], grid.top, grid.sheet, hidden=grid.hidden, beside=beside, outside=grid.outside
    )


def _notes(rows: pd.DataFrame, wide: bool) -> set[int]:
    """Rows at the end that hold one cell, which is no number: notes below the table.

    In a `wide` table a row may hold the unit alone; there only what stands behind an empty row is a note.
    """
    texts = [[cell for cell in map(str.strip, cells) if cell] for cells in rows.to_numpy().tolist()]
    begin = len(texts)
    while begin and len(texts[begin - 1]) == 1 and not re.fullmatch(PLAIN, texts[begin - 1][0]):
        begin -= 1
    numbers = list(rows.index)
    if wide or rows.shape[1] < 2:
        behind_a_gap = [at for at in range(max(begin, 1), len(texts)) if numbers[at] > numbers[at - 1] + 1]
        begin = min(behind_a_gap, default=len(texts))
    return set(numbers[begin:]) if begin else set()


def _without_nameless(grid: Grid) -> Grid:
    """The same grid; StudyError for a column of a text file that is filled and has no header."""
    for place in _nameless(grid.headers, grid.rows):
        raise StudyError(_without_header(get_column_letter(place + 1)))
    return grid


def _nameless(headers: list[str], rows: pd.DataFrame) -> list[int]:
    empty = [place for place, header in enumerate(headers) if not header]
    return [place for place in empty if rows[place].str.strip().ne("").any()]


def _without_header(letter: str) -> str:
    return f"column {letter} holds values and has no header; give it one, or delete it"


def _refuse_merged(sheet: Sheet, first: int, last: int, width: int, what: str) -> None:
    """StudyError for merged cells in the rows `first` to `last` of the table, which read as one value and blanks."""
    lost = []
    for part in sorted(sheet.merged, key=lambda part: range_boundaries(part)[1::-1]):
        left, top, right, bottom = range_boundaries(part)
        over = top <= last and bottom >= first and left < sheet.first + width and right >= sheet.first
        if over and (right > left if first == last else (right > left or bottom > top)):
            lost.append(part)
    if lost and first == last:
        raise Undeclared(
            f"row {first} {what}, {named(lost)}, which name no single column; unmerge them and give each column its "
            "header",
            ", or set `header_row` to the row below",
            lost,
        )
    if lost:
        raise Listing(f"{what}, {named(lost)}; unmerge them and write the value into each cell", lost)


def _cut(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[:most]}..."
