"""Scores in the worlds of a simulated study."""

import logging

import pandas as pd

from efficiency.data import indicators
from efficiency.score import score
from efficiency.spec import Specification
from efficiency.tolerances import DECIMALS

logger = logging.getLogger(__name__)


def scores_by_world(worlds: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """world, unit, year and score; each world of `worlds` (world, unit, year, indicators) is scored on its own."""
    parts = []
    for world, panel in worlds.groupby("world"):
        data = indicators(panel, specification)
        scores = score(data, specification).score.round(DECIMALS)
        parts.append(pd.DataFrame({"world": world, "unit": data.unit, "year": data.year, "score": scores}))
        logger.info("world %d: %d unit-years, mean score %.4f", world, len(scores), scores.mean())
    return pd.concat(parts, ignore_index=True)
