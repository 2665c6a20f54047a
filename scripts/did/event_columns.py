"""One column with event dummies in place of the policy."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError
from did.event_study import EventDummies, default_window, event_dummies, leads, panel_starts, term_name
from estimation.also import with_also
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.combinations import combinations
from estimation.least_squares import Fit, facts, fit_sample, tidy, wald
from estimation.record import record
from estimation.sample import sample_of_column


def event_column(panel: pd.DataFrame, settings: dict) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of one event study; its settings are those of the study."""
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    refuse_no_contrast(first_treated(sample, policy), policy)
    start, unsure = panel_starts(panel, policy, sample.units)
    event = event_dummies(start, sample, settings["window"] or default_window(start, sample))
    dummies = tuple(term_name(policy, key) for key in event.keys)
    controls, columns = sample.without(policy)
    if both := set(dummies) & set(controls):
        raise StudyError(
            f"`{min(both)}` is an event time of `{policy}` and also a term of `i({policy})`; leave that out"
        )
    sample = replace(sample, terms=(*dummies, *controls), columns=np.column_stack([event.dummies, columns]))
    fit = fit_sample(sample, settings["ssc"])
    if not set(dummies) & set(fit.terms):
        raise StudyError(f"policy `{policy}`: the effects absorb all of its event times")
    leads_test, untested = pretrend(fit, event, policy)
    combined, said = combinations(fit, settings)
    combined["tests"] = leads_test | combined["tests"]
    rows, also, _ = with_also(with_support(fit, event, policy), fit, settings)
    known = facts(fit) | combined | {"also": also}
    warnings = [*event.warnings, *unsure, *fit.warnings, *untested, *said]
    return rows, record(settings, sample.name, known, sample, start, warnings)


def pretrend(fit: Fit, event: EventDummies, policy: str) -> tuple[dict, list[str]]:
    """Joint test of the leads as an entry of `tests`, and a warning where there is none."""
    terms = tuple(term for key in leads(event.keys) if (term := term_name(policy, key)) in fit.terms)
    if not terms:
        return {}, ["no lead before the base: pre-trends are not tested"]
    test = wald(fit, terms)
    warnings = ["pre-trends are not tested: more leads than the clusters allow"] * (test.statistic is None)
    return {"pretrend": vars(test)}, warnings


def with_support(fit: Fit, event: EventDummies, policy: str) -> pd.DataFrame:
    """Coefficients in order of k with units, rows, binned and base; a base has estimate 0 and no error.

    An event time that was left out as collinear has no estimate.
    """
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
