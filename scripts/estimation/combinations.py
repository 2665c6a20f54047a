"""Joint tests and sums of the coefficients of a fit, as a study file asks for them."""

import numpy as np

from core.errors import StudyError, named, nearest
from core.formulas import combination_of
from estimation.least_squares import Fit, Wald, coefficient_rows, errors_of, wald


def combinations(fit: Fit, settings: dict) -> tuple[dict, list[str]]:
    """The facts `tests` and `lincom` of a column, from its keys `test` and `lincom`, and what is to be said of them."""
    tests, lincom, said = {}, {}, []
    for name, terms in settings.get("test", {}).items():
        tests[name], warnings = _test(fit, name, terms)
        said += warnings
    for name, text in settings.get("lincom", {}).items():
        lincom[name], warnings = _sum(fit, name, combination_of(text))
        said += warnings
    return {"tests": tests, "lincom": lincom}, said


def _test(fit: Fit, name: str, terms: list[str]) -> tuple[dict, list[str]]:
    kept, gone = _parted(fit, f"test.{name}", terms)
    if not kept:
        said = f"{name}: not tested, since {_and(gone)} of it {_were(gone)} left out as collinear"
        return vars(Wald((), None, 0, fit.small_sample.df, None)), [said]
    test = wald(fit, kept)
    said = [f"{name}: tested without {_and(gone)}, left out as collinear"] * bool(gone)
    said += [
        f"{name}: not tested, since the variance of its terms is singular: more of them than the clusters allow"
    ] * (test.statistic is None)
    return vars(test), said


def _sum(fit: Fit, name: str, signs: dict[str, int]) -> tuple[dict, list[str]]:
    """The sum of coefficients with their `signs`, with error and interval; what was left out as collinear counts 0."""
    kept, gone = _parted(fit, f"lincom.{name}", list(signs))
    weights = np.array([signs.get(term, 0) for term in fit.terms], dtype=float)
    factor = fit.small_sample.factor
    variance = factor * (weights @ fit.cr0 @ weights)
    added = factor * (np.abs(weights) @ np.sqrt(fit.added)) ** 2
    error = errors_of(np.array([variance]), np.array([added]))
    (row,) = coefficient_rows(np.array([weights @ fit.coefficients]), error, fit.small_sample.df).to_dict("records")
    said = [f"{name}: {_and(gone)} {_were(gone)} left out as collinear and counts 0 in the sum"] * bool(gone)
    said += [f"{name}: its variance is negative, or zero but for rounding, so it has no standard error"] * bool(
        kept and np.isnan(error[0])
    )
    return {"terms": signs, "left_out": gone, **row}, said


def _parted(fit: Fit, key: str, terms: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The `terms` that the fit kept, and those that it left out; StudyError for one that it never had."""
    lost = [one.term for one in fit.lost]
    if unknown := [term for term in terms if term not in (*fit.terms, *lost)]:
        raise StudyError(f"`{key}`: there is no coefficient `{unknown[0]}`; {nearest(unknown[0], [*fit.terms, *lost])}")
    return tuple(term for term in terms if term in fit.terms), [term for term in terms if term in lost]


def _and(terms: list[str]) -> str:
    return named([f"`{term}`" for term in terms])


def _were(terms: list[str]) -> str:
    return "were" if len(terms) > 1 else "was"
