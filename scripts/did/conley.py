"""Conley errors of one coefficient of a panel: what it is made of in near units and near years is correlated."""

import numpy as np

from estimation.least_squares import Fit


def scores_of(fit: Fit, term: str) -> np.ndarray:
    """(n, T) what the residual of each unit and calendar year adds to the coefficient of `term`; 0 without a row."""
    sample = fit.sample
    scores = np.zeros((len(sample.units), int(np.ptp(sample.year)) + 1))
    loadings = fit.basis.q @ fit.basis.half[fit.terms.index(term)]
    scores[sample.unit, sample.year - sample.year.min()] = loadings * fit.residuals
    return scores


def spatial_kernel(distances: np.ndarray, cutoff: float, kernel: str) -> np.ndarray:
    """(n, n) weights of pairs of units by their km: 1 within the `cutoff`, or `bartlett`, falling to 0 there."""
    if kernel == "bartlett":
        return np.maximum(1 - distances / cutoff, 0)
    return (distances <= cutoff).astype(float)


def serial_kernel(lags: int, kernel: str) -> np.ndarray:
    """(lags,) weights of pairs of years that are 1, 2, ... apart: 1, or `bartlett`, 1 - l / (lags + 1)."""
    return 1 - np.arange(1, lags + 1) / (lags + 1) if kernel == "bartlett" else np.ones(lags)


def conley_variance(scores: np.ndarray, near: np.ndarray, serial: np.ndarray) -> tuple[float, float]:
    """The variance, without a small-sample factor, and the size of what it is the sum of.

    Notes
    -----
    sum_t sum_ij K(d_ij) s_it s_jt + sum_i sum_{t != u} k(|t - u|) s_it s_iu, with K `near` and k `serial`: within each
    year as Conley (1999, Journal of Econometrics 92), and within each unit over years (Hsiang 2010, PNAS 107). As
    acreg computes it with a lag, `bartlett` being its options hac and bartlett. The uniform sum can be negative.
    """
    return _added(scores, near, serial), _added(np.abs(scores), near, serial)


def _added(scores: np.ndarray, near: np.ndarray, serial: np.ndarray) -> float:
    lags = range(1, min(len(serial) + 1, scores.shape[1]))
    over_years = sum(serial[lag - 1] * np.sum(scores[:, lag:] * scores[:, :-lag]) for lag in lags)
    return float(np.sum(scores * (near @ scores)) + 2 * over_years)
