"""Polygons of the units with their values, and the classes that colour them."""

from bisect import bisect_left
from dataclasses import dataclass
from statistics import quantiles

import geopandas as gpd

from core.errors import StudyError, named, nearest

CLASSES = 5  # as many as shades of one colour can be told apart


@dataclass(frozen=True)
class Classes:
    """Classes of values: the upper bound of each, which belongs to it, and what stands in the legend."""

    bounds: list[float]
    names: list[str]

    def number(self, value: float) -> int:
        return min(bisect_left(self.bounds, value), len(self.bounds) - 1)


def classes_of(values: list[float]) -> Classes:
    """Fifths of `values`; a class for each where few are distinct."""
    distinct = sorted(set(values))
    if len(distinct) <= CLASSES:
        return Classes(distinct, [_number(value) for value in distinct])
    bounds = sorted({*quantiles(values, n=CLASSES, method="inclusive"), distinct[-1]})
    lows = [distinct[0], *bounds]
    return Classes(bounds, [f"{_number(low)} to {_number(high)}" for low, high in zip(lows, bounds, strict=False)])


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


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
