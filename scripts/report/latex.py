"""Three-line tables for LaTeX, with booktabs."""

import re
from itertools import accumulate
from math import ceil

from report.printed import CODE, breadth
from report.three_line import DIGIT, POINT, SIGN, Row, Table, aligned, alone, spans, split_stars

LONG = 50  # lines of rows and notes; longer tables run over pages
NOTE_LINE = 88  # letters of a line of notes
NEEDS = r"% needs \usepackage{booktabs,graphicx,longtable}"
KEPT = r"\\*"  # ends a line after which no new page begins
FITTED = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%"  # no wider than the text
SIZES = ((4.4, r"\small"), (4.05, r"\footnotesize"), (3.75, r"\scriptsize"))  # points of a letter of Computer Modern
TEXT, BETWEEN = 345, 6  # points of a line of an article, and of the space between columns of a longtable
NARROW = r"\setlength{\tabcolsep}{3pt}"  # half of that space
LONG_NAME, NAMES = 60, r"p{0.4\linewidth}"  # letters of the name of a row; longer ones break into lines
GREEK = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi chi "
    "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
ESCAPES = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": "$<$", ">": "$>$", "|": "$|$", "−": "$-$",
    "×": r"$\times$", "±": r"$\pm$", "·": r"$\cdot$", "≤": r"$\leq$", "≥": r"$\geq$", "≠": r"$\neq$", "≈": r"$\approx$",
    "→": r"$\to$", "∞": r"$\infty$", "√": r"$\surd$", "²": "$^2$", "³": "$^3$", "°": r"$^\circ$",
    "–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'", "…": r"\dots{}", "\u00a0": "~",
    DIGIT: r"\phantom{0}", POINT: r"\phantom{.}",
    **dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ", (rf"$\{name}$" for name in GREEK.split()), strict=True)),
}  # fmt: skip
BEYOND = re.compile("[^\x00-\u024f]")  # letters that pdfLaTeX does not know


def to_latex(table: Table, name: str) -> str:
    r"""A booktabs table with ``\label{tab:name}``, `longtable` where it is longer than a page with its notes."""
    names = NAMES if _longest_name(table) > LONG_NAME else "l"
    layout = names + "c" * (len(table.header[0]) - 1)
    caption = rf"\caption{{{escaped(table.title)}}}\label{{tab:{name}}}"
    notes = r"\\{} ".join(map(coded, table.notes))  # without {} the next star would belong to \\
    head = [r"\toprule", *map(_header, table.header), r"\midrule"]
    if _height(table) > LONG:
        start = ["{" + NARROW + _size(table), rf"\begin{{longtable}}{{{layout}}}", caption + r" \\"]
        start += [*head, r"\endfirsthead", *head, r"\endhead"]
        stop = [r"\bottomrule", r"\end{longtable}", rf"\noindent\footnotesize\sloppy {notes}\par}}"]
    else:
        start = [r"\begin{table}[htbp]", r"\centering\small", caption, FITTED, rf"\begin{{tabular}}{{{layout}}}", *head]
        stop = [r"\bottomrule", r"\end{tabular}}", r"\par\medskip"]
        stop += [rf"\begin{{minipage}}{{\linewidth}}\footnotesize\sloppy {notes}\end{{minipage}}", r"\end{table}"]
    text = "\n".join([*start, *_body(table), *stop]) + "\n"
    return f"{NEEDS}{_beyond(text)}\n{text}"


def escaped(text: str) -> str:
    """`text` for LaTeX, straight quotes curled; letters of any script stay as they are."""
    curled = re.sub('"([^"]*)"', r"“\1”", text).replace('"', "”")
    return "".join(ESCAPES.get(character, character) for character in curled)


def coded(text: str) -> str:
    """`text` for LaTeX, in letters of one width what stands in back quotes."""
    parts = enumerate(map(escaped, CODE.split(text)))
    return "".join(rf"\texttt{{{part}}}" if turn % 2 else part for turn, part in parts)


def _beyond(text: str) -> str:
    """What a comment says of characters that need another engine."""
    found = "".join(dict.fromkeys(BEYOND.findall(text)))
    shown = found[:10] + ("..." if len(found) > 10 else "")
    return rf"; the characters {shown} need XeLaTeX, and Chinese ones \usepackage{{ctex}}" if found else ""


def _height(table: Table) -> float:
    """Lines of a table with its notes; half a line is between groups of rows."""
    notes = sum(ceil(breadth(note) / NOTE_LINE) for note in table.notes)
    headings = sum(bool(group.heading) for group in table.groups)
    return len(table.header) + len(table.rows) + headings + (len(table.groups) - 1) / 2 + notes


def _longest_name(table: Table) -> int:
    """Letters of the longest name of a row."""
    return max(breadth(row[0]) for row in table.rows)


def _size(table: Table) -> str:
    """The size of letters in which a longtable is no wider than the text, which cannot be shrunk as a whole."""
    letters, room = _letters(table), TEXT - BETWEEN * len(table.header[0])
    return next((size for width, size in SIZES if letters * width <= room), r"\tiny\setlength{\tabcolsep}{2pt}")


def _letters(table: Table) -> int:
    """Letters of the widest line of a table, whose columns are as wide as their longest cells."""
    columns = zip(*map(alone, table.header), *table.rows, strict=True)
    longest = [max(map(breadth, column)) for column in columns]
    longest[0] = min(longest[0], LONG_NAME)
    lines = [sum(longest)]
    for row in table.header:
        ends = accumulate(width for _, width in spans(row))
        parts = [(text, sum(longest[end - width : end])) for (text, width), end in zip(spans(row), ends, strict=True)]
        lines.append(sum(max(breadth(text), own) for text, own in parts))
    return max(lines)


def _body(table: Table) -> list[str]:
    width, lines = len(table.header[0]), []
    for group in aligned(table):
        if group.heading:
            lines.append(rf"\multicolumn{{{width}}}{{l}}{{\textit{{{escaped(group.heading)}}}}} {KEPT}")
        beneath = [not row[0] for row in group.rows[1:]]
        lines += [_row(row) + "*" * kept for row, kept in zip(group.rows, [*beneath, False], strict=True)]
        lines.append(r"\addlinespace")
    return lines[:-1]


def _header(row: Row) -> str:
    """A header row, with a short line under each cell that covers several columns."""
    cells, ends = spans(row), list(accumulate(n for _, n in spans(row)))
    line = _line(rf"\multicolumn{{{n}}}{{c}}{{{escaped(cell)}}}" if n > 1 else escaped(cell) for cell, n in cells)
    under = [
        rf"\cmidrule(lr){{{end - n + 1}-{end}}}" for (cell, n), end in zip(cells, ends, strict=True) if n > 1 and cell
    ]
    return "\n".join([line, *([" ".join(under)] if under else [])])


def _row(row: Row) -> str:
    return _line(map(_cell, row))


def _line(cells) -> str:
    """A row; a first cell that begins with a bracket or a star would belong to the command before it."""
    line = " & ".join(cells) + r" \\"
    return "{}" + line if line.startswith(("[", "*")) else line


def _cell(cell: str) -> str:
    text, stars = split_stars(cell)
    return escaped(SIGN.sub(r"\1−", text)).replace(r"}\phantom{", "") + (f"$^{{{stars}}}$" if stars else "")
