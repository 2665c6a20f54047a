"""One column with event dummies in place of the policy."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError
from did.event_facts import judged
from estimation.also import with_also
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.combinations import coefficients_of, combinations
from estimation.effects import stored
from estimation.event_study import EventDummies, default_window, event_dummies, panel_starts, term_name
from estimation.least_squares import Fit, facts, fit_sample, tidy, wald
from estimation.record import record
from estimation.sample import sample_of_column


def event_column(panel: pd.DataFrame, settings: dict) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of one event study; its settings are those of the study."""
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    refuse_no_contrast(first_treated(sample, policy), policy)
    start, unsure = panel_starts(panel, policy, sample.units)
    base = settings["base"]
    event = event_dummies(start, sample, settings["window"] or default_window(start, sample, base), base)
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
    combined, said = combinations(coefficients_of(fit), settings)
    combined["tests"] = leads_test | combined["tests"]
    rows, also, _ = with_also(with_support(fit, event, policy), fit, settings)
    known = facts(fit) | combined | {"also": also}
    warnings = [*event.warnings, *unsure, *fit.warnings, *untested, *said]
    fact = record(settings, sample.name, known | covariance(fit, dummies), sample, start, warnings)
    distances = {term_name(policy, key): key - base for key in event.leads}
    return judged(rows, fact, distances if event.support["base"].sum() == 1 else None)


def covariance(fit: Fit, dummies: tuple[str, ...]) -> dict:
    """The covariance of the event times that were estimated, as a fact."""
    terms = [term for term in dummies if term in fit.terms]
    at = [fit.terms.index(term) for term in terms]
    return {"covariance": stored(terms, fit.small_sample.factor * fit.cr0[np.ix_(at, at)])}


def pretrend(fit: Fit, event: EventDummies, policy: str) -> tuple[dict, list[str]]:
    """Joint test of the leads as an entry of `tests`, and a warning where there is none."""
    terms = tuple(term for key in event.leads if (term := term_name(policy, key)) in fit.terms)
    if not terms:
        treated = event.support.loc[event.support["base"], "k"].max() >= 0
        return {}, [] if treated else ["no lead before the base: pre-trends are not tested"]
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
