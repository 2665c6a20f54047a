"""The numbers of a table of rows and cells, as its layout says (`core.grids`)."""

import re
from collections.abc import Iterator

from core.grids import Cell
from report.grid_table import by_keys, decimals_of, key_words, written_cell
from report.printed import stars, words
from report.quotable import WORDS, Quotable, address_of, is_number, label_of, meaning_of, written

PRINTED = re.compile(r"-?[\d,]+(?:\.\d+)?(?:e-?\d+)?")  # a text that is a number
BESIDE = ("std_error", "statistic", "p_value", "conf_low", "conf_high")  # what an estimate has, printed or not


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
        place |= {"p_value": row.get("p_value")}
        for column, shown, marks, heading in _cells(row, cells, decimals, labels):
            yield Quotable(
                address_of(table, group, name, across, "" if column == "printed" else column),
                shown[1],
                shown[0],
                meaning_of(column, shown[2]),
                column=address_of(across) or column,
                label=label_of(*keys, heading),
                stars=marks if starred else "",
                **place,
            )
    yield from _tests(table, layout["tests"], file)


PARTS = ("group", "rows", "across")


def _cells(row: dict, cells: list[Cell], decimals: int, labels: dict[str, str]) -> Iterator[tuple]:
    """Of each number of a row its column, how it is printed, its value and format, its stars, what stands above it."""
    seen = set()
    for cell in cells:
        for column, form, marks in ((cell.column, cell.format, cell.stars), (cell.below, "bracketed", None)):
            if column and (shown := _shown(row, cell, column, form, decimals, labels)):
                seen.add(column)
                yield column, shown, stars(row.get(marks)) if marks else "", words(cell.heading, labels)
    for column in BESIDE if "estimate" in seen else ():
        value = row.get(column)
        if column not in seen and is_number(value):
            yield column, (written(value, column), value, ""), "", WORDS[column]


def _shown(row: dict, cell: Cell, column: str, form: str, decimals: int, labels: dict[str, str]) -> tuple | None:
    """How a cell prints its number, the number, and the format; None for one that prints none."""
    value = row.get(column)
    if value is None:
        return None
    if form == "bracketed":
        return (written(value, "std_error"), value, form)
    text = written_cell(row, cell, decimals, labels)
    if form == "text":
        exact = value if is_number(value) else row.get("value")
        return (text, exact, form) if PRINTED.fullmatch(text) and is_number(exact) else None
    return (text, value, form) if text else None


def _tests(table: str, tests, file: str, *above: str) -> Iterator[Quotable]:
    """Every number of the tests of a layout, by its path of keys; of a fit only those that it states itself."""
    for key, value in tests.items():
        if isinstance(value, dict) and "formula" not in tests:
            yield from _tests(table, value, file, *above, key)
        elif is_number(value):
            meaning = meaning_of(key)
            meaning = "estimate" if "two_way" in above else meaning
            label = label_of(*(WORDS.get(one, one) for one in (*above, key)))
            yield Quotable(
                address_of(table, *above, key), value, written(value, meaning), meaning, table, term=key,
                label=label, file=file,
            )  # fmt: skip
