"""What a sentence says with a number against what the tables print: found there, or what it should have been."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, permutations

from papers.numerals import Number, numbers_in
from printed.printed_tables import Bacon, Descriptives, Effects, Numbered, Other, Printed, Regressions
from printed.rounding import Interval, minus, over, size, times
from prose.phrases import (
    CHANGED,
    MOVED,
    RISE_IN,
)
from prose.slips import agree, magnitude, meet
from prose.statements import Statement
from referee.findings import Draft
from referee.matching import (
    Place,
    candidates,
    column_numbers,
    headings_named,
    nearest,
    numbers_of,
    places_of,
    same_number,
    tables_named,
    words,
)
from referee.percents import in_percent, is_percent, is_percentage_of, of_coefficient

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
    "share": ("mean", "share", "weight"),
}
SUPPORTING = {**MEANINGS, "estimate": ("estimate",)}  # of numbers that are not meant, which may be what is said
OF_VARIABLE = ("mean", "sd", "minimum", "maximum", "share")
LEVELS = (0.1, 0.05, 0.01, 0.001)  # bounds of p, not its values
EXCEPT = re.compile(r"\bexcept|apart from|other than|but not|除|以外", re.IGNORECASE)
DIFFERS = re.compile(
    rf"{MOVED.pattern}|{CHANGED.pattern}|differ|\bgap\b|less|more|than|versus|compared|smaller|larger|attenuat|差|缩小|扩大|相比|\d\s*\+\s*\d",
    re.IGNORECASE,
)
PANEL = ", "  # between a variable and its panel or group
GAP = re.compile(
    r"difference between|\bgap\b|\b(?:higher|lower|larger|smaller|more|less) (?:than|by)\b|差异|差距|相差"
    r"|比[^，。]*[高低多少大小强弱]|之差|[高低大小强弱]出",
    re.IGNORECASE,
)
LOSS = re.compile(
    r"\b(?:smaller|lower|less|fewer|shorter|cheaper|cleaner),? by\b"
    r"|\b(?:loss|losses|loses?|lost|declines?|drops?|reductions?)\b|损失|降幅|减幅",
    re.IGNORECASE,
)
WEIGHT = re.compile(r"\bweigh|权重", re.IGNORECASE)
DUMMY = re.compile(r"\b(?:dummy|indicator|variable)\b|变量", re.IGNORECASE)
ACTUAL = re.compile(r"\b(?:actual|true|observed|real)\b|真实|实际", re.IGNORECASE)  # beside those of draws
COEFFICIENT = re.compile("coefficient|estimate|系数|估计", re.IGNORECASE)
ABSOLUTE = re.compile(r"absolute|magnitude|绝对值|幅度", re.IGNORECASE)
CHANGE = re.compile(
    r"\b(?:(?:rais|increase|increasing|improv|lower|reduc|rise|fall|lin|add)\w*[^.;,]{0,40}\b(?:by|of)|another|additional|further|extra)\s*$"
    r"|每?(?:提高|提升|增加|上升|扩大|增长)\s*$",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(19|20)\d\d\b")


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


def is_there(draft: Draft, statement: Statement, named: list[Entry], right: list[Entry]) -> bool:
    """Whether a number that is named explains the statement, or the sentence itself does by a difference. One that is
    not meant does so only if it has digits to be known by: a 0 of another row may be anything below a half."""
    if statement.kind == "p_value" and abs(statement.number.value) in LEVELS:
        return True
    if statement.kind in OF_VARIABLE and is_percent(statement) and right:
        return any(explains(draft, entry, statement) for entry in right)
    known = [entry for entry in named if _is_known_by_its_digits(entry.number, statement.number)]
    if is_percent(statement) and right:
        known = [entry for entry in known if _is_in_percent_of_itself(statement, entry)]
    if statement.kind in SUPPORTING and (right or draft.manuscript.blocks[statement.block].kind == "caption"):
        known = [entry for entry in known if entry.at.meaning in (*SUPPORTING[statement.kind], "other")]
    found = any(explains(draft, entry, statement) for entry in (*right, *known))
    return found or _is_computed(statement) or _is_scaled(statement, right) or _is_gap(statement, named, right)


def _is_in_percent_of_itself(statement: Statement, entry: Entry) -> bool:
    """Whether a percentage is a printed number, or a printed coefficient in percent and not against a mean."""
    said, printed = statement.number, entry.number
    own = of_coefficient(printed) if entry.place else [printed.range]
    alike = said.value >= 0 or printed.value < 0
    return printed.percent or (alike and any(meet(size(said.range), size(one)) for one in own))


def _is_known_by_its_digits(printed: Number, said: Number) -> bool:
    return printed.decimals >= said.decimals or abs(printed.value) >= 10 * 10.0**-printed.decimals * printed.scale


def explains(draft: Draft, entry: Entry, statement: Statement) -> bool:
    if entry.place and entry.at is entry.place.coefficient.estimate:
        return is_said_of(draft, statement, entry.place) or is_their_ratio(statement, entry.place)
    if is_percent(statement) and not entry.number.percent:
        if entry.place:
            return False
        if statement.kind in (*OF_VARIABLE, "estimate") and is_share(entry.number):
            return agree(statement.number, in_percent(entry.number))
    return agree(statement.number, entry.number, _by_size(statement))


def is_share(number: Number) -> bool:
    return 0 <= number.value <= 1


def is_said_of(draft: Draft, statement: Statement, place: Place) -> bool:
    """Whether the number of a statement is the estimate at a place, as it stands or as a percentage."""
    if is_percent(statement):
        return is_percentage_of(statement, place, draft)
    return agree(statement.number, place.coefficient.estimate.number, _by_size(statement))


def _by_size(statement: Statement) -> bool:
    """Whether the sign is in the words: "falls by 0.0638" is said of -0.0638."""
    before = statement.sentence.partition(statement.number.text)[0]
    loss = LOSS.search(before) and not COEFFICIENT.search(before)
    return statement.sign < 0 or is_percent(statement) or bool(loss or ABSOLUTE.search(statement.sentence))


def is_their_ratio(statement: Statement, place: Place) -> bool:
    """Whether a t value is the estimate at a place over its printed error."""
    error = place.coefficient.beneath.get("std_error")
    if statement.kind != "statistic" or not error:
        return False
    return meet(size(statement.number.range), size(over(place.coefficient.estimate.number.range, error.number.range)))


def _is_scaled(statement: Statement, right: list[Entry]) -> bool:
    """Whether a number is an estimate that is meant, for the change that its sentence names: "raising it by 0.1"."""
    said, sentence = size(statement.number.range), statement.sentence
    changes = [
        one.value
        for one in numbers_in(sentence)
        if one.value > 0
        and one.text != statement.number.text
        and (CHANGE.search(sentence[: one.start]) or RISE_IN.match(sentence, one.end))
    ]
    return any(
        meet(said, size(times((factor, factor), entry.number.range)))
        for change in changes
        for factor in (change, change / 100, math.log1p(change / 100))
        for entry in right
        if entry.at.meaning == "estimate"
    )


def _is_gap(statement: Statement, named: list[Entry], right: list[Entry]) -> bool:
    """Whether a number is the difference of two that a table has in one row or one column: the one that is named, else
    that of a number that is meant."""
    if not statement.table:
        named = [entry for entry in named if any(entry.printed is one.printed for one in right)]
    if not (statement.kind in ("estimate", "other") and GAP.search(statement.sentence)):
        return False
    said, factor = size(statement.number.range), 100.0 if is_percent(statement) else 1.0
    among = [entry for entry in named if entry.at.meaning in ("estimate", "other")]
    return any(
        meet(said, size(times((factor, factor), minus(one.number.range, other.number.range))))
        for one, other in combinations(among, 2)
        if one.at.row == other.at.row or one.at.column == other.at.column
    )


def _is_computed(statement: Statement) -> bool:
    """Whether a number is the sum of two others of its sentence that are as precise, or their difference, in all or in
    percent."""
    if not DIFFERS.search(statement.sentence):
        return False
    least = 1 if is_percent(statement) else statement.number.decimals
    others = [
        magnitude(one)
        for one in numbers_in(statement.sentence)
        if one.text != statement.number.text and one.decimals >= least
    ]
    said = size(statement.number.range)
    return any(meet(said, each) for one, other in permutations(others, 2) for each in _computed(one, other))


def _computed(one: Number, other: Number) -> Iterator[Interval]:
    yield one.range[0] + other.range[0], one.range[1] + other.range[1]
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
        told = words(ACTUAL.sub("", statement.term)) or statement.table
        about = statement if told else replace(statement, term="policy")
        own = {id(place.coefficient) for place in candidates(about, places, policy)}
        return [e for e in named if e.place and id(e.place.coefficient) in own and e.at.meaning == meaning]
    right = [entry for entry in named if entry.at.meaning in MEANINGS[statement.kind]]
    if statement.kind in OF_VARIABLE:
        if YEAR.search(statement.sentence) and not statement.table:
            return []
        return [entry for entry in right if _is_of_variable(entry, statement, policy)]
    return right


def _is_of_variable(entry: Entry, statement: Statement, policy: str) -> bool:
    """Whether a number is of the variable, or of the comparison, that a statement names; its dummy is the policy's."""
    match entry.printed:
        case Descriptives(variables=variables):
            own = headings_named(statement, variables, policy if DUMMY.search(statement.term) else "")
            return any(entry.at in variables[name].values() for name in own)
        case Bacon(weights=weights) if WEIGHT.search(statement.sentence):
            return any(entry.at is weights[name] for name in nearest(statement.term, weights))
    return False


