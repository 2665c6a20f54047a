"""CSV: one header row, rows of one length, and no cell that a spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheets import harmless
from report.rectangle import one_header, to_csv
from report.three_line import Group, Table, one_line

cells = st.text(max_size=12)


@pytest.mark.parametrize(
    ("header", "joined"),
    [
        ((("", "(1)", "(2)"), ("Outcome", "Score", "Score")), ["Outcome", "(1) Score", "(2) Score"]),
        ((("", "Score", "Score"), ("Outcome", "Score", "Log")), ["Outcome", "Score", "Score Log"]),
        ((("", "Queen", "", "k4", ""), ("Year", "I", "z", "I", "z")), ["Year", "Queen I", "Queen z", "k4 I", "k4 z"]),
    ],
)
def test_header_rows_become_one(header, joined):
    assert one_header(header) == joined


@pytest.mark.parametrize("label", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1"])
def test_no_label_of_a_table_is_a_formula_wherever_it_stands(label):
    table = Table(((label, label),), (Group(((label, label),), label),), (label,), label)
    cells = [cell for row in csv.reader(io.StringIO(to_csv(table, "real"))) for cell in row]
    assert len(cells) == 6 and all(cell == "group" or cell == "'" + label.strip() for cell in cells)


def test_headings_of_groups_are_a_column():
    table = Table((("Year", "I"),), (Group((("2000", "1"), ("", "(2)")), "Score"), Group((("2000", "3"),), "Land")))
    assert to_csv(table, "real") == "group,Year,I\nScore,2000,1\nScore,,(2)\nLand,2000,3\n"


@pytest.mark.parametrize(
    ("name", "heading", "header"),
    [
        ("Year", "", "Year (simulated data),I"),
        ("", "", "(simulated data),I"),
        ("Year", "A", "group,Year (simulated data),I"),
    ],
)
def test_simulated_data_are_said_in_the_header(name, heading, header):
    table = Table(((name, "I"),), (Group((("2000", "1"),), heading),))
    assert to_csv(table, "simulated").splitlines()[0] == header


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(*[st.lists(st.tuples(*[cells] * n), min_size=1, max_size=3)] * 2)))
def test_csv_is_a_rectangle_with_the_printed_cells(parts):
    header, body = map(tuple, parts)
    rows = list(csv.reader(io.StringIO(to_csv(Table(header, (Group(body),), ("note",)), "real"))))
    assert len(rows) == 1 + len(body) and {len(row) for row in rows} <= {len(header[0]), 0}
    for row, printed in zip(rows[1:], body, strict=True):
        assert row in ([], [harmless(one_line(cell)) for cell in printed])
