"""Fit the spatial event studies of one table: effects at home and next door by years since a policy began."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from estimation.columns import fit_columns
from estimation.weights import from_tables
from spatial.event_columns import spatial_event_column


def fit_spatial_event_study(panel, scores, matrices, estimates, facts, table, columns, names, leave_out):
    weights = from_tables(names, map(read_csv, matrices))
    fit = partial(spatial_event_column, read_panel(panel, scores), weights, leave_out)
    coefficients, fits = fit_columns(table, columns, fit)
    write_csv(estimates, coefficients)
    write_json(facts, fits)


if "snakemake" in globals():
    run(fit_spatial_event_study, snakemake)