def crossing(statement: Statement, named: list[Entry]) -> list[Entry]:
    """Numbers of the table that a statement names where it has no coefficients: all of a decomposition, of descriptives
    those of the variable in every panel, else those in the row and the column, or either, that the sentence names."""
    among = [entry for entry in named if statement.table and not entry.place]
    others = [entry for entry in among if isinstance(entry.printed, Other)]
    return [
        *(entry for entry in among if isinstance(entry.printed, Bacon)),
        *(entry for entry in among if isinstance(entry.printed, Descriptives) and _is_in_a_panel(entry, statement)),
        *(in_cell(statement, others) or _in_row_or_column(others, statement)),
    ]


def in_cell(statement: Statement, named: list[Entry]) -> list[Entry]:
    """The numbers in the rows and the columns that a sentence names, of a table without coefficients or variables."""
    among = [entry for entry in named if statement.table and isinstance(entry.printed, Other)]
    return [entry for entry in among if all(_heads_said(entry, statement))]


def of_year(statement: Statement, named: list[Entry]) -> list[Entry]:
    """Of Moran's I by year those of the only year that a sentence names."""
    years = {found.group() for found in YEAR.finditer(statement.sentence)} if statement.kind == "moran_i" else ()
    among = [entry for entry in named if entry.at.meaning == "moran_i"]
    heads = [(entry, entry.printed.table.rows[entry.at.row][0].text) for entry in among] if len(years) == 1 else []
    return [entry for entry, head in heads if years & set(re.findall(r"\d+", head))]


def _is_in_a_panel(entry: Entry, statement: Statement) -> bool:
    if statement.kind not in OF_VARIABLE or entry.at.meaning not in MEANINGS[statement.kind]:
        return False
    variables = {name: name.split(PANEL) for name in entry.printed.variables}
    own = headings_named(statement, {part for parts in variables.values() for part in parts})
    return any(
        own & set(parts) and entry.at in entry.printed.variables[name].values() for name, parts in variables.items()
    )


def _in_row_or_column(among: list[Entry], statement: Statement) -> list[Entry]:
    return [entry for entry in among if any(_heads_said(entry, statement))]


def _heads_said(entry: Entry, statement: Statement) -> tuple[bool, ...]:
    """Whether a sentence has the headings of the row and of the column of a number, as they stand."""
    table = entry.printed.table
    heads = (table.rows[entry.at.row][0].text, " ".join(table.headings(entry.at.column)[-1:]))
    return tuple(_is_said(head.strip(), statement.sentence) for head in heads)


def _is_said(heading: str, sentence: str) -> bool:
    whole = rf"(?<![A-Za-z\d]){re.escape(heading)}(?![A-Za-z\d])"
    return bool(heading) and bool(re.search(whole, sentence, re.IGNORECASE))
