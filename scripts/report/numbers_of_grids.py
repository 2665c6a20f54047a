"""The numbers of a table of rows and cells, as its layout says (`core.grids`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.grids import Cell
from report.grid_table import by_keys, decimals_of, key_words, written_cell
from report.printed import stars, words
from report.quotable import WORDS, Quotable, address_of, is_number, label_of, meaning_of, written

PARTS = ("group", "rows", "across")  # keys of a layout that name the keys of a row
PRINTED = re.compile(r"-?[\d,]+(?:\.\d+)?(?:e-?\d+)?")  # a text that is a number
AS_TEXT = {"printed": "value"}  # columns of texts that print the number of another column
BESIDE = ("std_error", "statistic", "p_value", "conf_low", "conf_high")  # what an estimate has, printed or not


@dataclass(frozen=True)
class Shown:
    """A number of a row: its column, how it is printed, its stars, and what it is called."""

    column: str
    value: float
    printed: str
    meaning: str
    words: str
    stars: str = ""


def numbers_of_grid(
    table: str, rows: list[dict], layout: dict, labels: dict[str, str], starred: bool, file: str
) -> Iterator[Quotable]:
    """The numbers of the cells of a grid, what belongs to its estimates, and its tests."""
    cells = [Cell(**cell) for cell in layout["cells"]]
    found = by_keys(rows, layout)
    lines = {}
    for (group, name, _), row in found.items():
        lines.setdefault((group, name), []).append(row)
    for (group, name, across), row in found.items():
        decimals = decimals_of(lines[group, name], cells)
        keys = [key_words(layout[part], key, labels) for part, key in zip(PARTS, (group, name, across), strict=True)]
        place = {"table": table, "term": address_of(group, name), "file": file, "n": row.get("n_obs", row.get("n"))}
        for one in (*_of_cells(row, cells, decimals, labels), *_beside(row, cells)):
            yield Quotable(
                address_of(table, group, name, across, "" if one.column in AS_TEXT else one.column),
                one.value,
                one.printed,
                one.meaning,
                column=address_of(across) or one.column,
                label=label_of(*keys, one.words),
                p_value=row.get("p_value"),
                stars=one.stars if starred else "",
                **place,
            )
    yield from _tests(table, layout["tests"], file)


def _of_cells(row: dict, cells: list[Cell], decimals: int, labels: dict[str, str]) -> Iterator[Shown]:
    """The numbers that the cells of a row print, and those in parentheses beneath them."""
    for cell in cells:
        exact = row.get(AS_TEXT.get(cell.column, cell.column))
        text = written_cell(row, cell, decimals, labels)
        if is_number(exact) and text and (cell.format != "text" or PRINTED.fullmatch(text)):
            text, heading = text.strip("()"), words(cell.heading, labels)
            marks = stars(row.get(cell.stars)) if cell.stars else ""
            yield Shown(cell.column, exact, text, meaning_of(cell.column, cell.format), heading, marks)
        if cell.below and is_number(error := row.get(cell.below)):
            yield _plain(cell.below, error)


def _beside(row: dict, cells: list[Cell]) -> Iterator[Shown]:
    """What belongs to the estimate of a row, and no cell prints."""
    printed = {column for cell in cells for column in (cell.column, cell.below)}
    for column in BESIDE if "estimate" in printed else ():
        if column not in printed and is_number(value := row.get(column)):
            yield _plain(column, value)


def _plain(column: str, value: float) -> Shown:
    meaning = meaning_of(column)
    return Shown(column, value, written(value, meaning), meaning, WORDS.get(column, ""))


def _tests(table: str, tests: dict, file: str, *above: str) -> Iterator[Quotable]:
    """Every number of the tests of a layout, by its path of keys; of a fit only those that it states itself."""
    for key, value in tests.items():
        path = (*above, key)
        if isinstance(value, dict) and "formula" not in tests:
            yield from _tests(table, value, file, *path)
        elif is_number(value):
            meaning = "estimate" if "two_way" in path else meaning_of(key)
            place = {"table": table, "term": key, "label": label_of(*(WORDS.get(one, one) for one in path))}
            yield Quotable(address_of(table, *path), value, written(value, meaning), meaning, file=file, **place)
