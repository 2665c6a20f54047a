"""Spatial weights from the polygons of the units."""

import sys
from pathlib import Path

import geopandas as gpd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError
from core.files import write_json
from core.logs import log_to
from core.tables import write_csv
from spatial.weights import queen_contiguity, refuse_islands, summary, to_table


def build_weights(path_to_shapes, path_to_weights, path_to_summary, kind, key, standardize):
    name = Path(path_to_weights).stem
    if kind != "contiguity":
        raise StudyError(f"weights `{name}`: kind `{kind}` is unknown; allowed: `contiguity`")
    weights = refuse_islands(queen_contiguity(gpd.read_file(path_to_shapes), key, name, standardize))
    write_csv(path_to_weights, to_table(weights))
    write_json(path_to_summary, summary(weights) | {"kind": kind})


if "snakemake" in globals():
    log_to(snakemake.log[0])
    build_weights(
        path_to_shapes=snakemake.input.shapes,
        path_to_weights=snakemake.output.weights,
        path_to_summary=snakemake.output.summary,
        kind=snakemake.params.kind,
        key=snakemake.params.key,
        standardize=snakemake.params.standardize,
    )
