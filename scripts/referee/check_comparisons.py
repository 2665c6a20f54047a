"""The referee on estimates that sentences compare: ratios, changes, ranges, the largest and the smallest."""

import re
from collections.abc import Iterator

from papers.numerals import DECIMAL, Number, number_of, numbers_in
from printed.places import WORDS
from printed.printed_tables import Effects, Regressions
from printed.rounding import Interval, minus, over, overlap, plus, size
from prose.slips import agree, meet
from prose.whole_numbers import COUNT, value_of
from referee.check_groups import blocks_of
from referee.check_ratios import HEDGED, NEAR, ROUGH, TIMES, share_said
from referee.estimate_groups import Group, groups, ratios, with_number
from referee.estimate_groups import number_of as estimate
from referee.findings import Draft, Found, check
from referee.headed import is_named
from referee.matching import Place, places, policy_of, same_name
from referee.texts import Sentence, neighbours, sentences

IN_WORDS = TIMES | {"两倍": 2, "三倍": 3, "四倍": 4}
AS = r"\s+(?:as|that|those|the|its|larger|higher|smaller|stronger)\b"
FOLD = re.compile(
    rf"\b(?P<words>twice|(?:two|three|four|five) times(?={AS}))\b|(?P<zh_words>[两三四]倍)"
    rf"|(?P<en>\d+(?:\.\d+)?) times(?={AS})|(?P<zh>\d+(?:\.\d+)?)倍"
    r"|(?:相当于|[为是占])第\s?[(（]?\d[)）]?\s?列的约?(?P<percent>\d+(?:\.\d+)?)\s?[%％]",
    WORDS,
)
NO_FOLD = re.compile(
    r"\s*(?:的?标准[误差]|standard|the (?:mean|standard)|a (?:year|day|month)|at random)"
    r"|[^.;。；]{0,12}(?:mean|deviation)",
    WORDS,
)
REPEATED = re.compile(
    r"\b(?:random|assign|draw|repeat|permut|replicat|resampl|simulat|shuffl|reshuffl|iterat)\w*\b[^.;]{0,40}$", WORDS
)
OF_MOMENT = re.compile(r"(?:均值|标准差|平均水?平?值?)的?\s*约?$")
BY_TO = re.compile(
    rf"(?:下降|减小|减少|缩小|上升|增大|提高|增加|[升降])了?约?(?P<zh>{DECIMAL})[，,]?"
    rf"(?:[升降减增]|上升|下降)?[至到为](?P<zh_to>{DECIMAL})"
    rf"|\bby (?:about |only )?(?P<en>{DECIMAL})[^.;]{{0,40}}?,? to (?P<to>{DECIMAL})"
    rf"|(?P<ahead>{DECIMAL})[，,](?:系数)?的?(?:绝对值)?(?:下降|减小|减少|缩小|上升|增大|扩大)了?约?(?P<by>{DECIMAL})(?![\d%％])",
    WORDS,
)
RELATIVE = re.compile(
    rf"\bfrom (?P<start>{DECIMAL})[^.;\d]{{0,40}}? to (?P<end>{DECIMAL})(?: with them)?, (?:about |roughly |or )?"
    rf"(?P<many>an?|one|two|three) (?P<part>half|third|quarter|fifth|sixth|tenth)s? (?:less|smaller|more|larger)"
    rf"|(?P<zh_start>{DECIMAL})[，,；;][^。；;\d]{{0,16}}?(?:[降升]至|变为|后为)(?P<zh_end>{DECIMAL})[，,]"
    rf"(?:下降|缩小|减少|降低|降幅为|上升|提高|增加|扩大)了?约?(?:(?P<percent>\d+(?:\.\d+)?)[%％]|(?P<below>[一二三四五六七八九十])分之(?P<above>[一二三四五六七八九]))",
    WORDS,
)
ENDS = re.compile(
    r"\b(?:between|from|rang\w+(?: from| between)?|span\w*[^.;\d]{0,30}?) "
    rf"(?P<low>{DECIMAL})[*]* (?:and|to) (?P<high>{DECIMAL})"
    rf"|[在介于]\s*(?P<zh_low>{DECIMAL})[*]*\s*(?:[和与到至]|[~～—]+|[–-])\s*(?P<zh_high>{DECIMAL})[*]*\s*之间",
    WORDS,
)
WHOLE = re.compile(
    r"\brows?\b|\bcolumns?\b|\bspecification|\bestimates?\b|\bcoefficients?\b|\bacross\b|\ball\b|[列行]|检验|系数|效应|估计",
    WORDS,
)
OF_MANY = re.compile(
    rf"\b(?P<en>{COUNT}) (?:[a-z-]+ )?(?:rows|columns|specifications|estimates|coefficients|effects)\b"
    rf"|(?P<zh>[两二三四五六七八九])[个项列行种]",
    WORDS,
)
INTERVAL = re.compile(r"interval|\bCI\b|confiden|置信|区间|Moran|莫兰", WORDS)
LARGE, SMALL = "largest|strongest|highest|biggest|greatest|most pronounced", "smallest|weakest|lowest"
OF_EFFECT = "的?(?:系数|效应|影响)(?:的?绝对值)?"
MOST = re.compile(
    rf"\b(?:(?P<large>{LARGE})|(?P<small>{SMALL})) (?:in|for|among|under|with|at) (?:the )?"
    r"(?P<name>[\w-]+(?: [\w-]+){0,2}?)(?=,| and\b| but\b|[.;:)]|$)"
    rf"|[在以对](?P<zh>[^，,。；在以对]{{1,10}}?)(?:中|{OF_EFFECT})?最(?:(?P<zh_large>[大强高])|[小弱低])"
    rf"|(?:^|[，,。；：])(?P<zh_first>[^，,。；：\d]{{1,8}}?){OF_EFFECT}最(?:(?P<first_large>[大强高])|[小弱低])",
    WORDS,
)
EFFECT = re.compile(r"effect|estimate|coefficient|impact|系数|效应|影响|作用", WORDS)
FEW = 3  # estimates of which a text says the range


