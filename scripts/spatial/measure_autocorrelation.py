"""Moran's I of each variable, by year and weights."""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.formulas import Formula
from core.logs import log_to
from core.tables import read_csv, write_csv
from estimation.frames import estimation_frame, matrix, units, years
from spatial.moran import moran_table
from spatial.weights import align, from_table, leave_units_out, refuse_islands


def measure_autocorrelation(
    path_to_panel,
    path_to_scores,
    paths_to_weights,
    path_to_autocorrelation,
    names,
    variables,
    leave_out,
    permutations,
    seed,
):
    panel = leave_units_out(read_csv(path_to_panel), [str(unit) for unit in leave_out])
    scores = read_csv(path_to_scores)
    tables = []
    for name, path in zip(names, paths_to_weights, strict=True):
        weights = from_table(read_csv(path), name)
        for variable in variables:
            frame = estimation_frame(panel, scores, Formula(variable, ()))
            aligned = refuse_islands(align(weights, units(frame)))
            tables.append(moran_table(matrix(frame, variable), years(frame), aligned, variable, permutations, seed))
    table = pd.concat(tables).sort_values(["year", "weights", "variable"])
    write_csv(path_to_autocorrelation, table)


if "snakemake" in globals():
    log_to(snakemake.log[0])
    measure_autocorrelation(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        paths_to_weights=snakemake.input.weights,
        path_to_autocorrelation=snakemake.output.autocorrelation,
        names=snakemake.params.names,
        variables=snakemake.params.variables,
        leave_out=snakemake.params.leave_out,
        permutations=snakemake.params.permutations,
        seed=snakemake.params.seed,
    )
