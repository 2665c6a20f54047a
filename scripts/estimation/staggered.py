"""Effects of a staggered policy by one estimator, for any first treated years of the units."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from estimation.callaway import average_cells, cohort_cells, complete_units, unit_years
from estimation.cohorts import cohort_sizes, first_treated, refuse_no_contrast
from estimation.combinations import Coefficients
from estimation.effects import Average, Averages, clusters_of_units, covariance_of, term_of, tidy, with_support
from estimation.event_study import BASE, panel_starts
from estimation.imputation import averages_of as imputed_averages
from estimation.imputation import lone_cohorts, prediction
from estimation.least_squares import Fit, coefficient_rows, facts, fit_sample
from estimation.sample import Sample
from estimation.saturated import averages_of as saturated_averages
from estimation.saturated import saturated
from estimation.stacks import stacked

ONE_EACH = {"unit", "year"}
FEW = 3  # units of a cohort, below which its error means little


@dataclass(frozen=True)
class Effects:
    """The average effects of a column.

    averages, coefficients : in one order; facts : what else a result file says of them, made when it is asked for
    warnings : sentences
    """

    averages: list[Average]
    coefficients: Coefficients
    facts: Callable[[], dict]
    warnings: list[str]

    @property
    def table(self) -> pd.DataFrame:
        """Tidy rows, with k, units and rows if they are of years since the policy."""
        found = self.coefficients
        if found.df is None:
            return tidy(Averages(self.averages, found.values, None), found.covariance)
        table = coefficient_rows(found.values, np.sqrt(np.diag(found.covariance)), found.df)
        table.insert(0, "term", found.terms)
        return table if any(average.k is None for average in self.averages) else with_support(table, self.averages)


def prepared(panel: pd.DataFrame, sample: Sample, settings: dict) -> tuple[Sample, np.ndarray, list[str]]:
    """The rows that the estimator takes, the first treated years (n,) of their units, and what of these is unsure.

    callaway_santanna needs units that have every year, others are counted as dropped; imputation knows the policy of
    its rows alone, the others that of the whole panel. Raises StudyError if nothing is left to compare.
    """
    estimator, policy = settings["estimator"], settings["policy"]
    refuse_no_contrast(first_treated(sample, policy), policy)
    if estimator in ("callaway_santanna", "stacked") and set(sample.effect_names) != ONE_EACH:
        raise StudyError(
            f"the effects are {named(list(sample.effect_names)) or 'none'}; this estimator is for `unit + year`"
        )
    if estimator == "imputation":
        return sample, first_treated(sample, policy), []
    if estimator == "callaway_santanna":
        sample = _complete(sample)
    start, unsure = panel_starts(panel, policy, sample.units)
    if estimator == "callaway_santanna":
        start = np.where(start > sample.years[-1], np.inf, start)
        refuse_no_contrast(start, policy)
    return sample, start, unsure


def _complete(sample: Sample) -> Sample:
    complete = complete_units(sample)
    if not complete.any():
        raise StudyError(
            f"no unit has all {len(sample.years)} years of the sample, which this estimator needs; narrow the `sample`"
        )
    if gaps := int((~complete[sample.unit]).sum()):
        dropped = sample.dropped | {"rows of units without all years": gaps}
        sample = replace(sample.taking(complete[sample.unit]), dropped=dropped)
    return sample


def effects(sample: Sample, start: np.ndarray, settings: dict) -> Effects:
    """The effects of a policy that units have from `start` (n,) on, whatever the column of the policy says."""
    return ESTIMATORS[settings["estimator"]](sample, start, settings)


def of_cohorts(sample: Sample, start: np.ndarray, settings: dict) -> Effects:
    """Callaway and Sant'Anna's averages of the effects of cohorts by year."""
    _, controls = sample.without(settings["policy"])
    start = np.where(start > sample.years[-1], np.inf, start)
    cells, said = cohort_cells(
        unit_years(sample, start, controls), settings["control"], settings["base"], settings["method"]
    )
    averages = average_cells(cells, start, settings["policy"], settings["aggregate"], settings["window"])

    def known() -> dict:
        return _known(sample, "influence") | {
            "cells": [
                {"cohort": cell.cohort, "year": cell.year, "estimate": cell.estimate, "std_error": error}
                for cell, error in zip(cells, _errors(cells, sample), strict=True)
            ]
        }

    return _by_influence(sample, averages, known, [*said, *_few(start)], said)


def of_imputation(sample: Sample, start: np.ndarray, settings: dict) -> Effects:
    """Averages of outcomes less what untreated rows predict."""
    terms, columns = sample.without(settings["policy"])
    sample = replace(sample, terms=terms, columns=columns)
    treated = sample.year >= start[sample.unit]
    found = prediction(sample, treated)
    averages = imputed_averages(sample, start, found, settings["policy"], settings["aggregate"], settings["window"])
    warnings = [*_not_imputed(sample, treated & ~found.known), *_lone(start)]
    nothing = ["no treated row has effects that untreated rows know"]
    return _by_influence(sample, averages, lambda: _known(sample, "imputation"), warnings, nothing)


def of_saturation(sample: Sample, start: np.ndarray, settings: dict) -> Effects:
    """Sun and Abraham's averages of the coefficients of cohort x years since the policy."""
    found = saturated(sample, start, settings["policy"], settings["ssc"])
    averages, weights = saturated_averages(found, start, settings["policy"], settings["aggregate"], settings["window"])
    warnings = [*_few(start), *_thin(averages), *found.fit.warnings]
    return Effects(averages, combined(found.fit, averages, weights), lambda: facts(found.fit), warnings)


