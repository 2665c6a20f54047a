"""Polygons of the units with their values, and what stands around them on a map."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely

from core.errors import StudyError, named, nearest
from core.shapes import DEGREES, Shapes
from report.projection import equal_area, projection

Box = tuple[float, float, float, float]  # left, lower, right and upper end
SHARE, GAP = 0.15, 0.01  # of the width of a map: an inset, and what is left between it and the land
NOTHING = np.array([], dtype=object)


@dataclass(frozen=True)
class Units:
    """Polygons of units with their values, a map a year.

    names, polygons : (n,), a polygon a unit
    values : (n,) floats of each year, NaN without one; what has no year stands under ""
    crs : coordinates of the polygons
    """

    names: np.ndarray
    polygons: np.ndarray
    values: dict[int | str, np.ndarray]
    crs: str = DEGREES

    @property
    def shown(self) -> list[float]:
        """All values, year after year."""
        return [value for own in self.values.values() for value in own[~np.isnan(own)].tolist()]

    def where(self, chosen: np.ndarray) -> "Units":
        """Those among the units, of an (n,) mask."""
        values = {year: own[chosen] for year, own in self.values.items()}
        return replace(self, names=self.names[chosen], polygons=self.polygons[chosen], values=values)

    def within(self, box: Box) -> "Units":
        """The units of which a part lies in a box."""
        return self.where(shapely.intersects(self.polygons, shapely.box(*box)))

    def framed(self) -> Box:
        """The ends of the polygons that have a value in any year."""
        known = ~np.isnan(list(self.values.values())).all(axis=0)
        return ends(self.polygons[known])


@dataclass(frozen=True)
class Ground:
    """What a map shows beside its units: polygons behind them, lines above them, and where it ends.

    box, inset : of the map, and of the part that stands small in its corner; without a `box` it ends around the units
    """

    outline: Shapes | None = None
    lines: Shapes | None = None
    box: Box | None = None
    inset: Box | None = None


PLAIN = Ground()


@dataclass(frozen=True)
class Sheet:
    """A map in the coordinates in which it is drawn.

    outline : the edges of the polygons behind the units; lines : above both, with the border around the outline
    frame : where the map ends; part, corner : what stands small in a corner, and where; None without an inset
    """

    units: Units
    outline: np.ndarray
    lines: np.ndarray
    frame: Box
    part: Box | None = None
    corner: Box | None = None


def sheet_of(units: Units, ground: Ground = PLAIN) -> Sheet:
    """The map of `units`; StudyError if nothing lies in a box of `ground`, or nothing with an area, and for an outline
    that crosses itself."""
    outline, lines = (_as_in(units.crs, layer) for layer in (ground.outline, ground.lines))
    layers = np.concatenate([units.polygons, outline, lines])
    inner = inside(layers, ground.box, "box") if ground.box else units.polygons
    small = inside(layers, ground.inset, "inset") if ground.inset else NOTHING
    if crs := equal_area(inner, units.crs):
        drawn = projection(units.crs, crs)
        outline, lines, inner, small = map(drawn, (outline, lines, inner, small))
        units = replace(units, polygons=drawn(units.polygons), crs=crs)
    edges = shapely.line_merge(shapely.union_all(shapely.boundary(outline)))  # each shared edge once
    frame = with_room(ends(inner) if ground.box else units.framed())
    sheet = Sheet(units, np.array([edges]), np.append(lines, border_around(outline)), frame)
    if not ground.inset:
        return sheet
    layers = np.concatenate([units.polygons, outline, lines])
    frame, part, corner = with_corner(frame, with_room(ends(small)), layers)
    return replace(sheet, frame=frame, part=part, corner=corner)


def border_around(outline: np.ndarray) -> shapely.Geometry:
    """The edges of all polygons together; StudyError naming those that cross themselves, if there is no such thing."""
    try:
        return shapely.boundary(shapely.union_all(outline))
    except shapely.GEOSException:
        crossed = (np.flatnonzero(~shapely.is_valid(outline)) + 1).tolist()
        raise StudyError(
            f"{len(crossed)} of {len(outline)} polygons of the `outline` cross themselves: number {named(crossed)} in "
            "the file; mend them"
        ) from None


def ends(geometries: np.ndarray) -> Box:
    return tuple(shapely.total_bounds(geometries).tolist())


def with_room(box: Box) -> Box:
    """The same box; StudyError if it has no area, or none that can be counted."""
    if not 0 < (box[2] - box[0]) * (box[3] - box[1]) < float("inf"):
        raise StudyError(f"what the map shows reaches over {[*box]}, and leaves no room for a drawing")
    return box


def inside(layers: np.ndarray, box: Box, key: str) -> np.ndarray:
    """The parts of `layers` in a box; StudyError, naming its `key`, if nothing is there."""
    parts = shapely.clip_by_rect(layers, *box)
    parts = parts[~shapely.is_empty(parts)]
    if not len(parts):
        reach = [round(end, 3) for end in ends(layers)]
        raise StudyError(f"nothing lies in the `{key}` {list(box)}; polygons and lines reach over {reach}")
    return parts


def with_corner(frame: Box, part: Box, layers: np.ndarray) -> tuple[Box, Box, Box]:
    """The frame, made wider to the right where an inset in its lower right corner would hide one of `layers`; the part
    of the map that the inset shows; and the corner that it fills."""
    left, lower, right, upper = frame
    width, gap = SHARE * (right - left), GAP * (right - left)
    height = width * (part[3] - part[1]) / (part[2] - part[0])
    beside = shapely.clip_by_rect(layers, left, lower, float("inf"), lower + height + gap)
    if not shapely.is_empty(beside).all():
        right = max(right, ends(beside)[2] + gap + width)
    return (left, lower, right, max(upper, lower + height)), part, (right - width, lower, right, lower + height)


def with_values(
    shapes: Shapes,
    key: str,
    values: Mapping[tuple[str, int | str], float | None],
    years: list[int | str],
    units_alone: bool = False,
) -> tuple[Units, str]:
    """One polygon a unit with its value in each of `years`; and what the map does not show, in words.

    Polygons that lie beyond the box around those with a value are left out, and with `units_alone` those of no unit.

    Raises StudyError for a property that the shapes lack, polygons without a unit, a unit with two polygons, a year
    without values, and polygons none of which belongs to a unit.
    """
    names, polygons = _one_a_unit(shapes, key)
    known = {unit for unit, _ in values}
    by_year = {year: _of_year(values, year) for year in years}
    own = {year: np.array([found.get(name, np.nan) for name in names]) for year, found in by_year.items()}
    outside = sorted(known - {*names})
    if len(outside) == len(known):
        raise StudyError(f"none of {len(known)} units is among the values of `{key}`, such as {named(names[:3])}")
    units = Units(np.array(names, dtype=object), polygons, own, shapes.crs)
    near = units.where(np.array([name in known or not units_alone for name in names])).within(units.framed())
    notes = [f"Without a polygon: {named(outside)}."] if outside else []
    return near, " ".join(notes + _blank(near))


def _as_in(crs: str, layer: Shapes | None) -> np.ndarray:
    """The geometries of a layer in the coordinates `crs`."""
    if layer is None:
        return NOTHING
    return layer.geometry if layer.crs == crs else projection(layer.crs, crs)(layer.geometry)


def _one_a_unit(shapes: Shapes, key: str) -> tuple[list[str], np.ndarray]:
    """The units in their order, and their polygons."""
    if key not in shapes.names:
        raise StudyError(f"the shapes have no property `{key}`; {nearest(key, shapes.names)}")
    names = shapes.texts(key)
    if lost := [number for number, name in enumerate(names, 1) if name is None]:
        raise StudyError(
            f"{len(lost)} of {len(names)} shapes have no value of `{key}`: number {named(lost)} in the file; "
            "name their units, or delete them"
        )
    if twice := sorted(name for name, times in Counter(names).items() if times > 1):
        raise StudyError(f"units {named(twice)} have several polygons; join them")
    order = sorted(range(len(names)), key=names.__getitem__)
    return [names[place] for place in order], shapes.geometry[order]


def _of_year(values: Mapping[tuple[str, int | str], float | None], year: int | str) -> dict[str, float]:
    own = {unit: value for (unit, at), value in values.items() if at == year and value is not None}
    if not own:
        known = [at for (_, at), value in values.items() if value is not None]
        raise StudyError(f"no unit has a value in {year}; values reach from {min(known)} to {max(known)}")
    return own


def _blank(units: Units) -> list[str]:
    """Which polygons are hatched: said once where they are the same in all years."""
    blank = {year: named(units.names[np.isnan(own)]) for year, own in units.values.items()}
    if len(set(blank.values())) == 1:
        names = next(iter(blank.values()))
        return [f"Hatched, without a value: {names}."] if names else []
    return [f"Hatched, without a value in {year}: {names}." for year, names in blank.items() if names]
