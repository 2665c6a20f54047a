"""Three-line tables for LaTeX, with booktabs."""

import re
from itertools import accumulate

from report.three_line import Row, Table, spans, split_stars

LONG = 42  # rows; longer tables run over pages
NEEDS = r"% needs \usepackage{booktabs,graphicx,longtable}; Chinese text needs XeLaTeX with ctex"
FITTED = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%"  # no wider than the text
ESCAPES = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": "$<$", ">": "$>$", "|": "$|$", "−": "$-$",
    "×": r"$\times$", "≤": r"$\leq$", "≥": r"$\geq$", "²": "$^2$", "ρ": r"$\rho$", "–": "--",
}  # fmt: skip


def to_latex(table: Table, name: str) -> str:
    r"""A booktabs table with ``\label{tab:name}``, `longtable` where it is longer than a page."""
    layout = "l" + "c" * (len(table.header[0]) - 1)
    caption = rf"\caption{{{escaped(table.title)}}}\label{{tab:{name}}}"
    notes = r"\\{} ".join(escaped(note) for note in table.notes)  # without {} the next star would belong to \\
    head = [r"\toprule", *map(_header, table.header), r"\midrule"]
    if len(table.rows) > LONG:
        start = [r"{\small", rf"\begin{{longtable}}{{{layout}}}", caption + r" \\", *head, r"\endhead"]
        stop = [r"\bottomrule", r"\end{longtable}", rf"\noindent\footnotesize {notes}\par}}"]
    else:
        start = [r"\begin{table}[htbp]", r"\centering\small", caption, FITTED, rf"\begin{{tabular}}{{{layout}}}", *head]
        stop = [r"\bottomrule", r"\end{tabular}}", r"\par\medskip"]
        stop += [rf"\begin{{minipage}}{{\linewidth}}\footnotesize {notes}\end{{minipage}}", r"\end{table}"]
    return "\n".join([NEEDS, *start, *_body(table), *stop]) + "\n"


def escaped(text: str) -> str:
    """`text` for LaTeX; letters of any script stay as they are."""
    return "".join(ESCAPES.get(character, character) for character in text)


def _body(table: Table) -> list[str]:
    width, lines = len(table.header[0]), []
    for group in table.groups:
        if group.heading:
            lines.append(rf"\multicolumn{{{width}}}{{l}}{{\textit{{{escaped(group.heading)}}}}} \\")
        lines += [*map(_row, group.rows), r"\addlinespace"]
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
    text = re.sub(r"^(\()?-(?=\d)", lambda sign: (sign.group(1) or "") + "−", text)
    return escaped(text) + (f"$^{{{stars}}}$" if stars else "")
