"""Stata files as lines of text."""

import struct
from pathlib import Path

import pandas as pd

from core.errors import StudyError, named
from panel.sheets import cell_text

DAMAGED = (ValueError, struct.error, EOFError, OSError, KeyError, IndexError)  # what a damaged file may raise


def read_stata(path: Path, value_labels: str | None, wanted: set[str]) -> tuple[list[str], list[list[str]]]:
    """Variables and observations of a .dta file; every kind of Stata's missing values is an empty cell.

    Floats of 4 bytes become the same number in 8 bytes. Raises StudyError if one of the `wanted` variables has value
    labels and the study file does not say whether to read them (`value_labels`), if two codes of such a variable have
    one label, or if the file is damaged. Labels of other variables are not looked at.
    """
    try:
        data = pd.read_stata(path, convert_categoricals=False, convert_dates=False)
        with pd.read_stata(path, iterator=True) as reader:
            any_labels = bool(reader.value_labels())
    except DAMAGED:
        raise StudyError("the file is damaged, or no Stata file of version 10 or later; save it again") from None
    if data.empty:
        raise StudyError("no rows; expected an observation for each unit and year")
    labels = {name: _labels(path, name) for name in data if name in wanted} if any_labels else {}
    labelled = {name: texts for name, texts in labels.items() if texts is not None}
    if labelled and not value_labels:
        raise StudyError(f"variables {named(labelled)} have value labels; say `value_labels: codes` or `labels`")
    if value_labels == "labels":
        if twice := [name for name, texts in labelled.items() if texts.empty]:
            raise StudyError(
                f"variables {named(twice)} have one label for two codes; correct the labels, or say "
                "`value_labels: codes`"
            )
        data = data.assign(**labelled)
    texts = [[cell_text(None if pd.isna(value) else value) for value in data[name].astype(object)] for name in data]
    return list(data), [list(row) for row in zip(*texts, strict=True)]


def _labels(path: Path, name: str) -> pd.Series | None:
    """The labels of a variable in place of its codes, empty if two codes have one label; None if it has no labels."""
    try:
        values = pd.read_stata(path, columns=[name], convert_categoricals=True, convert_dates=False)[name]
    except ValueError:  # pandas refuses labels that are not unique, and nothing else of a file that was read once
        return pd.Series([], dtype=object)
    return values.astype(object) if isinstance(values.dtype, pd.CategoricalDtype) else None
