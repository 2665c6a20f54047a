"""Tests between spatial models: Lagrange multiplier, likelihood ratio, Wald, Hausman and Mundlak."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from estimation.ml_errors import inverse
from estimation.panel_ml import Arrays, Maximum, least_squares
from estimation.resolvent import Resolvent, lag
from estimation.within import within
from spatial.random_effects import RandomEffects

NOT_POSITIVE = -1e-12  # smallest eigenvalue of a difference of correlation matrices that rounding explains


@dataclass(frozen=True)
class ChiSquared:
    """A chi-squared test; `statistic` is None where it cannot be computed, and `note` says why."""

    statistic: float | None
    df: int
    note: str = ""

    @property
    def p_value(self) -> float | None:
        return None if self.statistic is None else float(chdtrc(self.df, self.statistic))

    def rejects(self, level: float = 0.05) -> bool:
        return self.p_value is not None and self.p_value < level


def lagrange_multipliers(arrays: Arrays, fit: Maximum, resolvent: Resolvent) -> dict[str, ChiSquared]:
    """Tests for a lag of the outcome and of the errors, plain and robust to the other, after `fit` without either.

    Notes
    -----
    With e its residuals, ŷ = y − e the fitted values including the effects, J = (|M Q W ŷ|² + t sigma2)/sigma2 and t =
    T tr(W'W + WW): lag (e'QWy/sigma2)²/J, error (e'We/sigma2)²/t. Anselin, Le Gallo and Jayet (2008), but with the lag
    taken before the effects are removed; they differ where there are effects of years.
    """
    matrix, e, sigma2 = resolvent.matrix, fit.residual, fit.sigma2
    design = fit.design.reshape(e.size, -1)
    fitted = within(lag(matrix, arrays.outcome - e), arrays.effects).ravel()
    unexplained = fitted - design @ least_squares(design, fitted)
    squares = e.shape[1] * float(matrix.multiply(matrix).sum() + matrix.multiply(matrix.T).sum())
    whole = (unexplained @ unexplained + squares * sigma2) / sigma2
    of_lag = float(e.ravel() @ within(lag(matrix, arrays.outcome), arrays.effects).ravel()) / sigma2
    of_error = float(np.sum(e * lag(matrix, e))) / sigma2
    return {
        "lag": ChiSquared(of_lag**2 / whole, 1),
        "error": ChiSquared(of_error**2 / squares, 1),
        "robust lag": ChiSquared((of_lag - of_error) ** 2 / (whole - squares), 1),
        "robust error": ChiSquared((of_error - squares * of_lag / whole) ** 2 / (squares * (1 - squares / whole)), 1),
    }


def likelihood_ratio(large: Maximum, small: Maximum, df: int) -> ChiSquared:
    return ChiSquared(2 * (large.log_likelihood - small.log_likelihood), df)


def no_lags(sdm: Maximum, covariance: np.ndarray) -> ChiSquared:
    """Wald test that all lags of terms are zero, of which the model is SAR then."""
    lagged, _ = _lags(sdm)
    return wald(sdm.estimates[lagged], np.eye(len(sdm.terms))[lagged], covariance)


def common_factor(sdm: Maximum, covariance: np.ndarray) -> ChiSquared:
    """Wald test that each lag has the slope −ρ times that of its term, 0 without it; the model is SEM then."""
    lagged, own = _lags(sdm)
    rho, jacobian = sdm.parameter, np.eye(len(sdm.terms))[lagged]
    slopes = np.array([0.0 if at is None else sdm.estimates[at] for at in own])
    jacobian[:, -1] = slopes
    for row, at in enumerate(own):
        if at is not None:
            jacobian[row, at] += rho
    return wald(sdm.estimates[lagged] + rho * slopes, jacobian, covariance)


def hausman(fixed: Maximum, random: RandomEffects) -> ChiSquared:
    """Fixed against random effects of units, over slopes and ρ; not computable if the difference of their variances is
    not positive semi-definite."""
    difference = inverse(fixed.information)[:-1, :-1] - random.covariance
    scale = 1 / np.sqrt(np.diag(random.covariance))
    smallest = float(np.linalg.eigvalsh(difference)[0])
    if np.linalg.eigvalsh(difference * np.outer(scale, scale))[0] <= NOT_POSITIVE:
        shown = f"{smallest:.2g}".replace("-", "−")
        why = f"variance difference not positive semi-definite, smallest eigenvalue {shown}"
        return ChiSquared(None, len(fixed.terms), f"not computable: {why}")
    apart = fixed.estimates - random.estimates
    return ChiSquared(float(apart @ np.linalg.solve(difference, apart)), len(fixed.terms))


def mundlak(random: RandomEffects) -> ChiSquared:
    """Wald test that the means of the terms by unit have no slopes, in a model with random effects that has them."""
    means = [at for at, term in enumerate(random.terms) if term.startswith("mean of ")]
    return wald(random.estimates[means], np.eye(len(random.terms))[means], random.covariance)


def _lags(sdm: Maximum) -> tuple[list[int], list[int | None]]:
    """Places of the lags, and of the terms that they are lags of."""
    lagged = [at for at, term in enumerate(sdm.terms) if term.startswith("W:")]
    own = [sdm.terms[at].removeprefix("W:") for at in lagged]
    return lagged, [sdm.terms.index(term) if term in sdm.terms else None for term in own]


def wald(values: np.ndarray, jacobian: np.ndarray, covariance: np.ndarray) -> ChiSquared:
    """Test that (q,) `values` of estimates are zero, by their (q, m) derivatives and the (m, m) covariance of these."""
    variance = jacobian @ covariance @ jacobian.T
    scale = 1 / np.sqrt(np.diag(variance))
    if np.linalg.eigvalsh(variance * np.outer(scale, scale))[0] <= -NOT_POSITIVE:
        return ChiSquared(None, len(values), "not computable: more restrictions than the clusters allow")
    return ChiSquared(float(values @ np.linalg.solve(variance, values)), len(values))
