"""What numbers may have been before they were rounded: arithmetic with intervals, each a pair (low, high)."""

import math

Interval = tuple[float, float]
DUST = 1e-9  # relative, of what binary numbers cannot hold


def plus(*terms: Interval) -> Interval:
    return sum(low for low, _ in terms), sum(high for _, high in terms)


def minus(left: Interval, right: Interval) -> Interval:
    return left[0] - right[1], left[1] - right[0]


def times(left: Interval, right: Interval) -> Interval:
    products = [a * b for a in left for b in right]
    return min(products), max(products)


def over(left: Interval, right: Interval) -> Interval:
    """All quotients; unbounded where the divisor may be zero."""
    if right[0] <= 0 <= right[1]:
        return -math.inf, math.inf
    quotients = [a / b for a in left for b in right]
    return min(quotients), max(quotients)


def root(square: Interval) -> Interval:
    """Square roots; of what cannot be below zero a low end below it is zero."""
    return math.sqrt(max(0.0, square[0])), math.sqrt(max(0.0, square[1]))


def size(interval: Interval) -> Interval:
    """Absolute values."""
    low, high = interval
    return (0.0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def overlap(left: Interval, right: Interval) -> bool:
    """Whether one number may be in both."""
    dust = DUST * max(map(abs, _finite(*left, *right)), default=0.0)
    return left[0] <= right[1] + dust and right[0] <= left[1] + dust


def contains(interval: Interval, value: float) -> bool:
    return overlap(interval, (value, value))


def _finite(*values: float) -> list[float]:
    return [value for value in values if math.isfinite(value)]
