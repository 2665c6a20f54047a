"""The drawing of how a policy evolved: time runs down, what was decided to the right, who had it to the left."""

from collections import Counter

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from core.errors import StudyError
from report.figures import BLUE, GREY, ORANGE, WIDTH, canvas, filled, wrapped
from report.printed import count, number_of

LINE, APART = 0.165, 0.16  # inches of a line of text, and between two years
SPINE = 1.75  # inches from the left to the line of time
ROOM, LABEL = 66, 26  # letters of a line of text, and of the policy
SIZE = 9.5
TEXT = {"fontsize": SIZE, "linespacing": LINE * 72 / SIZE}
NOTE = (
    "Right: what happened; left: units whose policy began in the year, and all that had it. Distances are not to scale."
)


def timeline_figure(
    events: dict[int, list[str]], start: dict[str, int], label: str, units: int, data_status: str
) -> Figure:
    """A row for each year in which something happened or units began.

    events : texts by year; start : the first treated year of each unit that ever has the policy `label`, of all `units`
    """
    if not start:
        raise StudyError("no unit ever has the policy, so there is nothing to mark")
    begun = Counter(start.values())
    rows = {year: [line for text in events.get(year, []) for line in _entry(text)] for year in {*events, *begun}}
    heights = {year: LINE * max(len(rows[year]), 2 if year in begun else 1) + APART for year in sorted(rows)}
    above = wrapped(label, LABEL)
    top = LINE * (above.count("\n") + 2)
    height = sum(heights.values()) + top
    figure = canvas(height + 0.35, data_status, f"{NOTE} {count(units - len(start))} of {count(units)} never had it.")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.text(SPINE - 0.14, 0, above, ha="right", va="top", color=ORANGE, **TEXT)
    axes.plot([SPINE, SPINE], [top - LINE, height], color=GREY, linewidth=1.2, zorder=1)
    for year, room in heights.items():
        _year(axes, top, year, rows[year], begun[year], sum(begun[other] for other in begun if other <= year))
        top += room
    return figure


def _entry(text: str) -> list[str]:
    """The lines of a text, the first with a dash before it."""
    first, *others = filled(text, ROOM)
    return [f"– {first}", *(f"   {line}" for line in others)]


def _year(axes: Axes, top: float, year: int, lines: list[str], begun: int, total: int) -> None:
    """One year: its number beside the line of time, what happened, and how many units began."""
    middle = top + LINE / 2
    axes.text(SPINE + 0.14, middle, str(year), va="center", fontsize=SIZE + 0.5, color=BLUE)
    axes.text(SPINE + 0.62, top - 0.005, "\n".join(lines), va="top", **TEXT)
    axes.plot([SPINE], [middle], "o", color=ORANGE if begun else "white", markeredgecolor=GREY, markersize=7, zorder=2)
    if begun:
        said = f"{number_of(begun, 'unit')}\n{count(total)} in all"
        axes.text(SPINE - 0.14, top - 0.005, said, ha="right", va="top", color=ORANGE, **TEXT)
