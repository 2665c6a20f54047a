"""A small CSV file that a study names, as it was typed."""

from pathlib import Path

import pandas as pd

from core.errors import StudyError, named


def read_cells(path: str | Path, what: str, rows: str) -> pd.DataFrame:
    """The cells of a CSV file as text, by their row in it.

    Raises StudyError naming the file, which was to be `what`, with `rows`, if it is no CSV or has a column twice.
    """
    keys = {"dtype": str, "keep_default_na": False, "encoding": "utf-8-sig", "skip_blank_lines": False}
    try:
        table = pd.read_csv(path, header=None, **keys)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        raise StudyError(
            f"{path}: cannot be read as {what}; save it as CSV in UTF-8, with a header and {rows}"
        ) from None
    header = table.iloc[0]
    if len(twice := header[header.duplicated()].unique()):
        raise StudyError(f"{path}: columns stand twice: {named(list(twice))}. Delete or rename the wrong ones")
    return table[1:].set_axis(header.to_list(), axis=1).set_axis(range(2, len(table) + 1), axis=0).dropna(how="all")
