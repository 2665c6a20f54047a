"""The numbers of a study for Word: each a property of the document, and a field that shows it.

A field is copied into a manuscript like any text; it shows the property of the document that it stands in, which
`report.word_properties` puts there.
"""

from xml.sax.saxutils import escape, quoteattr

from core.language import said
from report.quotable import Quotable
from report.word_properties import KINDS, RELATIONS, SCHEMAS, packed, with_properties

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = f"{SCHEMAS}/wordprocessingml/2006/main"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{KINDS}">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCUMENT}"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="document" '
    f'Type="{SCHEMAS}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}
COLUMNS = {"As printed": 1400, "Address": 4000, "What it is": 4200}  # headings and widths, in twentieths of a point
LETTERS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun"/>'


def to_docx(numbers: list[Quotable], title: str, titles: dict[str, str]) -> bytes:
    """A Word document of all numbers, under the titles of their tables; equal numbers give equal bytes."""
    tables: dict[str, list[Quotable]] = {}
    for one in numbers:
        tables.setdefault(one.table if one.address.startswith(f"{one.table}.") else "", []).append(one)
    body = _paragraph(_run(title, bold=True), level=0)
    for table, own in tables.items():
        heading = f"{titles[table]} ({table})" if table else said("Of no table")
        body += _paragraph(_run(heading, bold=True), level=1) + _table(own)
    document = f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{body}<w:p/><w:sectPr/></w:body></w:document>'
    parts = {name: text.encode() for name, text in (PARTS | {"word/document.xml": document}).items()}
    return packed(with_properties(parts, {one.address: one.printed for one in numbers}))


def _table(numbers: list[Quotable]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in COLUMNS.values())
    rows = [[_run(said(heading), bold=True) for heading in COLUMNS]]
    rows += [[field(one.address, one.printed), _run(one.address), _run(one.label)] for one in numbers]
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>' + (
        "".join(map(_row, rows)) + "</w:tbl>"
    )


def field(address: str, printed: str) -> str:
    """A field that shows the property of this address."""
    code = quoteattr(f' DOCPROPERTY "{address}" ')
    return f"<w:fldSimple w:instr={code}>{_run(printed)}</w:fldSimple>"


def _row(cells: list[str]) -> str:
    widths = zip(cells, COLUMNS.values(), strict=True)
    said_ = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell)}</w:tc>' for cell, width in widths
    )
    return f"<w:tr>{said_}</w:tr>"


def _paragraph(content: str, level: int | None = None) -> str:
    form = f'<w:pPr><w:keepNext/><w:spacing w:before="200"/><w:outlineLvl w:val="{level}"/></w:pPr>'
    return f"<w:p>{form if level is not None else ''}{content}</w:p>"


def _run(text: str, bold: bool = False) -> str:
    form = f'<w:rPr>{LETTERS}{"<w:b/>" * bold}<w:sz w:val="18"/></w:rPr>'
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
