"""Tables of facts beside the raw data: crosswalk, aliases, administrative changes, rosters of policies."""

from pathlib import Path

import pandas as pd

from core.errors import StudyError
from panel.account import Account
from panel.encodings import UTF_16
from panel.problems import Listing
from panel.reading import Grid, read_grid, refuse_longer_rows

PLAIN_TABLE = {  # a table of facts is read as a source that declares nothing
    **{"header_row": 1, "first_row": None, "encoding": None, "delimiter": None, "sheet": None, "value_labels": None},
    **{"columns": {}, "year": [], "unit": [], "province": [], "layout": "long", "range": None, "ignore_beside": None},
}
EXPECTED = (
    "  Expected a text file in UTF-8, UTF-16 or GB18030, an .xlsx file of one sheet, or a .dta file, with its headers "
    "in row 1."
)


def read_facts(path: str, account: Account) -> pd.DataFrame | None:
    """A table of facts, all text without blanks around it, indexed by the number of the row in the file.

    Empty rows are left out. An encoding other than UTF-8 is noted in the `account`; so is what is wrong with a file
    that cannot be read, for which there is no table.
    """
    with account.taking(path):
        grid = _grid(Path(path))
        if grid.encoding not in ("", "utf-8"):
            account.change_of_file(grid.encoding, "utf-8", f"{path}: encoding")
        table = grid.rows.set_axis(grid.headers, axis=1).map(str.strip)
        return table[(table != "").any(axis=1)]


def _grid(path: Path) -> Grid:
    source = PLAIN_TABLE
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        with path.open("rb") as file:
            source = source | {"encoding": "utf-16" if file.read(2) in UTF_16 else None}
    try:
        grid = read_grid(path, source)
        refuse_longer_rows(grid)
    except StudyError as error:
        raise Listing(f"{error}\n{EXPECTED}", getattr(error, "items", ())) from None
    for place, header in enumerate(grid.headers):
        if header and (first := grid.headers.index(header)) < place:
            raise StudyError(f"column {first + 1} and column {place + 1} are both `{header}`; rename or delete one")
    return grid
