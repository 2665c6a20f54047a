"""Three-line tables: one table, written for LaTeX, for Word and as CSV.

The CSV is the table itself, cell by cell as printed, with a first column that says what a row is: `title`, `header`,
`group 1` and so on, `note`. So it can be read again without loss.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt

Row = tuple[str, ...]
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can name
LATIN, CHINESE = "Times New Roman", "SimSun"
HEAVY, LIGHT = 12, 6  # eighths of a point: 1.5 pt above and below the table, 0.75 pt under its header
WIDE = 7  # columns; wider tables lie across the page
LETTER, PADDING, NARROWEST = Inches(0.075), Inches(0.2), Inches(1.2)  # of a cell in 9 pt; of the first column
LONG = 42  # rows; longer tables run over pages
STARS = re.compile(r"(?<=\d)\*{1,3}$")
LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": "$<$", ">": "$>$", "|": "$|$", "−": "$-$",
    "×": r"$\times$", "≤": r"$\leq$", "≥": r"$\geq$", "²": "$^2$", "ρ": r"$\rho$", "–": "--",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table as it is printed.

    title : one line
    header : header rows; an empty cell after a filled one belongs to it, except in the first column
    groups : groups of body rows, set apart by a little space; a row with only a first cell is a heading
    notes : paragraphs beneath the table

    Raises ValueError when rows differ in length or there is no body.
    """

    title: str
    header: tuple[Row, ...]
    groups: tuple[tuple[Row, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self):
        lengths = {len(row) for row in (*self.header, *self.rows)}
        if not self.header or not self.rows or len(lengths) != 1:
            raise ValueError(f"table {self.title!r}: {len(self.rows)} rows, with {sorted(lengths)} cells")

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group)


def spans(row: Row) -> list[tuple[str, int]]:
    """Cells of a header row with the number of columns that each covers."""
    cells = [(row[0], 1)]
    for position, cell in enumerate(row[1:], start=1):
        if cell or position == 1:
            cells.append((cell, 1))
        else:
            text, width = cells.pop()
            cells.append((text, width + 1))
    return cells


def heading(row: Row) -> bool:
    """Whether a body row only names the rows beneath it."""
    return bool(row[0]) and not any(row[1:])


def split_stars(cell: str) -> tuple[str, str]:
    """``("0.081", "**")`` of ``"0.081**"``; stars count only after a digit."""
    found = STARS.search(cell)
    return (cell[: found.start()], found.group()) if found else (cell, "")


def to_csv(table: Table) -> str:
    blank = ("",) * (len(table.header[0]) - 1)
    rows = [("title", table.title, *blank), *(("header", *row) for row in table.header)]
    rows += [(f"group {number}", *row) for number, group in enumerate(table.groups, start=1) for row in group]
    rows += [("note", note, *blank) for note in table.notes]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def from_csv(text: str) -> Table:
    """The table that `to_csv` wrote; ValueError for any other file."""
    parts: dict[str, list[Row]] = {}
    for part, *cells in csv.reader(io.StringIO(text)):
        parts.setdefault(part, []).append(tuple(cells))
    if not {"title", "header", "group 1"} <= parts.keys():
        raise ValueError(f"no table of this workflow: its parts are {', '.join(parts) or 'none'}")
    groups = [tuple(rows) for part, rows in parts.items() if part.startswith("group ")]
    notes = tuple(row[0] for row in parts.get("note", []))
    return Table(parts["title"][0][0], tuple(parts["header"]), tuple(groups), notes)


def escaped(text: str) -> str:
    """`text` for LaTeX; letters of any script stay as they are."""
    return "".join(LATEX.get(character, character) for character in text)


def to_latex(table: Table) -> str:
    """A booktabs table, `longtable` where it is longer than a page."""
    columns = len(table.header[0])
    lines = [r"\toprule", *(_latex_header(row) for row in table.header), r"\midrule"]
    body = [[_latex_row(row) for row in group] for group in table.groups]
    body = [line for group in body for line in [*group, r"\addlinespace"]][:-1]
    notes = r"\\{} ".join(escaped(note) for note in table.notes)  # without {} the next star would belong to \\
    layout = "l" + "c" * (columns - 1)
    caption = rf"\caption{{{escaped(table.title)}}}"
    needs = r"% needs \usepackage{booktabs,longtable}; Chinese text needs XeLaTeX with ctex"
    if len(table.rows) > LONG:
        start = [needs, r"{\small", rf"\begin{{longtable}}{{{layout}}}", caption + r" \\", *lines, r"\endhead"]
        stop = [r"\bottomrule", r"\end{longtable}", rf"\noindent\footnotesize {notes}\par}}"]
    else:
        start = [needs, r"\begin{table}[htbp]", r"\centering\small", caption, rf"\begin{{tabular}}{{{layout}}}", *lines]
        stop = [r"\bottomrule", r"\end{tabular}", r"\par\medskip"]
        stop += [rf"\begin{{minipage}}{{\linewidth}}\footnotesize {notes}\end{{minipage}}", r"\end{table}"]
    return "\n".join([*start, *body, *stop]) + "\n"


