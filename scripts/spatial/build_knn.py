"""Spatial weights: the nearest neighbours."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.jobs import run
from core.points import read_points
from estimation.weights import from_array
from spatial.building import units_of, write_weights
from spatial.distances import distances, nearest


def build_knn(panel, points, weights, summary, name, key, standardize, leave_out, neighbours, symmetric):
    units = units_of(Columns(panel), leave_out, name)
    raw = nearest(distances(read_points(points, key), units), units, name, neighbours, symmetric)
    write_weights(weights, summary, from_array(units, raw, name, standardize), "knn")


if "snakemake" in globals():
    run(build_knn, snakemake)
