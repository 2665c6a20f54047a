"""Manuscripts of one or few tables, made of what their cells say."""

from papers.document import Cell, Manuscript, Table, Text
from papers.numerals import number_of, numbers_in
from printed.printed_tables import Coefficient, Descriptives, Model, Numbered, Other, Regressions
from prose.statements import Statement
from referee.findings import Draft

OWN = ("terms", "heading", "outcome", "panel", "marks")
USUAL = {"*": 0.1, "**": 0.05, "***": 0.01}


def table_of(rows, header=1, notes=(), caption="", place="Table 1"):
    """A rectangle of texts as a table."""
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    return Table(place, caption, cells, header, tuple(notes))


def at(rows, row, column, meaning):
    """The first number of a cell, which may have other signs around it."""
    return Numbered(next(numbers_in(rows[row][column])), row, column, meaning)


def regressions(
    columns, beneath=("std_error",), legend=None, brackets="std_error", notes=(), caption="", place="Table 1"
):
    """A regression table.

    columns : of each its ``terms`` as ``{"AI": "0.10** (0.04)"}``, the estimate and what stands beneath it by
    `beneath`, and if it has them ``heading``, ``outcome``, ``panel``, ``marks``, and statistics by meaning
    """
    terms = list(dict.fromkeys(term for column in columns for term in column["terms"]))
    names = list(dict.fromkeys(name for column in columns for name in column if name not in OWN))
    rows = [
        ["", *(column.get("heading", "") for column in columns)],
        ["", *(f"({k + 1})" for k in range(len(columns)))],
    ]
    for term in terms:
        for line in range(1 + len(beneath)):
            parts = [column["terms"].get(term, "").split() for column in columns]
            rows.append([term * (line == 0), *(part[line] if line < len(part) else "" for part in parts)])
    rows += [[name, *(column.get(name, "") for column in columns)] for name in names]
    models = [_model(rows, c, column, terms, names, beneath) for c, column in enumerate(columns, start=1)]
    table = table_of(rows, 2, notes, caption, place)
    return Regressions(table, tuple(models), USUAL if legend is None else legend, brackets)


def _model(rows, c, column, terms, names, beneath):
    panel, coefficients = column.get("panel", ""), []
    for t, term in enumerate(terms):
        row = 2 + t * (1 + len(beneath))
        if rows[row][c]:
            under = {kind: at(rows, row + i, c, kind) for i, kind in enumerate(beneath, 1) if rows[row + i][c]}
            estimate = at(rows, row, c, "estimate")
            coefficients.append(Coefficient(term, c, estimate, estimate.number.stars, panel, under))
    first = len(rows) - len(names)
    return Model(
        column=c,
        number=str(c),
        headings=tuple(text for text in (rows[0][c], rows[1][c]) if text),
        outcome=column.get("outcome", "y"),
        panel=panel,
        coefficients=tuple(coefficients),
        statistics={name: at(rows, first + n, c, name) for n, name in enumerate(names) if column.get(name)},
        marks=column.get("marks", {}),
    )


def descriptives(names, variables, notes=(), caption="Summary statistics", place="Table 1"):
    """A table of summary statistics: meanings of its columns, and cells by variable, blank ones left out."""
    rows = [["", *names], *([name, *cells] for name, cells in variables.items())]
    found = {
        row[0]: {name: Numbered(number_of(row[c]), r, c, name) for c, name in enumerate(names, 1) if number_of(row[c])}
        for r, row in enumerate(rows[1:], start=1)
    }
    return Descriptives(table_of(rows, 1, notes, caption, place), found)


def other(rows, header=1, notes=(), caption="", place="Table 1"):
    return Other(table_of(rows, header, notes, caption, place))


def draft(*tables, text="", said=()):
    """`said` are pairs of a kind of statement and its number, as ``("units", "286")``."""
    texts = (Text("text", text, "paragraph 1"),)
    statements = tuple(Statement(kind, 0, text, number_of(number)) for kind, number in said)
    return Draft(Manuscript("paper.md", (*texts, *(one.table for one in tables))), tables, statements)


def raised(find, *tables, **known):
    """What a check says of tables, without why and what to do."""
    return [(one.where, one.message.partition(f". {find.matters}")[0]) for one in find(draft(*tables, **known))]
