"""The drawing of how a policy spreads over units."""

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from core.errors import StudyError
from report.figures import BLUE, GREY, canvas

NOTE = "Bars: units whose policy begins in a year; line: all that have it. {never:,d} of {units:,d} never have it."


def rollout_figure(start: dict[str, int], units: int, years: list[int], data_status: str) -> Figure:
    """Units by the year in which their policy begins, `start` by unit, of a number of `units` in the `years`."""
    if not start:
        raise StudyError("no unit ever has the policy, so there is nothing to draw")
    figure = canvas(3.2, data_status, NOTE.format(never=units - len(start), units=units))
    axes = figure.subplots()
    every = range(years[0], years[1] + 1)
    begins = [sum(year == own for own in start.values()) for year in every]
    total = [sum(own <= year for own in start.values()) for year in every]
    bars = axes.bar(every, begins, color=BLUE, width=0.65, label="Beginning")
    axes.plot(every, total, drawstyle="steps-mid", color=GREY, label="With the policy")
    white = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    axes.bar_label(bars, [number or "" for number in begins], fontsize=9, padding=2, zorder=3, bbox=white)
    axes.set_ylabel("Units")
    axes.xaxis.set_major_locator(MaxNLocator(12, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylim(0, max(total) * 1.12)
    axes.legend(loc="upper left")
    return figure
