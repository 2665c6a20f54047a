"""Lists of pairs of units, read from a file."""

from pathlib import Path

import pandas as pd

from core.cells import read_cells
from core.errors import StudyError, named, nearest


def read_pairs(path: str | Path, column: str | None = None) -> pd.DataFrame:
    """`unit, neighbour` and, if it is asked for, a further `column` as text, by the row of the file.

    The first two columns of the file hold the units, whatever they are called. Raises StudyError naming the file, and
    rows where it can, for a file that is no such list, and for rows without a unit or of a unit with itself.
    """
    table = read_cells(path, "a list of pairs", "a row a pair, the two units first")
    if len(table.columns) < 2:
        raise StudyError(f"{path}: has one column; expected a list of pairs, the two units in the first two columns")
    if column and column not in table:
        raise StudyError(f"{path}: no column is called `{column}`; {nearest(column, list(table))}")
    pairs = table.iloc[:, :2].set_axis(["unit", "neighbour"], axis=1)
    faults = {
        "lack a unit": (pairs == "").any(axis=1),
        "hold a unit and itself": (pairs["unit"] == pairs["neighbour"]) & (pairs["unit"] != ""),
    }
    for fault, found in faults.items():
        if found.any():
            raise StudyError(f"{path}: rows {named(list(pairs.index[found]))} {fault}; correct or delete them")
    return pairs.assign(**{column: table[column]}) if column else pairs
