"""Productivity indices of every unit and pair of consecutive years."""

import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.logs import log_to
from core.tables import read_csv, write_csv
from efficiency.data import indicators
from efficiency.productivity import productivity
from efficiency.spec import Specification

logger = logging.getLogger("efficiency")


def index_productivity(path_to_panel, path_to_productivity, path_to_counts, specification, measures, disposability):
    specification = Specification.from_study(specification)
    start = time.perf_counter()
    data = indicators(read_csv(path_to_panel), specification)
    table, counts = productivity(data, specification, measures, disposability)
    logger.info("%d pairs of years in %.2f s", len(table), time.perf_counter() - start)
    for measure, count in counts.items():
        blank = {status: number for status, number in count["status"].items() if number and status != "ok"}
        logger.log(
            logging.WARNING if blank else logging.INFO, "%s: %d pairs, blank: %s", measure, count["pairs"], blank
        )
    write_csv(path_to_productivity, table)
    write_json(path_to_counts, {"disposability": disposability, "measures": counts})


if "snakemake" in globals():
    log_to(snakemake.log[0])
    index_productivity(
        path_to_panel=snakemake.input.panel,
        path_to_productivity=snakemake.output.productivity,
        path_to_counts=snakemake.output.counts,
        specification=snakemake.params.specification,
        measures=snakemake.params.measures,
        disposability=snakemake.params.disposability,
    )
