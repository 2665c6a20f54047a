"""What a sentence says about significance: at which level, and of which of its numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from papers.numerals import Number, numbers_in
from prose.cues import joined
from prose.phrases import (
    ABOUT_ESTIMATES,
    ALL_BEFORE,
    ALL_OF_THEM,
    AT_LEVEL,
    BREAK,
    FORMER,
    IN_WORDS,
    INSIGNIFICANT,
    LATTER,
    MOVED_LEVEL,
    NEVER,
    ONE_BEFORE,
    P_BOUND,
    PARTLY,
    SIGNED,
    SIGNIFICANT,
    SOME,
    SPELLED,
    WORDS,
)
from prose.statements import Statement
from prose.term_phrases import CLAUSE
from prose.terms import term_before

USUAL = (0.001, 0.005, 0.01, 0.02, 0.025, 0.05, 0.1, 0.15, 0.2)
NOT = 1.0  # level of what is not significant
ANY = 0.1  # level of "significant" without a level
JUST_BEHIND = re.compile(r"[\s,]*(?:still\s+)?(?:(?!显著|[但正负者])[\u4e00-\u9fff]){0,6}")
NEW_SUBJECT = re.compile(  # a clause that begins with what it is about: "1.936，135个中小城市不显著"
    r"[，,、；]\s*(?:而|但)?(?!(?:统计|这|上述|显著|常规|尽管|无论|通过|检验|置信|依[然旧]|始终|同样|基本|[与和于达远为很较略几]|系数|估计|效应|影响|结果|符号|水平|其|该|此|两者|二者|三者|前者|后者|[均都也仍且并在虽却则但只仅即]|[不未没])+)"
    r"\d*[\u4e00-\u9fff][^，,、；。]*$"
)
SPOKEN = re.compile("显著|reject|signific", re.IGNORECASE)
ENDED = re.compile(  # what a sentence may still say of a level
    r"(?:(?:\s*(?:levels?|(?:of )?significance|from zero|at (?:any|all|the)(?: \w+)? levels?))+"
    r"|[上下]?(?:统计)?(?:显著)?(?:不?为[正负零]|异于[零0])?)?[\s.。)）]*$"
)
OF_COMPARED = re.compile(  # "twice as much as in the other towns, where"
    r"\b(?:than|as) (?:in|for|among|of|on|that|those)\b[^.;]*\b(?:where|which|whose)\b[^.;]*$", re.IGNORECASE
)
NEXT_TO = re.compile(r"\s*[(（]?\s*|\s*(?:estimate|coefficient|effect)\s+of\s*|[的地为]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Level:
    """Words of significance.

    values : the levels that they name, several of "at the 1 %, 5 % and 5 % level, respectively"
    numbers : as they are printed, none without a level; start, end : where the words stand
    """

    values: tuple[float, ...]
    numbers: tuple[Number, ...]
    start: int
    end: int

    @property
    def spans(self) -> list[tuple[int, int]]:
        return [(number.start, number.end) for number in self.numbers]


def levels_of(sentence: str) -> list[Level]:
    """All words of significance, from left to right; those of a level take in "significant" and "not" before it."""
    sentence = MOVED_LEVEL.sub(lambda found: " " * len(found.group()), sentence)
    named = sorted([*_named(sentence), *_bounds(sentence)], key=lambda level: level.start)
    found = list(named)
    for pattern, value in ((INSIGNIFICANT, NOT), (SIGNIFICANT, ANY)):
        for words in pattern.finditer(sentence):
            if not any(_touch(sentence, words, level) for level in found):
                found.append(Level((value,), (), *words.span()))
    return sorted(found, key=lambda level: level.start)


def _named(sentence: str) -> Iterator[Level]:
    """Levels such as "at the 1 % level", of sentences that speak of significance."""
    for found in AT_LEVEL.finditer(sentence):
        name = next(name for name in ("en", "of", "zh", "test", "behind", "beside", "ahead") if found[name])
        at = found.start(name)
        numbers = [replace(one, start=one.start + at, end=one.end + at) for one in _percents_in(found[name])]
        percent = any(one.percent for one in numbers) or bool(re.search("per", found[name], re.IGNORECASE))
        values = [_level(one.value, percent) for one in numbers]
        first = max((at for at, value in enumerate(values, 1) if value not in USUAL), default=0)
        values, numbers = values[first:], numbers[first:]
        if values and _significant(sentence, found):
            opening = numbers[0].start if first else found.start()
            start, end = _start(sentence, opening), _end(sentence, found.end())
            negated = (
                [NOT if value >= ANY else None for value in values] if _is_negated(sentence, start, end) else values
            )
            yield Level(tuple(negated), tuple(numbers), start, end)


def _percents_in(words: str) -> list[Number]:
    """Numbers of levels, "five per cent" among them."""
    spelled = [
        replace(next(numbers_in(f"{IN_WORDS[(one['en'] or one['zh']).lower()]}%")), start=one.start(), end=one.end())
        for one in SPELLED.finditer(words)
    ]
    return sorted([*numbers_in(words), *spelled], key=lambda one: one.start)


def _level(value: float, percent: bool) -> float:
    share = value / 100 if percent or value >= 1 else value
    return round(1 - share if share >= 0.8 else share, 4)


def _significant(sentence: str, found: re.Match) -> bool:
    return bool(SIGNIFICANT.search(sentence) or INSIGNIFICANT.search(sentence) or SPOKEN.search(sentence))


def _start(sentence: str, at: int) -> int:
    """Where "not significant" begins that stands just before "at the 5 % level"."""
    words = [*INSIGNIFICANT.finditer(sentence), *SIGNIFICANT.finditer(sentence)]
    near = [
        found.start()
        for found in words
        if found.start() <= at < found.end() + 25
        and not _broken(sentence, found.end(), at)
        and not re.search("[，：]", sentence[found.end() : at])
    ]
    return min(near, default=at)


def _end(sentence: str, at: int) -> int:
    """Where "not significant" ends that stands just behind "at the 10 % level"."""
    behind = INSIGNIFICANT.finditer(sentence)
    ends = [found.end() for found in behind if JUST_BEHIND.fullmatch(sentence[at : found.start()])]
    return max(ends, default=at)


def _is_negated(sentence: str, start: int, end: int) -> bool:
    return any(start <= found.start() < end for found in INSIGNIFICANT.finditer(sentence))


def _bounds(sentence: str) -> Iterator[Level]:
    """``p < 0.01`` and ``p > 0.1``."""
    for found in P_BOUND.finditer(sentence):
        at = found.start("bound")
        number = next(numbers_in(found["bound"]))
        value = number.value if found["below"] else NOT if number.value >= ANY else None
        if not found["below"] or 0 < number.value <= max(USUAL):
            yield Level((value,), (replace(number, start=at, end=at + len(found["bound"])),), *found.span())


def _touch(sentence: str, words: re.Match, level: Level) -> bool:
    """Whether words of significance belong to a level that is named near them."""
    if words.start() < level.end and level.start < words.end():
        return True
    between = sentence[words.end() : level.start] if words.end() <= level.start else sentence[level.end : words.start()]
    return bool(level.numbers) and len(between) < 30 and not re.search(r"[,;，；]", between)


def with_levels(sentence: str, found: list[Statement], levels: list[Level], places: bool) -> list[Statement]:
    """Estimates with the levels that the sentence gives them; a level that none of them has is a claim alone.

    places : whether the sentence names a table or a column
    """
    estimates = [at for at, one in enumerate(found) if one.kind == "estimate"]
    unnamed = [at for at, one in enumerate(found) if one.kind == "other" and one.number.decimals > 1]
    found = list(found)
    sure = [level for level in levels if level.values != (ANY,) or level.numbers]
    for level in [*sure, *(level for level in levels if level not in sure)]:
        if _is_of_some(sentence, found, level):
            continue
        own = _own(sentence, found, estimates or unnamed, sure, level)
        values = (
            level.values if len(level.values) == len(own) else level.values * len(own) if len(level.values) == 1 else ()
        )
        for at, value in zip(own, values, strict=False):
            if found[at].level is None:
                found[at] = replace(found[at], level=value)
        if not (own and estimates) and (level.numbers or places) and ABOUT_ESTIMATES.search(sentence):
            found += _alone(sentence, level)
    return sorted(found, key=lambda one: one.number.start if one.number else len(sentence))


def with_levels_behind(before: list[Statement], sentence: str) -> list[Statement]:
    """What a sentence says, its estimates with the level that the one behind it gives: "All are significant at 1 %", or
    of one "It is significant at 1 %"."""
    estimates = sum(one.kind == "estimate" for one in before)
    opening = ALL_BEFORE if estimates > 1 else ONE_BEFORE
    levels = levels_of(sentence) if estimates and opening.match(sentence) else []
    if len(levels) != 1 or len(levels[0].values) != 1 or (estimates == 1 and not ENDED.match(sentence, levels[0].end)):
        return before
    level = levels[0].values[0]
    return [replace(one, level=level) if one.kind == "estimate" and one.level is None else one for one in before]


def _own(sentence: str, found: list[Statement], estimates: list[int], others: list[Level], level: Level) -> list[int]:
    """The estimates that words of significance are about: those before, else those behind, up to the next."""
    first = max((other.end for other in others if other.end <= level.start), default=0)
    last = min((other.start for other in others if other.start >= level.end), default=len(sentence))
    ahead = [at for at in estimates if found[at].number.end <= level.start]
    if picked := _picked(sentence, found, ahead, level):
        return picked
    before = [at for at in ahead if first <= found[at].number.start]
    before = [at for at in before if not _broken(sentence, found[at].number.end, level.start)]
    if before and level.values == (NOT,) and NEW_SUBJECT.search(sentence[found[before[-1]].number.end : level.start]):
        before = []
    behind = [at for at in estimates if level.end <= found[at].number.start and found[at].number.end <= last]
    behind = [at for at in behind if not _broken(sentence, level.end, found[at].number.start)]
    if behind and NEXT_TO.fullmatch(sentence[level.end : found[behind[0]].number.start]):
        return behind[:1]
    return _spoken_of(sentence, found, before, level) or behind


def _is_of_some(sentence: str, found: list[Statement], level: Level) -> bool:
    """Whether words of significance are about some of what the sentence lists, and it is not clear about which."""
    clause = _clause(sentence, level)
    if FORMER.search(clause) or LATTER.search(clause):
        listed = [one for one in found if one.number and one.number.decimals and one.number.end <= level.start]
        return not listed or listed[-1].kind != "estimate"
    of_compared = OF_COMPARED.search(sentence[: level.start])
    return bool(of_compared or SOME.search(clause) or PARTLY.match(sentence, level.end))


def _clause(sentence: str, level: Level) -> str:
    """What stands before words of significance in their clause."""
    return CLAUSE.split(sentence[: level.start])[-1]


def _picked(sentence: str, found: list[Statement], ahead: list[int], level: Level) -> list[int]:
    """Of the estimates before a clause those that it picks: "the former" of the last list, "the last two" of all."""
    clause = _clause(sentence, level)
    former, latter = FORMER.search(clause), LATTER.search(clause)
    if len(ahead) < 2 or not (former or latter):
        return []
    said = next((word for word in (former or latter).groups() if word), "").lower()
    count, among = WORDS.get(said, 1), ahead if said else _listed_last(sentence, found, ahead)
    return among[:count] if former else among[-count:]


def _spoken_of(sentence: str, found: list[Statement], before: list[int], level: Level) -> list[int]:
    """Of estimates before words of significance all if the words are of several, else the last with those listed with
    it, and with the same effect in another unit."""
    if not before or ALL_OF_THEM.search(sentence[found[before[0]].number.end : level.end]):
        return before
    first = next((at for at in reversed(range(len(before))) if not found[before[at]].unit), len(before) - 1)
    return before[_list_of(sentence, found, before, first) :]


def _listed_last(sentence: str, found: list[Statement], ahead: list[int]) -> list[int]:
    """The list that ends estimates, of two at least."""
    return ahead[min(_list_of(sentence, found, ahead, len(ahead) - 1), len(ahead) - 2) :]


def _list_of(sentence: str, found: list[Statement], among: list[int], at: int) -> int:
    """Where the list of numbers begins in which an estimate stands."""
    while at and joined(sentence, found[among[at - 1]].number, found[among[at]].number):
        at -= 1
    return at


def _broken(sentence: str, start: int, end: int) -> bool:
    return any(start <= found.start() < end for found in BREAK.finditer(sentence))


def _alone(sentence: str, level: Level) -> Iterator[Statement]:
    """A claim of significance without a coefficient."""
    signs = {1 if found["up"] or found["up_zh"] else -1 for found in SIGNED.finditer(sentence)}
    sign = signs.pop() if len(signs) == 1 and not NEVER.search(sentence) else 0
    before = sentence[: level.start]
    term = term_before(CLAUSE.split(before)[-1] if NEW_SUBJECT.search(before) else before)
    for value, number in zip(level.values, level.numbers or (None,), strict=False):
        if value is not None:
            yield Statement("level", 0, sentence, number, term=term, level=value, sign=sign)
