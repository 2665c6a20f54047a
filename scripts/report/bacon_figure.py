"""The drawing of a Goodman-Bacon decomposition."""

from matplotlib.figure import Figure

from report.figures import COLOURS, GREY, canvas, signed
from report.printed import estimate

MARKS = ("o", "s", "^")
NOTE = (
    "A point is a comparison of two groups of units. Lines: the two-way estimate, which is the mean of all points by "
    "their weights{controls}."
)


def bacon_figure(comparisons: list[dict], two_way: dict[str, float], data_status: str) -> Figure:
    """Weight and estimate of each comparison, a mark for each type; `two_way`: `without controls`, `with controls`."""
    points = [row for row in comparisons if row["treated"] is not None]
    controls = " (dashed), and that with controls (dotted)" if len(two_way) > 1 else ""
    figure = canvas(3.8, data_status, NOTE.format(controls=controls))
    axes = figure.subplots()
    axes.axhline(0, color=GREY, linewidth=0.7)
    for name, value in two_way.items():
        style = "--" if name == "without controls" else ":"
        axes.axhline(value, color="#333333", linewidth=0.9, linestyle=style)
    for kind, colour, mark in zip(dict.fromkeys(row["type"] for row in points), COLOURS, MARKS, strict=False):
        own = [row for row in points if row["type"] == kind]
        share = sum(row["weight"] for row in own)
        axes.plot(
            [row["weight"] for row in own],
            [row["estimate"] for row in own],
            mark,
            color=colour,
            markersize=5.5,
            alpha=0.8,
            label=f"{kind} ({estimate(share, 3)})",
        )
    axes.set_xlabel("Weight")
    axes.set_ylabel("Estimate")
    axes.set_title(signed(f"mean: {estimate(two_way['without controls'])}"), loc="right", fontsize=9)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.04), ncols=1, borderaxespad=0.2, title="Type and sum of weights")
    return figure
