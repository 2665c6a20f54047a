"""One column of a table of spatial models: its fit as tidy results."""

import numpy as np
import pandas as pd

from core.errors import StudyError, nearest
from core.formulas import combination_of
from estimation.cohorts import first_treated
from estimation.record import record
from estimation.spatial import FittedColumn, estimates, facts_of, fit_column, rows_of
from estimation.weights import Weights
from spatial.specification_tests import wald


def spatial_column(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column: see `fit_column`."""
    column = fit_column(panel, weights, leave_out, settings)
    return estimates(column), description(column)


def description(column: FittedColumn) -> dict:
    """The facts of a fit, with its tests, sums, cohorts and warnings, for the JSON file."""
    settings, sample = column.settings, column.prepared.sample
    known = facts_of(column) | {"tests": joint_tests(column), "lincom": sums(column)}
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
