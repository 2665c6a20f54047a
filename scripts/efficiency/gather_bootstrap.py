"""Gather the bootstrap replications: bias, corrected score and confidence interval of every unit-year."""

import logging
import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError
from core.logs import log_to
from core.tables import read_csv, write_csv
from efficiency.bootstrap import intervals, shrinkage, size_of
from efficiency.data import indicators
from efficiency.spec import Specification

KEYS = ["unit", "year"]

logger = logging.getLogger("efficiency")


def all_replications(parts: list[pd.DataFrame], scores: pd.DataFrame, total: int) -> pd.DataFrame:
    """Replications 0..`total`-1 side by side in the rows of `scores`; StudyError unless each is there once."""
    rows = pd.MultiIndex.from_frame(scores[KEYS])
    draws = pd.concat([part.set_index(KEYS) for part in parts], axis=1)
    expected = [f"draw_{draw}" for draw in range(total)]
    if not draws.index.equals(rows) or sorted(draws.columns) != sorted(expected):
        raise StudyError(
            f"{draws.shape[1]} bootstrap replications of {len(draws)} unit-years, where {total} of {len(rows)} are"
            " expected: chunks of another run are mixed in. Delete the chunks and run again."
        )
    return draws[expected]


def gather_bootstrap(path_to_panel, path_to_scores, paths_to_draws, path_to_bootstrap, specification, total, size):
    specification = Specification.from_study(specification)
    data, scores = indicators(read_csv(path_to_panel), specification), read_csv(path_to_scores)
    size = size_of(data, size)
    shrink = shrinkage(data, specification, size)
    draws = all_replications([read_csv(path) for path in paths_to_draws], scores, total)
    own = scores["score"].where(scores["status"] == "ok").to_numpy(dtype=float)
    table = intervals(own, draws.to_numpy(dtype=float), shrink)
    logger.info("%d replications of %d units; differences shrink by %.4f", total, size, shrink)
    partial = int((table["replications"] < total).sum())
    logger.log(logging.WARNING if partial else logging.INFO, "%d unit-years lack some or all replications", partial)
    write_csv(path_to_bootstrap, pd.concat([scores[KEYS], table], axis=1))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    gather_bootstrap(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        paths_to_draws=snakemake.input.draws,
        path_to_bootstrap=snakemake.output.bootstrap,
        specification=snakemake.params.specification,
        total=snakemake.params.total,
        size=snakemake.params.size,
    )
