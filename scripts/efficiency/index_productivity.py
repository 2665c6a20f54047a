"""Global Malmquist productivity of every unit and pair of consecutive years."""

import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_csv, write_csv
from core.logs import log_to
from efficiency.data import indicators
from efficiency.productivity import global_malmquist
from efficiency.spec import Specification

logger = logging.getLogger("efficiency")


def index_productivity(path_to_panel, path_to_productivity, specification):
    specification = Specification.from_study(specification)
    start = time.perf_counter()
    table = global_malmquist(indicators(read_csv(path_to_panel), specification), specification)
    blank = int((table["status"] != "ok").sum())
    logger.info("%d pairs of years, %d blank, in %.2f s", len(table), blank, time.perf_counter() - start)
    write_csv(path_to_productivity, table)


if "snakemake" in globals():
    log_to(snakemake.log[0])
    index_productivity(
        path_to_panel=snakemake.input.panel,
        path_to_productivity=snakemake.output.productivity,
        specification=snakemake.params.specification,
    )
