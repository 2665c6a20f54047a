"""The referee on counts of a sentence: a whole and its parts, some and the rest, products, and shares of a count."""

import re
from itertools import accumulate, combinations

from papers.numerals import Number, number_of, numbers_in
from printed.places import WORDS
from printed.rounding import Interval, overlap, times
from prose.phrases import POINTS
from prose.slips import SHIFTED, SWAPPED, meet, slip
from prose.whole_numbers import COUNT, OF, counts_in, value_of
from prose.whole_numbers import YEAR as YEARS
from referee.findings import Draft, Found, check
from referee.texts import neighbours, sentences

YEAR = YEARS.pattern
REGION = r"the (?:north|south)?-?(?:east|west|cent|middle|north|south)\w*"
ORDINAL = "(?:first|second|third|fourth|fifth|last)"
PART = re.compile(  # "36 cities in 2010", "in 2010 (36)", "2010年36个", "东部101个"
    rf"\b(?P<many>{COUNT})(?: (?!in\b)[a-z-]+){{0,4}} in (?:{YEAR}\b|{REGION})"
    rf"|\b{YEAR}[:：]? ?[(（]?(?P<behind>{COUNT})(?=[,;)）]| (?:cit|count|prov|firm|dist))"
    rf"|\b(?P<wave>{COUNT})(?: [a-z-]+){{0,3}}? from the {ORDINAL}\b"
    rf"|(?:第[一二三四五六]|首)批[^\d，。；、,]{{0,4}}(?P<zh_wave>{COUNT})\s*[{OF}]"
    rf"|(?:{YEAR}年|[东中西]部|东北)[^\d，。；、,]{{0,8}}?(?P<zh>{COUNT})\s*[{OF}]",
    WORDS,
)
PARTED = re.compile(r"[:：]|\b(?:cohort|wave|batch|round|phase|group|region)|[批轮]|分组|分地区|其中", WORDS)
SOME = re.compile(  # parts that are not all, or that hold those before them
    r"such as|including|e\.g|among|\b(?:rose|grew|grow|increase|increasing|cumulat|reach)\w*"
    r"|例如|比如|包括|等|累计|增至|达到|增加",
    WORDS,
)
SMALLEST = 10  # a smaller number may be that of a column
PLACES = r"(?:cit|count|prefect|provinc|district|region|municip|town|villag|firm|school|are\b|never|serve|form)"
REST = re.compile(
    rf"\b(?:remaining|other|rest,?)\s+(?P<rest>{COUNT})(?= (?:[a-z-]+ )?{PLACES})"
    rf"|(?<!per )\b(?P<never>{COUNT})(?: [a-z-]+){{0,3}}? (?:never|untreated)\b"
    rf"|(?:其余|其他|剩余|余下|另外?)的?\s*(?P<zh>{COUNT})\s*[{OF}](?!观测|样本|变量|指标)",
    WORDS,
)
NOUN = r"(?:\s*[a-z]+|\s*[个座家]?[\u4e00-\u9fff]{0,4})?"
SIGN = r"[×✕∗*x+/^−–-]"
PRODUCT = re.compile(
    rf"(?<!{SIGN})(?<!{SIGN} )(?P<one>{COUNT}){NOUN}\s*[×✕∗*x]\s*(?P<other>{COUNT}){NOUN}\s*[=＝]\s*"
    rf"(?P<product>\d{{1,3}}(?: \d{{3}})+(?!\d)|{COUNT})(?!\s*{SIGN})",
    WORDS,
)
FIGURES, PERCENT = r"\d+(?:\.\d+)?", r"\s?(?:[%％]|per ?cent)"
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "千": 1e3, "万": 1e4, "亿": 1e8}
HUNDREDTHS = re.compile(rf"{POINTS.pattern}|\s*points?\b", WORDS)
TOTAL = re.compile(
    r"(?:\badd(?:s|ing)? up to|\bin total|\bamount(?:s|ing)? to|\bsum(?:s|ming)? to|\baltogether|\bcomes to|"
    r"\bor (?:about|roughly)|合计|总计|总共)[^\d.;。；]{0,12}?(?P<total>\d[\d,]*(?:\.\d+)?)(?![\d%％])"
    r"\s?(?P<scale>thousand|million|billion|[千万亿])?",
    WORDS,
)
SHARE = re.compile(  # "97个，占89.8%", "36 of the 81 pilot cities (44.4%)", "81 cities, or 33.8% of the sample"
    rf"(?P<zh>{COUNT})\s*[{OF}][^，。；\d（(]{{0,12}}[，,（(]\s*(?:约|大约)?占[^\d。；，]{{0,12}}(?P<zh_share>{FIGURES}){PERCENT}"
    rf"|(?:(?P<some>{COUNT}) (?:out )?of (?:the |these |all |our )*)?(?P<many>{COUNT})(?: [a-z-]+){{0,4}}? {PLACES}"
    rf"[a-z]*(?: [a-z-]+){{0,3}}(?: \(|, (?:or|that is,?|i\.e\.,?) (?:about )?)(?P<share>{FIGURES}){PERCENT}"
    r"(?=\)| of (?:the|all) )",
    WORDS,
)


