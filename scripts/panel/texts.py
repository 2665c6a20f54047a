"""Variables of a panel that hold text, as the region of a city: what is text, and what may be written as such."""

import pandas as pd

from core.errors import StudyError

TRUTHS = ("true", "false")  # a column of nothing else is read back as truth values


def is_text(values: pd.Series) -> bool:
    return not pd.api.types.is_numeric_dtype(values)


def typed(cells: pd.Series, name: str) -> pd.Series:
    """Numbers if every cell that is not empty is one, else text; an empty cell is missing.

    So a file that holds them is read back as it was. Raises StudyError for a column of truth values.
    """
    given = cells.where(cells.notna() & (cells != ""), None)
    numbers = pd.to_numeric(given, errors="coerce").astype(float)
    if numbers.notna().equals(given.notna()):
        return numbers
    if given.dropna().str.lower().isin(TRUTHS).all():
        word = given.dropna().iloc[0]
        raise StudyError(
            f"`{name}` holds nothing but {TRUTHS[0]} and {TRUTHS[1]}; write `=` and the value, as `={word}`"
        )
    return given.astype(object)
