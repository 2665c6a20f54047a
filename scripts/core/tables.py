"""Result tables as frames: written with the same bytes for the same numbers, read as they were written."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from core.contract import texts_of
from core.files import DIGITS, is_productivity, read_json, score_of, write_whole
from core.spreadsheets import harmless, original


def write_csv(path: str | Path, table: pd.DataFrame) -> None:
    """Write `table` without its index, floats to 12 significant digits, no negative zeros and no formulas."""
    floats = table.select_dtypes("floating").columns
    table = _of_texts(table.assign(**{name: table[name] + 0.0 for name in floats}), harmless)
    write_whole(path, lambda part: table.to_csv(part, index=False, float_format=f"%.{DIGITS}g", lineterminator="\n"))


def write_exact(path: str | Path, table: pd.DataFrame) -> None:
    """Write `table` with every digit, as raw tables have."""
    write_whole(path, lambda part: table.to_csv(part, index=False, lineterminator="\n"))


def read_csv(path: str | Path) -> pd.DataFrame:
    """A result table as it was written: texts of the contract as text, every float to its last bit.

    A column in which any cell is no number is text in all of them.
    """
    texts = dict.fromkeys(texts_of(path), str)
    table = pd.read_csv(path, dtype=texts, keep_default_na=False, na_values=[""], low_memory=False)
    return _of_texts(table, original)


def read_panel(panel: str | Path, scores: list[str | Path]) -> pd.DataFrame:
    """The panel, what each file of `scores` holds as further columns at its end."""
    frame = read_csv(panel)
    for path in scores:
        frame = frame.merge(scored(read_csv(path), path), on=["unit", "year"], how="left", validate="1:1")
    return frame


def scored(table: pd.DataFrame, path: str | Path) -> pd.DataFrame:
    """Unit, year and the variables of a file of scores, or of indices of productivity, whose `table` is given."""
    if not is_productivity(path):
        return table[["unit", "year", "score"]].rename(columns={"score": score_of(path)})
    indices = table.pivot(index=["unit", "year_to"], columns="measure", values="index").reset_index()
    return indices.rename(columns={"year_to": "year"}).rename_axis(columns=None)


def _of_texts(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """`table` with each of its texts changed."""
    changed = {
        name: pd.Series([change(cell) if isinstance(cell, str) else cell for cell in column], table.index, column.dtype)
        for name, column in table.select_dtypes(["object", "str"]).items()
    }
    return table.assign(**changed)


def results_of(
    estimates: list[str | Path], facts: list[str | Path]
) -> dict[tuple[str, str], tuple[pd.DataFrame, dict]]:
    """By table and column: the coefficients by term, and what the JSON file says of the fit."""
    found = {}
    for path, beside in zip(estimates, facts, strict=True):
        rows = read_csv(path)
        for fact in read_json(beside)["columns"]:
            own = rows[rows["column"] == fact["name"]].set_index("term")
            found[Path(path).stem, fact["name"]] = own, fact
    return found
