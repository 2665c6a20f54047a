"""Arrays of draws as files, every digit kept."""

import io
from pathlib import Path

import numpy as np

from core.files import write_bytes


def write_array(path: str | Path, values: np.ndarray) -> None:
    """Write `values` in NumPy's own format, with the same bytes for the same numbers."""
    memory = io.BytesIO()
    np.save(memory, values, allow_pickle=False)
    write_bytes(path, memory.getvalue())


def read_array(path: str | Path) -> np.ndarray:
    return np.load(path, allow_pickle=False)
