"""Fit event studies: the policy of each formula is replaced by dummies of the years around its start."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError, naming
from core.files import write_json
from core.formulas import parse_formula
from core.logs import log_to
from core.tables import read_csv, write_csv
from did.event_study import EventDummies, default_window, event_dummies, leads, panel_starts, term_name
from did.record import record
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.frames import estimation_frame, matrix, units, years
from estimation.least_squares import Fit, least_squares, stack, tidy, wald

TABLE = "event_study"


def fit_column(panel: pd.DataFrame, scores: pd.DataFrame, column: dict, policy: str, window: list | None, ssc: str):
    """Coefficients (a frame) and entry (a dictionary) of one event study."""
    formula = parse_formula(column["formula"])
    if policy not in formula.regressors:
        raise StudyError(f"formula `{column['formula']}` lacks the policy `{policy}`, which the event dummies replace")
    frame = estimation_frame(panel, scores, formula, column.get("sample"), policy)
    refuse_no_contrast(first_treated(matrix(frame, policy), years(frame), units(frame), policy), policy)
    start = panel_starts(panel, policy, units(frame))
    event = event_dummies(start, years(frame), window or default_window(start, years(frame)))
    controls = tuple(name for name in formula.regressors if name != policy)
    regressors = np.concatenate([event.dummies, stack(frame, controls)], axis=-1)
    names = (formula.outcome, *(term_name(policy, key) for key in event.keys), *controls)
    fit = least_squares(matrix(frame, formula.outcome), regressors, names, formula.effects, ssc)
    tests, warnings = pretrend(fit, event, policy)
    return with_support(fit, event, policy), record(
        column, formula.outcome, fit, start, tests, [*event.warnings, *warnings]
    )


def pretrend(fit: Fit, event: EventDummies, policy: str) -> tuple[dict, list[str]]:
    """Joint test of the leads as an entry of `tests`, and a warning where there is none."""
    terms = tuple(term_name(policy, key) for key in leads(event.keys))
    if not terms:
        return {}, ["no lead before the base: pre-trends are not tested"]
    test = wald(fit, terms)
    warnings = ["pre-trends are not tested: more leads than the clusters allow"] * (test.statistic is None)
    return {"pretrend": vars(test)}, warnings


def with_support(fit: Fit, event: EventDummies, policy: str) -> pd.DataFrame:
    """Coefficients in order of k with units, rows, binned and base; a base has estimate 0 and no error."""
    support = event.support.assign(term=[term_name(policy, key) for key in event.support["k"]])
    coefficients = support.merge(tidy(fit), on="term", how="outer", sort=False)
    coefficients["base"] = coefficients["base"].eq(True)
    coefficients["binned"] = coefficients["binned"].eq(True)
    coefficients.loc[coefficients["base"], "estimate"] = 0.0
    counts = ["k", "units", "rows"]
    coefficients[counts] = coefficients[counts].astype("Int64")
    order = [term for term in fit.terms if term not in set(support["term"])]
    coefficients = coefficients.set_index("term").loc[[*support["term"], *order]].reset_index()
    return coefficients[[*tidy(fit).columns, "k", "units", "rows", "binned", "base"]]


def fit_event_study(path_to_panel, path_to_scores, path_to_estimates, path_to_fits, columns, policy, window, ssc):
    panel, scores = read_csv(path_to_panel), read_csv(path_to_scores)
    estimates, fits = [], []
    for column in columns:
        with naming(TABLE, column["name"]):
            coefficients, entry = fit_column(panel, scores, column, policy, window, ssc)
        coefficients.insert(0, "column", column["name"])
        estimates.append(coefficients)
        fits.append(entry)
    coefficients = pd.concat(estimates, ignore_index=True)
    coefficients.insert(0, "table", TABLE)
    write_csv(path_to_estimates, coefficients)
    write_json(path_to_fits, {"columns": fits})


if "snakemake" in globals():
    log_to(snakemake.log[0])
    fit_event_study(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        path_to_estimates=snakemake.output.estimates,
        path_to_fits=snakemake.output.fits,
        columns=snakemake.params.columns,
        policy=snakemake.params.policy,
        window=snakemake.params.window,
        ssc=snakemake.params.ssc,
    )
