"""Fit the least-squares columns of one table: coefficients, clustered standard errors, facts of each fit."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, write_json
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from did.ols import ols_column
from estimation.columns import fit_columns
from estimation.frontier import frontiers_of


def fit_ols(panel, scores, bootstrap, replications, estimates, facts, table, columns):
    drawn = [read_csv(path) for path in replications]
    frontiers = frontiers_of(drawn, read_json(bootstrap)["factor"]) if drawn else None
    fit = partial(ols_column, read_panel(panel, scores), frontiers=frontiers)
    coefficients, fits = fit_columns(table, columns, fit)
    write_csv(estimates, coefficients)
    write_json(facts, fits)


if "snakemake" in globals():
    run(fit_ols, snakemake)
