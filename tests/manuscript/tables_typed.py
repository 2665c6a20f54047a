"""Tables typed in tests: from lists of rows, or from the CSV files of results."""

import csv
from pathlib import Path

from manuscript.document import Cell, Table


def table_of(rows, header=1, notes=(), caption="", place="Table 1"):
    """A table of rows of texts; a cell ``("text", 3)`` covers three columns, short rows are filled with nothing."""
    spread = [list(map(_pair, row)) for row in rows]
    width = max(sum(columns for _, columns in row) for row in spread)
    laid = []
    for number, row in enumerate(spread):
        cells = []
        for text, columns in [*row, *[("", 1)] * (width - sum(columns for _, columns in row))]:
            cells += [Cell(text, number, len(cells), 1, columns)] * columns
        laid.append(tuple(cells))
    return Table(place, caption, tuple(laid), header, tuple(notes))


def table_in(path: Path, notes=()):
    """The table of a CSV file with one row of headings."""
    with path.open(encoding="utf-8", newline="") as opened:
        return table_of(list(csv.reader(opened)), notes=notes, place=path.stem)


def _pair(cell):
    return cell if isinstance(cell, tuple) else (cell, 1)
