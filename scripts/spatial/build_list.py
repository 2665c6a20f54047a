"""Spatial weights: a list of one's own."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.jobs import run
from core.pairs import read_pairs
from spatial.building import units_of, write_weights
from spatial.pairs import listed_weights


def build_list(panel, pairs, weights, summary, name, standardize, leave_out, islands):
    units = units_of(Columns(panel), leave_out, name)
    built = listed_weights(read_pairs(pairs, "weight"), units, name, standardize)
    write_weights(weights, summary, built, "list", islands=islands)


if "snakemake" in globals():
    run(build_list, snakemake)
