"""The estimates that words at a number name by a heading: a group, an estimator, a kind of effect, a year since the
policy."""

import re
from dataclasses import replace

from papers.numerals import numbers_in
from prose.statements import Statement
from referee.comparing import Entry
from referee.event_times import event_studies, year_said
from referee.findings import Draft
from referee.matching import SPILLOVERS, candidates, words

NUMBERED = re.compile(r"[(（]\d+[)）]")
HALF = re.compile(r"[;；。]|\b(?:while|whereas|but)\b")
AUTHORS = re.compile(r"[A-Z][\w'’]+(?:(?:,? and | & |, |[-–]|和|与)[A-Z][\w'’]+)+")
PLACE = re.compile(
    r"\s*(?:percentage points )?(?:in|for|among|within|beyond|between|with|under) [^,;()]*?"
    r"(?=\band\b|\bbut\b|[,;()]|\d\.\d|$)"
)
BEHIND = re.compile(r"[\s*]*[^()（）\d,，;；]{0,40}[(（][^()（）\d]*[)）]|\s*的?(?:直接|间接|总)效应|\s*in total\b")
AHEAD = re.compile(
    r"(?<!and )(?<!, )\b\w+ (?:effect|impact)\s*(?:of|is|was|equals|[:=])?\s*[(]?\s*$"
    r"|(?<![、和与及])(?:直接|间接|总)效应[为是：（]?\s*$",
    re.IGNORECASE,
)
INITIAL = re.compile(r"(?<![\w'’])[A-Z]")
STEM = 4  # letters of a heading that begin a longer word, as East begins "eastern"
SIDES = {"direct": re.compile("(?<!样)本地|当地"), "indirect": re.compile("邻近|邻地|周边")}


def headed(draft: Draft, statement: Statement, named: list[Entry], policy: str) -> list[Entry]:
    """Of the estimates that are named those of the policy in the column that the words at a number name: a place behind
    it, "0.063 in the east", else what is before it."""
    own = [entry for entry in _of_policy(_estimates(statement, named), statement, policy) if entry.place.model]
    heads = {heading for entry in own for heading in entry.place.model.headings}
    behind = PLACE.match(part_behind(draft, statement))
    said = [behind[0] if behind else "", part_before(draft, statement)]
    told = next((found for part in said if (found := [head for head in heads if is_named(head, part)])), [])
    most = [heading for heading in told if len(words(heading)) == max(len(words(one)) for one in told)]
    return [entry for entry in own if len(most) == 1 and most[0] in entry.place.model.headings]


def of_effect(draft: Draft, statement: Statement, named: list[Entry], policy: str) -> list[Entry]:
    """Of the estimates that are named those of the one kind of effect that the words at a number name."""
    before = part_before(draft, statement)
    beside = AHEAD.search(before) or BEHIND.match(part_behind(draft, statement))
    told = [_kinds(beside[0] if beside else ""), _kinds(before), _kinds(statement.term)]
    kinds = next((one for one in told if len(one) == 1), set())
    own = [entry for entry in _estimates(statement, named) if entry.place.effect in kinds]
    alone = len({entry.place.heading for entry in own}) == 1
    return _of_term(own, statement, policy) or (own if alone else _of_policy(own, statement, policy))


def in_year(draft: Draft, statement: Statement, named: list[Entry]) -> list[Entry]:
    """Of the estimates that are named those of the year since the policy that the words at a number name."""
    year = year_said(part_before(draft, statement), part_behind(draft, statement))
    then = {id(study.times[year].estimate) for study in event_studies(draft) if year in study.times}
    return [entry for entry in _estimates(statement, named) if id(entry.at) in then]


def part_before(draft: Draft, statement: Statement) -> str:
    """What a sentence says before a number, since the decimal number before it or the last word of contrast."""
    before = statement.sentence[: _start(draft, statement)]
    decimals = [number.end for number in numbers_in(before) if number.decimals]
    return HALF.split(before[decimals[-1] if decimals else 0 :])[-1]


def part_behind(draft: Draft, statement: Statement) -> str:
    """What a sentence says behind a number."""
    return statement.sentence[_start(draft, statement) + statement.number.end - statement.number.start :]


def _start(draft: Draft, statement: Statement) -> int:
    return statement.number.start - draft.manuscript.blocks[statement.block].text.find(statement.sentence)


def _estimates(statement: Statement, named: list[Entry]) -> list[Entry]:
    told = statement.kind in ("estimate", "other")
    return [entry for entry in named if told and entry.place and entry.at.meaning == "estimate"]


def _of_policy(own: list[Entry], statement: Statement, policy: str) -> list[Entry]:
    return _of_term(own, replace(statement, term=policy), policy)


def _of_term(own: list[Entry], statement: Statement, policy: str) -> list[Entry]:
    meant = {id(place.coefficient) for place in candidates(statement, [entry.place for entry in own], policy)}
    return [entry for entry in own if id(entry.place.coefficient) in meant]


def is_named(heading: str, said: str) -> bool:
    """Whether words have all of a heading's, not as a cause, or the initials of authors that they name are it."""
    bare = NUMBERED.sub("", heading).strip()
    own, others = words(bare), words(re.sub(rf"{re.escape(bare)}(?:水平)?对|\bof {re.escape(bare)} on\b", "", said))
    by_authors = any(bare == "".join(INITIAL.findall(names)) for names in AUTHORS.findall(said))
    return by_authors or (bool(own) and all(any(_begins(word, other) for other in others) for word in own))


def _begins(word: str, other: str) -> bool:
    return word == other or (len(word) >= STEM and other.startswith(word))


def _kinds(said: str) -> set[str]:
    """The kinds of effects that words name, each by its own name or by whom it is on."""
    return {kind for kind, name in (*SPILLOVERS.items(), *SIDES.items()) if name.search(said)}
