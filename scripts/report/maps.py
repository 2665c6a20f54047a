"""Polygons of the units with their values."""

import geopandas as gpd

from core.errors import StudyError, named, nearest


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
    shapes: gpd.GeoDataFrame, key: str, values: dict[tuple[str, int | str], float | None], years: list[int | str]
) -> tuple[gpd.GeoDataFrame, str]:
    """One polygon a unit with its value in each of `years`, NaN without one; and what the map does not show, in words.

    Polygons that lie beyond the box around those with a value are left out. What has no year, as the first year of a
    policy, stands under "".

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
    left, lower, right, upper = framed(shapes, years)
    shapes = shapes.cx[left:right, lower:upper].reset_index(drop=True)
    return shapes, " ".join(notes + _blank(shapes, years))


def framed(shapes: gpd.GeoDataFrame, years: list[int]) -> tuple[float, float, float, float]:
    """Left, lower, right and upper end of the polygons that have a value in one of `years`."""
    return tuple(map(float, shapes[shapes[years].notna().any(axis=1)].total_bounds))


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
