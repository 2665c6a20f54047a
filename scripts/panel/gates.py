"""Values that are possible but not plausible: slips of units, spikes, breaks, copies. The grossest are refused.

Panels in this module are indexed by unit and year and hold what was read, before anything was filled.
"""

import numpy as np
import pandas as pd

from core.errors import named
from panel.account import Account
from panel.interpolation import SPIKE, growth, spikes
from panel.problems import Listing

JUMP = 8  # times the unit's own value of the year before, or 1 / 8 of it
MANY = 0.25  # share of units that jump in the same direction in the same year: their unit of measurement changed
BREAK = 0.4  # change of the median log growth of a year against the other years, without any single jump
COPIED = (0.05, 0.95)  # shares of exact repeats of the year before; above the second a variable is fixed by nature
SUM = 0.01  # how far shares may be from 1 in sum


def check_values(panel: pd.DataFrame, files: dict[str, str], columns: dict[str, dict], jumps: str, account: Account):
    """Every gate on every variable of `columns`; `files` names the file of a variable for the messages."""
    for name, column in columns.items():
        wide = panel[name].unstack("year")
        values, file = wide.to_numpy(dtype=float), files[name]
        if column["plausible"]:
            _median(values, name, file, column, account)
        if not np.isfinite(values).any():
            account.refuse(
                file,
                f"column of `{name}` has no value in the years {wide.columns[0]} to {wide.columns[-1]}; take it out of "
                "the study file, or look at the years of the file and of the study",
            )
            continue
        if len(np.unique(values[np.isfinite(values)])) > 2:
            _jumps(wide, name, file, jumps, account)
            _spikes(wide, name, file, account)
            _break(wide, name, file, account)
            _copies(values, name, file, account)


def check_alike(panel: pd.DataFrame, renamed: set[str], account: Account) -> None:
    """Warn of constant variables and of variables that are equal.

    A variable in `renamed` may be equal to the one that bears its new name.
    """
    constant = [name for name in panel if panel[name].nunique() == 1]
    for name in constant:
        account.warn(f"`{name}` is constant", variable=name)
    groups: dict[bytes, str] = {}
    for name in panel.columns[panel.nunique() > 1]:
        content = panel[name].to_numpy(dtype=float).tobytes()
        if content in groups and groups[content] not in renamed:
            account.warn(f"`{name}` has the same values as `{groups[content]}`", variable=name)
        groups.setdefault(content, name)


def check_indicators(panel: pd.DataFrame, indicators: dict[str, bool], account: Account) -> None:
    """The account gets the inputs and outputs of the efficiency model that are negative, or zero where they may not be.

    `indicators` says of each whether it may be zero.
    """
    for name in panel.columns.intersection(list(indicators)):
        wrong = panel[name] < 0 if indicators[name] else panel[name] <= 0
        cells = [f"{unit} {year}" for unit, year in panel.index[wrong]]
        if cells:
            floor = "" if indicators[name] else "; zeros that are true may be floored: `efficiency.zero_policy: floor`"
            what = "negative" if indicators[name] else "zero or negative"
            account.refuse(
                "",
                f"`{name}` is {what} in {len(cells)} unit-years; efficiency needs positive values: {named(cells)}.\n"
                f"  Correct them, or leave the cells empty: such a unit-year has no score{floor}",
                cells,
            )


def check_shares(panel: pd.DataFrame, groups: list[list[str]]) -> None:
    """StudyError where a group of shares does not sum to 1."""
    for group in groups:
        total = panel[group].sum(axis=1, min_count=len(group))
        wrong = total[(total - 1).abs() > SUM]
        if len(wrong):
            cases = [f"{unit} {year} ({value:.4g})" for (unit, year), value in wrong.items()]
            hint = (
                "  They look like percentages: `unit: percent`, `convert_to: fraction`" if wrong.median() > 50 else ""
            )
            raise Listing(
                f"{' + '.join(f'`{name}`' for name in group)} do not sum to 1 in {len(wrong)} unit-years: "
                f"{named(cases)}" + (f".\n{hint}" if hint else ""),
                cases,
            )


