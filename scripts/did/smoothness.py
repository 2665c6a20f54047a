"""Departures from parallel trends that are nearly straight.

The slope of the difference in trends changes by no more than `bound` from one year to the next (Rambachan and Roth
2023, smoothness). The interval is the shortest of fixed length around an affine estimator: the effects by their weights
and a sum of leads that takes away any straight trend. If u_s is what the estimator loads on the bend s years before the
base, leads have the weights u_{t-1} - 2 u_t + u_{t+1}, and the worst bias is `bound` times the sum of |u_s| and of what
the effects load on the bends after the base.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.roots import crossing
from did.departures import LEVEL, Estimates, Interval

PRECISE = 1e-14  # of the relative length of an interval, for the search of the shortest


@dataclass(frozen=True)
class Affine:
    """Estimators whose weights of leads and effects are `fixed` (p + q,) + `free` (p + q, p - 1) u.

    root : (p + q, p + q) whose product with the weights has the standard error as its length
    given : what is loaded on bends for any u
    """

    fixed: np.ndarray
    free: np.ndarray
    root: np.ndarray
    given: float

    def loads(self, u: np.ndarray) -> float:
        return self.given + float(np.abs(u).sum())

    def scaled(self, u: np.ndarray) -> np.ndarray:
        return self.root @ (self.fixed + self.free @ u)


def interval(estimates: Estimates, weights: np.ndarray, bound: float) -> Interval:
    """The shortest interval of fixed length for the effect by the `weights` (q,) of years."""
    affine = estimators(estimates, weights)
    u = shortest(affine, bound)
    centre = float((affine.fixed + affine.free @ u) @ estimates.all)
    half, _, _ = half_length(bound * affine.loads(u), float(np.linalg.norm(affine.scaled(u))))
    return centre - half, centre + half


def holds_zero(estimates: Estimates, weights: np.ndarray, bound: float) -> bool:
    low, high = interval(estimates, weights, bound)
    return low <= 0 <= high


def estimators(estimates: Estimates, weights: np.ndarray) -> Affine:
    p, q = len(estimates.leads), len(estimates.effects)
    after = [float(np.arange(1, q + 1 - s) @ weights[s:]) for s in range(q)]
    bends = np.zeros((p, p))  # weights of the leads for a load of one on each bend, that at the base first
    for t in range(1, p + 1):
        bends[p - t, t - 1 : t + 2] = (1.0, -2.0, 1.0)[: p - t + 1]
    fixed = np.concatenate([bends[:, 0] * after[0], weights])
    free = np.vstack([bends[:, 1:], np.zeros((q, p - 1))])
    values, vectors = np.linalg.eigh(estimates.covariance)
    root = np.sqrt(np.maximum(values, 0))[:, None] * vectors.T
    return Affine(fixed, free, root, float(np.abs(after).sum()))


def shortest(affine: Affine, bound: float) -> np.ndarray:
    """u (p - 1,) of the shortest interval: a convex problem, smooth once u is parted into its two signs."""
    from scipy.optimize import minimize  # 0.15 s of start

    start = np.linalg.lstsq(affine.root @ affine.free, -affine.root @ affine.fixed, rcond=None)[0]
    if bound == 0 or not len(start):
        return start
    unit = float(np.linalg.norm(affine.scaled(start)))

    def length(parts: np.ndarray) -> tuple[float, np.ndarray]:
        u = np.subtract(*np.split(parts, 2))
        scaled = affine.scaled(u)
        error = float(np.linalg.norm(scaled))
        half, by_bias, by_error = half_length(bound * (affine.given + parts.sum()), error)
        slopes = by_error * (scaled @ affine.root @ affine.free) / error
        return half / unit, np.concatenate([slopes, -slopes]) / unit + by_bias * bound / unit

    found = minimize(
        length,
        np.concatenate([np.maximum(start, 0), np.maximum(-start, 0)]),
        jac=True,
        method="SLSQP",
        bounds=[(0, None)] * (2 * len(start)),
        options={"ftol": PRECISE, "maxiter": 1000},
    )
    return np.subtract(*np.split(found.x, 2))


def half_length(bias: float, error: float) -> tuple[float, float, float]:
    """The 95 % quantile of the size of a normal variable with this mean and error, and its slopes in both."""
    mean = bias / error

    def missing(size: float) -> float:
        return ndtr(size - mean) - ndtr(-size - mean) - LEVEL

    quantile = crossing(missing, mean + 1.6, mean + 2.0, xtol=1e-14)
    near, far = np.exp(-np.square(quantile - mean) / 2), np.exp(-np.square(quantile + mean) / 2)
    slope = float((near - far) / (near + far))
    return error * quantile, slope, quantile - mean * slope
