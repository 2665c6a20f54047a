"""Reference sets: against whom a unit-year is measured."""

from dataclasses import dataclass

import numpy as np

from core.errors import StudyError


@dataclass(frozen=True)
class ReferenceSet:
    """Rows of the data that are evaluated together, and the rows they are measured against.

    label : the year of the evaluated, or ``global``; after the name of their group, if there are groups
    evaluated, reference : (k,) and (r,) int, increasing row numbers.
    """

    label: str
    evaluated: np.ndarray
    reference: np.ndarray

    @property
    def position(self) -> np.ndarray:
        """(k,) int: where each evaluated row stands in `reference`, -1 for a row outside it."""
        place = np.searchsorted(self.reference, self.evaluated)
        inside = np.isin(self.evaluated, self.reference)
        return np.where(inside, place, -1)


def reference_sets(
    year: np.ndarray,
    complete: np.ndarray,
    eligible: np.ndarray,
    frontier: str,
    window: int | None = None,
    group: np.ndarray | None = None,
) -> list[ReferenceSet]:
    """Reference sets of the complete unit-years, each of which is evaluated in exactly one.

    A unit-year of year t is measured against the year t (`frontier` ``contemporaneous``), the years up to t
    (``sequential``), the years t - `window` + 1 to t, fewer at the start (``window``), or all (``global``).
    With `group` (n,) text, against those of them that are of its own group.
    `year` (n,) int, `complete` and `eligible` (n,) bool: those of the complete ones that may form the frontier. The
    sets are in the order of their years. StudyError where nobody may form one.
    """
    if group is not None:
        own = {name: group == name for name in np.unique(group[complete])}
        return [
            _filled(f"{name}, {part.label}", part.evaluated, part.reference[rows[part.reference]])
            for name, rows in own.items()
            for part in reference_sets(year, complete & rows, eligible, frontier, window)
        ]
    if frontier == "global":
        return [_filled("global", np.flatnonzero(complete), np.flatnonzero(eligible))]
    years = {"contemporaneous": 1, "sequential": np.inf, "window": window}[frontier]
    sets = []
    for one in np.unique(year[complete]):
        rows = np.flatnonzero(complete & (year == one))
        sets.append(_filled(str(one), rows, np.flatnonzero(eligible & (year <= one) & (year > one - years))))
    return sets


def _filled(label: str, evaluated: np.ndarray, reference: np.ndarray) -> ReferenceSet:
    if not reference.size:
        raise StudyError(
            f"`efficiency`: its `reference` leaves no unit-year to form the frontier `{label}`; let it keep some, or "
            "choose a `frontier` that reaches over more years"
        )
    return ReferenceSet(label, evaluated, reference)
