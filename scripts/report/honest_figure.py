"""The drawing of effects by the bound on departures from parallel trends."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from report.figures import COLOURS, GREY, canvas, legend_columns, wrapped
from report.printed import address_words

MARKS = "os^Dv"
SPREAD = 0.5  # of the room of a bound, for all columns
AXES = {
    "magnitudes": "Departure from year to year after the policy, as a multiple of the largest before",
    "smoothness": "Change of the slope from one year to the next",
}
NOTE = (
    "Lines: 95 % confidence sets of effects, with hollow ends under parallel trends, then as trends may depart from "
    "parallel by the bound."
)


def honest_figure(rows: list[dict], restriction: str, labels: dict[str, str], data_status: str) -> Figure:
    """A panel for each effect, a line for each column and bound."""
    columns, effects = (list(dict.fromkeys(row[key] for row in rows)) for key in ("column", "effect"))
    figure = canvas(3.8, data_status, NOTE)
    panels = figure.subplots(1, len(effects), squeeze=False, sharey=True)[0]
    for axes, effect in zip(panels, effects, strict=True):
        _draw(axes, [row for row in rows if row["effect"] == effect], columns, labels)
        axes.set_xlabel(wrapped(AXES[restriction], 90 // len(effects)))
        axes.set_title(effect, loc="left")
    panels[0].set_ylabel("Effect")
    if len(columns) > 1:
        handles, names = panels[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside upper left", ncols=legend_columns(names, 90, 6))
    return figure


def _draw(axes: Axes, rows: list[dict], columns: list[str], labels: dict[str, str]) -> None:
    bounds = list(dict.fromkeys(row["bound"] for row in rows))
    axes.axhline(0, color=GREY, linewidth=0.7)
    axes.axvline(0.5, color=GREY, linewidth=0.7, linestyle=(0, (4, 3)))
    for number, column in enumerate(columns):
        offset = SPREAD / len(columns) * (number - (len(columns) - 1) / 2)
        style = {"color": COLOURS[number % len(COLOURS)], "marker": MARKS[number % len(MARKS)], "markersize": 4}
        for row in (row for row in rows if row["column"] == column):
            ends = [row["conf_low"], row["conf_high"]]
            parallel = row["bound"] is None
            own = {"markerfacecolor": "white"} if parallel else {}
            own |= {"label": address_words(column, labels)} if row["bound"] == bounds[-1] else {}
            axes.plot([bounds.index(row["bound"]) + offset] * 2, ends, linewidth=1.1, **style, **own)
    axes.set_xticks(range(len(bounds)), ["parallel" if bound is None else f"{bound:g}" for bound in bounds])
