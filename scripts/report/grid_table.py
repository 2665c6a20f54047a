"""A table of rows and cells from a tidy result, as the layout beside it says (`core.grids`)."""

import re

from core.grids import Cell
from report.printed import (
    STAR_NOTE,
    address_words,
    bracketed,
    count,
    estimate,
    labelled,
    override_words,
    probability,
    scaled,
    sentence,
    stars,
    term_words,
    words,
)
from report.three_line import Group, Row, Table

MEASURES = ((100_000, 0), (1_000, 1), (0, 4))  # decimals of the measures of a row whose largest reaches a bound
DEFAULTS = {
    "unit": "Unit",
    "year": "Year",
    "score": "Score",
    "direct": "Direct effect",
    "indirect": "Indirect effect",
    "total": "Total effect",
}
BETWEEN = re.compile(r"(\w+)\.(\w+)")  # `large.small`, the effect of large units on small ones


def grid_table(rows: list[dict], layout: dict, labels: dict[str, str]) -> Table:
    """The printed table of `rows`; groups, rows and spread columns stand in the order in which they first appear.

    Raises ValueError when two rows share their keys, since only one of them could be printed.
    """
    cells = [Cell(**cell) for cell in layout["cells"]]
    found = by_keys(rows, layout)
    spread = dict.fromkeys(across for _, _, across in found)
    groups = []
    for group in dict.fromkeys(group for group, _, _ in found):
        names = dict.fromkeys(name for own, name, _ in found if own == group)
        own_rows = [
            line
            for name in names
            for line in _lines(
                key_words(layout["rows"], name, labels),
                [found.get((group, name, across), {}) for across in spread],
                cells,
                labels,
            )
        ]
        groups.append(Group(tuple(own_rows), key_words(layout["group"], group, labels)))
    before = f"{words(layout['variable'], labels)} = " if layout["variable"] else ""
    above = [before + key_words(layout["across"], across, labels) for across in spread]
    return Table(_header(layout, labels, above, cells), tuple(groups), _notes(layout, cells, labels))


def by_keys(rows: list[dict], layout: dict) -> dict[tuple, dict]:
    """Rows by their group, name and spread column; None for a key that the layout lacks."""
    found = {}
    for row in rows:
        key = tuple(row[layout[part]] if layout[part] else None for part in ("group", "rows", "across"))
        if key in found:
            raise ValueError(f"{' '.join(str(part) for part in key if part is not None)} stand twice")
        found[key] = row
    return found


def _header(layout: dict, labels: dict[str, str], above: list[str], cells: list[Cell]) -> tuple[Row, ...]:
    """Headings of the cells, and above them what they are spread over; only that where the cells have no heading."""
    heading = labels.get(layout["heading"], layout["heading"])
    headings = tuple(cell.heading for cell in cells) * len(above)
    if not layout["across"]:
        return ((heading, *headings),)
    if not any(headings):
        return ((heading, *above),)
    blank = ("",) * (len(cells) - 1)
    return ("", *(text for name in above for text in (name, *blank))), (heading, *headings)


def _lines(name: str, found: list[dict], cells: list[Cell], labels: dict[str, str]) -> list[Row]:
    """The printed row of one name, and the row in parentheses beneath it where the layout has one."""
    decimals = decimals_of(found, cells)
    lines = [(name, *(_cell(row, cell, decimals, labels) for row in found for cell in cells))]
    if any(cell.below for cell in cells):
        lines.append(("", *(bracketed(row.get(cell.below)) for row in found for cell in cells)))
    return lines


def decimals_of(found: list[dict], cells: list[Cell]) -> int:
    """Decimals of all measures of a row, so that its mean, its minimum and its maximum are printed alike."""
    measures = [row.get(cell.column) for row in found for cell in cells if cell.format == "measure"]
    largest = max((abs(value) for value in measures if value is not None), default=0)
    return next(decimals for bound, decimals in MEASURES if largest >= bound)


def _cell(row: dict, cell: Cell, decimals: int, labels: dict[str, str]) -> str:
    text = written_cell(row, cell, decimals, labels)
    return text + (stars(row.get(cell.stars)) if cell.stars and text else "")


def written_cell(row: dict, cell: Cell, decimals: int, labels: dict[str, str]) -> str:
    """What a cell prints, without stars."""
    value = row.get(cell.column)
    if value is None:
        return ""
    if cell.format == "text":
        return key_words(cell.column, value, labels)
    write = {
        "estimate": lambda number: scaled(number, row.get(cell.below)),
        "measure": lambda number: estimate(number, decimals),
        "count": count,
        "probability": probability,
        "bracketed": bracketed,
        "integer": lambda number: f"{number:.0f}",
    }[cell.format]
    return write(value)


def key_words(column: str | None, value, labels: dict[str, str]) -> str:
    """What readers see for a value of `column`: terms and addresses in words, other texts by label, numbers as such."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if column == "term":
        return term_words(value, labels)
    if column in ("column", "test"):
        return address_words(value, labels)
    if column == "effect" and (between := BETWEEN.fullmatch(value)):
        return f"From {words(between[1], labels)} to {words(between[2], labels)}"
    if column == "override":
        return override_words(value, DEFAULTS | labels)
    return words(value, DEFAULTS | labels)


def _notes(layout: dict, cells: list[Cell], labels: dict[str, str]) -> tuple[str, ...]:
    starred = [STAR_NOTE] if any(cell.stars for cell in cells) else []
    notes, warnings = ([labelled(text, labels) for text in layout[kind]] for kind in ("notes", "warnings"))
    return *notes, *starred, *map(sentence, warnings)
