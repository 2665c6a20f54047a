"""Columns of a regression table: coefficients with what stands beneath or beside them, statistics, and marks."""

import re
from collections.abc import Iterable, Iterator

from printed.estimates import Estimate, coefficient, columns_of_estimates, estimates, numbered, told
from printed.layout import Layout
from printed.notes import brackets_of, legend_of, one_sided
from printed.printed_tables import Coefficient, Model, Regressions
from printed.regression_lines import Line, lines, statistic_in
from printed.statistics_rows import marks_of, statistics_of
from printed.words import number_of_column

HELD = {"std_error", "statistic", "p_value", "interval"}


def regressions(layout: Layout, sure: bool = False) -> Regressions | None:
    """The table as one of regressions; None if it is none, which is not asked of one `sure` to have estimates."""
    rows = lines(layout)
    beside = columns_of_estimates(layout)
    found = [one for line in rows if line.kind == "coefficient" for one in estimates(layout, line, beside)]
    if not found or not (sure or _is_regression(layout, rows, found)):
        return None
    legend = legend_of(layout.notes)
    said = _said(layout, found)
    known = {**told(found, legend, said), **said}
    coefficients = [coefficient(one, known) for one in found]
    by_row = "n" in layout.meanings and not any(line.kind == "statistic" for line in rows)
    models = _rows_as_models(layout, coefficients) if by_row else _models(layout, rows, coefficients, beside)
    held = {shape: meaning for shape, meaning in said.items() if meaning in HELD}
    return Regressions(layout.table, tuple(models), legend, held.get("("), held.get("["), one_sided(layout.notes))


def _is_regression(layout: Layout, rows: tuple[Line, ...], found: list[Estimate]) -> bool:
    """Whether a table has, besides coefficients, one thing that only tables of regressions have; means of groups with
    their difference have brackets and stars, too, and stars at the difference alone."""
    fitted = ("n_obs", "r2", "r2_within", "r2_adjusted")
    if any(line.kind == "statistic" and statistic_in(layout, line.row) in fitted for line in rows):
        return True
    headings = [heading for column in layout.columns for heading in layout.heads[column]]
    if any(number_of_column(heading) for heading in headings) or layout.meanings & {"estimate", "std_error"}:
        return True
    return "difference" not in layout.meanings and (
        any(layout.outcome(column, layout.header) for column in layout.columns)
        or (bool(brackets_of(layout.notes, {"("})) and any(one.beneath for one in found))
    )


def _said(layout: Layout, found: list[Estimate]) -> dict[str, str]:
    """What notes say that brackets hold, by the kind that opens them."""
    kinds = {one.entry.bracket for printed in found for one in printed.beneath}
    return brackets_of((*layout.notes, layout.table.caption), kinds)


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
    """The models of rows that belong together, those of statistics alone included; headings among them begin others."""
    for column in beside:
        own = [one for one in coefficients if one.column == column]
        places = sorted({*(line.row.index for line in rows), *(one.estimate.row for one in own)})
        for heads in dict.fromkeys(layout.headings(column, row) for row in places):
            those = tuple(one for one in own if layout.headings(column, one.estimate.row) == heads)
            inside = [line for line in rows if layout.headings(column, line.row.index) == heads]
            statistics = statistics_of(layout, inside, column)
            if those or statistics:
                number = next((number for heading in heads if (number := number_of_column(heading))), "")
                first = those[0].estimate.row if those else inside[0].row.index
                outcome_of = outcome or layout.outcome(column, first)
                marks = marks_of(layout, inside, column)
                yield Model(column, number, heads, outcome_of, panel, those, statistics, marks)
