"""Fit the columns of one table by the generalised method of moments."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_panel, write_csv
from did.gmm_columns import gmm_column
from estimation.columns import fit_columns


def fit_gmm(panel, scores, estimates, facts, table, columns):
    coefficients, fits = fit_columns(table, columns, partial(gmm_column, read_panel(panel, scores)))
    write_csv(estimates, coefficients)
    write_json(facts, fits)


if "snakemake" in globals():
    run(fit_gmm, snakemake)
