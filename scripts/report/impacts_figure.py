"""The drawing of direct, indirect and total effects: a forest of terms, three panels side by side."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from core.errors import StudyError
from report.figures import COLOURS, GREY, canvas, legend_columns, wrapped
from report.printed import address_words, term_words

EFFECTS = {"direct": "Direct effect", "indirect": "Indirect effect", "total": "Total effect"}
MARKS = "osD^vPX"
NAMES = 22  # letters of a term
ROOM = 0.62  # of the room of a term, that its columns take
REACH = 1.959963984540054  # standard errors to an end of a 95 % interval
NOTE = (
    "Points: effects at the estimates; bars: 95 % confidence intervals by the delta method, where an effect is not "
    "zero by construction."
)


def impacts_figure(rows: list[dict], labels: dict[str, str], data_status: str) -> Figure:
    """The effects of each term, a mark and a colour for each column; `rows` are those of a table of impacts."""
    columns, terms = (list(dict.fromkeys(row[name] for row in rows)) for name in ("column", "term"))
    if len(columns) > len(COLOURS):
        raise StudyError(f"{len(columns)} columns cannot be told apart; draw tables of at most {len(COLOURS)}")
    names = [wrapped(address_words(address, labels), 30) for address in columns]
    height = 1.1 + max(0.24 * len(columns), 0.34) * len(terms)
    figure = canvas(height + 0.25 * (len(columns) > 1), data_status, NOTE)
    panels = figure.subplots(1, len(EFFECTS), sharey=True)
    for axes, (effect, title) in zip(panels, EFFECTS.items(), strict=True):
        axes.axvline(0, color=GREY, linewidth=0.7)
        for number, address in enumerate(columns):
            own = {row["term"]: row for row in rows if row["column"] == address and row["effect"] == effect}
            shift = ROOM * ((number + 0.5) / len(columns) - 0.5)
            _draw(axes, [(terms.index(term) + shift, row) for term, row in own.items()], number, names[number])
        axes.set_title(title, loc="left")
        axes.locator_params(axis="x", nbins=4)
    panels[0].set_yticks(range(len(terms)), [wrapped(term_words(term, labels), NAMES) for term in terms])
    panels[0].set_ylim(len(terms) - 0.5, -0.5)
    if len(columns) > 1:
        handles = panels[0].get_legend_handles_labels()[0]
        figure.legend(handles, names, loc="outside upper left", ncols=legend_columns(names, 90, 6))
    return figure


def _draw(axes: Axes, places: list[tuple[float, dict]], number: int, name: str) -> None:
    """The effects of a column at their places; no bar where there is no standard error."""
    axes.errorbar(
        [row["estimate"] for _, row in places],
        [place for place, _ in places],
        xerr=[REACH * (row["std_error"] or 0) for _, row in places],
        fmt=MARKS[number],
        color=COLOURS[number],
        markersize=4.5,
        elinewidth=1.1,
        label=name,
    )
