"""Who adopts a policy when."""

from core.errors import named
from core.grids import Cell, grid

COLUMNS = ["cohort", "units", "share", "names"]
NEVER = "never"
NAMES = 60  # units that a cell names
NOTE = "Cohort: first year in which the policy of a unit is 1."


def cohorts(rows: list[dict], policy: str) -> list[dict]:
    """A row for each first treated year, ascending, and one for units that are never treated."""
    units = dict.fromkeys(row["unit"] for row in rows)
    start: dict[str, int] = {}
    for row in rows:
        if row[policy] == 1:
            start[row["unit"]] = min(row["year"], start.get(row["unit"], row["year"]))
    groups = {year: [unit for unit in units if start.get(unit) == year] for year in sorted(set(start.values()))}
    found = [
        {"cohort": str(year), "units": len(own), "share": len(own) / len(units), "names": named(own, NAMES)}
        for year, own in groups.items()
    ]
    never = len(units) - len(start)
    return [*found, {"cohort": NEVER, "units": never, "share": never / len(units), "names": ""}]


def layout() -> dict:
    """How cohorts are printed."""
    cells = [Cell("units", "Units", "count"), Cell("share", "Share"), Cell("names", "Who", "text")]
    return grid("cohort", cells, "Cohort", notes=[NOTE])
