"""Effects whose trends may not be parallel: estimates by event time, and from which departure on zero is among them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

LEVEL = 0.95
FARTHEST = 2**12  # times the first guess, beyond which no breakdown is looked for
CLOSE = 1e-5  # relative error of a breakdown

Interval = tuple[float, float]


@dataclass(frozen=True)
class Estimates:
    """Estimates of consecutive years before and after a base, the last year before the policy.

    leads (p,), effects (q,) : in the order of years; covariance (p + q, p + q) : of leads and effects
    """

    leads: np.ndarray
    effects: np.ndarray
    covariance: np.ndarray

    @property
    def all(self) -> np.ndarray:
        return np.concatenate([self.leads, self.effects])

    def error(self, weights: np.ndarray) -> float:
        """The standard error of a sum of leads and effects with `weights` (p + q,)."""
        return float(np.sqrt(weights @ self.covariance @ weights))


def original(estimates: Estimates, weights: np.ndarray) -> Interval:
    """The interval of the effects by their `weights` (q,) under parallel trends, by the normal distribution."""
    centre = float(weights @ estimates.effects)
    margin = ndtri((1 + LEVEL) / 2) * estimates.error(np.concatenate([np.zeros(len(estimates.leads)), weights]))
    return centre - margin, centre + margin


def breakdown(holds_zero: Callable[[float], bool], guess: float) -> float | None:
    """The bound from which on zero is among the effects; 0 if it always is, None if it never is.

    `holds_zero` : of a bound; `guess` : of the answer, from which larger ones are tried
    """
    if holds_zero(0.0):
        return 0.0
    low, high = 0.0, guess
    while not holds_zero(high):
        low, high = high, 2 * high
        if high > FARTHEST * guess:
            return None
    while high - low > CLOSE * high:
        middle = (low + high) / 2
        low, high = (low, middle) if holds_zero(middle) else (middle, high)
    return high
