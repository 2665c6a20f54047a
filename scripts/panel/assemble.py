"""One panel from several tables: the study's years, every unit in each of them, and a row for what was left out."""

import pandas as pd

from core.errors import StudyError, named

AUDIT = ["unit", "year", "variable", "before", "after", "why"]


def join(tables: dict[str, pd.DataFrame], years: tuple[int, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The panel of the study's `years`, sorted by unit and year, and the audit of the rows outside them.

    Raises StudyError if a file lacks a unit-year that another file has: no hole is filled unseen.
    """
    first, last = years
    inside = {path: table[table["year"].between(first, last)] for path, table in tables.items()}
    audit = [outside(table[~table["year"].between(first, last)], path, years) for path, table in tables.items()]
    keys = pd.concat([table[["unit", "year"]] for table in inside.values()]).drop_duplicates()
    if keys.empty:
        raise StudyError(f"{named(list(tables))}: no row of the years {first} to {last}")
    panel = keys.sort_values(["unit", "year"], ignore_index=True)
    for path, table in inside.items():
        _refuse_holes(keys, table, path)
        panel = panel.merge(table, on=["unit", "year"], how="left", validate="1:1")
    _refuse_unbalanced(panel, years)
    return panel, pd.concat(audit, ignore_index=True)


def outside(rows: pd.DataFrame, path: str, years: tuple[int, int]) -> pd.DataFrame:
    """Audit of rows that are not of the study's years: one row for each value."""
    values = rows.melt(["unit", "year"], value_name="before").dropna(subset="before")
    return values.assign(after="", why=f"{path}: year outside {years[0]}-{years[1]}")[AUDIT]


def _refuse_holes(keys: pd.DataFrame, table: pd.DataFrame, path: str) -> None:
    merged = keys.merge(table[["unit", "year"]], how="left", indicator=True)
    holes = merged[merged["_merge"] == "left_only"].sort_values(["unit", "year"])
    if len(holes):
        where = named([f"{unit} {year}" for unit, year in zip(holes["unit"], holes["year"], strict=True)])
        raise StudyError(
            f"{path}: no row for {len(holes)} unit-years that another source has: {where}.\n"
            "  Add the rows, with empty cells where a value is missing."
        )


def _refuse_unbalanced(panel: pd.DataFrame, years: tuple[int, int]) -> None:
    wanted = set(range(years[0], years[1] + 1))
    for unit, present in panel.groupby("unit")["year"]:
        if lacking := sorted(wanted - set(present)):
            raise StudyError(
                f"unit {unit}: no row in any source for {named(lacking)}; the study's `years` are "
                f"{years[0]} to {years[1]}.\n  Add the rows, with empty cells where a value is missing."
            )
