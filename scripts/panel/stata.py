"""Stata files as lines of text."""

import re
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from core.errors import StudyError, named
from panel.encodings import decode
from panel.sheets import cell_text

UNICODE = 118  # release of the format from which on texts are UTF-8; Stata 14 and later
MOST_CELLS = 10_000_000
CHUNK = 100_000  # rows
DAMAGED = (ValueError, struct.error, EOFError, OSError, KeyError, IndexError)  # what a damaged file may raise


def read_stata(
    path: Path, value_labels: str | None, wanted: set[str], declared: str | None = None
) -> tuple[list[str], list[list[str]], str]:
    """Variables and observations of a .dta file, and the encoding of its texts; every missing value is an empty cell.

    Texts of Stata 13 and older have no encoding of their own: that `declared`, or as `panel.encodings` finds it.
    Floats of 4 bytes become the same number in 8 bytes. Raises StudyError if one of the `wanted` variables has value
    labels and the study file does not say whether to read them (`value_labels`), if two codes of such a variable have
    one label, or if the file is damaged. Labels of other variables are not looked at.
    """
    try:
        with (
            warnings.catch_warnings(action="error", category=UnicodeWarning),
            pd.read_stata(path, convert_categoricals=False, convert_dates=False, chunksize=CHUNK) as reader,
        ):
            chunks = list(_bounded(reader))
            known = [text for texts in reader.value_labels().values() for text in texts.values()]
    except UnicodeWarning:
        raise StudyError(
            "holds text that is not UTF-8, as it must be; repair it by `unicode translate` of Stata"
        ) from None
    except DAMAGED:
        raise StudyError("the file is damaged, or no Stata file of version 10 or later; save it again") from None
    if not chunks:
        raise StudyError("no rows; expected an observation for each unit and year")
    data = pd.concat(chunks, ignore_index=True)
    cells = [text for name in data for text in data[name] if isinstance(text, str)]
    encoding = _encoding(path, [*data, *cells, *known], declared)
    headers = {name: _written(name, encoding) for name in data}
    labels = {name: _labels(path, name) for name, header in headers.items() if header in wanted} if known else {}
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
    rows = [[_written(text, encoding) for text in row] for row in zip(*texts, strict=True)]
    return list(headers.values()), rows, encoding


def _encoding(path: Path, texts: list[str], declared: str | None) -> str:
    """The encoding of the `texts` of a file older than Stata 14, which readers take for Latin-1; else nothing."""
    with path.open("rb") as file:
        head = file.read(40)
    release = re.search(rb"<release>([0-9]+)", head)
    strange = sorted({text for text in texts if not text.isascii()})
    if not strange or int(release[1] if release else head[0]) >= UNICODE:
        return ""
    return decode("\n".join(strange).encode("latin-1"), declared)[1]


def _written(text: str, encoding: str) -> str:
    """`text`, which was read as Latin-1, in its own `encoding`; as it is if there is none."""
    return text.encode("latin-1").decode(encoding) if encoding and not text.isascii() else text


def _bounded(chunks: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """The same chunks, as a header may promise more rows than there are; StudyError beyond `MOST_CELLS`."""
    count = 0
    for chunk in chunks:
        count += chunk.size
        if count > MOST_CELLS:
            raise StudyError(f"has more than {MOST_CELLS:,d} cells; keep the variables and years that are needed")
        yield chunk


def _labels(path: Path, name: str) -> pd.Series | None:
    """The labels of a variable in place of its codes, empty if two codes have one label; None if it has no labels."""
    try:
        values = pd.read_stata(path, columns=[name], convert_categoricals=True, convert_dates=False)[name]
    except ValueError:  # pandas refuses labels that are not unique, and nothing else of a file that was read once
        return pd.Series([], dtype=object)
    return values.astype(object) if isinstance(values.dtype, pd.CategoricalDtype) else None
