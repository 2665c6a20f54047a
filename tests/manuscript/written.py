"""Manuscripts for tests, written as a few lines, and a study whose results they print."""

import random

from papers.document import Cell, Manuscript, Table, Text
from printed.printed_tables import variables_of
from printed.tables import printed
from prose.sentences import statements
from referee.findings import Draft
from traces.results import Numbers, Result, settings_of

NOTES = ("Standard errors in parentheses. *** p < 0.01, ** p < 0.05, * p < 0.1.",)
TERMS = {"ai": "Pilot zone", "eco": "Log GDP", "fe": "Deposits and loans", "ur": "Urban share"}
COLUMNS = {"pooled": "Pooled", "cities": "City effects", "both": "Both effects"}


def table(place: str, lines: str, header: int = 1, notes: tuple[str, ...] = NOTES, caption: str = "") -> Table:
    """A table of cells between bars, a line a row."""
    cells = [[cell.strip() for cell in line.split("|")] for line in lines.splitlines()]
    rows = tuple(tuple(Cell(text, row, at) for at, text in enumerate(own)) for row, own in enumerate(cells))
    return Table(place, caption, rows, header, notes)


def draft(*blocks: Table | str) -> Draft:
    """A manuscript of tables and paragraphs, as the readers would have it."""
    texts = [
        block if isinstance(block, Table) else Text("text", block, f"section 4, paragraph {at}")
        for at, block in enumerate(blocks, 1)
    ]
    manuscript = Manuscript("paper.md", tuple(texts), ("paper.md",))
    tables = tuple(map(printed, manuscript.tables))
    return Draft(manuscript, tables, tuple(statements(manuscript, variables_of(tables))))


def study(seed: int = 3) -> Numbers:
    """A study of one table of three columns with coefficients of four terms, and descriptive statistics."""
    draws = random.Random(seed)
    results = []
    for column, heading in COLUMNS.items():
        for term, label in TERMS.items():
            error = draws.uniform(0.01, 0.09)
            statistic = 1.8 if term == "ai" else draws.uniform(-4, 4)
            p = 0.074 if term == "ai" else 0.001 if abs(statistic) > 2.6 else 0.3
            results += coefficient("baseline", column, term, f"{label}, {heading}", statistic * error, error, p)
        whole = {"n_obs": 2574, "n_units": 286, "n_periods": 9, "r2_within": draws.random()}
        results += [
            Result(f"baseline.{column}.{name}", value, name, "baseline", column, "", f"{name}, {heading}")
            for name, value in whole.items()
        ]
    for term, label in TERMS.items():
        for name in ("mean", "sd", "min", "max"):
            address, value = f"descriptives.{term}.{name}", draws.uniform(0, 20)
            results.append(Result(address, value, name, "descriptives", name, term, f"{label}, {name}"))
    return Numbers([*results, *settings_of({"config": {"placebo": {"draws": 500}}})], {"ai": ["Pilot zone", "试验区"]})


def coefficient(table: str, column: str, term: str, label: str, estimate: float, error: float, p: float):
    address = f"{table}.{column}.{term}"
    values = {"estimate": estimate, "std_error": error, "statistic": estimate / error, "p_value": p}
    for meaning, value in values.items():
        name = address if meaning == "estimate" else f"{address}.{meaning}"
        yield Result(name, value, meaning, table, column, term, label, p)


def value(numbers: Numbers, address: str) -> float:
    return next(one.value for one in numbers.all if one.address == address)


def stars(p: float) -> str:
    return "*" * sum(p < level for level in (0.1, 0.05, 0.01))


def baseline(
    numbers: Numbers, columns=tuple(COLUMNS), terms=TERMS, brackets: str = "std_error", decimals: int = 4
) -> str:
    """The lines of a printed table of columns and terms of the study."""
    found = {one.address: one for one in numbers.all}
    lines = [" | ".join(["", *(f"({at})" for at, _ in enumerate(columns, 1))])]
    for term, label in terms.items():
        own = [found[f"baseline.{column}.{term}"] for column in columns]
        lines.append(" | ".join([label, *(f"{one.value:.{decimals}f}{stars(one.p_value)}" for one in own)]))
        beneath = [found[f"{one.address}.{brackets}"].value for one in own]
        lines.append(" | ".join(["", *(f"({one:.{decimals}f})" for one in beneath)]))
    lines.append(" | ".join(["Observations", *("2,574" for _ in columns)]))
    within = [found[f"baseline.{column}.r2_within"].value for column in columns]
    lines.append(" | ".join(["Within R2", *(f"{one:.{decimals}f}" for one in within)]))
    return "\n".join(lines)
