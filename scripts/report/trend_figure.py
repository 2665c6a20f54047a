"""The drawing of means over time."""

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from report.figures import COLOURS, GREY, canvas
from report.trend import Line

MARKERS = "osD^vPX"


def trend_figure(
    lines: list[Line], adoption: dict[int, int], missing: int, label: str, year: str, data_status: str
) -> Figure:
    """Means by year with their intervals, a line a group.

    Parameters
    ----------
    adoption : number of units that adopt, by year
    missing : unit-years without a value
    label, year : what stands at the axes
    """
    note = "Lines: means; bands: their 95 % confidence intervals, mean ± 1.96 sd/√n."
    note += " Triangles: years in which units adopt." if adoption else ""
    note += f" {missing:,d} unit-years without a value are left out." if missing else ""
    figure = canvas(3.4, data_status, note)
    axes = figure.subplots()
    for line, colour, marker in zip(lines, COLOURS, MARKERS, strict=False):
        years = [mean.year for mean in line.means]
        band = [mean.low for mean in line.means], [mean.high for mean in line.means]
        axes.fill_between(years, *band, color=colour, alpha=0.13, linewidth=0)
        name = f"{line.name} ({line.units:,d})"
        axes.plot(years, [mean.mean for mean in line.means], color=colour, marker=marker, markersize=4, label=name)
    at_foot = axes.get_xaxis_transform()  # horizontal in data, vertical in fractions of the axes
    axes.plot(list(adoption), [0.02] * len(adoption), "^", color=GREY, markersize=5, transform=at_foot)
    axes.set_ylabel(label)
    axes.set_xlabel(year)
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2)
    axes.margins(x=0.03)
    return figure