@check("W", "", "The comparison is then of other numbers", "Divide the two estimates again")
def times_said(draft: Draft) -> Found:
    """How many times an estimate is another, which no two estimates beside each other are."""
    for before, one in neighbours(draft):
        for found in FOLD.finditer(one.said):
            head, behind = one.said[: found.start()], one.said[found.end() :]
            if NO_FOLD.match(behind) or OF_MOMENT.search(head) or REPEATED.search(head):
                continue
            own = _decimals(one.said) or _decimals(before)
            others = own + _decimals(_abstract(draft) + draft.manuscript.blocks[one.block].text[: one.start])
            possible = [ratio for number in own for ratio in ratios(draft, number)]
            possible += [over(size(a.range), size(b.range)) for a in own for b in others if a is not b]
            said = _fold(found, bool(HEDGED.search(head)))
            if any(with_number(draft, number) for number in own) and not any(meet(said, each) for each in possible):
                what = f"“{found.group()}” is no ratio of {own[0].text} and another estimate beside it"
                yield one.place, what, (one.spot,)


def _abstract(draft: Draft) -> str:
    """What the abstract says, which has the estimate that others are compared with."""
    return " ".join(text.text for text in draft.manuscript.texts if text.kind == "abstract")


def _decimals(sentence: str) -> list[Number]:
    return [one for one in numbers_in(sentence) if one.decimals and one.value and not one.percent]


def _fold(found: re.Match, hedged: bool) -> Interval:
    if said := found["words"] or found["zh_words"]:
        return IN_WORDS[said.lower()] * (1 - ROUGH), IN_WORDS[said.lower()] * (1 + ROUGH)
    low, high = number_of(found["en"] or found["zh"] or found["percent"]).range
    share = 0.01 if found["percent"] else 1
    near = NEAR if hedged else 0
    return low * share * (1 - near), high * share * (1 + near)


@check("W", "", "One of the three is wrong", "Subtract again")
def change_said(draft: Draft) -> Found:
    """An estimate that changes by one number to another, where no estimate is as far from it."""
    for before, one in neighbours(draft):
        for found in BY_TO.finditer(one.said):
            by = number_of(found["zh"] or found["en"] or found["by"])
            to = number_of(found["zh_to"] or found["to"] or found["ahead"])
            known = with_number(draft, to)
            starts = [estimate(place) for group in known for place in group]
            starts += _decimals(before + one.said[: found.start()])
            ends = (plus(size(to.range), by.range), minus(size(to.range), by.range))
            if known and not any(overlap(size(end), size(start.range)) for end in ends for start in starts):
                yield one.place, f"No estimate is {by.text} from {to.text}", (one.spot,)


