"""The files that the second voices read: the panel with its scores."""

from pathlib import Path

import pandas as pd

from core.tables import scored


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
