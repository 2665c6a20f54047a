"""Arrays as files: draws with every digit, and the columns of result tables, without the start of pandas."""

import csv
import io
from itertools import chain
from pathlib import Path

import numpy as np

from core.contract import texts_of
from core.files import DIGITS, FLAGS, header_of, write_bytes, write_text
from core.spreadsheets import harmless, original

NUMBERS = FLAGS | {"": np.nan}  # cells without digits


def write_array(path: str | Path, values: np.ndarray) -> None:
    """Write `values` in NumPy's own format, with the same bytes for the same numbers."""
    memory = io.BytesIO()
    np.save(memory, values, allow_pickle=False)
    write_bytes(path, memory.getvalue())


def read_array(path: str | Path) -> np.ndarray:
    return np.load(path, allow_pickle=False)


def read_columns(path: str | Path, *names: str) -> dict[str, np.ndarray]:
    """The columns `names` of a result table, all if there are none: (n,) floats to their last bit, NaN where empty.

    Texts of the contract, and columns in which any cell is no number, are (n,) texts.
    """
    texts, header, cells = texts_of(path), header_of(path), _cells(path)
    columns = {name: cells[place :: len(header)][1:] for place, name in enumerate(header)}
    return {name: (_texts if name in texts else _numbers)(columns[name]) for name in names or header}


def write_columns(path: str | Path, columns: dict[str, np.ndarray]) -> None:
    """Write numbers and texts of one length as `core.files.write_rows` does, a column in one pass."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*map(_written, columns.values()), strict=True))
    write_text(path, text.getvalue())


def stacked(parts: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The columns of tables that have the same ones, one table below the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _cells(path: str | Path) -> list[str]:
    """The cells of a CSV file, line after line; where none is quoted, commas tell them apart in half the time."""
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    if '"' in text:
        return [*chain.from_iterable(csv.reader(io.StringIO(text, newline="")))]
    return text.removesuffix("\n").replace("\n", ",").split(",")


def _numbers(cells: list[str]) -> np.ndarray:
    try:
        return np.array([float(NUMBERS.get(cell, cell)) for cell in cells])
    except ValueError:
        return _texts(cells)


def _texts(cells: list[str]) -> np.ndarray:
    known = {cell: original(cell) for cell in set(cells)}
    return np.array([known[cell] for cell in cells], dtype=object)


def _written(column: np.ndarray) -> list[str]:
    if column.dtype.kind in "OU":
        known = {text: harmless(text) for text in set(column)}
        return [known[text] for text in column]
    return ["" if number != number else f"{number:.{DIGITS}g}" for number in (column + 0.0).tolist()]
