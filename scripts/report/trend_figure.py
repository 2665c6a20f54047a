"""The drawing of means or medians over time."""

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from report.figures import COLOURS, GREY, canvas, legend_columns, wrapped
from report.trend import Line

MARKERS = "osD^vPX"
ROOM, BESIDE = 90, 9  # letters of a line of the legend, and of the mark and the space beside each name
LONGEST, HEIGHT = 60, 36  # letters of a line of a name, and of the vertical axis
LINE = 0.17  # inches of a line of the legend
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
    note = NOTES[statistic] + " In parentheses: the most units of any year."
    note += " Triangles: years in which units adopt." if adoption else ""
    note += f" {missing:,d} unit-years without a value are left out." if missing else ""
    names = [wrapped(f"{line.name} ({line.units:,d})", LONGEST) for line in lines]
    columns = min(3, legend_columns(names, ROOM, BESIDE))
    beyond = sum(name.count("\n") + 1 for name in names) - columns
    figure = canvas(3.4 + LINE * max(0, -(-beyond // columns)), data_status, note)
    axes = figure.subplots()
    for line, name, colour, marker in zip(lines, names, COLOURS, MARKERS, strict=False):
        years = [point.year for point in line.points]
        band = [point.low for point in line.points], [point.high for point in line.points]
        axes.fill_between(years, *band, color=colour, alpha=0.13, linewidth=0)
        axes.plot(years, [point.middle for point in line.points], color=colour, marker=marker, markersize=4, label=name)
    at_foot = axes.get_xaxis_transform()  # horizontal in data, vertical in fractions of the axes
    axes.plot(list(adoption), [0.02] * len(adoption), "^", color=GREY, markersize=5, transform=at_foot)
    axes.set_ylabel(wrapped(label, HEIGHT))
    axes.set_xlabel(year)
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0.2)
    axes.margins(x=0.03)
    return figure
