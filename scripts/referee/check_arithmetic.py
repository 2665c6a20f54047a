"""The referee on sums, products and growth in sentences."""

import re
from collections.abc import Iterator
from itertools import groupby

from papers.numerals import number_of
from printed.rounding import contains, minus, over, plus, size, times
from prose.sentences import OF_ONE
from prose.slips import meet, slip
from prose.statements import Statement
from referee.findings import Draft, Found, check
from referee.percents import is_percent, of_coefficient
from referee.pointing import place_of, spot_of

INCOMPLETE = re.compile(
    r"unbalanced|missing|drop|exclu|remov|deleti|deleted|singleton|incomplete|without|after|缺失|剔除|删除|非平衡|不平衡|处理后",
    re.IGNORECASE,
)
COMPARES = re.compile(
    r"\b(relative|compared|against|equivalent|given|since|amounts?|corresponds?|implie[sd]|implying|represents|translates?"
    r"|of (the|its|an?) (\w+ ){0,2}(mean|average|deviation))\b|\d ?[/÷] ?\d|相[对较比当]|占|衡量|计算|意味|即",
    re.IGNORECASE,
)
QUOTIENT = re.compile(r"\d ?[/÷] ?\d")
SPAN = re.compile(r"(19|20)\d\d.*(19|20)\d\d")
NEAR = 3  # years by which a count that is meant for a span is wrong: one that is further from it is of other data
ELAPSED = re.compile(
    r"later|elapse|after|growth|\blag|(?<!in[- ])differenc(?!es?[- ]in[- ])|之后|增长|滞后", re.IGNORECASE
)
BALANCED = re.compile(r"(?<!un)(?<!im)\bbalanced|(?<!不)(?<!非)平衡面板", re.IGNORECASE)
YEARS = r"((?:19|20)\d\d)"
NUMBER = r"([-−]?\d*\.?\d+)"
LEVELS = (  # two levels with their years: where in the match they are, as (level, year, level, year)
    (re.compile(rf"from {NUMBER} in {YEARS} to {NUMBER} (?:in|by) {YEARS}"), (1, 2, 3, 4)),
    (re.compile(rf"from {NUMBER} to {NUMBER} (?:between|from) {YEARS} (?:and|to) {YEARS}"), (1, 3, 2, 4)),
    (re.compile(rf"between {YEARS} and {YEARS}[^.;]*? from {NUMBER} to {NUMBER}"), (3, 1, 4, 2)),
    (re.compile(rf"{YEARS}年的?{NUMBER}[^。；]{{0,8}}?[到至]{YEARS}年的?{NUMBER}"), (2, 1, 4, 3)),
)


@check("E", "", "Rows are then there twice, or the sample is another one", "Correct the count that is wrong")
def panel_product(draft: Draft) -> Found:
    """N that is more than units times years, or that is not their product in a panel that is called balanced."""
    for units, years, n in _panels(draft):
        product = units.number.value * years.number.value
        balanced = re.search(
            r"(?<!un)(?<!im)\bbalanced|(?<!不)(?<!非)平衡面板", n.sentence + units.sentence, re.IGNORECASE
        )
        said = number_of(f"{product:.0f}")
        if n.number.value != product and (n.number.value > product or balanced or slip(n.number, said)):
            what = (
                f"{units.number.text} units and {years.number.value:.0f} years are {product:,.0f}, not {n.number.text}"
            )
            yield place_of(draft, n), what, tuple(spot_of(draft, one) for one in (units, years, n))


@check("W", "", "A reader cannot know which rows are missing", "Say which unit-years left the sample, and why")
def panel_incomplete(draft: Draft) -> Found:
    """N below units times years in a manuscript that says nothing of missing rows."""
    whole = " ".join(text.text for text in draft.manuscript.texts)
    for units, years, n in _panels(draft):
        product = units.number.value * years.number.value
        slipped = slip(n.number, number_of(f"{product:.0f}"))
        if n.number.value < product and not slipped and not INCOMPLETE.search(whole) and not BALANCED.search(whole):
            what = f"{_product(units, years)}, and N is {n.number.text}"
            yield place_of(draft, n), what, tuple(spot_of(draft, one) for one in (units, years, n))


@check("E", "", "The sample is then another one", "Correct the years, or their number")
def years_span(draft: Draft) -> Found:
    """A number of years that is not that of the span, from the first year to the last: of the one in its sentence, else
    where units are counted and the manuscript has one span, of that."""
    years = [one for one in draft.statements if one.kind == "years" and one.number]
    spans = [one for one in years if SPAN.search(one.number.text)]
    for count in (one for one in years if one not in spans and not ELAPSED.search(one.sentence)):
        meant = _spans_of(draft, count, spans)
        if meant and all(span.number.value != count.number.value for span in meant):
            what = f"{meant[0].number.text} are {meant[0].number.value:.0f} years, not {count.number.text}"
            yield place_of(draft, count), what, (spot_of(draft, count), spot_of(draft, meant[0]))


def _spans_of(draft: Draft, count: Statement, spans: list[Statement]) -> list[Statement]:
    """The spans in the sentence of a count, else the only one of the sample, if the count may be meant for it: a
    sentence that names a year between is of a part."""
    if own := [one for one in spans if _together(one, count)]:
        return own
    lengths = {one.number.value for one in spans}
    units = any(one.kind in ("units", "n_obs") and _together(one, count) for one in draft.statements)
    near = units and len(lengths) == 1 and abs(count.number.value - lengths.pop()) <= NEAR
    parted = near and {*re.findall(YEARS, count.sentence)} - {*re.findall(YEARS, spans[0].number.text)}
    return spans[:1] if near and not parted else []


