"""The policies of a study as variables of its panel: 0 before the first treated year of a unit, 1 from it on.

Panels in this module are indexed by unit and year. The start of a unit is its first treated year, in or outside the
study's years; inf for a unit that is never treated, -inf for one that is treated as far back as is known.
"""

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from panel.account import Account
from panel.problems import Listing


def starts_of(policy: pd.Series) -> pd.Series:
    """Start of each unit by a 0/1 variable; -inf if treated in its first known year, as it may have begun before."""
    values = policy.unstack("year")
    years, treated = values.columns.to_numpy(dtype=float), (values == 1).to_numpy()
    first, known = treated.argmax(axis=1), values.notna().to_numpy().argmax(axis=1)
    begun = np.where(first == known, -np.inf, years[first])
    return pd.Series(np.where(treated.any(axis=1), begun, np.inf), values.index)


def treatment(index: pd.MultiIndex, starts: pd.Series) -> pd.Series:
    """1 from the start of a unit on, else 0, for every unit and year of `index`."""
    begun = index.get_level_values("unit").map(starts).to_numpy(dtype=float)
    return pd.Series((index.get_level_values("year").to_numpy() >= begun).astype(float), index)


def origin(name: str, policies: dict[str, dict]) -> tuple[str, int]:
    """The policy from which `name` has its starts, itself if it is like no other, and the years they are moved by."""
    policy = policies[name]
    if not policy["like"]:
        return name, 0
    first, moved = origin(policy["like"], policies)
    return first, moved + policy["shift"]


def with_rosters(
    panel: pd.DataFrame, policies: dict[str, dict], rosters: dict[str, pd.Series], last: int, account: Account
) -> pd.DataFrame:
    """`panel` with the policies that have a roster, and those like them; `rosters` has the starts of each by unit,
    but of a faulty one, whose policies are missing.

    Units of a roster that are not in the panel, and units that begin after the `last` year, are warnings.
    """
    units = panel.index.unique("unit")
    for name in policies:
        first, moved = origin(name, policies)
        if policies[first]["roster"] and first not in rosters:
            panel = panel.assign(**{name: np.nan})
        elif first in rosters:
            starts = rosters[first].reindex(units, fill_value=np.inf) + moved
            panel = _with_starts(panel, name, starts, last, account)
    for name, starts in rosters.items():
        if gone := sorted(starts.index.difference(units)):
            what = f"{len(gone)} treated units are not in the panel: {named(gone)}"
            account.warn(what, policies[name]["roster"], name)
    return panel


def with_copies(panel: pd.DataFrame, policies: dict[str, dict], last: int, account: Account) -> pd.DataFrame:
    """`panel` with the policies that are one of its variables by another name, and those like such a policy."""
    for name, policy in policies.items():
        first, moved = origin(name, policies)
        variable = policies[first]["variable"]
        if variable and policy["like"]:
            panel = _with_starts(panel, name, starts_of(panel[variable]) + moved, last, account)
        elif variable:
            panel = panel.assign(**{name: panel[variable]})
    return panel


def _with_starts(panel: pd.DataFrame, name: str, starts: pd.Series, last: int, account: Account) -> pd.DataFrame:
    late = sorted(starts.index[(starts > last) & np.isfinite(starts)])
    if late:
        what = f"{len(late)} units begin after {last} and are not treated within the study: {named(late)}"
        account.warn(what, variable=name)
    return panel.assign(**{name: treatment(panel.index, starts)})


def check_policies(
    panel: pd.DataFrame, policies: dict[str, dict], account: Account, may_be_missing: bool = False
) -> pd.DataFrame:
    """`panel` without the units that a policy leaves out as always treated; the account has the faults of every policy.

    `panel` has the years of the study. A policy that is missing in some unit-years is a fault unless it `may_be`, as
    behind other faults.
    """
    may_be_missing |= len(account.all_problems()) > 0
    for name, policy in policies.items():
        if policy["always_treated"] == "drop_units":
            panel = _without_always_treated(panel, name, account)
    for name, policy in policies.items():
        with account.taking():
            _check_missing(name, panel[name], may_be_missing, account)
            check_treatment(name, panel[name], policy["always_treated"], account)
    return panel


