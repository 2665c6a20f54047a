"""From the raw tables of a study to its panel: the order of the steps."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.errors import StudyError
from panel.account import Account
from panel.assemble import Part, complete, join, spread
from panel.boundaries import Change, abolished, apply_changes, changes_within
from panel.contract import validate
from panel.crosswalk import Crosswalk, crosswalk, province_of
from panel.gates import check_alike, check_shares, check_values
from panel.interpolation import interpolate
from panel.layouts import records
from panel.numbers import PLAIN
from panel.reading import read_grid
from panel.roster import check_treatment, first_treated, treatment, warn_imputed_starts
from panel.tables import Place, Scope, validated
from panel.variables import construct
from panel.winsorizing import winsorize


@dataclass(frozen=True)
class Paths:
    """Files of a study: raw tables in the order of `panel.sources`, and the tables of facts, if any."""

    sources: list[str]
    units: str
    crosswalk: str | None = None
    aliases: str | None = None
    changes: str | None = None
    roster: str | None = None


def prepare(
    paths: Paths,
    unit: dict,
    years: tuple[int, int],
    panel: dict,
    policy: dict | None,
    used: list[str],
    account: Account,
) -> pd.DataFrame | None:
    """The panel of a study, with columns unit, year and every variable; None if the `account` has problems.

    `unit`, `panel` and `policy` are blocks of the study file, `used` the variables of its efficiency model. A fault
    that stops the work goes to the account as well.
    """
    try:
        return _prepared(paths, unit, tuple(years), panel, policy, used, account)
    except StudyError as error:
        account.refuse("", str(error))
        return None


def _prepared(paths, unit, years, panel, policy, used, account) -> pd.DataFrame | None:
    span = (panel["history"] or years[0], years[1])
    tables = [read_texts(path) if path else None for path in (paths.crosswalk, paths.aliases, paths.changes)]
    known = crosswalk(*tables) if tables[0] is not None else None
    changes = changes_within(tables[2], unit["boundaries"], span)
    scope = _scope(unit, tables[0], known, changes, abolished(tables[2], span[1]), span, paths.units)
    sources = list(zip(paths.sources, panel["sources"], strict=True))
    parts = [_part(path, _keyed(source, unit), scope, account) for path, source in sources]
    if len(account.all_problems()):
        return None
    raw, present = _assembled(parts, unit, panel, known, changes, scope, years, account)
    columns = {name: column for source in panel["sources"] for name, column in source["columns"].items()}
    files = {name: ", ".join(path for path, source in sources if name in source["columns"]) for name in columns}
    study = raw.index.get_level_values("year") >= years[0]
    check_values(raw, files, columns, panel["jumps"], account)
    if len(account.all_problems()):
        return None
    filled = interpolate(raw, panel["interpolate"], years, account)
    wanted = {name for rule in panel["interpolate"] for name in rule["variables"]}
    kept = complete(filled[study], present, wanted, files, panel["balanced"], account)
    filled = filled[filled.index.get_level_values("unit").isin(kept.index.get_level_values("unit"))]
    filled = _with_attributes(filled, unit["attributes"], tables[0])
    filled = _with_policy(filled, policy, paths.roster, known, set(raw.index.get_level_values("unit")), years, account)
    if len(account.all_problems()):
        return None
    return _finished(filled, years, panel, policy, used, account)


def _finished(filled, years, panel, policy, used, account) -> pd.DataFrame:
    """Derived variables, the years of the study, and the last checks."""
    built = construct(filled, panel["variables"], years, account)
    built = built[built.index.get_level_values("year") >= years[0]]
    if policy:
        built = check_treatment(built, policy, account)
        warn_imputed_starts(built, policy["variable"], account.audit(), account)
    check_shares(built, panel["sum_to_one"])
    check_alike(built, used, set(panel["variables"].values()), account)
    for name in built:
        if lacking := int(built[name].isna().sum()):
            account.warn(f"missing in {lacking} of {len(built)} unit-years", variable=name)
    table = built.reset_index().astype({"year": int, **dict.fromkeys(built, float)})
    return validate(winsorize(table, panel["winsorize"], account), panel, years)


def read_texts(path: str) -> pd.DataFrame:
    """A table of facts, all text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def _scope(unit: dict, table, known: Crosswalk | None, changes: list[Change], ended: dict, span, units: str) -> Scope:
    members = None
    if unit["members"]:
        if unit["members"] not in table:
            raise StudyError(f"`unit.members`: the crosswalk has no column `{unit['members']}`")
        members = frozenset(table.iloc[:, 0][~table[unit["members"]].str.strip().isin(["", "0"])])
        members |= {change.old for change in changes if change.policy == "merge" and set(change.new) & members} - {""}
    return Scope(span, known, members, ended, units)