def _together(one: Statement, other: Statement) -> bool:
    return (one.block, one.sentence) == (other.block, other.sentence)


def _product(units: Statement, years: Statement) -> str:
    product = units.number.value * years.number.value
    return f"{units.number.text} units and {years.number.value:.0f} years are {product:,.0f}"


def _panels(draft: Draft) -> Iterator[tuple[Statement, Statement, Statement]]:
    """Units, years and N of paragraphs that have one of each."""
    for block in range(len(draft.manuscript.blocks)):
        own = [one for one in draft.statements if one.block == block and one.number]
        parts = [[one for one in own if one.kind == kind] for kind in ("units", "years", "n_obs")]
        if all(len({one.number.value for one in part}) == 1 for part in parts):
            yield tuple(part[0] for part in parts)


@check(
    "W",
    "",
    "Growth over the years is compound: total growth over the number of years is more than growth a year",
    "Compute (last / first)^(1 / years) - 1",
)
def growth_arithmetic(draft: Draft) -> Found:
    """Growth that the levels of its paragraph do not imply."""
    for one in draft.statements:
        if one.kind not in ("growth", "change") or not one.number or not _is_percentage(one):
            continue
        levels = _levels(one.sentence) or _levels(draft.manuscript.blocks[one.block].text)
        if len(levels) != 1:
            continue
        first, last, years = levels[0]
        span = years if one.kind == "growth" else 1
        ratio = over(last.range, first.range)
        low, high = (100 * (end ** (1 / span) - 1) for end in ratio)
        said = (abs(one.number.range[0]), abs(one.number.range[1]))
        if not meet((min(said), max(said)), tuple(sorted((abs(low), abs(high))))):
            exact = 100 * ((last.value / first.value) ** (1 / span) - 1)
            yearly = " a year" if one.kind == "growth" else ""
            what = f"The text has growth of {one.number.text}{yearly}; {first.text} to {last.text} is {exact:.2f} %"
            yield place_of(draft, one), what, (spot_of(draft, one),)


def _is_percentage(one: Statement) -> bool:
    return one.number.percent or "%" in one.unit


def _levels(text: str) -> list[tuple]:
    """First and last level, both positive, and the years between them."""
    found = []
    for pattern, (a, start, b, end) in LEVELS:
        for match in pattern.finditer(text):
            first, last, years = number_of(match[a]), number_of(match[b]), int(match[end]) - int(match[start])
            if years > 0 and first.range[0] > 0 and last.range[0] > 0:
                found.append((first, last, years))
    return found


@check("E", "", "The size of the effect is then another one", "Divide the estimate by the mean again")
def relative_effect(draft: Draft) -> Found:
    """A percentage of a sentence that is not its estimate, or the one before it, over its mean or deviation."""
    for base, estimate, percent in _relative(draft):
        said, (a, b) = size(percent.number.range), (size(one.number.range) for one in (estimate, base))
        ratios = [times((100, 100), over(x, y)) for x, y in ((a, b), (b, a))]
        ratios += [size(minus(ratio, (100, 100))) for ratio in ratios]
        if not any(meet(said, each) for each in (*ratios, *of_coefficient(estimate.number))):
            exact = abs(100 * estimate.number.value / base.number.value)
            levels = f"{estimate.number.text} and {base.number.text}"
            what = f"The text has {percent.number.text}; {levels} make {exact:.1f} %"
            yield place_of(draft, percent), what, (spot_of(draft, percent),)


def _relative(draft: Draft) -> Iterator[tuple[Statement, Statement, Statement]]:
    """Base, estimate and percentage of sentences that compare them; the estimate may be that of the sentence before."""
    said: dict[int, list[Statement]] = {}
    for (block, sentence), group in groupby(draft.statements, lambda one: (one.block, one.sentence)):
        own = [one for one in group if one.number]
        percents = [one for one in own if is_percent(one) and one.unit != "percentage points" and one.kind != "growth"]
        levels = [one for one in own if one.number.decimals and not is_percent(one) and one.kind not in OF_ONE]
        divisors = levels[-1:] if QUOTIENT.search(sentence) else []
        bases = [one for one in levels if one.kind in ("mean", "sd")] or divisors
        rest = [one for one in levels if one not in bases]
        compared = rest or said.get(block, [])
        if COMPARES.search(sentence) and len(percents) == len(bases) == len(compared) == 1:
            yield bases[0], compared[0], percents[0]
        said[block] = [one for one in rest if one.kind == "estimate"]


@check("W", "", "Something is left out, or counted twice", "Correct the share that is wrong, or say what is left out")
def shares_sum(draft: Draft) -> Found:
    """Three or more shares of a sentence that nearly sum to 100 %."""
    for sentence in dict.fromkeys(one.sentence for one in draft.statements if one.kind == "share"):
        own = [one for one in draft.statements if one.sentence == sentence and one.kind == "share" and one.number]
        own = [one for one in own if _is_percentage(one)]
        if len(own) < 3:
            continue
        summed = plus(*(one.number.range for one in own))
        middle = sum(one.number.value for one in own)
        if 95 <= middle <= 105 and not contains(summed, 100):
            what = f"The shares {', '.join(one.number.text for one in own)} sum to {middle:g} %"
            yield place_of(draft, own[0]), what, tuple(spot_of(draft, one) for one in own)
