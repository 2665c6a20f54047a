"""Missing values of a unit filled from its own neighbours in time, no further than is asked."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from panel.account import Account
from panel.problems import Listing

SPIKE = np.log(3)  # a change up and back by more than this factor within two years


@dataclass(frozen=True)
class Filled:
    """Values after filling, and which were filled between two values or beyond the last one; all (N, T)."""

    values: np.ndarray
    between: np.ndarray
    beyond: np.ndarray
    left: np.ndarray  # place of the neighbour before, -1 if none
    right: np.ndarray  # place of the neighbour after, T if none


def fill(values: np.ndarray, max_gap: int, scale: str, edges: str, study: int = 0) -> Filled:
    """Fill runs of at most `max_gap` missing values in the rows of `values`, (N, T) units by years.

    `study` is the place of the study's first year: of a run that reaches over it, the years before it and the years
    from it on are counted apart, and each part is filled if it is short enough.

    Between two values by the straight line, of the logs if `scale` is `log`. Before the first and after the last
    value not at all (`edges` none), with the nearest value (hold), or by the line through the two nearest (trend).
    Raises StudyError for the logs of values that are not positive.
    """
    levels = np.asarray(values, dtype=float)
    seen = np.isfinite(levels)
    if scale == "log":
        if (levels[seen] <= 0).any():
            raise StudyError(
                f"{int((levels[seen] <= 0).sum())} values are not positive, so `scale: log` cannot be used"
            )
        levels = np.log(np.where(seen, levels, 1))
    places = np.broadcast_to(np.arange(levels.shape[1]), levels.shape)
    left = np.maximum.accumulate(np.where(seen, places, -1), axis=1)
    right = np.minimum.accumulate(np.where(seen, places, levels.shape[1])[:, ::-1], axis=1)[:, ::-1]
    inner = ~seen & (left >= 0) & (right < levels.shape[1])
    part = np.where(places >= study, right - np.maximum(left + 1, study), np.minimum(right, study) - left - 1)
    between = inner & (part <= max_gap)
    beyond = ~seen & ~inner & (part <= max_gap) if edges != "none" else np.zeros_like(seen)
    near = np.where(left >= 0, left, right).clip(0, levels.shape[1] - 1)
    far = np.where(inner, right, near if edges == "hold" else _second(seen, near, left)).clip(0, levels.shape[1] - 1)
    start, end = np.take_along_axis(levels, near, 1), np.take_along_axis(levels, far, 1)
    beyond &= np.take_along_axis(seen, far, 1) & ((far != near) | (edges == "hold"))
    with np.errstate(invalid="ignore", divide="ignore"):
        line = start + np.where(far == near, 0, (end - start) * (places - near) / (far - near))
    guess = np.exp(line) if scale == "log" else line
    return Filled(np.where(between | beyond, guess, np.where(seen, values, np.nan)), between, beyond, left, right)


def _second(seen: np.ndarray, near: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Place of the second-nearest value, on the side of `near`; `near` itself moved by one where none is found."""
    width = seen.shape[1]
    places = np.broadcast_to(np.arange(width), seen.shape)
    before = np.maximum.accumulate(np.where(seen, places, -1), axis=1)
    after = np.minimum.accumulate(np.where(seen, places, width)[:, ::-1], axis=1)[:, ::-1]
    earlier = np.take_along_axis(np.hstack([np.full((len(seen), 1), -1), before[:, :-1]]), near, 1)
    later = np.take_along_axis(np.hstack([after[:, 1:], np.full((len(seen), 1), width)]), near, 1)
    return np.where(left >= 0, np.where(earlier >= 0, earlier, near - 1), np.where(later < width, later, near + 1))


def growth(values: np.ndarray) -> np.ndarray:
    """(N, T-1) log changes of (N, T) values; missing where one of the two is not positive, and everywhere if a value is
    negative, as of logs, rates of growth and balances, whose ratios mean nothing."""
    has_ratios = not (values < 0).any()
    return np.diff(np.log(np.where((values > 0) & has_ratios, values, np.nan)), axis=1)


def spikes(values: np.ndarray) -> np.ndarray:
    """Cells of (N, T) values that rise and fall back, or fall and rise again, by more than a factor 3."""
    found, step = np.zeros(values.shape, dtype=bool), growth(values)
    up_and_back = (np.abs(step[:, :-1]) > SPIKE) & (np.abs(step[:, 1:]) > SPIKE) & (step[:, :-1] * step[:, 1:] < 0)
    found[:, 1:-1] = up_and_back
    return found