def _keyed(source: dict, unit: dict) -> dict:
    """`source` with the headers that may hold its key, as `unit`, and the province beside it."""
    key = {"unit": unit["key"], "province": unit["province"], "country": []}[source["level"]]
    return source | {"unit": key, "province": unit["province"] if source["level"] == "unit" else []}


def _part(path: str, source: dict, scope: Scope, account: Account) -> Part | None:
    """One raw table; None if it cannot be read at all."""
    try:
        grid = read_grid(Path(path), source)
        found = records(grid, source)
        if grid.encoding not in ("", "utf-8"):
            account.change_of_file(grid.encoding, "utf-8", f"{path}: encoding")
        for header in found.ignored:
            account.change_of_file("", "", f"{path}: column is not declared and was ignored", header)
        for row in sorted(grid.hidden & set(grid.rows.index)):
            account.change_of_file(f"row {row}", "read", f"{path}: row is hidden in the sheet", "")
        return Part(path, validated(Place(path, grid.sheet, found), source, scope, account), source)
    except StudyError as error:
        account.refuse(path, str(error))
        return None


def _assembled(parts, unit, panel, known, changes, scope, years, account) -> tuple[pd.DataFrame, pd.DataFrame]:
    raw, present = join(parts, scope.years, scope.members, account)
    fixed = [
        name
        for source in panel["sources"]
        for name, column in source["columns"].items()
        if source["level"] == "unit" and (column["share"] or not column["additive"])
    ]
    raw = apply_changes(raw, changes, fixed, years[1], account)
    units = raw.index.get_level_values("unit").unique() if known else []
    return spread(raw, parts, {key: province_of(key, known) for key in units}, account), present


def _with_attributes(panel: pd.DataFrame, attributes: dict[str, str], table: pd.DataFrame | None) -> pd.DataFrame:
    for name, text in attributes.items():
        column, equals, value = text.partition("=")
        if column not in table:
            raise StudyError(f"`unit.attributes.{name}`: the crosswalk has no column `{column}`")
        if equals:
            values = table[column] == value
        elif (strange := table[column][~table[column].str.fullmatch(rf"({PLAIN})?")]).any():
            raise StudyError(
                f"`unit.attributes.{name}`: the column `{column}` of the crosswalk holds `{strange.iloc[0]}`, which is "
                f"no number; write `{column}={strange.iloc[0]}` for 1 where it has that value"
            )
        else:
            values = pd.to_numeric(table[column].replace("", None))
        by_unit = pd.Series(values.to_numpy(dtype=float), table.iloc[:, 0])
        panel = panel.assign(**{name: panel.index.get_level_values("unit").map(by_unit).to_numpy(dtype=float)})
    return panel


def _with_policy(panel, policy, path: str | None, known, raw_units: set[str], years, account) -> pd.DataFrame:
    if not path:
        return panel
    units = set(panel.index.get_level_values("unit"))
    headers = (policy["unit"], policy["year"])
    start = first_treated(read_texts(path), path, headers, known, units, raw_units - units, years, account)
    return panel.assign(**{policy["variable"]: treatment(panel.index, start)})
