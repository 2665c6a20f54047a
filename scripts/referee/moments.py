"""Which means and standard deviations numbers can have: whole numbers, 0/1 variables, and any within their range.

GRIM: Brown and Heathers (2017). GRIMMER: Anaya (2016) and Allard (2018). DEBIT: Heathers and Brown (2019).
Largest deviation of a mean in a range: Bhatia and Davis (2000), whose maximum over means is Popoviciu's.
"""

import math
from collections.abc import Iterator

from printed.rounding import Interval, overlap, root

FREE = 10**6  # sums that a rounded mean may have; with more there is always one that fits


def sums(mean: Interval, n: int) -> range:
    """The whole sums of `n` whole numbers whose mean is in the interval."""
    return range(math.ceil(mean[0] * n - 1e-6), math.floor(mean[1] * n + 1e-6) + 1)


def grim(mean: Interval, n: int) -> bool:
    """Whether `n` whole numbers may have the mean."""
    return bool(sums(mean, n))


def debit(mean: Interval, deviation: Interval, n: int) -> bool:
    """Whether `n` zeros and ones may have mean and deviation, divided by n - 1 or by n."""
    return any(overlap(spread, deviation) for spread in _of_shares(mean, n))


def _of_shares(mean: Interval, n: int) -> Iterator[Interval]:
    low, high = max(0.0, mean[0]), min(1.0, mean[1])
    if high < low or n < 2:
        return
    ends = [share * (1 - share) for share in (low, high)]
    variance = min(ends), 0.25 if low <= 0.5 <= high else max(ends)
    for factor in (n / (n - 1), 1.0):
        yield root((factor * variance[0], factor * variance[1]))


def grimmer(mean: Interval, deviation: Interval, n: int) -> bool:
    """Whether `n` whole numbers may have mean and deviation: their squares sum to a whole number as odd or even as
    their own sum."""
    totals = sums(mean, n)
    if len(totals) > FREE or n < 2:
        return True
    return any(_squares(total, deviation, n, divisor) for divisor in (n - 1, n) for total in totals)


def _squares(total: int, deviation: Interval, n: int, divisor: int) -> bool:
    low, high = (divisor * max(0.0, end) ** 2 + total**2 / n for end in deviation)
    first = math.ceil(low - 1e-6 - 1e-9 * low)
    first += (first - total) % 2
    return first <= high + 1e-6 + 1e-9 * high


def largest_deviation(mean: Interval, least: float, most: float, n: int) -> float:
    """All values are at the ends, as many at each as the mean wants: the most that they can spread."""
    middle = min(max((least + most) / 2, mean[0]), mean[1])
    variance = max(0.0, (most - middle) * (middle - least))
    return math.sqrt(variance * n / max(1, n - 1))


def smallest_deviation(mean: Interval, least: float, most: float, n: int) -> float:
    """Both ends are there, and all others where they bring the mean: the least that `n` values can spread."""
    if least >= most:
        return 0.0
    middle = min(max((least + most) / 2, mean[0]), mean[1])
    ends = (least - middle) ** 2 + (most - middle) ** 2
    rest = (2 * middle - least - most) ** 2 / (n - 2) if n > 2 else 0.0
    return math.sqrt((ends + rest) / n)