def _latex_header(row: Row) -> str:
    cells = [rf"\multicolumn{{{n}}}{{c}}{{{escaped(cell)}}}" if n > 1 else escaped(cell) for cell, n in spans(row)]
    return " & ".join(cells) + r" \\"


def _latex_row(row: Row) -> str:
    if heading(row):
        return rf"\multicolumn{{{len(row)}}}{{l}}{{\textit{{{escaped(row[0])}}}}} \\"
    return " & ".join(map(_latex_cell, row)) + r" \\"


def _latex_cell(cell: str) -> str:
    text, stars = split_stars(cell)
    text = re.sub(r"^(\()?-(?=\d)", lambda sign: (sign.group(1) or "") + "−", text)
    return escaped(text) + (f"$^{{{stars}}}$" if stars else "")


def to_docx(table: Table) -> bytes:
    """A Word document with the table: three lines, no vertical ones; equal tables give equal bytes."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title, properties.revision = table.title, 1
    properties.created = properties.modified = datetime(*EPOCH)
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(9)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    page = document.sections[0]
    page.left_margin = page.right_margin = Inches(1)
    if len(table.header[0]) > WIDE:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    _paragraph(document.add_paragraph(), table.title, size=10.5, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _word_table(document, table)
    for note in table.notes:
        _paragraph(document.add_paragraph(), note, size=8)
    memory = io.BytesIO()
    document.save(memory)
    return _with_fixed_times(memory.getvalue())


def _word_table(document, table: Table) -> None:
    rows = [*table.header, *table.rows]
    firsts = {len(table.header) + sum(len(group) for group in table.groups[:number]) for number in range(len(rows))}
    grid = document.add_table(rows=len(rows), cols=len(rows[0]))
    page = document.sections[0]
    widths = column_widths(rows, page.page_width - page.left_margin - page.right_margin)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    _lines(grid._tbl.tblPr, "w:tblBorders", top=HEAVY, bottom=HEAVY)
    for number, (row, texts) in enumerate(zip(grid.rows, rows, strict=True)):
        head = number < len(table.header)
        cells = row.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
        if head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            align = WD_ALIGN_PARAGRAPH.CENTER if position else WD_ALIGN_PARAGRAPH.LEFT
            space = 4 if number in firsts and not head and number > len(table.header) else 0
            italic = not head and heading(texts)
            _paragraph(cell.paragraphs[0], text, align=align, before=space, italic=italic)
            if number == len(table.header) - 1:
                _lines(cell._tc.get_or_add_tcPr(), "w:tcBorders", bottom=LIGHT)
        if head:
            _merge(cells, texts)


def column_widths(rows: list[Row], total: int) -> list[int]:
    """Widths, `total` together, by the longest cell of each column; where they do not fit, the first column yields."""
    columns = list(zip(*(row for row in rows if not heading(row)), strict=True))
    first, *needed = [PADDING + LETTER * max(len(cell) for cell in column) for column in columns]
    room = total - max(NARROWEST, min(first, total - sum(needed)))
    stretch = max(1.0, total / (first + sum(needed))) if sum(needed) <= room else room / sum(needed)
    numbers = [int(width * stretch) for width in needed]
    return [total - sum(numbers), *numbers]


def _merge(cells, texts: Row) -> None:
    start = 0
    for _, width in spans(texts):
        if width > 1:
            for cell in cells[start + 1 : start + width]:
                cell._tc.remove(cell.paragraphs[0]._p)
                cell._tc.append(OxmlElement("w:p"))
            cells[start].merge(cells[start + width - 1])
        start += width


def _paragraph(paragraph, text: str, size=None, bold=None, italic=None, align=None, before=0) -> None:
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(1), 1.0
    paragraph.alignment = align
    for part, raised in zip(split_stars(text), (False, True), strict=True):
        if part:
            run = paragraph.add_run(part)
            run.bold, run.italic, run.font.superscript = bold, italic, raised or None
            run.font.size = Pt(size) if size else None


def _lines(properties, kind: str, **sizes: int) -> None:
    """Borders of a table or a cell: those named, in eighths of a point, and no other."""
    borders = OxmlElement(kind)
    for edge, size in sizes.items():
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", size), ("space", 0), ("color", "000000")):
            line.set(qn(f"w:{name}"), str(value))
        borders.append(line)
    following = properties.find(qn("w:tblLayout" if kind == "w:tblBorders" else "w:vAlign"))
    properties.append(borders) if following is None else following.addprevious(borders)


def _with_fixed_times(archive: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return memory.getvalue()
