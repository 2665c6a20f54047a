"""What every script that builds weights begins and ends with."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from core.files import write_json
from core.tables import write_csv
from estimation.weights import Weights, leave_units_out, refuse_islands, summary_of, to_table


def units_of(panel: pd.DataFrame, leave_out: list[str], name: str) -> np.ndarray:
    """(N,) the units of the panel without those that the weights `name` leave out, sorted."""
    return np.array(sorted(set(leave_units_out(panel, leave_out, name)["unit"])), dtype=object)


def write_weights(
    weights: str | Path,
    summary: str | Path,
    built: Weights,
    kind: str,
    notes: list[str] = (),
    islands: str = "refuse",
) -> None:
    """Write weights and their summary, with `notes` on how they were made if there are any.

    Raises StudyError for islands, unless `islands` is `keep`.
    """
    kept = replace(built, keep_islands=True) if islands == "keep" else built
    write_csv(weights, to_table(refuse_islands(kept)))
    write_json(summary, summary_of(kept) | {"kind": kind} | ({"notes": list(notes)} if notes else {}))
