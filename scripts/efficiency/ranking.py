"""The units with the highest and the lowest values of a variable. The standard library alone."""

from collections import defaultdict
from math import fsum

from core.errors import StudyError
from core.grids import Cell, grid
from efficiency.groups import ALL_YEARS, observed

ENDS_OF_INTERVAL = ("conf_low", "conf_high")
COLUMNS = ["end", "place", "year", "rank", "unit", "name", "value", *ENDS_OF_INTERVAL]
ENDS = ("Highest values", "Lowest values")
MEANS = "Values: means over the years in which a unit has any."
INTERVALS = "From, to: 95 % interval of the score against the true frontier; bootstrap.csv says why one is blank."
NOTE = "Places are counted from either end. Units with equal values share their rank, and stand in the order of names."


def ranking_of(rows: list[dict], of: str, years: list[int] | None, top: int) -> list[dict]:
    """The `top` units from either end, by each of `years`, or by their means over all years.

    `rank` counts from the highest value, and is the best of those that units with equal values share.
    """
    known, found = observed(rows, of), []
    for year in years or [ALL_YEARS]:
        values = {row["unit"]: row[of] for row in known if row["year"] == year} if years else means_by_unit(known, of)
        if not values:
            raise StudyError(f"variable `{of}` has no value in {year}; take it out of `years`")
        ordered = sorted(values, key=lambda unit: (-values[unit], unit))
        ranks = {unit: 1 + sum(other > values[unit] for other in values.values()) for unit in ordered}
        for end, units in zip(ENDS, (ordered[:top], ordered[::-1][:top]), strict=True):
            found += [
                {"end": end, "place": place, "year": year, "rank": ranks[unit], "unit": unit, "value": values[unit]}
                for place, unit in enumerate(units, start=1)
            ]
    return found


def told(ranking: list[dict], names: dict[str, str], intervals: dict[tuple, dict]) -> list[dict]:
    """The rows of a ranking with what their units are called, by unit, and with intervals, by unit and year; the key of
    a unit where it has no name, None where there is no interval."""
    return [
        row
        | {"name": names.get(row["unit"]) or row["unit"]}
        | {end: intervals.get((row["unit"], row["year"]), {}).get(end) for end in ENDS_OF_INTERVAL}
        for row in ranking
    ]


def means_by_unit(rows: list[dict], of: str) -> dict[str, float]:
    values = defaultdict(list)
    for row in rows:
        values[row["unit"]].append(row[of])
    return {unit: fsum(own) / len(own) for unit, own in values.items()}


def ranking_layout(by_year: bool, with_intervals: bool = False) -> dict:
    """The grid of `ranking_of`."""
    cells = [Cell("name", "Unit", "text"), Cell("value", "Value", "measure")]
    cells += [Cell("conf_low", "From"), Cell("conf_high", "To")] * with_intervals
    notes = [NOTE, *[MEANS] * (not by_year), *[INTERVALS] * with_intervals]
    return grid("place", cells, "Place", group="end", across="year", notes=notes)
