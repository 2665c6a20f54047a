"""Raw files as grids of text: what stands in each cell, with the row numbers that the user's program shows."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from core.errors import StudyError, named
from panel.encodings import decode
from panel.sheets import read_sheet
from panel.stata import read_stata

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
BLANKS = " \t\r\n\ufeff"


@dataclass(frozen=True)
class Grid:
    """A file's cells as text: headers, and below them the rows, indexed by their number in the file."""

    headers: list[str]
    rows: pd.DataFrame  # columns 0..n-1 as `headers`, all text
    top: list[list[str]]  # the first rows of the file, for messages
    sheet: str = ""
    encoding: str = ""
    longer: tuple[int, ...] = ()  # rows with more cells than there are headers
    hidden: frozenset[int] = field(default_factory=frozenset)  # rows that a spreadsheet does not show


def read_grid(path: Path, source: dict) -> Grid:
    """The file of `source` (a block of `panel.sources`) as text.

    Raises StudyError, without the file's name, if the file cannot be read whole: damaged, protected, of another
    format, or without rows.
    """
    if path.stat().st_size == 0:
        raise StudyError("the file is empty; expected a header and rows")
    match path.suffix.lower():
        case ".xlsx":
            sheet = read_sheet(path, source["sheet"], source["header_row"])
            return _below_header(sheet.lines, source, sheet=sheet.name, hidden=sheet.hidden)
        case ".dta":
            headers, rows = read_stata(path, source["value_labels"], wanted(source))
            return Grid(headers, _frame(rows, len(headers), 1), [headers])
        case ".csv" | ".tsv" | ".txt":
            text, encoding = decode(path.read_bytes(), source["encoding"])
            delimiter = DELIMITERS[source["delimiter"] or ("comma" if path.suffix.lower() == ".csv" else "tab")]
            return _below_header(_split(text, delimiter, source["delimiter"]), source, encoding=encoding)
        case ".xls":
            raise StudyError("is in the old .xls format; save it as .xlsx")
        case suffix:
            raise StudyError(f"is of the unknown type `{suffix}`; expected .csv, .tsv, .xlsx or .dta")


def wanted(source: dict) -> set[str]:
    """Every header that the source may use, as it stands in the study file."""
    headers = {header for name, column in source["columns"].items() for header in column["header"] or [name]}
    return headers | set(source["year"]) | set(source["unit"]) | set(source["province"])


def refuse_longer_rows(grid: Grid) -> None:
    """StudyError where a row has more cells than there are headers, so that no cell can be trusted."""
    if grid.longer:
        raise StudyError(
            f"rows {named(grid.longer)} have more cells than the {len(grid.headers)} headers: {named(grid.headers)}.\n"
            "  Is there a comma inside a number? Correct the rows, or `header_row` or `delimiter`"
        )


def _split(text: str, delimiter: str, declared: str | None) -> list[list[str]]:
    """Lines of a delimited file as lists of cells."""
    if text[:4].lower() == "sep=":
        first, _, text = text.partition("\n")
        if not declared:
            raise StudyError(f"begins with `{first.strip()}`; say so with `delimiter`, as `delimiter: semicolon`")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise StudyError(f"is not a table: {error}; look for a quotation mark that is not closed") from None


def _below_header(lines: list[list[str]], source: dict, **facts) -> Grid:
    first, top = source["header_row"], lines[:5]
    begin = source["first_row"] or first + 1
    if len(lines) < first:
        raise StudyError(f"has {len(lines)} rows, but the headers are declared in row {first}; correct `header_row`")
    headers = [cell.strip(BLANKS) for cell in lines[first - 1]]
    while headers and not headers[-1]:
        headers.pop()
    rows = lines[begin - 1 :]
    if not any(cell.strip() for row in rows for cell in row):
        raise StudyError("no rows below the header; expected at least one")
    width = len(headers)
    longer = [begin + number for number, row in enumerate(rows) if any(cell.strip() for cell in row[width:])]
    cells = [(row + [""] * width)[:width] for row in rows]
    return Grid(headers, _frame(cells, width, begin), top, longer=tuple(longer), **facts)


def _frame(rows: list, width: int, begin: int) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=range(width), index=range(begin, begin + len(rows)), dtype=object)
