"""Departures from parallel trends that are at most so many times as large as those before the policy.

From one year to the next after the policy, trends part by no more than `bound` times the most that they did before it
(Rambachan and Roth 2023, relative magnitudes). This is a union of restrictions: in which year they parted most, and in
which direction. In each an effect is tested by the conditional test with a least favourable first stage of Andrews,
Roth and Pakes (2023), on the moments of the years after the policy.
"""

from itertools import product

import numpy as np
from scipy.special import ndtr, ndtri

from core.roots import crossing
from did.departures import LEVEL, Estimates, Interval

FIRST_STAGE = 0.1  # of the error probability, for the first stage
GRID = 400  # effects that are tested before the ends of the accepted ones are found
CLOSE = 1e-7  # error of an end, relative to the range of the grid
POINTS = 4000  # of the circle over which probabilities are averaged
EXACT = 1e-12  # rounding of loadings and of variances, relative to the largest


class Moments:
    """The moments of one restriction, as the values of an effect move them.

    The linear program of the test has few vertices in its dual: one that bounds the effect from above, one from below,
    and one for each year after the policy, which says that trends did part before it in this direction.

    values (v,) : of the vertices at the effect 0; slopes (v,) : what the effect adds to them; covariance (v, v)
    """

    def __init__(self, estimates: Estimates, weights: np.ndarray, bound: float, year: int, sign: int):
        p, q = len(estimates.leads), len(estimates.effects)
        steps = np.diff(np.insert(np.eye(p + q), p, 0.0, axis=0), axis=0)
        most, after = bound * sign * steps[year], steps[p:]
        rising = np.array([estimates.error(step - most) for step in after])
        falling = np.array([estimates.error(-step - most) for step in after])
        shares = np.cumsum(weights[::-1])[::-1]  # of each step after the policy in the effect
        up = np.abs(shares) @ np.where(shares > 0, rising, falling)
        down = np.abs(shares) @ np.where(shares > 0, falling, rising)
        effect, slack = shares @ after, np.abs(shares).sum() * most
        vertices = np.vstack([(effect - slack) / up, (-effect - slack) / down, *_parted(most, rising + falling)])
        self.values = vertices @ estimates.all
        self.slopes = np.concatenate([[-1 / up, 1 / down], np.zeros(q)])
        self.covariance = vertices @ estimates.covariance @ vertices.T
        self.first = least_favourable(self.covariance, FIRST_STAGE * (1 - LEVEL))

    def accept(self, effect: float) -> bool:
        return not rejected(self.values + self.slopes * effect, self.covariance, self.first)

    def interval(self) -> Interval | None:
        """The outermost effects that are accepted; None if none is."""
        ends = (self.first - self.values[:2]) / self.slopes[:2]  # beyond them the first stage rejects
        grid = np.linspace(ends.min(), ends.max(), GRID)
        accepted = np.flatnonzero([self.accept(effect) for effect in grid])
        if not len(accepted):
            return None
        low, high = accepted[[0, -1]]
        return self._end(grid[low], grid[max(low - 1, 0)]), self._end(grid[high], grid[min(high + 1, GRID - 1)])

    def _end(self, kept: float, gone: float) -> float:
        """Where the accepted effects end, between one that is and one that is not."""
        close = CLOSE * max(abs(kept), abs(gone), abs(kept - gone))
        while abs(kept - gone) > close:
            middle = (kept + gone) / 2
            kept, gone = (middle, gone) if self.accept(middle) else (kept, middle)
        return float(kept)


def _parted(most: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    return -2 * most / sizes[:, None]


def interval(estimates: Estimates, weights: np.ndarray, bound: float) -> Interval:
    """From the lowest to the highest effect, by the `weights` (q,) of years, that some restriction does not reject."""
    found = [one for moments in _restrictions(estimates, weights, bound) if (one := moments.interval())]
    return min(low for low, _ in found), max(high for _, high in found)


def holds_zero(estimates: Estimates, weights: np.ndarray, bound: float) -> bool:
    return any(moments.accept(0.0) for moments in _restrictions(estimates, weights, bound))


def _restrictions(estimates: Estimates, weights: np.ndarray, bound: float):
    places = product(range(len(estimates.leads)), (1, -1))
    return (Moments(estimates, weights, bound, year, sign) for year, sign in places)


def rejected(values: np.ndarray, covariance: np.ndarray, first: float) -> bool:
    """Whether the largest of the vertices is too large for chance: beyond `first`, the value of the first stage, or
    beyond what it is likely to be where it is the largest."""
    at = int(values.argmax())
    largest, variance = values[at], covariance[at, at]
    if largest > first:
        return True
    if variance <= EXACT * covariance.max():
        return bool(largest > 0)
    low, high = truncation(values, covariance, at)
    root = np.sqrt(variance)
    size = (1 - LEVEL) * (1 - FIRST_STAGE) / (1 - FIRST_STAGE * (1 - LEVEL))
    return bool(largest > max(0.0, root * truncated_quantile(1 - size, low / root, min(high, first) / root)))


def truncation(values: np.ndarray, covariance: np.ndarray, at: int) -> Interval:
    """Between which values vertex `at` stays the largest, while what is independent of it stays as it is."""
    loads = covariance[:, at] / covariance[at, at]
    rest = values - loads * values[at]
    below, above = loads < 1 - EXACT, loads > 1 + EXACT
    low = (rest[below] / (1 - loads[below])).max(initial=-np.inf)
    high = (rest[above] / (1 - loads[above])).min(initial=np.inf)
    return float(low), float(high)


def truncated_quantile(p: float, low: float, high: float) -> float:
    """Quantile of a standard normal between `low` and `high`."""
    if low > 0:
        return float(-ndtri(ndtr(-low) - p * (ndtr(-low) - ndtr(-high))))
    return float(ndtri(ndtr(low) + p * (ndtr(high) - ndtr(low))))


def least_favourable(covariance: np.ndarray, p: float) -> float:
    """What the largest of normal variables with mean 0 and this covariance of rank two exceeds with probability `p`.

    In polar coordinates the largest is r h(angle), with r squared chi-squared of two degrees of freedom.
    """
    values, vectors = np.linalg.eigh(covariance)
    root = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0))
    angles = 2 * np.pi * (np.arange(POINTS) + 0.5) / POINTS
    heights = (root @ np.vstack([np.cos(angles), np.sin(angles)])).max(axis=0)
    heights = heights[heights > 0]

    def excess(value: float) -> float:
        return np.exp(-np.square(value / heights) / 2).sum() / POINTS - p

    return crossing(excess, 0, 10 * heights.max())
