"""One raw table, validated: keys known and unique, every cell a number of the declared unit and range."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import repeat

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from panel.account import Account
from panel.crosswalk import Crosswalk, Match, match, match_province
from panel.layouts import Records, fold
from panel.numbers import MOST_DIGITS, may_be_two_numbers, parse_numbers, parse_years
from panel.problems import join_problems, problems
from panel.units import factor, is_amount, unit_in

SAME = 1e-9  # relative difference of two numbers that are the same one, printed twice


@dataclass(frozen=True)
class Scope:
    """What the study covers: years with their history, and units by the crosswalk if there is one."""

    years: tuple[int, int]
    crosswalk: Crosswalk | None
    members: frozenset[str] | None  # units of the study, if the crosswalk says so
    left: dict[str, tuple[int, str]]  # abolished units: their last year and the event
    units: str  # path to the definitions of units of measurement
    unknown: str = "refuse"  # or `drop`: what becomes of keys that stand for no unit


@dataclass(frozen=True)
class Place:
    """Where a table comes from, for messages."""

    file: str
    sheet: str
    records: Records

    def problems(self, name: str, cells: pd.DataFrame, values, expected: str, remedy: str = "") -> pd.DataFrame:
        """Faults of the column of `name`; in a wide table, of the column of each year."""
        if cells.empty:
            return join_problems([])
        headers = [self.records.header(name, year) for year in cells["year"]]
        table = problems(self.file, "", cells["row"], values, expected, remedy, self.sheet)
        return table.assign(column=headers)

    def faulty(self, found: pd.DataFrame) -> frozenset[str]:
        """The variables, and `key` and `year`, whose columns have some of the problems."""
        columns = set(found["column"])
        return frozenset(name for (name, _), header in self.records.headers.items() if header in columns)


def validated(place: Place, source: dict, scope: Scope, account: Account) -> pd.DataFrame:
    """unit, year and the variables of one raw table, as numbers in the panel's units; faults go to the `account`.

    Rows declared as totals, rows of years outside the study and of units that are not members leave, and the account
    names every value in them. Rows that repeat others are collapsed if equal, else they are a fault.
    """
    cells, names = place.records.cells, list(source["columns"])
    cells = _without_totals(cells, names, source["drop_rows"], place, account)
    cells = _of_the_years(cells, names, place, scope, account)
    cells = _of_the_units(cells, names, place, source["level"], scope, account)
    parsed = {name: _numbers(cells, name, place, source, scope, account) for name in names}
    values = pd.DataFrame({"unit": cells["unit"], "time": cells["time"], **parsed})
    return _once(values, cells, place, account).rename(columns={"time": "year"})


def _without_totals(cells, names, patterns: list[str], place: Place, account: Account) -> pd.DataFrame:
    if not patterns:
        return cells
    folded = [fold(pattern) for pattern in patterns]
    keys = {key: any(fnmatchcase(fold(key), pattern) for pattern in folded) for key in cells["key"].unique()}
    totals = cells["key"].map(keys).to_numpy(dtype=bool)
    rows = cells[totals]
    rows = rows.assign(unit=rows["key"], year=parse_years(rows["year"]).values)
    account.drop(rows, names, f"{place.file}: row left out by drop_rows")
    return cells[~totals]


def _of_the_years(cells, names, place: Place, scope: Scope, account: Account) -> pd.DataFrame:
    """Rows of the study's years, with the year as the integer `time`."""
    parsed, (first, last) = parse_years(cells["year"]), scope.years
    wrong = parsed.wrong.to_numpy()
    account.problem(place.problems("year", cells[wrong], cells["year"][wrong], "a year of four digits"))
    cells = cells[~wrong].assign(time=parsed.values[~wrong].astype(int), rewritten=parsed.why[~wrong] != "")
    inside = cells["time"].between(first, last).to_numpy()
    if len(cells) and not inside.any():
        found = sorted(cells["time"].unique())
        account.warn(f"no row is of the years {first} to {last}; those of the file are {named(found)}", place.file)
    outside = cells[~inside]
    outside = outside.assign(unit=outside["key"], year=outside["time"])
    account.drop(outside, names, f"{place.file}: year outside {first}-{last}")
    return cells[inside]


