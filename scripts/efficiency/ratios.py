"""Ratios of two scores of the same unit-years: technology gaps and scale efficiency.

In both the programs of the first score may use all that those of the second may: the unit-years of all groups instead
of one, any size of a peer instead of its own. Both stages minimise, so the first score is at most the second, and the
ratio at most 1. It can be above 1 only where an infeasible policy put a stand-in for a score.
"""

from collections.abc import Iterator

import pandas as pd

from core.errors import StudyError, named
from core.statuses import OK, SCORED
from efficiency.data import KEYS
from efficiency.groups import ALL, ALL_YEARS, MOST_GROUPS, spelled

ROUNDING = 1e-8  # by which a score may exceed another that is at least it


def paired(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """unit, year, first, second, ratio, above (ratio beyond 1), stood_in (a score is by the infeasible policy).

    `first`, `second` : scores of the same unit-years. Those without one of the two scores have no ratio.
    """
    columns = [*KEYS, "score", "status"]
    both = first[columns].merge(second[columns], on=KEYS, suffixes=("_1", "_2"), validate="1:1")
    stood_in = [both[name].isin(SCORED) & (both[name] != OK) for name in ("status_1", "status_2")]
    return pd.DataFrame(
        {
            **both[KEYS],
            "first": both["score_1"],
            "second": both["score_2"],
            "ratio": both["score_1"] / both["score_2"],
            "above": both["score_1"] > both["score_2"] + ROUNDING,
            "stood_in": stood_in[0] | stood_in[1],
        }
    )


def grouped(panel: pd.DataFrame, by: str, pairs: pd.DataFrame) -> pd.Series:
    """(n,) text: the group of each row of `pairs`, None where `by` has no value; StudyError for too many groups."""
    values = pairs[KEYS].merge(panel[list(dict.fromkeys([*KEYS, by]))], on=KEYS, how="left", validate="1:1")[by]
    known = values.dropna().unique()
    if len(known) > MOST_GROUPS:
        raise StudyError(
            f"{by} has {len(known)} values, such as {named(sorted(known), 3)}; a table has room for {MOST_GROUPS}"
            " groups. Name a variable that makes groups, or `year`."
        )
    return values.map(spelled, na_action="ignore")


def means(pairs: pd.DataFrame, names: tuple[str, str, str]) -> dict:
    """Means of first, second and ratio under these `names` over the unit-years that have a ratio, and their number."""
    solved = pairs[pairs["ratio"].notna()]
    found = {name: solved[column].mean() for name, column in zip(names, ("first", "second", "ratio"), strict=True)}
    return found | {"n_above": int(solved["above"].sum()), "n": len(solved)}


def gaps(pairs: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """group, period, meta, own, gap, n_above, n: a row for each group and all of them, in each year and all years."""
    rows = []
    for name, part in by_group(pairs, group):
        periods = {str(year): part[part["year"] == year] for year in sorted(part["year"].unique())}
        for period, chosen in (periods | {ALL_YEARS: part}).items():
            rows.append({"group": name, "period": period} | means(chosen, ("meta", "own", "gap")))
    return pd.DataFrame(rows)


def scales(pairs: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """group, crs, vrs, scale, n_above, n: a row for each group and for all unit-years."""
    return pd.DataFrame(
        [{"group": name} | means(part, ("crs", "vrs", "scale")) for name, part in by_group(pairs, group)]
    )


def by_group(pairs: pd.DataFrame, group: pd.Series) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each group by name with its rows, numbers in their order, then all rows."""
    for name in sorted(group.dropna().unique(), key=_order):
        yield name, pairs[(group == name).to_numpy()]
    yield ALL, pairs


def _order(name: str) -> tuple:
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name


def notes_of(pairs: pd.DataFrame, group: pd.Series, by: str) -> list[str]:
    """What is left out, and why ratios are above 1."""
    without = pairs["ratio"].isna()
    lost = {
        "one of the two scores is missing": int(without.sum()),
        f"{by} is missing, but for {ALL}": int((group.isna().to_numpy() & ~without).sum()),
    }
    found = [f"Groups: values of {by}."] if by != "year" else []
    found += [f"Unit-years left out because {why}: {number}." for why, number in lost.items() if number]
    above = pairs[pairs["above"]]
    if not len(above):
        return [*found, "No ratio is above one."]
    said = f"Ratios above one: {len(above)}, of which with a score by the infeasible policy {above['stood_in'].sum()}."
    return [*found, said]
