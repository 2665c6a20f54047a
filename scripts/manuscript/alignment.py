"""Which column of the study each column of a printed table is, and which term each row: by numbers, then by words.

A paper puts columns of several tables into one, leaves rows out, renames and reorders them, so neither names nor
positions decide: a column is that one of the study with which most of its numbers agree. A number with which many
columns agree, as N, says little.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from manuscript.printed_cells import WHOLE, Entry
from manuscript.results import BRACKETS, SETTING, Numbers, Result, alike

Place = tuple[str, str]  # table and column of the study
Column = tuple[str, int]
Row = tuple[str, str]
KNOWN = 1.2  # weight of what must agree before a column is known: two numbers that no other column has
ELSEWHERE = 1.5  # how much better a column of another table must agree than one of the table of most columns
SHARE = 0.4  # of the numbers of a known column that agree
SAME_WORDS = 0.5  # how much two headings must share


@dataclass(frozen=True)
class Alignment:
    """columns : by printed column that of the study, as (table, column); terms : by row of the printed table
    kinds : by printed column and meaning the kind of the results there, as ``r2_within`` among those called R2
    """

    columns: dict[Column, Place] = field(default_factory=dict)
    terms: dict[Row, str] = field(default_factory=dict)
    kinds: dict[tuple[Column, str], str] = field(default_factory=dict)


def align(found: list[Entry], numbers: Numbers) -> Alignment:
    """The columns and rows of a printed table among those of the study."""
    columns = _columns(found, numbers)
    terms = _terms(found, columns, numbers)
    columns |= _further(found, columns, terms, numbers)
    known = [entry for entry in found if entry.column in columns]
    terms = _terms(found, columns, numbers)
    whole = Alignment(columns, terms, _kinds(known, Alignment(columns, terms), numbers))
    sure = {column: place for column, place in columns.items() if _is_sure(column, known, whole, numbers)}
    return Alignment(sure, terms, whole.kinds)


def agrees(entry: Entry, result: Result) -> bool:
    """Whether a result may be printed so, a share also as a percentage."""
    number = entry.at.number
    if entry.below:
        return abs(result.value) < number.value
    return number.agrees(result.value) or (number.percent and number.agrees(100 * result.value))


def expected(entry: Entry, alignment: Alignment, numbers: Numbers) -> list[Result]:
    """What the study has where an entry stands, of its meaning if the study says meanings."""
    here = standing(entry, alignment, numbers)
    same = [one for one in here if one.meaning == entry.meaning]
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


def likeness(meaning: str, other: str) -> float:
    """How well two meanings go together, from 0 to 1."""
    if meaning == other:
        return 1.0
    if "other" in (meaning, other):
        return 0.6
    return 0.5 if {meaning, other} <= set(BRACKETS) else 0.2


def _columns(found: list[Entry], numbers: Numbers) -> dict[Column, Place]:
    scores: dict = defaultdict(Counter)
    for entry in found:
        for place, weight in _places(entry, numbers).items():
            scores[entry.column][place] += weight
    home, chosen = _home(scores), {}
    for column, of in scores.items():
        own = max((place for place in of if place[0] == home), key=of.get, default=None)
        best = max(of, key=of.get)
        chosen[column] = own if own and of[best] <= ELSEWHERE * of[own] else best
    return {column: place for column, place in chosen.items() if scores[column][place] >= KNOWN}


def _further(found: list[Entry], columns: dict, terms: dict, numbers: Numbers) -> dict[Column, Place]:
    """Columns of few digits, as of p-values, by the rows that the others have given away."""
    tables = {table for table, _ in columns.values()}
    near = [place for place in numbers.cells if place[0] in tables]
    chosen = {}
    for column in dict.fromkeys(entry.column for entry in found if entry.column not in columns):
        own = [entry for entry in found if entry.column == column and entry.row in terms]
        scores = {place: _agreeing(own, Alignment({column: place}, terms), numbers) for place in near}
        best = max(scores, key=scores.get, default=None)
        if best and scores[best] >= max(2, len(own) / 2):
            chosen[column] = best
    return chosen


def _agreeing(own: list[Entry], alignment: Alignment, numbers: Numbers) -> int:
    return sum(any(agrees(entry, one) for one in expected(entry, alignment, numbers)) for entry in own)


def _places(entry: Entry, numbers: Numbers) -> dict[Place, float]:
    """Columns of the study in which a number stands, with how much that says."""
    found: dict[Place, float] = {}
    factors = (1.0, 100.0) if entry.at.number.percent else (1.0,)
    for one in (one for factor in factors for one in numbers.printed_as(entry.at.number, factor)):
        if one.meaning != SETTING and (entry.row == WHOLE) <= (not one.term):
            found[one.place] = max(found.get(one.place, 0.0), likeness(entry.meaning, one.meaning))
    return {place: weight / len(found) ** 0.75 for place, weight in found.items()}


def _home(scores: dict) -> str:
    """The table of the study with which all columns together agree best."""
    total: Counter = Counter()
    for of in scores.values():
        best: dict[str, float] = {}
        for (table, _), score in of.items():
            best[table] = max(best.get(table, 0.0), score)
        total.update(best)
    return max(total, key=total.get, default="")


def _terms(found: list[Entry], columns: dict, numbers: Numbers) -> dict[Row, str]:
    """By row the term that agrees in most columns, or is called so; two rows of a column are not the same term."""
    scores: dict = defaultdict(Counter)
    rows: dict = defaultdict(list)
    for entry in found:
        if entry.row != WHOLE and entry.column in columns:
            rows[entry.row].append(columns[entry.column])
            for term, results in numbers.cells[columns[entry.column]].items():
                fit = (likeness(entry.meaning, one.meaning) for one in results if agrees(entry, one))
                scores[entry.row][term] += max(fit, default=0.0)
    pairs = []
    for row, of in scores.items():
        for term in filter(None, of):
            said = alike(row[1], numbers.names_of.get(term, ()))
            if said >= SAME_WORDS or of[term] >= max(1.0, len(rows[row]) / 2):
                pairs.append((of[term] / len(rows[row]) + said, row, term))
    return {WHOLE: ""} | _apart(sorted(pairs, reverse=True), rows)


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