def _of_the_units(cells, names, place: Place, level: str, scope: Scope, account: Account) -> pd.DataFrame:
    """Rows of the study's units, with the key of the panel as `unit`."""
    if level == "country":
        return cells.assign(unit="")
    pairs = cells[["key", "province"]].drop_duplicates()
    found = [_match(key, province, level, scope) for key, province in zip(pairs["key"], pairs["province"], strict=True)]
    pairs = pairs.assign(unit=[one.code for one in found], how=[one.how for one in found])
    cells = cells.merge(pairs.assign(fault=[one.fault for one in found]), on=["key", "province"], how="left")
    if scope.unknown == "drop" and level == "unit":
        unknown = {pair.key for pair, one in zip(pairs.itertuples(), found, strict=True) if one.unknown}
        cells = _without_unknown(cells, names, unknown, place, account)
    for fault, wrong in cells[cells["fault"] != ""].groupby("fault", sort=False):
        remedy = (
            "Correct the key, add it to the table of `aliases`, or leave totals out with `drop_rows`; `unknown: drop` "
            "under `unit` leaves all unknown ones out."
        )
        account.problem(place.problems("key", wrong, wrong["key"], fault, remedy if scope.crosswalk else ""))
    cells = cells[cells["fault"] == ""]
    if scope.members is not None and level == "unit":
        member = cells["unit"].isin(scope.members)
        others = cells[~member].assign(year=cells["time"])
        account.drop(others, names, f"{place.file}: unit is not a member of the study")
        cells = cells[member]
    cells = _without_abolished(cells, names, place, scope, account)
    for how, rows in cells[cells["how"] != ""].groupby("how"):
        account.change(rows["unit"], rows["time"], "unit", rows["key"], rows["unit"], f"{place.file}: {how}")
    if not place.records.wide:
        rows = cells[cells["rewritten"]]
        why = f"{place.file}: a year written otherwise"
        account.change(rows["unit"], rows["time"], "year", rows["year"], rows["time"], why)
    return cells


def _without_unknown(cells, names, unknown: set[str], place: Place, account: Account):
    """The rows whose keys stand for some unit; the others are listed."""
    there = cells["key"].isin(unknown)
    leaving = cells[there]
    account.drop(leaving.assign(unit=leaving["key"], year=leaving["time"]), names, f"{place.file}: unit is not known")
    if unknown:
        account.warn(f"{len(unknown)} keys stand for no unit, and leave: {named(sorted(unknown))}", place.file)
    return cells[~there]


def _match(key: str, province: str, level: str, scope: Scope) -> Match:
    if not key:
        return Match(fault="the key of a unit")
    if scope.crosswalk is None:
        return Match(key)
    return match(key, province, scope.crosswalk) if level == "unit" else match_province(key, scope.crosswalk)


def _without_abolished(cells, names, place: Place, scope: Scope, account: Account) -> pd.DataFrame:
    """Rows of units that still exist; an abolished one may have empty cells after its end, as a wide table does."""
    for unit, (last, event) in scope.left.items():
        late = (cells["unit"] == unit) & (cells["time"] > last)
        filled = late & (cells[names].fillna("") != "").any(axis=1)
        expected = f"no value after {last}, when the unit was abolished ({event}); the name now means another unit"
        rows = cells[filled]
        account.problem(place.problems("key", rows, rows["key"], expected, "Leave the rows out with `drop_rows`."))
        cells = cells[~late]
    return cells


def _numbers(cells, name: str, place: Place, source: dict, scope: Scope, account: Account) -> np.ndarray:
    """Values of one variable in the panel's unit."""
    column, file = source["columns"][name], place.file
    parsed = parse_numbers(cells[name], source["decimal"] or ".", source["missing"])
    _say_wrong(parsed.wrong.to_numpy(), cells, name, place, source, account)
    for why in parsed.why[parsed.why != ""].unique():
        at = (parsed.why == why).to_numpy()
        after = "" if why == "declared as missing" else parsed.values[at]
        account.change(cells["unit"][at], cells["time"][at], name, cells[name][at], after, f"{file}: {why}")
    values = _converted(parsed.values, cells, name, column, file, scope, account)
    _warn_negative(values, cells, name, column, file, scope, account)
    low, high = column["range"] or ((0, 1) if column["share"] else (-np.inf, np.inf))
    beyond = (values.notna() & ~values.between(low, high)).to_numpy()
    unit = column["convert_to"] or ("" if isinstance(column["unit"], dict) else column["unit"])
    expected = f"a value from {low:g} to {high:g}{f' {unit}' if unit else ''}"
    percent = column["share"] and values.max() > 1
    remedy = "Percentages become fractions with `unit: percent` and `convert_to: fraction`." if percent else ""
    account.problem(place.problems(name, cells[beyond], cells[name][beyond], expected, remedy))
    return values.to_numpy()


