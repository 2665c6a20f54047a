"""The drawing of placebo distributions."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from report.figures import BLUE, ORANGE, canvas, panels, wrapped
from report.printed import probability

TITLE = 42  # letters of a line above a panel
ABOVE = 2.2  # height of the upper panel, in peaks of the density: what is said of the placebo stands above the curve


@dataclass(frozen=True)
class Placebo:
    """The draws of one column, the density of their coefficients, and what is known of both."""

    name: str
    draws: list[dict]
    density: list[dict]
    summary: dict


def placebo_figure(placebos: list[Placebo], data_status: str) -> Figure:
    """For each placebo the density of its coefficients and, beneath, the p-value of each draw against it.

    The observed coefficient is a line through both panels.
    """
    depth, width = panels(len(placebos))
    note = "Curve: kernel density of placebo coefficients; dots: p-value of each placebo draw; line: observed estimate."
    figure = canvas(4.0 if depth == 1 else 3.7 * depth, data_status, note)
    grid = figure.subplots(2 * depth, width, squeeze=False, height_ratios=[3, 2] * depth)
    spots = [(2 * (spot // width), spot % width) for spot in range(depth * width)]
    for (row, column), placebo in zip(spots, placebos, strict=False):
        upper, lower = grid[row, column], grid[row + 1, column]
        _draw(upper, lower, placebo)
        upper.set_title(wrapped(placebo.name, TITLE), loc="left")
        if column == 0:
            upper.set_ylabel("Density")
            lower.set_ylabel("p-value")
    for row, column in spots[len(placebos) :]:
        grid[row, column].remove()
        grid[row + 1, column].remove()
    return figure


def _draw(upper: Axes, lower: Axes, placebo: Placebo) -> None:
    x, density = ([point[name] for point in placebo.density] for name in ("x", "density"))
    fitted = [draw for draw in placebo.draws if draw["estimate"] is not None]
    estimates, p_values = ([draw[name] for draw in fitted] for name in ("estimate", "p_value"))
    upper.fill_between(x, density, color=BLUE, alpha=0.12, linewidth=0)
    upper.plot(x, density, color=BLUE)
    lower.plot(estimates, p_values, "o", color=BLUE, alpha=0.45, markersize=2.2, markeredgewidth=0)
    observed = placebo.summary["observed"]["estimate"]
    low, high = min(*x, observed), max(*x, observed)
    for axes in (upper, lower):
        axes.axvline(observed, color=ORANGE, linewidth=1.4)
        axes.set_xlim(low - 0.05 * (high - low), high + 0.05 * (high - low))
        axes.xaxis.set_major_locator(MaxNLocator(5))
    upper.set_ylim(0, ABOVE * max(density))
    upper.tick_params(labelbottom=False)
    lower.set_ylim(0, 1.02)
    lower.set_xlabel("Placebo coefficient")
    _say(upper, placebo.summary, left=observed < (low + high) / 2)


def _say(axes: Axes, summary: dict, left: bool) -> None:
    """The observed coefficient and both permutation p-values, beside the line of the coefficient."""
    observed = summary["observed"]["estimate"]
    lines = [
        f"observed {observed:.4f}".replace("-", "−"),
        "permutation p:",
        f"t-statistic {probability(summary['p_statistic'])}",
        f"coefficient {probability(summary['p_coefficient'])}",
    ]
    axes.annotate(
        "\n".join(lines),
        (observed, 1),
        (5 if left else -5, -2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="left" if left else "right",
        va="top",
        fontsize=8.5,
        color=ORANGE,
    )
