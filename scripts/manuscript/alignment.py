"""Which column of the study each column of a printed table is, and which term each row: by numbers, then by words.

A paper puts columns of several tables into one, leaves rows out, renames and reorders them, so neither names nor
positions decide: a column is that one of the study with which most of its numbers agree. A number with which many
columns agree, as N, says little.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from manuscript.numerals import Number
from manuscript.printed_cells import WHOLE, Entry
from manuscript.results import BRACKETS, SETTING, Numbers, Result, alike

Place = tuple[str, str]
KNOWN = 1.2  # weight of what must agree before a column is known: two numbers that no other column has
SHARE = 0.4  # of the numbers of a known column that agree
SAME_WORDS = 0.5  # how much two headings must share


@dataclass(frozen=True)
class Alignment:
    """columns : by printed column that of the study, as (table, column); terms : by row of the printed table"""

    columns: dict[tuple[str, int], Place] = field(default_factory=dict)
    terms: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table of the study that most columns are from."""
        tables = Counter(table for table, _ in self.columns.values())
        return max(tables, key=tables.get, default="")


def align(found: list[Entry], numbers: Numbers) -> Alignment:
    """The columns and rows of a printed table among those of the study."""
    columns = _columns(found, numbers)
    known = [entry for entry in found if entry.column in columns]
    terms = _terms(known, columns, numbers)
    sure = {column for column in columns if _is_sure(column, known, Alignment(columns, terms), numbers)}
    return Alignment({column: place for column, place in columns.items() if column in sure}, terms)


def agrees(number: Number, result: Result) -> bool:
    """Whether a result may be printed so, a share also as a percentage."""
    return number.agrees(result.value) or (number.percent and number.agrees(100 * result.value))


def expected(entry: Entry, alignment: Alignment, numbers: Numbers) -> list[Result]:
    """What the study has where an entry stands, of its meaning if the study says meanings."""
    here = standing(entry, alignment, numbers)
    same = [one for one in here if one.meaning == entry.meaning]
    return same or [one for one in here if "other" in (one.meaning, entry.meaning)]


def standing(entry: Entry, alignment: Alignment, numbers: Numbers) -> list[Result]:
    """All that the study has of the row and the column of an entry, of whatever meaning."""
    of = numbers.cells[alignment.columns[entry.column]]
    return of.get(alignment.terms[entry.row], []) if entry.row in alignment.terms else []


def likeness(meaning: str, other: str) -> float:
    """How well two meanings go together, from 0 to 1."""
    if meaning == other:
        return 1.0
    if "other" in (meaning, other):
        return 0.6
    return 0.5 if {meaning, other} <= set(BRACKETS) else 0.2


def _columns(found: list[Entry], numbers: Numbers) -> dict[tuple[str, int], Place]:
    scores: dict = defaultdict(Counter)
    for entry in found:
        for place, weight in _places(entry, numbers).items():
            scores[entry.column][place] += weight
    home = _home(scores)
    own = {column: {place: s for place, s in of.items() if place[0] == home} for column, of in scores.items()}
    taken = _one_to_one(own)
    for column, of in scores.items():
        best = max(of, key=of.get)
        if of[best] > 1.5 * of.get(taken.get(column), 0.0):
            taken[column] = best
    return {column: place for column, place in taken.items() if scores[column][place] >= KNOWN}


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


def _one_to_one(scores: dict) -> dict:
    """Pairs of a key and one of its choices, the best first, none twice."""
    pairs = sorted(((score, key, choice) for key, of in scores.items() for choice, score in of.items()), reverse=True)
    taken: dict = {}
    for _, key, choice in pairs:
        if key not in taken and choice not in taken.values():
            taken[key] = choice
    return taken


def _terms(known: list[Entry], columns: dict, numbers: Numbers) -> dict[tuple[str, str], str]:
    """By row the term that agrees in most columns, or is called so; two rows of a column are not the same term."""
    scores: dict = defaultdict(Counter)
    rows: Counter = Counter()
    for entry in known:
        if entry.row == WHOLE:
            continue
        rows[entry.row] += 1
        for term, results in numbers.cells[columns[entry.column]].items():
            scores[entry.row][term] += max(
                (likeness(entry.meaning, one.meaning) for one in results if agrees(entry.at.number, one)), default=0.0
            )
    for row, of in scores.items():
        for term in of:
            said = alike(row[1], numbers.words.get(term, ()))
            enough = said >= SAME_WORDS or of[term] >= max(1.0, rows[row] / 2)
            of[term] = (of[term] / rows[row] + said) if term and enough else 0.0
    chosen = _one_to_one({row: {term: s for term, s in of.items() if s} for row, of in scores.items()})
    return {WHOLE: ""} | chosen


def _is_sure(column, known: Iterable[Entry], alignment: Alignment, numbers: Numbers) -> bool:
    """Whether enough of the numbers of a column are those of the study's column."""
    checked = [
        any(agrees(entry.at.number, one) for one in results)
        for entry in known
        if entry.column == column and (results := expected(entry, alignment, numbers))
    ]
    return sum(checked) >= 2 and sum(checked) >= SHARE * len(checked)
