"""Scores of every unit-year against the drawn units, for one chunk of bootstrap replications."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from core.tables import read_csv, write_exact
from efficiency.bootstrap import draws_of, replications, size_of
from efficiency.data import indicators
from efficiency.spec import Specification


def draw_bootstrap(panel, draws, specification, chunk, total, size, seed):
    specification = Specification.from_study(specification)
    data = indicators(read_csv(panel), specification)
    write_exact(draws, replications(data, specification, size_of(data, size), draws_of(chunk, total), seed))


if "snakemake" in globals():
    run(draw_bootstrap, snakemake)
