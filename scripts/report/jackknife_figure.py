"""The drawing of coefficients without each unit."""

from matplotlib.figure import Figure

from report.figures import BLUE, GREY, ORANGE, canvas, wrapped
from report.printed import address_words

NOTE = (
    "Points: the estimate without one unit, by size; bars: 95 % confidence intervals; orange: units that are treated. "
    "Line: the estimate of all rows."
)


def jackknife_figure(rows: list[dict], labels: dict[str, str], data_status: str) -> Figure:
    """The estimates of each column without each value that was left out, ascending, and that of all rows."""
    columns = list(dict.fromkeys(row["column"] for row in rows))
    figure = canvas(0.6 + 2.6 * len(columns), data_status, NOTE)
    for axes, address in zip(figure.subplots(len(columns), squeeze=False).ravel(), columns, strict=True):
        own = [row for row in rows if row["column"] == address]
        whole, each = own[0], own[1:]
        axes.axhline(0, color=GREY, linewidth=0.7)
        axes.axhline(whole["estimate"], color=GREY, linestyle="--", linewidth=0.9)
        for treated, colour in ((False, BLUE), (True, ORANGE)):
            part = [(place, row) for place, row in enumerate(each, start=1) if bool(row["treated"]) == treated]
            ends = [
                [row["estimate"] - row["conf_low"] for _, row in part],
                [row["conf_high"] - row["estimate"] for _, row in part],
            ]
            places, values = [place for place, _ in part], [row["estimate"] for _, row in part]
            axes.errorbar(places, values, yerr=ends, fmt="o", color=colour, markersize=2.6, elinewidth=0.6)
        for place in {1, len(each)} if each else ():
            row = each[place - 1]
            axes.annotate(row["left_out"], (place, row["conf_high"]), fontsize=8, ha="center", va="bottom")
        axes.set_ylabel("Estimate")
        axes.set_xticks([])
        axes.set_title(wrapped(address_words(address, labels), 60), loc="left")
    return figure
