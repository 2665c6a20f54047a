"""One column with event dummies in place of the policy."""

import numpy as np
import pandas as pd

from core.formulas import parse_formula
from did.event_study import EventDummies, default_window, event_dummies, leads, panel_starts, term_name
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.frames import estimation_frame, matrix, units, years
from estimation.least_squares import Fit, facts, least_squares, stack, tidy, wald
from estimation.record import record


def event_column(panel: pd.DataFrame, ssc: str, settings: dict) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of one event study; `settings` are name, formula, sample, policy and window."""
    formula, policy = parse_formula(settings["formula"]), settings["policy"]
    frame = estimation_frame(panel, formula, settings["sample"])
    refuse_no_contrast(first_treated(matrix(frame, policy), years(frame), units(frame), policy), policy)
    start = panel_starts(panel, policy, units(frame))
    event = event_dummies(start, years(frame), settings["window"] or default_window(start, years(frame)))
    controls = tuple(name for name in formula.regressors if name != policy)
    regressors = np.concatenate([event.dummies, stack(frame, controls)], axis=-1)
    names = (formula.outcome, *(term_name(policy, key) for key in event.keys), *controls)
    fit = least_squares(matrix(frame, formula.outcome), regressors, names, formula.effects, ssc)
    tests, warnings = pretrend(fit, event, policy)
    entry = record(settings, formula.outcome, facts(fit), start, tests, [*event.warnings, *warnings])
    return with_support(fit, event, policy), entry


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
