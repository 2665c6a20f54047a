"""Whole files or none, with the same bytes for the same numbers."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

DIGITS = 12  # significant digits of every float that is written


def write_whole(path: str | Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary name beside `path`, then rename it to `path` in one step."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        write(unfinished)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_csv(path: str | Path, table: pd.DataFrame) -> None:
    """Write `table` without its index, floats to 12 significant digits and no negative zeros."""
    floats = table.select_dtypes("floating").columns
    table = table.assign(**{name: table[name] + 0.0 for name in floats})
    write_whole(path, lambda part: table.to_csv(part, index=False, float_format=f"%.{DIGITS}g", lineterminator="\n"))


def write_json(path: str | Path, content: dict) -> None:
    """Write `content` with sorted keys, floats to 12 significant digits and null for what is not finite."""
    text = json.dumps(plain(content), indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_whole(path, lambda part: part.write_text(text + "\n", encoding="utf-8"))


def read_csv(path: str | Path) -> pd.DataFrame:
    """A result table as it was written: unit keys as text, every float to its last bit."""
    keys = ("unit", "neighbour", "peer_unit", "term", "column", "table", "variable", "indicator")
    return pd.read_csv(path, dtype=dict.fromkeys(keys, str), keep_default_na=False, na_values=[""])


def read_json(path: str | Path) -> dict:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def plain(content):
    """`content` in JSON's own types, with floats rounded to the digits that are written."""
    if isinstance(content, dict):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple, np.ndarray, pd.Series, pd.Index)):
        return [plain(value) for value in content]
    if isinstance(content, (bool, np.bool_)):
        return bool(content)
    if isinstance(content, (int, np.integer)):
        return int(content)
    if isinstance(content, (float, np.floating)):
        return float(f"{float(content) + 0.0:.{DIGITS}g}") if np.isfinite(content) else None
    return content
