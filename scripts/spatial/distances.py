"""Weights by where units lie: inverse distance, and the nearest neighbours."""

import numpy as np

from core.errors import StudyError, named
from core.points import Points, great_circle

TIE = 1e-9  # km: two neighbours are equally far where their distances differ by rounding alone


def distances(points: Points, units: np.ndarray) -> np.ndarray:
    """(N, N) kilometres between `units` on the sphere; StudyError naming units without a point."""
    degrees = points.of(units, "leave_out")
    return great_circle(degrees, degrees)


def inverse_distance(distance: np.ndarray, units: np.ndarray, name: str, exponent: float, cutoff: float | None):
    """(N, N) raw weights d_ij^-p in km^-p, 0 beyond `cutoff` km and on the diagonal.

    Raises StudyError naming the pairs of units that have one place, whose weight would be infinite.
    """
    refuse_pairs(
        distance == 0,
        units,
        name,
        "have one place, where the inverse of the distance is infinite",
        "Correct their points, or name one of each pair under `leave_out`.",
    )
    with np.errstate(divide="ignore"):
        weight = distance**-exponent
    np.fill_diagonal(weight, 0)
    return weight if cutoff is None else np.where(distance <= cutoff, weight, 0)


def nearest(distance: np.ndarray, units: np.ndarray, name: str, neighbours: int, symmetric: bool) -> np.ndarray:
    """(N, N) 1 where the unit of the column is among the `neighbours` nearest of that of the row, else 0.

    Of units that are equally far the one whose key comes first is nearer. `symmetric`: also where the unit of the row
    is among the nearest of that of the column. Raises StudyError for as many neighbours as units.
    """
    if neighbours >= len(units):
        raise StudyError(f"weights `{name}`: {neighbours} `neighbours` of {len(units)} units; at most {len(units) - 1}")
    rounded = np.round(distance / TIE)
    np.fill_diagonal(rounded, np.inf)
    rank = np.argsort(np.asarray(units).astype(str)).argsort()
    order = np.lexsort((np.broadcast_to(rank, rounded.shape), rounded), axis=1)
    weight = np.zeros(distance.shape)
    np.put_along_axis(weight, order[:, :neighbours], 1, axis=1)
    return np.maximum(weight, weight.T) if symmetric else weight


def refuse_pairs(found: np.ndarray, units: np.ndarray, name: str, fault: str, remedy: str) -> None:
    """StudyError naming the pairs of different units for which the symmetric (N, N) `found` holds."""
    pairs = [f"{units[one]}-{units[other]}" for one, other in np.argwhere(np.triu(found, 1))]
    if pairs:
        raise StudyError(f"weights `{name}`: {len(pairs)} pairs of units {fault}: {named(pairs)}.\n  {remedy}")
