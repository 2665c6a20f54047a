"""Fit the models of one table: coefficients, clustered standard errors and what a reader must know of each fit."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import naming
from core.files import write_json
from core.formulas import parse_formula
from core.logs import log_to
from core.tables import read_csv, write_csv
from did.record import record
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.frames import estimation_frame, matrix, units, years
from estimation.least_squares import fit_formula, tidy


def fit_column(panel: pd.DataFrame, scores: pd.DataFrame, column: dict, policy: str | None, ssc: str):
    """Coefficients (a frame) and entry (a dictionary) of one column of a table; a study may have no policy."""
    formula = parse_formula(column["formula"])
    frame = estimation_frame(panel, scores, formula, column.get("sample"), policy)
    if policy is None:
        fit = fit_formula(frame, formula, ssc)
        return tidy(fit), record(column, formula.outcome, fit, None, {}, [])
    start = first_treated(matrix(frame, policy), years(frame), units(frame), policy)
    if policy in formula.regressors and "year" in formula.effects:
        refuse_no_contrast(start, policy)
    fit = fit_formula(frame, formula, ssc)
    since = int(np.sum(start == years(frame)[0]))
    warnings = [f"{since} units are treated from the first year on; with unit effects they only compare"] * (since > 0)
    return tidy(fit), record(column, formula.outcome, fit, start, {}, warnings)


def fit_table(path_to_panel, path_to_scores, path_to_estimates, path_to_fits, table, columns, policy, ssc):
    panel, scores = read_csv(path_to_panel), read_csv(path_to_scores)
    estimates, fits = [], []
    for column in columns:
        with naming(table, column["name"]):
            coefficients, entry = fit_column(panel, scores, column, policy, ssc)
        coefficients.insert(0, "column", column["name"])
        estimates.append(coefficients)
        fits.append(entry)
    coefficients = pd.concat(estimates, ignore_index=True)
    coefficients.insert(0, "table", table)
    write_csv(path_to_estimates, coefficients)
    write_json(path_to_fits, {"columns": fits})


if "snakemake" in globals():
    log_to(snakemake.log[0])
    fit_table(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        path_to_estimates=snakemake.output.estimates,
        path_to_fits=snakemake.output.fits,
        table=snakemake.params.table,
        columns=snakemake.params.columns,
        policy=snakemake.params.policy,
        ssc=snakemake.params.ssc,
    )
