"""Administrative changes: units that are renamed, upgraded, abolished, merged, or give a county to another."""

from dataclasses import dataclass

import pandas as pd

from core.errors import StudyError, named, nearest
from panel.account import Account
from panel.numbers import parse_years
from panel.problems import Listing

ABOLISHED = ("abolished_and_split", "merged_into")
COLUMNS = (
    *("event_id", "year", "event", "adcode_old", "name_old_zh", "adcode_new", "name_new_zh"),
    "panel_effect",
)
ENTERS = ("upgraded_to_prefecture_level_city", "new_city")


@dataclass(frozen=True)
class Change:
    """One event in the study's years, and what the study does about it."""

    event: str
    year: int
    kind: str
    old: str  # code, empty if none
    new: tuple[str, ...]
    policy: str
    text: str  # what it does to a panel

    @property
    def abolishes(self) -> bool:
        return self.kind in ABOLISHED


def check_changes(table: pd.DataFrame) -> None:
    """StudyError for a table of changes without one of its columns, or with a year that is none."""
    if absent := [name for name in COLUMNS if name not in table]:
        raise StudyError(f"has no column {named([f'`{name}`' for name in absent])}; {nearest(absent[0], list(table))}")
    wrong = table["year"][parse_years(table["year"]).wrong]
    if len(wrong):
        shown = [f"row {row} {year!r}" for row, year in wrong.items()]
        raise Listing(f"column `year`: {named(shown)}; expected a year of four digits", shown)


def changes_within(table: pd.DataFrame | None, policies: dict[str, str], years: tuple[int, int]) -> list[Change]:
    """The changes of `years` with their policy, `default` where none is given; renames are a matter of names only.

    Raises StudyError for an event that the table does not have, and for a merger without a single receiver.
    """
    if table is None:
        return []
    for event in policies:
        if event != "default" and event not in set(table["event_id"]):
            raise StudyError(f"`unit.boundaries`: no event `{event}`; {nearest(event, list(table['event_id']))}")
    found = []
    for row in table[table["year"].astype(int).between(*years) & (table["event"] != "rename")].to_dict("records"):
        receivers = tuple(row["adcode_new"].split(";"))
        policy = policies.get(row["event_id"], policies.get("default", "follow"))
        text = f"{row['event_id']} {row['year']}: {row['name_old_zh']} -> {row['name_new_zh']}; {row['panel_effect']}"
        old = row["adcode_old"] if row["event"] not in ENTERS else ""
        found.append(Change(row["event_id"], int(row["year"]), row["event"], old, receivers, policy, text))
    return found


def abolished(table: pd.DataFrame | None, last: int) -> dict[str, tuple[int, str]]:
    """Year and event of the end of each unit that was abolished by the year `last`."""
    if table is None:
        return {}
    ends = table[table["event"].isin(ABOLISHED) & (table["year"].astype(int) <= last)]
    return {row["adcode_old"]: (int(row["year"]), row["event_id"]) for row in ends.to_dict("records")}


def apply_changes(
    panel: pd.DataFrame, changes: list[Change], fixed: list[str], last: int, account: Account
) -> pd.DataFrame:
    """The panel, indexed by unit and year, after every change was followed, merged or dropped; each is listed.

    `fixed` are the variables that may not be added up. A unit abolished before the `last` year leaves.
    """
    for change in changes:
        units = {change.old, *change.new} - {""}
        if not units & set(panel.index.get_level_values("unit")):
            continue
        if change.policy == "drop":
            panel = _leave(panel, units, f"{change.event}: dropped", account)
        elif change.policy == "merge" and change.old:
            panel = _merge(panel, change, fixed, account)
        elif change.abolishes and change.year < last:
            panel = _leave(panel, {change.old}, f"{change.event}: abolished, boundaries followed", account)
        account.warn(f"{change.text} ({change.policy})", unit=change.new[0], year=change.year)
    return panel


def _leave(panel: pd.DataFrame, units: set[str], why: str, account: Account) -> pd.DataFrame:
    leaving = panel.index.get_level_values("unit").isin(units)
    account.drop(panel[leaving].reset_index(), list(panel), why)
    return panel[~leaving]


def _merge(panel: pd.DataFrame, change: Change, fixed: list[str], account: Account) -> pd.DataFrame:
    """Add the old unit to its receiver in every year; after its end, the receiver is the whole."""
    if len(change.new) > 1:
        raise StudyError(
            f"`unit.boundaries`: {change.event} divides {change.old} among {named(list(change.new))}, so there is no "
            "unit to merge it with; say `follow` or `drop`"
        )
    (receiver,) = change.new
    names = [name for name in panel if name not in fixed]
    old, into = (panel.loc[[unit], names].droplevel("unit") for unit in (change.old, receiver))
    into = into[into.index <= change.year] if change.abolishes else into
    total = into + old.reindex(into.index)  # missing where one of the two is
    for name in names:
        differ = into.index[(total[name] != into[name]) & into[name].notna()]
        before, after = into.loc[differ, name], total.loc[differ, name]
        why = f"{change.event}: merged with {change.old}"
        account.change([receiver] * len(differ), differ, name, before, after, why)
    if fixed:
        account.warn(f"{change.event}: not added up, the receiver's own value stays: {named(fixed)}", unit=receiver)
    merged = panel.copy()
    merged.loc[pd.MultiIndex.from_product([[receiver], into.index]), names] = total.to_numpy()
    return merged.drop(index=change.old, level="unit")
