"""One column of an estimator for staggered adoption."""

from dataclasses import replace

import numpy as np
import pandas as pd

from did.event_facts import judged
from estimation.combinations import combinations, side_by_side
from estimation.effects import Average, Averages, leads_test, stored, term_of, with_base
from estimation.event_study import BASE
from estimation.imputation import untreated_rows
from estimation.least_squares import fit_sample
from estimation.record import record
from estimation.sample import Sample, sample_of_column
from estimation.staggered import Effects, combined, effects, prepared

APART = "its years before and after the policy are of two regressions, and have no joint covariance"

Column = tuple[pd.DataFrame, dict]


def staggered_column(panel: pd.DataFrame, settings: dict) -> Column:
    """Coefficients and facts of one column; its settings are those of the study."""
    sample, start, unsure = prepared(panel, sample_of_column(panel, settings), settings)
    found, event = effects(sample, start, settings), settings["aggregate"] == "event"
    table, coefficients, warnings = found.table, found.coefficients, [*unsure, *found.warnings]
    tests = leads_test(Averages(found.averages, coefficients.values, None), coefficients.covariance)
    if settings["estimator"] == "imputation" and event and settings["window"] is not None:
        before, tests, said = leads(sample, start, settings)
        warnings += said
        if before:
            table = pd.concat([before.table, table], ignore_index=True)
            coefficients = side_by_side(before.coefficients, coefficients, APART)
    elif event and _has_base(settings) and BASE not in table["k"].tolist():
        table = with_base(table, term_of(settings["policy"], "event", BASE), BASE)
    asked, said = combinations(coefficients, settings)
    own = {"covariance": stored(found.coefficients.terms, found.coefficients.covariance)} if event else {}
    facts = found.facts() | asked | {"tests": tests | asked["tests"]} | own
    fact = record(settings, sample.name, facts, sample, start, [*warnings, *said])
    fact |= {key: facts[key] for key in ("cohorts", "treated_units") if key in facts}
    return judged(table, fact, _distances(table, settings)) if event else (table, fact)


def _has_base(settings: dict) -> bool:
    """Whether all effects are differences from the year before the policy."""
    return settings["estimator"] != "imputation" and settings.get("base", "universal") == "universal"


def _distances(table: pd.DataFrame, settings: dict) -> dict[str, float] | None:
    """Years of each lead from what it is compared with; None for imputation, whose leads are compared with all earlier
    years."""
    if settings["estimator"] == "imputation":
        return None
    leads = table[(table["k"] < 0) & ~table["base"]]
    varying = settings.get("base") == "varying"
    return {term: 1 if varying else k - BASE for term, k in zip(leads["term"], leads["k"], strict=True)}


def leads(sample: Sample, start: np.ndarray, settings: dict) -> tuple[Effects | None, dict, list[str]]:
    """The years before the policy of imputation, or None, by a regression among untreated rows; their joint test, and
    sentences."""
    policy = settings["policy"]
    terms, columns = sample.without(policy)
    untreated, years = untreated_rows(
        replace(sample, terms=terms, columns=columns), start, policy, settings["window"][0]
    )
    if not years:
        return None, {}, ["no lead can be told apart: pre-trends are not tested"]
    fit = fit_sample(untreated, settings["ssc"])
    averages = [
        Average(name, key, *_rows_of(untreated, name))
        for key in years
        if (name := term_of(policy, "event", key)) in fit.terms
    ]
    places = [fit.terms.index(average.term) for average in averages]
    found = combined(fit, averages, np.eye(len(fit.terms))[places])
    tests = leads_test(Averages(averages, found.values, None), found.covariance)
    said = [
        f"years {years[0]} to {years[-1]} before the policy are compared with earlier years, among untreated rows alone"
    ]
    return Effects(averages, found, dict, []), tests, said


def _rows_of(sample: Sample, term: str) -> tuple[int, int]:
    rows = sample.column(term) == 1
    return len(np.unique(sample.unit[rows])), int(rows.sum())
