"""Spatial weights: two others in one."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.jobs import run
from estimation.weights import from_table
from spatial.building import write_weights
from spatial.mixtures import mixed, parts_of


def build_nested(first, second, weights, summary, name, of, standardize, leave_out, share, order):
    parts = parts_of([from_table(Columns(file), one) for one, file in zip(of, (first, second), strict=True)], leave_out)
    built, notes = mixed(*parts, name, standardize, share, order)
    write_weights(weights, summary, built, "nested", notes)


if "snakemake" in globals():
    run(build_nested, snakemake)
