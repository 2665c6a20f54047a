"""Event dummies: years relative to the first treated year, with binned ends and base year -1."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError, named

BASE = -1
FEW_UNITS = 3  # a dummy that fewer units carry has no usable clustered standard error
SHARE = 0.2  # of the treated units, that the outermost dummies of the default window have at least


@dataclass(frozen=True)
class EventDummies:
    """`keys` (q,) ascending without those left out; `dummies` (N, T, q); `support` a row for each key of the
    window, with k, units, rows, binned, base."""

    keys: tuple[int, ...]
    dummies: np.ndarray
    support: pd.DataFrame
    warnings: tuple[str, ...]


def panel_starts(panel: pd.DataFrame, policy: str, units: np.ndarray) -> np.ndarray:
    """First treated year (N,) of `units` in the whole `panel`, ``inf`` for never.

    A sample may end before a unit is treated, or begin after; its relative years are known all the same.
    Raises StudyError for units treated since their first row, and for gaps of the policy.
    """
    rows = panel.loc[panel["unit"].isin(units), ["unit", "year", policy]]
    if gaps := int(rows[policy].isna().sum()):
        raise StudyError(f"policy `{policy}` is missing in {gaps} unit-years of the panel; fill it, with 0 or 1")
    observed = rows.groupby("unit")["year"].min().reindex(units)
    start = rows[rows[policy] == 1].groupby("unit")["year"].min().reindex(units)
    if unknown := list(units[(start == observed).to_numpy()]):
        raise StudyError(
            f"policy `{policy}`: units treated since their first year, so that the years since are not known: "
            f"{named(unknown)}.\n  Let the panel begin earlier, or leave these units out."
        )
    return start.fillna(np.inf).to_numpy(dtype=float)


def term_name(policy: str, key: int) -> str:
    return f"{policy}::{key}"


def relative_years(start: np.ndarray, years: np.ndarray) -> np.ndarray:
    """(N, T) years since the first treated year, NaN for units never treated."""
    first = np.where(np.isinf(start), np.nan, start)
    return years[None, :] - first[:, None]


def default_window(start: np.ndarray, years: np.ndarray) -> tuple[int, int]:
    """Outermost relative years to which at least max(3, a fifth of the treated) units contribute."""
    relative = relative_years(start, years)
    keys, counts = np.unique(relative[~np.isnan(relative)], return_counts=True)
    treated = int(np.isfinite(start).sum())
    enough = keys[counts >= max(FEW_UNITS, SHARE * treated)]
    if not (np.any(enough <= BASE) and np.any(enough >= 0)):
        raise StudyError(f"with {treated} treated units no default window of the event study is possible: set `window`")
    return int(enough.min()), int(enough.max())


def event_dummies(start: np.ndarray, years: np.ndarray, window: tuple[int, int]) -> EventDummies:
    """Dummies of the relative years in `window` = (lo, hi), ends binned, -1 left out; zero for the never treated.

    If every unit is treated sooner or later, the most distant lead is left out as well: trends in relative
    time and in calendar time are otherwise the same thing.

    Raises StudyError for a window that does not contain -1 and 0, and for a key without rows (by number).
    """
    lo, hi = window
    if not (lo <= BASE and hi >= 0):
        raise StudyError(f"event-study window [{lo}, {hi}]: it has to contain the base {BASE} and 0")
    relative = relative_years(start, years)
    binned = np.clip(relative, lo, hi)
    keys = np.arange(lo, hi + 1)
    cells = binned[..., None] == keys
    rows = cells.sum(axis=(0, 1))
    if not rows.all():
        raise StudyError(
            f"no unit is observed at relative year {keys[rows == 0][0]}; observed are {np.nanmin(relative):.0f} to "
            f"{np.nanmax(relative):.0f}. Narrow the `window` [{lo}, {hi}]."
        )
    units = cells.any(axis=1).sum(axis=0)
    beyond = ((keys == lo) & (np.nanmin(relative) < lo)) | ((keys == hi) & (np.nanmax(relative) > hi))
    base = (keys == BASE) | (np.isfinite(start).all() & (keys == lo))
    support = pd.DataFrame({"k": keys, "units": units, "rows": rows, "binned": beyond, "base": base})
    return EventDummies(
        tuple(int(key) for key in keys[~base]), cells[..., ~base].astype(float), support, _warnings(support)
    )


def leads(keys: tuple[int, ...]) -> tuple[int, ...]:
    """The keys before the base, whose coefficients the pre-trend test takes together."""
    return tuple(key for key in keys if key < BASE)


def _warnings(support: pd.DataFrame) -> tuple[str, ...]:
    found = []
    if support["base"].sum() > 1:
        found.append(f"all units are treated in the end: base {BASE}, and {support['k'].min()} left out as well")
    if thin := list(support.loc[(support["units"] < FEW_UNITS) & ~support["base"], "k"]):
        found.append(f"relative years {thin} rest on fewer than {FEW_UNITS} units: their standard errors mean little")
    return tuple(found)
