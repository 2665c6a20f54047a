"""The spatial autoregressive model with random effects of units, and what it is compared with."""

from dataclasses import dataclass

import numpy as np

from core.roots import peak
from estimation.ml_errors import inverse
from estimation.panel_ml import Arrays, maximum
from estimation.resolvent import Resolvent, lag
from estimation.within import within

RANGE = (-25.0, 0.0)  # of log φ², between almost all and none of the variance being that of the units
STARTS = 25  # values of log φ² from which its maximum is looked for


@dataclass(frozen=True)
class RandomEffects:
    """Estimates of y_t = ρ W y_t + X_t b + μ + effects of years or a constant + e_t, with μ normal.

    terms : (k+1,) names of the slopes and `rho`; estimates, covariance : of these
    share : φ² = sigma2 / (sigma2 + T var μ), 1 if units have no variance of their own
    sigma2 : of e; log_likelihood : with all constants
    """

    terms: tuple[str, ...]
    estimates: np.ndarray
    covariance: np.ndarray
    share: float
    sigma2: float
    log_likelihood: float


@dataclass(frozen=True)
class Products:
    """Cross-products (k+2, k+2) of [y, Wy, X] within and between units; φ² is the weight of those between."""

    within: np.ndarray
    between: np.ndarray
    resolvent: Resolvent
    size: int
    periods: int

    def at(self, share: float) -> np.ndarray:
        return self.within + share * self.between

    def slopes(self, share: float) -> np.ndarray:
        """(k, 2) coefficients of y and Wy on X."""
        products = self.at(share)
        return np.linalg.solve(products[2:, 2:], products[2:, :2])

    def weights(self, rho: float, share: float) -> np.ndarray:
        """(k+2,) what makes residuals of [y, Wy, X]: 1, −ρ, −b."""
        y, lagged = self.slopes(share).T
        return np.concatenate([[1, -rho], rho * lagged - y])

    def best(self, share: float) -> tuple[float, float]:
        """ρ, and the log-likelihood, at a given φ²."""
        products, slopes = self.at(share), self.slopes(share)
        rest = products[:2, :2] - slopes.T @ products[2:, :2]
        problem = OfProducts(rest, self.resolvent, self.size, self.periods)
        rho = maximum(problem, self.resolvent.interval)
        return rho, problem.log_likelihood(rho) + self.size / self.periods / 2 * np.log(share)


@dataclass(frozen=True)
class OfProducts:
    """The likelihood of ρ from the (2, 2) cross-products of the residuals of y and Wy."""

    rest: np.ndarray
    resolvent: Resolvent
    size: int
    periods: int

    def log_likelihood(self, rho: float) -> float:
        square = np.array([1, -rho]) @ self.rest @ np.array([1, -rho])
        determinant = self.periods * self.resolvent.log_determinant(rho)
        return determinant - self.size / 2 * (np.log(2 * np.pi * square / self.size) + 1)

    def score(self, rho: float) -> float:
        moved = self.rest @ np.array([1, -rho])
        square = np.array([1, -rho]) @ moved
        return self.size * moved[1] / square - self.periods * self.resolvent.trace(rho)


def random_effects(arrays: Arrays, resolvent: Resolvent) -> RandomEffects:
    """Fit the model; effects of years in `arrays.effects` are kept, those of units are random.

    Raises StudyError for terms that are collinear, as `spatial_lag` does.

    Notes
    -----
    Every variable is z_it − (1 − φ) z_i.; logL(ρ, φ) = T log det(I − ρW) + N/2 log φ² − NT/2 (log(2π e'e/NT) + 1)
    (Elhorst 2014, section 3.3.2). For each of `STARTS` values of φ², ρ is at its maximum; the best is refined.
    """
    products = products_of(arrays, resolvent)
    grid = np.linspace(*RANGE, STARTS)
    values = [products.best(np.exp(log))[1] for log in grid]
    best = int(np.argmax(values))
    near = grid[max(best - 1, 0)], grid[min(best + 1, STARTS - 1)]
    log, value = peak(lambda log: products.best(np.exp(log))[1], *near, xtol=1e-12)
    share = 1.0 if best == STARTS - 1 and values[-1] >= value else float(np.exp(log))
    rho, value = products.best(share)
    weights = products.weights(rho, share)
    sigma2 = weights @ products.at(share) @ weights / products.size
    covariance = inverse(information(products, weights, share, sigma2))
    k = len(arrays.terms)
    order = [*range(1, k + 1), 0]
    return RandomEffects(
        terms=(*arrays.terms, "rho"),
        estimates=-weights[1:][order],
        covariance=covariance[np.ix_(order, order)],
        share=share,
        sigma2=sigma2,
        log_likelihood=value,
    )


def products_of(arrays: Arrays, resolvent: Resolvent) -> Products:
    """The cross-products of outcome, its lag and the regressors, after the effects of years or a constant."""
    effects = tuple(effect for effect in arrays.effects if effect == "year")
    lagged = lag(resolvent.matrix, arrays.outcome)
    values = within(np.concatenate([np.stack([arrays.outcome, lagged], axis=-1), arrays.regressors], axis=-1), effects)
    units, periods, size = values.shape
    means = values.mean(axis=1)
    inner = (values - means[:, None]).reshape(-1, size)
    return Products(inner.T @ inner, periods * means.T @ means, resolvent, units * periods, periods)


def information(products: Products, weights: np.ndarray, share: float, sigma2: float) -> np.ndarray:
    """(k+3, k+3) minus the Hessian over (ρ, b, φ², sigma2), or without φ² at its bound of 1."""
    rho, whole = -weights[1], products.at(share)
    number = products.size / products.periods
    moved, moved_between = whole @ weights, products.between @ weights
    between = weights @ moved_between
    found = np.zeros((len(weights) + 1, len(weights) + 1))
    k = len(weights) - 1
    found[:k, :k] = whole[1:, 1:] / sigma2
    found[0, 0] += products.periods * products.resolvent.trace(rho, power=2)
    found[:k, k] = found[k, :k] = -moved_between[1:] / sigma2
    found[k, k] = number / (2 * share**2)
    found[:k, k + 1] = found[k + 1, :k] = moved[1:] / sigma2**2
    found[k, k + 1] = found[k + 1, k] = -between / (2 * sigma2**2)
    found[k + 1, k + 1] = weights @ moved / sigma2**3 - products.size / (2 * sigma2**2)
    free = [at for at in range(k + 2) if share < 1 or at != k]
    return found[np.ix_(free, free)]


def with_means(arrays: Arrays) -> Arrays:
    """The same panel with the means of the regressors by unit as further regressors, named `mean of x` (Mundlak)."""
    means = np.broadcast_to(arrays.regressors.mean(axis=1, keepdims=True), arrays.regressors.shape)
    names = (*arrays.terms, *(f"mean of {term}" for term in arrays.terms))
    return Arrays(arrays.outcome, np.concatenate([arrays.regressors, means], axis=-1), names, arrays.effects)
