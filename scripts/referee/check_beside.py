"""The referee on what a sentence says beside an estimate: its interval, its error, t and p."""

import re

from papers.numerals import DECIMAL, Number, number_of
from printed.places import WORDS, coefficients_of, p_shown, shown
from printed.rounding import Interval, minus, over, overlap, plus, size
from prose.slips import agree, slip
from prose.statements import Statement
from referee.check_intervals import SKEWED, USUAL, multiples
from referee.findings import Draft, Found, check
from referee.starring import ONE_SIDED, RESAMPLED, TRANSFORMED, ratio
from referee.tails import FEWEST, f_tail, p_values
from referee.texts import Sentence, neighbours, sentences

INTERVAL = re.compile(
    r"(?:(?P<level>9\d(?:\.\d)?)\s?(?:[%％]|per ?cent)[^\d.;。；]{0,20}?)?"
    r"(?:confidence (?:interval|band)s?|\bC\.?I\b\.?|置信区间)"
    rf"(?:[^\d.;。；]{{0,20}}[12]\.\d+ ?(?:times|standard errors|倍?标准误)[^\d.;。；]{{0,12}})?"
    rf"[^\d.;。；\[(（−–-]{{0,25}}[\[(（]?\s*(?P<low>{DECIMAL})\s*(?:[,，~～–-]|to|and|[至到和])\s*(?P<high>{DECIMAL})",
    WORDS,
)
SIMULATED = re.compile(r"\b(?:in)?direct\b|\btotal effect|间接|直接效应|总效应|placebo|安慰剂", WORDS)
T = rf"\bt(?:[- ]?(?:values?|stat(?:istic)?s?|ratio)|值|统计量)?\s*(?:=|of|is|[为是])\s*(?P<t>{DECIMAL})"
ERROR = rf"(?:s\.?e\.?|standard error|标准误)\s*(?:=|of|is|[为是])?\s*(?P<error>{DECIMAL})"
ESTIMATE_T = re.compile(rf"(?P<estimate>{DECIMAL})[*]*[^\d.;。；]{{0,20}}?(?:{ERROR}[^\d.;。；]{{0,12}})?{T}", WORDS)
T_P = re.compile(rf"{T}[^\d.;。；]{{0,15}}?\bp(?:[- ]?values?|值)?\s*(?:=|of|is|[为是])\s*(?P<p>{DECIMAL})", WORDS)

F_P = re.compile(
    rf"\bF\s?[(（]\s?(?P<first>\d{{1,3}})\s?[,，]\s?(?P<second>\d{{1,5}})\s?[)）]\s?=\s?(?P<f>{DECIMAL})"
    rf"[^\d.;。；]{{0,12}}?\bp(?:[- ]?values?|值)?\s*(?:=|of|is|[为是])\s*(?P<p>{DECIMAL})",
    WORDS,
)


@check(
    "W", "", "An interval of an estimate and its error has the estimate in its middle", "Compare them with the table"
)
def interval_said(draft: Draft) -> Found:
    """An interval with no estimate of its sentence, or of the one before, in its middle, or too wide for its error."""
    for before, one in neighbours(draft):
        words = f"{before} {one.said}"
        for found in INTERVAL.finditer(one.said):
            own = _earlier(draft, one, before, one.start + found.start())
            estimates = [each.number for each in own if each.kind == "estimate"]
            if not own or any(pattern.search(words) for pattern in (SKEWED, RESAMPLED, SIMULATED, TRANSFORMED)):
                continue
            low, high = (number_of(found[end]).range for end in ("low", "high"))
            ends = f"[{found['low']}, {found['high']}]"
            middle_of = size(plus(low, high))
            last = [each.number for each in own if each.kind == "other" and each.number.decimals][-1:]
            estimates += last
            if not estimates:
                continue
            if not any(overlap(middle_of, size(plus(each.range, each.range))) for each in estimates):
                middle = shown(over(plus(low, high), (2, 2)), estimates[-1].decimals + 1)
                yield one.place, f"The middle of {ends} is {middle}, the estimate {estimates[-1].text}", (one.spot,)
            elif wide := _too_wide(minus(high, low), [each.number for each in own if each.kind == "std_error"], found):
                yield one.place, f"{ends} reaches {wide}", (one.spot,)


