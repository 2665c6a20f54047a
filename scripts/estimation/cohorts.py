"""Cohorts of an absorbing 0/1 policy: who is first treated when."""

import numpy as np

from core.errors import StudyError, named


def first_treated(policy: np.ndarray, years: np.ndarray, units: np.ndarray, name: str) -> np.ndarray:
    """First treated year of each unit, ``inf`` for a unit never treated.

    `policy` is (N, T), units by years; `years` (T,) ascending; `units` (N,); `name` is that of the policy.
    Raises StudyError naming unit and year where the policy is not 0 or 1, or goes back from 1 to 0.
    """
    _refuse(~np.isin(policy, (0.0, 1.0)), years, units, f"policy `{name}` is neither 0 nor 1", "Code it as 0 or 1.")
    ends = np.zeros(policy.shape, dtype=bool)
    ends[:, 1:] = policy[:, 1:] < policy[:, :-1]
    _refuse(ends, years, units, f"policy `{name}` returns to 0", "Once 1 it has to stay 1, or the unit be left out.")
    treated = policy == 1
    return np.where(treated.any(axis=1), years[treated.argmax(axis=1)].astype(float), np.inf)


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


def _refuse(where: np.ndarray, years: np.ndarray, units: np.ndarray, fault: str, remedy: str) -> None:
    if where.any():
        cells = [f"{units[i]} {years[t]}" for i, t in np.argwhere(where)]
        raise StudyError(f"{fault} in {len(cells)} unit-years: {named(cells)}.\n  {remedy}")