def of_stacks(sample: Sample, start: np.ndarray, settings: dict) -> Effects:
    """Least squares on the stacks of all cohorts."""
    policy, aggregate = settings["policy"], settings["aggregate"]
    stacks = stacked(sample, start, settings["window"], settings["control"], settings["weighted"])
    terms, columns = stacks.sample.without(policy)
    keys = _stack_keys(stacks, aggregate, settings["window"])
    dummies = np.column_stack([stacks.treated & rows for _, rows in keys]).astype(float)
    names = tuple(term_of(policy, aggregate, key) for key, _ in keys)
    whole = replace(stacks.sample, terms=(*names, *terms), columns=np.column_stack([dummies, columns]))
    fit = fit_sample(whole, settings["ssc"], wanted=names)
    averages = [
        Average(name, key if aggregate == "event" else None, *_support(stacks.sample, stacks.treated & rows))
        for name, (key, rows) in zip(names, keys, strict=True)
    ]

    def known() -> dict:
        units = len(np.unique([unit.partition(" ")[2] for unit in stacks.sample.units]))
        inside = {int(year): cohort_sizes(start)[year] for year in stacks.sizes}
        kept = {"cohorts": inside, "treated_units": sum(inside.values())}
        return facts(fit) | {"n_units": units, "stacks": stacks.sizes, **kept}

    own = combined(fit, averages, np.eye(len(fit.terms))[: len(names)])
    return Effects(averages, own, known, [*stacks.said, *_thin(averages), *fit.warnings])


ESTIMATORS: dict[str, Callable[[Sample, np.ndarray, dict], Effects]] = {
    "callaway_santanna": of_cohorts,
    "imputation": of_imputation,
    "sun_abraham": of_saturation,
    "stacked": of_stacks,
}


def combined(fit: Fit, averages: list[Average], weights: np.ndarray) -> Coefficients:
    """Averages of the coefficients of `fit` by their (q, K) `weights`."""
    terms, factor = tuple(average.term for average in averages), fit.small_sample.factor
    added = factor * (np.abs(weights) @ np.sqrt(fit.added)) ** 2
    covariance = factor * (weights @ fit.cr0 @ weights.T)
    return Coefficients(terms, weights @ fit.coefficients, covariance, added, fit.small_sample.df)


def _by_influence(
    sample: Sample, found: Averages, known: Callable[[], dict], warnings: list[str], nothing: list[str]
) -> Effects:
    """Averages whose covariance is that of their influence; StudyError with what says `nothing`, if there is none."""
    if not found.averages:
        raise StudyError(f"no effect can be estimated: {'; '.join(nothing) or 'no event time lies in the `window`'}")
    covariance = covariance_of(found, clusters_of_units(sample))
    terms = tuple(average.term for average in found.averages)
    without = [term for term, variance in zip(terms, np.diag(covariance), strict=True) if not variance]
    warnings = [
        *warnings,
        *_thin(found.averages),
        *(f"`{term}`: no error can be computed, so it has no standard error" for term in without),
    ]
    coefficients = Coefficients(terms, found.estimates, covariance, np.diag(covariance), None)
    return Effects(found.averages, coefficients, known, warnings)


def _errors(cells: list, sample: Sample) -> np.ndarray:
    every = Averages([], np.array([]), np.column_stack([cell.influence for cell in cells]))
    return np.sqrt(np.diag(covariance_of(every, clusters_of_units(sample))))


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


def _known(sample: Sample, rule: str) -> dict:
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
