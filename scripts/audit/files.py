"""The files that the second voices read: the panel with its scores, and the results that they recompute."""

from pathlib import Path

import pandas as pd

from core.files import read_json
from core.tables import read_csv, scored


def panel_of(panel: str | Path, scores: list[str | Path]) -> pd.DataFrame:
    """Every variable, score and index of productivity, by unit (as text) and year."""
    frame = _indexed(_read(panel))
    for path in scores:
        frame = frame.join(_indexed(scored(_read(path), path)).drop(columns=["unit", "year"]))
    return frame.sort_index()


def _read(path: str | Path) -> pd.DataFrame:
    exactly = {"keep_default_na": False, "na_values": [""], "low_memory": False}
    return pd.read_csv(path, dtype={"unit": str}, **exactly)


def _indexed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index(pd.MultiIndex.from_arrays([frame["unit"], frame["year"]], names=(None, None)))


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
