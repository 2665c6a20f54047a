"""Gather the bootstrap replications: bias, corrected score and confidence interval of every unit-year."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from core.tables import read_csv, write_csv
from efficiency.bootstrap import gathered, interval_table, shrinkage, size_of
from efficiency.data import indicators
from efficiency.spec import Specification

logger = logging.getLogger("efficiency")


def gather_bootstrap(panel, scores, draws, bootstrap, specification, total, size):
    specification = Specification.from_study(specification)
    data, scored = indicators(read_csv(panel), specification), read_csv(scores)
    size = size_of(data, size)
    shrink = shrinkage(data, specification, size)
    logger.info("%d replications of %d units; differences shrink by %.4f", total, size, shrink)
    replications = gathered([read_csv(path) for path in draws], scored, total)
    write_csv(bootstrap, interval_table(scored, replications, shrink))


if "snakemake" in globals():
    run(gather_bootstrap, snakemake)
