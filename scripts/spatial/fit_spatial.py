"""Fit the spatial columns of one table: coefficients, facts of each fit, and what its effects are computed from."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from estimation.columns import fit_columns
from estimation.weights import from_tables
from spatial.columns import spatial_column
from spatial.grade_columns import grade_column


def fit_spatial(panel, scores, matrices, estimates, facts, table, columns, names, leave_out):
    weights = from_tables(names, map(read_csv, matrices))
    frame = read_panel(panel, scores)

    def fit(settings):
        fit_column = grade_column if settings.get("split") else spatial_column
        return fit_column(frame, weights, leave_out, settings)

    coefficients, fits = fit_columns(table, columns, fit)
    write_csv(estimates, coefficients)
    write_json(facts, fits)


if "snakemake" in globals():
    run(fit_spatial, snakemake)
