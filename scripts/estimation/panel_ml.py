"""Spatial models of a balanced panel by exact maximum likelihood.

With Q for the removal of the effects and e for what is then left:

- `no_lag`: Qy = QX b + e (ordinary and SLX)
- `spatial_lag`: Qy = ρ Q(Wy) + QX b + e (SAR and SDM); the lag is taken first, the effects are removed afterwards
- `spatial_error`: Q_λ (I − λW)(y − X b) = e (SEM and SDEM), where Q_λ removes effects as the filter leaves them

The likelihoods are those with explicit dummies, for any W. Lags of regressors are regressors like others here.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.errors import StudyError
from core.formulas import LAG
from core.roots import crossing, peak
from estimation.collinearity import PRECISION, lost_terms
from estimation.resolvent import Resolvent, lag
from estimation.within import within

NEAR_BOUND = 0.01  # distance of ρ from a bound of its interval that is worth a warning
POINTS = 24  # at which a likelihood is looked at before the search for its maximum
STEP = 1e-30  # of a complex step: derivatives without differences (Squire and Trapp 1998)


@dataclass(frozen=True)
class Arrays:
    """A balanced panel of N units and T years.

    outcome : (N, T); regressors : (N, T, k); terms : (k,) their names; effects : subset of ("unit", "year")
    """

    outcome: np.ndarray
    regressors: np.ndarray
    terms: tuple[str, ...]
    effects: tuple[str, ...]


@dataclass(frozen=True)
class Maximum:
    """A maximum of a likelihood.

    terms : (m,) names of the k slopes and, of a model with a lag, `rho` or `lambda` last; estimates : (m,)
    sigma2 : e'e/NT
    information : (m+1, m+1) minus the Hessian over (estimates, sigma2), the effects concentrated out
    effect_score : (m+1,) minus the score that the year effects leave at the true parameters, in expectation
    log_likelihood : with all constants
    interval : bounds of the spatial parameter, None without one
    residual : (N, T) e
    design : (N, T, k) minus the derivative of e by the slopes
    drift : (N, T) minus the derivative of e by the spatial parameter, without G e; None if the model has none
    """

    terms: tuple[str, ...]
    estimates: np.ndarray
    sigma2: float
    information: np.ndarray
    effect_score: np.ndarray
    log_likelihood: float
    interval: tuple[float, float] | None
    residual: np.ndarray
    design: np.ndarray
    drift: np.ndarray | None

    @property
    def parameter(self) -> float | None:
        """The spatial parameter."""
        return None if self.interval is None else self.estimates[-1]

    @property
    def near_bound(self) -> bool:
        return self.interval is not None and bool(np.abs(np.array(self.interval) - self.parameter).min() < NEAR_BOUND)


class Likelihood(Protocol):
    """A likelihood as a function of its spatial parameter, all others concentrated out."""

    resolvent: Resolvent

    def log_likelihood(self, rho: float) -> float: ...

    def score(self, rho: float) -> float: ...


@dataclass(frozen=True)
class OfLag:
    """e = e0 − ρ e1, with (NT,) residuals e0, e1 of Qy and Q(Wy) on QX; T `periods`."""

    e0: np.ndarray
    e1: np.ndarray
    resolvent: Resolvent
    periods: int

    def log_likelihood(self, rho: float) -> float:
        determinant = self.periods * self.resolvent.log_determinant(rho)
        return determinant + log_density(self.e0 - rho * self.e1)

    def score(self, rho: float) -> float:
        residual = self.e0 - rho * self.e1
        pull = len(residual) * (self.e1 @ residual) / (residual @ residual)
        return pull - self.periods * self.resolvent.trace(rho)


@dataclass(frozen=True)
class OfError:
    """e(λ), the residual of the filtered outcome on the filtered regressors.

    values : (N, T, k+1) regressors and, last, the outcome; lagged : W times them
    sums : (N,) W1; effects : as in `Arrays`
    """

    values: np.ndarray
    lagged: np.ndarray
    sums: np.ndarray
    effects: tuple[str, ...]
    resolvent: Resolvent

    def filtered(self, rho: complex) -> np.ndarray:
        """(N, T, k+1) `values` after the filter, without effects."""
        return project(self.values - rho * self.lagged, self.effects, 1 - rho * self.sums)

    def at(self, rho: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(k,) slopes, (NT, k) design and (NT,) residual at λ."""
        flat = self.filtered(rho).reshape(-1, self.values.shape[-1])
        slopes = least_squares(flat[:, :-1], flat[:, -1])
        return slopes, flat[:, :-1], flat[:, -1] - flat[:, :-1] @ slopes

    def change(self, rho: float, slopes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(NT, k) and (NT,) derivatives of design and residual by λ, at fixed slopes."""
        flat = self.filtered(rho + 1j * STEP).imag.reshape(-1, self.values.shape[-1]) / STEP
        return flat[:, :-1], flat[:, -1] - flat[:, :-1] @ slopes

    def log_likelihood(self, rho: float) -> float:
        return self.values.shape[1] * self.resolvent.log_determinant(rho) + log_density(self.at(rho)[2])

    def score(self, rho: float) -> float:
        slopes, _, residual = self.at(rho)
        pull = -len(residual) * (residual @ self.change(rho, slopes)[1]) / (residual @ residual)
        return pull - self.values.shape[1] * self.resolvent.trace(rho)


def log_density(residual: np.ndarray) -> float:
    """Log-likelihood of normal errors at sigma2 = e'e/NT."""
    return -residual.size / 2 * (np.log(2 * np.pi * np.square(residual).mean()) + 1)


@dataclass(frozen=True)
class Net:
    """A panel without effects, rows by unit and year.

    design : (NT, k) QX; outcome : (NT,) Qy; lagged : (NT,) Q(Wy), None where the model has no such lag
    terms, effects : as in `Arrays`; periods : T
    """

    design: np.ndarray
    outcome: np.ndarray
    lagged: np.ndarray | None
    terms: tuple[str, ...]
    effects: tuple[str, ...]
    periods: int


def net(arrays: Arrays, resolvent: Resolvent | None = None) -> Net:
    """The panel without effects, after what cannot be estimated is refused, with the lag of the outcome by the weights
    of the `resolvent`, if there are any."""
    design, outcome = without_effects(arrays)
    lagged = None
    if resolvent is not None:
        lagged = within(lag(resolvent.matrix, arrays.outcome), arrays.effects).ravel()
    return Net(design, outcome, lagged, arrays.terms, arrays.effects, arrays.outcome.shape[1])


def no_lag(arrays: Arrays) -> Maximum:
    """Fit the model without a spatial parameter; errors as of `spatial_lag`."""
    return net_without_lag(net(arrays))


def net_without_lag(panel: Net) -> Maximum:
    """The same of a panel without effects."""
    design, outcome = panel.design, panel.outcome
    slopes = least_squares(design, outcome)
    residual = outcome - design @ slopes
    refuse_perfect(residual, outcome, slopes, design)
    sigma2 = residual @ residual / outcome.size
    return Maximum(
        terms=panel.terms,
        estimates=slopes,
        sigma2=sigma2,
        information=_information(design, residual, sigma2),
        effect_score=_effect_score(panel.effects, panel.periods, sigma2, np.zeros(len(slopes))),
        log_likelihood=log_density(residual),
        interval=None,
        residual=residual.reshape(-1, panel.periods),
        design=design.reshape(-1, panel.periods, len(slopes)),
        drift=None,
    )


def spatial_lag(arrays: Arrays, resolvent: Resolvent) -> Maximum:
    """Fit the model with a lag of the outcome.

    Raises StudyError for values that are missing or infinite, terms that the effects or the terms before them explain,
    an outcome that the terms reproduce, and a likelihood without a maximum between the bounds of ρ.

    Notes
    -----
    logL(ρ) = T log det(I − ρW) − NT/2 (log 2π e'e/NT + 1) with e = e0 − ρ e1 (Elhorst 2014, chapter 3, but with the lag
    taken before the effects are removed). The information keeps ρ's own part as T tr G² + (Q Wy)'(Q Wy)/sigma2.
    """
    return net_lag(net(arrays, resolvent), resolvent)


def net_lag(panel: Net, resolvent: Resolvent) -> Maximum:
    """The same of a panel without effects."""
    design, outcome, lagged, periods = panel.design, panel.outcome, panel.lagged, panel.periods
    both = np.column_stack([outcome, lagged])
    slopes = least_squares(design, both)
    e0, e1 = (both - design @ slopes).T
    refuse_perfect(e0, outcome, slopes[:, 0], design)
    _refuse_multiple(e0, e1, panel.effects)
    rho = maximum(OfLag(e0, e1, resolvent, periods), resolvent.interval)
    residual = e0 - rho * e1
    sigma2 = residual @ residual / outcome.size
    own = periods * resolvent.trace(rho, power=2) + lagged @ lagged / sigma2
    cross = np.append(design.T @ lagged / sigma2, own), lagged @ residual / sigma2**2
    mean_g = periods * resolvent.total(rho) / resolvent.size
    e, q = residual.reshape(-1, periods), lagged.reshape(-1, periods)
    return Maximum(
        terms=(*panel.terms, "rho"),
        estimates=np.append(slopes[:, 0] - rho * slopes[:, 1], rho),
        sigma2=sigma2,
        information=_information(design, residual, sigma2, *cross),
        effect_score=_effect_score(panel.effects, panel.periods, sigma2, np.append(np.zeros(design.shape[1]), mean_g)),
        log_likelihood=periods * resolvent.log_determinant(rho) + log_density(residual),
        interval=resolvent.interval,
        residual=e,
        design=design.reshape(-1, periods, design.shape[1]),
        drift=q - resolvent.apply(rho, e),
    )


def spatial_error(arrays: Arrays, resolvent: Resolvent) -> Maximum:
    """Fit the model with spatially correlated errors; raises StudyError as `spatial_lag` does.

    Notes
    -----
    (I − λW) turns an effect of a year into a multiple of w(λ) = 1 − λW1, which is constant only if the sums of rows
    are. Q_λ takes out w(λ), not 1. With u the errors net of effects, u = (I − λW)^-1 e and dlogL/dλ = e'Ge/sigma2 −
    T tr G, the derivatives of Q_λ included.
    """
    no_lag(arrays)  # refuses what no model can be fitted to
    values = np.concatenate([arrays.regressors, arrays.outcome[..., None]], axis=-1)
    sums = np.asarray(resolvent.matrix.sum(axis=1))
    problem = OfError(values, lag(resolvent.matrix, values), sums, arrays.effects, resolvent)
    rho, periods = maximum(problem, resolvent.interval), arrays.outcome.shape[1]
    slopes, design, residual = problem.at(rho)
    design_change, residual_change = problem.change(rho, slopes)
    sigma2 = residual @ residual / residual.size
    e = residual.reshape(-1, periods)
    g, g_turned = resolvent.apply(rho, e).ravel(), resolvent.apply(rho, e, turned=True).ravel()
    own = periods * resolvent.trace(rho, power=2) - (residual_change @ (g + g_turned) + g_turned @ g) / sigma2
    with_slopes = -(design_change.T @ residual + design.T @ residual_change) / sigma2
    along = 1 - rho * sums
    mean_g = periods * (along @ resolvent.apply(rho, along)) / (along @ along)
    return Maximum(
        terms=(*arrays.terms, "lambda"),
        estimates=np.append(slopes, rho),
        sigma2=sigma2,
        information=_information(design, residual, sigma2, np.append(with_slopes, own), residual @ g / sigma2**2),
        effect_score=_effect_score(arrays.effects, periods, sigma2, np.append(np.zeros(len(slopes)), mean_g)),
        log_likelihood=problem.log_likelihood(rho),
        interval=resolvent.interval,
        residual=e,
        design=design.reshape(-1, periods, len(slopes)),
        drift=np.zeros_like(e),
    )


def project(values: np.ndarray, effects: tuple[str, ...], along: np.ndarray) -> np.ndarray:
    """Residual of (N, T, ...) `values` after effects of units, and of years (or a constant, if there are no effects)
    that enter as multiples of `along` (N,); real or complex, without conjugates."""
    if "unit" in effects:
        values = values - values.mean(axis=1, keepdims=True)
    if effects == ("unit",):
        return values
    multiple = np.tensordot(along, values, axes=1) / (along @ along)
    multiple = multiple if "year" in effects else multiple.mean(axis=0, keepdims=True)
    return values - np.multiply.outer(along, multiple)


def maximum(problem: Likelihood, interval: tuple[float, float]) -> float:
    """The root of the score nearest to the maximum that a search over the interval finds.

    The search looks at points that are closer together near the bounds, as there may be several maxima, and then
    between the neighbours of the best.
    """
    low, high = interval
    margin = 1e-9 * (high - low)
    points = low + (high - low) * (1 - np.cos(np.linspace(0, np.pi, POINTS + 2))) / 2
    best = 1 + int(np.argmax([problem.log_likelihood(rho) for rho in points[1:-1]]))
    near = points[best - 1], points[best + 1]
    problem.resolvent.prepare(*near)
    found, _ = peak(problem.log_likelihood, *near)
    reach = 1e-4 * (high - low)
    while True:
        left, right = max(found - reach, low + margin), min(found + reach, high - margin)
        if problem.score(left) > 0 > problem.score(right):
            return crossing(problem.score, left, right, xtol=1e-15)
        if left == low + margin and right == high - margin:
            raise StudyError(
                f"the likelihood has no maximum for the spatial parameter between {low:.4g} and {high:.4g}: it grows "
                "up to a bound.\n  Take out terms that nearly reproduce the outcome, or use other weights."
            )
        reach *= 4


def least_squares(design: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """(k,) or (k, p) coefficients of `outcome` on (n, k) `design`; k may be 0."""
    return np.linalg.lstsq(design, outcome, rcond=None)[0]


def without_effects(arrays: Arrays) -> tuple[np.ndarray, np.ndarray]:
    """(NT, k) regressors and (NT,) outcome without effects, after what cannot be estimated is refused."""
    _refuse_not_finite(arrays)
    raw = arrays.regressors.reshape(arrays.outcome.size, -1)
    design = within(arrays.regressors, arrays.effects).reshape(raw.shape)
    lost = lost_terms(design, np.linalg.norm(raw, axis=0), arrays.terms)
    if lost:
        said = "; ".join(f"`{one.term}` {one.said(arrays.effects)}" for one in lost)
        key = " or of `lags`" * any(one.term.startswith(LAG) for one in lost)
        raise StudyError(f"{said}.\n  Take out of the formula{key}.")
    return design, within(arrays.outcome, arrays.effects).ravel()


def _information(
    design: np.ndarray, residual: np.ndarray, sigma2: float, spatial: np.ndarray | None = None, with_sigma2: float = 0.0
) -> np.ndarray:
    """Minus the Hessian over (slopes, spatial parameter, sigma2), at the maximum.

    spatial : (k+1,) its row of the spatial parameter, with the slopes and itself; with_sigma2 : and with sigma2
    """
    k = design.shape[1]
    m = k + (spatial is not None)
    information = np.zeros((m + 1, m + 1))
    information[:k, :k] = design.T @ design / sigma2
    information[m, m] = residual.size / (2 * sigma2**2)
    if spatial is not None:
        information[k, : k + 1] = information[: k + 1, k] = spatial
        information[k, m] = information[m, k] = with_sigma2
    return information


def _effect_score(effects: tuple[str, ...], periods: int, sigma2: float, of_estimates: np.ndarray) -> np.ndarray:
    return np.append(of_estimates, periods / (2 * sigma2)) * ("year" in effects)


def _refuse_not_finite(arrays: Arrays) -> None:
    for values in (arrays.outcome, arrays.regressors):
        if not np.isfinite(values).all():
            unit, period, *_ = np.argwhere(~np.isfinite(values))[0]
            raise StudyError(f"a value is missing or infinite, first in period {period + 1}, unit {unit + 1}")


def _refuse_multiple(e0: np.ndarray, e1: np.ndarray, effects: tuple[str, ...]) -> None:
    """Raise StudyError if the lag of the outcome says no more than the outcome, as with equal weights of all others."""
    left = e1 - (e0 @ e1) / (e0 @ e0) * e0
    if np.linalg.norm(left) <= PRECISION * (np.linalg.norm(e1) + np.linalg.norm(e0)):
        by = f"the terms and the effects of {' and '.join(effects)}s" if effects else "the terms and the constant"
        raise StudyError(
            f"the lag of the outcome is a multiple of the outcome itself without {by}: rho cannot be told.\n"
            "  Use weights that are less dense, or take out the effects of years."
        )


def refuse_perfect(residual: np.ndarray, outcome: np.ndarray, slopes: np.ndarray, design: np.ndarray) -> None:
    """Raise StudyError if nothing but rounding is left of the outcome."""
    parts = np.abs(slopes) @ np.linalg.norm(design, axis=0) if len(slopes) else 0.0
    if np.linalg.norm(residual) <= PRECISION * (np.linalg.norm(outcome) + parts):
        raise StudyError("the terms reproduce the outcome perfectly: no variance is left to estimate with")
