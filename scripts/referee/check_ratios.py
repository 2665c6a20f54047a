"""The referee on ratios that a sentence says: shares of a level, percentages of a coefficient, means of a dummy."""

import re
from collections.abc import Iterator

from papers.numerals import Number, number_of, numbers_in
from printed.layout import laid_out
from printed.places import WORDS
from printed.printed_tables import Descriptives, Effects, Regressions
from printed.rounding import Interval, over, size, times
from prose.phrases import POINTS
from prose.slips import meet
from prose.statements import Statement
from prose.whole_numbers import COUNT, FIGURES, value_of
from referee.findings import Draft, Found, check
from referee.percents import is_percent, of_coefficient
from referee.pointing import place_of, spot_of
from referee.texts import sentences

PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6, "tenth": 1 / 10}
MANY = {"": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
TIMES = {"twice": 2, "double": 2, "two times": 2, "three times": 3, "four times": 4, "five times": 5}
PERCENT = r"(?<![\d.])(?P<percent>\d+(?:\.\d+)?)\s?(?:[%％]|per ?cent)"
FRACTION = rf"\b(?:(?P<many>an?|one|two|three|four)[ -])?(?P<part>{'|'.join(PARTS)})s?"
FIGURE = "[一二三四五六七八九十]"
CHINESE = rf"(?P<below>{FIGURE})分之(?P<above>{FIGURE})|(?P<tenths>{FIGURE})成|(?P<half>一半)|(?P<fold>\d+(?:\.\d+)?)倍"
HEDGED = re.compile(r"(?:about|around|almost|nearly|roughly|approximately|some|over|than|just|[约近到过])\s*$", WORDS)
OF_LEVEL = re.compile(
    r"^\s*$|mean|average|median|effect|estimate|coefficient|deviation|\bthat (?:of|in)\b"
    r"|均值|平均|标准差|效应|系数|^约?[为是]|^相当于",
    WORDS,
)
VALUE = r"(?P<value>\d*\.\d+)"
SHARES = (  # "7.5 % of the mean (0.561)", "one quarter of the direct effect", "均值（0.482）的7.5%"
    re.compile(rf"(?:{PERCENT}|{FRACTION}) of (?P<level>[^\d.,;:()]{{0,60}})(?:\(?{VALUE})?", WORDS),
    re.compile(rf"\b(?P<times>{'|'.join(TIMES)}) (?P<level>[^\d.,;:()]{{0,60}})\(?{VALUE}", WORDS),
    re.compile(
        rf"(?P<level>[^\d。；，、,（()）]{{0,12}})(?:[（(]?{VALUE}[)）]?)?的(?:约|近|大约|将近|不到|超过)?(?:{PERCENT}|{CHINESE})"
    ),
)
RELATED = re.compile(
    r"\bratio\b|relative|\bof (?:the|its|this|that|it)\b|equivalent|translat|divid|amount|represent|compar|\bmeans?\b"
    r"|[相之][比当对较]|除以|占|[）)]?的\s?约?\d",
    WORDS,
)
KINDS = {"direct": r"(?<!in)direct|直接", "indirect": r"indirect|spillover|间接|溢出", "total": "total|总"}
MEAN = re.compile(r"\b(?:mean|average)\b|均值|平均", WORDS)
MEDIATES = re.compile(r"\bmediat|中介", WORDS)
OF_DEVIATION = re.compile(r"\s*(?:of an?|个)?\s*(?:standard deviation|标准差)", WORDS)
NEAR, ROUGH = 0.05, 0.15  # relative: how far from "about 20 %", and from "a fifth"
OF_PERCENT = re.compile(
    rf"{PERCENT}\s*[(（](?:the )?(?:coefficient|estimate|系数)[^\d)）.−-]{{0,12}}(?P<coefficient>[-−]?\d*\.\d+)",
    WORDS,
)
TREATED = re.compile(
    rf"(?P<some>{COUNT}) of (?:the )?(?P<units>{COUNT}) [^.;\d]{{0,40}}?\b(?:in|for) (?P<own>{COUNT}) of (?:the |its )?"
    rf"(?P<periods>{COUNT}) (?:years|quarters|months|waves|periods)[^.;\d]{{0,60}}?"
    rf"\b(?:mean|average)(?: of| is|:)? {VALUE}",
    WORDS,
)


@check("W", "", "The size is then another one", "Divide the two again, or say what the share is of")
def share_of_level(draft: Draft) -> Found:
    """A percentage or a fraction of a mean, a deviation or an effect, which no number before it is."""
    seen = set()
    for one in sentences(draft):
        for found in (each for pattern in SHARES for each in pattern.finditer(one.said)):
            level = found["level"].rpartition("占")[2]
            if not OF_LEVEL.search(level) or MEDIATES.search(one.said) or not (level.strip() or found["value"]):
                continue
            head = one.said[: found.start()]
            told = _sizes(head) or _sizes(draft.manuscript.blocks[one.block].text[: one.start])
            ratios = _ratios(told, found["value"])
            if not found["value"]:
                ratios = _ratios_of_effects(draft, one.said, level) + _ratios_of_means(draft, _sizes(head), level)
            share = share_said(found, bool(HEDGED.search(head)))
            if ratios and not any(meet(share, ratio) for ratio in ratios):
                what = f"“{found.group().strip()}” is said of what is {sum(ratios[-1]) / 2:.3g} of it"
                seen.add((one.block, one.said))
                yield one.place, what, (one.spot,)
    yield from _of_means(draft, seen)


def _of_means(draft: Draft, seen: set[tuple[int, str]]) -> Found:
    """A percentage of a sentence that has a mean, and one number beside it, and that says one to be so much of it."""
    told: dict[tuple[int, str, int], list[Statement]] = {}
    for one in draft.statements:
        if one.number and one.kind != "level":
            part = len(re.findall("[;；]", one.sentence.partition(one.number.text)[0]))
            if not OF_DEVIATION.match(draft.manuscript.blocks[one.block].text, one.number.end):
                told.setdefault((one.block, one.sentence, part), []).append(one)
    for (block, sentence, part), own in told.items():
        shares = [one for one in own if is_percent(one) and one.unit != "percentage points"]
        parts = [one.number for one in own if one.number.decimals and not is_percent(one)]
        of_mean = any(one.kind == "mean" for one in own) and RELATED.search(re.split("[;；]", sentence)[part])
        if (block, sentence) in seen or not (
            of_mean and len(shares) == 1 and len(parts) == 2 and all(size(part.range)[0] > 0 for part in parts)
        ):
            continue
        said, (one, other) = size(shares[0].number.range), (size(part.range) for part in parts)
        likely = [times((100, 100), each) for each in (over(one, other), over(other, one))]
        likely += [size(each) for part in parts for each in of_coefficient(part)]
        if not any(meet(said, each) for each in likely):
            percents = " or ".join(f"{sum(each) / 2:.3g} %" for each in likely[:2])
            what = f"{shares[0].number.text} is said beside a mean, of which it is {percents}"
            yield place_of(draft, shares[0]), what, (spot_of(draft, shares[0]),)


def _sizes(text: str) -> list[Interval]:
    """Numbers with a point, in all; those in percent also as shares."""
    own = [one for one in numbers_in(text) if one.decimals and one.value]
    shares = [one for one in own if one.percent or POINTS.match(text, one.end)]
    return [*(size(one.range) for one in own), *(times((0.01, 0.01), size(one.range)) for one in shares)]


def _ratios(own: list[Interval], value: str | None) -> list[Interval]:
    """The numbers before a share, and the products of two of them, over the level that stands beside it."""
    products = [times(one, other) for at, one in enumerate(own) for other in own[:at]]
    return [over(one, number_of(value).range) for one in (*products, *own)] if value else []


def _ratios_of_effects(draft: Draft, sentence: str, level: str) -> list[Interval]:
    """Effects over that of the kind that a share is of, for the variables that the sentence names, else the first."""
    kinds = [kind for kind, words in KINDS.items() if re.search(rf"(?:{words})[ -]?(?:effects?|效应)", level, WORDS)]
    tables = [printed.effects for printed in draft.tables if isinstance(printed, Effects)] if len(kinds) == 1 else []
    found: list[Interval] = []
    for effects in tables:
        names = [name for name, _ in effects]
        named = {name for name in names if name.casefold() in sentence.casefold()} or {*names[:1]}
        for own in (own for (name, _), own in effects.items() if name in named and kinds[0] in own):
            whole = own[kinds[0]].estimate.number.range
            found += [size(over(own[kind].estimate.number.range, whole)) for kind in own if kind != kinds[0]]
    return found


def _ratios_of_means(draft: Draft, own: list[Interval], level: str) -> list[Interval]:
    means = [number.range for number in _means(draft) if number.range[0] > 0] if MEAN.search(level) else []
    return [over(one, mean) for mean in means for one in own]


def _means(draft: Draft) -> Iterator[Number]:
    """All means that sentences and tables have."""
    yield from (one.number for one in draft.statements if one.kind == "mean" and one.number)
    for printed in draft.tables:
        held = printed.variables.values() if isinstance(printed, Descriptives) else ()
        columns = [model.statistics for model in printed.models] if isinstance(printed, Regressions) else ()
        yield from (own["mean"].number for own in (*held, *columns) if "mean" in own)
        yield from _means_beside(printed) if isinstance(printed, Regressions) else ()


def _means_beside(printed: Regressions) -> Iterator[Number]:
    """Those in a column beside the estimates."""
    layout = laid_out(printed.table)
    for column, (meaning, _) in layout.kinds.items():
        for row in layout.rows if meaning == "mean" else ():
            yield from (entry.number for entry in layout.entries(row.index, column))


def share_said(found: re.Match, hedged: bool) -> Interval:
    """What a share may be: as it is rounded, wider behind "about", and widest in words."""
    words = {name: text for name, text in found.groupdict().items() if text}
    if "percent" in words:
        near = NEAR if hedged else 0
        return times(times((0.01, 0.01), number_of(words["percent"]).range), (1 - near, 1 + near))
    share = _chinese(words) or TIMES.get(words.get("times", "").lower()) or _fraction(words)
    return share * (1 - ROUGH), share * (1 + ROUGH)


def _fraction(words: dict[str, str]) -> float:
    return MANY[words.get("many", "").lower()] * PARTS[words["part"].lower()]


def _chinese(words: dict[str, str]) -> float | None:
    figures = FIGURES | {"十": 10}
    if "below" in words:
        return figures[words["above"]] / figures[words["below"]]
    if "tenths" in words:
        return figures[words["tenths"]] / 10
    return float(words["fold"]) if "fold" in words else 1 / 2 if "half" in words else None


@check("W", "", "A reader cannot know how large the effect is", "Compute 100 b or 100 (exp(b) - 1) again")
def percent_of_coefficient(draft: Draft) -> Found:
    """A percentage with the coefficient that it is of in brackets, which is neither that, nor of a mean."""
    for one in sentences(draft):
        for found in OF_PERCENT.finditer(one.said):
            coefficient, percent = number_of(found["coefficient"]), number_of(found["percent"])
            sizes = [mean.range for mean in _means(draft) if mean.range[0] > 0]
            readings = [size(times((100, 100), over(coefficient.range, mean))) for mean in sizes]
            readings += [size(coefficient.range), *of_coefficient(coefficient)]
            if not any(meet(percent.range, reading) for reading in readings):
                low, high = list(of_coefficient(coefficient))[-1]
                what = f"The text has {percent.text} %; a coefficient of {coefficient.text} is {(low + high) / 2:.1f} %"
                yield one.place, what, (one.spot,)


@check("W", "", "The mean of a dummy is the share of its ones", "Multiply the two shares again")
def dummy_mean(draft: Draft) -> Found:
    """A mean of a treatment of some units in some periods that is not the product of both shares."""
    for one in sentences(draft):
        for found in TREATED.finditer(one.said):
            some, units, own, periods = (value_of(found[name]) for name in ("some", "units", "own", "periods"))
            share, mean = some / units * own / periods, number_of(found["value"])
            if not mean.agrees(share):
                what = f"{some} of {units} in {own} of {periods} are {share:.4g} of all, not {mean.text}"
                yield one.place, what, (one.spot,)