def _earlier(draft: Draft, one: Sentence, before: str, end: int) -> list[Statement]:
    """The numbers of a sentence before a place, if an estimate is among them, else those of the sentence before."""
    block = [each for each in draft.statements if each.block == one.block and each.number and each.number.start < end]
    own = [each for each in block if each.sentence == one.said]
    telling = any(each.kind == "estimate" or (each.kind == "other" and each.number.decimals) for each in own)
    return own if telling else [each for each in block if each.sentence == before]


def _too_wide(width: Interval, errors: list[Number], found: re.Match) -> str:
    """How far an interval reaches, if that is not so many of the last error as its level needs."""
    if not errors or errors[-1].range[0] <= 0:
        return ""
    reach = over(width, tuple(2 * end for end in errors[-1].range))
    levels = [float(found["level"]) / 100] if found["level"] else USUAL
    if any(overlap(reach, multiples(level)) for level in levels):
        return ""
    return f"{shown(reach, 2)} errors of {errors[-1].text} to either side"


@check(
    "W",
    "Nuijten et al. (2016), statcheck",
    "Estimate, error and t are of one regression",
    "Compare them with the table",
)
def t_said(draft: Draft) -> Found:
    """A t value that is not the estimate over the error beside it, or a slip of that of its estimate in a table."""
    for one in sentences(draft):
        for found in ESTIMATE_T.finditer(one.said) if not TRANSFORMED.search(one.said) else ():
            estimate, t = number_of(found["estimate"]), number_of(found["t"])
            error = number_of(found["error"] or "")
            if other := _by_error(estimate, error, t) if error else _in_table(t, _printed_t(draft, estimate)):
                yield one.place, f"t of {estimate.text} is {t.text} here, and {other}", (one.spot,)


def _by_error(estimate: Number, error: Number, t: Number) -> str:
    quotient = ratio(estimate.range, error.range)
    return "" if overlap(size(t.range), quotient) else f"{shown(quotient, 2)} by its error"


def _in_table(t: Number, printed: list[Number]) -> str:
    slips = [] if any(agree(t, one, by_size=True) for one in printed) else [one for one in printed if slip(t, one)]
    return f"{slips[0].text} in a table" if slips else ""


def _printed_t(draft: Draft, estimate: Number) -> list[Number]:
    """The t values of all coefficients of tables that are printed as the estimate is."""
    return [
        one.beneath["statistic"].number
        for printed in draft.tables
        for one, _ in coefficients_of(printed)
        if "statistic" in one.beneath and one.estimate.number.text == estimate.text
    ]


@check(
    "W", "Nuijten et al. (2016), statcheck", "No degrees of freedom give this p-value", "Compare both with the program"
)
def p_said(draft: Draft) -> Found:
    for one in sentences(draft):
        other = any(pattern.search(one.said) for pattern in (RESAMPLED, ONE_SIDED))
        for found in T_P.finditer(one.said) if not other else ():
            t, p = number_of(found["t"]), number_of(found["p"])
            implied = p_values(size(t.range), FEWEST)
            if not overlap(implied, p.range):
                yield one.place, f"t of {t.text} implies p {p_shown(implied)}, and p is {p.text}", (one.spot,)


@check(
    "W", "Nuijten et al. (2016), statcheck", "F and its degrees of freedom determine p", "Compare all with the program"
)
def f_said(draft: Draft) -> Found:
    """An F of a sentence or of a note with a p-value that its degrees of freedom do not give."""
    notes = [(printed.table.place, note, ()) for printed in draft.tables for note in printed.table.notes]
    for place, said, spots in (*((one.place, one.said, (one.spot,)) for one in sentences(draft)), *notes):
        for found in F_P.finditer(said):
            first, second, f, p = (
                int(found["first"]),
                int(found["second"]),
                number_of(found["f"]),
                number_of(found["p"]),
            )
            high, low = (f_tail(max(0.0, end), first, second) for end in f.range)
            if first and second and not overlap((low, high), p.range):
                what = f"F({first}, {second}) of {f.text} implies {p_shown((low, high))}, and p is {p.text}"
                yield place, what, spots
