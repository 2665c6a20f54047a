"""Spatial lag model of a balanced panel by exact maximum likelihood."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize, sparse

from core.errors import StudyError
from estimation.collinearity import PRECISION, lost_terms
from estimation.within import within as unit_major_within
from spatial.weights import Spectrum

NEAR_BOUND = 0.01  # distance of ρ from a bound of its interval that is worth a warning


@dataclass(frozen=True)
class SpatialLag:
    """Estimates of y_t = ρ W y_t + X_t β + effects + ε_t, and their covariance.

    terms : names of the k regressors
    beta : (k,)
    rho, sigma2 : sigma2 = e'e/NT, without correction
    covariance : (k+2, k+2), of (β, ρ, sigma2), inverse of the observed information
    log_likelihood : with all constants; the effects are concentrated out exactly
    interval : bounds of ρ
    """

    terms: tuple[str, ...]
    beta: np.ndarray
    rho: float
    sigma2: float
    covariance: np.ndarray
    log_likelihood: float
    interval: tuple[float, float]

    @property
    def near_bound(self) -> bool:
        return min(self.rho - self.interval[0], self.interval[1] - self.rho) < NEAR_BOUND


@dataclass(frozen=True)
class Concentrated:
    """The likelihood as a function of ρ alone: e'e = a − 2bρ + cρ² and log det(I − ρW) = Σ log(1 − ρw_i).

    e0, e1 : (NT,) residuals of Qy and Q(Wy) on QX; a = e0'e0, b = e0'e1, c = e1'e1
    eigenvalues : (N,) w_i
    periods : T
    """

    e0: np.ndarray
    e1: np.ndarray
    eigenvalues: np.ndarray
    periods: int

    def log_likelihood(self, rho: float) -> float:
        residual = self.e0 - rho * self.e1
        size = len(residual)
        determinant = self.periods * np.log1p(-rho * self.eigenvalues).sum()
        return determinant - size / 2 * (np.log(2 * np.pi * (residual @ residual) / size) + 1)

    def score(self, rho: float) -> float:
        residual = self.e0 - rho * self.e1
        pull = len(residual) * (self.e1 @ residual) / (residual @ residual)
        return pull - self.periods * (self.eigenvalues / (1 - rho * self.eigenvalues)).sum()


def spatial_lag(
    outcome: np.ndarray,
    regressors: np.ndarray,
    matrix: sparse.csr_array,
    spectrum: Spectrum,
    effects: tuple[str, ...],
    terms: tuple[str, ...],
) -> SpatialLag:
    """Fit the model by exact maximum likelihood: the lag is taken first, the effects are removed afterwards.

    Parameters
    ----------
    outcome : (T, N) float, balanced panel, periods by units; units in the order of `matrix`
    regressors : (T, N, k) float
    matrix : (N, N) W, zero diagonal
    spectrum : eigenvalues of W
    effects : of `unit` and `year`; without any, a constant is absorbed
    terms : (k,) names, for messages and results

    Raises
    ------
    StudyError : a value that is not finite, regressors without variation of their own, a perfect fit

    Notes
    -----
    −f(ρ) = T log det(I − ρW) − NT/2 log(a − 2bρ + cρ²) is the likelihood with explicit dummies, for any W, because
    Q(Wy), not W(Qy), enters. Elhorst (2014), Spatial Econometrics, chapter 3; Lee and Yu (2010), J. Econometrics 154.
    """
    refuse_not_finite(outcome, regressors)
    own = within(outcome, effects).ravel()
    lagged = within((matrix @ outcome.T).T, effects).ravel()
    design = within(regressors, effects).reshape(outcome.size, -1)
    refuse_collinear(design, regressors.reshape(outcome.size, -1), terms, effects)
    slopes = np.linalg.lstsq(design, np.column_stack([own, lagged]), rcond=None)[0]
    e0, e1 = (np.column_stack([own, lagged]) - design @ slopes).T
    if e0 @ e0 <= PRECISION**2 * outcome.ravel() @ outcome.ravel():
        raise StudyError("the effects and regressors explain the outcome perfectly: no variance is left to estimate ρ")
    problem = Concentrated(e0, e1, spectrum.values, len(outcome))
    rho = maximum(problem, spectrum.interval)
    residual = e0 - rho * e1
    sigma2 = residual @ residual / outcome.size
    information = observed_information(design, lagged, residual, rho, sigma2, problem)
    return SpatialLag(
        terms=terms,
        beta=slopes[:, 0] - rho * slopes[:, 1],
        rho=rho,
        sigma2=sigma2,
        covariance=inverse(information),
        log_likelihood=problem.log_likelihood(rho),
        interval=spectrum.interval,
    )


def within(values: np.ndarray, effects: tuple[str, ...]) -> np.ndarray:
    """Residual of a balanced (T, N) or (T, N, k) array after `unit` and `year` means, or the grand mean."""
    return unit_major_within(values.swapaxes(0, 1), effects).swapaxes(0, 1)


def maximum(problem: Concentrated, interval: tuple[float, float]) -> float:
    """The root of the score nearest to the maximum that a bounded search over the interval finds."""
    low, high = interval
    margin = 1e-9 * (high - low)
    found = optimize.minimize_scalar(lambda rho: -problem.log_likelihood(rho), bounds=(low, high), method="bounded").x
    reach = 1e-4 * (high - low)
    while True:
        left, right = max(found - reach, low + margin), min(found + reach, high - margin)
        if problem.score(left) > 0 > problem.score(right):
            return optimize.brentq(problem.score, left, right, xtol=1e-15, rtol=1e-15, maxiter=200)
        if left == low + margin and right == high - margin:
            raise StudyError(f"the likelihood has no maximum for ρ between {low:.4g} and {high:.4g}")
        reach *= 4


def observed_information(design, lagged, residual, rho, sigma2, problem: Concentrated) -> np.ndarray:
    """(k+2, k+2) minus the Hessian of the log-likelihood over (β, ρ, sigma2), at any point of the parameters.

    design : (NT, k) QX; lagged : (NT,) Q(Wy); residual : (NT,) Q(y − ρWy − Xβ)
    """
    k, size = design.shape[1], len(residual)
    share = problem.eigenvalues / (1 - rho * problem.eigenvalues)
    information = np.empty((k + 2, k + 2))
    information[:k, :k] = design.T @ design / sigma2
    information[:k, k] = information[k, :k] = design.T @ lagged / sigma2
    information[:k, k + 1] = information[k + 1, :k] = design.T @ residual / sigma2**2
    information[k, k] = problem.periods * (share @ share) + lagged @ lagged / sigma2
    information[k, k + 1] = information[k + 1, k] = lagged @ residual / sigma2**2
    information[k + 1, k + 1] = residual @ residual / sigma2**3 - size / (2 * sigma2**2)
    return information


def inverse(information: np.ndarray) -> np.ndarray:
    """Inverse of the information, scaled to a unit diagonal first; raises StudyError if not positive definite."""
    scale = 1 / np.sqrt(np.diag(information))
    try:
        factor = linalg.cho_factor(scale[:, None] * information * scale)
    except linalg.LinAlgError as error:
        raise StudyError("the observed information is not positive definite: no standard errors exist") from error
    covariance = scale[:, None] * linalg.cho_solve(factor, np.eye(len(scale))) * scale
    return (covariance + covariance.T) / 2


def refuse_not_finite(outcome: np.ndarray, regressors: np.ndarray) -> None:
    for values in (outcome, regressors):
        if not np.isfinite(values).all():
            period, unit, *_ = np.argwhere(~np.isfinite(values))[0]
            raise StudyError(f"a value is missing or infinite, first in period {period + 1}, unit {unit + 1}")


def refuse_collinear(design: np.ndarray, raw: np.ndarray, terms: tuple[str, ...], effects: tuple[str, ...]) -> None:
    """Raise StudyError naming the columns of `design` that the effects and the columns before them explain."""
    lost = lost_terms(design, np.linalg.norm(raw, axis=0), terms)
    if lost:
        said = "; ".join(f"`{one.term}` {one.said(effects)}" for one in lost)
        raise StudyError(f"{said}.\n  Take out of the formula.")
