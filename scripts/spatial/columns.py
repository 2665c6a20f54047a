"""One column of a table of spatial models: its fit as tidy results."""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from core.errors import StudyError, nearest
from core.formulas import combination_of
from estimation.cohorts import first_treated
from estimation.record import record
from estimation.spatial import FittedColumn, fit_column
from estimation.weights import Weights
from spatial.specification_tests import wald

EFFECTS = {("unit", "year"): "two-way", ("unit",): "unit", ("year",): "time", (): "none"}


def spatial_column(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column: see `fit_column`."""
    column = fit_column(panel, weights, leave_out, settings)
    return estimates(column), description(column)


def estimates(column: FittedColumn) -> pd.DataFrame:
    """Tidy coefficients, the spatial parameter last."""
    rows = rows_of(column.estimates, np.sqrt(np.diag(column.covariance)))
    rows.insert(0, "term", column.fit.terms)
    return rows


def rows_of(estimate: np.ndarray, error: np.ndarray) -> pd.DataFrame:
    """What is said of estimates with these errors: p-values and 95 % intervals from the normal distribution."""
    reach = ndtri(0.975) * error
    return pd.DataFrame(
        {
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "p_value": 2 * ndtr(-np.abs(estimate / error)),
            "conf_low": estimate - reach,
            "conf_high": estimate + reach,
        }
    )


def description(column: FittedColumn) -> dict:
    """What a reader of the table must know about the fit, and what its effects are computed from.

    Null where a maximum-likelihood fit has no such thing.
    """
    settings, fit, sample = column.settings, column.fit, column.prepared.sample
    effects, terms = column.prepared.formula.effects, fit.terms
    cluster = sample.clusters[0] if sample.clusters else None
    known = dict.fromkeys(["weights", "r2", "r2_within", "df"]) | {
        "n_clusters": cluster and cluster.count,
        "cluster": cluster and cluster.name,
        "dropped": {},
        "matrix": settings["matrix"],
        "n_obs": fit.residual.size,
        "n_units": fit.residual.shape[0],
        "n_periods": fit.residual.shape[1],
        "fixed_effects": list(effects),
        "effects": EFFECTS[effects],
        "log_likelihood": fit.log_likelihood,
        "sigma2": column.sigma2,
        "ssc": {"rule": f"ml_{settings['se']}", "factor": column.factor},
        "correction": settings["correction"],
        "uncorrected": {"estimates": dict(zip(terms, fit.estimates, strict=True)), "sigma2": fit.sigma2},
        "hessian": dict(zip(terms, np.sqrt(np.diag(column.hessian)), strict=True)),
        "units": list(column.prepared.weights.units),
        "parameters": {
            "terms": list(terms),
            "estimates": column.estimates,
            "covariance": column.covariance,
            "interval": fit.interval,
        },
    }
    known |= {"tests": joint_tests(column), "lincom": sums(column)}
    policy = settings["policy"]
    start = first_treated(sample, policy) if policy in sample.terms else None
    warnings = [*column.prepared.warnings, *untested(known["tests"])]
    return record(settings, column.prepared.formula.outcome, known, sample, start, warnings)


def untested(tests: dict[str, dict]) -> list[str]:
    silent = [name for name, test in tests.items() if test["statistic"] is None]
    return [f"{name}: not tested, since the variance of its terms is singular" for name in silent]


def joint_tests(column: FittedColumn) -> dict[str, dict]:
    """The Wald tests that the key `test` names."""
    return {name: joint_test(column, terms, f"test.{name}") for name, terms in column.settings.get("test", {}).items()}


def joint_test(column: FittedColumn, terms: list[str], key: str) -> dict:
    """The Wald test that the coefficients of `terms` are zero, as F with infinitely many degrees of freedom in the
    denominator; StudyError, with the `key` that names them, for a term that is not there."""
    at = [_place(column, key, term) for term in terms]
    test = wald(column.estimates[at], np.eye(len(column.estimates))[at], column.covariance)
    statistic = None if test.statistic is None else test.statistic / test.df
    return {"terms": terms, "statistic": statistic, "df1": test.df, "df2": None, "p_value": test.p_value}


def sums(column: FittedColumn) -> dict[str, dict]:
    """The sums of coefficients that the key `lincom` names."""
    found = {}
    for name, text in column.settings.get("lincom", {}).items():
        signs, weights = combination_of(text), np.zeros(len(column.estimates))
        for term, sign in signs.items():
            weights[_place(column, f"lincom.{name}", term)] = sign
        error = np.sqrt(weights @ column.covariance @ weights)
        (row,) = rows_of(np.array([weights @ column.estimates]), np.array([error])).to_dict("records")
        found[name] = {"terms": signs, "left_out": [], **row}
    return found


def _place(column: FittedColumn, key: str, term: str) -> int:
    if term not in column.fit.terms:
        raise StudyError(f"`{key}`: there is no coefficient `{term}`; {nearest(term, list(column.fit.terms))}")
    return column.fit.terms.index(term)
