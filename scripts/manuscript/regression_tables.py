"""Columns of a regression table: coefficients with what stands beneath or beside them, statistics, and marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from manuscript.brackets import p_beside, told_by_numbers
from manuscript.entries import Entry, stars_alone
from manuscript.layout import Layout, Row
from manuscript.notes import brackets_of, legend_of, one_sided
from manuscript.printed_tables import Coefficient, Model, Numbered, Regressions
from manuscript.regression_lines import BESIDE, Line, label_of, lines, statistic_in
from manuscript.words import mark_of, number_of_column, plain

LABELS = {"p": "p_value", "t": "statistic", "z": "statistic", "se": "std_error"}
TEST_P = {"hansen_j": "hansen_p", "ar(1)": "ar1_p", "ar(2)": "ar2_p"}
HELD = {"std_error", "statistic", "p_value", "interval"}


@dataclass(frozen=True)
class Beneath:
    """A number that belongs to an estimate; meaning : what a heading says that it is, None if only its bracket does."""

    entry: Entry
    row: int
    column: int
    meaning: str | None = None


@dataclass(frozen=True)
class Printed:
    """A coefficient before it is known what its brackets hold."""

    line: Line
    column: int
    estimate: Entry
    stars: str
    beneath: tuple[Beneath, ...]

    @property
    def first(self) -> Beneath | None:
        """The first number of which no heading says what it is."""
        return next((one for one in self.beneath if one.meaning is None), None)


def regressions(layout: Layout, sure: bool = False) -> Regressions | None:
    """The table as one of regressions; None if it is none, which is not asked of one `sure` to have estimates."""
    rows = lines(layout)
    beside = _beside(layout)
    found = [one for line in rows if line.kind == "coefficient" for one in _coefficients(layout, line, beside)]
    if not found or not (sure or _is_regression(layout, rows, found)):
        return None
    legend = legend_of(layout.notes)
    said = _said(layout, found)
    known = {**_told(found, legend, said), **said}
    coefficients = [_coefficient(one, known) for one in found]
    by_row = "n" in layout.meanings and not any(line.kind == "statistic" for line in rows)
    models = _rows_as_models(layout, coefficients) if by_row else _models(layout, rows, coefficients, beside)
    held = {shape: meaning for shape, meaning in said.items() if meaning in HELD}
    return Regressions(layout.table, tuple(models), legend, held.get("("), held.get("["), one_sided(layout.notes))


def _is_regression(layout: Layout, rows: tuple[Line, ...], found: list[Printed]) -> bool:
    """Whether a table has, besides coefficients, one thing that only tables of regressions have."""
    headings = [heading for column in layout.columns for heading in layout.heads[column]]
    return (
        any(
            line.kind == "statistic" and statistic_in(layout, line.row) in ("n_obs", "r2", "r2_within", "r2_adjusted")
            for line in rows
        )
        or any(number_of_column(heading) for heading in headings)
        or any(layout.outcomes.values())
        or bool(layout.meanings & {"estimate", "std_error"})
        or (bool(brackets_of(layout.notes, {"("})) and any(one.beneath for one in found))
    )


def _beside(layout: Layout) -> dict[int, tuple[tuple[int, str | None], ...]]:
    """By column of estimates those beside it, with what their headings say; a column of brackets or stars alone belongs
    to the one at its left."""
    kinds = layout.kinds
    found: dict[int, list[tuple[int, str | None]]] = {}
    last = None
    for column in layout.columns:
        meaning = kinds[column][0]
        if last is not None and (meaning in BESIDE or (meaning is None and _attached(layout, column))):
            found[last].append((column, {"z": "statistic"}.get(meaning, meaning)))
        else:
            last = column
            found[column] = []
    if any(kinds[column][0] == "estimate" for column in found):
        found = {column: those for column, those in found.items() if kinds[column][0] == "estimate"}
    return {column: tuple(those) for column, those in found.items()}


def _attached(layout: Layout, column: int) -> bool:
    texts = [row.cells[column] for row in layout.rows if column in row.cells]
    entries = [entry for text in texts for entry in layout.entries_of(text)]
    alone = bool(entries) and all(entry.bracket for entry in entries)
    above = layout.heads[column]
    return (
        bool(texts)
        and ((alone and len(entries) >= len(texts)) or all(stars_alone(text) for text in texts))
        and (not above or above == layout.heads.get(column - 1))
    )


def _coefficients(layout: Layout, line: Line, beside: dict) -> Iterator[Printed]:
    for column, others in beside.items():
        if column not in line.row.cells:
            continue
        cell = layout.entries(line.row.index, column)
        plain_ones = [entry for entry in cell if not entry.bracket]
        if len(plain_ones) != 1 or cell[0] is not plain_ones[0]:
            continue
        estimate = plain_ones[0]
        beneath = [Beneath(entry, line.row.index, column, LABELS.get(entry.label)) for entry in cell[1:]]
        beneath += [one for other, meaning in others for one in _at(layout, line.row, other, meaning)]
        for row in line.beneath:
            beneath += _at(layout, row, column, label_of(row))
            beneath += [one for other, meaning in others for one in _at(layout, row, other, meaning)]
        stars = (
            estimate.stars
            or _stars(layout, line, column, others)
            or next((one.entry.stars for one in beneath if one.entry.stars), "")
        )
        yield Printed(line, column, estimate, stars, tuple(beneath))


def _at(layout: Layout, row: Row, column: int, meaning: str | None) -> list[Beneath]:
    found = layout.entries(row.index, column) if column in row.cells else ()
    return [Beneath(entry, row.index, column, meaning or LABELS.get(entry.label)) for entry in found]


def _stars(layout: Layout, line: Line, column: int, others: tuple) -> str:
    """Stars in a cell of their own, beside the estimate or beneath it."""
    places = [(line.row, other) for other, _ in others] + [(row, column) for row in line.beneath]
    return next((stars for row, at in places if (stars := stars_alone(row.cells.get(at, "")))), "")


def _said(layout: Layout, found: list[Printed]) -> dict[str, str]:
    """What notes say that brackets hold, by the kind that opens them."""
    kinds = {one.entry.bracket for printed in found for one in printed.beneath}
    return brackets_of((*layout.notes, layout.table.caption), kinds)


def _told(found: list[Printed], legend: dict[str, float], said: dict[str, str]) -> dict[str, str]:
    """What the numbers themselves tell of brackets of which notes say nothing."""
    starred = any(one.stars for one in found)
    told: dict[str, str] = {}
    for shape in ("(", "[", "{"):
        if shape in said:
            continue
        firsts = [(one.estimate, one.first.entry) for one in found if _first(one, shape)]
        kind = told_by_numbers(firsts, legend, starred, shape)
        if kind:
            told[shape] = kind
            continue
        known = {**said, **told}
        triples = [
            (one.estimate, one.beneath[0].entry, one.beneath[1].entry)
            for one in found
            if len(one.beneath) > 1
            and known.get(one.beneath[0].entry.bracket) == "std_error"
            and one.beneath[1].entry.bracket == shape
        ]
        if kind := p_beside(triples):
            told[shape] = kind
    return told


def _first(one: Printed, shape: str) -> bool:
    first = one.first
    return bool(first) and first.entry.bracket == shape and not _is_interval(one.beneath, first)


def _is_interval(beneath: tuple[Beneath, ...], one: Beneath) -> bool:
    return bool(one.entry.bracket) and len(_together(beneath, one)) == 2


def _together(beneath: tuple[Beneath, ...], one: Beneath) -> list[Beneath]:
    return [
        other
        for other in beneath
        if (other.row, other.column, other.entry.inside) == (one.row, one.column, one.entry.inside)
    ]


def _coefficient(one: Printed, known: dict[str, str]) -> Coefficient:
    beneath: dict[str, Numbered] = {}
    for other in one.beneath:
        meaning = _meaning(one.beneath, other, known)
        key, further = meaning, 1
        while key in beneath:
            further += 1
            key = f"{meaning} {further}"
        beneath[key] = numbered(other.entry, other.row, other.column, meaning)
    estimate = numbered(one.estimate, one.line.row.index, one.column, "estimate")
    return Coefficient(one.line.heading, one.column, estimate, one.stars, one.line.row.panel, beneath)


def _meaning(beneath: tuple[Beneath, ...], one: Beneath, known: dict[str, str]) -> str:
    meaning = one.meaning or known.get(one.entry.bracket, "other")
    if _is_interval(beneath, one) or meaning == "interval":
        pair = (
            _together(beneath, one)
            if one.entry.bracket
            else [other for other in beneath if (other.row, other.column) == (one.row, one.column)]
        )
        return ("conf_low", "conf_high")[pair.index(one)] if len(pair) == 2 else "other"
    return meaning if meaning in ("std_error", "statistic", "p_value", "conf_low", "conf_high") else "other"


def numbered(entry: Entry, row: int, column: int, meaning: str) -> Numbered:
    return Numbered(entry.number, row, column, meaning, entry.below)


def _rows_as_models(layout: Layout, coefficients: list[Coefficient]) -> list[Model]:
    """A table with an estimate and its own N in each row: a model a row."""
    count = next(column for column, (kind, _) in layout.kinds.items() if kind == "n")
    models = []
    for one in coefficients:
        entries = layout.entries(one.estimate.row, count)
        statistics = {"n_obs": numbered(entries[0], one.estimate.row, count, "n_obs")} if len(entries) == 1 else {}
        panel = ", ".join(part for part in (one.panel, one.term) if part)
        models.append(Model(one.column, "", layout.heads[one.column], "", panel, (one,), statistics))
    return models


def _models(layout: Layout, rows: tuple[Line, ...], coefficients: list[Coefficient], beside: dict) -> list[Model]:
    """A model a column, or one a panel and column where panels have their own number of observations or outcomes."""
    panels = list(dict.fromkeys(one.panel for one in coefficients))
    counted = {
        line.row.panel for line in rows if line.kind == "statistic" and statistic_in(layout, line.row) == "n_obs"
    }
    outcomes = {panel: _outcome_of(panel) for panel in panels}
    if len(panels) < 2 or (len(counted & {*panels}) < 2 and not all(outcomes.values())):
        return [*_of_block(layout, rows, coefficients, beside, "", "")]
    models = []
    for panel in panels:
        inside = [line for line in rows if line.row.panel == (panel if panel in counted else panels[-1])]
        those = [one for one in coefficients if one.panel == panel]
        models += _of_block(layout, inside, those, beside, panel, outcomes[panel])
    return models


def _outcome_of(panel: str) -> str:
    """The dependent variable that the heading of a panel names, ``Panel A. Outcome: A``."""
    found = re.search(r"(?:[Dd]ependent variable|[Oo]utcome|被解释变量|因变量)\s*[:：]\s*(.+)", panel)
    return found[1].strip() if found else ""


def _of_block(
    layout: Layout, rows: Iterable[Line], coefficients: list[Coefficient], beside: dict, panel: str, outcome: str
) -> Iterator[Model]:
    """The models of rows that belong together; headings among them begin others."""
    for column in beside:
        blocks: dict[tuple[str, ...], list[Coefficient]] = {}
        for one in coefficients:
            if one.column == column:
                blocks.setdefault(layout.headings(column, one.estimate.row), []).append(one)
        for heads, those in blocks.items():
            inside = [line for line in rows if layout.headings(column, line.row.index) == heads]
            yield Model(
                column,
                next((number for heading in heads if (number := number_of_column(heading))), ""),
                heads,
                outcome or layout.outcome(column, those[0].estimate.row),
                panel,
                tuple(those),
                _statistics(layout, inside, column),
                _marks(layout, inside, column),
            )


def _statistics(layout: Layout, rows: list[Line], column: int) -> dict[str, Numbered]:
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
    entries = layout.entries_of(cell.text) if cell.row == row.index else ()
    return cell.column, entries[0] if entries and (len(entries) == 1 or entries[1].bracket) else None


def _marks(layout: Layout, rows: list[Line], column: int) -> dict[str, bool]:
    """Rows of yes and no; an empty cell is no in a row of ticks."""
    found = {}
    for line in (line for line in rows if line.kind == "mark"):
        text = layout.table.rows[line.row.index][column].text.strip()
        mark = mark_of(text)
        if mark is None and all(mark_of(other) for other in line.row.cells.values()) and not text:
            mark = False
        if mark is not None:
            found[line.heading] = mark
    return found