def check_treatment(name: str, policy: pd.Series, always_treated: str, account: Account) -> None:
    """StudyError unless the policy is 0, 1 or missing, never switches off, and lets treated be compared with untreated.

    Units treated from the first year on are refused or `keep`, as `always_treated` says.
    """
    wrong = policy.index[policy.notna() & ~policy.isin([0, 1])]
    if len(wrong):
        raise Listing(f"policy `{name}` is neither 0 nor 1 in {len(wrong)} unit-years: {_named(wrong)}", _cells(wrong))
    values = policy.unstack("year").ffill(axis=1)
    ends = values.diff(axis=1) < 0
    if ends.any(axis=None):
        where = ends.stack()[lambda one: one].index
        raise Listing(
            f"policy `{name}` switches off in {len(where)} unit-years: {_named(where)}.\n"
            "  A treatment stays on once it began; correct the years, or use another variable for what ended",
            _cells(where),
        )
    _check_always_treated(name, policy, always_treated, account)
    if not (values == 1).any(axis=None):
        raise StudyError(f"policy `{name}`: no unit is ever treated")
    if starts_of(policy).nunique() == 1:
        raise StudyError(f"policy `{name}`: all units are treated from the same year on, so there is no comparison")
    if (values == 1).any(axis=1).all():
        account.warn("every unit is treated in the end; only later ones are a comparison", variable=name)


def _check_missing(name: str, policy: pd.Series, may_be: bool, account: Account) -> None:
    """StudyError where the policy is missing, unless it `may_be`; then a warning of starts that may be earlier."""
    lost = policy.index[policy.isna()]
    if len(lost) and not may_be:
        raise Listing(
            f"policy `{name}` is missing in {len(lost)} unit-years: {_named(lost)}.\n"
            "  Write 0 or 1 into its column, or let these unit-years leave every model with `balanced: allow`",
            _cells(lost),
        )
    begins = (policy == 1) & policy.groupby(level="unit").shift().isna()
    begins &= policy.groupby(level="unit").transform(lambda own: own.ffill().shift()) == 0
    if unsure := list(policy.index.get_level_values("unit")[begins]):
        account.warn(f"{len(unsure)} units may begin earlier, where it is missing: {named(unsure)}", variable=name)


def _check_always_treated(name: str, policy: pd.Series, always_treated: str, account: Account) -> None:
    always = _always_treated(policy)
    if always and always_treated == "refuse":
        raise Listing(
            f"policy `{name}`: {len(always)} units are treated from the first year on, so nothing is seen before: "
            f"{named(always)}.\n  Begin the study earlier, or set `always_treated: drop_units` or `keep` under "
            f"`policies.{name}`",
            always,
        )
    if always:
        account.warn(f"{len(always)} units kept, treated from the first year on: {named(always)}", variable=name)


def _without_always_treated(panel: pd.DataFrame, name: str, account: Account) -> pd.DataFrame:
    always = _always_treated(panel[name])
    leaving = panel.index.get_level_values("unit").isin(always)
    if leaving.all():
        raise StudyError(f"policy `{name}`: `always_treated: drop_units` leaves no unit")
    if always:
        account.drop(panel[leaving].reset_index(), list(panel), "unit left out: treated from the first year on")
        account.warn(f"{len(always)} units left out, treated from the first year on: {named(always)}", variable=name)
    return panel[~leaving]


def _always_treated(policy: pd.Series) -> list[str]:
    """The units that are treated in the first year there is."""
    starts = starts_of(policy)
    return list(starts.index[starts == -np.inf])


def warn_imputed_starts(panel: pd.DataFrame, policies: dict[str, dict], audit: pd.DataFrame, account: Account) -> None:
    """Warn of values that were filled in the first treated year of a unit."""
    filled = audit[audit["why"].str.contains("interpolated|extrapolated")]
    for name in policies:
        starts = starts_of(panel[name])
        for row in filled[filled["unit"].map(starts) == filled["year"]].to_dict("records"):
            what = f"{row['why'].split(',')[0]} in the first treated year of the unit, policy `{name}`"
            account.warn(what, "", row["variable"], row["unit"], int(row["year"]))


def _named(index: pd.MultiIndex) -> str:
    return named(_cells(index))


def _cells(index: pd.MultiIndex) -> list[str]:
    return [f"{unit} {year}" for unit, year in index]
