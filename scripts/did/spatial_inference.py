"""How far a policy effect and its error hold where near units are alike, or the policy spills over to them."""

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.grids import Cell, grid
from core.points import Points, great_circle
from core.thresholds import SMALL_SAMPLE_RULES
from core.words import dropped_words
from did.conley import conley_variance, scores_of, serial_kernel, spatial_kernel
from did.rings import ringed
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.least_squares import Fit, coefficient_rows, errors_of, facts, fit_sample, tidy
from estimation.record import few_clusters, record
from estimation.sample import sample_of_column

COEFFICIENT = ["estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
COLUMNS = ["column", "method", "item", *COEFFICIENT, "rule", "factor", "clusters", "pairs", "unit_years"]
CELLS = [
    Cell("estimate", "Estimate", stars="p_value"),
    Cell("std_error", "Standard error"),
    Cell("p_value", "p", "probability"),
]
CLUSTERS = "Clustered errors"
CONLEY_NOTE = (
    "Conley errors: what two units add to the estimate in one year counts together by the {kernel} kernel of their "
    "great-circle distance, what one unit adds in two years by the {kernel} kernel of the years between, {lags}; no "
    "small-sample factor, p-values of the normal distribution (Conley 1999, Hsiang 2010)."
)
RINGS_NOTE = (
    "Rings: indicators of untreated units by their distance to the nearest treated unit of the year stand beside the "
    "terms of the column. The effect of the policy is then against units beyond the rings, and that of a ring is what "
    "untreated units in it gain from treated ones near them; errors as in the column (Butts 2021)."
)


def inferences(panel: pd.DataFrame, settings: dict, rules: dict, points: Points | None) -> tuple[list[dict], dict]:
    """The effect of the policy of a column under each of the rules, and the facts of its fit.

    rules : `clusters` (variables), `cutoffs` (km) with `kernel` and `lags`, `rings` (outer edges in km)
    points : of the units, for cutoffs and rings
    """
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    start = first_treated(sample, policy)
    refuse_no_contrast(start, policy)
    fit = fit_sample(sample, settings["ssc"], wanted=(policy,))
    rows = [_clustered(fit, policy)]
    warnings = list(fit.warnings)
    for name in (name for name in rules["clusters"] if name != rows[0]["item"]):
        other = _fit_by(panel, settings, name, fit)
        rows.append(_clustered(other, policy))
        warnings += few_clusters(other.sample, start) + other.warnings
    if rules["cutoffs"]:
        near, said = _conley(fit, policy, rules, points)
        rows, warnings = rows + near, warnings + said
    if rules["rings"]:
        own = ringed(panel, sample, policy, points, rules["rings"])
        names = own.terms[len(sample.terms) :]
        apart = fit_sample(own, settings["ssc"], wanted=(policy, *names))
        rows, warnings = rows + _rings(apart, policy, names, rules["rings"]), warnings + apart.warnings
    fact = record(settings, sample.name, facts(fit), sample, start, list(dict.fromkeys(warnings)))
    return rows, fact


def _row(method: str, item: str, coefficient: dict, rule: str, factor: float = 1.0, **counts: int) -> dict:
    own = {name: coefficient[name] for name in COEFFICIENT}
    empty = dict.fromkeys(("clusters", "pairs", "unit_years"))
    return {"method": method, "item": item, **own, "rule": rule, "factor": factor, **empty, **counts}


def _coefficient(fit: Fit, term: str) -> dict:
    return tidy(fit).set_index("term").loc[term].to_dict()


def _clustered(fit: Fit, policy: str) -> dict:
    clusters, small = fit.sample.clusters, fit.small_sample
    names = " and ".join(cluster.name for cluster in clusters) or "none"
    counts = {"clusters": min(cluster.count for cluster in clusters)} if clusters else {}
    return _row(CLUSTERS, names, _coefficient(fit, policy), small.rule, small.factor, **counts)


def _fit_by(panel: pd.DataFrame, settings: dict, cluster: str, fit: Fit) -> Fit:
    """The fit of the same rows with other clusters; StudyError where some rows have none."""
    sample = sample_of_column(panel, settings | {"cluster": cluster})
    if lost := len(fit.sample.outcome) - len(sample.outcome):
        raise StudyError(
            f"`clusters`: `{cluster}` is missing in {lost} of {len(fit.sample.outcome)} unit-years of the sample.\n  "
            "Errors are compared in one sample: fill it under `panel`, or leave these unit-years out with a `sample`."
        )
    return fit_sample(sample, settings["ssc"], wanted=(settings["policy"],))


def _conley(fit: Fit, policy: str, rules: dict, points: Points | None) -> tuple[list[dict], list[str]]:
    """A row for each cutoff, and sentences about variances that are negative."""
    places, scores = points.of(fit.sample.units), scores_of(fit, policy)
    distances, kernel = great_circle(places, places), rules["kernel"]
    serial = serial_kernel(scores.shape[1] - 1 if rules["lags"] is None else rules["lags"], kernel)
    estimate = fit.coefficients[[fit.terms.index(policy)]]
    rows, said = [], []
    for cutoff in rules["cutoffs"]:
        variance, added = conley_variance(scores, spatial_kernel(distances, cutoff, kernel), serial)
        error = errors_of(np.array([variance]), np.array([added]))
        (coefficient,) = coefficient_rows(estimate, error, np.inf).to_dict("records")
        pairs = int(np.sum(distances[np.triu_indices(len(distances), 1)] <= cutoff))
        rows.append(_row(conley_words(rules), f"within {cutoff:g} km", coefficient, "conley", pairs=pairs))
        if np.isnan(error[0]):
            said.append(
                f"within {cutoff:g} km the Conley variance is negative, or zero but for rounding, so that there is no "
                "error; `kernel: bartlett` or other `cutoffs` may have one"
            )
    return rows, said


def _rings(fit: Fit, policy: str, names: tuple[str, ...], edges: list[float]) -> list[dict]:
    method, small = f"Controls beyond {edges[-1]:g} km", fit.small_sample
    return [
        _row(
            method,
            term,
            _coefficient(fit, term),
            small.rule,
            small.factor,
            clusters=min((cluster.count for cluster in fit.sample.clusters), default=None),
            unit_years=int(fit.sample.column(term).sum()),
        )
        for term in (policy, *names)
    ]


def conley_words(rules: dict) -> str:
    return f"Conley errors, {rules['kernel']} kernel, {_lags(rules)}"


def _lags(rules: dict) -> str:
    return "all lags" if rules["lags"] is None else f"lags to {rules['lags']}"


def layout(found: dict[str, tuple[list[dict], dict]], rules: dict) -> dict:
    """How the rows are printed, columns side by side; `found` are rows and facts by the address of the column."""
    conley = [CONLEY_NOTE.format(kernel=rules["kernel"], lags=_lags(rules))] if rules["cutoffs"] else []
    notes = [
        *dict.fromkeys(_rule(row["rule"]) for rows, _ in found.values() for row in rows if row["rule"] != "conley"),
        *conley,
        *([RINGS_NOTE] if rules["rings"] else []),
        *(_counts(address, rows, fact) for address, (rows, fact) in found.items()),
    ]
    several = len(found) > 1
    warnings = [
        f"{said} ({address})" if several else said for address, (_, fact) in found.items() for said in fact["warnings"]
    ]
    tests = {address: fact for address, (_, fact) in found.items()}
    return grid("item", CELLS, group="method", across="column", notes=notes, warnings=warnings, tests=tests)


def _rule(rule: str) -> str:
    if rule not in SMALL_SAMPLE_RULES:
        return "Without clusters, errors are those of independent rows of one variance."
    return f"Clustered errors {SMALL_SAMPLE_RULES[rule]}; p-values of the t distribution."


def _counts(address: str, rows: list[dict], fact: dict) -> str:
    """Formula, sample, and how many rows, units, clusters, pairs of near units and rows in rings a column has."""
    said = [f"`{fact['formula']}`" + (f" where `{fact['sample']}`" if fact["sample"] else "")]
    said.append(f"{fact['n_obs']:,d} unit-years of {fact['n_units']:,d} units")
    if fact["dropped"]:
        said.append(f"left out: {dropped_words(fact['dropped'])}")
    said += [
        f"{row['clusters']} clusters of {row['item']}" for row in rows if row["method"] == CLUSTERS and row["clusters"]
    ]
    said += [f"{row['pairs']:,d} pairs of units {row['item']}" for row in rows if row["pairs"] is not None]
    said += [f"{row['unit_years']:,d} unit-years of {row['item']}" for row in rows if row["unit_years"] is not None]
    return f"{address}: {'; '.join(said)}."
