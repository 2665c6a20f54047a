"""Unit-years in groups, and what their variables are on average. The standard library alone."""

from collections import defaultdict
from numbers import Real

from core.classes import Classes
from core.errors import StudyError, named, nearest
from core.grids import grid
from core.summaries import CELLS, refuse_text, summary

MOST_GROUPS = 100
ALL = "all unit-years"
ALL_YEARS = "all years"
STATISTICS = list(CELLS)
MEANS = ["variable", "group", "year", *STATISTICS]


def observed(rows: list[dict], of: str) -> list[dict]:
    """The rows in which `of` has a value; StudyError if it is text, or has none at all."""
    refuse_text(rows, [of])
    found = [row for row in rows if row[of] is not None]
    if not found:
        raise StudyError(f"variable `{of}` has no value in any of {len(rows)} unit-years")
    return found


def grouped(rows: list[dict], by: str, most: int = MOST_GROUPS) -> dict[str, list[dict]]:
    """The rows of each value of `by`, in the order of the values; those without a value are in none."""
    found = defaultdict(list)
    if rows and by not in rows[0]:
        raise StudyError(f"variable `{by}` is not in the panel; {nearest(by, list(rows[0])[2:])}")
    for row in rows:
        if row[by] is not None:
            found[row[by]].append(row)
    if len(found) > most:
        raise StudyError(
            f"`by: {by}` has {len(found)} values, such as {named(sorted(found), 3)}; there is room for {most}. Name a "
            "variable with fewer values."
        )
    return {spelled(value): found[value] for value in sorted(found)}


def spelled(value) -> str:
    return f"{value:.12g}" if isinstance(value, Real) else str(value)


def means_of(rows: list[dict], of: list[str], by: str | Classes, years: list[int] | None) -> list[dict]:
    """Statistics of each variable for each group, and for all unit-years, by each of `years` or over all years.

    The groups are the values of the variable `by`, or the classes of the variable itself. With `by` of `year` the
    years are the groups.
    """
    refuse_text(rows, of)
    chosen = [row for row in rows if years is None or row["year"] in years]
    spread = years if years and by != "year" else [None]
    return [
        {"variable": name, "group": group, "year": year}
        | summary([row[name] for row in members if row[name] is not None and year in (None, row["year"])])
        for name in of
        for group, members in (groups_of(chosen, by, name) | {ALL: chosen}).items()
        for year in spread
    ]


def groups_of(rows: list[dict], by: str | Classes, of: str) -> dict[str, list[dict]]:
    if isinstance(by, str):
        return grouped(rows, by)
    known = [row for row in rows if row[of] is not None]
    return {name: [row for row in known if by.number(row[of]) == number] for number, name in enumerate(by.names)}


def means_layout(heading: str, statistics: list[str], found: list[dict], left_out: int) -> dict:
    """The grid of `means_of`; `left_out` unit-years are in no group."""
    notes = [f"Unit-years left out because {heading} is missing, but for the last row: {left_out}."] * (left_out > 0)
    return grid(
        rows="group",
        heading=heading,
        group="variable" if len({row["variable"] for row in found}) > 1 else None,
        across="year" if found[0]["year"] else None,
        cells=[CELLS[name] for name in statistics],
        notes=notes,
    )
