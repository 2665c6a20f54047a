"""Weights by what units have: nearness of a variable, and shares of it."""

import numpy as np

from core.errors import StudyError, named
from estimation.weights import places
from spatial.distances import refuse_pairs

CONSTANT = 1e-12  # relative difference of two weights that is rounding


def means(panel: dict[str, np.ndarray], units: np.ndarray, variable: str, year: int | None, name: str) -> np.ndarray:
    """(N,) mean over the years, or the value of one `year`, of a variable of the panel for each of `units`.

    Raises StudyError for text, and naming units and years without a value.
    """
    if panel[variable].dtype == object:
        raise StudyError(f"weights `{name}`: `{variable}` is text, as {panel[variable][0]!r}; name a number")
    unit = places(panel["unit"], units)
    rows = (unit >= 0) & ((year is None) | (panel["year"] == year))
    years, column = np.unique(panel["year"][rows], return_inverse=True)
    values = np.full((len(years), len(units)), np.nan)
    values[column, unit[rows]] = panel[variable][rows]
    if (missing := np.isnan(values.T)).any():
        cells = [f"{units[row]} {years[at]:.0f}" for row, at in np.argwhere(missing)]
        raise StudyError(
            f"weights `{name}`: `{variable}` is missing in {len(cells)} of {values.size} unit-years: {named(cells)}.\n"
            "  Fill it under `panel`, name a `year` in which all units have it, or name the units under `leave_out`."
        )
    return values.mean(axis=0)


def inverse_gap(values: np.ndarray, units: np.ndarray, name: str, variable: str, floor: float | None) -> np.ndarray:
    """(N, N) raw weights 1 / |g_i - g_j|, a gap below `floor` counted as that, 0 on the diagonal.

    Raises StudyError naming the pairs of units without a gap, whose weight would be infinite.
    """
    gap = np.abs(values[:, None] - values)
    if floor is None:
        refuse_pairs(
            gap == 0,
            units,
            name,
            f"have the same `{variable}`, where the inverse of the gap is infinite",
            f"Say which gap counts least with `gap_floor`, in units of `{variable}`.",
        )
    with np.errstate(divide="ignore"):
        weight = 1 / np.maximum(gap, floor or 0)
    np.fill_diagonal(weight, 0)
    return weight


def shares(values: np.ndarray, units: np.ndarray, name: str, variable: str) -> np.ndarray:
    """(N,) the share of each unit in the sum; StudyError naming units whose value is not positive."""
    if none := [f"{unit} ({value:g})" for unit, value in zip(units, values, strict=True) if not value > 0]:
        raise StudyError(
            f"weights `{name}`: a share of `{variable}` needs positive values; {len(none)} units have none: "
            f"{named(none)}.\n  Name a variable that is positive, or name these units under `leave_out`."
        )
    return values / values.sum()


def refuse_cancelled(raw: np.ndarray, without: np.ndarray, name: str, factor: str, standardize: str) -> np.ndarray:
    """The (N, N) weights `raw`; StudyError if standardising rows divides their factor out.

    That is so if `raw` over its variant `without` the factor is the same all along each row.
    """
    ratio = np.divide(raw, without, out=np.full_like(raw, np.nan), where=without > 0)
    lowest, highest = np.nanmin(ratio, axis=1, initial=np.inf), np.nanmax(ratio, axis=1, initial=0)
    if standardize == "row" and (highest - lowest <= CONSTANT * highest).all():
        raise StudyError(
            f"weights `{name}`: {factor} is the same all along each row, so that `standardize: row` divides it out and "
            "leaves the weights without it.\n  Write `standardize: max_eigenvalue`, or weights without this factor."
        )
    return raw