def _say_wrong(wrong: np.ndarray, cells, name: str, place: Place, source: dict, account: Account) -> None:
    """Cells that are no numbers, that are too long for one, and whose comma may mean two things."""
    long = wrong & (cells[name].fillna("").str.len() > MOST_DIGITS).to_numpy()
    remedy = "Correct the cells, or declare what means a missing value with `missing`."
    plain = wrong & ~long
    expected = "a number, or an empty cell if missing"
    account.problem(place.problems(name, cells[plain], cells[name][plain], expected, remedy))
    expected = f"a number of at most {MOST_DIGITS} digits"
    account.problem(place.problems(name, cells[long], cells[name][long], expected, "Correct the cells."))
    if source["delimiter"] == "semicolon" and source["decimal"] is None:
        either = may_be_two_numbers(cells[name]).to_numpy()
        expected = "a number that can be read in one way only"
        remedy = 'Say what the comma is: `decimal: ","`, or `decimal: "."` if it separates thousands.'
        account.problem(place.problems(name, cells[either], cells[name][either], expected, remedy))


def _warn_negative(values, cells, name: str, column: dict, file: str, scope: Scope, account: Account) -> None:
    """Warn of negative values of what cannot be negative by its unit of measurement, unless there is a `range`."""
    negative = (values < 0).to_numpy()
    unit = column["convert_to"] or column["unit"]
    if column["range"] or not negative.any() or not any(map(is_amount, _units(unit), repeat(scope.units))):
        return
    cases = zip(cells["unit"][negative], cells["time"][negative], values[negative], strict=True)
    shown = named([f"{unit} {year}: {value:.6g}".strip() for unit, year, value in cases])
    account.warn(f"{int(negative.sum())} negative values, {shown}; `range` says which are possible", file, name)


def _units(unit: str | dict) -> list[str]:
    return [unit] if isinstance(unit, str) else list(unit.values())


def _converted(values, cells, name: str, column: dict, file: str, scope: Scope, account: Account) -> pd.Series:
    target = column["convert_to"]
    if not target:
        return values
    by_year = {year: unit_in(column["unit"], int(year)) for year in cells["time"].unique()}
    try:
        factors = {unit: factor(unit, target, scope.units) for unit in sorted(set(by_year.values()))}
    except StudyError as error:
        raise StudyError(f"`columns.{name}`: {error}") from None
    result = values * cells["time"].map(by_year).map(factors).astype(float)
    for unit, number in factors.items():
        if number != 1:
            at = (cells["time"].map(by_year) == unit).to_numpy() & values.notna().to_numpy()
            why = f"{file}: converted from {unit} to {target}"
            account.change(cells["unit"][at], cells["time"][at], name, values[at], result[at], why)
    return result


def _once(values: pd.DataFrame, cells: pd.DataFrame, place: Place, account: Account) -> pd.DataFrame:
    """Each unit and year once, sorted by them."""
    keys, names = ["unit", "time"], list(values.columns[2:])
    ordered = values.assign(row=cells["row"].to_numpy()).sort_values([*keys, "row"], ignore_index=True)
    again = ordered.duplicated(keys).to_numpy()
    first, later = ordered[~again], ordered[again]
    if len(later):
        before = later[keys].merge(first, on=keys, how="left")
        one, other = before[names].to_numpy(dtype=float), later[names].to_numpy(dtype=float)
        bad = ~np.isclose(one, other, rtol=SAME, atol=0, equal_nan=True)
        _refuse_repeated(before, later, bad, names, place, account)
        equal = later[~bad.any(axis=1)]
        why = f"{place.file}: row repeats another of the same unit and year"
        account.drop(equal.assign(year=equal["time"]), names, why)
        if len(equal):
            account.warn(f"{len(equal)} rows repeat others with equal values and are left out", place.file)
    return first.drop(columns="row").reset_index(drop=True)


def _refuse_repeated(before, later, bad: np.ndarray, names: list[str], place: Place, account: Account) -> None:
    keys = [key for key in ("key", "year") if (key, "") in place.records.headers]
    column = ", ".join(place.records.header(key) for key in keys)
    for position in np.flatnonzero(bad.any(axis=1)):
        row, earlier = later.iloc[position], int(before["row"].iloc[position])
        other = [names[number] for number in np.flatnonzero(bad[position])]
        expected = f"each unit and year once; row {earlier} is of the same, with another {named(other)}"
        value = f"{row['unit']}, {row['time']}".removeprefix(", ")
        remedy = "Delete the wrong row."
        account.problem(problems(place.file, column, [row["row"]], [value], expected, remedy, place.sheet))
