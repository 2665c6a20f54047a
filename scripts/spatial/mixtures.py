"""Nested weights: two others in one."""

import numpy as np
from scipy import sparse

from core.errors import StudyError, named
from estimation.weights import Mixture, Weights, align, nested


def parts_of(weights: list[Weights], leave_out: list[str]) -> list[Weights]:
    """The two weights without the units of `leave_out`; StudyError naming units that one of them lacks."""
    first, second = weights
    if apart := sorted((set(first.units) ^ set(second.units)) - set(leave_out)):
        raise StudyError(
            f"weights `{first.name}` and `{second.name}` differ in {len(apart)} units: {named(apart)}.\n"
            "  Give both the same `leave_out`, or name these units under `leave_out` of the nested weights."
        )
    units = np.array(sorted(set(first.units) - set(leave_out)), dtype=object)
    return [align(part, units) for part in weights]


def mixed(
    first: Weights, second: Weights, name: str, standardize: str, share: float, order: str
) -> tuple[Weights, list[str]]:
    """share W1 + (1 - share) W2 of the same units, standardised again; and a warning where units of measurement decide.

    order : `standardise_first`, each by `standardize`; or `raw`, the sum of raw weights whatever their units
    """
    if order == "standardise_first":
        return nested(Mixture(first.raw, second.raw, share), first.units, name, standardize), []
    parts = share * first.raw, (1 - share) * second.raw
    mass = parts[0].sum() / (parts[0].sum() + parts[1].sum())
    said = (
        f"raw weights of unlike units are added: `{first.name}` has {100 * mass:.3g} % of their sum, `{second.name}` "
        f"{100 * (1 - mass):.3g} %"
    )
    return Weights(name, first.units, sparse.csr_array(parts[0] + parts[1]), standardize), [said]
