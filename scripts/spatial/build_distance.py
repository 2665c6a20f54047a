"""Spatial weights: inverse distance."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.jobs import run
from core.points import read_points
from estimation.weights import from_array
from spatial.building import units_of, write_weights
from spatial.distances import distances, inverse_distance


def build_distance(panel, points, weights, summary, name, key, standardize, leave_out, islands, exponent, cutoff):
    units = units_of(Columns(panel), leave_out, name)
    raw = inverse_distance(distances(read_points(points, key), units), units, name, exponent, cutoff)
    write_weights(weights, summary, from_array(units, raw, name, standardize), "distance", islands=islands)


if "snakemake" in globals():
    run(build_distance, snakemake)