def _median(values: np.ndarray, name: str, file: str, column: dict, account: Account) -> None:
    low, high = column["plausible"]
    median = float(np.nanmedian(values))
    if not low <= median <= high:
        unit = column["convert_to"] or column["unit"]
        times = (
            f", {median / high:.3g} times the upper end"
            if median > high
            else f", 1/{low / median:.3g} of the lower end"
            if median > 0
            else ""
        )
        what = f"the median, {median:.6g} {unit}, is outside the plausible {low:g} to {high:g}{times}: another unit?"
        account.warn(what, file, name)


def _steps(wide: pd.DataFrame) -> pd.DataFrame:
    """Log changes from the year before, where a variable has any."""
    return pd.DataFrame(growth(wide.to_numpy(dtype=float)), wide.index, wide.columns[1:])


def _jumps(wide: pd.DataFrame, name: str, file: str, policy: str, account: Account) -> None:
    steps = _steps(wide)
    alone = steps.abs() > np.log(JUMP)
    for year in steps:
        for direction in (1, -1):
            there = steps[year] * direction > np.log(JUMP)
            if there.sum() < 2 or there.sum() < MANY * steps[year].notna().sum():
                continue
            factor = np.exp(steps.loc[there, year].median())
            times = f"{factor:.4g}" if factor > 1 else f"1/{1 / factor:.4g}"
            what = f"`{name}` is {times} times the year before in {year}, in {there.sum()} of {len(wide)} units at once"
            if policy == "warn":
                account.warn(what, file, name, "", int(year))
            else:
                account.refuse(
                    file,
                    f"{what}: {named(list(wide.index[there]))}.\n  If its unit of measurement changed, say so, as "
                    f"`unit: {{{wide.columns[0]}: 万元, {year}: 亿元}}`; if the values are right, set `jumps: warn` "
                    "under `panel`",
                    wide.index[there],
                )
            alone.loc[there, year] = False
    peaks = pd.DataFrame(spikes(wide.to_numpy(dtype=float)), wide.index, wide.columns)
    beside = peaks.iloc[:, 1:] | peaks.shift(1, axis=1, fill_value=False).iloc[:, 1:]
    for unit, year in (alone & ~beside).stack()[lambda one: one].index:
        what = f"{np.exp(steps.loc[unit, year]):.4g} times the year before, to {wide.loc[unit, year]:.6g}"
        account.warn(what, file, name, unit, int(year))


def _spikes(wide: pd.DataFrame, name: str, file: str, account: Account) -> None:
    values = wide.to_numpy(dtype=float)
    for row, place in zip(*np.nonzero(spikes(values)), strict=True):
        around = " and ".join(f"{value:.6g}" for value in (values[row, place - 1], values[row, place + 1]))
        times = f"more than {np.exp(SPIKE):.0f} times up or down and back"
        what = f"one-year spike, {times}: {values[row, place]:.6g} between {around}"
        account.warn(what, file, name, str(wide.index[row]), int(wide.columns[place]))


def _break(wide: pd.DataFrame, name: str, file: str, account: Account) -> None:
    medians = _steps(wide).median()
    for year, median in medians.items():
        usual = medians.drop(year).median()
        if abs(median - usual) > BREAK and abs(median) <= np.log(JUMP):
            what = (
                f"break common to all units: the median change is {100 * np.expm1(median):+.0f} % in {year} and "
                f"{100 * np.expm1(usual):+.0f} % in other years; did the scope of the series change?"
            )
            account.warn(what, file, name, "", int(year))


def _copies(values: np.ndarray, name: str, file: str, account: Account) -> None:
    both = np.isfinite(values[:, 1:]) & np.isfinite(values[:, :-1]) & (values[:, 1:] != 0)
    share = float((values[:, 1:] == values[:, :-1])[both].mean()) if both.any() else 0.0
    if COPIED[0] < share <= COPIED[1]:
        account.warn(f"{100 * share:.0f} % of the values repeat the year before exactly: carried forward?", file, name)
