"""Scores in the worlds of a simulated study."""

import logging

import pandas as pd

from efficiency.data import KEYS, indicators
from efficiency.score import score
from efficiency.spec import Specification
from efficiency.tolerances import DECIMALS

logger = logging.getLogger(__name__)


def scores_by_world(
    worlds: pd.DataFrame, panel: pd.DataFrame, specifications: dict[str, Specification]
) -> pd.DataFrame:
    """world, unit, year and a column for each of the `specifications`; every world is scored on its own.

    `worlds` : world, unit, year and the indicators; `panel` : what else a condition on who forms the frontier may
    need, the same in all worlds
    """
    others = panel[[*KEYS, *panel.columns.difference(worlds.columns)]]
    parts = []
    for world, table in worlds.groupby("world"):
        frame = table.merge(others, on=KEYS, how="left", validate="1:1")
        found = {name: _scored(frame, specification) for name, specification in specifications.items()}
        parts.append(pd.concat(found.values(), axis=1).reset_index().assign(world=world))
        parts[-1].columns = [*KEYS, *found, "world"]
        logger.info("world %d: %d unit-years", world, len(frame))
    return pd.concat(parts, ignore_index=True)[["world", *KEYS, *specifications]]


def _scored(frame: pd.DataFrame, specification: Specification) -> pd.Series:
    data = indicators(frame, specification)
    keys = pd.MultiIndex.from_arrays([data.unit, data.year], names=KEYS)
    return pd.Series(score(data, specification).score.round(DECIMALS), keys)
