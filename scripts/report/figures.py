"""One house style for all figures.

Every figure is as wide as a page of text (6.3 in), has fonts that come with matplotlib and stay text in the PDF,
colours that the colour-blind tell apart and grey prints too, and the same bytes in every run.

Headings stand above the left end or the middle of axes; what stands at the right end is a result, as a p-value.
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
BLUE, ORANGE, GREY = "#00447C", "#D55E00", "#767676"
CHARACTER = 2.35  # letters of the house font, of mean width, in the room of a Chinese character
WIDE = "\u2e80-\u2fff\u3005-\u9fff\uf900-\ufaff"  # characters between which a line may end
OPENING, CLOSING = r"\[(（〔《“", r",.;:!?)\]，。、；：！？）〕》”"
PARTS = re.compile(rf"[{OPENING}]*(?:[{WIDE}]|[^\s{WIDE}]+)[{CLOSING}]*\s*")  # none begins with a stop or a blank
COLOURS = (BLUE, ORANGE, "#1A1A1A", "#3FAE7E", "#A8476A", "#7CC7EE", "#F2D769")

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
        "savefig.dpi": 300,
        "svg.hashsalt": "report",
    }
)


def as_pdf(figure: Figure) -> bytes:
    return _bytes(figure, "pdf", {"CreationDate": None})


def as_png(figure: Figure) -> bytes:
    return _bytes(figure, "png", {"Software": None})


def write_figure(figure: Figure, pdf: str | Path, png: str | Path, title: bool) -> None:
    """Write the drawing twice; its label becomes the name of the file, by which warnings call it.

    Without `title` a single panel has no heading. Those of several panels tell them apart and stay.
    """
    figure.set_label(Path(png).stem)
    if not title:
        remove_heading(figure)
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


def remove_heading(figure: Figure) -> None:
    """Take away the heading of a figure that has just one."""
    headed = [(axes, place) for axes in figure.axes for place in ("left", "center") if axes.get_title(place)]
    if len(headed) == 1:
        axes, place = headed[0]
        axes.set_title("", loc=place)


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
    """`text`, in the language of this job, in lines of at most `room` letters; a line may end behind any Chinese
    character."""
    lines, taken = [], room
    for part in PARTS.findall(said(text)):
        size = letters(part.rstrip())
        if taken + size > room:
            lines.append("")
            taken = 0
        lines[-1] += part
        taken += size + len(part) - len(part.rstrip())
    return [line.rstrip() for line in lines]


def letters(text: str) -> float:
    """How many letters have the room of `text`; a Chinese character has that of more than two."""
    return len(text) + (CHARACTER - 1) * (breadth(text) - len(text))


def wrapped(text: str, room: int) -> str:
    """`text` broken into lines of at most `room` letters."""
    return "\n".join(filled(text, room))


def legend_columns(names: list[str], room: int, beside: int) -> int:
    """Columns of a legend: as many as fit into `room` letters, `beside` of them for each mark, in equal lines."""
    widest = max(letters(line) for name in names for line in name.split("\n"))
    fitting = max(1, min(len(names), int(room // (widest + beside))))
    return -(-len(names) // -(-len(names) // fitting))


def panels(number: int) -> tuple[int, int]:
    """Rows and columns of `number` panels, two side by side."""
    width = min(2, number)
    return -(-number // width), width


def signed(text: str) -> str:
    """`text` with true minus signs, and without an equals sign before a bound."""
    return text.replace("-", "−").replace("= <", "< ")
