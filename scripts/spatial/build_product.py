"""Spatial weights: inverse distance times inverse distance in a variable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.jobs import run
from core.points import read_points
from estimation.weights import from_array
from spatial.building import units_of, write_weights
from spatial.distances import distances, inverse_distance
from spatial.economic import inverse_gap, means, refuse_cancelled


def build_product(
    panel,
    points,
    weights,
    summary,
    name,
    key,
    standardize,
    leave_out,
    islands,
    exponent,
    cutoff,
    variable,
    year,
    gap_floor,
):
    frame = Columns(panel)
    units = units_of(frame, leave_out, name)
    near = inverse_distance(distances(read_points(points, key), units), units, name, exponent, cutoff)
    raw = near * inverse_gap(means(frame, units, variable, year, name), units, name, variable, gap_floor)
    refuse_cancelled(raw, near, name, f"the factor 1 / gap of `{variable}`", standardize)
    write_weights(weights, summary, from_array(units, raw, name, standardize), "product", islands=islands)


if "snakemake" in globals():
    run(build_product, snakemake)
