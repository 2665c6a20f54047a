"""Cells that cover several places, headings, titles of panels, and notes in last rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import StudyError
from papers.rectangles import header_of, panel_beneath, rectangle, split_notes

CELLS = st.tuples(st.sampled_from(["", "a", "0.5"]), st.integers(1, 4), st.integers(1, 4))
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=6)


@settings(max_examples=60)
@given(ROWS)
def test_any_cells_become_a_rectangle_in_which_each_covers_its_places(rows):
    grid = rectangle(rows)
    assert len({len(row) for row in grid}) <= 1
    for at, row in enumerate(grid):
        assert any(cell.text for cell in row)
        for place, cell in enumerate(row):
            assert cell.row <= at < cell.row + cell.rows
            assert cell.column <= place < cell.column + cell.columns


def plain(*rows):
    return rectangle([[(text, 1, 1) if isinstance(text, str) else text for text in row] for row in rows])


WIDE = ("Panel A: East", 1, 3)
DATA = ("AI", "0.1***", "0.2")


@pytest.mark.parametrize(
    ("rows", "marked", "header"),
    [
        ([("", "(1)", "(2)"), ("", "GDP", "Area"), DATA], 0, 2),
        ([("", "(1)", "(2)"), ("", "GDP", "Area"), DATA], 1, 2),
        ([DATA, ("", "(0.05)", "(0.02)")], 1, 0),
        ([("Quantile", "0.25", "0.50"), DATA], 1, 1),
        ([("Year", "2015", "2016"), DATA], 0, 1),
        ([("", "1", "2"), DATA], 0, 1),
        ([("N", "2574", "2574"), DATA], 0, 0),
        ([("Controls", "Yes", "No"), DATA], 0, 0),
        ([("变量", "均值", "标准差"), ("控制", "是", "否")], 0, 1),
        ([("Variable", "Mean", "SD"), (("Outcomes", 1, 3),), ("score", "0.5", "0.1")], 0, 1),
        ([(("Dependent variable: score", 1, 3),), ("", "(1)", "(2)"), DATA], 0, 2),
        ([("", "(1)", "(2)"), (WIDE,), DATA], 0, 1),
        ([("Variable", "Definition", "Source"), ("GDP", "output", "yearbook")], 1, 1),
        ([("", "Below 0.5 km", "0.5 km and more"), DATA], 0, 1),
    ],
)
def test_headings_are_found_by_what_they_hold(rows, marked, header):
    assert header_of(plain(*rows), marked) == header


def test_a_panel_above_the_headings_goes_beneath_them():
    rows, header = panel_beneath(plain((WIDE,), ("", "(1)", "(2)"), DATA), 2)
    assert header == 1
    assert [row[0].text for row in rows] == ["", "Panel A: East", "AI"]


@pytest.mark.parametrize(
    ("last", "notes"),
    [
        ((("t values in parentheses", 1, 3),), ["t values in parentheses"]),
        ((("N = 286 cities over 9 years", 1, 3),), ["N = 286 cities over 9 years"]),
        (("Note:", ("*p<0.1", 1, 2)), ["Note: *p<0.1"]),
        (("* p<0.1, ** p<0.05", "", ""), ["* p<0.1, ** p<0.05"]),
        (("注：括号内为标准误", "", ""), ["注：括号内为标准误"]),
        (("Year effects", "", ""), []),
        ((WIDE,), []),
    ],
)
def test_last_rows_that_are_notes(last, notes):
    assert split_notes(plain(DATA, last))[1] == notes


def test_a_table_of_more_places_than_are_printed_is_refused():
    with pytest.raises(StudyError, match="columns; allowed are"):
        rectangle([[("", 1, 1000)]])
