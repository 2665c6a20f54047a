"""Arrays as files: draws with every digit, and result tables by columns, without the start of pandas."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from core.contract import texts_of
from core.files import FLAGS, FORM, cell_of, header_of, no_number, write_bytes, write_cells
from core.spreadsheets import original

NUMBERS = FLAGS | {"": np.nan}  # cells without digits


def write_array(path: str | Path, values: np.ndarray) -> None:
    """Write `values` in NumPy's own format, with the same bytes for the same numbers."""
    memory = io.BytesIO()
    np.save(memory, values, allow_pickle=False)
    write_bytes(path, memory.getvalue())


def read_array(path: str | Path) -> np.ndarray:
    return np.load(path, allow_pickle=False)


class Columns(Mapping):
    """The columns of a result table by name, made when they are asked for, each once.

    (n,) integers, or floats to their last bit and NaN where empty, flags as 1 and 0. Texts of the contract, and columns
    in which any cell is no number, are (n,) objects: text, None where empty.
    """

    def __init__(self, path: str | Path):
        self.texts, header, cells = texts_of(path), header_of(path), _cells(path)
        self.cells = {name: cells[place :: len(header)][1:] for place, name in enumerate(header)}
        self.made: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self.made:
            self.made[name] = (_texts if name in self.texts else _numbers)(self.cells[name])
        return self.made[name]

    def __contains__(self, name: object) -> bool:
        return name in self.cells

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def write_columns(path: str | Path, columns: Mapping[str, Sequence], exact: bool = False) -> None:
    """Write arrays or lists of one length as `core.files.write_rows` writes rows; floats `exact` with every digit."""
    form = "" if exact else FORM
    write_cells(path, columns, zip(*[_written(column, form) for column in columns.values()], strict=True))


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
    if no_number("".join(cells)):
        return _texts(cells)
    try:
        return np.array([int(cell) for cell in cells], dtype=np.int64)
    except (ValueError, OverflowError):
        pass
    try:
        return np.array([float(NUMBERS.get(cell, cell)) for cell in cells])
    except ValueError:
        return _texts(cells)


def _texts(cells: list[str]) -> np.ndarray:
    known = {cell: original(cell) or None for cell in set(cells)}
    return np.array([known[cell] for cell in cells], dtype=object)


def _written(column: Sequence, form: str) -> list:
    cells = column.tolist() if isinstance(column, np.ndarray) else column
    if isinstance(column, np.ndarray) and column.dtype.kind == "f":
        return [cell_of(cell, form) for cell in cells]
    known = {cell: cell_of(cell, form) for cell in set(cells)}
    return [known[cell] for cell in cells]
