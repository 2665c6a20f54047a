"""Neighbours by a list of pairs, weights of one's own, and what becomes of units that have no neighbour."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from estimation.weights import Weights, from_pairs, refuse_faulty_pairs


def listed_contiguity(pairs: pd.DataFrame, units: np.ndarray, name: str, standardize: str) -> tuple[Weights, list[str]]:
    """Neighbours by a list of pairs `unit, neighbour`, in either direction; raw weight 1.

    Pairs beyond `units`, as of a list for a whole country, are left out and counted in a sentence. Raises StudyError
    where no pair is among `units`.
    """
    among = pairs.isin(units)
    known = pairs[among.all(axis=1)]
    if known.empty:
        raise StudyError(
            f"weights `{name}`: no pair of the list is of two units of the panel; the list has units such as "
            f"{named(list(pairs['unit'][:3]), 3)}, the panel such as {named(list(units[:3]), 3)}.\n"
            "  Write the keys of the panel into the first two columns of the list."
        )
    outside = sorted(set(pairs.to_numpy()[~among.to_numpy()]))
    notes = [
        f"{len(pairs) - len(known)} of {len(pairs)} pairs are not used, of {len(outside)} units that are left out or "
        f"not in the panel: {named(outside)}"
    ]
    return _of_pairs(known, units, name, standardize), notes if outside else []


def bridged(weights: Weights, bridges: pd.DataFrame) -> tuple[Weights, list[str]]:
    """The same weights with further pairs `unit, neighbour`, each for a `reason`; and sentences that name them.

    A bridge to a unit that the weights lack is not built, which is said. Raises StudyError naming rows without reason.
    """
    if (without := bridges.index[bridges["reason"].str.strip() == ""]).size:
        raise StudyError(f"weights `{weights.name}`: rows {named(list(without))} of `bridges` have no `reason`; add it")
    known = bridges[["unit", "neighbour"]].isin(weights.units).all(axis=1)
    notes = [f"bridge {row.unit}-{row.neighbour}: {row.reason}" for row in bridges[known].itertuples()]
    beyond = [f"{row.unit}-{row.neighbour}" for row in bridges[~known].itertuples()]
    notes += [f"bridges not built, since the weights lack one of the units: {named(beyond)}"] if beyond else []
    return _with_pairs(weights, bridges[known]), notes


def joined_to_nearest(weights: Weights, distance: np.ndarray) -> tuple[Weights, list[str]]:
    """The same weights with a pair of each island and its nearest unit; `distance` (N, N) is in km."""
    apart = np.where(np.eye(len(distance), dtype=bool), np.inf, distance)
    island = np.flatnonzero(np.isin(weights.units, weights.islands))
    near = apart[island].argmin(axis=1)
    pairs = pd.DataFrame({"unit": weights.units[island], "neighbour": weights.units[near]})
    notes = [
        f"{row.unit} has no neighbour and is joined to the nearest unit {row.neighbour}, {apart[one, other]:.0f} km off"
        for row, one, other in zip(pairs.itertuples(), island, near, strict=True)
    ]
    return _with_pairs(weights, pairs), notes


def listed_weights(pairs: pd.DataFrame, units: np.ndarray, name: str, standardize: str) -> Weights:
    """Weights from a list of one's own: `unit, neighbour, weight`, each direction for itself.

    Raises StudyError naming units that are not among `units`, and pairs that stand twice or have no weight.
    """
    if unknown := sorted(set(pairs[["unit", "neighbour"]].to_numpy().ravel()) - set(units)):
        raise StudyError(
            f"weights `{name}`: {len(unknown)} units of the list are left out or not in the panel: {named(unknown)}.\n"
            "  Write the keys of the panel, or delete their rows."
        )
    pairs = pairs.assign(weight=pd.to_numeric(pairs["weight"], errors="coerce"))
    refuse_faulty_pairs(pairs, f"weights `{name}`", "weight", "correct the list")
    every = np.concatenate([pairs["unit"], units]), np.concatenate([pairs["neighbour"], units])
    return from_pairs(*every, np.concatenate([pairs["weight"], np.zeros(len(units))]), name, standardize)


def _of_pairs(pairs: pd.DataFrame, units: np.ndarray, name: str, standardize: str) -> Weights:
    """Weight 1 in both directions for each pair, however often it stands."""
    both = np.unique(np.vstack([pairs[["unit", "neighbour"]], pairs[["neighbour", "unit"]]]).astype(str), axis=0)
    every = np.vstack([both, np.column_stack([units, units]).astype(str)])
    return from_pairs(every[:, 0], every[:, 1], every[:, 0] != every[:, 1], name, standardize)


def _with_pairs(weights: Weights, pairs: pd.DataFrame) -> Weights:
    row, column = weights.raw.nonzero()
    known = pd.DataFrame({"unit": weights.units[row], "neighbour": weights.units[column]})
    further = _of_pairs(pd.concat([known, pairs]), weights.units, weights.name, weights.standardize)
    return replace(weights, units=further.units, raw=further.raw)
