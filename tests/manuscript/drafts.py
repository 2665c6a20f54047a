"""Drafts for tests of checks, built from a few words: tables of coefficients, and statements in sentences."""

from papers.document import Cell, Manuscript, Table, Text
from papers.numerals import Number, number_of, numbers_in
from printed.printed_tables import Coefficient, Descriptives, Effects, Model, Numbered, Printed, Regressions
from prose.statements import Statement
from referee.findings import Check, Draft

LEGEND = {"*": 0.1, "**": 0.05, "***": 0.01}
BENEATH = {"(": "std_error", "[": "p_value", "t": "statistic"}


def number(text: str) -> Number:
    found = number_of(text)
    assert found, text
    return found


def numbered(text: str, row: int = 1, column: int = 1, meaning: str = "other") -> Numbered:
    return Numbered(number(text), row, column, meaning)


def coefficient(term: str, said: str, row: int = 1, column: int = 1, panel: str = "") -> Coefficient:
    """``0.0638** (0.0255) [0.012]`` is an estimate with its standard error and its p-value; ``t2.5`` a t value."""
    estimate, *rest = said.split()
    beneath = {(meaning := BENEATH[one[0]]): numbered(one.lstrip("t"), row + 1, column, meaning) for one in rest}
    at = numbered(estimate, row, column, "estimate")
    return Coefficient(term, column, at, at.number.stars, panel, beneath)


def table(
    place: str = "Table 1", caption: str = "", width: int = 8, notes: tuple[str, ...] = (), rows: int = 1
) -> Table:
    cells = tuple(tuple(Cell("", row, column) for column in range(width)) for row in range(rows))
    return Table(place, caption, cells, 1, notes)


def regressions(place: str, columns: dict[str, dict], legend: dict | None = None, caption: str = "") -> Regressions:
    """By number of its column coefficients by term; ``n_obs`` and other statistics in small letters with ``=``, outcome
    and marks as ``outcome`` and ``marks``."""
    models = tuple(_model(number, at, dict(own)) for at, (number, own) in enumerate(columns.items(), 1))
    return Regressions(table(place, caption), models, LEGEND if legend is None else legend)


def _model(number: str, at: int, own: dict) -> Model:
    outcome, marks = own.pop("outcome", ""), own.pop("marks", {})
    statistics = {key[1:]: numbered(own.pop(key), 90, at, key[1:]) for key in list(own) if key.startswith("=")}
    coefficients = tuple(coefficient(term, said, 2 * row, at) for row, (term, said) in enumerate(own.items(), 1))
    return Model(at, number, (f"({number})",), outcome, "", coefficients, statistics, marks)


def descriptives(place: str, variables: dict[str, dict[str, str]]) -> Descriptives:
    return Descriptives(
        table(place),
        {
            name: {meaning: numbered(said, row, at, meaning) for at, (meaning, said) in enumerate(own.items(), 1)}
            for row, (name, own) in enumerate(variables.items(), 1)
        },
    )


def effects(place: str, columns: dict[str, dict[str, dict[str, str]]]) -> Effects:
    """By number of a column, by variable, by effect what is printed."""
    width = len(columns) + 1
    heads = tuple(Cell(f"({name})" if name else "", 0, at) for at, name in enumerate(["", *columns]))
    found = {
        (variable, at): {effect: coefficient(variable, said, 1, at) for effect, said in own.items()}
        for at, variables in enumerate(columns.values(), 1)
        for variable, own in variables.items()
    }
    assert width == len(heads)
    return Effects(Table(place, "", (heads,), 1), found, LEGEND)


def said(sentence: str, kind: str = "estimate", at: int | str = 0, **rest) -> Statement:
    """A statement about the `at`-th number of a sentence, about the number that reads `at`, or without one (None)."""
    found = None
    if at is not None:
        numbers = list(numbers_in(sentence))
        found = numbers[at] if isinstance(at, int) else next(one for one in numbers if one.text == at)
    return Statement(kind, 0, sentence, found, **rest)


def draft(*parts: Printed | Statement | Text, kind: str = "text") -> Draft:
    """A manuscript of tables and statements; a text for each sentence."""
    sentences = list(dict.fromkeys(one.sentence for one in parts if isinstance(one, Statement)))
    texts = [Text(kind, sentence, f"section 4, paragraph {at}") for at, sentence in enumerate(sentences, 1)]
    texts += [one for one in parts if isinstance(one, Text)]
    tables = tuple(one for one in parts if not isinstance(one, Statement | Text))
    statements = tuple(
        Statement(**{**one.__dict__, "block": sentences.index(one.sentence)})
        for one in parts
        if isinstance(one, Statement)
    )
    return Draft(Manuscript("paper.docx", (*texts, *(one.table for one in tables))), tables, statements)


def fired(check: Check, *parts: Printed | Statement | Text) -> list[str]:
    """What a check says of such a manuscript."""
    return [f"{one.where}: {one.message}" for one in check(draft(*parts))]
