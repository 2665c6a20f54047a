"""The drawing of Moran scatter plots, a panel a year."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from core.errors import named
from report.clusters import COLOURS, NOTE
from report.figures import GREY, canvas, legend_columns, panels, signed, wrapped

HEIGHT = 2.5  # inches of a row of panels
ROOM, BESIDE, SIDE = 90, 6, 40  # letters of a line of the legend, beside each name, and of an axis


def scatter_figure(
    rows: list[dict], facts: dict, years: list[int], label: str, matrix: str, data_status: str
) -> Figure:
    """Deviation of each unit from the mean against that of its neighbours, with the line whose slope is Moran's I.

    rows : `year, deviation, lag, cluster` of each unit; facts : of the same, with Moran's I of each year
    """
    depth, width = panels(len(years))
    figure = canvas(HEIGHT * depth + 0.8, data_status, _note(facts, matrix))
    grid = figure.subplots(depth, width, squeeze=False, sharex=True, sharey=True)
    for axes, year in zip(grid.flat, years, strict=False):
        _draw(axes, [row for row in rows if row["year"] == year], year, facts["moran_i"][str(year)])
    for axes in grid.flat[len(years) :]:
        axes.set_axis_off()
    for axes in grid.flat[max(0, len(years) - width) : len(years)]:
        axes.set_xlabel(wrapped(f"{label}, deviation", SIDE))
        axes.tick_params(labelbottom=True)
    for axes in grid[:, 0]:
        axes.set_ylabel("Neighbours")
    shown = [name for name in COLOURS if any(row["cluster"] == name for row in rows if row["year"] in years)]
    marks = [Line2D([], [], **_mark(name)) for name in shown]
    figure.legend(marks, shown, loc="outside upper center", ncols=legend_columns(shown, ROOM, BESIDE))
    return figure


def _draw(axes: Axes, rows: list[dict], year: int, moran_i: float) -> None:
    deviation, lag = (np.array([row[name] for row in rows]) for name in ("deviation", "lag"))
    axes.axhline(lag.mean(), color=GREY, linewidth=0.6, linestyle=":")
    axes.axvline(0, color=GREY, linewidth=0.6, linestyle=":")
    ends = np.array([deviation.min(), deviation.max()])
    axes.plot(ends, lag.mean() + deviation @ lag / (deviation @ deviation) * ends, color="#333333", linewidth=1)
    for name in COLOURS:
        own = [row for row in rows if row["cluster"] == name]
        axes.plot([row["deviation"] for row in own], [row["lag"] for row in own], **_mark(name))
    axes.set_title(str(year), loc="left")
    axes.set_title(signed(f"I = {moran_i:.3f}"), loc="right", fontsize=9)


def _mark(cluster: str) -> dict:
    return {
        "linestyle": "",
        "marker": "o",
        "markersize": 4,
        "color": COLOURS[cluster],
        "markeredgecolor": GREY,
        "markeredgewidth": 0.4,
        "label": cluster,
    }


def _note(facts: dict, matrix: str) -> str:
    """What is drawn, and what the colours are."""
    said = ["A dot is a unit: standard deviations from the mean, and their weighted sum over its neighbours."]
    if facts["row_standardised"]:
        said.append("The slope of the line is Moran's I.")
    else:
        said.append("Rows of the weights do not sum to one: the slope of the line is Moran's I times their mean sum.")
    said += [NOTE, f"Weights: {matrix}."]
    if facts["left_out"]:
        said.append(f"Left out: {named(facts['left_out'])}.")
    return " ".join(said)
