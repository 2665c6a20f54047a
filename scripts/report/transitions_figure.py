"""The drawing of a matrix of transitions between classes."""

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from report.figures import canvas, wrapped

CELL = 0.5  # inches of the height of a class
NAME = 22  # letters of a line of a class
APART = 0.4  # of a cell, between the matrix and the ergodic distribution
DARK = 0.55  # share from which numbers are white
NOTE = "In a cell: the share of the units of its row, and their number."


def transitions_figure(rows: list[dict], layout: dict, data_status: str) -> Figure:
    """Shares from each class to each, and beneath, if there is one, the distribution to which they lead.

    rows : `group, to, count, probability`; those without a count are the distribution
    """
    classes = list(dict.fromkeys(row["to"] for row in rows))
    last = [row for row in rows if row["group"] not in classes]
    ergodic = last[0]["group"] if last[0]["probability"] is not None else None
    figure = canvas(1.5 + CELL * (len(classes) + bool(ergodic)), data_status, _note(layout))
    axes = figure.subplots()
    for row in rows:
        place = len(classes) + APART if row["group"] not in classes else classes.index(row["group"])
        _cell(axes, classes.index(row["to"]), place, row, small=len(classes) > 6)
    names = [wrapped(name, NAME) for name in classes]
    across = [wrapped(name, int(90 / len(classes))) for name in classes]
    beneath = [len(classes) + APART] if ergodic else []
    axes.set_yticks([*range(len(classes)), *beneath], [*names, *([ergodic] if ergodic else [])])
    axes.set_xticks(range(len(classes)), across)
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    axes.set(xlim=(-0.5, len(classes) - 0.5), ylim=(len(classes) - 0.5 + (APART + 1) * bool(ergodic), -0.5))
    axes.set(xlabel="Class in the next year", ylabel="Class in a year")
    return figure


def _note(layout: dict) -> str:
    return " ".join([NOTE, *layout["notes"], *layout["warnings"]])


def _cell(axes: Axes, column: float, line: float, row: dict, small: bool) -> None:
    """A rectangle whose shade is the share, with the share and the number printed on it; blank without a share."""
    if row["probability"] is None:
        return
    shade = matplotlib.colormaps["Blues"](0.05 + 0.85 * row["probability"])
    axes.add_patch(matplotlib.patches.Rectangle((column - 0.48, line - 0.46), 0.96, 0.92, facecolor=shade))
    said = f"{row['probability']:.3f}" + (f"\n{row['count']:,d}" if row["count"] is not None else "")
    colour = "white" if row["probability"] > DARK else "#1A1A1A"
    axes.text(column, line, said, ha="center", va="center", fontsize=7 if small else 9, color=colour)
