"""Unit-year frames for estimation: complete, balanced, sorted by unit and year."""

import numpy as np
import pandas as pd

from core.errors import StudyError, named, nearest
from core.evaluation import keeps
from core.formulas import Formula


def estimation_frame(panel: pd.DataFrame, formula: Formula, sample: str | None = None) -> pd.DataFrame:
    """Rows and columns that a model uses, one row a unit-year, sorted by unit (as text) and year.

    `panel` has unit, year and the variables, the score among them where the model uses it. `sample` is a condition
    that keeps the rows where it is true. Raises StudyError for an unknown variable, a text, a missing value, and a
    panel that is not balanced.
    """
    _refuse_unknown(panel, formula.names)
    frame = panel[keeps(sample, {name: panel[name] for name in panel})] if sample else panel
    if frame.empty:
        raise StudyError(f"sample `{sample}` keeps no unit-year")
    return _complete(frame, formula.names, sample)


def variable_frame(panel: pd.DataFrame, variable: str) -> pd.DataFrame:
    """Unit, year and one variable, as `estimation_frame` gives them."""
    _refuse_unknown(panel, (variable,))
    return _complete(panel, (variable,), None)


def units(frame: pd.DataFrame) -> np.ndarray:
    """The unit keys, sorted as text."""
    return np.unique(frame["unit"].to_numpy(dtype=str))


def years(frame: pd.DataFrame) -> np.ndarray:
    """The years, ascending."""
    return np.unique(frame["year"].to_numpy())


def matrix(frame: pd.DataFrame, column: str) -> np.ndarray:
    """Column of a balanced, sorted frame as an (N, T) array, units by years."""
    return frame[column].to_numpy(dtype=float).reshape(len(units(frame)), len(years(frame)))


def _refuse_unknown(panel: pd.DataFrame, names: tuple[str, ...]) -> None:
    for name in names:
        if name not in panel:
            raise StudyError(f"variable `{name}` is not in the panel; {nearest(name, list(panel.columns[2:]))}")


def _complete(frame: pd.DataFrame, names: tuple[str, ...], sample: str | None) -> pd.DataFrame:
    """The sorted columns, without gaps in cells or rows."""
    frame = frame[["unit", "year", *names]].sort_values(["unit", "year"], ignore_index=True)
    _refuse_missing(frame, list(names))
    _refuse_unbalanced(frame, sample)
    return frame


def _refuse_missing(frame: pd.DataFrame, columns: list[str]) -> None:
    for name in columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            raise StudyError(f"variable `{name}` is text, as {frame[name].iloc[0]!r}; a model needs numbers")
        gaps = frame[~np.isfinite(frame[name].astype(float))]
        if len(gaps):
            where = named([f"{unit} {year}" for unit, year in zip(gaps["unit"], gaps["year"], strict=True)])
            raise StudyError(
                f"variable `{name}` is missing in {len(gaps)} of {len(frame)} unit-years: {where}.\n"
                "  Fill it under `panel`, or leave these unit-years out with a `sample`."
            )


def _refuse_unbalanced(frame: pd.DataFrame, sample: str | None) -> None:
    expected = len(years(frame))
    counts = frame.groupby("unit").size()
    short = counts[counts != expected]
    if len(short):
        raise StudyError(
            f"the panel{f' of sample `{sample}`' if sample else ''} is not balanced: {len(short)} of {len(counts)} "
            f"units do not have all {expected} years: {named(list(short.index))}"
        )
