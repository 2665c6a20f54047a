"""What a sentence says with a number against what the tables print: found there, or what it should have been."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations

from manuscript.findings import Draft, Spot
from manuscript.matching import (
    Place,
    candidates,
    column_numbers,
    names_a_place,
    nearest,
    numbers_of,
    places,
    places_of,
    policy_of,
    same_number,
    tables_named,
)
from manuscript.numerals import Number, numbers_in
from manuscript.percents import in_percent, is_percent, is_percentage_of
from manuscript.pointing import place_of, spot_of
from manuscript.printed_tables import Descriptives, Effects, Numbered, Printed, Regressions
from manuscript.rounding import Interval, minus, over, size, times
from manuscript.slips import SHIFTED, SIGN, SWAPPED, agree, magnitude, meet, slip
from manuscript.statements import Statement

OF_COEFFICIENT = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high")
MEANINGS = {
    "n_obs": ("n_obs", "n"),
    "units": ("n_units", "n_clusters"),
    "clusters": ("n_clusters", "n_units"),
    "r2": ("r2", "r2_within", "r2_adjusted"),
    "f": ("f", "first_stage_f"),
    "mean": ("mean",),
    "sd": ("sd",),
    "minimum": ("min",),
    "maximum": ("max",),
    "moran_i": ("moran_i",),
    "share": ("mean", "share"),
}
OF_VARIABLE = ("mean", "sd", "minimum", "maximum", "share")
PLAIN = (SIGN, SHIFTED, SWAPPED)  # slips that hardly any number is of another by chance
LEVELS = (0.1, 0.05, 0.01, 0.001)  # bounds of p, not its values
ELSEWHERE = re.compile(
    r"\bfigures?\b|\bfigs?\.|appendix|reported|footnote|literature|et al|previous|studies|simulat|placebo|permut"
    "|bootstrap|raw|initial|图|附录|未报告|文献|学者|安慰剂|置换|抽样|原始",
    re.IGNORECASE,
)
EXCEPT = re.compile(r"\bexcept|apart from|other than|but not|除|以外", re.IGNORECASE)
YEAR = re.compile(r"\b(19|20)\d\d\b")
FEW = 6  # numbers, beyond which some one is near to any other by chance


@dataclass(frozen=True)
class Entry:
    """A number of a table. column : the number of its column; place : its coefficient, if it is of one"""

    at: Numbered
    printed: Printed
    column: str = ""
    place: Place | None = None

    @property
    def number(self) -> Number:
        return self.at.number

    @property
    def where(self) -> str:
        column = f", column ({self.column})" if self.column else ""
        return self.place.where if self.place else f"{self.printed.table.place}{column}"


@dataclass(frozen=True)
class Dispute:
    """A number of the text that the tables do not have.

    sure : whether it must be mended; spots : it, and the right one
    """

    sure: bool
    where: str
    what: str
    spots: tuple[Spot, ...]


def entries(draft: Draft) -> list[Entry]:
    """All numbers of all tables."""
    return [entry for printed in draft.tables for entry in _entries_of(printed)]


def _entries_of(printed: Printed) -> Iterator[Entry]:
    columns = column_numbers(printed) if isinstance(printed, Regressions | Effects) else {}
    places = {
        id(one): place
        for place in places_of(printed)
        for one in (place.coefficient.estimate, *place.coefficient.beneath.values())
    }
    for one in numbers_of(printed):
        yield Entry(one, printed, columns.get(one.column, ""), places.get(id(one)))


def disputes(draft: Draft) -> Iterator[Dispute]:
    """Numbers of sentences that are not in the tables, surely or perhaps wrong."""
    everything = entries(draft)
    policy = policy_of(places(draft))
    for statement in map(without_excepted, draft.statements):
        if _is_compared(statement):
            named = in_named(draft, statement, everything)
            right = meant(statement, named, policy)
            scope = named if names_a_place(statement) else everything
            if named and not _is_there(draft, statement, scope, right):
                yield from _dispute(draft, statement, right, named, everything)


def _is_compared(statement: Statement) -> bool:
    """Whether tables have what a statement is of; a number of no known kind only if it has digits, and a table."""
    if not statement.number:
        return False
    if statement.kind == "other":
        return bool(statement.table) and statement.number.decimals > 1 and not is_percent(statement)
    if statement.kind == "share":
        return is_percent(statement)
    return statement.kind in OF_COEFFICIENT or statement.kind in MEANINGS


def without_excepted(statement: Statement) -> Statement:
    """A statement without the column that its sentence takes out: "in all columns except (4)"."""
    return replace(statement, column="") if EXCEPT.search(statement.sentence) else statement


def in_named(draft: Draft, statement: Statement, among: list[Entry]) -> list[Entry]:
    """Numbers of the table and the column that a statement names; all if it names none. A table without numbers of
    columns is taken whole."""
    if statement.table:
        tables = tables_named(draft, statement.table)
        among = [entry for entry in among if any(entry.printed is one for one in tables)]
    if statement.column:
        among = [entry for entry in among if not entry.column or same_number(entry.column, statement.column)]
    return among


def _is_there(draft: Draft, statement: Statement, named: list[Entry], right: list[Entry]) -> bool:
    """Whether a number that is named explains the statement, or the sentence itself does by a difference. One that is
    not meant does so only if it has digits to be known by: a 0 of another row may be anything below a half."""
    if statement.kind == "p_value" and abs(statement.number.value) in LEVELS:
        return True
    known = [entry for entry in named if _is_known_by_its_digits(entry.number, statement.number)]
    return any(_explains(draft, entry, statement) for entry in (*right, *known)) or _is_difference(statement)


def _is_known_by_its_digits(printed: Number, said: Number) -> bool:
    return printed.decimals >= said.decimals or abs(printed.value) >= 10 * 10.0**-printed.decimals * printed.scale


def _explains(draft: Draft, entry: Entry, statement: Statement) -> bool:
    if entry.place and entry.at is entry.place.coefficient.estimate:
        return is_said_of(draft, statement, entry.place) or _is_their_ratio(statement, entry.place)
    if is_percent(statement) and not entry.number.percent:
        if entry.place:
            return False
        if statement.kind in OF_VARIABLE and _is_share(entry.number):
            return agree(statement.number, in_percent(entry.number))
    return agree(statement.number, entry.number, _by_size(statement))


def _is_share(number: Number) -> bool:
    return 0 <= number.value <= 1


def is_said_of(draft: Draft, statement: Statement, place: Place) -> bool:
    """Whether the number of a statement is the estimate at a place, as it stands or as a percentage."""
    if is_percent(statement):
        return is_percentage_of(statement, place, draft)
    return agree(statement.number, place.coefficient.estimate.number, _by_size(statement))


def _by_size(statement: Statement) -> bool:
    """Whether the sign is in the words: "falls by 0.0638" is said of -0.0638."""
    return statement.sign < 0 or is_percent(statement)


def _is_their_ratio(statement: Statement, place: Place) -> bool:
    error = place.coefficient.beneath.get("std_error")
    if statement.kind != "statistic" or not error:
        return False
    return meet(size(statement.number.range), size(over(place.coefficient.estimate.number.range, error.number.range)))


def _is_difference(statement: Statement) -> bool:
    """Whether a number is the difference, in all or in percent, of two others of its sentence that are as precise."""
    least = 1 if is_percent(statement) else statement.number.decimals
    others = [
        magnitude(one)
        for one in numbers_in(statement.sentence)
        if one.text != statement.number.text and one.decimals >= least
    ]
    said = size(statement.number.range)
    return any(meet(said, each) for one, other in permutations(others, 2) for each in _differences(one, other))


def _differences(one: Number, other: Number) -> Iterator[Interval]:
    low, high = difference = minus(one.range, other.range)
    if low > 0 and other.range[0] > 0:
        yield difference
        yield times((100.0, 100.0), over((low, high), other.range))
        yield times((100.0, 100.0), over((low, high), one.range))


def meant(statement: Statement, named: list[Entry], policy: str = "") -> list[Entry]:
    """Of the numbers that are named those of the kind and the term of a statement; empty if it is not clear."""
    if statement.kind in OF_COEFFICIENT or statement.kind == "other":
        meaning = "estimate" if statement.kind == "other" else statement.kind
        places = [entry.place for entry in named if entry.place and entry.at.meaning == "estimate"]
        own = {id(place.coefficient) for place in candidates(statement, places, policy)}
        return [e for e in named if e.place and id(e.place.coefficient) in own and e.at.meaning == meaning]
    right = [entry for entry in named if entry.at.meaning in MEANINGS[statement.kind]]
    if statement.kind in OF_VARIABLE:
        if YEAR.search(statement.sentence) and not statement.table:
            return []
        return [entry for entry in right if _is_of_variable(entry, statement)]
    return right


def _is_of_variable(entry: Entry, statement: Statement) -> bool:
    if not isinstance(entry.printed, Descriptives):
        return False
    variables = entry.printed.variables
    return any(entry.at in variables[name].values() for name in nearest(statement.term, variables))


def _dispute(
    draft: Draft, statement: Statement, right: list[Entry], named: list[Entry], everything: list[Entry]
) -> Iterator[Dispute]:
    near = _near(statement, right)
    few = len({entry.number.text for entry in right}) <= FEW
    if statement.kind == "other" and not (near and few) and not _is_in_other_column(draft, statement, everything):
        near, right = _plain_slips(statement, right, named), []
    here = names_a_place(statement)
    if statement.kind in OF_COEFFICIENT and not near and (statement.table or right):
        near = _plain_slips(statement, right, named)
    if statement.kind != "other" and here and statement.table and statement.column:
        sure = bool(near or (statement.kind not in OF_VARIABLE and (right or not is_percent(statement))))
        worth = sure or bool(right)
    elif statement.kind == "other":
        sure = worth = bool(near) or (here and _is_in_other_column(draft, statement, everything))
        sure = sure and here and bool(right)
    else:
        sure = bool(near) and few and bool(right)
        worth = bool(near) or bool(right and _should_be_there(statement))
    if worth and (here or not ELSEWHERE.search(statement.sentence)):
        spots = (spot_of(draft, statement), *(draft.spot_in(e.printed.table, e.at) for e in _shown(near, right)))
        yield Dispute(sure, place_of(draft, statement), _words(draft, statement, near, right, everything), spots)


def _near(statement: Statement, right: list[Entry]) -> dict[str, tuple[Entry, str]]:
    """Numbers of which the one that is said is a slip, by their text, with what slipped."""
    return {entry.number.text: (entry, how) for entry in right if (how := _slip(statement, entry))}


def _plain_slips(statement: Statement, right: list[Entry], named: list[Entry]) -> dict[str, tuple[Entry, str]]:
    """Plain slips of what stands beneath the coefficients that are meant, of all in a named table if none is known."""
    own = {id(entry.place.coefficient) for entry in right if entry.place}
    among = [entry for entry in named if entry.place and (not own or id(entry.place.coefficient) in own)]
    return {text: found for text, found in _near(statement, among).items() if found[1] in PLAIN}


def _is_in_other_column(draft: Draft, statement: Statement, everything: list[Entry]) -> bool:
    """Whether another column of the table that is named has the number."""
    whole = in_named(draft, replace(statement, column=""), everything) if statement.column else []
    return any(agree(statement.number, entry.number) for entry in whole if entry.place)


def _should_be_there(statement: Statement) -> bool:
    """Whether a number that is near to none of its kind is still one that a table should have."""
    return statement.kind in ("estimate", "std_error", "statistic")


def _slip(statement: Statement, entry: Entry) -> str:
    if not is_percent(statement) or entry.number.percent:
        return slip(statement.number, entry.number)
    if statement.kind in OF_VARIABLE and _is_share(entry.number) and agree(statement.number, entry.number):
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
    others = [entry for entry in everything if entry.place and _explains(draft, entry, statement)]
    of_term = [entry for entry in others if shown and shown[0].place and entry.place.heading == shown[0].place.heading]
    also = f"; {statement.number.text} is in {(of_term or others)[0].where}" if others else ""
    return f"{said}; {where} {'has ' + has if has else 'has no such number'}{also}"
