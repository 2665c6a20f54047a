"""Three-line tables for Word; equal tables give equal bytes."""

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt

from report.printed import breadth
from report.three_line import Row, Table, aligned, alone, spans, split_stars

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can name
LATIN, CHINESE = "Times New Roman", "SimSun"
LONGEST_TITLE = 255  # characters of a title among the properties of a document
HEAVY, LIGHT = 12, 6  # eighths of a point: 1.5 pt above and below the table, 0.75 pt under its header
WIDE = 7  # columns; tables with more, and those whose numbers need the room, lie across the page
SPACE = 4  # points before a group of rows
AFTER_BORDERS = ("w:tblLayout", "w:tblLook", "w:vAlign")  # what the schema wants after them, of what there may be
LETTER, PADDING, NARROWEST = Inches(0.075), Inches(0.2), Inches(1.2)  # of a cell in 9 pt; of the first column


def to_docx(table: Table) -> bytes:
    """A Word document with the table: three lines, no vertical ones; equal tables give equal bytes."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title, properties.revision = table.title[:LONGEST_TITLE], 1
    properties.created = properties.modified = datetime(*EPOCH)
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(9)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    page = document.sections[0]
    page.left_margin = page.right_margin = Inches(1)
    if len(table.header[0]) > WIDE or needed_width(_rows(table)) > _room(page):
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
    head, lines = len(table.header), _printed_lines(table)
    grid = document.add_table(rows=len(lines), cols=len(table.header[0]))
    widths = column_widths(_rows(table), _room(document.sections[0]))
    for column, measure in zip(grid.columns, widths, strict=True):
        column.width = measure
    _borders(grid._tbl.tblPr, "w:tblBorders", top=HEAVY, bottom=HEAVY)
    for number, (row, (texts, italic, space)) in enumerate(zip(grid.rows, lines, strict=True)):
        _word_row(row.cells, texts, widths, italic, space)
        if italic or (number + 1 < len(lines) and not lines[number + 1][0][0]):
            _keep_with_next(row.cells)
        if italic:
            _join(row.cells)
        if number < head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            _merge(row.cells, texts, underlined=number == head - 1)


def _room(page) -> int:
    return page.page_width - page.left_margin - page.right_margin


def _rows(table: Table) -> list[Row]:
    """The rows by which columns are measured: without what covers several of them."""
    return [*map(alone, table.header), *(row for group in aligned(table) for row in group.rows)]


def _printed_lines(table: Table) -> list[tuple[Row, bool, int]]:
    """Every row of the table, whether it is a heading, and the points of space before it."""
    lines = [(row, False, 0) for row in table.header]
    for place, group in enumerate(aligned(table)):
        space = SPACE if place else 0
        named = [(group.heading, *("",) * (len(table.header[0]) - 1))] if group.heading else []
        lines += [(row, row in named, 0 if at else space) for at, row in enumerate([*named, *group.rows])]
    return lines


def _word_row(cells, texts: Row, widths: list[int], italic: bool, space: int) -> None:
    for position, (cell, text, width) in enumerate(zip(cells, texts, widths, strict=True)):
        cell.width = width
        align = WD_ALIGN_PARAGRAPH.CENTER if position else WD_ALIGN_PARAGRAPH.LEFT
        _paragraph(cell.paragraphs[0], text, align=align, before=space, italic=italic)


def column_widths(rows: list[Row], total: int) -> list[int]:
    """Widths, `total` together, by the longest cell of each column; where they do not fit, the first column yields,
    then those whose cells have several words."""
    first, *needed = _widths(rows)
    room = total - max(NARROWEST, min(first, total - sum(needed)))
    if sum(needed) <= room:
        numbers = [int(width * max(1.0, total / (first + sum(needed)))) for width in needed]
    else:
        least = [min(word, width) for word, width in zip(_widths(rows, words=True)[1:], needed, strict=True)]
        spare = max(0.0, room - sum(least)) / (sum(needed) - sum(least) or 1)
        numbers = [int(low + spare * (high - low)) for low, high in zip(least, needed, strict=True)]
        numbers = [int(number * min(1.0, room / sum(numbers))) for number in numbers]
    return [total - sum(numbers), *numbers]


def needed_width(rows: list[Row]) -> int:
    """Of a table whose first column yields as far as it may."""
    first, *needed = _widths(rows)
    return min(first, NARROWEST) + sum(needed)


def _widths(rows: list[Row], words: bool = False) -> list[int]:
    """Of each column that of its longest cell, or of its longest word."""
    return [
        PADDING + LETTER * max(breadth(part) for cell in column for part in (cell.split(" ") if words else [cell]))
        for column in zip(*rows, strict=True)
    ]


def _keep_with_next(cells) -> None:
    """No new page between an estimate and what stands beneath it."""
    for cell in cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _merge(cells, texts: Row, underlined: bool) -> None:
    """Join the cells of a header row that one text covers, and draw the line under the last header row."""
    for cell in cells if underlined else ():
        _borders(cell._tc.get_or_add_tcPr(), "w:tcBorders", bottom=LIGHT)
    start = 0
    for _, width in spans(texts):
        if width > 1:
            _join(cells[start : start + width])
        start += width


def _join(cells) -> None:
    """Make one cell of neighbours of which only the first has a text."""
    for cell in cells[1:]:
        cell._tc.remove(cell.paragraphs[0]._p)
        cell._tc.append(OxmlElement("w:p"))
    cells[0].merge(cells[-1])


def _paragraph(paragraph, text: str, size=None, bold=None, italic=None, align=None, before=0) -> None:
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(1), 1.0
    paragraph.alignment = align
    for part, raised in zip(split_stars(text), (False, True), strict=True):
        if part:
            run = paragraph.add_run(part)
            run.bold, run.italic, run.font.superscript = bold, italic or None, raised or None
            run.font.size = Pt(size) if size else None


def _borders(properties, kind: str, **sizes: int) -> None:
    """Borders of a table or a cell: those named, in eighths of a point, and no other."""
    borders = OxmlElement(kind)
    for edge, size in sizes.items():
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", size), ("space", 0), ("color", "000000")):
            line.set(qn(f"w:{name}"), str(value))
        borders.append(line)
    following = [one for name in AFTER_BORDERS if (one := properties.find(qn(name))) is not None]
    following[0].addprevious(borders) if following else properties.append(borders)


def _with_fixed_times(archive: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return memory.getvalue()
