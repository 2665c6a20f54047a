"""Stata files as lines of text."""

import struct
from pathlib import Path

import pandas as pd

from core.errors import StudyError, named
from panel.sheets import cell_text


def read_stata(path: Path, value_labels: str | None, wanted: set[str]) -> tuple[list[str], list[list[str]]]:
    """Variables and observations of a .dta file; every kind of Stata's missing values is an empty cell.

    Floats of 4 bytes become the same number in 8 bytes. Raises StudyError if one of the `wanted` variables has value
    labels and the study file does not say whether to read them (`value_labels`), or if the file is damaged.
    """
    try:
        data = pd.read_stata(path, convert_categoricals=False, convert_dates=False)
        labels = _labels(path)
    except (ValueError, struct.error, EOFError, OSError, KeyError, IndexError):
        raise StudyError("the file is damaged, or no Stata file of version 10 or later; save it again") from None
    if data.empty:
        raise StudyError("no rows; expected an observation for each unit and year")
    labelled = [name for name in data if name in labels and name in wanted]
    if labelled and not value_labels:
        raise StudyError(f"variables {named(labelled)} have value labels; say `value_labels: codes` or `labels`")
    if value_labels == "labels":
        data = data.assign(**{name: labels[name] for name in labelled})
    texts = [[cell_text(None if pd.isna(value) else value) for value in data[name].astype(object)] for name in data]
    return list(data), [list(row) for row in zip(*texts, strict=True)]


def _labels(path: Path) -> dict[str, pd.Series]:
    """The variables that have value labels, with the labels in place of the codes."""
    with pd.read_stata(path, iterator=True) as reader:
        if not reader.value_labels():
            return {}
    named_values = pd.read_stata(path, convert_categoricals=True, convert_dates=False).select_dtypes("category")
    return {name: named_values[name].astype(object) for name in named_values}
