"""One panel from several tables: every unit of the study in each of its years, and what no file has a row for.

Panels in this module are indexed by unit and year; a column is a variable.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from panel.account import Account
from panel.tables import SAME

KEYS = ["unit", "year"]


@dataclass(frozen=True)
class Part:
    """A validated table and its block of the study file."""

    file: str
    table: pd.DataFrame  # unit, year, variables
    source: dict
    faulty: frozenset[str] = frozenset()  # variables, and `key` and `year`, of which some cells are refused


def join(
    parts: list[Part], years: tuple[int, int], members: frozenset[str] | None, account: Account
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The panel of `years` from the tables of units, sorted, and for each value whether some file has a row for it.

    Where several files have a variable, the first value counts. Another value further down is a fault, unless
    the source says `on_conflict: first_file_wins`.
    """
    own = [part for part in parts if part.source["level"] == "unit"]
    units = set().union(members or [], *(part.table["unit"] for part in own))
    if not any(len(part.table) for part in own):
        raise StudyError(f"{named([part.file for part in parts])}: no row of the years {years[0]} to {years[1]}")
    index = pd.MultiIndex.from_product([sorted(units), range(years[0], years[1] + 1)], names=KEYS)
    panel, present = pd.DataFrame(index=index), pd.DataFrame(index=index)
    for part in own:
        table = part.table.set_index(KEYS)
        there = index.isin(table.index)
        panel = _added(panel, table.reindex(index), part, account)
        for name in table:
            present[name] = there | present[name] if name in present else there
    return panel, present


def spread(panel: pd.DataFrame, parts: list[Part], provinces: dict[str, str], account: Account) -> pd.DataFrame:
    """`panel` with the values of provinces and of the country given to each of their units."""
    units, years = (panel.index.get_level_values(level) for level in KEYS)
    for part in parts:
        if part.source["level"] != "unit":
            places = units.map(provinces) if part.source["level"] == "province" else [""] * len(panel)
            keys = pd.MultiIndex.from_arrays([places, years], names=KEYS)
            table = part.table.set_index(KEYS).reindex(keys).set_axis(panel.index)
            panel = _added(panel, table, part, account)
    return panel


def _added(panel: pd.DataFrame, table: pd.DataFrame, part: Part, account: Account) -> pd.DataFrame:
    """`panel` with the variables of `table`, of the same index; a value that it has already stays."""
    for name in table.columns.intersection(panel.columns):
        one, other = panel[name], table[name]
        close = np.isclose(one, other, rtol=SAME, atol=0)
        differ = one.notna() & other.notna() & ~close
        if differ.any():
            _conflict(one[differ], other[differ], part, account)
        table = table.assign(**{name: one.fillna(other)})
    return panel.assign(**table)


def _conflict(one: pd.Series, other: pd.Series, part: Part, account: Account) -> None:
    name, (units, years) = one.name, (one.index.get_level_values(level) for level in KEYS)
    if part.source["on_conflict"] == "first_file_wins":
        account.change(units, years, name, other, one, f"{part.file}: the value of a file above counts")
        account.warn(f"{len(one)} values differ from a file above, whose values count", part.file, name)
        return
    shown = [
        f"{unit} {year} ({first:.6g}, here {second:.6g})"
        for unit, year, first, second in zip(units, years, one, other, strict=True)
    ]
    account.refuse(
        part.file,
        f"`{name}` has another value in a file above in {len(shown)} unit-years: {named(shown)}.\n"
        "  Correct one of the files, or set `on_conflict: first_file_wins` under `panel.sources`",
        shown,
    )


def complete(
    panel: pd.DataFrame, present: pd.DataFrame, wanted: set[str], files: dict[str, str], policy: str, account: Account
) -> pd.DataFrame:
    """The panel without holes: refused, or their units left out, or kept and said, as the `policy` is.

    A hole is a value that no file has a row for, or that stays missing though the variable is in `wanted`. `files`
    maps variables to the files they are in. Holes that are refused go to the account, and stay.
    """
    known = present.reindex(panel.index).reindex(columns=panel.columns, fill_value=True)
    holes = panel.isna() & (~known.astype(bool) | panel.columns.isin(list(wanted)))
    if not holes.any(axis=None):
        return panel
    said = _say(panel, known, holes, files)
    if policy == "require":
        remedy = (
            "Add the rows, with empty cells where a value is missing, fill gaps by `interpolate`, or let `balanced` "
            "say that these units leave (`drop_units`) or stay (`allow`), under `panel`."
        )
        rows = panel.index[holes.any(axis=1)]
        account.refuse("", "\n".join([*said, f"  {remedy}"]), [f"{unit} {year}" for unit, year in rows])
        return panel
    for text in said:
        account.warn(text)
    if policy == "allow":
        return panel
    units = panel.index.get_level_values("unit")
    short = set(units[holes.any(axis=1)])
    leaving = units.isin(short)
    if leaving.all():
        raise StudyError("\n".join([*said, "  `balanced: drop_units` leaves no unit."]))
    account.drop(panel[leaving].reset_index(), list(panel), "unit left out, as it has holes")
    account.warn(f"{len(short)} units left out, as they have holes: {named(sorted(short))}")
    return panel[~leaving]


def _say(panel: pd.DataFrame, known: pd.DataFrame, holes: pd.DataFrame, files: dict[str, str]) -> list[str]:
    """Units without any row, then the holes by file, then the variables that stay missing."""
    absent = holes & ~known
    by_unit = absent.any(axis=1).groupby(level="unit").all() & ~known.groupby(level="unit").any().any(axis=1)
    empty = set(by_unit.index[by_unit])
    said = [f"{len(empty)} units have no row in any file: {named(sorted(empty))}"] if empty else []
    rest = ~panel.index.get_level_values("unit").isin(empty)
    for file in dict.fromkeys(files.values()):
        names = [name for name in panel if files.get(name) == file]
        rows = panel.index[absent[names].any(axis=1) & rest]
        if len(rows):
            said.append(f"{file}: no row for {len(rows)} unit-years: {_named(rows)}")
    for name in panel:
        rows = panel.index[holes[name] & known[name] & rest]
        if len(rows):
            said.append(f"{files.get(name, '')}: `{name}` stays missing in {len(rows)} unit-years: {_named(rows)}")
    return said


def _named(index: pd.MultiIndex) -> str:
    return named([f"{unit} {year}" for unit, year in index])
