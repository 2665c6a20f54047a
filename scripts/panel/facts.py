"""Tables of facts beside the raw data: crosswalk, aliases, administrative changes, rosters of policies."""

from pathlib import Path

import pandas as pd

from core.errors import StudyError, named
from panel.account import Account
from panel.reading import Grid, read_grid, refuse_longer_rows

PLAIN_TABLE = {  # a table of facts is read as a source that declares nothing
    **{"header_row": 1, "first_row": None, "encoding": None, "delimiter": None, "sheet": None, "value_labels": None},
    **{"columns": {}, "year": [], "unit": [], "province": []},
}
EXPECTED = "  Expected a CSV file in UTF-8 or GB18030, or an .xlsx file of one sheet, with its headers in row 1."


def read_facts(path: str, account: Account) -> pd.DataFrame | None:
    """A table of facts, all text without blanks around it, indexed by the number of the row in the file.

    Empty rows are left out. An encoding other than UTF-8 is noted in the `account`; so is what is wrong with a file
    that cannot be read, for which there is no table.
    """
    with account.taking(path):
        grid = _grid(path)
        if grid.encoding not in ("", "utf-8"):
            account.change_of_file(grid.encoding, "utf-8", f"{path}: encoding")
        table = grid.rows.set_axis(grid.headers, axis=1).map(str.strip)
        return table[(table != "").any(axis=1)]


def _grid(path: str) -> Grid:
    try:
        grid = read_grid(Path(path), PLAIN_TABLE)
        refuse_longer_rows(grid)
    except StudyError as error:
        raise StudyError(f"{error}\n{EXPECTED}") from None
    if twice := sorted({header for header in grid.headers if header and grid.headers.count(header) > 1}):
        raise StudyError(f"has two columns of the same header, {named(twice)}; rename or delete one of them")
    return grid
