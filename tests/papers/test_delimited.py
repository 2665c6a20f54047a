"""Tables in CSV files, as programs and spreadsheets write them."""

import pytest
from shown import grid

from core.errors import StudyError
from papers.reading import read_manuscript

GUARDED = (
    '="Table 2. Wages"\n="",="(1)",="(2)"\n="",="wage",="hours"\n="ai",="0.064***",="0.05"\n="",="(0.02)",="(0.5)"\n'
)
NOTES = '="Standard errors in parentheses"\n="* p<0.1, ** p<0.05, *** p<0.01"\n'
ROWS = [" | (1) | (2)", " | wage | hours", "ai | 0.064*** | 0.05", " | (0.02) | (0.5)"]


@pytest.mark.parametrize(
    ("name", "text", "encoding", "place", "rows", "header", "notes"),
    [
        ("a.csv", GUARDED + NOTES, "utf-8-sig", "Table 2", ROWS, 2, 2),
        ("a.csv", "变量;均值\n效率;0.32\n", "gb18030", "a", ["变量 | 均值", "效率 | 0.32"], 1, 0),
        ("b.tsv", '\t"x, y"\r\na\t1.5\r\n', "utf-16", "b", [" | x, y", "a | 1.5"], 1, 0),
        ("c.csv", "a,1.5,\n,(0.5),\n\n", "utf-8", "c", ["a | 1.5 | ", " | (0.5) | "], 0, 0),
        ("d.csv", "'=A1,'-0.5\n'+b,2.5\n", "utf-8", "d", ["=A1 | -0.5", "+b | 2.5"], 0, 0),
    ],
)
def test_a_table_in_a_file(tmp_path, name, text, encoding, place, rows, header, notes):
    (tmp_path / name).write_bytes(text.encode(encoding))
    (table,) = read_manuscript(tmp_path / name).tables
    assert (table.place, grid(table), table.header, len(table.notes)) == (place, rows, header, notes)


def test_a_folder_of_tables_in_the_order_of_their_numbers(tmp_path):
    for name in ("table10.csv", "table9.csv", "notes.txt"):
        (tmp_path / name).write_text("a,1.5\n", encoding="utf-8")
    assert [table.place for table in read_manuscript(tmp_path).tables] == ["table9", "table10"]


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(StudyError, match=r"has no \.csv file"):
        read_manuscript(tmp_path)
