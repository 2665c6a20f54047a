"""The drawing of maps."""

import matplotlib
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.path import Path

from core.classes import Classes
from report.figures import WIDTH, canvas, legend_columns, wrapped
from report.maps import PLAIN, Box, Ground, Sheet, Units, sheet_of
from report.printed import count

MOST = 3  # maps side by side
EDGE = 0.02  # of a map, around what is shown
ROOM, BESIDE = 84, 6  # letters of a line of the legend, and of the patch and the space beside each name
LEAST_HEIGHT, MOST_HEIGHT, LINE = 1.4, 6.4, 0.19  # inches, of a map and of one line of the legend
HEADING = 0.22  # inches of the year above a map
LEGEND_FORM = {"loc": "center", "handlelength": 1.3, "columnspacing": 1.2, "borderpad": 0}
EDGES = {"edgecolor": "#8A8A8A", "linewidth": 0.3}
OUTLINE = {"color": "#C4C4C4", "linewidth": 0.25}
LINES = {"color": "#4D4D4D", "linewidth": 0.6}
BLANK = {"facecolor": "#EEEEEE", "edgecolor": "#AAAAAA", "hatch": "////", "linewidth": 0.3}


def map_figure(
    units: Units, classes: Classes, note: str, label: str, data_status: str, ground: Ground = PLAIN
) -> Figure:
    """Polygons coloured by the class of their value, one map a year; those between them without a value are hatched.

    Polygons in degrees are drawn on an equal-area projection. The legend says how many units a class has in each year.

    Parameters
    ----------
    label : what stands above the legend
    ground : what else the maps show
    """
    sheet, years = sheet_of(units, ground), list(units.values)
    width = 2 if len(years) == 4 else min(MOST, len(years))
    depth = -(-len(years) // width)
    height = _height(sheet.frame, width) + HEADING
    handles, names = _legend(units, classes)
    columns = legend_columns(names, ROOM, BESIDE)
    title = wrapped(label, ROOM)
    deepest = max(name.count("\n") + 1 for name in names)
    legend = LINE * (2 + title.count("\n") + deepest * -(-len(names) // columns))
    figure = canvas(depth * height + legend, data_status, _note(years, classes, ground, note))
    grid = figure.add_gridspec(depth + 1, width, height_ratios=[*[height] * depth, legend])
    for at, year in enumerate(years):
        axes = figure.add_subplot(grid[at // width, at % width])
        axes.set_axis_off()
        axes.set_title(str(year))
        _draw(axes, sheet, sheet.frame, year, classes)
        if sheet.corner:
            _draw(_inset(axes, sheet.corner), sheet, sheet.part, year, classes)
    foot = figure.add_subplot(grid[depth, :])
    foot.set_axis_off()
    foot.legend(handles, names, title=title, ncols=columns, **LEGEND_FORM)
    return figure


def _note(years: list[int], classes: Classes, ground: Ground, note: str) -> str:
    """How to read the legend and the map, before what the maps do not show."""
    counted = "In parentheses: units in each year." if len(years) > 1 else "In parentheses: units."
    outside = "White: outside the study." if ground.outline is not None else ""
    return " ".join(filter(None, [classes.note, counted, outside, note]))


def _legend(units: Units, classes: Classes) -> tuple[list[Patch], list[str]]:
    """Patches and names with the number of units in each year: of every class, and of what is hatched."""
    counts = [classes.counts(own[~np.isnan(own)].tolist()) for own in units.values.values()]
    handles = [Patch(facecolor=shade, **EDGES) for shade in _shades(classes)]
    names = [
        wrapped(f"{name} ({_each(own)})", ROOM - BESIDE)
        for name, own in zip(classes.names, zip(*counts, strict=True), strict=True)
    ]
    blank = [int(np.isnan(own).sum()) for own in units.values.values()]
    if any(blank):
        handles.append(Patch(**BLANK))
        names.append(f"no value ({_each(blank)})")
    return handles, names


def _each(counts) -> str:
    """``12``, or ``12, 10, 9`` where the years differ."""
    return ", ".join(map(count, dict.fromkeys(counts) if len(set(counts)) == 1 else counts))


def _draw(axes: Axes, sheet: Sheet, frame: Box, year: int, classes: Classes) -> None:
    """What of a map lies in a frame."""
    left, lower, right, upper = frame
    margin = EDGE * (right - left), EDGE * (upper - lower)
    left, lower, right, upper = ends = (left - margin[0], lower - margin[1], right + margin[0], upper + margin[1])
    units, shades = sheet.units.within(ends), _shades(classes)
    known = ~np.isnan(units.values[year])
    colours = [shades[classes.number(value)] for value in units.values[year][known].tolist()]
    draw_lines(axes, shapely.clip_by_rect(sheet.outline, *ends), OUTLINE)
    draw_polygons(axes, units.polygons[known], {"facecolor": colours, **EDGES})
    draw_polygons(axes, units.polygons[~known], BLANK)
    draw_lines(axes, shapely.clip_by_rect(sheet.lines, *ends), LINES)
    axes.set(xlim=(left, right), ylim=(lower, upper), aspect="equal")


def draw_polygons(axes: Axes, polygons: np.ndarray, style: dict) -> None:
    if len(polygons):
        axes.add_collection(PathCollection([*map(_path, shapely.normalize(polygons))], **style))


def _path(polygon: shapely.Geometry) -> Path:
    """The rings of a polygon; by their direction, which is that of its normal form, a drawing tells holes."""
    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(polygon)), return_index=True)
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    codes[np.diff(ring, prepend=-1) > 0] = Path.MOVETO
    codes[np.diff(ring, append=len(points)) > 0] = Path.CLOSEPOLY
    return Path(points, codes)


def draw_lines(axes: Axes, lines: np.ndarray, style: dict) -> None:
    """Lines, and those among the parts of what a clip has left."""
    parts = shapely.get_parts(shapely.get_parts(shapely.normalize(lines)))
    parts = parts[(shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(parts)]
    if len(parts):
        axes.add_collection(LineCollection([*map(shapely.get_coordinates, parts)], **style))


def _shades(classes: Classes) -> list:
    """A colour for each class: its own, or a shade from light to dark, all visible on white."""
    if classes.shades:
        return list(classes.shades)
    number = len(classes.names)
    return [matplotlib.colormaps["YlGnBu"](0.2 + 0.75 * at / max(number - 1, 1)) for at in range(number)]


def _inset(axes: Axes, corner: Box) -> Axes:
    """An empty frame in the corner of a map, given in its coordinates."""
    left, lower, right, upper = corner
    inset = axes.inset_axes([left, lower, right - left, upper - lower], transform=axes.transData)
    inset.set(xticks=[], yticks=[])
    inset.spines[:].set_visible(True)
    return inset


def _height(frame: Box, width: int) -> float:
    """Inches of `width` maps side by side, as their outline asks."""
    left, lower, right, upper = frame
    height = WIDTH / width * (upper - lower) / (right - left)
    return min(max(height, LEAST_HEIGHT), MOST_HEIGHT)
