"""What every script that builds weights begins and ends with."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from core.arrays import write_columns
from core.files import write_json
from estimation.weights import Weights, refuse_islands, refuse_unknown_units, summary_of, to_table


def units_of(panel: dict[str, np.ndarray], leave_out: list[str], name: str) -> np.ndarray:
    """(N,) the units of the panel without those that the weights `name` leave out, sorted."""
    refuse_unknown_units(panel["unit"], leave_out, name)
    return np.array(sorted({*panel["unit"]} - {*leave_out}), dtype=object)


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
    write_columns(weights, to_table(refuse_islands(kept)))
    write_json(summary, summary_of(kept) | {"kind": kind} | ({"notes": list(notes)} if notes else {}))
