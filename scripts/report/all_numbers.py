"""Every number of a study that a text may quote, by address."""

from collections.abc import Iterator

from core.files import read_json, read_rows, score_of
from report.fitted import Fitted, fitted_columns, in_order, with_placebos
from report.manifest import below
from report.numbers_of_columns import numbers_of_columns
from report.numbers_of_grids import numbers_of_grid
from report.numbers_of_study import numbers_of_main, numbers_of_panel, numbers_of_placebo, numbers_of_scores
from report.quotable import Quotable, unique


def numbers_of(home: str, tables: dict, files: dict, labels: dict[str, str]) -> list[Quotable]:
    """The numbers of the tables in their order, then those of the study.

    tables : by name the `estimates`, `facts` and `placebos` that it prints, and its `printing` (`study.plan.tables`)
    files : paths of `main`, `panel`, `descriptives`, of all `scores` and of the `summaries` of placebos
    """
    found = numbers_of_tables(home, tables, labels)
    starred = any(table["printing"]["stars"] for table in tables.values())
    found += numbers_of_main(read_json(files["main"])["result"], labels, starred)
    found += numbers_of_panel(read_rows(files["panel"]), read_rows(files["descriptives"]), labels)
    for path in files["scores"]:
        found += numbers_of_scores(score_of(path), read_rows(path), below(path, home), labels)
    for path in files["summaries"]:
        found += numbers_of_placebo(read_json(path), labels, below(path, home))
    return unique(found)


def numbers_of_tables(home: str, tables: dict, labels: dict[str, str]) -> list[Quotable]:
    """The numbers of the tables in their order."""
    return [one for name, table in tables.items() for one in _of_table(home, name, table, labels)]


def _of_table(home: str, name: str, table: dict, labels: dict[str, str]) -> Iterator[Quotable]:
    pairs = [
        (read_rows(rows), read_json(facts), below(rows, home))
        for rows, facts in zip(table["estimates"], table["facts"], strict=True)
    ]
    printing = table["printing"]
    rows, layout, file = pairs[0]
    if layout["kind"] == "grid":
        return numbers_of_grid(name, rows, layout, labels, printing["stars"], file)
    columns = in_order(fitted_columns([pair[:2] for pair in pairs]), [one["name"] for one in printing["columns"]])
    columns = with_placebos(columns, [read_json(path) for path in table["placebos"]])
    headings = [column["label"] for column in printing["columns"]]
    return numbers_of_columns(columns, headings, labels, printing["stars"], _files(columns, pairs))


def _files(columns: list[Fitted], pairs: list[tuple]) -> list[str]:
    """Of each column the result that holds its estimates."""
    holding = {fit["name"]: file for _, facts, file in pairs for fit in facts["columns"]}
    return [holding[column.name] for column in columns]
