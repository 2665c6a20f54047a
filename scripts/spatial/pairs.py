"""Neighbours by a list of pairs, weights of one's own, and what becomes of units that have no neighbour."""

from dataclasses import replace

import numpy as np

from core.cells import numbers
from core.errors import StudyError, named
from estimation.weights import Weights, from_pairs, places, refuse_faulty_pairs


def listed_contiguity(
    pairs: dict[str, np.ndarray], units: np.ndarray, name: str, standardize: str
) -> tuple[Weights, list[str]]:
    """Neighbours by a list of pairs `unit, neighbour`, in either direction; raw weight 1.

    Pairs beyond `units`, as of a list for a whole country, are left out and counted in a sentence. Raises StudyError
    where no pair is among `units`.
    """
    ends = _ends(pairs)
    among = _among(ends, units)
    known = ends[among.all(axis=1)]
    if not len(known):
        raise StudyError(
            f"weights `{name}`: no pair of the list is of two units of the panel; the list has units such as "
            f"{named(list(pairs['unit'][:3]), 3)}, the panel such as {named(list(units[:3]), 3)}.\n"
            "  Write the keys of the panel into the first two columns of the list."
        )
    outside = sorted(set(ends[~among]))
    notes = [
        f"{len(ends) - len(known)} of {len(ends)} pairs are not used, of {len(outside)} units that are left out or "
        f"not in the panel: {named(outside)}"
    ]
    return _of_ends(known, units, name, standardize), notes if outside else []


def bridged(weights: Weights, bridges: dict[str, np.ndarray]) -> tuple[Weights, list[str]]:
    """The same weights with further pairs `unit, neighbour`, each for a `reason`; and sentences that name them.

    A bridge to a unit that the weights lack is not built, which is said. Raises StudyError naming rows without reason.
    """
    reasons, ends = bridges["reason"], _ends(bridges)
    if without := [row for row, reason in zip(bridges["row"], reasons, strict=True) if not reason.strip()]:
        raise StudyError(f"weights `{weights.name}`: rows {named(without)} of `bridges` have no `reason`; add it")
    known = _among(ends, weights.units).all(axis=1)
    notes = [f"bridge {one}-{other}: {why}" for (one, other), why in zip(ends[known], reasons[known], strict=True)]
    beyond = [f"{one}-{other}" for one, other in ends[~known]]
    notes += [f"bridges not built, since the weights lack one of the units: {named(beyond)}"] if beyond else []
    return _with_ends(weights, ends[known]), notes


def joined_to_nearest(weights: Weights, distance: np.ndarray) -> tuple[Weights, list[str]]:
    """The same weights with a pair of each island and its nearest unit; `distance` (N, N) is in km."""
    apart = np.where(np.eye(len(distance), dtype=bool), np.inf, distance)
    island = np.flatnonzero(np.isin(weights.units, weights.islands))
    near = apart[island].argmin(axis=1)
    notes = [
        f"{weights.units[one]} has no neighbour and is joined to the nearest unit {weights.units[other]}, "
        f"{apart[one, other]:.0f} km off"
        for one, other in zip(island, near, strict=True)
    ]
    return _with_ends(weights, weights.units[np.column_stack([island, near])]), notes


def listed_weights(pairs: dict[str, np.ndarray], units: np.ndarray, name: str, standardize: str) -> Weights:
    """Weights from a list of one's own: `unit, neighbour, weight`, each direction for itself.

    Raises StudyError naming units that are not among `units`, and pairs that stand twice or have no weight.
    """
    if unknown := sorted({*pairs["unit"], *pairs["neighbour"]} - {*units}):
        raise StudyError(
            f"weights `{name}`: {len(unknown)} units of the list are left out or not in the panel: {named(unknown)}.\n"
            "  Write the keys of the panel, or delete their rows."
        )
    pairs = pairs | {"weight": numbers(pairs["weight"])}
    refuse_faulty_pairs(pairs, f"weights `{name}`", "weight", "correct the list")
    every = np.concatenate([pairs["unit"], units]), np.concatenate([pairs["neighbour"], units])
    return from_pairs(*every, np.concatenate([pairs["weight"], np.zeros(len(units))]), name, standardize)


def _ends(pairs: dict[str, np.ndarray]) -> np.ndarray:
    """(n, 2) the units of pairs."""
    return np.column_stack([pairs["unit"], pairs["neighbour"]])


def _among(ends: np.ndarray, units: np.ndarray) -> np.ndarray:
    """(n, 2) whether the units of pairs are some of `units`."""
    return places(ends.ravel(), units).reshape(ends.shape) >= 0


def _of_ends(ends: np.ndarray, units: np.ndarray, name: str, standardize: str) -> Weights:
    """Weight 1 in both directions for each pair of the (n, 2) `ends`, however often it stands."""
    both = np.unique(np.vstack([ends, ends[:, ::-1]]).astype(str), axis=0)
    every = np.vstack([both, np.column_stack([units, units]).astype(str)])
    return from_pairs(every[:, 0], every[:, 1], every[:, 0] != every[:, 1], name, standardize)


def _with_ends(weights: Weights, ends: np.ndarray) -> Weights:
    row, column = weights.raw.nonzero()
    known = weights.units[np.column_stack([row, column])]
    further = _of_ends(np.vstack([known, ends]), weights.units, weights.name, weights.standardize)
    return replace(weights, units=further.units, raw=further.raw)
