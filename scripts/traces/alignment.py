"""Which column of the study each column of a printed table is, and which term each row: by numbers, then by words.

A paper puts columns of several tables into one, leaves rows out, renames and reorders them, so neither names nor
positions decide: a column is that one of the study with which most of its numbers agree. A number with which many
columns agree, as N, says little.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from printed.printed_cells import WHOLE, Entry
from referee.event_times import event_time
from traces.results import BRACKETS, SETTING, SIZES, Numbers, Result, alike

Place = tuple[str, str]  # table and column of the study
Column = tuple[str, int]
Row = tuple[str, str]
KNOWN = 1.2  # what must agree before a column may be it, in numbers of four digits
ELSEWHERE = 2.0  # how much better a column of another table must agree than one of the table of most columns
LIKELY = 4  # tables of the study that are tried
FEW = 3  # columns of the study with a size by which one is known
SHARE = 0.4  # of the numbers of a known column that agree
HALF = 0.4  # of the digits of a row that agree with a term
SAME_WORDS = 0.5  # how much two headings must share
YEAR_SINCE = re.compile(r"::(-?\d+)$")


@dataclass(frozen=True)
class Alignment:
    """columns : by printed column that of the study, as (table, column); terms : by row of the printed table
    kinds : by printed column and meaning the kind of the results there, as ``r2_within`` among those called R2
    """

    columns: dict[Column, Place] = field(default_factory=dict)
    terms: dict[Row, str] = field(default_factory=dict)
    kinds: dict[tuple[Column, str], str] = field(default_factory=dict)

    @property
    def tables(self) -> set[str]:
        return {table for table, _ in self.columns.values()}


def align(found: list[Entry], numbers: Numbers) -> Alignment:
    """The columns and rows of a printed table among those of the study: of its likeliest tables the one that, with all
    its rows and columns, agrees best."""
    scores = _scores(found, numbers)
    aligned = [_beside(home, found, scores, numbers) for home in _homes(scores)]
    return max(aligned, key=lambda one: (_agreeing(found, one, numbers), -len(one.tables)), default=Alignment())


def _beside(home: str, found: list[Entry], scores: dict[Column, Counter], numbers: Numbers) -> Alignment:
    """The alignment with a table of the study, and with others where their columns agree much better."""
    columns = _columns(home, scores)
    first = _settled(found, columns, numbers)
    more = first.columns | _further(found, first, numbers)
    return first if more == columns else _settled(found, more, numbers)


def _settled(found: list[Entry], columns: dict[Column, Place], numbers: Numbers) -> Alignment:
    """The alignment by columns, without those of which then too little agrees."""
    known = [entry for entry in found if entry.column in columns]
    terms = _terms(known, columns, numbers)
    whole = Alignment(columns, terms, _kinds(known, Alignment(columns, terms), numbers))
    sure = {column: place for column, place in columns.items() if _is_sure(column, known, whole, numbers)}
    return Alignment(sure, terms, whole.kinds)


def agrees(entry: Entry, result: Result) -> bool:
    """Whether a result may be printed so, a share also as a percentage."""
    number = entry.at.number
    if entry.at.below:
        return abs(result.value) < number.value
    return number.agrees(result.value) or (number.percent and number.agrees(100 * result.value))


def expected(entry: Entry, alignment: Alignment, numbers: Numbers) -> list[Result]:
    """What the study has where an entry stands, of its meaning if the study says meanings."""
    here = standing(entry, alignment, numbers)
    same = [one for one in here if likeness(one.meaning, entry.meaning) == 1]
    if not same and entry.row != WHOLE:
        same = [one for one in here if "other" in (one.meaning, entry.meaning)]
    kind = alignment.kinds.get((entry.column, entry.meaning))
    return [one for one in same if one.kind == kind] or same


def standing(entry: Entry, alignment: Alignment, numbers: Numbers) -> list[Result]:
    """All that the study has of the row and the column of an entry, of whatever meaning."""
    of = numbers.cells[alignment.columns[entry.column]]
    return of.get(alignment.terms[entry.row], []) if entry.row in alignment.terms else []


def statistics(entry: Entry, alignment: Alignment, numbers: Numbers) -> list[Result]:
    """All that the study has of the whole column of an entry."""
    return numbers.cells[alignment.columns[entry.column]].get("", [])


def across(entry: Entry, alignment: Alignment, numbers: Numbers) -> list[Result]:
    """What the study has of the meaning of an entry in the other columns of its table."""
    table = alignment.columns[entry.column][0]
    terms = {alignment.terms.get(entry.row, "")} | set(alignment.terms.values() if entry.row == WHOLE else ())
    columns = (cells for (name, _), cells in numbers.cells.items() if name == table)
    return [one for cells in columns for term in terms for one in cells.get(term, []) if one.meaning == entry.meaning]


def likeness(meaning: str, other: str) -> float:
    """How well two meanings go together, from 0 to 1."""
    if "other" in (meaning, other):
        return 0.6
    if meaning == other or {meaning, other} == {"count", "n_units"}:
        return 1.0
    return 0.5 if {meaning, other} <= set(BRACKETS) else 0.2


def _scores(found: list[Entry], numbers: Numbers) -> dict[Column, Counter]:
    """By printed column how much its numbers agree with each column of the study, if enough of them do."""
    scores: dict = defaultdict(Counter)
    evidence: dict = defaultdict(Counter)
    for entry in found:
        places = _places(entry, numbers)
        for place, fit in places.items():
            scores[entry.column][place] += fit / len(places) ** 0.75
            tells = _digits(entry) or _is_in_its_row(entry, place, numbers) or len(places) <= FEW
            evidence[entry.column][place] += fit * tells
    kept = {
        column: Counter({place: score for place, score in of.items() if evidence[column][place] >= KNOWN})
        for column, of in scores.items()
    }
    return {column: of for column, of in kept.items() if of}


def _digits(entry: Entry) -> float:
    """How much the digits of a number say, from 0 to 1: four say all, sizes that many columns share nothing."""
    return 0.0 if entry.meaning in SIZES else _figures(entry)


def _figures(entry: Entry) -> float:
    return min(len(entry.at.number.text.replace(".", "").lstrip("0-\u2212")), 4) / 4


def _is_in_its_row(entry: Entry, place: Place, numbers: Numbers) -> bool:
    """Whether a column of the study has a number in the very row that the printed one stands in, as the units of a
    cohort."""
    there = numbers.cells[place].get(entry.words, ())
    return entry.row != WHOLE and any(agrees(entry, one) for one in there)


def _columns(home: str, scores: dict[Column, Counter]) -> dict[Column, Place]:
    """The likeliest column of the study for each printed one."""
    chosen = {}
    for column, of in scores.items():
        own = max((place for place in of if place[0] == home), key=of.get, default=None)
        best = max(of, key=of.get)
        chosen[column] = own if own and of[best] <= ELSEWHERE * of[own] else best
    return chosen


def _places(entry: Entry, numbers: Numbers) -> dict[Place, float]:
    """Columns of the study in which a number stands, with how well its meaning fits."""
    found: dict[Place, float] = {}
    factors = (1.0, 100.0) if entry.at.number.percent else (1.0,)
    for one in (one for factor in factors for one in numbers.printed_as(entry.at.number, factor)):
        if one.meaning != SETTING and (entry.row == WHOLE) <= (not one.term):
            found[one.place] = max(found.get(one.place, 0.0), likeness(entry.meaning, one.meaning))
    return found


def _further(found: list[Entry], first: Alignment, numbers: Numbers) -> dict[Column, Place]:
    """Columns of few digits, as of p-values, by the rows that the others have given away, and other panels of columns
    that are known."""
    near = [place for place in numbers.cells if place[0] in first.tables]
    chosen = {}
    beside = {at: place for (_, at), place in first.columns.items()}
    for column in dict.fromkeys(entry.column for entry in found if entry.column not in first.columns):
        if column[1] in beside:
            chosen[column] = beside[column[1]]
        own = [entry for entry in found if entry.column == column and entry.row in first.terms]
        scores = {place: _agreeing(own, Alignment({column: place}, first.terms), numbers) for place in near}
        best = max(scores, key=scores.get, default=None)
        if best and scores[best] >= max(2, len(own) / 2):
            chosen[column] = best
    return chosen


def _agreeing(own: list[Entry], alignment: Alignment, numbers: Numbers) -> int:
    return sum(
        any(agrees(entry, one) for one in expected(entry, alignment, numbers))
        for entry in own
        if entry.column in alignment.columns
    )


def _homes(scores: dict[Column, Counter]) -> list[str]:
    """The tables of the study with which all columns together agree best."""
    total: Counter = Counter()
    for of in scores.values():
        best: dict[str, float] = {}
        for (table, _), score in of.items():
            best[table] = max(best.get(table, 0.0), score)
        total.update(best)
    return [table for table, _ in total.most_common(LIKELY)]


def _terms(found: list[Entry], columns: dict[Column, Place], numbers: Numbers) -> dict[Row, str]:
    """By row the term that agrees in most columns, or is called so; two rows of a column are not the same term."""
    scores: dict = defaultdict(Counter)
    rows: dict = defaultdict(list)
    whole: Counter = Counter()
    for entry in found:
        if entry.row != WHOLE:
            rows[entry.row].append(columns[entry.column])
            whole[entry.row] += _figures(entry)
            for term, fit in _fits(entry, columns[entry.column], numbers).items():
                scores[entry.row][term] += fit * _figures(entry)
    pairs = []
    for row, here in rows.items():
        of = scores[row]
        for term in filter(None, {term for place in here for term in numbers.cells[place]}):
            said = _called(row, term, numbers)
            agreed = of[term] / max(whole[row], 1.0)
            if said >= SAME_WORDS or agreed >= HALF:
                pairs.append((agreed + said, row, term))
    return {WHOLE: ""} | _apart(sorted(pairs, reverse=True), rows)


def _called(row: Row, term: str, numbers: Numbers) -> float:
    """How much the heading of a row says what a term is called, from 0 to 1; a year since the policy in any words."""
    year = YEAR_SINCE.search(term)
    if year and event_time(row[1]) == int(year[1]):
        return 1.0
    names = numbers.names_of.get(term, ())
    return max(alike(row[1], names), alike(f"{row[0]} {row[1]}", names))


def _fits(entry: Entry, place: Place, numbers: Numbers) -> dict[str, float]:
    """Terms of a column of the study that have the number of an entry, with how well its meaning fits."""
    number, found = entry.at.number, {}
    low, high = (-number.value, number.value) if entry.at.below else number.range
    for factor in (1, 100) if number.percent else (1,):
        for one in numbers.in_column(place, low / factor, high / factor):
            if agrees(entry, one):
                found[one.term] = max(found.get(one.term, 0.0), likeness(entry.meaning, one.meaning))
    return found


def _apart(pairs: list[tuple[float, Row, str]], rows: dict[Row, list[Place]]) -> dict[Row, str]:
    """Pairs of a row and a term, the best first, no term twice in a column of the study."""
    chosen: dict[Row, str] = {}
    taken: set[tuple[Place, str]] = set()
    for _, row, term in pairs:
        here = {(place, term) for place in rows[row]}
        if row not in chosen and not here & taken:
            chosen[row] = term
            taken |= here
    return chosen


def _kinds(known: list[Entry], alignment: Alignment, numbers: Numbers) -> dict[tuple[Column, str], str]:
    """What most numbers of a printed column that have a meaning are."""
    counts: dict = defaultdict(Counter)
    for entry in known:
        counts[entry.column, entry.meaning].update(
            one.kind for one in expected(entry, alignment, numbers) if agrees(entry, one)
        )
    return {key: max(of, key=of.get) for key, of in counts.items() if of}


def _is_sure(column, known: Iterable[Entry], alignment: Alignment, numbers: Numbers) -> bool:
    """Whether enough of the numbers of a column are those of the study's column."""
    checked = [
        any(agrees(entry, one) for one in results)
        for entry in known
        if entry.column == column and (results := expected(entry, alignment, numbers))
    ]
    return sum(checked) >= 2 and sum(checked) >= SHARE * len(checked)