@check("W", "", "The three do not go together", "Divide again")
def relative_change(draft: Draft) -> Found:
    """By how much a sentence says that an estimate changes from one number to another, in percent or as a fraction."""
    for before, one in neighbours(draft):
        for found in RELATIVE.finditer(before + one.said):
            if found.end() <= len(before):
                continue
            start, end = (size(number_of(found[name] or found[f"zh_{name}"]).range) for name in ("start", "end"))
            change = size(minus((1.0, 1.0), over(end, start)))
            said = share_said(found, hedged=True)
            if not meet(said, change):
                what = f"“{found.group()}”: that is a change of {100 * abs(1 - sum(end) / sum(start)):.1f} %"
                yield one.place, what, (one.spot,)


@check("W", "", "The claim is broader than the table", "Name the range of the table, or the rows that are meant")
def estimates_range(draft: Draft) -> Found:
    """A range of estimates of a table, of which some are outside."""
    for one in sentences(draft):
        for found in ENDS.finditer(one.said) if WHOLE.search(one.said) and not INTERVAL.search(one.said) else ():
            ends = [number_of(found["low"] or found["zh_low"]), number_of(found["high"] or found["zh_high"])]
            known = [group for group in groups(draft) if len(group) >= FEW and all(_has(group, end) for end in ends)]
            low, high = sorted(end.value for end in ends)
            beyond = [[place for place in group if not _is_within(estimate(place), low, high)] for group in known]
            within = {len(group) - len(out) for group, out in zip(known, beyond, strict=True)}
            if known and all(beyond) and not within & _counted(one.said):
                other = beyond[0][0]
                what = f"The text has {ends[0].text} to {ends[1].text}; {other.where} has {estimate(other).text}"
                yield one.place, what, (one.spot, other.spot(draft))


def _counted(sentence: str) -> set[int]:
    """Of how many estimates a sentence says the range: "the five estimates", "前三项"."""
    return {value_of(found["en"] or found["zh"]) for found in OF_MANY.finditer(sentence)}


def _has(group: Group, end: Number) -> bool:
    return any(end.decimals >= estimate(place).decimals and agree(end, estimate(place)) for place in group)


def _is_within(number: Number, low: float, high: float) -> bool:
    return low - number.half <= number.value <= high + number.half


@check("W", "", "The comparison is then another one", "Name the group of which it is true")
def most_of_groups(draft: Draft) -> Found:
    """An effect that is said to be the largest or the smallest in one column of groups, and is so in another."""
    policy = policy_of(places(draft))
    for one in sentences(draft):
        for found in MOST.finditer(one.said):
            large = found["large"] or found["zh_large"] or found["first_large"]
            for mine, others in _compared(draft, one, found, policy):
                sizes = size(estimate(mine).range)
                wrong = [
                    place for place in others if _is_more(place, mine) == bool(large) and not _is_near(place, mine)
                ]
                if wrong and sizes[0] > 0:
                    word = "largest" if large else "smallest"
                    what = f"The text calls {estimate(mine).text} ({mine.where}) the {word}; {wrong[0].where} has "
                    yield one.place, f"{what}{estimate(wrong[0]).text}", (one.spot, wrong[0].spot(draft))


def _is_more(place: Place, other: Place) -> bool:
    return abs(estimate(place).value) > abs(estimate(other).value)


def _is_near(place: Place, other: Place) -> bool:
    return overlap(size(estimate(place).range), size(estimate(other).range))


def _compared(draft: Draft, one: Sentence, found: re.Match, policy: str) -> Iterator[tuple[Place, list[Place]]]:
    """The estimate in the column that is named, with those of the other columns that part the sample with it; of the
    row that the sentence names, else of the policy; of one sign."""
    name = found["name"] or found["zh"] or found["zh_first"]
    named = {group[0].heading for group in groups(draft) if group[0].heading in one.said}
    for group in groups(draft):
        headed = [place for place in group if place.model and _is_headed(place, name)]
        printed = group[0].printed
        if len(headed) != 1 or len({place.model.column for place in group if place.model}) != len(group):
            continue
        row = group[0].heading
        if row not in named and (named or not (same_name(row, policy) and EFFECT.search(one.said))):
            continue
        columns = _beside(printed, headed[0].model.column)
        others = [place for place in group if place is not headed[0] and (not columns or place.model.column in columns)]
        if others and all(estimate(place).value * estimate(headed[0]).value > 0 for place in others):
            yield headed[0], others


def _is_headed(place: Place, name: str) -> bool:
    return any(is_named(head, name) for head in place.model.headings)


def _beside(printed: Regressions | Effects, column: int) -> set[int]:
    """The columns that part the sample with one; empty if the table does not show any."""
    blocks = blocks_of(printed.table)
    return next(({*range(first + 1, last + 1)} for first, last in blocks if first < column <= last), set())
