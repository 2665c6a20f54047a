"""Word documents: what was deleted is not read, what stands in fields, boxes and merged cells is."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from shown import grid

from core.errors import StudyError
from papers.reading import read_manuscript
from papers.word import prepared_word

W = nsdecls("w")
DELETED = f'<w:del {W} w:id="1" w:author="a"><w:r><w:delText>0.99</w:delText></w:r></w:del>'
INSERTED = f'<w:ins {W} w:id="2" w:author="a"><w:r><w:t>0.0638</w:t></w:r></w:ins>'
SIMPLE = f'<w:fldSimple {W} w:instr=" SEQ Table "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
FORMULA = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>β=0.5</m:t></m:r></m:oMath>'
BOX = f"<w:txbxContent {W}><w:p><w:r><w:t>In the box 0.123</w:t></w:r></w:p></w:txbxContent>"
SPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
SHAPES = (
    f'<w:r {W} {SPACES}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx>'
    f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
CELL = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Score</w:t></w:r></w:p></w:tc>'
ROWS = [CELL.format("") + WIDE, "".join(map(CELL.format, ("AI", "0.5*", "0.7")))]
GRIDLESS = f"<w:tbl {W}><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in ROWS)}</w:tbl>"
HIDDEN = f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>hidden 0.33</w:t></w:r>"
PARTS = ("begin", "separate", "end")


def field(paragraph, code, result):
    """A field as Word writes it: its code, and what it shows."""
    marks = [f'<w:r {W}><w:fldChar w:fldCharType="{part}"/></w:r>' for part in PARTS]
    inner = [f"<w:r {W}><w:instrText> {code} </w:instrText></w:r>", f"<w:r {W}><w:t>{result}</w:t></w:r>", ""]
    for part in [part for pair in zip(marks, inner, strict=True) for part in pair if part]:
        paragraph._p.append(parse_xml(part))


def add_table(document, rows, merged=()):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for first, last in merged:
        table.cell(*first).merge(table.cell(*last))
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            if text:
                table.cell(at, place).text = text
    return table


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory):
    document = Document()
    document.add_heading("1 Introduction", 1)
    paragraph = document.add_paragraph("Abstract: It is ")
    paragraph._p.append(parse_xml(DELETED))
    paragraph._p.append(parse_xml(INSERTED))
    paragraph._p.append(parse_xml(HIDDEN))
    paragraph.add_run("***").font.superscript = True
    paragraph.add_run(", soft\u00adware, zero\u200bwidth, ０．０５＊＊ and ")
    paragraph._p.append(parse_xml(FORMULA))
    document.add_paragraph("Keywords: cities")
    document.add_paragraph().add_run("2 Results").bold = True
    document.add_paragraph("Table 1 reports the effects.")
    caption = document.add_paragraph("Table ", style="Caption")
    caption._p.append(parse_xml(SIMPLE))
    caption.add_run(". Effects")
    document.add_paragraph("Dependent variable: score")
    rows = [("", "(1)", ""), ("", "Score", "GDP"), ("AI", "0.0638", "−0.5"), ("", "(0.0201)", "(0.5)")]
    table = add_table(document, [*rows, ("t values in parentheses", "", "")], [((0, 1), (0, 2)), ((4, 0), (4, 2))])
    table.cell(2, 1).paragraphs[0].add_run("***").font.superscript = True
    document.add_paragraph("Notes: *** p<0.01, ** p<0.05.")
    document.add_paragraph("See ")._p.append(parse_xml(SHAPES))
    caption = document.add_paragraph("表 ")
    field(caption, "SEQ 表", "2")
    caption.add_run("　描述性统计")
    add_table(document, [("变量", "均值"), ("被解释变量", ""), ("效率", "0.32")], [((1, 0), (1, 1))])
    caption = document.add_paragraph()
    caption.add_run("续表2").bold = True
    add_table(document, [("变量", "均值"), ("规模", "0.5")])
    document.add_paragraph("注：样本量为2574。")
    document.element.body.insert(-1, parse_xml(GRIDLESS))
    document.add_paragraph("Table 3")
    document.add_paragraph("Within a box")
    box = document.add_table(rows=1, cols=1)
    inner = box.cell(0, 0).add_table(rows=2, cols=2)
    for place, text in enumerate(("", "(1)", "AI", "0.5*")):
        inner.cell(place // 2, place % 2).text = text
    path = tmp_path_factory.mktemp("word") / "paper.docx"
    document.save(path)
    return read_manuscript(path)


def test_texts_of_word(manuscript):
    assert [(text.kind, text.text) for text in manuscript.texts] == [
        ("heading", "1 Introduction"),
        ("abstract", "It is 0.0638***, software, zerowidth, 0.05** and β = 0.5"),
        ("text", "Keywords: cities"),
        ("heading", "2 Results"),
        ("text", "Table 1 reports the effects."),
        ("text", "See"),
        ("text", "In the box 0.123"),
    ]


def test_tables_of_word(manuscript):
    first, second, gridless, third = manuscript.tables
    assert (first.place, first.caption, first.header) == ("Table 1", "Effects Dependent variable: score", 2)
    assert grid(first) == [" | (1) | <", " | Score | GDP", "AI | 0.0638*** | −0.5", " | (0.0201) | (0.5)"]
    assert first.notes == ("t values in parentheses", "Notes: *** p<0.01, ** p<0.05.")
    assert (second.place, second.caption, second.header) == ("表2", "描述性统计", 1)
    assert grid(second) == ["变量 | 均值", "被解释变量 | <", "效率 | 0.32", "规模 | 0.5"]
    assert second.notes == ("注：样本量为2574。",)
    assert grid(gridless) == [" | Score | <", "AI | 0.5* | 0.7"]
    assert (third.place, third.caption, grid(third)) == ("Table 3", "Within a box", [" | (1)", "AI | 0.5*"])


def packed(**parts):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed(a=b"0" * 5000), "unfold to 5,000 in 1 parts; allowed are 4,000"),
        (packed(a="<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>"), "declares entities"),
    ],
)
def test_bombs_are_refused(content, said, tmp_path, monkeypatch):
    monkeypatch.setattr("papers.word.UNFOLDED", 4000)
    with pytest.raises(StudyError, match=said):
        prepared_word(content, tmp_path / "a.docx")
