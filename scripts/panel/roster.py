"""The treatment of the study: from a roster of treated units, or checked as it stands in a raw table."""

import pandas as pd

from core.errors import StudyError, named, nearest
from panel.account import Account
from panel.crosswalk import Crosswalk, match
from panel.numbers import parse_years
from panel.problems import join_problems, problems


def first_treated(
    table: pd.DataFrame,
    file: str,
    headers: tuple[str, str],
    crosswalk: Crosswalk | None,
    units: set[str],
    left_out: set[str],
    years: tuple[int, int],
    account: Account,
) -> pd.Series:
    """First treated year by unit, from a roster (all text) whose `headers` name the columns of unit and year.

    Every fault goes to the account: a unit that is unknown or not among `units`, a year outside `years`, a unit
    that stands twice. A unit that had to leave the panel (`left_out`) is a warning.
    """
    for header in headers:
        if header not in table:
            raise StudyError(f"{file}: the roster has no column `{header}`; {nearest(header, list(table))}")
    keys, rows = table[headers[0]].str.strip(), pd.Series(range(2, len(table) + 2), table.index)
    matches = {key: match(key, "", crosswalk, roster=True) if crosswalk else None for key in keys.unique()}
    codes = keys.map({key: found.code if found else key for key, found in matches.items()})
    faults = keys.map({key: found.fault if found else "" for key, found in matches.items()})
    faults = faults.mask((faults == "") & ~codes.isin(units | left_out), "a unit of the panel")
    found = [
        problems(file, headers[0], rows[faults == fault], keys[faults == fault], fault, "Correct the roster.")
        for fault in faults[faults != ""].unique()
    ]
    parsed = parse_years(table[headers[1]])
    outside = parsed.wrong | ~parsed.values.fillna(0).between(*years)
    expected = f"a year from {years[0]} to {years[1]}"
    remedy = "A unit that is treated later is not treated in this study: take it out of the roster."
    found.append(problems(file, headers[1], rows[outside], table[headers[1]][outside], expected, remedy))
    twice = codes.duplicated() & (faults == "")
    found.append(problems(file, headers[0], rows[twice], keys[twice], "each unit once", "Delete the wrong row."))
    account.problem(join_problems(found))
    if gone := sorted(set(codes) & left_out):
        account.warn(f"treated units that are not in the panel: {named(gone)}", file)
    kept = (faults == "") & ~outside & ~twice & codes.isin(units)
    return pd.Series(parsed.values[kept].astype(int).to_numpy(), codes[kept].to_numpy())


def treatment(index: pd.MultiIndex, start: pd.Series) -> pd.Series:
    """1 from the first treated year of a unit on, else 0, for a panel indexed by unit and year."""
    begun = index.get_level_values("unit").map(start).to_numpy(dtype=float)
    return pd.Series((index.get_level_values("year").to_numpy() >= begun).astype(float), index)


def check_treatment(panel: pd.DataFrame, policy: dict, account: Account) -> pd.DataFrame:
    """`panel`, indexed by unit and year, if its policy variable is a treatment that is 0 or 1 and never switched off.

    Raises StudyError for other values, a treatment that ends, no treated unit, or all units treated at once. Units
    treated from the first year on are refused, or leave and are listed, as `always_treated` says.
    """
    name = policy["variable"]
    values = panel[name].unstack("year")
    wrong = panel.index[~panel[name].isin([0, 1])]
    if len(wrong):
        raise StudyError(f"policy `{name}` is neither 0 nor 1 in {len(wrong)} unit-years: {_named(wrong)}")
    ends = values.diff(axis=1) < 0
    if ends.any(axis=None):
        where = [f"{unit} {year}" for unit, year in ends.stack()[lambda one: one].index]
        raise StudyError(
            f"policy `{name}` switches off in {len(where)} unit-years: {named(where)}.\n"
            "  A treatment stays on once it began; correct the years, or use another variable for what ended"
        )
    always = list(values.index[values.iloc[:, 0] == 1])
    if always and policy["always_treated"] == "refuse":
        raise StudyError(
            f"policy `{name}`: {len(always)} units are treated from the first year on, so nothing is seen before: "
            f"{named(always)}.\n  Begin the study earlier, or set `always_treated: drop_units` under `policy`"
        )
    if always:
        leaving = panel.index.get_level_values("unit").isin(always)
        account.drop(panel[leaving].reset_index(), list(panel), "unit left out: treated from the first year on")
        account.warn(f"{len(always)} units left out, treated from the first year on: {named(always)}", variable=name)
        panel, values = panel[~leaving], values.drop(index=always)
    if not (values == 1).any(axis=None):
        raise StudyError(f"policy `{name}`: no unit is ever treated")
    if (values.nunique() == 1).all():
        raise StudyError(f"policy `{name}`: all units are treated from the same year on, so there is no comparison")
    if (values.iloc[:, -1] == 1).all():
        account.warn("every unit is treated in the end; only later ones are a comparison", variable=name)
    return panel


def warn_imputed_starts(panel: pd.DataFrame, policy: str, audit: pd.DataFrame, account: Account) -> None:
    """Warn of values that were filled in the first treated year of a treated unit."""
    start = panel[policy][panel[policy] == 1].reset_index().groupby("unit")["year"].min()
    filled = audit[audit["why"].str.contains("interpolated|extrapolated")]
    for row in filled[filled["unit"].map(start) == filled["year"]].to_dict("records"):
        what = f"{row['why'].split(',')[0]} in the first treated year of the unit"
        account.warn(what, "", row["variable"], row["unit"], int(row["year"]))


def _named(index: pd.MultiIndex) -> str:
    return named([f"{unit} {year}" for unit, year in index])
