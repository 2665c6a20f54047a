"""Rows beneath the coefficients of a regression table: statistics, tests with their p-values, and marks."""

import re
from collections.abc import Iterator

from printed.entries import Entry
from printed.estimates import numbered
from printed.layout import Layout, Row
from printed.printed_tables import Numbered
from printed.regression_lines import Line, label_of, statistic_in
from printed.words import mark_of, missing, plain

TEST_P = {"hansen_j": "hansen_p", "ar(1)": "ar1_p", "ar(2)": "ar2_p"}


def statistics_of(layout: Layout, rows: list[Line], column: int) -> dict[str, Numbered]:
    found: dict[str, Numbered] = {}
    for line in (line for line in rows if line.kind == "statistic"):
        meaning = statistic_in(layout, line.row)
        at, entry = _value(layout, line.row, column)
        if entry is None:
            continue
        key = meaning if meaning and meaning not in found else line.heading
        found[key] = numbered(entry, line.row.index, at, meaning or "other")
        for further, number in _beneath_statistic(layout, line, column, entry):
            found.setdefault(further, number)
    return found


def _beneath_statistic(layout: Layout, line: Line, column: int, value: Entry) -> Iterator[tuple[str, Numbered]]:
    """The p-value beneath or behind a test, one that is labelled or that brackets hold, and the critical value of a
    first-stage F."""
    meaning = statistic_in(layout, line.row)
    p = TEST_P.get(meaning) or TEST_P.get(plain(line.heading).replace(" ", "")[:5], "p_value")
    key = f"{line.heading} p" if p == "p_value" else p
    for row in (line.row, *line.beneath):
        for entry in layout.entries(row.index, column) if column in row.cells else ():
            alone = entry.bracket and len(layout.entries_of(_inside(row.cells[column], entry))) == 1
            if entry == value or not (alone or label_of(row) == "p_value"):
                continue
            if meaning == "first_stage_f" and entry.number.value > 1:
                yield "critical_value", numbered(entry, row.index, column, "critical_value")
            elif 0 <= entry.number.value <= 1 and (entry.number.decimals >= 2 or entry.below):
                yield key, numbered(entry, row.index, column, p)


def _inside(text: str, entry: Entry) -> str:
    """What the bracket around a number holds."""
    return re.split(r"[)）\]】}]", text[entry.inside + 1 :])[0]


def _value(layout: Layout, row: Row, column: int) -> tuple[int, Entry | None]:
    """The number of a row of statistics in a column, that of a cell that covers several columns in each of them."""
    cell = layout.table.rows[row.index][column]
    entries = layout.entries_of(cell.text) if cell.row == row.index and cell.column in layout.columns else ()
    return cell.column, entries[0] if entries and (len(entries) == 1 or entries[1].bracket) else None


def marks_of(layout: Layout, rows: list[Line], column: int) -> dict[str, bool]:
    """Rows of yes and no; an empty cell is no in a row of ticks."""
    found = {}
    for line in (line for line in rows if line.kind == "mark"):
        text = layout.table.rows[line.row.index][column].text.strip()
        mark = mark_of(text)
        if mark is None and all(mark_of(other) for other in line.row.cells.values()) and missing(text):
            mark = False
        if mark is not None:
            found[line.heading] = mark
    return found
