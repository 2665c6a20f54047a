"""Spatial weights: queen contiguity of polygons."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.shapes import read_shapes
from core.tables import write_csv
from spatial.contiguity import queen_contiguity
from spatial.weights import refuse_islands, summary_of, to_table


def build_contiguity(shapes, weights, summary, name, key, standardize, leave_out):
    built = refuse_islands(queen_contiguity(read_shapes(shapes), key, name, standardize, leave_out))
    write_csv(weights, to_table(built))
    write_json(summary, summary_of(built) | {"kind": "contiguity"})


if "snakemake" in globals():
    run(build_contiguity, snakemake)
