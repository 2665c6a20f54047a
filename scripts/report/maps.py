"""Polygons of the units with their values, and the classes that colour them."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

import geopandas as gpd

from core.errors import StudyError, named, nearest

CLASSES = 5  # as many as shades of one colour can be told apart
MOST_VALUES = 8  # classes of `classes: values`
EVEN = 100  # below, the ends of fifths have the same decimals


@dataclass(frozen=True)
class Classes:
    """Classes of values: the cuts between them, what stands in the legend, to which side a cut belongs, and a note."""

    cuts: list[float]
    names: list[str]
    closed: str = "left"
    note: str = ""

    def number(self, value: float) -> int:
        return (bisect_right if self.closed == "left" else bisect_left)(self.cuts, value)

    def counts(self, values: list[float]) -> list[int]:
        """How many of `values` are in each class."""
        found = Counter(map(self.number, values))
        return [found[number] for number in range(len(self.names))]


def classes_of(values: list[float], choice: str | dict = "quantile") -> Classes:
    """The classes of `values`: fifths (`quantile`), a class each (`values`), or between cuts that are given.

    Fifths are closed on the right, and become a class each where few values are distinct. A cut that is given belongs
    to the class above it. Raises StudyError for more values than shades that can be told apart.
    """
    if isinstance(choice, dict):
        cuts = choice["cuts"]
        return Classes(cuts, choice["names"] or _between(cuts))
    distinct = sorted(set(values))
    if choice == "values" and len(distinct) > MOST_VALUES:
        raise StudyError(
            f"`classes: values` makes classes of {len(distinct)} values, and a map shows {MOST_VALUES} at most; "
            "leave `classes` out for fifths, or give `cuts`"
        )
    if choice == "values" or len(distinct) <= CLASSES:
        return Classes(distinct[1:], [f"{value:.0f}" if value == int(value) else _number(value) for value in distinct])
    bounds = sorted({*quantiles(values, n=CLASSES, method="inclusive"), distinct[-1]})
    names = [f"{low} to {high}" for low, high in pairwise(_numbers([distinct[0], *bounds]))]
    return Classes(bounds[:-1], names, closed="right", note="Fifths of the values, each with its upper end.")


def _between(cuts: list[float]) -> list[str]:
    """Names of the classes between `cuts`."""
    inner = [f"{_number(low)} to < {_number(high)}" for low, high in pairwise(cuts)]
    return [f"< {_number(cuts[0])}", *inner, f"≥ {_number(cuts[-1])}"]


def equal_area(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Polygons in longitude and latitude on an equal-area projection of their own; others as they are.

    Albers with standard parallels at one and five sixths of the latitudes, the usual choice for lands that reach far
    from west to east (Snyder 1987, Map Projections, U.S. Geological Survey); cylindrical where the parallels lie evenly
    about the equator, for there is no cone then. Lands that cross the 180th meridian are drawn about their own middle.
    """
    left, lower, right, upper = shapes.total_bounds
    geographic = shapes.crs is not None and shapes.crs.is_geographic
    if not geographic or max(-left, right) > 360 or max(-lower, upper) > 90:  # files of metres call themselves degrees
        return shapes
    first, second = (lower + (upper - lower) * sixths / 6 for sixths in (1, 5))
    centre = _middle(shapes)
    if abs(first + second) < 1:
        said = f"+proj=cea +lat_ts={second:.6f} +lon_0={centre:.6f}"
    else:
        said = f"+proj=aea +lat_1={first:.6f} +lat_2={second:.6f} +lat_0={(lower + upper) / 2:.6f} +lon_0={centre:.6f}"
    return shapes.to_crs(f"{said} +datum=WGS84 +units=m")


def _middle(shapes: gpd.GeoDataFrame) -> float:
    """The longitude in the middle of all polygons: opposite to the middle of the widest gap between them."""
    parts = shapes.geometry.explode(ignore_index=True).bounds
    spans = sorted(zip(parts["minx"], parts["maxx"], strict=True))
    gaps, reached = [], spans[0][1]  # width of a gap, and where it begins
    for start, end in [*spans[1:], (spans[0][0] + 360, 0)]:
        gaps.append((start - reached, reached))
        reached = max(reached, end)
    width, start = max(gaps)
    return (start + width / 2) % 360 - 180


def with_values(
    shapes: gpd.GeoDataFrame, key: str, values: dict[tuple[str, int], float | None], years: list[int]
) -> tuple[gpd.GeoDataFrame, str]:
    """One polygon a unit with its value in each of `years`, NaN without one; and what the map does not show, in words.

    Raises StudyError for a property that the shapes lack, a unit with two polygons, a year without values, and
    polygons none of which belongs to a unit.
    """
    shapes = _one_a_unit(shapes, key)
    units = {unit for unit, _ in values}
    for year in years:
        shapes[year] = shapes["unit"].map(_of_year(values, year)).astype(float)
    outside = sorted(units - set(shapes["unit"]))
    if len(outside) == len(units):
        raise StudyError(
            f"none of {len(units)} units is among the values of `{key}`, such as {named(list(shapes['unit'][:3]))}"
        )
    notes = [f"Without a polygon: {named(outside)}."] if outside else []
    return shapes, " ".join(notes + _blank(shapes, years))


def _one_a_unit(shapes: gpd.GeoDataFrame, key: str) -> gpd.GeoDataFrame:
    if key not in shapes:
        known = [str(name) for name in shapes.columns if name != "geometry"]
        raise StudyError(f"the shapes have no property `{key}`; {nearest(key, known)}")
    shapes = shapes.assign(unit=shapes[key].astype(str)).sort_values("unit", ignore_index=True)
    if (twice := shapes["unit"].duplicated()).any():
        raise StudyError(f"units {named(sorted(set(shapes['unit'][twice])))} have several polygons; join them")
    return shapes


def _of_year(values: dict[tuple[str, int], float | None], year: int) -> dict[str, float]:
    own = {unit: value for (unit, at), value in values.items() if at == year and value is not None}
    if not own:
        known = [at for (_, at), value in values.items() if value is not None]
        raise StudyError(f"no unit has a value in {year}; values reach from {min(known)} to {max(known)}")
    return own


def _blank(shapes: gpd.GeoDataFrame, years: list[int]) -> list[str]:
    """Which polygons are hatched: said once where they are the same in all years."""
    blank = {year: named(list(shapes.loc[shapes[year].isna(), "unit"])) for year in years}
    if len(set(blank.values())) == 1:
        units = blank[years[0]]
        return [f"Hatched, without a value: {units}."] if units else []
    return [f"Hatched, without a value in {year}: {units}." for year, units in blank.items() if units]


def _numbers(values: list[float]) -> list[str]:
    """Numbers of three digits at least, with as many decimals each while none is large."""
    written = [_number(value) for value in values]
    if any("e" in text for text in written) or max(map(abs, values)) >= EVEN:
        return written
    decimals = max(len(text.partition(".")[2]) for text in written)
    return [f"{value:.{decimals}f}" for value in values]


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
