"""The referee on confidence intervals: whether they are of the estimate and of the error beside them."""

import re

from printed.places import WORDS, coefficients_of, said, shown, span
from printed.printed_tables import Coefficient, Printed, Regressions
from printed.rounding import Interval, minus, over, overlap, plus
from printed.tables import place
from referee.check_estimates import plain, spots_of
from referee.check_stars import legend_words
from referee.findings import Draft, Found, check
from referee.starring import OTHER_TEST, RESAMPLED, fault_of
from referee.tails import FEWEST, quantile

LEVEL = re.compile(
    r"(9\d(?:\.\d)?)\s*[%％]\s*(?:水平的?)?\s*(?:level\s*)?(?:robust |pointwise |two-sided )*"
    r"(?:conf|c\.?i\b|interval|置信|区间)|(?:confidence|置信)[^.;。；\n]{0,30}?(9\d(?:\.\d)?)\s*[%％]",
    WORDS,
)
SKEWED = re.compile(  # intervals that are not the estimate and so many errors on either side
    r"simultaneous|uniform|sup-t|honest|percentile|bias-corrected|\bbca\b|anderson|\bar (?:set|interval|confidence)"
    r"|weak[- ](?:iv|instrument|identification)|test inversion|profile|posterior|credible|simulat|equivalence"
    r"|fieller|highest|同时|模拟|百分位|弱工具",
    WORDS,
)
ENDS = ("conf_low", "conf_high")
USUAL = (0.90, 0.95, 0.99)


def intervals(draft: Draft):
    """Coefficients with both ends of an interval: low and high end as they may have been."""
    for printed, one in plain(draft, *ENDS):
        yield printed, one, span(printed, one.beneath["conf_low"]), span(printed, one.beneath["conf_high"])


def levels_of(printed: Printed) -> list[float]:
    """Probabilities that the table says its intervals have; the usual ones if it says nothing."""
    stated = [float(one or other) / 100 for one, other in LEVEL.findall(said(printed))]
    return stated or list(USUAL)


def written(coefficient: Coefficient) -> str:
    low, high = (coefficient.beneath[end].number.text for end in ENDS)
    return f"{coefficient.estimate.number.text} [{low}, {high}]"


def symmetric(printed: Printed, one: Coefficient) -> bool:
    """Whether an interval is so many errors to either side: those of spatial effects are of simulated draws, and where
    most of a table have their estimates elsewhere than in the middle, they are of a kind that it does not name."""
    words = f"{said(printed)}\n{one.panel}\n{one.term}"
    if not isinstance(printed, Regressions) or RESAMPLED.search(words) or SKEWED.search(words):
        return False
    off = [not centred(printed, other) for other, _ in coefficients_of(printed) if other.beneath.keys() >= {*ENDS}]
    return sum(off) == 1 or sum(off) <= len(off) / 2


def centred(printed: Printed, one: Coefficient) -> bool:
    estimate, low, high = (span(printed, at) for at in (one.estimate, *(one.beneath[end] for end in ENDS)))
    return overlap(plus(low, high), plus(estimate, estimate))


@check("E", "", "An interval holds its estimate", "Compare estimate and interval with the output of the program")
def interval_holds(draft: Draft) -> Found:
    """Ends in the wrong order, and estimates outside their interval."""
    for printed, one, low, high in intervals(draft):
        estimate = span(printed, one.estimate)
        if low[0] > high[1]:
            yield place(printed, one), f"{written(one)}: the ends are swapped", spots_of(draft, printed, one, *ENDS)
        elif estimate[1] < low[0] or estimate[0] > high[1]:
            what = f"{written(one)}: the estimate is outside"
            yield place(printed, one), what, spots_of(draft, printed, one, *ENDS)


@check(
    "E",
    "",
    "An interval of an estimate and its error has the estimate in its middle",
    "Compare all three with the output of the program; say it where an interval is from a bootstrap",
)
def interval_centred(draft: Draft) -> Found:
    for printed, one, low, high in intervals(draft):
        estimate = span(printed, one.estimate)
        inside = low[0] <= estimate[1] and estimate[0] <= high[1] and low[0] <= high[1]
        if inside and symmetric(printed, one) and not centred(printed, one):
            middle = shown(over(plus(low, high), (2, 2)), one.estimate.number.decimals + 1)
            what = f"{written(one)}: the middle of the interval is {middle}"
            yield place(printed, one), what, spots_of(draft, printed, one, *ENDS)


@check(
    "E",
    "",
    "No degrees of freedom give an interval of this width with this error",
    "Compare both with the output of the program, and say how wide the interval is",
)
def interval_width(draft: Draft) -> Found:
    for printed, one, low, high in intervals(draft):
        error = one.beneath.get("std_error")
        if error is None or error.number.value <= 0 or low[0] > high[1] or not symmetric(printed, one):
            continue
        errors = over(minus(high, low), tuple(2 * end for end in span(printed, error)))
        levels = levels_of(printed)
        if not any(overlap(errors, multiples(level)) for level in levels):
            percent = " or ".join(f"{100 * level:g}" for level in levels)
            what = f"{written(one)} reaches {shown(errors, 2)} errors of {error.number.text} to either side, and at "
            needed = ", ".join(shown(multiples(level), 2) for level in levels)
            yield place(printed, one), f"{what}{percent} % it is {needed}", spots_of(draft, printed, one)


def multiples(level: float) -> Interval:
    """Errors from the estimate to the end of an interval."""
    return quantile(round(1 - level, 9), None), quantile(round(1 - level, 9), FEWEST)


@check(
    "E",
    "",
    "An interval that holds zero and significance at its level exclude each other",
    "Compare interval and stars with the output of the program",
)
def interval_stars(draft: Draft) -> Found:
    """Where nothing else stands beneath: stars beside an interval with zero, and none beside one without it, in tables
    that have stars at such estimates."""
    for printed, one, low, high in intervals(draft):
        alike = [other for other, _ in coefficients_of(printed) if set(other.beneath) == {*ENDS}]
        used = printed.legend and one in alike and any(other.stars for other in alike)
        if not used or OTHER_TEST.search(said(printed)):
            continue
        p = p_of_interval(low, high, levels_of(printed))
        if p and fault_of(one.stars, p, printed.legend):
            what = f"{written(one)} {'holds' if p[1] == 1 else 'excludes'} zero, with {one.stars or 'no stars'}"
            said_so = f"{what} by {legend_words(printed.legend)}"
            yield place(printed, one), said_so, spots_of(draft, printed, one, *ENDS)


def p_of_interval(low: Interval, high: Interval, levels: list[float]) -> Interval | None:
    """What p may be beside an interval at one of these levels; None where zero is at an end, or ends are swapped."""
    if low[1] < 0 < high[0]:
        return 1 - max(levels), 1.0
    return (0.0, 1 - min(levels)) if 0 < low[0] <= high[1] or low[0] <= high[1] < 0 else None
