"""What stands in brackets beneath estimates, where no note says it: told by the numbers, or not at all."""

import math
from statistics import median

from manuscript.entries import Entry

Pairs = list[tuple[Entry, Entry]]  # an estimate, and what stands beneath it
SURE = 0.95  # share of pairs that a kind must fit; the numbers of another may be misprinted


def told_by_numbers(pairs: Pairs, legend: dict[str, float], starred: bool, shape: str) -> str | None:
    """`std_error`, `statistic` or `p_value`, if the numbers fit that kind and no other.

    starred : whether the table has stars, so that none means an insignificant estimate
    p-values are thought of in square brackets alone: in parentheses nobody prints them without a word.
    """
    pairs = [(one, two) for one, two in pairs if one.number.value and two.number.value]
    if not pairs:
        return None
    largest = max(legend.values(), default=0.1)
    fits = {
        "std_error": _usual([abs(one.number.value / two.number.value) for one, two in pairs])
        and _share(
            two.number.value > 0 and _earned(abs(one.number.value) / two.number.value, one, two, largest, starred)
            for one, two in pairs
        ),
        "statistic": _usual([abs(two.number.value) for _, two in pairs])
        and _share(
            one.number.value * two.number.value > 0 and _earned(abs(two.number.value), one, two, largest, starred)
            for one, two in pairs
        ),
        "p_value": shape == "["
        and _share(
            0 <= two.number.value <= 1
            and two.number.decimals
            and (two.number.value < largest * 1.05) >= bool(_stars(one, two))
            for one, two in pairs
        ),
    }
    sure = [kind for kind, share in fits.items() if share and share >= SURE]
    return sure[0] if len(sure) == 1 else None


def p_beside(triples: list[tuple[Entry, Entry, Entry]]) -> str | None:
    """What a second number beneath is, of estimate, standard error and it: p-value or t of the two, or neither."""
    usable = [
        (abs(one.number.value / two.number.value), three.number.value)
        for one, two, three in triples
        if two.number.value
    ]
    if usable and all(0 <= p <= 1 and abs(math.erfc(t / math.sqrt(2)) - p) < 0.1 for t, p in usable):
        return "p_value"
    if usable and all(abs(t - abs(value)) <= 0.02 * max(t, 1) for t, value in usable):
        return "statistic"
    return None


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


def _share(fitting) -> float:
    fitting = [bool(one) for one in fitting]
    return sum(fitting) / len(fitting)
