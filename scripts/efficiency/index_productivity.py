"""Productivity indices of every unit and pair of consecutive years."""

import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns, write_columns
from core.files import write_json
from core.jobs import run
from efficiency.data import indicators
from efficiency.productivity import indices
from efficiency.spec import Specification

logger = logging.getLogger("efficiency")


def index_productivity(panel, productivity, counts, specification, measures, disposability):
    specification = Specification.from_study(specification)
    data = indicators(Columns(panel), specification)
    start = time.perf_counter()
    table, found = indices(data, specification, measures, disposability)
    logger.info("%d pairs of years in %.2f s", len(table["unit"]), time.perf_counter() - start)
    write_columns(productivity, table)
    write_json(counts, {"disposability": disposability, "measures": found})


if "snakemake" in globals():
    run(index_productivity, snakemake)
