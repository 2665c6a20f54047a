"""Scores in the worlds of a simulated study."""

import logging
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from core.arrays import stacked
from core.expressions import names_in
from efficiency.data import KEYS, indicators
from efficiency.score import score
from efficiency.spec import Specification
from efficiency.tolerances import DECIMALS

logger = logging.getLogger(__name__)


def scores_by_world(
    worlds: Mapping[str, Sequence], panel: Mapping[str, Sequence], specifications: dict[str, Specification]
) -> dict[str, np.ndarray]:
    """world, unit, year and a column for each of the `specifications`; every world is scored on its own.

    `worlds` : columns world, unit, year and the indicators; `panel` : what else a condition on who forms the frontier
    may need, the same in all worlds
    """
    needed = {*KEYS, *(name for specification in specifications.values() for name in _variables(specification))}
    columns = {name: np.asarray(worlds[name]) for name in needed & set(worlds)}
    columns |= _beside(worlds, panel, needed & set(panel) - set(worlds))
    number, parts = np.asarray(worlds["world"]), []
    for world in np.unique(number).tolist():
        chosen = np.flatnonzero(number == world)
        table = dict.fromkeys([*worlds, *panel]) | {name: cells[chosen] for name, cells in columns.items()}
        data = {name: indicators(table, specification) for name, specification in specifications.items()}
        found = {name: score(data[name], specifications[name]).score.round(DECIMALS) for name in specifications}
        keys = next(iter(data.values()))
        parts.append({"world": np.full(len(chosen), world), "unit": keys.unit, "year": keys.year} | found)
        logger.info("world %d: %d unit-years", world, len(chosen))
    return stacked(parts)


def _variables(specification: Specification) -> set[str]:
    """The variables that a specification names, those of its condition among them."""
    condition = names_in(specification.reference, condition=True) if specification.reference else set()
    return {*specification.columns, *condition, *([specification.group] if specification.group else [])}


def _beside(worlds: Mapping[str, Sequence], panel: Mapping[str, Sequence], names: Iterable[str]) -> dict:
    """Columns of the panel in the rows of `worlds`; None where the panel lacks a unit-year."""
    place = {key: row for row, key in enumerate(zip(panel["unit"], panel["year"], strict=True))}
    rows = [place.get(key) for key in zip(worlds["unit"], worlds["year"], strict=True)]
    lists = {name: np.asarray(panel[name]).tolist() for name in names}
    beside = {name: [None if row is None else cells[row] for row in rows] for name, cells in lists.items()}
    return {name: np.array(cells, dtype=object) for name, cells in beside.items()}
