"""Descriptive statistics as readers print them. The standard library alone, so that the job starts at once."""

from core.errors import StudyError, named
from core.grids import Cell, grid
from core.summaries import CELLS, refuse_text, summary

COLUMNS = ["group", "by", "variable", "unit_of_measurement", "n", "mean", "sd", "min", "p50", "max"]
MOST_VALUES = 6  # of a variable that parts the columns


def chosen(of: dict[str, list[str]] | None, described: list[dict], rows: list[dict]) -> dict[str, list[str]]:
    """The variables by group; by default the score, if there is one, and every variable of the panel."""
    if of:
        return of
    return {"": ["score"] * ("score" in rows[0]) + [row["variable"] for row in described]}


def statistics_of(rows: list[dict], groups: dict[str, list[str]], by: str | None, described: list[dict]) -> list[dict]:
    """One row a group, variable and value of `by`: n, mean, sd (n - 1), min, median and max of what is not missing.

    `described` are the rows of panel/descriptives.csv, which know units of measurement. Raises StudyError for text
    and for a `by` with more values than a table has room for.
    """
    refuse_text(rows, [name for names in groups.values() for name in names])
    measures = {row["variable"]: row["unit_of_measurement"] for row in described}
    values = sorted({row[by] for row in rows if row[by] is not None}) if by else [None]
    if len(values) > MOST_VALUES:
        raise StudyError(
            f"`by: {by}` has {len(values)} values, such as {named(values, 3)}; a table has room for {MOST_VALUES}"
        )
    return [
        {"group": group, "by": _spelled(value), "variable": name}
        | {"unit_of_measurement": measures.get(name)}
        | summary([row[name] for row in rows if row[name] is not None and (by is None or row[by] == value)])
        for group, names in groups.items()
        for name in names
        for value in values
    ]


def _spelled(value) -> str | None:
    return f"{value:g}" if isinstance(value, (int, float)) else value


def layout(statistics: list[str], found: list[dict], by: str | None) -> dict:
    """How they are printed: groups as headings, units of measurement where any variable has one."""
    measured = [Cell("unit_of_measurement", "Measured in", "text")] * any(row["unit_of_measurement"] for row in found)
    grouped = any(row["group"] for row in found)
    return grid(
        rows="variable",
        heading="Variable",
        group="group" if grouped else None,
        across="by" if by else None,
        variable=by,
        cells=[*(measured if by is None else []), *(CELLS[name] for name in statistics)],
    )
