"""What the tables of a manuscript say: the kind of each, and the meaning of its numbers."""

from collections.abc import Iterator
from dataclasses import replace

from papers.document import Manuscript, Table
from printed.effect_tables import effects
from printed.estimates import numbered
from printed.layout import Layout, laid_out
from printed.printed_tables import Bacon, Coefficient, Descriptives, Effects, Numbered, Other, Printed, Regressions
from printed.regression_tables import regressions
from printed.summary_tables import bacon, compares, descriptives, diagonal_of, meaning_at, morans
from printed.words import number_of_column


def printed(table: Table) -> Printed:
    """The table as one of the kinds that checks know; `Other` if it is none of them for sure."""
    if not table.rows or not table.width:
        return Other(table)
    layout = laid_out(table)
    if not layout.rows:
        return Other(table)
    if morans(layout) or diagonal_of(layout) or compares(layout):
        return Other(table, tuple(_numbers(layout)))
    for read in (bacon, descriptives, effects, regressions):
        if found := read(layout):
            return found
    return Other(table, tuple(_numbers(layout)))


def tables_of(manuscript: Manuscript) -> tuple[Printed, ...]:
    """All tables of a manuscript, in their order; stars without a legend are those of the only one that others have."""
    found = tuple(printed(table) for table in manuscript.tables)
    legends = [legend for one in found if (legend := getattr(one, "legend", None))]
    if not legends or any(legend != legends[0] for legend in legends):
        return found
    return tuple(replace(one, legend=legends[0]) if _is_unexplained(one) else one for one in found)


def _is_unexplained(one: Printed) -> bool:
    """Whether a table has stars and no legend."""
    return getattr(one, "legend", None) == {} and any(coefficient.stars for coefficient in coefficients_of(one))


def numbers_of(one: Printed) -> tuple[Numbered, ...]:
    """All numbers of a table's body from the first row to the last, also those that its kind has no place for."""
    if isinstance(one, Other):
        return one.numbers
    known = {(at.row, at.column, at.number.start): at for at in _known(one)}
    layout = laid_out(one.table)
    headed = isinstance(one, Bacon | Descriptives) or bool(layout.meanings & {"estimate", "std_error"})
    left = (at if headed else replace(at, meaning="other") for at in _numbers(layout))
    return tuple(known.get((at.row, at.column, at.number.start), at) for at in left)


def _numbers(layout: Layout) -> Iterator[Numbered]:
    for row in layout.rows:
        for column in sorted(row.cells):
            for entry in layout.entries(row.index, column) if column in layout.kinds else ():
                yield numbered(entry, row.index, column, meaning_at(layout, row, column, entry))


def _known(one: Printed) -> Iterator[Numbered]:
    match one:
        case Regressions() | Effects():
            for model in one.models:
                yield from model.statistics.values()
            for coefficient in coefficients_of(one):
                yield from (coefficient.estimate, *coefficient.beneath.values())
        case Descriptives():
            for numbers in one.variables.values():
                yield from numbers.values()
        case Bacon():
            yield from (*one.weights.values(), *one.estimates.values())
            if one.overall:
                yield one.overall


def coefficients_of(one: Printed) -> tuple[Coefficient, ...]:
    """All coefficients of a table of regressions or of effects."""
    if not isinstance(one, Regressions | Effects):
        return ()
    effects_of = one.effects.values() if isinstance(one, Effects) else ()
    return (
        *(coefficient for kinds in effects_of for coefficient in kinds.values()),
        *(coefficient for model in one.models for coefficient in model.coefficients),
    )


def place(one: Printed, at: Numbered | Coefficient) -> str:
    """Where a reader finds a number: ``Table 3, AI, column (2)``, ``Table 1, Pilot zone, Mean``."""
    number = at.estimate if isinstance(at, Coefficient) else at
    layout = laid_out(one.table)
    row = next((row for row in reversed(layout.rows) if row.index <= number.row and row.heading), None)
    heads = layout.headings(number.column, number.row) if number.column in layout.heads else ()
    parts = [one.table.place, row.panel if row else "", row.heading if row else "", _column(one, heads, number.column)]
    return ", ".join(part for part in parts if part)


def _column(one: Printed, heads: tuple[str, ...], column: int) -> str:
    """``column (2)``, also of what stands beside its estimates; a heading without a number; or which column it is."""
    number = next((number for heading in heads if (number := number_of_column(heading))), "")
    if not number and isinstance(one, Regressions | Effects):
        left = [model for model in one.models if model.column <= column]
        number = max(left, key=lambda model: model.column).number if left else ""
    return f"column ({number})" if number else heads[-1] if heads else f"column {column + 1}"
