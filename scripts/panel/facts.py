"""Tables of facts beside the raw data: crosswalk, aliases, administrative changes, rosters of policies."""

from pathlib import Path

import pandas as pd

from core.errors import StudyError, nearest, quoted
from panel.account import Account
from panel.encodings import is_utf_16
from panel.layouts import fold, plain, visible
from panel.problems import Listing, Undeclared
from panel.reading import Grid, read_grid, refuse_longer_rows

PLAIN_TABLE = {  # a table of facts is read as a source that declares nothing
    **{"header_row": 1, "first_row": None, "encoding": None, "delimiter": None, "sheet": None, "value_labels": None},
    **{"columns": {}, "year": [], "unit": [], "province": [], "layout": "long", "range": None, "ignore_beside": False},
}
TEXTS = (".csv", ".tsv", ".txt")
MARKS = {";": "semicolon", "\t": "tab", ",": "comma"}
EXPECTED = (
    "  Expected a text file in UTF-8, UTF-16 or GB18030, an .xlsx file of one sheet, or a .dta file, with its headers "
    "in row 1."
)


def read_facts(path: str, account: Account) -> pd.DataFrame | None:
    """A table of facts, all text as it looks, without blanks around it, indexed by the number of the row in the file.

    Empty rows are left out. An encoding other than UTF-8, and marks without width that were taken out, are noted in the
    `account`; so is what is wrong with a file that cannot be read, for which there is no table.
    """
    with account.taking(path):
        grid = _grid(Path(path))
        if grid.encoding not in ("", "utf-8"):
            account.change_of_file(grid.encoding, "utf-8", f"{path}: encoding")
        grid, blanks = visible(grid, list(grid.rows))
        for what in blanks:
            account.change_of_file(what, "", f"{path}: invisible characters taken out")
        table = grid.rows.set_axis([plain(header).strip() for header in grid.headers], axis=1).map(str.strip)
        return table[(table != "").any(axis=1)]


def column(table: pd.DataFrame, header: str, what: str) -> str:
    """The header of `table` that is `header`, but for blanks and full width; StudyError if there is none."""
    found = [one for one in table if one == header] or [one for one in table if fold(one) == fold(header)]
    if not found:
        raise StudyError(f"{what} has no column {quoted(header)}; {nearest(header, list(table))}")
    return found[0]


def _grid(path: Path) -> Grid:
    source = PLAIN_TABLE
    if path.suffix.lower() in TEXTS and is_utf_16(path.read_bytes()):
        source = source | {"encoding": "utf-16"}
    try:
        grid = read_grid(path, source)
        if path.suffix.lower() in TEXTS and len(grid.headers) == 1:
            mark = next((word for mark, word in MARKS.items() if mark in grid.headers[0]), None)
            grid = read_grid(path, source | {"delimiter": mark}) if mark else grid
        refuse_longer_rows(grid)
    except StudyError as error:
        fault = error.what if isinstance(error, Undeclared) else error
        raise Listing(f"{str(fault).rstrip('.')}.\n{EXPECTED}", getattr(error, "items", ())) from None
    for place, header in enumerate(grid.headers):
        if header and (first := [*map(fold, grid.headers)].index(fold(header))) < place:
            twice = f"column {first + 1} {quoted(grid.headers[first])} and column {place + 1} {quoted(header)}"
            raise StudyError(f"{twice} have one header; rename or delete one")
    return grid
