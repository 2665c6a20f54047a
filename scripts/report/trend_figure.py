"""The drawing of means or medians over time."""

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from report.figures import COLOURS, GREY, canvas
from report.trend import Line

MARKERS = "osD^vPX"
NOTES = {
    "mean": "Lines: means; bands: their 95 % confidence intervals, mean ± 1.96 sd/√n.",
    "median": "Lines: medians; bands: the middle half of the units, from the first to the third quartile.",
}


def trend_figure(
    lines: list[Line], adoption: dict[int, int], missing: int, label: str, year: str, data_status: str, statistic: str
) -> Figure:
    """Means or medians by year with their bands, a line a group.

    Parameters
    ----------
    adoption : number of units that adopt, by year
    missing : unit-years without a value
    label, year : what stands at the axes
    statistic : what `lines` are, `mean` or `median`
    """
    note = NOTES[statistic]
    note += " Triangles: years in which units adopt." if adoption else ""
    note += f" {missing:,d} unit-years without a value are left out." if missing else ""
    figure = canvas(3.4, data_status, note)
    axes = figure.subplots()
    for line, colour, marker in zip(lines, COLOURS, MARKERS, strict=False):
        years = [point.year for point in line.points]
        band = [point.low for point in line.points], [point.high for point in line.points]
        axes.fill_between(years, *band, color=colour, alpha=0.13, linewidth=0)
        name = f"{line.name} ({line.units:,d})"
        axes.plot(years, [point.middle for point in line.points], color=colour, marker=marker, markersize=4, label=name)
    at_foot = axes.get_xaxis_transform()  # horizontal in data, vertical in fractions of the axes
    axes.plot(list(adoption), [0.02] * len(adoption), "^", color=GREY, markersize=5, transform=at_foot)
    axes.set_ylabel(label)
    axes.set_xlabel(year)
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2)
    axes.margins(x=0.03)
    return figure
