"""Rings around treated units: untreated unit-years by their distance to the nearest treated one (Butts 2021)."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.points import Points, great_circle
from estimation.sample import Sample


def ringed(panel: pd.DataFrame, sample: Sample, policy: str, points: Points, edges: list[float]) -> Sample:
    """`sample` with an indicator of each ring behind its terms: untreated, and nearer than its outer edge.

    The nearest treated unit of a year is one of the whole `panel`, in or outside the sample. Raises StudyError for a
    ring, or a country beyond the last, without an untreated row.
    """
    distance = nearest_treated(panel, sample, policy, points)
    untreated = sample.column(policy) == 0
    rings = {
        ring_name(inner, outer): untreated & (inner <= distance) & (distance < outer)
        for inner, outer in pairwise([0.0, *edges])
    }
    late = sample.year >= panel.loc[panel[policy] == 1, "year"].min()
    far = {f"beyond {edges[-1]:g} km": untreated & late & (distance >= edges[-1])}
    for name, rows in (rings | far).items():
        if not rows.any():
            raise StudyError(
                f"`rings` {edges}: no untreated unit-year of the sample lies {name} from a treated unit; choose other "
                "edges"
            )
    columns = np.column_stack([sample.columns, *(rows.astype(float) for rows in rings.values())])
    return replace(sample, terms=(*sample.terms, *rings), columns=columns)


def nearest_treated(panel: pd.DataFrame, sample: Sample, policy: str, points: Points) -> np.ndarray:
    """(N,) km from the unit of each row of `sample` to the nearest that is treated in its year, ``inf`` if none is."""
    treated = panel.loc[panel[policy] == 1, ["unit", "year"]]
    places = points.of(sample.units)
    found = np.full(len(sample.year), np.inf)
    for year, units in treated.groupby("year")["unit"]:
        rows = sample.year == year
        km = great_circle(places, points.of(units.to_numpy())).min(axis=1)
        found[rows] = km[sample.unit[rows]]
    return found


def ring_name(inner: float, outer: float) -> str:
    return f"{inner:g} to {outer:g} km"
