"""Dagum's decomposition of the Gini coefficient by groups. The standard library alone.

Of n values y with mean m, in groups j of n_j values with mean m_j (Dagum 1997, Empirical Economics 22), with S_jh the
sum of |y_i - y_k| over i in j and k in h:

    G    = S / (2 n^2 m)                        S over all pairs, each way
    G_jh = S_jh / (n_j n_h (m_j + m_h))         G_jj is the Gini coefficient of group j
    within         = sum_j     G_jj p_j s_j                             p_j = n_j / n, s_j = n_j m_j / (n m)
    net between    = sum_{j<h} G_jh (p_j s_h + p_h s_j) D_jh            D_jh = |m_j - m_h| / (S_jh / (n_j n_h))
    transvariation = sum_{j<h} G_jh (p_j s_h + p_h s_j) (1 - D_jh)

Put in, the means of the groups cancel: S_jj / (2 n^2 m) is the part of group j, S_jh / (n^2 m) that of a pair, of which
n_j n_h |m_j - m_h| / (n^2 m) is net. The three parts add up to G.
"""

from bisect import bisect_left
from itertools import accumulate, combinations
from math import fsum

from core.errors import StudyError, named
from core.grids import Cell, grid
from efficiency.groups import grouped, observed

COLUMNS = ["group", "part", "year", "value"]
MOST_GROUPS = 10
PARTS = ("Within groups", "Net between groups", "Transvariation")
NOTE = (
    "Gini coefficient and its decomposition by Dagum (1997). Shares are those of the coefficient of all units. "
    "Transvariation is what groups contribute by overlapping."
)


def dagum_of(rows: list[dict], of: str, by: str, years: list[int]) -> tuple[list[dict], int]:
    """The decomposition of `of` by the values of `by` in each of `years`, and the unit-years that are in no group.

    A row for each part and year, None where a group has no value in a year. StudyError for negative values, values that
    are all zero, and fewer than two groups.
    """
    known = [row for row in observed(rows, of) if row["year"] in years]
    if low := next((row for row in known if row[of] < 0), None):
        raise StudyError(
            f"variable `{of}` is {low[of]:g} in {low['unit']} {low['year']}; a Gini coefficient needs values that are "
            "not negative"
        )
    groups = grouped(known, by, MOST_GROUPS)
    if len(groups) < 2:
        made = named(list(groups)) or "no group"
        raise StudyError(
            f"`by: {by}` makes {made} alone where `{of}` has values; a decomposition needs two groups or more"
        )
    parts = [
        parts_of({name: [row[of] for row in own if row["year"] == year] for name, own in groups.items()})
        for year in years
    ]
    if empty := [year for year, part in zip(years, parts, strict=True) if part is None]:
        raise StudyError(f"variable `{of}` has no value above zero in {empty[0]}; give `years` without it")
    found = [
        {"group": group, "part": part, "year": year, "value": value}
        for group, part in parts[0]
        for year, value in zip(years, (one[group, part] for one in parts), strict=True)
    ]
    return found, len(known) - sum(map(len, groups.values()))


def parts_of(groups: dict[str, list[float]]) -> dict[tuple[str, str], float | None] | None:
    """Everything that the decomposition of the values of one year says; None if none is above zero."""
    groups = {name: sorted(values) for name, values in groups.items()}
    everybody = sorted(value for values in groups.values() for value in values)
    if not (total := fsum(everybody)):
        return None
    scale = len(everybody) * total  # n^2 m
    apart = {(a, b): differences(groups[a], groups[b]) for a, b in combinations(groups, 2)}
    net = {(a, b): abs(len(groups[a]) * fsum(groups[b]) - len(groups[b]) * fsum(groups[a])) for a, b in apart}
    gini = differences(everybody, everybody) / (2 * scale)
    within = fsum(differences(values, values) for values in groups.values()) / (2 * scale)
    between = fsum(net.values()) / scale
    parts = dict(zip(PARTS, (within, between, fsum(apart[pair] - net[pair] for pair in apart) / scale), strict=True))
    return {
        ("All units", "Gini coefficient"): gini,
        **{("Contributions", part): value for part, value in parts.items()},
        **{("Shares", part): value / gini if gini else None for part, value in parts.items()},
        **{("Gini coefficient within", name): gini_of(own, own, differences(own, own)) for name, own in groups.items()},
        **{
            ("Gini coefficient between", f"{a}, {b}"): gini_of(groups[a], groups[b], apart[a, b])
            for a, b in combinations(groups, 2)
        },
    }


def gini_of(first: list[float], second: list[float], apart: float) -> float | None:
    """S_jh / (n_j n_h (m_j + m_h)), zero where all values are; None for a group without values."""
    if not first or not second:
        return None
    scale = len(second) * fsum(first) + len(first) * fsum(second)
    return apart / scale if scale else 0.0


def differences(first: list[float], second: list[float]) -> float:
    """Sum of |y - z| over y in `first` and z in `second`, both sorted."""
    below = [0.0, *accumulate(second)]
    number, total = len(second), below[-1]
    places = [(value, bisect_left(second, value)) for value in first]
    return fsum(value * (2 * place - number) + total - 2 * below[place] for value, place in places)


def dagum_layout(by: str, left_out: int) -> dict:
    """The grid of `dagum_of`."""
    notes = [NOTE, *[f"Unit-years left out because {by} is missing: {left_out}."] * (left_out > 0)]
    return grid("part", [Cell("value", "")], "Part", group="group", across="year", notes=notes)
