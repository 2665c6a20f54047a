"""What the leads of an event study can say about trends before the policy, beside their joint test."""

import numpy as np
from scipy.special import chdtri, chndtr, fdtri, ncfdtr, ndtri, stdtrit

from core.roots import crossing

POWER = 0.8
SIZE = 0.05


def detectable_slope(test: dict, covariance: dict, years: np.ndarray) -> float | None:
    """The slope of a straight trend that the joint test of the leads finds with power .8 (Roth 2022).

    Such a trend moves each lead by the slope times its `years`; the statistic is then noncentral. None if the leads
    cannot be tested.
    """
    if test["statistic"] is None:
        return None
    at = [covariance["terms"].index(term) for term in test["terms"]]
    own = np.array(covariance["values"])[np.ix_(at, at)]
    each = float(years @ np.linalg.solve(own, years))
    return float(np.sqrt(noncentrality(test["df1"], test["df2"]) / each))


def noncentrality(df1: int, df2: float | None) -> float:
    """Of chi-squared, or of F, beyond whose 5 % point a statistic then falls with probability .8."""
    if df2 is None:
        point = chdtri(df1, SIZE)
        return crossing(lambda nc: 1 - chndtr(point, df1, nc) - POWER, 1e-6, 1e3)
    point = fdtri(df1, df2, 1 - SIZE)
    return crossing(lambda nc: 1 - ncfdtr(df1, df2, nc, point) - POWER, 1e-6, 1e3)


def equivalence_bound(estimates: np.ndarray, errors: np.ndarray, df: float | None) -> float | None:
    """The smallest bound within which all leads are shown to lie at 5 %, by two one-sided tests of each.

    The test is that of the largest lead (Dette and Schumann 2024): it holds if it holds for each. None if a lead has
    no error.
    """
    quantile = ndtri(1 - SIZE) if df is None else stdtrit(df, 1 - SIZE)
    bounds = np.abs(estimates) + quantile * errors
    return None if np.isnan(bounds).any() else float(bounds.max())
