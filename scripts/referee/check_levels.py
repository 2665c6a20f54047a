"""The referee on words of significance beside their test: that of the sentence, and intervals of tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papers.document import Text
from papers.sentence_ends import sentences_of
from printed.places import WORDS, p_shown
from printed.rounding import Interval, contains, over
from prose.references import Reference, columns_named, tables_named
from prose.significance import ANY, NEXT_TO, NOT, Level, levels_of
from prose.statements import Statement
from prose.terms import term_before
from referee.check_claims import claims
from referee.check_estimates import written as written_of
from referee.check_intervals import ENDS, LEVEL, written
from referee.check_intervals import levels_of as probabilities
from referee.earned_levels import earned
from referee.findings import Draft, Found, Spot, check
from referee.matching import Place, candidates, places, places_named, policy_of, same_number
from referee.pointing import place_of, spot_of
from referee.starring import ONE_SIDED
from referee.tails import FEWEST, p_values

CONVENTION = 0.05  # level of intervals of no named probability, and below which nobody says "not significant"
HEDGED = re.compile(r"margin|borderline|weakly|nearly|almost|former|latter|边际|接近|前者|后者", WORDS)
FLAT = re.compile(
    r"\b(?:pre-?trends?|leads)\b[^.;]{0,30}\b(?:flat|parallel|absent|zero)\b|(?:满足|符合)平行趋势", WORDS
)
BRACKET = re.compile(r"\s*[(（\[][^()（）\d]{0,20}")
OTHER_TESTS = re.compile(r"(?:\bF|χ2|χ²|\bchi2)\s?(?:[(（][\d, ]+[)）])?\s?=\s?[\d.]+")
IN_BRACKET = re.compile(
    r"[\s)）\],，]*|[^()（）,，;；.。\d]{0,40}(?:[(（][^()（）\d]{0,30}|,? with an? [\w -]{1,12} of )"
)
JUST_AHEAD = re.compile(
    r"[\s)）\],，]*(?:(?:and|but|which|it|is|are|was|were|also|still|yet|remains?|statistically|this|that)\s+)*"
    r"|[\s)）\],，]*[仍且均也并但在虽系数结果该为而]*",
    WORDS,
)
IN = re.compile(r"\s*(?:levels?)?,?\s*(?:but\s+)?(?P<only>only\s+)?(?:in|for)\s+(?:the\s+)?", WORDS)
IN_ZH = re.compile(r"[)）列\s]*[中里内]?[，,]?(?:[均都仅也仍]?)")
MEND = "Compare both with the output of the program; mend the words or the number"


@dataclass(frozen=True)
class Tested:
    """A test in a sentence. start, end : where it stands, its estimate included; error : where its own number begins

    p : what its p-value may be; plain : the level of "significant" alone
    """

    spoken: tuple[Statement, ...]
    error: int
    p: Interval
    plain: float = ANY

    @property
    def start(self) -> int:
        return self.spoken[0].number.start

    @property
    def end(self) -> int:
        return self.spoken[-1].number.end

    @property
    def text(self) -> str:
        return " ".join(one.number.text for one in self.spoken)


@check("W", "", "Words and test of one sentence then contradict each other", MEND)
def level_of_own_test(draft: Draft) -> Found:
    """A level, or "not significant", that the test beside it in the sentence does not have."""
    for start, sentence, spoken in _sentences(draft):
        for level, tested in _pairs(sentence, start, spoken):
            if _contradicts(level.values[0], tested.p, ANY if level.numbers else tested.plain):
                words = sentence[level.start : level.end]
                what = f'"{words}" stands beside {tested.text}: {p_shown(tested.p)}'
                yield place_of(draft, spoken[0]), what, tuple(spot_of(draft, one) for one in tested.spoken)


@check("W", "", "An interval with zero inside is of no significant estimate", MEND)
def level_of_interval(draft: Draft) -> Found:
    """Words of significance against the intervals of a table that has no stars."""
    for statement, own in claims(draft):
        ranges = [_p_of_interval(place) for place in own]
        if statement.level is None or not all(ranges) or HEDGED.search(statement.sentence):
            continue
        named = any(ANY in level.values and level.numbers for level in levels_of(statement.sentence))
        if all(_contradicts(statement.level, p, ANY if named else plain) for p, plain in ranges):
            what = f"The text calls {own[0].where} {'not ' if statement.level == NOT else ''}significant; "
            what += f"its interval is {written(own[0].coefficient)}"
            yield place_of(draft, statement), what, (spot_of(draft, statement), own[0].spot(draft))


@check("W", "", "The claim is then of other columns than the table", "Name the columns of which it is true")
def level_in_columns(draft: Draft) -> Found:
    """Significance "in columns (2) and (3)", or only there, of a coefficient that has it in others."""
    among = places(draft)
    for at, start, sentence, table in _of_tables(draft):
        for level, reference, only in _in_columns(sentence):
            term = term_before(sentence[: min(level.start, reference.start)])
            claim = Statement("level", at, sentence, table=table, term=term)
            own = candidates(claim, places_named(draft, claim, among), policy_of(among))
            wrong = [place for place in own if _is_denied(place, level.values[0], reference.labels, only)]
            if wrong and len({place.heading for place in own}) == 1:
                spot = Spot(at, start=start + level.start, end=start + level.end)
                said = sentence[min(level.start, reference.start) : max(level.end, reference.end)]
                what = f'"{said}": {wrong[0].where} has {written_of(wrong[0].coefficient)}'
                yield draft.manuscript.blocks[at].place, what, (spot, *(place.spot(draft) for place in wrong))


def _of_tables(draft: Draft) -> Iterator[tuple[int, int, str, str]]:
    """Sentences of texts that name a table in or before them, with where they are and that table."""
    for at, block in enumerate(draft.manuscript.blocks):
        table = ""
        for start, sentence in sentences_of(block.text) if isinstance(block, Text) and block.is_prose else ():
            labels = {label for one in tables_named(sentence) for label in one.labels}
            table = table if not labels else labels.pop() if len(labels) == 1 else ""
            if table:
                yield at, start, sentence, table


def _in_columns(sentence: str) -> Iterator[tuple[Level, Reference, bool]]:
    """Words of significance with the columns that are named beside them, and whether they are said of these alone."""
    levels = [level for level in levels_of(sentence) if len(level.values) == 1 and level.values[0] is not None]
    for reference in columns_named(sentence):
        for level in levels if all(reference.labels) else ():
            behind, ahead = sentence[level.end : reference.start], sentence[: reference.start]
            if found := IN.fullmatch(behind):
                yield level, reference, bool(found["only"])
            elif level.end > reference.end and IN_ZH.fullmatch(sentence[reference.end : level.start]):
                yield level, reference, bool(re.search("[仅只]在?$", ahead))


def _is_denied(place: Place, level: float, labels: Sequence[str], only: bool) -> bool:
    """Whether a coefficient is not of this level in a column that is named, or is in another where only these are."""
    has = earned(place).misses(ANY) if level == NOT else earned(place).reaches(level)
    lacks = earned(place).reaches(ANY) if level == NOT else earned(place).misses(level)
    is_named = any(same_number(place.number, label) for label in labels)
    return not has if is_named else only and not lacks


def _sentences(draft: Draft) -> Iterator[tuple[int, str, list[Statement]]]:
    """Sentences with tests, each with where it begins, and its numbers."""
    for block in dict.fromkeys(one.block for one in draft.statements):
        own = [one for one in draft.statements if one.block == block and one.number]
        for start, sentence in sentences_of(draft.manuscript.blocks[block].text):
            spoken = [one for one in own if start <= one.number.start < start + len(sentence)]
            if spoken and not ONE_SIDED.search(sentence) and not HEDGED.search(sentence):
                yield start, sentence, spoken


def _pairs(sentence: str, start: int, spoken: list[Statement]) -> Iterator[tuple[Level, Tested]]:
    """Words of significance with the test that stands beside them and no other number between."""
    flat = [Level((NOT,), (), *found.span()) for found in FLAT.finditer(sentence)]
    tests = list(_tests(sentence, start, spoken))
    for level in [*levels_of(sentence), *flat]:
        beside = [test for test in tests if _is_beside(sentence, level, test, start)]
        if len(level.values) == 1 and level.values[0] is not None and beside:
            yield level, beside[0]


def _is_beside(sentence: str, level: Level, test: Tested, start: int) -> bool:
    if test.end - start <= level.start:
        return bool(JUST_AHEAD.fullmatch(sentence[test.end - start : level.start]))
    if test.start < test.error:
        return bool(NEXT_TO.fullmatch(sentence[level.end : test.start - start]))
    return bool(IN_BRACKET.fullmatch(OTHER_TESTS.sub("", LEVEL.sub("", sentence[level.end : test.error - start]))))


def _tests(sentence: str, start: int, spoken: Sequence[Statement]) -> Iterator[Tested]:
    """The tests of a sentence, each with the estimate in whose bracket it stands."""
    for at, one in enumerate(spoken):
        before = [
            other
            for other in spoken[max(0, at - 1) : at]
            if BRACKET.fullmatch(sentence[other.number.end - start : one.number.start - start])
        ]
        if one.kind == "conf_low" and at + 1 < len(spoken) and spoken[at + 1].kind == "conf_high":
            ends = (one.number.range[0], spoken[at + 1].number.range[1])
            yield Tested((one, spoken[at + 1]), one.number.start, *_p_of_ends(ends, _probabilities(sentence)))
        elif p := _p_of(one, before):
            yield Tested((*before, one), one.number.start, p)


def _p_of(one: Statement, before: list[Statement]) -> Interval | None:
    """What p may be by a p-value, a statistic, or an error behind its estimate."""
    found = one.number.range
    if one.kind == "p_value":
        return max(0.0, found[0]), found[1]
    if one.kind == "std_error" and before and found[0] > 0:
        return p_values(over(before[0].number.range, found), FEWEST)
    return p_values(found, FEWEST) if one.kind == "statistic" else None


def _probabilities(sentence: str) -> list[float]:
    return [float(one or other) / 100 for one, other in LEVEL.findall(sentence)] or [1 - CONVENTION]


def _p_of_interval(place: Place) -> tuple[Interval, float] | None:
    """That of a printed interval, of a coefficient without stars and other tests."""
    one = place.coefficient
    if not one.beneath.keys() >= {*ENDS} or earned(place).stars is not None:
        return None
    ends = (one.beneath["conf_low"].number.range[0], one.beneath["conf_high"].number.range[1])
    return _p_of_ends(ends, probabilities(place.printed))


def _p_of_ends(ends: Interval, chances: Sequence[float]) -> tuple[Interval, float]:
    """What p may be by an interval of one of these probabilities, and the level of "significant" beside it."""
    levels = [round(1 - chance, 4) for chance in chances]
    p = (min(levels), 1.0) if contains(ends, 0.0) else (0.0, max(levels))
    return p, max(levels)


def _contradicts(level: float, p: Interval, plain: float) -> bool:
    """Whether no such p is of this level, which for "significant" alone is `plain`."""
    return p[1] <= CONVENTION if level == NOT else p[0] >= (plain if level == ANY else level)
