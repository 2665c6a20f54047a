"""Means or medians of a variable by year, for all units or for groups of them."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean, median, quantiles, stdev

from core.errors import StudyError
from report.adoption import starts
from report.printed import words

MOST_LINES = 6  # more cannot be told apart
NORMAL = 1.96  # half the width of a 95 % interval, in standard errors

Key = tuple[str, int]  # a unit-year


@dataclass(frozen=True)
class Point:
    """The middle of the units of a group in one year, and the band around it; a single unit has no band."""

    year: int
    middle: float
    low: float
    high: float
    units: int


@dataclass(frozen=True)
class Line:
    name: str
    points: list[Point]

    @property
    def units(self) -> int:
        """The most units of any year."""
        return max(point.units for point in self.points)


def groups_of(panel: list[dict], by: str | None, policy: bool, labels: dict[str, str]) -> dict[Key, str]:
    """The group of each unit-year: by ever adopting the policy `by`, by the value of the variable `by`, or one for all.

    Groups stand in the order of their lines. Unit-years without a value of `by` are in none. Raises StudyError for
    a variable with more values than lines can be told apart.
    """
    if by is None:
        return {key_of(row): "all units" for row in panel}
    if policy:
        adopters = starts(panel, by)
        ordered = sorted(panel, key=lambda row: row["unit"] not in adopters)
        return {key_of(row): "adopting units" if row["unit"] in adopters else "other units" for row in ordered}
    known = sorted((row for row in panel if row[by] is not None), key=lambda row: row[by])
    if len(values := {row[by] for row in known}) > MOST_LINES:
        raise StudyError(
            f"`{by}` has {len(values)} distinct values, and a trend shows at most {MOST_LINES} lines; "
            "choose a variable with fewer values for `by`"
        )
    return {key_of(row): _group_words(by, row[by], labels) for row in known}


def lines_of(
    values: dict[Key, float | None], groups: dict[Key, str], total: bool, statistic: str = "mean"
) -> list[Line]:
    """The `statistic` by year of each group, in the order of `groups`, and of all unit-years if `total`."""
    members = defaultdict(list)
    for key, group in groups.items():
        members[group].append(key)
    if total:
        members.setdefault("all units", list(groups))
    lines = [Line(name, points_by_year(values, keys, statistic)) for name, keys in members.items()]
    return [line for line in lines if line.points]


def points_by_year(values: dict[Key, float | None], keys: list[Key], statistic: str) -> list[Point]:
    by_year = defaultdict(list)
    for unit, year in keys:
        if (value := values.get((unit, year))) is not None:
            by_year[year].append(value)
    point = {"mean": _mean, "median": _median}[statistic]
    return [point(year, by_year[year]) for year in sorted(by_year)]


def key_of(row: dict) -> Key:
    return row["unit"], row["year"]


def _mean(year: int, values: list[float]) -> Point:
    """The mean and its 95 % interval."""
    mean = fmean(values)
    half = NORMAL * stdev(values) / len(values) ** 0.5 if len(values) > 1 else float("nan")
    return Point(year, mean, mean - half, mean + half, len(values))


def _median(year: int, values: list[float]) -> Point:
    """The median and the middle half of the units."""
    nothing = (float("nan"),) * 3
    low, _, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else nothing
    return Point(year, median(values), low, high, len(values))


def _group_words(by: str, value, labels: dict[str, str]) -> str:
    return words(value, labels) if isinstance(value, str) else f"{words(by, labels)} = {value:g}"
