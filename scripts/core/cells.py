"""A small CSV file that a study names, as it was typed."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np

from core.errors import StudyError, named
from core.files import no_number


def read_cells(path: str | Path, what: str, rows: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """(n,) numbers of the rows of a CSV file, and the (n,) cells of each column as text, of a blank row all empty.

    Raises StudyError naming the file, which was to be `what`, with `rows`, if it is no CSV or has a column twice.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
        if not header or any(len(line) > len(header) for line in lines):
            raise ValueError
    except (ValueError, csv.Error):
        raise StudyError(
            f"{path}: cannot be read as {what}; save it as CSV in UTF-8, with a header and {rows}"
        ) from None
    if twice := [name for name, count in Counter(header).items() if count > 1]:
        raise StudyError(f"{path}: columns stand twice: {named(twice)}. Delete or rename the wrong ones")
    cells = [line + [""] * (len(header) - len(line)) for line in lines]
    columns = np.array(cells, dtype=object).reshape(-1, len(header)).T
    return np.arange(2, len(cells) + 2), dict(zip(header, columns, strict=True))


def numbers(cells: np.ndarray) -> np.ndarray:
    """(n,) the numbers that cells spell, NaN for those that spell none."""
    return np.array([_number(cell) for cell in cells], dtype=float)


def _number(cell: str) -> float:
    try:
        return np.nan if no_number(cell) else float(cell)
    except ValueError:
        return np.nan
