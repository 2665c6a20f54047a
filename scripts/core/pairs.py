"""Lists of pairs of units, read from a file."""

from pathlib import Path

import numpy as np

from core.cells import read_cells
from core.errors import StudyError, named, nearest


def read_pairs(path: str | Path, column: str | None = None) -> dict[str, np.ndarray]:
    """(n,) `row` of the file, `unit, neighbour` and, if it is asked for, a further `column` as text.

    The first two columns of the file hold the units, whatever they are called. Raises StudyError naming the file, and
    rows where it can, for a file that is no such list, and for rows without a unit or of a unit with itself.
    """
    rows, table = read_cells(path, "a list of pairs", "a row a pair, the two units first")
    if len(table) < 2:
        raise StudyError(f"{path}: has one column; expected a list of pairs, the two units in the first two columns")
    if column and column not in table:
        raise StudyError(f"{path}: no column is called `{column}`; {nearest(column, list(table))}")
    unit, neighbour, *_ = table.values()
    faults = {
        "lack a unit": (unit == "") | (neighbour == ""),
        "hold a unit and itself": (unit == neighbour) & (unit != ""),
    }
    for fault, found in faults.items():
        if found.any():
            raise StudyError(f"{path}: rows {named(list(rows[found]))} {fault}; correct or delete them")
    further = {column: table[column]} if column else {}
    return {"row": rows, "unit": unit, "neighbour": neighbour} | further
