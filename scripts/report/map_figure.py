"""The drawing of maps."""

import math

import geopandas as gpd
import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from report.figures import WIDTH, canvas
from report.maps import Classes, classes_of

MOST = 3  # maps side by side
LEAST_HEIGHT, MOST_HEIGHT, LEGEND = 1.4, 6.4, 0.55  # inches, of one row of maps and of the legend beneath
LEGEND_FORM = {"loc": "center", "handlelength": 1.3, "columnspacing": 1.2, "borderpad": 0}
BLANK = {"facecolor": "#EEEEEE", "edgecolor": "#AAAAAA", "hatch": "////", "linewidth": 0.3}


def map_figure(shapes: gpd.GeoDataFrame, years: list[int], note: str, label: str, data_status: str) -> Figure:
    """Polygons coloured by the class of their value, one map a year; those without a value are hatched.

    Parameters
    ----------
    shapes : polygons with a float column for each of `years`, NaN where there is no value
    label : what stands above the legend
    """
    classes = classes_of([value for year in years for value in shapes[year].dropna()])
    width = min(MOST, len(years))
    depth = -(-len(years) // width)
    height = _height(shapes, width)
    figure = canvas(depth * height + LEGEND, data_status, note)
    grid = figure.add_gridspec(depth + 1, width, height_ratios=[*[height] * depth, LEGEND])
    for at, year in enumerate(years):
        axes = figure.add_subplot(grid[at // width, at % width])
        axes.set_axis_off()
        axes.set_title(str(year))
        _draw(axes, shapes, year, classes)
    foot = figure.add_subplot(grid[depth, :])
    foot.set_axis_off()
    handles = [Patch(facecolor=shade, edgecolor="#8A8A8A", linewidth=0.3) for shade in _shades(classes)]
    foot.legend(handles, classes.names, title=label, ncols=len(handles), **LEGEND_FORM)
    return figure


def _draw(axes: Axes, shapes: gpd.GeoDataFrame, year: int, classes: Classes) -> None:
    known, shades = shapes[year].notna(), _shades(classes)
    colours = [shades[classes.number(value)] for value in shapes.loc[known, year]]
    shapes[known].plot(ax=axes, color=colours, edgecolor="#8A8A8A", linewidth=0.3)
    if not known.all():
        shapes[~known].plot(ax=axes, **BLANK)


def _shades(classes: Classes) -> list[tuple]:
    """A shade for each class, from light to dark, all visible on white."""
    number = len(classes.bounds)
    return [matplotlib.colormaps["YlGnBu"](0.1 + 0.8 * at / max(number - 1, 1)) for at in range(number)]


def _height(shapes: gpd.GeoDataFrame, width: int) -> float:
    """Inches of a row of `width` maps, as their outline asks."""
    left, lower, right, upper = shapes.total_bounds
    geographic = shapes.crs is not None and shapes.crs.is_geographic
    stretch = math.cos(math.radians((lower + upper) / 2)) if geographic else 1.0
    height = WIDTH / width * (upper - lower) / ((right - left) * stretch)
    return min(max(height, LEAST_HEIGHT), MOST_HEIGHT)
