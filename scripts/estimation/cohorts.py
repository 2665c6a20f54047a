"""Cohorts of an absorbing 0/1 policy: who is first treated when."""

import numpy as np

from core.errors import StudyError, named
from estimation.sample import Sample


def first_treated(sample: Sample, policy: str) -> np.ndarray:
    """First treated year (n,) of each unit of `sample`, ``inf`` for a unit never treated in it.

    Raises StudyError naming unit and year where the policy is not 0 or 1, or goes back from 1 to 0.
    """
    values = sample.column(policy)
    _refuse(~np.isin(values, (0.0, 1.0)), sample, f"policy `{policy}` is neither 0 nor 1", "Code it as 0 or 1.")
    ends = np.zeros(len(values), dtype=bool)
    ends[1:] = (values[1:] < values[:-1]) & (sample.unit[1:] == sample.unit[:-1])
    _refuse(ends, sample, f"policy `{policy}` returns to 0", "Once 1 it has to stay 1, or the unit be left out.")
    start = np.full(len(sample.units), np.inf)
    np.minimum.at(start, sample.unit, np.where(values == 1, sample.year, np.inf))
    return start


def refuse_no_contrast(start: np.ndarray, name: str) -> None:
    """Raise StudyError if no unit is treated or all are treated in one year: then nothing can be compared."""
    if np.isinf(start).all():
        raise StudyError(f"policy `{name}`: no unit is treated in this sample")
    if np.unique(start).size == 1:
        raise StudyError(
            f"policy `{name}`: all {start.size} units are treated at once, in {start[0]:.0f}; nothing to compare with"
        )


def cohort_sizes(start: np.ndarray) -> dict[int, int]:
    """Number of units first treated in each year, ascending; without the never treated."""
    starts, sizes = np.unique(start[np.isfinite(start)], return_counts=True)
    return {int(year): int(size) for year, size in zip(starts, sizes, strict=True)}


def _refuse(where: np.ndarray, sample: Sample, fault: str, remedy: str) -> None:
    if where.any():
        cells = [f"{sample.units[sample.unit[row]]} {sample.year[row]}" for row in np.flatnonzero(where)]
        raise StudyError(f"{fault} in {len(cells)} unit-years: {named(cells)}.\n  {remedy}")
