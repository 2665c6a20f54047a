"""Tables: what is written can be read, in any script, and has three lines."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables import write_csv
from report.three_line import Table, column_widths, escaped, from_csv, spans, split_stars, to_csv, to_docx, to_latex

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = Table(
    "城市 & efficiency_1",
    (("", "(1)", "(2)"), ("", "模型", "B")),
    ((("Policy", "-0.0812***", "0.1"), ("", "(0.0200)", "(-0.1)")), (("R² within", "0.034", "50 %"),)),
    ("*** p < 0.01; ρ ≥ 0 × 1.", "$x^2$ {a} \\ ~"),
)


def document(table):
    with zipfile.ZipFile(io.BytesIO(to_docx(table))) as archive:
        return archive, ElementTree.fromstring(archive.read("word/document.xml"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a_b & c % d # e", r"a\_b \& c \% d \# e"),
        ("{x} $5 ~ ^ \\", r"\{x\} \$5 \textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("p < 0.01, 城市 | −1", "p $<$ 0.01, 城市 $|$ $-$1"),
    ],
)
def test_latex_escapes_its_own_characters_and_no_others(text, written):
    assert escaped(text) == written


@pytest.mark.parametrize(
    ("cell", "parts"),
    [("0.081***", ("0.081", "***")), ("0.081", ("0.081", "")), ("*** p", ("*** p", "")), ("a*", ("a*", ""))],
)
def test_stars_count_only_after_a_digit(cell, parts):
    assert split_stars(cell) == parts


def test_latex_has_three_rules_and_no_vertical_line():
    text = to_latex(TABLE)
    assert [text.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule", r"\cline")] == [1, 1, 1, 0]
    assert r"\begin{tabular}{lcc}" in text
    assert r"Policy & $-$0.0812$^{***}$ & 0.1 \\" in text and "($-$0.1)" in text and "模型" in text
    assert r"\caption{城市 \& efficiency\_1}" in text


def test_a_table_longer_than_a_page_is_a_longtable():
    text = to_latex(Table("t", (("a",),), (tuple((str(row),) for row in range(60)),)))
    assert r"\begin{longtable}{l}" in text and r"\endhead" in text and "tabular" not in text


def test_word_table_has_three_lines():
    _, root = document(TABLE)
    (borders,) = root.iter(f"{WORD}tblBorders")
    assert {line.tag.removeprefix(WORD) for line in borders} == {"top", "bottom"}
    rows = list(root.iter(f"{WORD}tr"))
    lined = [[line.tag.removeprefix(WORD) for line in row.iter() if line.tag.startswith(WORD) and line.get(f"{WORD}sz")
              and line.tag.removeprefix(WORD) in ("top", "bottom", "left", "right")] for row in rows]  # fmt: skip
    assert lined == [[], ["bottom"] * 3, [], [], []]
    assert {"城市 & efficiency_1", "模型", "-0.0812", "***"} <= {text.text for text in root.iter(f"{WORD}t")}
    assert [len(list(row.iter(f"{WORD}tblHeader"))) for row in rows] == [1, 1, 0, 0, 0]


def test_word_file_names_no_moment_but_the_first():
    archive, _ = document(TABLE)
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert to_docx(TABLE) == to_docx(TABLE)


def test_a_spanning_header_is_one_cell_in_word():
    table = Table("t", (("", "Queen", "", ""), ("Year", "I", "z", "p")), ((("2000", "1", "2", "3"),),))
    assert spans(table.header[0]) == [("", 1), ("Queen", 3)]
    _, root = document(table)
    first = next(root.iter(f"{WORD}tr"))
    assert len(list(first.iter(f"{WORD}tc"))) == 2
    assert r"\multicolumn{3}{c}{Queen}" in to_latex(table)


cells = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\x85"), max_size=12)


@given(
    st.integers(1, 5).flatmap(lambda n: st.tuples(*[st.lists(st.tuples(*[cells] * n), min_size=1, max_size=3)] * 3)),
    cells,
)
def test_csv_returns_the_table(parts, note):
    header, first, second = map(tuple, parts)
    table = Table("title", header, (first, second), (note,))
    assert from_csv(to_csv(table)) == table


def test_a_file_that_is_no_table_is_refused(tmp_path, study):
    write_csv(tmp_path / "x.csv", study.frames["referee.csv"])
    with pytest.raises(ValueError, match="no table of this workflow"):
        from_csv((tmp_path / "x.csv").read_text())


def test_rows_of_different_length_are_refused():
    with pytest.raises(ValueError, match="table 't'"):
        Table("t", (("a", "b"),), ((("1",),),))


def test_a_note_that_begins_with_stars_keeps_them_in_latex():
    """After a bare line break LaTeX takes the first star for its own."""
    table = Table("T", (("", "(1)"),), ((("x", "1"),),), ("First.", "*** p < 0.01."))
    assert r"First.\\{} *** p" in to_latex(table)


@pytest.mark.parametrize("name", ["x", "a name that is far longer than there is room for beside the numbers" * 2])
@pytest.mark.parametrize("columns", [1, 6, 20])
def test_column_widths_fill_the_page_and_follow_the_longest_cell(name, columns):
    rows = [("", *["(1)"] * columns), (name, *["12.3456"] * (columns - 1), "1,234,567.8")]
    widths = column_widths(rows, total=6_000_000)
    assert sum(widths) == 6_000_000
    assert all(width > 0 for width in widths)
    assert widths[-1] == max(widths[1:])
