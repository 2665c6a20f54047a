"""Scores of every unit-year against the drawn units, for one chunk of bootstrap replications."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns, write_columns
from core.jobs import run
from efficiency.bootstrap import draws_of, replications, size_of
from efficiency.data import indicators
from efficiency.spec import Specification


def draw_bootstrap(panel, draws, specification, chunk, total, size, seed):
    specification = Specification.from_study(specification)
    data = indicators(Columns(panel), specification)
    found = replications(data, specification, size_of(data, size), draws_of(chunk, total), seed)
    write_columns(draws, found, exact=True)


if "snakemake" in globals():
    run(draw_bootstrap, snakemake)
