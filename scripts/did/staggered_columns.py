"""One column of an estimator for staggered adoption."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from did.callaway import average_cells, cohort_cells, complete_units, unit_years
from did.effects import (
    Average,
    Averages,
    clusters_of_units,
    covariance_of,
    leads_test,
    stored,
    term_of,
    tidy,
    with_base,
    with_support,
)
from did.event_facts import judged
from did.imputation import averages_of as imputed_averages
from did.imputation import lone_cohorts, prediction, untreated_rows
from did.saturated import averages_of as saturated_averages
from did.saturated import saturated
from did.stacks import stacked
from estimation.cohorts import cohort_sizes, first_treated, refuse_no_contrast
from estimation.combinations import Coefficients, combinations, side_by_side
from estimation.event_study import BASE, panel_starts
from estimation.least_squares import Fit, coefficient_rows, fit_sample
from estimation.least_squares import facts as fit_facts
from estimation.record import record
from estimation.sample import Sample, sample_of_column

ONE_EACH = ("unit", "year")
APART = "its years before and after the policy are of two regressions, and have no joint covariance"
FEW = 3  # units of a cohort, below which its error means little

Column = tuple[pd.DataFrame, dict]


def staggered_column(panel: pd.DataFrame, settings: dict) -> Column:
    """Coefficients and facts of one column; its settings are those of the study."""
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    refuse_no_contrast(first_treated(sample, policy), policy)
    table, fact = ESTIMATORS[settings["estimator"]](panel, sample, settings)
    return judged(table, fact, _distances(table, settings)) if settings["aggregate"] == "event" else (table, fact)


def _distances(table: pd.DataFrame, settings: dict) -> dict[str, float] | None:
    """Years of each lead from what it is compared with; None for imputation, whose leads are compared with all earlier
    years."""
    if settings["estimator"] == "imputation":
        return None
    leads = table[(table["k"] < 0) & ~table["base"]]
    varying = settings.get("base") == "varying"
    return {term: 1 if varying else k - BASE for term, k in zip(leads["term"], leads["k"], strict=True)}


def callaway_column(panel: pd.DataFrame, sample: Sample, settings: dict) -> Column:
    """Callaway and Sant'Anna's averages of the effects of cohorts by year."""
    policy, aggregate = settings["policy"], settings["aggregate"]
    _refuse_other_effects(sample)
    sample, start, warnings = _complete(panel, sample, policy)
    _, controls = sample.without(policy)
    cells, said = cohort_cells(
        unit_years(sample, start, controls), settings["control"], settings["base"], settings["method"]
    )
    averages = average_cells(cells, start, policy, aggregate, settings["window"])
    _refuse_nothing(averages, said)
    covariance = covariance_of(averages, clusters_of_units(sample))
    table = tidy(averages, covariance)
    tests = leads_test(averages, covariance)
    combined = _asked(_influenced(averages, covariance), settings, tests)
    if aggregate == "event" and settings["base"] == "universal" and BASE not in table["k"].tolist():
        table = with_base(table, term_of(policy, "event", BASE), BASE)
    facts = _facts(sample, "influence") | {
        "cells": [
            {"cohort": cell.cohort, "year": cell.year, "estimate": cell.estimate, "std_error": error}
            for cell, error in zip(cells, _errors(cells, sample), strict=True)
        ]
    }
    warnings = [*warnings, *said, *_few(start)]
    return _column(settings, sample, start, table, averages, covariance, facts, combined, warnings)


def imputation_column(panel: pd.DataFrame, sample: Sample, settings: dict) -> Column:
    """Averages of outcomes less what untreated rows predict, and leads from a regression among these."""
    policy, aggregate, window = settings["policy"], settings["aggregate"], settings["window"]
    start = first_treated(sample, policy)
    terms, columns = sample.without(policy)
    sample = replace(sample, terms=terms, columns=columns)
    treated = sample.year >= start[sample.unit]
    found = prediction(sample, treated)
    averages = imputed_averages(sample, start, found, policy, aggregate, window)
    lost = treated & ~found.known
    _refuse_nothing(averages, ["no treated row has effects that untreated rows know"])
    covariance = covariance_of(averages, clusters_of_units(sample))
    table = tidy(averages, covariance)
    tests, warnings = {}, [*_not_imputed(sample, lost), *_lone(start)]
    coefficients = _influenced(averages, covariance)
    if aggregate == "event" and window is not None:
        leads, before, tests, said = _leads(sample, start, policy, window[0], settings["ssc"])
        table, warnings = pd.concat([leads, table], ignore_index=True), [*warnings, *said]
        coefficients = side_by_side(before, coefficients, APART) if before else coefficients
    combined, facts = _asked(coefficients, settings, tests), _facts(sample, "imputation")
    return _column(settings, sample, start, table, averages, covariance, facts, combined, warnings)


def sun_abraham_column(panel: pd.DataFrame, sample: Sample, settings: dict) -> Column:
    """Averages of the coefficients of cohort x years since the policy."""
    policy, aggregate = settings["policy"], settings["aggregate"]
    start, unsure = panel_starts(panel, policy, sample.units)
    found = saturated(sample, start, policy, settings["ssc"])
    averages, weights = saturated_averages(found, start, policy, aggregate, settings["window"])
    table, combined, said = _judged_averages(found.fit, averages, weights, settings)
    facts = fit_facts(found.fit) | combined
    warnings = [*unsure, *_few(start), *_thin(averages), *found.fit.warnings, *said]
    return table, record(settings, sample.name, facts, sample, start, warnings)


def stacked_column(panel: pd.DataFrame, sample: Sample, settings: dict) -> Column:
    """Least squares on the stacks of all cohorts."""
    policy, window, aggregate = settings["policy"], settings["window"], settings["aggregate"]
    _refuse_other_effects(sample)
    start, unsure = panel_starts(panel, policy, sample.units)
    stacks = stacked(sample, start, window, settings["control"], settings["weighted"])
    terms, columns = stacks.sample.without(policy)
    keys = _stack_keys(stacks, aggregate, window)
    dummies = np.column_stack([stacks.treated & rows for _, rows in keys]).astype(float)
    names = tuple(term_of(policy, aggregate, key) for key, _ in keys)
    fit = fit_sample(
        replace(stacks.sample, terms=(*names, *terms), columns=np.column_stack([dummies, columns])),
        settings["ssc"],
        wanted=names,
    )
    averages = [
        Average(name, key if aggregate == "event" else None, *_support(stacks.sample, stacks.treated & rows))
        for name, (key, rows) in zip(names, keys, strict=True)
    ]
    table, combined, said = _judged_averages(fit, averages, np.eye(len(fit.terms))[: len(names)], settings)
    inside = {int(year): cohort_sizes(start)[year] for year in stacks.sizes}
    facts = fit_facts(fit) | {
        "n_units": len(np.unique([unit.partition(" ")[2] for unit in stacks.sample.units])),
        "stacks": stacks.sizes,
        **combined,
    }
    warnings = [*stacks.said, *unsure, *_thin(averages), *fit.warnings, *said]
    fact = record(settings, sample.name, facts, sample, start, warnings)
    return table, fact | {"cohorts": inside, "treated_units": sum(inside.values())}


ESTIMATORS: dict[str, Callable[[pd.DataFrame, Sample, dict], Column]] = {
    "callaway_santanna": callaway_column,
    "imputation": imputation_column,
    "sun_abraham": sun_abraham_column,
    "stacked": stacked_column,
}


def _complete(panel: pd.DataFrame, sample: Sample, policy: str) -> tuple[Sample, np.ndarray, list[str]]:
    """The units that have every year, their first treated years, and what is unsure; others are counted as dropped."""
    complete = complete_units(sample)
    if not complete.any():
        raise StudyError(
            f"no unit has all {len(sample.years)} years of the sample, which this estimator needs; narrow the `sample`"
        )
    if gaps := int((~complete[sample.unit]).sum()):
        dropped = sample.dropped | {"rows of units without all years": gaps}
        sample = replace(sample.taking(complete[sample.unit]), dropped=dropped)
    start, unsure = panel_starts(panel, policy, sample.units)
    start = np.where(start > sample.years[-1], np.inf, start)
    refuse_no_contrast(start, policy)
    return sample, start, unsure


def _refuse_other_effects(sample: Sample) -> None:
    if set(sample.effect_names) != set(ONE_EACH):
        raise StudyError(
            f"the effects are {named(list(sample.effect_names)) or 'none'}; this estimator is for `unit + year`"
        )


def _refuse_nothing(averages: Averages, said: list[str]) -> None:
    if not averages.averages:
        raise StudyError(f"no effect can be estimated: {'; '.join(said) or 'no event time lies in the `window`'}")


def _errors(cells: list, sample: Sample) -> np.ndarray:
    every = Averages([], np.array([]), np.column_stack([cell.influence for cell in cells]))
    return np.sqrt(np.diag(covariance_of(every, clusters_of_units(sample))))


def _combined(fit: Fit, averages: list[Average], weights: np.ndarray) -> Coefficients:
    """Averages of the coefficients of `fit` by their (q, K) `weights`."""
    terms, factor = tuple(average.term for average in averages), fit.small_sample.factor
    added = factor * (np.abs(weights) @ np.sqrt(fit.added)) ** 2
    covariance = factor * (weights @ fit.cr0 @ weights.T)
    return Coefficients(terms, weights @ fit.coefficients, covariance, added, fit.small_sample.df)


def _table(found: Coefficients) -> pd.DataFrame:
    table = coefficient_rows(found.values, np.sqrt(np.diag(found.covariance)), found.df)
    table.insert(0, "term", found.terms)
    return table


def _judged_averages(
    fit: Fit, averages: list[Average], weights: np.ndarray, settings: dict
) -> tuple[pd.DataFrame, dict, list[str]]:
    """Rows of the averages of a fit, with their base; what facts they have together; and sentences."""
    policy, aggregate = settings["policy"], settings["aggregate"]
    found = _combined(fit, averages, weights)
    table, tests = _table(found), {}
    if aggregate == "event":
        table = with_base(with_support(table, averages), term_of(policy, "event", BASE), BASE)
        tests = leads_test(Averages(averages, found.values, None), found.covariance)
    combined, said = _asked(found, settings, tests)
    return table, combined | _covariance(aggregate, averages, found.covariance), said


def _influenced(averages: Averages, covariance: np.ndarray) -> Coefficients:
    terms = tuple(average.term for average in averages.averages)
    return Coefficients(terms, averages.estimates, covariance, np.diag(covariance), None)


def _asked(found: Coefficients, settings: dict, tests: dict) -> tuple[dict, list[str]]:
    """The facts `tests`, to which those of the leads belong, and `lincom`; and sentences."""
    combined, said = combinations(found, settings)
    return combined | {"tests": tests | combined["tests"]}, said


def _support(sample: Sample, rows: np.ndarray) -> tuple[int, int]:
    return len({sample.units[unit].partition(" ")[2] for unit in np.unique(sample.unit[rows])}), int(rows.sum())


def _stack_keys(stacks, aggregate: str, window: tuple[int, int]) -> list[tuple[int, np.ndarray]]:
    """The averages of a stacked regression, each with the rows of the treated that it is about."""
    if aggregate == "event":
        return [(key, stacks.k == key) for key in range(window[0], window[1] + 1) if key != BASE]
    after = stacks.k >= 0
    if aggregate == "overall":
        return [(0, after)]
    return [(year, after & (stacks.sample.year - stacks.k == year)) for year in stacks.sizes]


def _leads(sample: Sample, start: np.ndarray, policy: str, first: int, ssc: str) -> tuple:
    """Rows of the leads, their coefficients or None, their joint test, and sentences."""
    untreated, years = untreated_rows(sample, start, policy, first)
    if not years:
        return pd.DataFrame(), None, {}, ["no lead can be told apart: pre-trends are not tested"]
    fit = fit_sample(untreated, ssc)
    averages = [
        Average(name, key, *_rows_of(untreated, name))
        for key in years
        if (name := term_of(policy, "event", key)) in fit.terms
    ]
    places = [fit.terms.index(average.term) for average in averages]
    found = _combined(fit, averages, np.eye(len(fit.terms))[places])
    said = [
        f"years {years[0]} to {years[-1]} before the policy are compared with earlier years, among untreated rows alone"
    ]
    tests = leads_test(Averages(averages, found.values, None), found.covariance)
    return with_support(_table(found), averages), found, tests, said


def _rows_of(sample: Sample, term: str) -> tuple[int, int]:
    rows = sample.column(term) == 1
    return len(np.unique(sample.unit[rows])), int(rows.sum())


def _facts(sample: Sample, rule: str) -> dict:
    (cluster,) = sample.clusters
    return {
        "n_obs": len(sample.outcome),
        "n_units": len(sample.units),
        "n_periods": len(sample.years),
        "n_clusters": cluster.count,
        "cluster": cluster.name,
        "weights": None,
        "dropped": sample.dropped,
        "fixed_effects": list(sample.effect_names),
        "r2": None,
        "r2_within": None,
        "ssc": {"rule": rule, "factor": 1.0},
        "df": None,
    }


def _covariance(aggregate: str, averages: list[Average], covariance: np.ndarray) -> dict:
    return {"covariance": stored([average.term for average in averages], covariance)} if aggregate == "event" else {}


def _column(settings, sample, start, table, averages, covariance, facts, combined, warnings) -> Column:
    asked, said = combined
    facts = facts | asked | _covariance(settings["aggregate"], averages.averages, covariance)
    without = [average.term for average, error in zip(averages.averages, np.diag(covariance), strict=True) if not error]
    warnings = [
        *warnings,
        *_thin(averages.averages),
        *(f"`{term}`: no error can be computed, so it has no standard error" for term in without),
        *said,
    ]
    return table, record(settings, sample.name, facts, sample, start, warnings)


def _few(start: np.ndarray) -> list[str]:
    small = [f"{year} ({size})" for year, size in cohort_sizes(start).items() if size < FEW]
    if not small:
        return []
    return [f"cohorts of fewer than {FEW} units, whose standard errors mean little: {named(small, 10)}"]


def _thin(averages: list[Average]) -> list[str]:
    thin = [f"{average.k} ({average.units})" for average in averages if average.k is not None and average.units < FEW]
    if not thin:
        return []
    return [f"years since the policy that rest on fewer than {FEW} units, so that errors mean little: {named(thin)}"]


def _lone(start: np.ndarray) -> list[str]:
    lone = [str(year) for year in lone_cohorts(start)]
    if not lone:
        return []
    return [f"cohorts of one unit, whose effects count as without error: {named(lone)}"]


def _not_imputed(sample: Sample, lost: np.ndarray) -> list[str]:
    if not lost.any():
        return []
    cells = [f"{sample.units[unit]} {year}" for unit, year in zip(sample.unit[lost], sample.year[lost], strict=True)]
    return [
        f"{len(cells)} treated unit-years cannot be imputed, as no untreated row knows their effects: {named(cells)}"
    ]
