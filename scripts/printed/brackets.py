"""What stands in brackets beneath estimates, where no note says it: told by the numbers, or not at all."""

import math
from statistics import median

from printed.entries import Entry
from printed.rounding import Interval

Pairs = list[tuple[Entry, Entry]]  # an estimate, and what stands beneath it
ALIKE = (0.4, 2.5)  # errors of one estimate by two methods, one over the other
SEVERAL = 3  # pairs from which on it is no accident that all stars are those of p-values
SURE, SOME = 0.9, 0.65  # share of second numbers that must fit where they may be other errors, and where not
FITS, AHEAD = 0.7, 0.3  # share of pairs that a kind must fit, and more than any other: some may be misprinted


def told_by_numbers(pairs: Pairs, legend: dict[str, float], starred: bool, shape: str) -> str | None:
    """`std_error`, `statistic` or `p_value`, if the numbers fit that kind and no other as well.

    starred : whether the table has stars, so that none means an insignificant estimate
    p-values are thought of in square brackets alone: in parentheses nobody prints them without a word. But numbers that
    as p-values earn just the stars of all estimates, and as anything else do not, are taken for nothing else.
    """
    pairs = [(one, two) for one, two in pairs if one.number.value and two.number.value]
    if not pairs:
        return None
    largest = max(legend.values(), default=0.1)
    errors, statistics = (share(pairs, largest, starred) for share in (_share_of_errors, _share_of_statistics))
    if len(pairs) >= SEVERAL and max(errors, statistics) < 1 and _earn_just_the_stars(pairs, legend):
        return "p_value" if shape == "[" else None
    p = _share_of_p(pairs, largest) if shape == "[" else 0.0
    shares = {"std_error": errors, "statistic": statistics, "p_value": p}
    best, second = sorted(shares.values(), reverse=True)[:2]
    return max(shares, key=shares.get) if best >= FITS and best - second >= AHEAD else None


def _share_of_errors(pairs: Pairs, largest: float, starred: bool) -> float:
    """Share of pairs whose second can be the error of the first; one below zero is a misprint, two are none."""
    if sum(two.number.value < 0 for _, two in pairs) > 1:
        return 0.0
    ratios = [abs(one.number.value / two.number.value) for one, two in pairs]
    fit = [_earned(t, *pair, largest, starred) for t, pair in zip(ratios, pairs, strict=True)]
    return _usual(ratios) * sum(fit) / len(fit)


def _share_of_statistics(pairs: Pairs, largest: float, starred: bool) -> float:
    """Share of pairs whose second can be the t of the first: of its sign, and as large as the stars say."""
    sizes = [abs(two.number.value) for _, two in pairs]
    fit = [
        one.number.value * two.number.value > 0 and _earned(abs(two.number.value), one, two, largest, starred)
        for one, two in pairs
    ]
    return _usual(sizes) * sum(fit) / len(fit)


def _share_of_p(pairs: Pairs, largest: float) -> float:
    """Share of pairs whose second can be a p-value that earns the stars."""
    if not all(0 <= two.number.value <= 1 and two.number.decimals for _, two in pairs):
        return 0.0
    fit = [two.number.value < 1.05 * largest or not _stars(one, two) for one, two in pairs]
    return sum(fit) / len(fit)


def _earn_just_the_stars(pairs: Pairs, legend: dict[str, float]) -> bool:
    """Whether all seconds can be p-values that earn the stars of their estimates, no more and no fewer."""
    starred = any(_stars(one, two) for one, two in pairs)
    return starred and all(_earns_just(two.number.range, _stars(one, two), legend) for one, two in pairs)


def _earns_just(p: Interval, stars: str, legend: dict[str, float]) -> bool:
    level = legend.get(stars, 0.0) if stars else 2.0
    stricter = max((other for other in legend.values() if other < level), default=0.0)
    return p[0] < level and p[1] >= stricter


def p_beside(triples: list[tuple[Entry, Entry, Entry]]) -> str | None:
    """What a second number beneath is, of estimate, standard error and it: p-value or t of the two, or neither.

    The p-value is the normal one but for few degrees of freedom; it has to be close where it may be another error.
    """
    triples = [numbers for numbers in triples if numbers[1].number.value]
    found = [[abs(one.number.value) for one in numbers] for numbers in triples]
    alike = all(ALIKE[0] <= third / error <= ALIKE[1] for _, error, third in found)
    near = 0.01 if alike else 0.03
    tests = [(one / error, third) for one, error, third in found]
    chances = [(math.erfc(t / math.sqrt(2)), third) for t, third in tests]
    if _fit([abs(p - third) < near for p, third in chances], [p > near for p, _ in chances], alike):
        return "p_value"
    if _fit([abs(t - third) <= 0.02 * max(t, 1) for t, third in tests], [True for _ in tests], alike):
        return "statistic"
    return None


def _fit(fits: list[bool], tell: list[bool], alike: bool) -> bool:
    """Whether all numbers fit, or so many that the others are misprinted, of which two tell more than zeros do."""
    telling = sum(one and other for one, other in zip(fits, tell, strict=True))
    return bool(fits) and (all(fits) or (telling > 1 and sum(fits) >= (SURE if alike else SOME) * len(fits)))


def _usual(sizes: list[float]) -> bool:
    """Whether sizes are those of t statistics: half of them below a tenth are not."""
    return median(sizes) >= 0.1


def _earned(t: float, one: Entry, two: Entry, largest: float, starred: bool) -> bool:
    """Whether stars or their absence fit a |t|, as far as degrees of freedom unknown let it be said."""
    normal = math.erfc(t / math.sqrt(2))
    if _stars(one, two):
        return normal <= 1.3 * largest
    return not starred or normal >= 0.5 * largest * (0.4 if t < 3 else 0)


def _stars(one: Entry, two: Entry) -> str:
    return one.stars or two.stars
