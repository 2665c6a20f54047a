"""Spatial weights: inverse distance in a variable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.jobs import run
from estimation.weights import from_array
from spatial.building import units_of, write_weights
from spatial.economic import inverse_gap, means


def build_economic(panel, weights, summary, name, standardize, leave_out, variable, year, gap_floor):
    frame = Columns(panel)
    units = units_of(frame, leave_out, name)
    raw = inverse_gap(means(frame, units, variable, year, name), units, name, variable, gap_floor)
    write_weights(weights, summary, from_array(units, raw, name, standardize), "economic")


if "snakemake" in globals():
    run(build_economic, snakemake)
