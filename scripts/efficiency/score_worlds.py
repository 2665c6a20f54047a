"""Scores of every unit-year in two worlds of a simulated study, without and with its policy."""

import logging
import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.logs import log_to
from core.tables import read_csv, write_csv
from efficiency.data import indicators
from efficiency.score import score
from efficiency.spec import Specification

logger = logging.getLogger("efficiency")


def score_worlds(path_to_worlds, path_to_scores, specification):
    """Score each world of the table `world, unit, year, indicators...` on its own, as the study's data are."""
    specification = Specification.from_study(specification)
    parts = []
    for world, panel in read_csv(path_to_worlds).groupby("world"):
        data = indicators(panel, specification)
        scores = score(data, specification).score.round(10)
        parts.append(pd.DataFrame({"world": world, "unit": data.unit, "year": data.year, "score": scores}))
        logger.info("world %d: %d unit-years, mean score %.4f", world, len(scores), scores.mean())
    write_csv(path_to_scores, pd.concat(parts, ignore_index=True))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    score_worlds(
        path_to_worlds=snakemake.input.worlds,
        path_to_scores=snakemake.output.scores,
        specification=snakemake.params.specification,
    )
