"""What the data and the scores should make a reader suspicious of."""

from collections.abc import Iterator

import numpy as np

from core.errors import named
from core.statuses import WITHOUT_SUPER
from efficiency.data import Indicators, duplicates, near_zero
from efficiency.score import Scores, sets_of
from efficiency.spec import Specification
from efficiency.switch import SUPER, hardly_improve
from efficiency.tolerances import AT_BOUND, EFFICIENT

FEW = 3  # unit-years for each indicator, below which too many are efficient for want of others like them


def flags(data: Indicators, scores: Scores, specification: Specification) -> dict[str, np.ndarray]:
    """For each flag a (n,) bool; False for unit-years that are missing."""
    copies = np.zeros(len(data.unit), dtype=bool)
    for rows in copies_in_sets(data, specification):
        copies[rows] = True
    years, size = np.unique(data.year[data.complete], return_counts=True)
    marks = {
        "near_switch": near_switch(data, scores, specification),
        "bound_hit": scores.super > specification.bound - AT_BOUND,
        "floored": data.floored.any(axis=1),
        "near_zero_bad": near_zero(data, specification).any(axis=1),
        "duplicate": copies,
        "alone_in_year": np.isin(data.year, years[size == 1]),
    }
    return {name: mark & data.complete for name, mark in marks.items()}


def near_switch(data: Indicators, scores: Scores, specification: Specification) -> np.ndarray:
    """(n,) bool: unit-years that a small change of data sends to the other stage, as `efficiency.switch` says.

    None where the measure has one stage only.
    """
    if not specification.two_stages:
        return np.zeros(len(data.unit), dtype=bool)
    near = scores.super < SUPER
    for group in sets_of(data, specification):
        chosen = np.flatnonzero(scores.stage[group.evaluated] == "sbm")
        if chosen.size:
            rows = group.evaluated[chosen]
            pool = np.unique(scores.peers.unit[np.isin(scores.peers.row, rows)])
            near[rows] = hardly_improve(
                data.values[group.reference],
                data.values[rows],
                group.position[chosen],
                specification,
                np.searchsorted(group.reference, pool),
            )
    return near


def copies_in_sets(data: Indicators, specification: Specification) -> list[np.ndarray]:
    """Groups of rows of one reference set that are equal, or proportional under CRS; none within another."""
    groups = []
    for part in sets_of(data, specification):
        rows = part.reference
        found = [rows[group] for group in duplicates(data.values[rows], proportional=not specification.vrs)]
        found = [new for new in found if not any(np.isin(new, old).all() for old in groups)]
        groups = [old for old in groups if not any(np.isin(old, new).all() for new in found)] + found
    return groups


def by_column(data: Indicators, specification: Specification) -> dict[str, dict]:
    """For each indicator, over the complete unit-years: what its values hide.

    floored : number of zeros replaced; floor : by what, None if none was; ties : values that another unit-year has
    too, counted beyond the first; constant : whether all are equal; near_zero_share : share of an undesirable output
    below 1 % of its median, None for the others
    """
    values, floored = data.values[data.complete], data.floored[data.complete]
    shares = dict(
        zip(specification.undesirable, near_zero(data, specification)[data.complete].mean(axis=0), strict=True)
    )
    return {
        name: {
            "floored": int(zero.sum()),
            "floor": float(column[zero][0]) if zero.any() else None,
            "ties": len(column) - len(np.unique(column)),
            "constant": bool(len(column) > 1 and np.ptp(column) == 0),
            "near_zero_share": shares.get(name),
        }
        for name, column, zero in zip(specification.columns, values.T, floored.T, strict=True)
    }


def proportional_columns(data: Indicators, specification: Specification) -> list[list[str]]:
    """Groups of indicators that are equal up to a factor: the same slack counts more than once."""
    columns = data.values[data.complete].T
    groups = duplicates(columns, proportional=True) if columns.shape[1] > 1 else []
    return [[specification.columns[k] for k in group] for group in groups]


def warnings_of(
    data: Indicators, scores: Scores, marks: dict[str, np.ndarray], specification: Specification
) -> Iterator[str]:
    """Sentences for the log on what a reader of the scores must know; none for ordinary data."""
    smallest = min(len(group.reference) for group in sets_of(data, specification))
    if smallest < FEW * len(specification.columns):
        yield (
            f"a reference set has {smallest} unit-years for {len(specification.columns)} indicators:"
            " most of them are efficient for want of others to compare with"
        )
    for name, facts in by_column(data, specification).items():
        if facts["floored"]:
            yield f"{name}: {facts['floored']} zeros became {facts['floor']:g}"
        if facts["constant"]:
            yield f"{name} is the same for all unit-years"
    for group in proportional_columns(data, specification):
        yield f"{named(group)} are the same up to a factor: their slack counts {len(group)} times"
    for status in WITHOUT_SUPER:
        if (scores.status == status).any():
            yield f"super program infeasible, status {status}: {_rows(data, scores.status == status)}"
    if marks["bound_hit"].any():
        yield f"score at its upper bound {specification.bound:g}: {_rows(data, marks['bound_hit'])}"
    steered = marks["near_zero_bad"] & (scores.sbm >= 1 - EFFICIENT)
    if steered.any():
        yield f"efficient with a near-zero undesirable output: {_rows(data, steered)}"


def _rows(data: Indicators, chosen: np.ndarray) -> str:
    rows = np.flatnonzero(chosen)
    return f"{len(rows)} unit-years, {named([f'{data.unit[row]} {data.year[row]}' for row in rows])}"
