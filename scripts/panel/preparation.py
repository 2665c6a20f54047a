"""From the raw tables of a study to its panel: the order of the steps."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.errors import StudyError, named
from panel.account import Account
from panel.assemble import Part, complete, join, spread
from panel.boundaries import Change, abolished, apply_changes, changes_within, check_changes
from panel.contract import validate
from panel.crosswalk import Crosswalk, check_aliases, crosswalk, idle_aliases, province_of
from panel.facts import column, read_facts
from panel.gates import check_alike, check_indicators, check_shares, check_values
from panel.interpolation import interpolate
from panel.layouts import records
from panel.policies import check_policies, origin, warn_imputed_starts, with_copies, with_rosters
from panel.problems import join_problems
from panel.reading import read_grid
from panel.roster import roster_starts
from panel.tables import Place, Scope, validated
from panel.texts import is_text, typed
from panel.variables import construct
from panel.winsorizing import winsorize


@dataclass(frozen=True)
class Files:
    """Files of a study: raw tables in the order of `panel.sources`, and tables of facts; [] for one that it has not."""

    sources: list[str]
    crosswalk: str | list
    aliases: str | list
    changes: str | list
    rosters: list[str]  # of the policies that have one, in their order
    units: str  # definitions of units of measurement


def prepare(
    files: Files,
    unit: dict,
    years: tuple[int, int],
    block: dict,
    policies: dict[str, dict],
    used: list[str],
    account: Account,
) -> pd.DataFrame | None:
    """The panel of a study, with columns unit, year and every variable; None if the `account` has problems.

    `unit`, `block` (its key `panel`) and `policies` are parts of the study file, `used` the variables of its
    efficiency model. Behind a fault the work goes on with what is sound, so that one run says all faults; one that
    stops it goes to the account as well.
    """
    with account.taking():
        return _prepared(files, unit, tuple(years), block, policies, used, account)


def _prepared(files, unit, years, block, policies, used, account) -> pd.DataFrame | None:
    span = (block["history"] or years[0], years[1])
    paths = (files.crosswalk, files.aliases, files.changes)
    cities, aliases, events = (read_facts(path, account) if path else None for path in paths)
    if len(account.all_problems()):
        return None
    for path, table, check in ((files.aliases, aliases, check_aliases), (files.changes, events, check_changes)):
        with account.taking(path):
            if table is not None:
                check(table)
    if len(account.all_problems()):
        return None
    with account.taking(files.crosswalk):
        known = crosswalk(cities, aliases, events) if files.crosswalk else None
    if len(account.all_problems()):
        return None
    if known and aliases is not None and (idle := idle_aliases(aliases, known)):
        account.warn(f"{len(idle)} aliases do nothing: {named(idle)}", files.aliases)
    changes = changes_within(events, unit["boundaries"], span)
    scope = _scope(unit, cities, known, changes, abolished(events, span[1]), span, files.units)
    sources = list(zip(files.sources, block["sources"], strict=True))
    parts = [_part(path, _keyed(source, unit), scope, account) for path, source in sources]
    rosters = _rosters(files.rosters, policies, known, _units_of(parts), account)
    if any(part is None for part in parts):
        return None
    raw, present = _assembled(parts, unit, block, known, changes, scope, years, account)
    faulty = set().union(*(part.faulty for part in parts))
    filled, spoilt = _filled(raw, present, sources, block, years, faulty, account)
    filled = _with_attributes(filled, unit["attributes"], cities)
    filled = with_rosters(filled, policies, rosters, years[1], account)
    return _finished(filled, spoilt, years, block, policies, used, account)


def _filled(raw, present, sources, block, years, faulty: set[str], account):
    """The panel after the gates, without the missing values that may be filled and the units that may not stay.

    Beside it the variables that faults have spoilt: where these have lost rows, or left values unfilled, holes are no
    faults of their own, nor is what a variable with `faulty` cells lacks.
    """
    spoilt = frozenset(faulty | set(present.columns[~present.all()]))
    columns = {name: column for source in block["sources"] for name, column in source["columns"].items()}
    files = {name: ", ".join(path for path, source in sources if name in source["columns"]) for name in columns}
    sound = {name: column for name, column in columns.items() if name not in faulty}
    check_values(raw, files, sound, block["jumps"], account)
    before = len(account.problems)
    filled = interpolate(raw, block["interpolate"], years, account)
    if faulty & {"key", "year"} or len(account.problems) > before:
        return filled, spoilt
    wanted = {name for rule in block["interpolate"] for name in rule["variables"]}
    study = filled[filled.index.get_level_values("year") >= years[0]]
    kept = complete(study, present, wanted, files, block["balanced"], account)
    filled = filled[filled.index.get_level_values("unit").isin(kept.index.get_level_values("unit"))]
    return filled, spoilt if len(account.problems) > before else frozenset(faulty)


def _finished(filled, spoilt, years, block, policies, used, account) -> pd.DataFrame | None:
    """Derived variables, the years of the study, and the last checks."""
    built = with_copies(construct(filled, block["variables"], years, account, spoilt), policies, years[1], account)
    built = built[built.index.get_level_values("year") >= years[0]]
    built = check_policies(built, _sound(policies, built, account), account, block["balanced"] == "allow")
    renamed = {*block["variables"].values(), *(policy["variable"] for policy in policies.values())}
    texts = [name for name in built if is_text(built[name])]
    with account.taking():
        _refuse_texts(texts, used, block, policies)
    with account.taking():
        check_shares(built, block["sum_to_one"])
    check_indicators(built.drop(columns=texts), used, account)
    check_alike(built.drop(columns=texts), renamed, account)
    if len(account.all_problems()):
        return None
    warn_imputed_starts(built, policies, account.audit(), account)
    for name in built:
        if lacking := int(built[name].isna().sum()):
            account.warn(f"missing in {lacking} of {len(built)} unit-years", variable=name)
    built = built.assign(**{name: typed(built[name], name) for name in texts})  # of the units that stayed
    numbers = [name for name in built if not is_text(built[name])]
    table = built.reset_index().astype({"year": int, **dict.fromkeys(numbers, float)})
    return validate(winsorize(table, block["winsorize"], account), block, years)


def _sound(policies: dict[str, dict], panel: pd.DataFrame, account: Account) -> dict[str, dict]:
    """The policies that no fault of a roster or of an expression has left without a value."""
    if not len(account.all_problems()):
        return policies
    return {name: policy for name, policy in policies.items() if panel[origin(name, policies)[0]].notna().any()}


def _refuse_texts(texts: list[str], used: list[str], block: dict, policies: dict[str, dict]) -> None:
    """StudyError for a variable that holds text where numbers are needed."""
    places = {"the efficiency model": used, **{f"policy `{name}`": [one["variable"]] for name, one in policies.items()}}
    places["`panel.winsorize`"] = block["winsorize"]["variables"] if block["winsorize"] else []
    places["`panel.sum_to_one`"] = [name for group in block["sum_to_one"] for name in group]
    for place, names in places.items():
        if strange := [name for name in names if name in texts]:
            raise StudyError(f"{place}: {named(strange)} holds text; for 1 where it has a value, write `COLUMN=VALUE`")


def _rosters(paths: list[str], policies: dict, known, units: set[str] | None, account) -> dict[str, pd.Series]:
    """First treated years by unit of each policy that has a sound roster; every file is read once."""
    tables = {path: read_facts(path, account) for path in dict.fromkeys(paths)}
    names = [name for name, policy in policies.items() if policy["roster"]]
    starts = {}
    for name, path in zip(names, paths, strict=True):
        before = len(account.all_problems())
        if tables[path] is not None:
            with account.taking(path):
                found = roster_starts(tables[path], path, name, policies[name], known, units, account)
                starts |= {name: found} if len(account.all_problems()) == before else {}
    return starts


def _units_of(parts: list[Part | None]) -> set[str] | None:
    """The units that the raw tables have; None if one of these cannot be read."""
    if any(part is None for part in parts):
        return None
    return {unit for part in parts if part.source["level"] == "unit" for unit in part.table["unit"]}


def _scope(unit: dict, table, known: Crosswalk | None, changes: list[Change], ended: dict, span, units: str) -> Scope:
    members = None
    if unit["members"]:
        header = column(table, unit["members"], "`unit.members`: the crosswalk")
        members = frozenset(table.iloc[:, 0][~table[header].str.strip().isin(["", "0"])])
        members |= {change.old for change in changes if change.policy == "merge" and set(change.new) & members} - {""}
    return Scope(span, known, members, ended, units, unit["unknown"])


def _keyed(source: dict, unit: dict) -> dict:
    """`source` with the headers that may hold its key, as `unit`, and the province beside it."""
    key = {"unit": unit["key"], "province": unit["province"], "country": []}[source["level"]]
    return source | {"unit": key, "province": unit["province"] if source["level"] == "unit" else []}


def _part(path: str, source: dict, scope: Scope, account: Account) -> Part | None:
    """One raw table; None if it cannot be read at all."""
    with account.taking(path):
        grid = read_grid(Path(path), source)
        found = records(grid, source)
        if grid.encoding not in ("", "utf-8"):
            account.change_of_file(grid.encoding, "utf-8", f"{path}: encoding")
        for what in found.blanks:
            account.change_of_file(what, "", f"{path}: invisible characters taken out of keys")
        for header in found.ignored:
            account.change_of_file("", "", f"{path}: column is not declared and was ignored", header)
        for address, text in grid.beside.items():
            account.change_of_file(text, "", f"{path}: cell {address} beside the table was ignored")
        if grid.outside:
            account.change_of_file(f"{grid.outside} cells", "", f"{path}: outside of range {source['range']}")
        for row in sorted(grid.hidden & set(grid.rows.index)):
            account.change_of_file(f"row {row}", "read", f"{path}: row is hidden in the sheet", "")
        before, place = len(account.problems), Place(path, grid.sheet, found)
        table = validated(place, source, scope, account)
        return Part(path, table, source, place.faulty(join_problems(account.problems[before:])))


def _assembled(parts, unit, block, known, changes, scope, years, account) -> tuple[pd.DataFrame, pd.DataFrame]:
    raw, present = join(parts, scope.years, scope.members, account)
    fixed = [
        name
        for source in block["sources"]
        for name, column in source["columns"].items()
        if source["level"] == "unit" and (column["share"] or not column["additive"])
    ]
    raw = apply_changes(raw, changes, fixed, years[1], account)
    units = raw.index.get_level_values("unit").unique() if known else []
    return spread(raw, parts, {key: province_of(key, known) for key in units}, account), present


def _with_attributes(panel: pd.DataFrame, attributes: dict[str, str], table: pd.DataFrame | None) -> pd.DataFrame:
    """`panel` with variables from the crosswalk: 0 and 1 for `column=value`, else numbers, or text."""
    for name, text in attributes.items():
        header, equals, value = text.partition("=")
        header = column(table, header, f"`unit.attributes.{name}`: the crosswalk")
        cells = (table[header] == value).astype(float) if equals else table[header]
        by_unit = pd.Series(cells.to_numpy(), table.iloc[:, 0])
        values = pd.Series(panel.index.get_level_values("unit").map(by_unit).to_numpy(), panel.index)
        try:
            panel = panel.assign(**{name: values if equals else typed(values, header)})
        except StudyError as error:
            raise StudyError(f"`unit.attributes.{name}`: {error}") from None
    return panel
