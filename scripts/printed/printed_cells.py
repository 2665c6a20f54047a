"""A printed table as a list of its numbers, each with the words of its row and with its column."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from papers.document import Table
from printed.printed_tables import Bacon, Descriptives, Effects, Numbered, Printed, Regressions
from printed.tables import numbers_of


@dataclass(frozen=True)
class Entry:
    """A number of a printed table.

    row : panel and heading of the coefficient or variable that it is about, empty for a statistic of the whole column
    column : panel and place of the column, numbers of which belong together
    stars : of an estimate
    """

    at: Numbered
    row: tuple[str, str]
    column: tuple[str, int]
    meaning: str
    stars: str | None = None

    @property
    def words(self) -> str:
        return self.row[1]


WHOLE = ("", "")  # row of what is about the whole column


def entries(printed: Printed) -> list[Entry]:
    """All numbers of a table, also those that its kind has no place for."""
    placed = list(_entries(printed))
    spots = {_spot(entry.at) for entry in placed}
    lines = {entry.at.row: entry for entry in placed if entry.row != WHOLE}
    others = [_beside(lines.get(at.row), at, printed.table) for at in numbers_of(printed) if _spot(at) not in spots]
    return [*placed, *others]


def _beside(known: Entry | None, at: Numbered, table: Table) -> Entry:
    """A number that has no place, in the line of one that has, if there is any: of the same variable and panel."""
    if known is None:
        return _in_its_line(at, _heading(table, at))
    return replace(known, at=at, column=(known.column[0], at.column), meaning=at.meaning)


def _spot(at: Numbered) -> tuple[int, int, int]:
    return at.row, at.column, at.number.start


def _heading(table: Table, at: Numbered) -> str:
    return table.rows[at.row][0].text


def _entries(printed: Printed) -> Iterator[Entry]:
    match printed:
        case Regressions():
            yield from _of_models(printed)
        case Descriptives():
            panels = _panels_of(printed.variables)
            for variable, numbers in printed.variables.items():
                for at in numbers.values():
                    yield replace(_in_its_line(at, variable), column=(panels.get(variable, ""), at.column))
        case Effects():
            for (variable, column), effects in printed.effects.items():
                for effect, one in effects.items():
                    yield from _of_coefficient(one, ("", f"{effect} {variable}"), ("", column))
            yield from _of_models(printed)
        case Bacon():
            overall = [("overall", printed.overall)] if printed.overall else []
            for row, at in (*printed.weights.items(), *printed.estimates.items(), *overall):
                yield _in_its_line(at, row)
        case _:
            panels = _panels_above(printed.table)
            for at in printed.numbers:
                yield replace(_in_its_line(at, _heading(printed.table, at)), column=(panels[at.row], at.column))


def _panels_of(variables: Iterable[str]) -> dict[str, str]:
    """The panels of variables that stand in several, as ``Panel B`` of ``Panel B, Log income``."""
    parts = {variable: variable.rpartition(", ") for variable in variables}
    times = Counter(name for _, _, name in parts.values())
    return {variable: panel for variable, (panel, _, name) in parts.items() if times[name] > 1}


def _panels_above(table: Table) -> list[str]:
    """By row the line of words alone above it, of a table with several of these and rows that are called alike."""
    headings, panels = [row[0].text for row in table.rows], [""]
    for row in table.rows:
        alone = row[0].text.strip() and not any(cell.text.strip() for cell in row[1:])
        panels.append(row[0].text if alone else panels[-1])
    several = len(set(panels)) > 2 and max(Counter(filter(None, headings)).values(), default=1) > 1
    return panels[1:] if several else [""] * len(headings)


def _in_its_line(at: Numbered, words: str) -> Entry:
    """A number of a table whose lines are each about one thing, though several may be called the same."""
    return Entry(at, (str(at.row), words), ("", at.column), at.meaning)


def _of_models(printed: Regressions | Effects) -> Iterator[Entry]:
    apart = _panels_are_apart(printed)
    for model in printed.models:
        for one in model.coefficients:
            panel = model.panel or (one.panel if apart else "")
            yield from _of_coefficient(one, (one.panel, one.term), (panel, model.column))
        for at in model.statistics.values():
            yield Entry(at, WHOLE, (model.panel, model.column), at.meaning)


def _panels_are_apart(printed: Regressions | Effects) -> bool:
    """Whether panels are regressions of their own: a term stands twice in a column."""
    terms = Counter((model.column, model.panel, one.term) for model in printed.models for one in model.coefficients)
    return any(times > 1 for times in terms.values())


def _of_coefficient(one, row: tuple[str, str], column: tuple[str, int]) -> Iterator[Entry]:
    yield Entry(one.estimate, row, column, "estimate", one.stars)
    for at in one.beneath.values():
        yield Entry(at, row, column, at.meaning)