def interpolate(panel: pd.DataFrame, rules: list[dict], years: tuple[int, int], account: Account) -> pd.DataFrame:
    """`panel`, complete and indexed by unit and year, after the `rules` of the study; every filled cell is audited.

    The account has a fault for each rule that fills more of a variable, or of a unit over its variables, in `years`
    than it allows.
    """
    for rule in rules:
        filled = {}
        with account.taking():
            for name in rule["variables"]:
                panel, filled[name] = _filled(panel, name, rule, years[0], account)
                before = filled[name][filled[name].index.get_level_values("year") < years[0]]
                if before.any():
                    what = f"{int(before.sum())} values filled in years of `history`, which count for no limit"
                    account.warn(what, variable=name)
            _refuse_excess(pd.DataFrame(filled), rule, years)
    return panel


def _filled(panel: pd.DataFrame, name: str, rule: dict, first: int, account: Account) -> tuple[pd.DataFrame, pd.Series]:
    wide = panel[name].unstack("year")
    units, times, values = wide.index.to_numpy(), wide.columns.to_numpy(), wide.to_numpy(dtype=float)
    if rule["spikes"]:
        peaks = spikes(values)
        at = np.nonzero(peaks)
        account.change(units[at[0]], times[at[1]], name, values[at], "", "one-year spike taken as missing")
        values = np.where(peaks, np.nan, values)
    try:
        result = fill(values, rule["max_gap"], rule["scale"], rule["edges"], int((times < first).sum()))
    except StudyError as error:
        raise StudyError(f"`panel.interpolate`: `{name}`: {error}") from None
    for cells, why in (
        (result.between, f"interpolated, {rule['scale']}"),
        (result.beyond, f"extrapolated, {rule['edges']}, {rule['scale']}"),
    ):
        at = np.nonzero(cells)
        before = [_neighbours(values, times, result, row, column) for row, column in zip(*at, strict=True)]
        account.change(units[at[0]], times[at[1]], name, before, result.values[at], why)
        early = account.changes[-1]["year"] < first
        account.changes[-1].loc[early, "why"] += ", year of history"
    both = pd.DataFrame(result.values, wide.index, wide.columns).stack(future_stack=True)
    cells = pd.DataFrame(result.between | result.beyond, wide.index, wide.columns).stack(future_stack=True)
    return panel.assign(**{name: both.reindex(panel.index)}), cells.reindex(panel.index)


def _neighbours(values: np.ndarray, times: np.ndarray, result: Filled, row: int, column: int) -> str:
    """The values that a filled cell was computed from, as `missing; 2014: 3.2; 2017: 4.1`."""
    places = [int(place) for place in (result.left[row, column], result.right[row, column]) if 0 <= place < len(times)]
    return "; ".join(["missing", *(f"{times[place]}: {values[row, place]:.6g}" for place in places)])


def _refuse_excess(filled: pd.DataFrame, rule: dict, years: tuple[int, int]) -> None:
    inside = filled[filled.index.get_level_values("year") >= years[0]]
    shares, most = inside.mean(), rule["max_imputed_share"]
    by_unit, most_of_unit = inside.groupby(level="unit").mean().mean(axis=1), rule["max_imputed_per_unit"]
    lines = [
        f"`{name}`: {100 * share:.1f} % of its values of {years[0]} to {years[1]} would be filled, more than "
        f"`max_imputed_share` {100 * most:g} %"
        for name, share in shares.items()
        if share > most and name not in rule["allow"]
    ]
    over = by_unit[(by_unit > most_of_unit) & ~by_unit.index.isin(rule["allow"])]
    if len(over):
        units = named([f"{unit} ({100 * share:.0f} %)" for unit, share in over.items()])
        lines.append(
            f"{len(over)} units over `max_imputed_per_unit` {100 * most_of_unit:g} % in {years[0]} to {years[1]}: "
            f"{units}"
        )
    if lines:
        message = [
            "`panel.interpolate`: too many values would be filled.",
            *lines,
            "Leave these variables or units out, or name them with `allow`.",
        ]
        raise Listing("\n  ".join(message), [f"{unit} ({100 * share:.0f} %)" for unit, share in over.items()])
