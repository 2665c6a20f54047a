"""The drawing of coefficients of several columns."""

from matplotlib.figure import Figure

from core.errors import StudyError
from report.figures import COLOURS, GREY, canvas, wrapped
from report.fitted import Fitted
from report.printed import address_words, term_words

MARKS = "osD^vPX"
NAMES = 34  # letters of a column
APART = 0.16  # between the terms of a column, of the room of a line


def coefficients_figure(columns: list[Fitted], terms: list[str], labels: dict[str, str], data_status: str) -> Figure:
    """The coefficients of `terms`, all if empty, with their intervals; a line a column, a colour a term."""
    shown = terms or list(dict.fromkeys(row["term"] for column in columns for row in column.rows))
    if len(shown) > len(COLOURS):
        raise StudyError(f"{len(shown)} terms cannot be told apart; name at most {len(COLOURS)} under `terms`")
    figure = canvas(1.0 + 0.42 * len(columns), data_status, "Points: coefficients; bars: 95 % confidence intervals.")
    axes = figure.subplots()
    axes.axvline(0, color=GREY, linewidth=0.7)
    for number, (term, colour, mark) in enumerate(zip(shown, COLOURS, MARKS, strict=False)):
        found = [(place, row) for place, column in enumerate(columns) for row in column.rows if row["term"] == term]
        places = [place + APART * (number - (len(shown) - 1) / 2) for place, _ in found]
        values = [row["estimate"] for _, row in found]
        ends = [
            [row["estimate"] - row["conf_low"] for _, row in found],
            [row["conf_high"] - row["estimate"] for _, row in found],
        ]
        axes.errorbar(
            values,
            places,
            xerr=ends,
            fmt=mark,
            color=colour,
            markersize=5,
            elinewidth=1.1,
            label=term_words(term, labels),
        )
    axes.set_yticks(range(len(columns)), [wrapped(address_words(column.address, labels), NAMES) for column in columns])
    axes.set_ylim(len(columns) - 0.5, -0.5)
    axes.set_xlabel("Coefficient")
    if len(shown) > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=min(3, len(shown)), borderaxespad=0.2)
    return figure
