"""One house style for all figures.

Every figure is as wide as a page of text (6.3 in), has fonts that come with matplotlib, colours that the colour-blind
tell apart (Okabe and Ito 2008), and the same bytes in every run.
"""

import io
import logging
import re
import warnings
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.text import Text

from core.files import write_bytes
from core.language import in_other_words, said
from report.glyphs import FAMILY, give_fonts
from report.printed import SIMULATED, breadth, status_note

WIDTH = 6.3  # inches, the text width of the report
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
WIDE = "\u2e80-\u2fff\u3005-\u9fff\uf900-\ufaff"  # characters between which a line may end
PARTS = re.compile(rf"(?:[{WIDE}]|[^\s{WIDE}]+)[,.;:!?)，。、；：！？）]*\s*")  # none begins with a stop or a blank
COLOURS = (ORANGE, BLUE, "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#333333")

logging.getLogger("fontTools").setLevel(logging.ERROR)  # else a log of 60 lines for every PDF
matplotlib.use("Agg")
matplotlib.rcdefaults()
matplotlib.rcParams.update(
    {
        "font.family": [FAMILY],
        "font.size": 10,
        "axes.titlesize": 10,
        "axes.labelsize": 10,
        "axes.linewidth": 0.6,
        "axes.edgecolor": "#333333",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "lines.linewidth": 1.3,
        "text.parse_math": False,
        "pdf.fonttype": 42,
        "savefig.dpi": 200,
        "svg.hashsalt": "report",
    }
)


def as_pdf(figure: Figure) -> bytes:
    return _bytes(figure, "pdf", {"CreationDate": None})


def as_png(figure: Figure) -> bytes:
    return _bytes(figure, "png", {"Software": None})


def write_figure(figure: Figure, pdf: str | Path, png: str | Path) -> None:
    """Write the drawing twice; its label becomes the name of the file, by which warnings call it."""
    figure.set_label(Path(png).stem)
    if in_other_words():
        say(figure)
    write_bytes(pdf, as_pdf(figure))
    write_bytes(png, as_png(figure))


def say(figure: Figure) -> None:
    """Put the texts of `figure` in the language of this job, those of ticks through their axes, which keep them."""
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        names = [text.get_text() for text in axis.get_ticklabels()]
        if (spoken := [*map(_said, names)]) != names:
            axis.set_ticks(axis.get_ticklocs(), spoken)
    for text in figure.findobj(Text):
        text.set_text(_said(text.get_text()))


def _said(text: str) -> str:
    return "\n".join(map(said, text.split("\n")))


def _bytes(figure: Figure, kind: str, metadata: dict) -> bytes:
    memory = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")  # `give_fonts` says it once
        if not isinstance(figure.get_layout_engine(), PlaceHolderLayoutEngine | None):
            figure.draw_without_rendering()  # fonts and places are found once, and are the same in every format
            if give_fonts(figure):
                figure.draw_without_rendering()
            figure.set_layout_engine("none")
        figure.savefig(memory, format=kind, metadata=metadata)
    return memory.getvalue()


def canvas(height: float, data_status: str, note: str = "") -> Figure:
    """An empty figure with a note beneath and the data status in the lower right corner; its caption is the page's."""
    status = SIMULATED if status_note(data_status) else ""
    lines = filled(note, 102 if status else 122) or [""] * bool(status)
    foot = (0.17 * len(lines) + 0.06) / height if lines else 0
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0.005, foot, 0.99, 1 - foot), hspace=0.08, wspace=0.06)
    figure.text(0.01, foot - 0.04 / height, "\n".join(lines), fontsize=8.5, color="#444444", va="top")
    figure.text(0.99, 0.06 / height, status, fontsize=9, style="italic", color=ORANGE, ha="right", va="bottom")
    return figure


def filled(text: str, room: int) -> list[str]:
    """`text`, in the language of this job, in lines of at most `room` letters; a Chinese character has the room of two,
    and may end a line."""
    lines, taken = [], room
    for part in PARTS.findall(said(text)):
        size = _room(part.rstrip())
        if taken + size > room:
            lines.append("")
            taken = 0
        lines[-1] += part
        taken += size + len(part) - len(part.rstrip())
    return [line.rstrip() for line in lines]


def _room(text: str) -> float:
    """How many letters have the room of `text` in a figure: a Chinese character that of a little more than two."""
    return breadth(text) * (1.1 if breadth(text) > len(text) else 1)


def wrapped(text: str, room: int) -> str:
    """`text` broken into lines of at most `room` letters."""
    return "\n".join(filled(text, room))


def legend_columns(names: list[str], room: int, beside: int) -> int:
    """Columns of a legend: as many as fit into `room` letters, `beside` of them for each mark, in equal lines."""
    widest = max(breadth(line) for name in names for line in name.split("\n"))
    fitting = max(1, min(len(names), room // (widest + beside)))
    return -(-len(names) // -(-len(names) // fitting))


def panels(number: int) -> tuple[int, int]:
    """Rows and columns of `number` panels, two side by side."""
    width = min(2, number)
    return -(-number // width), width


def signed(text: str) -> str:
    """`text` with true minus signs, and without an equals sign before a bound."""
    return text.replace("-", "−").replace("= <", "< ")
