"""Fit the columns of one table on matched samples."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_panel, write_csv
from did.matching_columns import matching_column
from estimation.columns import fit_columns


def fit_matching(panel, scores, estimates, facts, table, columns):
    coefficients, fits = fit_columns(table, columns, partial(matching_column, read_panel(panel, scores)))
    write_csv(estimates, coefficients)
    write_json(facts, fits)


if "snakemake" in globals():
    run(fit_matching, snakemake)
