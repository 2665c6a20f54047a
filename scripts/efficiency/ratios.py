"""Ratios of two scores of the same unit-years: technology gaps and scale efficiency.

In both the programs of the first score may use all that those of the second may: the unit-years of all groups instead
of one, any size of a peer instead of its own. Both stages minimise, so the first score is at most the second, and the
ratio at most 1. It can be above 1 only where an infeasible policy put a stand-in for a score.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from core.errors import StudyError, named
from core.statuses import OK, SCORED
from efficiency.data import in_order
from efficiency.groups import ALL, ALL_YEARS, MOST_GROUPS, spelled

ROUNDING = 1e-8  # by which a score may exceed another that is at least it


def paired(first: Mapping[str, Sequence], second: Mapping[str, Sequence]) -> dict[str, np.ndarray]:
    """year, first, second, ratio, above (ratio beyond 1), stood_in (a score is by the infeasible policy), each (n,).

    `first`, `second` : scores of the same unit-years in the same order. Those without one of the two have no ratio.
    """
    one, other = (np.array(scores["score"], dtype=float) for scores in (first, second))
    status = np.array([first["status"], second["status"]])
    return {
        "year": np.array(first["year"]),
        "first": one,
        "second": other,
        "ratio": one / other,
        "above": one > other + ROUNDING,
        "stood_in": (np.isin(status, SCORED) & (status != OK)).any(axis=0),
    }


def grouped(panel: Mapping[str, Sequence], by: str) -> np.ndarray:
    """(n,) text: the group of each row in the order of scores, None where `by` has no value.

    StudyError for too many groups.
    """
    values = in_order(panel, [by])[by]
    known = {*values} - {None}
    if len(known) > MOST_GROUPS:
        raise StudyError(
            f"{by} has {len(known)} values, such as {named(sorted(known), 3)}; a table has room for {MOST_GROUPS}"
            " groups. Name a variable that makes groups, or `year`."
        )
    return np.array([None if value is None else spelled(value) for value in values], dtype=object)


def means(pairs: dict[str, np.ndarray], chosen: np.ndarray, names: tuple[str, str, str]) -> dict:
    """Means of first, second and ratio under these `names` over those `chosen` (n,) bool that have a ratio, and their
    number."""
    solved = chosen & ~np.isnan(pairs["ratio"])
    columns = dict(zip(names, ("first", "second", "ratio"), strict=True))
    found = {name: pairs[column][solved].mean() if solved.any() else None for name, column in columns.items()}
    return found | {"n_above": int(pairs["above"][solved].sum()), "n": int(solved.sum())}


def gaps(pairs: dict[str, np.ndarray], group: np.ndarray) -> list[dict]:
    """group, period, meta, own, gap, n_above, n: a row for each group and all of them, in each year and all years."""
    rows = []
    for name, own in by_group(group):
        periods = {str(year): own & (pairs["year"] == year) for year in np.unique(pairs["year"][own])}
        for period, chosen in (periods | {ALL_YEARS: own}).items():
            rows.append({"group": name, "period": period} | means(pairs, chosen, ("meta", "own", "gap")))
    return rows


def scales(pairs: dict[str, np.ndarray], group: np.ndarray) -> list[dict]:
    """group, crs, vrs, scale, n_above, n: a row for each group and for all unit-years."""
    return [{"group": name} | means(pairs, own, ("crs", "vrs", "scale")) for name, own in by_group(group)]


def by_group(group: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Each group by name with its rows (n,) bool, numbers in their order, then all rows."""
    for name in sorted({*group} - {None}, key=_order):
        yield name, group == name
    yield ALL, np.full(len(group), True)


def _order(name: str) -> tuple:
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name


def notes_of(pairs: dict[str, np.ndarray], group: np.ndarray, by: str) -> list[str]:
    """What is left out, and why ratios are above 1."""
    without = np.isnan(pairs["ratio"])
    lost = {
        "one of the two scores is missing": without.sum(),
        f"{by} is missing, but for {ALL}": sum(own is None for own in group[~without]),
    }
    found = [f"Groups: values of {by}."] if by != "year" else []
    found += [f"Unit-years left out because {why}: {number}." for why, number in lost.items() if number]
    above = pairs["above"]
    if not above.any():
        return [*found, "No ratio is above one."]
    stood_in = (above & pairs["stood_in"]).sum()
    return [*found, f"Ratios above one: {above.sum()}, of which with a score by the infeasible policy {stood_in}."]
