"""Word: three lines, joined headers, and no moment of making."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from report.three_line import Group, Table
from report.word import column_widths, to_docx

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = Table(
    (("", "(1)", "(2)"), ("", "模型", "B")),
    (Group((("Policy", "-0.0812***", "0.1"), ("", "(0.0200)", "(-0.1)"))), Group((("R²", "0.034", ""),), "Head")),
    ("A note.",),
    "城市 & efficiency_1",
)


def document(table):
    with zipfile.ZipFile(io.BytesIO(to_docx(table))) as archive:
        return archive, ElementTree.fromstring(archive.read("word/document.xml"))


def test_a_table_has_three_lines():
    _, root = document(TABLE)
    (borders,) = root.iter(f"{WORD}tblBorders")
    assert {line.tag.removeprefix(WORD) for line in borders} == {"top", "bottom"}
    properties = [one.tag.removeprefix(WORD) for one in next(root.iter(f"{WORD}tblPr"))]
    assert properties == ["tblW", "tblBorders", "tblLook"]  # the order of ECMA-376, CT_TblPr
    rows = list(root.iter(f"{WORD}tr"))
    lined = [[line.tag.removeprefix(WORD) for line in row.iter() if line.tag.startswith(WORD) and line.get(f"{WORD}sz")
              and line.tag.removeprefix(WORD) in ("top", "bottom", "left", "right")] for row in rows]  # fmt: skip
    assert lined == [[], ["bottom"] * 3, [], [], [], []]
    assert {"城市 & efficiency_1", "模型", "-0.0812", "***", "Head"} <= {text.text for text in root.iter(f"{WORD}t")}
    assert [len(list(row.iter(f"{WORD}tblHeader"))) for row in rows] == [1, 1, 0, 0, 0, 0]
    assert [len(list(row.iter(f"{WORD}i"))) > 0 for row in rows] == [False] * 4 + [True, False]


def test_a_file_names_no_moment_but_the_first():
    archive, _ = document(TABLE)
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert to_docx(TABLE) == to_docx(TABLE)


def test_a_spanning_header_is_one_cell():
    table = Table((("", "Queen", "", ""), ("Year", "I", "z", "p")), (Group((("2000", "1", "2", "3"),)),))
    _, root = document(table)
    first = next(root.iter(f"{WORD}tr"))
    assert len(list(first.iter(f"{WORD}tc"))) == 2


def test_a_spanning_header_widens_no_column_alone():
    table = Table((("", "A heading of many letters", "", ""), ("Year", "I", "z", "p")), (Group((("2000", *"123"),)),))
    _, root = document(table)
    _, *widths = [int(column.get(f"{WORD}w")) for column in root.iter(f"{WORD}gridCol")]
    assert max(widths) - min(widths) <= 1


def test_words_are_in_times_and_chinese_ones_in_song():
    archive = zipfile.ZipFile(io.BytesIO(to_docx(TABLE)))
    styles = ElementTree.fromstring(archive.read("word/styles.xml"))
    (normal,) = (style for style in styles if style.get(f"{WORD}styleId") == "Normal")
    fonts = next(normal.iter(f"{WORD}rFonts"))
    named = {key.removeprefix(WORD): font for key, font in fonts.items()}
    assert named == {"ascii": "Times New Roman", "hAnsi": "Times New Roman", "eastAsia": "SimSun"}
    assert not list(ElementTree.fromstring(archive.read("word/document.xml")).iter(f"{WORD}rFonts"))


@pytest.mark.parametrize("text", ["a\x0bb\x00", "a long title " * 40])
def test_no_label_and_no_title_ends_the_writer(text):
    _, root = document(Table(((text, "1"),), (Group(((text, "1"),)),), (text,), text))
    assert len(list(root.iter(f"{WORD}tr"))) == 2


@pytest.mark.parametrize("name", ["x", "a name that is far longer than there is room for beside the numbers" * 2])
@pytest.mark.parametrize("columns", [1, 6, 20])
def test_column_widths_fill_the_page_and_follow_the_longest_cell(name, columns):
    rows = [("", *["(1)"] * columns), (name, *["12.3456"] * (columns - 1), "1,234,567.8")]
    widths = column_widths(rows, total=6_000_000)
    assert sum(widths) == 6_000_000
    assert all(width > 0 for width in widths)
    assert widths[-1] == max(widths[1:])
