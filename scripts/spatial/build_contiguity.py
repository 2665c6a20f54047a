"""Spatial weights: contiguity by polygons or by a list of pairs."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.jobs import run
from core.pairs import read_pairs
from core.points import read_points
from core.shapes import read_shapes
from spatial.building import units_of, write_weights
from spatial.contiguity import queen_contiguity
from spatial.distances import distances
from spatial.pairs import bridged, joined_to_nearest, listed_contiguity


def build_contiguity(
    panel, shapes, pairs, bridges, points, weights, summary, name, key, standardize, leave_out, islands
):
    if shapes:
        built, notes = queen_contiguity(read_shapes(shapes), key, name, standardize, leave_out), []
    else:
        units = units_of(Columns(panel), leave_out, name)
        built, notes = listed_contiguity(read_pairs(pairs), units, name, standardize)
    more = []
    if islands == "bridge":
        built, more = bridged(built, read_pairs(bridges, "reason"))
    if islands == "nearest":
        built, more = joined_to_nearest(built, distances(read_points(points, key), built.units))
    write_weights(weights, summary, built, "contiguity", [*notes, *more], islands)


if "snakemake" in globals():
    run(build_contiguity, snakemake)
