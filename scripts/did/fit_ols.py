"""Fit the least-squares columns of one table: coefficients, clustered standard errors, facts of each fit."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_panel, write_csv
from did.ols import ols_column
from estimation.columns import fit_columns


def fit_ols(panel, scores, estimates, facts, table, columns):
    coefficients, fits = fit_columns(table, columns, partial(ols_column, read_panel(panel, scores)))
    write_csv(estimates, coefficients)
    write_json(facts, fits)


if "snakemake" in globals():
    run(fit_ols, snakemake)