@check("W", "", "Something is counted twice or left out", "Correct the part, or the whole, that is wrong")
def parts_sum(draft: Draft) -> Found:
    """Counts by year or by region that are no whole of their sentence or of the one before."""
    sample = max(_units(draft), default=0)
    for before, one in neighbours(draft):
        found = list(PART.finditer(one.said))
        if len(found) < 2 or not PARTED.search(one.said) or SOME.search(_behind_whole(one.said, found[0])):
            continue
        parts = [_count(part) for part in found]
        head, tail = one.said[: found[0].start()], one.said[found[-1].end() :]
        wholes = [whole for whole in counts_in(head) if whole != len(parts)]
        if not any(part["wave"] or part["zh_wave"] for part in found):  # whose whole need not be near
            wholes = wholes or counts_in(before) or counts_in(tail)
        of_sample = re.search(YEAR, found[0].group()) and {*wholes} <= {sample}  # of which waves may be a part
        if wholes and not of_sample and sum(parts) not in {*wholes, *counts_in(tail)}:
            summed = " + ".join(f"{part:,}" for part in parts)
            what = f"{summed} is {sum(parts):,}, and the text has {' and '.join(f'{whole:,}' for whole in wholes)}"
            yield one.place, what, (one.spot,)


def _behind_whole(sentence: str, first: re.Match) -> str:
    """A sentence from what stands between the number before its first part and that part."""
    return re.split(r"\d", sentence[: first.start()])[-1] + sentence[first.start() :]


def _count(found: re.Match) -> int:
    return value_of(next(text for text in found.groups() if text))


def _units(draft: Draft) -> set[int]:
    """The numbers of units of the sample, as sentences say it."""
    return {int(one.number.value) for one in draft.statements if one.kind == "units" and one.number}


@check("W", "", "Some and the rest are all", "Correct the count that is wrong")
def rest_sum(draft: Draft) -> Found:
    """What a sentence counts and what it calls the rest, whose sum is no number of the manuscript."""
    known = {count for text in draft.manuscript.texts for count in counts_in(text.text)}
    for before, one in neighbours(draft):
        for found in REST.finditer(one.said):
            rest = _count(found)
            some = counts_in(one.said[: found.start()]) or counts_in(before)
            told = _units(draft) or max(some[:-1], default=0) > rest  # how many there are in all
            sums = {rest + part for part in (*some, *accumulate(reversed(some)))}
            if some and told and rest >= SMALLEST and not known & sums:
                what = f"{some[-1]:,} and the other {rest:,} are {some[-1] + rest:,}"
                yield one.place, f"{what}, a number that the text has nowhere", (one.spot,)


@check("E", "", "The product is another one", "Correct the factor, or the product, that is wrong")
def product_said(draft: Draft) -> Found:
    """A product of counts that a sentence shows."""
    for one in sentences(draft):
        for found in PRODUCT.finditer(one.said):
            left, right, product = (value_of(found[name].replace(" ", "")) for name in ("one", "other", "product"))
            if left * right != product:
                what = f"{left:,} x {right:,} is {left * right:,}, not {found['product']}"
                yield one.place, what, (one.spot,)


@check("W", "", "The total is another one", "Multiply again")
def product_near(draft: Draft) -> Found:
    """A total with the digits of a product of two numbers of its sentence, or of the one before, in another order or of
    another power of ten, where no product is it."""
    for before, one in neighbours(draft):
        for found in TOTAL.finditer(one.said):
            total, scale = number_of(found["total"]), SCALES.get(_scale(found["scale"]), 1)
            others = [*_scaled(before), *_scaled(one.said[: found.start("total")]), *_scaled(one.said[found.end() :])]
            products = [times(left, right) for left, right in combinations(others, 2)]
            if any(overlap(each, times(total.range, (scale, scale))) for each in products):
                continue
            near = [exact for each in products if (exact := sum(each) / 2 / scale) and _is_misprint(total, exact)]
            if near:
                yield one.place, f"The text has {total.text}, and two of its numbers make {near[0]:,.4g}", (one.spot,)


def _is_misprint(total: Number, exact: float) -> bool:
    """Whether a number has two digits of another swapped, or its point shifted."""
    rounded, fine = (number_of(f"{exact:.{decimals}f}") for decimals in (total.decimals, total.decimals + 3))
    return slip(total, rounded) == SWAPPED or slip(total, fine) == SHIFTED


def _scaled(text: str) -> list[Interval]:
    """Numbers of a text but years, each with the power of ten that a word behind it says; points are hundredths."""
    found = []
    for number in numbers_in(text):
        scale = 0.01 if HUNDREDTHS.match(text, number.end) else SCALES.get(_scale(text[number.end :].lstrip()), 1)
        if number.value > 0 and not YEARS.fullmatch(number.text) and not number.percent:
            found.append(times(number.range, (scale, scale)))
    return found


def _scale(behind: str | None) -> str:
    return next((word for word in SCALES if (behind or "").lower().startswith(word)), "")


@check(
    "W", "", "The share is then that of another count", "Divide the count by its whole again, or say what the whole is"
)
def count_share(draft: Draft) -> Found:
    """A count with its percentage, of no larger count of the paragraph and of no number of units."""
    for one in sentences(draft):
        wholes = {*_units(draft), *counts_in(draft.manuscript.blocks[one.block].text)}
        for found in SHARE.finditer(one.said):
            count = value_of(found["zh"] or found["some"] or found["many"])
            percent = number_of(found["zh_share"] or found["share"])
            larger = [value_of(found["many"])] if found["some"] else sorted(each for each in wholes if each > count)
            shares = [100 * count / whole for whole in larger]
            if larger and not any(meet(percent.range, (share, share + 1e-9)) for share in shares):
                what = f"{count:,} is said to be {percent.text} %, and is {shares[0]:.1f} % of {larger[0]:,}"
                yield one.place, what, (one.spot,)
