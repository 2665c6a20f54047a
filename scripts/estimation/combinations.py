"""Joint tests and sums of the coefficients of a fit, as a study file asks for them."""

from dataclasses import dataclass

import numpy as np

from core.errors import StudyError, named, nearest
from core.formulas import combination_of
from estimation.least_squares import Fit, Wald, coefficient_rows, errors_of, joint_test


@dataclass(frozen=True)
class Coefficients:
    """Estimates that can be tested jointly and added up.

    terms : their names; values (K,); covariance (K, K), missing between estimates of two regressions
    added : (K,) of what size the numbers are whose sum the diagonal of the covariance is
    df : of t and F, None for the normal distribution
    lost : terms that were left out as collinear; apart : what to say where a covariance is missing
    """

    terms: tuple[str, ...]
    values: np.ndarray
    covariance: np.ndarray
    added: np.ndarray
    df: int | None
    lost: tuple[str, ...] = ()
    apart: str = ""


def coefficients_of(fit: Fit) -> Coefficients:
    factor, lost = fit.small_sample.factor, tuple(one.term for one in fit.lost)
    return Coefficients(fit.terms, fit.coefficients, factor * fit.cr0, factor * fit.added, fit.small_sample.df, lost)


def side_by_side(one: Coefficients, other: Coefficients, apart: str) -> Coefficients:
    """Estimates of two regressions, by the normal distribution; `apart` says that they have no joint covariance."""
    k, whole = len(one.terms), len(one.terms) + len(other.terms)
    covariance = np.full((whole, whole), np.nan)
    covariance[:k, :k], covariance[k:, k:] = one.covariance, other.covariance
    return Coefficients(
        (*one.terms, *other.terms),
        np.concatenate([one.values, other.values]),
        covariance,
        np.concatenate([one.added, other.added]),
        None,
        apart=apart,
    )


def combinations(found: Coefficients, settings: dict) -> tuple[dict, list[str]]:
    """The facts `tests` and `lincom` of a column, from its keys `test` and `lincom`, and what is to be said of them."""
    tests, lincom, said = {}, {}, []
    for name, terms in settings.get("test", {}).items():
        tests[name], warnings = _test(found, name, terms)
        said += warnings
    for name, text in settings.get("lincom", {}).items():
        lincom[name], warnings = _sum(found, name, combination_of(text))
        said += warnings
    return {"tests": tests, "lincom": lincom}, said


def _test(found: Coefficients, name: str, terms: list[str]) -> tuple[dict, list[str]]:
    kept, gone = _parted(found, f"test.{name}", terms)
    if not kept:
        said = f"{name}: not tested, since {_and(gone)} of it {_were(gone)} left out as collinear"
        return vars(Wald((), None, 0, found.df, None)), [said]
    at = [found.terms.index(term) for term in kept]
    own = found.covariance[np.ix_(at, at)]
    test = joint_test(kept, found.values[at], own, errors_of(np.diag(own), found.added[at]), found.df)
    said = [f"{name}: tested without {_and(gone)}, left out as collinear"] * bool(gone)
    singular = "the variance of its terms is singular: more of them than the clusters allow"
    why = found.apart if np.isnan(own).any() else singular
    said += [f"{name}: not tested, since {why}"] * (test.statistic is None)
    return vars(test), said


def _sum(found: Coefficients, name: str, signs: dict[str, int]) -> tuple[dict, list[str]]:
    """The sum of coefficients with their `signs`, with error and interval; what was left out as collinear counts 0."""
    kept, gone = _parted(found, f"lincom.{name}", list(signs))
    at, weights = [found.terms.index(term) for term in kept], np.array([signs[term] for term in kept], dtype=float)
    own = found.covariance[np.ix_(at, at)]
    variance, added = weights @ own @ weights, (np.abs(weights) @ np.sqrt(found.added[at])) ** 2
    error = errors_of(np.array([variance]), np.array([added]))
    df = np.inf if found.df is None else found.df
    (row,) = coefficient_rows(np.array([weights @ found.values[at]]), error, df).to_dict("records")
    said = [f"{name}: {_and(gone)} {_were(gone)} left out as collinear and counts 0 in the sum"] * bool(gone)
    nothing = "its variance is negative, or zero but for rounding, so it has no standard error"
    why = f"no standard error, since {found.apart}" if np.isnan(own).any() else nothing
    said += [f"{name}: {why}"] * bool(kept and np.isnan(error[0]))
    return {"terms": signs, "left_out": gone, **row}, said


def _parted(found: Coefficients, key: str, terms: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The `terms` that there are, and those that were left out; StudyError for one that there never was."""
    known = [*found.terms, *found.lost]
    if unknown := [term for term in terms if term not in known]:
        raise StudyError(f"`{key}`: there is no coefficient `{unknown[0]}`; {nearest(unknown[0], known)}")
    return tuple(term for term in terms if term in found.terms), [term for term in terms if term in found.lost]


def _and(terms: list[str]) -> str:
    return named([f"`{term}`" for term in terms])


def _were(terms: list[str]) -> str:
    return "were" if len(terms) > 1 else "was"
