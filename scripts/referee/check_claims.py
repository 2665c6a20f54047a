"""The referee on words: significance, direction, "all", "largest" and counts against the tables they are about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from printed.rounding import size
from prose.phrases import INSIGNIFICANT, NEVER, SIGNED, SIGNIFICANT
from prose.statements import Statement
from prose.whole_numbers import value_of
from referee.comparing import is_said_of, without_excepted
from referee.earned_levels import earned, level_words
from referee.findings import Draft, check
from referee.matching import Place, candidates, places, places_named, policy_of, tables_named
from referee.pointing import place_of, spot_of
from referee.texts import Sentence, sentences

AT_LEAST = re.compile(r"at least|or better|or less|or lower|at most|至少|以上|及以上|以内|\bup to\b", re.IGNORECASE)
ALL = re.compile(
    r"\b(all|every|each|throughout|across)\b[^.;]{0,80}\bsignifican"
    r"|\bsignifican[^.;]{0,60}\b(in|across|for) (all|every|each)"
    "|(?<![平人户地年])[均都](?![值衡匀市])[^，。；]{0,20}显著",
    re.IGNORECASE,
)
ALWAYS = re.compile(
    r"\bin (?:all|every|each)(?: (?:two|three|four|five|six|of the))? (?:columns?|specifications?|models?)\b"
    r"|\bnever\b|\balways\b"
    r"|始终|[各所]有?列中?[均都]",
    re.IGNORECASE,
)
OTHERWISE = re.compile(r"\d|except|但|除|only|仅", re.IGNORECASE)
CLAUSES = re.compile(r"[;；。，]|, (?!and\b)|\b(?:while|whereas|but)\b", re.IGNORECASE)
ANY = 0.1  # level of "significant" without one
OF_SOME = re.compile(
    r"\b(?:all|the|these) (?P<en>two|three|four|five|six|seven|eight)\b|(?P<zh>[两二三四五六七八])(?:者|[项个列组类种])"
    r"[^，。；]{0,10}?[均都全]",
    re.IGNORECASE,
)
LIMITS = re.compile(
    r"\bnot\b|insignifican|except|but\b|although|most|neither|only|whereas|while|[不非未除但无]|仅|大多", re.IGNORECASE
)
COMPARES = re.compile(
    r"(falls?|fell|declines?d?|drops?|dropped|decreases?d?|rises?|rose|increases?d?) (to|from)\b"
    r"|smaller|larger than|lower than|attenuat|下降[到至]|降[到至为]|上升[到至]|升[到至]|变小|变大",
    re.IGNORECASE,
)
RAISES = re.compile(
    r"\b(raise|increase|improve|promote|boost|enhance|strengthen|facilitate)s?\b|提高|提升|促进|增加|推动|改善",
    re.IGNORECASE,
)
LOWERS = re.compile(
    r"\b(lower|reduce|decrease|inhibit|hinder|suppress|weaken|impede)s?\b|降低|减少|抑制|阻碍|削弱", re.IGNORECASE
)
SAID_OF_OTHER = re.compile(  # a clause with a number of its own, and not only of a table or a column
    r"(?<![\d.表第])(?<!table )(?<!column )(?<!model )(?<!column \()(?<!model \()\d[\d.]*[^\d,，;；]{0,12}[,，;；]",
    re.IGNORECASE,
)
CAUSE = re.compile(
    r"\b(?:an?|one|each|every|per|unit|point|deviation)[\s-](?:\w+\s)?(?:increase|decrease|rise|reduction) (?:in|of)\b"
    "|每(?:提高|提升|增加|降低|减少)",
    re.IGNORECASE,
)
MOST = re.compile(r"\b(largest|highest|strongest|greatest|biggest)\b|最大|最高|最强", re.IGNORECASE)


def subject(draft: Draft, statement: Statement, among: Sequence[Place], policy: str) -> list[Place]:
    """Coefficients that a claim is about: of the term and what is named; of these, or of all in what is named, the one
    whose number is said."""
    pool = places_named(draft, statement, among)
    own = candidates(statement, pool, policy)
    said = _estimate_said(draft, statement)
    if said:
        unsigned = replace(said, sign=-1)
        printed = [place for place in own if is_said_of(draft, said, place)]
        return printed or [place for place in pool if is_said_of(draft, unsigned, place) and _is_telling(said, place)]
    return own


def _is_telling(said: Statement, place: Place) -> bool:
    """Whether a number has the digits to tell one coefficient from others: three, or all that are printed."""
    return said.number.decimals > 2 or said.number.decimals >= place.coefficient.estimate.number.decimals


def _estimate_said(draft: Draft, statement: Statement) -> Statement | None:
    """The estimate whose significance or sign is spoken of: itself, or the only one of its sentence, unless another
    level is said of that one."""
    if statement.kind in ("estimate", "other") and statement.number:
        return statement
    others = [
        one
        for one in draft.statements
        if one.block == statement.block and one.sentence == statement.sentence and one.kind == "estimate" and one.number
    ]
    return others[0] if len(others) == 1 and others[0].level in (None, statement.level) else None


@lru_cache(1)
def claims(draft: Draft) -> tuple[tuple[Statement, list[Place]], ...]:
    """Statements on the level of significance or the sign of coefficients, with these."""
    return tuple(_claims(draft))


def _claims(draft: Draft) -> Iterator[tuple[Statement, list[Place]]]:
    among = places(draft)
    policy = policy_of(among)
    seen = set()
    for statement in map(without_excepted, draft.statements):
        if statement.kind in ("estimate", "level") or statement.level is not None:
            own = subject(draft, statement, among, policy)
            key = (
                statement.kind,
                statement.block,
                statement.sentence,
                statement.level,
                tuple(place.where for place in own),
            )
            if own and key not in seen:
                seen.add(key)
                yield statement, own


@check("E", "", "The text then claims another strength of evidence than the table", "Correct the text, or the stars")
def text_level(draft: Draft) -> Iterator[tuple]:
    """Levels that are stricter than those of the stars, and "not significant" beside stars."""
    for statement, own in claims(draft):
        level = statement.level
        if level is None:
            continue
        if level >= 1:
            wrong = not any(earned(place).misses(_bound(statement)) for place in own)
            said = "not significant"
        else:
            wrong = not any(earned(place).reaches(level) for place in own)
            said = f"significant at {100 * level:g} %"
        if wrong:
            what = f"The text calls {_name(own)} {said}; {_printed(own)}"
            yield place_of(draft, statement), what, _spots(draft, statement, own)


@check("W", "", "A reader takes the effect for less certain than it is", "Say the level of the stars")
def text_level_weaker(draft: Draft) -> Iterator[tuple]:
    """Levels that are said with their number and are weaker than those of the stars."""
    for statement, own in claims(draft):
        level = statement.level
        if level is None or level >= 1 or AT_LEAST.search(statement.sentence) or not _says(statement.sentence, level):
            continue
        found = [earned(place) for place in own]
        if all(one.stars is not None and one.is_earned and one.stars < level for one in found):
            what = f"The text calls {_name(own)} significant at {100 * level:g} %; {_printed(own)}"
            yield place_of(draft, statement), what, _spots(draft, statement, own)


def _says(sentence: str, level: float) -> bool:
    """Whether the level stands in the sentence, as 5 % or 0.05."""
    return bool(
        re.search(rf"(?<![\d.]){100 * level:g}\s?(%|％|per ?cent)|(?<!\d)0?\.{f'{level:g}'[2:]}(?!\d)", sentence)
    )


def _bound(statement: Statement) -> float:
    """The level at which a coefficient is called insignificant: the one that is said, else 10 %."""
    if statement.kind == "level" and statement.number:
        value = statement.number.value
        return value / 100 if statement.number.percent or value >= 1 else value
    return 0.1


def _name(own: list[Place]) -> str:
    return own[0].heading if len({place.where for place in own}) > 1 else own[0].where


def _printed(own: list[Place]) -> str:
    """``it is 0.0638 with stars of 5 % (Table 3, AI, column (4))``"""
    shown = [
        f"{place.coefficient.estimate.number.text}{_beneath(place)} {level_words(earned(place).stars)}"
        for place in own[:3]
    ]
    return f"the table has {', '.join(shown)}"


def _beneath(place: Place) -> str:
    error = place.coefficient.beneath.get("std_error") or place.coefficient.beneath.get("statistic")
    return f" ({error.number.text})" if error else ""


def _spots(draft: Draft, statement: Statement, own: list[Place]) -> tuple:
    return (spot_of(draft, statement), *(place.spot(draft) for place in own[:3]))


@check("W", "", "The words say the opposite of the number", "Correct the word, or the sign")
def text_sign(draft: Draft) -> Iterator[tuple]:
    """Words of direction against the sign of the coefficient whose number the sentence has."""
    among = places(draft)
    policy = policy_of(among)
    for statement, own in claims(draft):
        if statement.kind != "estimate" or not statement.number:
            continue
        if COMPARES.search(statement.sentence) and not SIGNED.search(statement.sentence):
            continue
        own_cell = statement.table and statement.column
        if not own_cell and not candidates(statement, places_named(draft, statement, among), policy):
            continue
        sign = _direction(draft, statement)
        if all(place.coefficient.estimate.number.value * sign < 0 for place in own):
            word = "a decrease" if sign < 0 else "an increase"
            has = own[0].coefficient.estimate.number.text
            what = f"The text speaks of {word} by {statement.number.text}; {own[0].where} has {has}"
            yield place_of(draft, statement), what, _spots(draft, statement, own[:1])


def _direction(draft: Draft, statement: Statement) -> int:
    """The sign that a statement has, else that of the only verb of its sentence where it has one estimate."""
    if statement.sign or _estimate_said(draft, replace(statement, kind="level")) is None:
        return statement.sign
    before, number, behind = statement.sentence.partition(statement.number.text)
    near = SAID_OF_OTHER.split(before)[-1] + number + behind
    said = CAUSE.sub("", near)
    words = [*SIGNED.finditer(said)]
    raises, lowers = (len(pattern.findall(said)) for pattern in (RAISES, LOWERS))
    raises += sum(bool(one["up"] or one["up_zh"]) for one in words)
    lowers += sum(bool(one["down"] or one["down_zh"]) for one in words)
    return raises - lowers if raises + lowers == 1 and not NEVER.search(said) else 0


@check("E", "", "The claim is broader than what was estimated", "Name the columns of which it is true")
def all_significant(draft: Draft) -> Iterator[tuple]:
    """ "All are significant" of a table in which one is not."""
    among = places(draft)
    policy, seen = policy_of(among), set()
    for statement in draft.statements:
        sentence = statement.sentence
        if not statement.table or not ALL.search(sentence) or LIMITS.search(sentence) or sentence in seen:
            continue
        seen.add(sentence)
        level = statement.level if statement.level and statement.level < 1 else 0.1
        own = candidates(statement, _in_sentence(draft, statement, among), policy)
        weak = [place for place in own if not earned(place).reaches(level)]
        if weak and len(own) in (_counted(sentence) or [len(own)]):
            what = f"The text calls all significant at {100 * level:g} %; {weak[0].where}: {_printed(weak)}"
            yield place_of(draft, statement), what, _spots(draft, statement, weak)


@check("W", "", "The claim is broader than what was estimated", "Name the columns of which it is true")
def always_significant(draft: Draft) -> Iterator[tuple]:
    """Variables, by the names of their rows, that are said to be significant, insignificant or of a sign in all columns
    of the only table that has them, or of the table that the paragraph names, and are not in one."""
    for one in sentences(draft):
        for clause in CLAUSES.split(one.said):
            said = _always(clause)
            named = _rows_named(draft, one, clause) if said else []
            wrong = [place for place in named if not _is_so(place, said)]
            if wrong:
                yield (
                    one.place,
                    f"“{clause.strip()}”; {wrong[0].where}: {_printed(wrong)}",
                    (one.spot, wrong[0].spot(draft)),
                )


def _always(clause: str) -> str:
    """Whether a clause speaks of all columns, and what it says of them."""
    if not ALWAYS.search(clause) or OTHERWISE.search(clause):
        return ""
    return "weak" if INSIGNIFICANT.search(clause) else "strong" if SIGNIFICANT.search(clause) else ""


def _rows_named(draft: Draft, one: Sentence, clause: str) -> list[Place]:
    """Coefficients of the rows whose names a clause has, in the only table that has all of them or is named so."""
    near = {said.table for said in draft.statements if said.block == one.block and said.table}
    among = [place for place in places(draft) if place.model and _is_in(place.heading, clause)]
    tables = {place.table.place for place in among}
    named = {
        place.table.place
        for number in near
        for place in among
        if any(p.table is place.table for p in tables_named(draft, number))
    }
    chosen = tables if len(tables) == 1 else named
    return [place for place in among if place.table.place in chosen] if len(chosen) == 1 else []


def _is_in(heading: str, clause: str) -> bool:
    name = re.sub(r"[(（].*", "", heading).strip()
    return len(name) > 2 and name.casefold() in clause.casefold()


def _is_so(place: Place, said: str) -> bool:
    return earned(place).reaches(ANY) if said == "strong" else earned(place).misses(ANY)


def _counted(sentence: str) -> set[int]:
    """How many a sentence calls all: "all three are", "三者均"."""
    return {value_of(found["en"] or found["zh"]) for found in OF_SOME.finditer(sentence)}


def _in_sentence(draft: Draft, statement: Statement, among: Sequence[Place]) -> list[Place]:
    """Coefficients of the columns that any statement of a sentence names, of the whole table if none does."""
    own = [one for one in draft.statements if one.block == statement.block and one.sentence == statement.sentence]
    named = [place for one in own if one.column for place in places_named(draft, one, among)]
    return named or places_named(draft, statement, among)


@check("W", "", "The comparison is then another one", "Name the column of which it is true")
def largest_column(draft: Draft) -> Iterator[tuple]:
    """ "Largest in column (3)" of a table in which another column has a larger one."""
    among = places(draft)
    policy, seen = policy_of(among), set()
    for statement in draft.statements:
        sentence = statement.sentence
        columns = {one.column for one in draft.statements if one.sentence == sentence and one.column}
        if not (statement.table and len(columns) == 1 and MOST.search(sentence)) or sentence in seen:
            continue
        seen.add(sentence)
        own = candidates(statement, places_named(draft, replace(statement, column=""), among), policy)
        mine = [place for place in own if {place.number} == columns]
        larger = [place for place in own if mine and all(_exceeds(place, one) for one in mine)]
        if larger:
            what = f"The text calls that of column ({mine[0].number}) the largest; {larger[0].where} has more"
            yield place_of(draft, statement), what, _spots(draft, statement, [*mine, larger[0]])


def _exceeds(place: Place, other: Place) -> bool:
    """Whether an estimate is above another, with its sign and without."""
    ours, theirs = (one.coefficient.estimate.number for one in (place, other))
    return ours.range[0] > theirs.range[1] and size(ours.range)[0] > size(theirs.range)[1]
