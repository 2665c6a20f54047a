"""Numbers of sentences that tables do not have, with what they should have been."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from papers.numerals import numbers_in
from printed.rounding import over, size
from prose.phrases import OF_OTHERS
from prose.slips import OTHER, SHIFTED, SIGN, SWAPPED, agree, meet, slip
from prose.statements import Statement
from referee.check_comparisons import BY_TO
from referee.comparing import (
    MEANINGS,
    OF_COEFFICIENT,
    OF_VARIABLE,
    Entry,
    crossing,
    entries,
    explains,
    in_cell,
    in_named,
    is_share,
    is_there,
    meant,
    of_year,
    without_excepted,
)
from referee.event_times import IMPACT, event_studies
from referee.findings import Draft, Spot
from referee.headed import headed, in_year, of_effect
from referee.matching import names_a_place, places, policy_of, words
from referee.percents import RELATIVE, in_percent, is_percent
from referee.pointing import place_of, spot_of

PERCENTAGES = ("%", "percentage points")
COUNTS = ("n_obs", "units")  # which tables have of the whole sample and of its parts
PLAIN = (SIGN, SHIFTED, SWAPPED)  # slips that hardly any number is of another by chance
FINE = 3  # digits with which a number is hardly another one by chance
FEW = 6  # numbers, beyond which some one is near to any other by chance
ELSEWHERE = re.compile(
    r"\bfigures?\b|\bfigs?\.|appendix|reported|footnote|simulat|placebo|permut|bootstrap|raw|initial|decompos"
    "|图|分解|贡献|附录|未报告|安慰剂|置换|抽样|原始",
    re.IGNORECASE,
)
VARIANT = re.compile(
    r"\bdropp|\bexclud|leav\w+ out|\bleft out|instead of|replac|restrict|weight\w+ by|entropy|not[- ]yet[- ]treated"
    r"|(?:linear|specific|regional|time) trends|时间趋势|熵平衡|剔除|去除|排除|替换|更换|改用",
    re.IGNORECASE,
)
KEPT = re.compile(r"\b(?:keep|keeping|kept|only|restrict)\b|仅|只[用取含保]|保留", re.IGNORECASE)
SCALED = re.compile(
    r"one standard deviation|long[- ]run|\bper cent of the [^.;,]*\bmean\b|每(?:提高|提升|增加|上升)\s?\d"
    r"|\bconvert\w*|[一1]\s?个标准差|长期|[折换]算",
    re.IGNORECASE,
)
MORAN = re.compile(r"\bmoran|莫兰", re.IGNORECASE)
RULED_OUT = re.compile(r"\brul(?:e[sd]?|ing) out\b|可以?排除", re.IGNORECASE)
EVENT_TIME = re.compile(
    r"\b(?:years?|quarters?|months?|periods?) (?:after|before|later|earlier|since)\b|\bon impact\b"
    r"|[当次首][期年]|[前后]第?\s*[\d一二三四五六]\s*[期年]|第\s*[\d一二三四五六]\s*[期年]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dispute:
    """A number of the text that the tables do not have.

    sure : whether it must be mended; spots : it, and the right one
    """

    sure: bool
    where: str
    what: str
    spots: tuple[Spot, ...]


@lru_cache(1)
def disputes(draft: Draft) -> tuple[Dispute, ...]:
    """Numbers of sentences that are not in the tables, surely or perhaps wrong."""
    return tuple(_disputes(draft))


def _disputes(draft: Draft) -> Iterator[Dispute]:
    everything = entries(draft)
    policy = policy_of(places(draft))
    for statement in map(without_excepted, draft.statements):
        if _is_compared(statement) and not _is_dynamic(draft, statement):
            named = in_named(draft, statement, everything)
            only = (
                _of_heading(draft, statement, named, policy) or in_cell(statement, named) or of_year(statement, named)
            )
            right = only or headed(draft, statement, named, policy) or in_year(draft, statement, named)
            right = right or meant(statement, named, policy) or _in_caption(draft, statement, named, policy)
            right = right if statement.kind != "units" or names_a_place(statement) else _of_whole(right)
            of_table = names_a_place(statement) or statement.kind in OF_VARIABLE
            scope = only or (named if of_table else everything)
            if named and not is_there(draft, statement, scope, right):
                yield from _dispute(draft, statement, right, named, everything)


def _is_a_change(statement: Statement) -> bool:
    """Whether an estimate changes by the number to another."""
    changes = BY_TO.finditer(statement.sentence)
    return any(statement.number.text in (found["zh"], found["en"], found["by"]) for found in changes)


def _of_whole(right: list[Entry]) -> list[Entry]:
    """Numbers of units without those of tables in which they differ, as the columns of groups do."""
    counts = {id(one.printed): {each.number.text for each in right if each.printed is one.printed} for one in right}
    return [one for one in right if len(counts[id(one.printed)]) == 1]


def _of_heading(draft: Draft, statement: Statement, named: list[Entry], policy: str) -> list[Entry]:
    """Estimates of the year of the policy, of another year or of a kind of effect, if a sentence on it has one of them,
    a plain slip, or that of another kind."""
    at_once = {id(study.times[0].estimate) for study in event_studies(draft) if 0 in study.times}
    on_impact = statement.kind == "estimate" and IMPACT.search(statement.sentence)
    own = [entry for entry in named if on_impact and id(entry.at) in at_once]
    for some in (own, in_year(draft, statement, named), of_effect(draft, statement, named, policy)):
        others = [entry for one in some for entry in named if one.place.effect and _is_beside(one, entry)]
        if any(_slip(statement, entry) in PLAIN for entry in some) or any(
            explains(draft, entry, statement) for entry in (*some, *others)
        ):
            return some
    return []


def _is_beside(one: Entry, other: Entry) -> bool:
    """Whether two estimates are effects of one variable in one table."""
    estimate = other.printed is one.printed and other.at.meaning == "estimate" and other.place
    return bool(estimate) and other.place.heading == one.place.heading


def _in_caption(draft: Draft, statement: Statement, named: list[Entry], policy: str) -> list[Entry]:
    """Coefficients of the policy of which an estimate in a caption of a figure is a plain slip."""
    if statement.kind != "estimate" or draft.manuscript.blocks[statement.block].kind != "caption":
        return []
    own = meant(replace(statement, term=""), named, policy)
    return [entry for entry in own if _slip(statement, entry) in PLAIN]


def _is_dynamic(draft: Draft, statement: Statement) -> bool:
    """Whether an estimate is of a year of an event study, and of no table that the paper has."""
    dynamic = statement.kind == "estimate" and EVENT_TIME.search(statement.sentence)
    return bool(dynamic) and not names_a_place(statement) and not any(event_studies(draft))


def _is_compared(statement: Statement) -> bool:
    """Whether tables have what a statement is of; a number of no known kind only if it has digits, and a table."""
    if not statement.number or RULED_OUT.search(statement.sentence) or _is_a_change(statement):
        return False
    of_moran = statement.kind in ("std_error", "statistic", "p_value") and MORAN.search(statement.sentence)
    if of_moran or _is_of_part(statement):
        return False
    if statement.kind == "other":
        return bool(statement.table) and statement.number.decimals > 1 and not is_percent(statement)
    if statement.kind == "share":
        return is_percent(statement)
    return statement.kind in OF_COEFFICIENT or statement.kind in MEANINGS


def _dispute(
    draft: Draft, statement: Statement, right: list[Entry], named: list[Entry], everything: list[Entry]
) -> Iterator[Dispute]:
    near = {} if statement.kind == "other" else _near(statement, right)
    if not near and statement.kind in (*OF_COEFFICIENT, *OF_VARIABLE, "other") and (statement.table or right):
        near = _plain_slips(statement, right, named)
    sure = _is_sure(draft, statement, near, right, everything)
    if sure is not None:
        spots = (spot_of(draft, statement), *(draft.spot_in(e.printed.table, e.at) for e in _shown(near, right)))
        yield Dispute(sure, place_of(draft, statement), _words(draft, statement, near, right, everything), spots)


def _is_sure(
    draft: Draft, statement: Statement, near: dict, right: list[Entry], everything: list[Entry]
) -> bool | None:
    """Whether a number that is not there must be mended; None if it may well be of something else."""
    here = names_a_place(statement)
    plain = any(how in PLAIN for _, how in near.values()) and not OF_OTHERS.search(statement.sentence)
    if not here and not plain and is_of_elsewhere(statement.sentence):
        return None
    if statement.kind == "other":
        misquoted = near or (here and _is_in_other_column(draft, statement, everything))
        return here and bool(right) if misquoted else None
    if any(_is_multiple(statement, entry) for entry in right):
        return None
    if (not near or statement.kind == "p_value") and _is_beside_another(draft, statement, everything):
        return None
    if (not near and _is_told(statement)) or _has_error_of_its_own(draft, statement, everything):
        return None
    if here and statement.table and statement.column and statement.kind not in OF_VARIABLE:
        return True if near or right or not is_percent(statement) else None
    if near:
        few = len({entry.number.text for entry in right}) <= FEW
        return few and bool(right) and bool(words(statement.term) or statement.kind not in OF_COEFFICIENT)
    return False if right and _should_be_there(statement, right) and not _is_relative(draft, statement) else None


def _is_relative(draft: Draft, statement: Statement) -> bool:
    """Whether another sentence says of a percentage to what it is relative."""
    others = [one for one in draft.statements if one.number and one.sentence != statement.sentence and is_percent(one)]
    said = [one for one in others if one.number.value == statement.number.value and RELATIVE.search(one.sentence)]
    return is_percent(statement) and bool(said)


def _is_told(statement: Statement) -> bool:
    """Whether a sentence reports an estimate itself: in another scale, or of a model that it names by no column."""
    varied = VARIANT.search(statement.sentence) and not names_a_place(statement)
    return bool(varied or SCALED.search(statement.sentence))


def _is_of_part(statement: Statement) -> bool:
    """Whether a count is of the rows that a sentence keeps."""
    return statement.kind in COUNTS and bool(KEPT.search(statement.sentence)) and not names_a_place(statement)


def _has_error_of_its_own(draft: Draft, statement: Statement, everything: list[Entry]) -> bool:
    """Whether an error or a test stands beside an estimate that no table has, printed or of its numbers."""
    here = [one for one in draft.statements if (one.block, one.sentence) == (statement.block, statement.sentence)]
    beside = [one for one in here if one.kind in ("std_error", "statistic") and one.number]
    printed = any(_is_of(one, entry) for one in beside for entry in everything if entry.place)
    return statement.kind == "estimate" and bool(beside) and not printed


def _is_beside_another(draft: Draft, statement: Statement, everything: list[Entry]) -> bool:
    """Whether an error or a test stands behind an estimate that no table has."""
    here = [one for one in draft.statements if (one.block, one.sentence) == (statement.block, statement.sentence)]
    before = [one for one in here[: here.index(statement)] if one.kind == "estimate"] if statement in here else []
    told = statement.kind in ("std_error", "statistic", "p_value") and before
    return bool(told) and not any(explains(draft, entry, before[-1]) for entry in everything if entry.place)


def _is_of(error: Statement, entry: Entry) -> bool:
    """Whether an error or a test may be that of the coefficient of an entry."""
    beneath = entry.place.coefficient.beneath
    other = beneath.get("statistic" if error.kind == "std_error" else "std_error")
    ratio = other and over(entry.place.coefficient.estimate.number.range, other.number.range)
    printed = error.kind in beneath and agree(error.number, beneath[error.kind].number, by_size=True)
    return bool(printed or (ratio and meet(size(error.number.range), size(ratio))))


def is_of_elsewhere(sentence: str) -> bool:
    """Whether the numbers of a sentence may be of a figure, of draws, or of other papers."""
    return bool(ELSEWHERE.search(sentence) or OF_OTHERS.search(sentence))


def _near(statement: Statement, right: list[Entry]) -> dict[str, tuple[Entry, str]]:
    """Numbers of which the one that is said is a slip, by their text, with what slipped."""
    several = statement.kind in COUNTS and len({entry.number.value for entry in right}) > 1
    weak = OTHER if several and not names_a_place(statement) else ""
    slips = ((entry, _slip(statement, entry)) for entry in right)
    return {entry.number.text: (entry, how) for entry, how in slips if how and how != weak}


def _is_multiple(statement: Statement, entry: Entry) -> bool:
    """Whether a sentence says the power of ten by which its number is another, as the effect of 100 mm of rain."""
    if _slip(statement, entry) != SHIFTED:
        return False
    ratio = abs(statement.number.value / entry.number.value)
    return any(one.value >= 10 and 0.5 < ratio / one.value < 2 for one in numbers_in(statement.sentence))


def _plain_slips(statement: Statement, right: list[Entry], named: list[Entry]) -> dict[str, tuple[Entry, str]]:
    """Plain slips of what stands beneath the coefficients that are meant, of all in a named table if none is known; and
    of what it has without coefficients."""
    own = {id(entry.place.coefficient) for entry in right if entry.place}
    among = [entry for entry in named if entry.place and (not own or id(entry.place.coefficient) in own)]
    among = [] if statement.kind in OF_VARIABLE else among
    short = not own and len(statement.number.text.strip("-−0.%")) < FINE
    plain = (SIGN, SWAPPED) if short else PLAIN
    among += crossing(statement, named)
    return {text: found for text, found in _near(statement, among).items() if found[1] in plain}


def _is_in_other_column(draft: Draft, statement: Statement, everything: list[Entry]) -> bool:
    """Whether another column of the table that is named has the number."""
    whole = in_named(draft, replace(statement, column=""), everything) if statement.column else []
    return any(agree(statement.number, entry.number) for entry in whole if entry.place)


def _should_be_there(statement: Statement, right: list[Entry]) -> bool:
    """Whether a number that is near to none of its kind is still one that a table should have."""
    told = statement.kind in ("estimate", "std_error", "statistic") or right[0].at.meaning == "weight"
    return told and statement.unit in ("", *PERCENTAGES)


def _slip(statement: Statement, entry: Entry) -> str:
    if not is_percent(statement) or entry.number.percent:
        return slip(statement.number, entry.number)
    if statement.kind in OF_VARIABLE and is_share(entry.number) and agree(statement.number, entry.number):
        return SHIFTED
    return slip(statement.number, in_percent(entry.number))


def _shown(near: dict, right: list[Entry]) -> list[Entry]:
    return [entry for entry, _ in near.values()][:3] or right[:3]


def _words(draft: Draft, statement: Statement, near: dict, right: list[Entry], everything: list[Entry]) -> str:
    said = f"The text has {statement.number.text}"
    said += f" for {statement.term.strip()}" if statement.term.strip() else ""
    where = f"Table {statement.table}" if statement.table else "the tables"
    where = f"column ({statement.column}) of {where}" if statement.column else where
    if near:
        entry, how = next(iter(near.values()))
        return f"{said}; {entry.where} has {entry.number.text}: {how}"
    shown = _shown(near, right)
    has = ", ".join(f"{entry.number.text} ({entry.where})" for entry in shown)
    others = [entry for entry in everything if entry.place and explains(draft, entry, statement)]
    of_term = [entry for entry in others if shown and shown[0].place and entry.place.heading == shown[0].place.heading]
    also = f"; {statement.number.text} is in {(of_term or others)[0].where}" if others else ""
    return f"{said}; {where} {'has ' + has if has else 'has no such number'}{also}"
