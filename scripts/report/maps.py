"""Polygons of the units with their values, and what stands around them on a map."""

from dataclasses import dataclass

import geopandas as gpd

from core.errors import StudyError, named, nearest

Box = tuple[float, float, float, float]  # left, lower, right and upper end
SHARE, GAP = 0.15, 0.01  # of the width of a map: an inset, and what is left between it and the land


@dataclass(frozen=True)
class Ground:
    """What a map shows beside its units: polygons behind them, lines above them, and where it ends.

    box, inset : of the map, and of the part that stands small in its corner; without a `box` it ends around the units
    """

    outline: gpd.GeoDataFrame | None = None
    lines: gpd.GeoDataFrame | None = None
    box: Box | None = None
    inset: Box | None = None


PLAIN = Ground()


@dataclass(frozen=True)
class Sheet:
    """A map in the coordinates in which it is drawn.

    units : polygons with their values; outline : the edges of the polygons behind them; lines : above both, with the
    border around the outline
    frame : where the map ends; part, corner : what stands small in a corner, and where; None without an inset
    """

    units: gpd.GeoDataFrame
    outline: gpd.GeoSeries
    lines: gpd.GeoSeries
    frame: Box
    part: Box | None = None
    corner: Box | None = None


def sheet_of(shapes: gpd.GeoDataFrame, years: list[int | str], ground: Ground) -> Sheet:
    """The map of `shapes` with a column for each of `years`; StudyError if nothing lies in a box of `ground`."""
    nothing = gpd.GeoSeries([], crs=shapes.crs)
    outline, lines = (nothing if layer is None else layer.geometry for layer in (ground.outline, ground.lines))
    layers = gpd.GeoSeries([*shapes.geometry, *outline, *lines], crs=shapes.crs)
    inner = inside(layers, ground.box, "box") if ground.box else shapes.geometry
    small = inside(layers, ground.inset, "inset") if ground.inset else nothing
    crs = equal_area(inner)
    if crs:
        every = (shapes, outline, lines, layers, inner, small)
        shapes, outline, lines, layers, inner, small = (each.to_crs(crs) for each in every)
    lines = gpd.GeoSeries([*lines, outline.union_all().boundary], crs=lines.crs)
    edges = gpd.GeoSeries([outline.boundary.union_all()], crs=lines.crs).line_merge()  # each shared edge once
    frame = tuple(map(float, inner.total_bounds)) if ground.box else framed(shapes, years)
    if not ground.inset:
        return Sheet(shapes, edges, lines, frame)
    part = tuple(map(float, small.total_bounds))
    return Sheet(shapes, edges, lines, *with_corner(frame, part, layers))


def inside(layers: gpd.GeoSeries, box: Box, key: str) -> gpd.GeoSeries:
    """The parts of `layers` in a box; StudyError, naming its `key`, if nothing is there."""
    parts = layers.clip_by_rect(*box)
    if parts.is_empty.all():
        ends = [round(float(end), 3) for end in layers.total_bounds]
        raise StudyError(f"nothing lies in the `{key}` {list(box)}; polygons and lines reach over {ends}")
    return parts[~parts.is_empty]


def with_corner(frame: Box, part: Box, layers: gpd.GeoSeries) -> tuple[Box, Box, Box]:
    """The frame, made wider to the right where an inset in its lower right corner would hide one of `layers`; the part
    of the map that the inset shows; and the corner that it fills."""
    left, lower, right, upper = frame
    width, gap = SHARE * (right - left), GAP * (right - left)
    height = width * (part[3] - part[1]) / (part[2] - part[0])
    beside = layers.clip_by_rect(left, lower, float("inf"), lower + height + gap)
    if not beside.is_empty.all():
        right = max(right, float(beside.total_bounds[2]) + gap + width)
    return (left, lower, right, max(upper, lower + height)), part, (right - width, lower, right, lower + height)


def equal_area(shapes: gpd.GeoSeries | gpd.GeoDataFrame) -> str | None:
    """Coordinates in which what is given in longitude and latitude has its areas; None for what is in metres.

    Albers with standard parallels at one and five sixths of the latitudes, the usual choice for lands that reach far
    from west to east (Snyder 1987, Map Projections, U.S. Geological Survey); cylindrical where the parallels lie evenly
    about the equator, for there is no cone then. Lands that cross the 180th meridian are drawn about their own middle.
    """
    left, lower, right, upper = shapes.total_bounds
    geographic = shapes.crs is not None and shapes.crs.is_geographic
    if not geographic or max(-left, right) > 360 or max(-lower, upper) > 90:  # files of metres call themselves degrees
        return None
    first, second = (lower + (upper - lower) * sixths / 6 for sixths in (1, 5))
    centre = _middle(shapes)
    if abs(first + second) < 1:
        said = f"+proj=cea +lat_ts={second:.6f} +lon_0={centre:.6f}"
    else:
        said = f"+proj=aea +lat_1={first:.6f} +lat_2={second:.6f} +lat_0={(lower + upper) / 2:.6f} +lon_0={centre:.6f}"
    return f"{said} +datum=WGS84 +units=m"


def _middle(shapes: gpd.GeoSeries | gpd.GeoDataFrame) -> float:
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
    shapes: gpd.GeoDataFrame,
    key: str,
    values: dict[tuple[str, int | str], float | None],
    years: list[int | str],
    units_alone: bool = False,
) -> tuple[gpd.GeoDataFrame, str]:
    """One polygon a unit with its value in each of `years`, NaN without one; and what the map does not show, in words.

    Polygons that lie beyond the box around those with a value are left out, and with `units_alone` those of no unit.
    What has no year, as the first year of a policy, stands under "".

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
    shapes = shapes[shapes["unit"].isin(units) | (not units_alone)].cx[left:right, lower:upper].reset_index(drop=True)
    return shapes, " ".join(notes + _blank(shapes, years))


def framed(shapes: gpd.GeoDataFrame, years: list[int]) -> Box:
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
