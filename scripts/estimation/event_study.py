"""Event dummies: years relative to the first treated year, with binned ends and a base year."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from estimation.least_squares import sums
from estimation.sample import Groups, Sample

BASE = -1  # unless the study says otherwise
FEW_UNITS = 3  # a dummy that fewer units carry has no usable clustered standard error
SHARE = 0.2  # of the treated units, that the outermost dummies of the default window have at least


@dataclass(frozen=True)
class EventDummies:
    """`keys` (q,) ascending without those left out; `leads` those of them before the policy, which a test of trends
    takes together; `dummies` (N, q), a row for each of the sample; `support` a row for each key of the window, with k,
    units, rows, binned, base."""

    keys: tuple[int, ...]
    leads: tuple[int, ...]
    dummies: np.ndarray
    support: pd.DataFrame
    warnings: tuple[str, ...]


def panel_starts(panel: pd.DataFrame, policy: str, units: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """First treated year (n,) of `units` in the whole `panel`, ``inf`` for never, and a warning about unsure ones.

    A sample may end before a unit is treated, or begin after; its relative years are known all the same. Rows without
    a value of the policy say nothing: where one stands right before the first treated row, the start is unsure.
    Raises StudyError for units treated since their first row.
    """
    rows = panel.loc[panel["unit"].isin(units) & panel[policy].notna(), ["unit", "year", policy]]
    observed = rows.groupby("unit")["year"].min().reindex(units)
    start = rows[rows[policy] == 1].groupby("unit")["year"].min().reindex(units)
    if unknown := list(units[(start == observed).to_numpy()]):
        raise StudyError(
            f"policy `{policy}`: units treated since their first year, so that the years since are not known: "
            f"{named(unknown)}.\n  Let the panel begin earlier, or leave these units out."
        )
    before = start.dropna() - 1
    known = pd.MultiIndex.from_frame(rows[["unit", "year"]])
    unsure = list(before.index[~pd.MultiIndex.from_arrays([before.index, before]).isin(known)])
    warning = f"`{policy}` is not known in the year before the first treated one of {named(unsure)}"
    return start.fillna(np.inf).to_numpy(dtype=float), [warning] * bool(unsure)


def term_name(policy: str, key: int) -> str:
    return f"{policy}::{key}"


def relative_years(start: np.ndarray, sample: Sample) -> np.ndarray:
    """(N,) years since the first treated year of the unit, NaN for units never treated."""
    return sample.year - np.where(np.isinf(start), np.nan, start)[sample.unit]


def default_window(start: np.ndarray, sample: Sample, base: int = BASE) -> tuple[int, int]:
    """Outermost relative years to which at least max(3, a fifth of the treated) units contribute."""
    relative = relative_years(start, sample)
    keys, counts = np.unique(relative[~np.isnan(relative)], return_counts=True)
    treated = int(np.isfinite(start).sum())
    enough = keys[counts >= max(FEW_UNITS, SHARE * treated)]
    if not (np.any(enough <= min(base, -1)) and np.any(enough >= max(base, 0))):
        raise StudyError(
            f"with {treated} treated units no default window of the event study around the base {base} is possible: "
            "set `window`"
        )
    return int(enough.min()), int(enough.max())


def event_dummies(start: np.ndarray, sample: Sample, window: tuple[int, int], base: int = BASE) -> EventDummies:
    """Dummies of the relative years in `window` = (lo, hi), ends binned, `base` left out; zero for the never treated.

    `start` (n,) are the first treated years of the units of `sample`.

    If every unit is treated sooner or later, the most distant lead is left out as well: trends in relative
    time and in calendar time are otherwise the same thing.

    Raises StudyError for a window that does not contain -1, 0 and the base, and for a key without rows (by number).
    """
    lo, hi = window
    if not (lo <= min(base, -1) and hi >= max(base, 0)):
        raise StudyError(f"event-study window [{lo}, {hi}]: it has to contain the base {base}, -1 and 0")
    relative = relative_years(start, sample)
    binned = np.clip(relative, lo, hi)
    keys = np.arange(lo, hi + 1)
    cells = binned[:, None] == keys
    rows = cells.sum(axis=0)
    if not rows.all():
        raise StudyError(
            f"no unit is observed at relative year {keys[rows == 0][0]}; observed are {np.nanmin(relative):.0f} to "
            f"{np.nanmax(relative):.0f}. Narrow the `window` [{lo}, {hi}]."
        )
    units = (sums(Groups("unit", sample.unit, len(sample.units)), cells.astype(int)) > 0).sum(axis=0)
    beyond = ((keys == lo) & (np.nanmin(relative) < lo)) | ((keys == hi) & (np.nanmax(relative) > hi))
    out = keys == base
    if np.isfinite(start).all():
        out |= keys == keys[keys != base][0]
    support = pd.DataFrame({"k": keys, "units": units, "rows": rows, "binned": beyond, "base": out})
    left = tuple(int(key) for key in keys[~out])
    leads = tuple(key for key in left if key < 0) if base < 0 else ()
    return EventDummies(left, leads, cells[:, ~out].astype(float), support, _warnings(support, base))


def _warnings(support: pd.DataFrame, base: int) -> tuple[str, ...]:
    found = []
    if base >= 0:
        found.append(
            f"the base {base} is a treated year: all effects are differences from the effect of that year, and "
            "pre-trends are not tested"
        )
    if further := [k for k in support.loc[support["base"], "k"] if k != base]:
        found.append(f"all units are treated in the end: base {base}, and {further[0]} left out as well")
    if thin := list(support.loc[(support["units"] < FEW_UNITS) & ~support["base"], "k"]):
        years = ", ".join(map(str, thin)).replace("-", "−")
        rest = f"relative years {years} rest" if len(thin) > 1 else f"relative year {years} rests"
        errors = "their standard errors mean" if len(thin) > 1 else "its standard error means"
        found.append(f"{rest} on fewer than {FEW_UNITS} units: {errors} little")
    return tuple(found)
