"""The drawing of what holds efficiency down: the share of each indicator in the inefficiency, by group."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from core.errors import StudyError
from report.figures import COLOURS, canvas, legend_columns, wrapped
from report.printed import words

HATCHES = ("", "////")  # colours are used once plain, then once more hatched
BAR = 0.3  # inches
NAMES, ROOM, BESIDE = 24, 88, 7  # letters of a group, of a line of the legend, and beside each of its names
PRINTED = 0.055  # share from which a part has room for its number
LIGHT = {"#7CC7EE", "#3FAE7E", "#F2D769"}  # colours on which numbers are dark


def slacks_figure(rows: list[dict], layout: dict, labels: dict[str, str], data_status: str) -> Figure:
    """A bar for each group, parted by the shares of the indicators; `rows` are those of a table of slacks."""
    indicators, groups = (list(dict.fromkeys(row[key] for row in rows)) for key in ("indicator", "group"))
    if len(indicators) > len(COLOURS) * len(HATCHES):
        most = len(COLOURS) * len(HATCHES)
        raise StudyError(f"{len(indicators)} indicators cannot be told apart; a figure shows at most {most}")
    names = [wrapped(words(name, labels), 30) for name in indicators]
    columns = legend_columns(names, ROOM, BESIDE)
    figure = canvas(0.9 + BAR * len(groups) + 0.18 * -(-len(names) // columns), data_status, " ".join(layout["notes"]))
    axes = figure.subplots()
    for number, (indicator, name) in enumerate(zip(indicators, names, strict=True)):
        _parts(axes, rows, groups, indicators[:number], indicator, number, name)
    counts = {row["group"]: row["n"] for row in rows}
    said = [wrapped(f"{words(group, labels)} ({counts[group]:,d})", NAMES) for group in groups]
    axes.set_yticks(range(len(groups)), said)
    axes.tick_params(axis="y", length=0)
    axes.set(xlim=(0, 1), ylim=(len(groups) - 0.45, -0.55), xlabel="Share in the inefficiency")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0.2, handlelength=1.3)
    return figure


def _parts(
    axes: Axes, rows: list[dict], groups: list[str], before: list[str], indicator: str, number: int, name: str
) -> None:
    """The part of one indicator in each bar, to the right of those `before` it."""
    share = {(row["group"], row["indicator"]): row["share"] or 0 for row in rows}
    starts = [sum(share[group, earlier] for earlier in before) for group in groups]
    widths = [share[group, indicator] for group in groups]
    colour = COLOURS[number % len(COLOURS)]
    style = {"color": colour, "hatch": HATCHES[number // len(COLOURS)], "edgecolor": "white", "linewidth": 0.6}
    axes.barh(range(len(groups)), widths, 0.78, starts, label=name, **style)
    for place, (start, width) in enumerate(zip(starts, widths, strict=True)):
        if width >= PRINTED:
            ink = "#1A1A1A" if colour in LIGHT else "white"
            axes.text(start + width / 2, place, f"{width:.2f}", ha="center", va="center", fontsize=8, color=ink)
