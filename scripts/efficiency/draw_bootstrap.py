"""Scores of every unit-year against the drawn units, for one chunk of bootstrap replications."""

import logging
import sys
import time
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_whole
from core.logs import log_to
from core.tables import read_csv
from efficiency.bootstrap import draws_of, replicate, size_of
from efficiency.data import indicators
from efficiency.spec import Specification

logger = logging.getLogger("efficiency")


def draw_bootstrap(path_to_panel, path_to_draws, specification, chunk, total, size, seed):
    specification = Specification.from_study(specification)
    data = indicators(read_csv(path_to_panel), specification)
    size = size_of(data, size)
    columns = {"unit": data.unit, "year": data.year}
    for draw in draws_of(chunk, total):
        start = time.perf_counter()
        columns[f"draw_{draw}"] = replicate(data, specification, size, draw, seed)
        logger.info("replication %d, %d units, %.2f s", draw, size, time.perf_counter() - start)
    table = pd.DataFrame(columns)
    write_whole(path_to_draws, lambda path: table.to_csv(path, index=False, float_format="%.10f", lineterminator="\n"))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    draw_bootstrap(
        path_to_panel=snakemake.input.panel,
        path_to_draws=snakemake.output.draws,
        specification=snakemake.params.specification,
        chunk=snakemake.params.chunk,
        total=snakemake.params.total,
        size=snakemake.params.size,
        seed=snakemake.params.seed,
    )
