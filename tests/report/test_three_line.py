"""A printed table: its rows agree, and its texts can be written anywhere."""

import pytest

from report.printed import STAR_NOTE
from report.three_line import Group, Table, aligned, framed, spans, split_stars, without_stars


@pytest.mark.parametrize(
    ("cell", "parts"),
    [("0.081***", ("0.081", "***")), ("0.081", ("0.081", "")), ("*** p", ("*** p", "")), ("a*", ("a*", ""))],
)
def test_stars_count_only_after_a_digit(cell, parts):
    assert split_stars(cell) == parts


def test_a_header_cell_covers_the_empty_cells_after_it():
    assert spans(("", "Queen", "", "")) == [("", 1), ("Queen", 3)]


def test_rows_of_different_length_are_refused():
    with pytest.raises(ValueError, match="table 't'"):
        Table((("a", "b"),), (Group((("1",),)),), title="t")


def test_every_text_is_one_line_without_control_characters():
    table = Table(
        (("a\x0b\nb", "(1)\ufffe"),), (Group((("城\x00市", "1"),), "head\r\n\r\ning"),), ("a\n\nb",), "t\n\nt"
    )
    assert table.header == (("a b", "(1)"),)
    assert table.groups == (Group((("城市", "1"),), "head ing"),)
    assert (table.notes, table.title) == (("a b",), "t t")


def test_the_note_of_the_study_comes_first_and_the_data_status_last():
    table = Table((("a",),), (Group((("1",),)),), ("printer's",))
    assert framed(table, "T", "own", "simulated").notes == ("own", "printer's", "Simulated data.")
    assert framed(table, "T", None, "real").notes == ("printer's",)


def test_stars_go_with_their_legend_and_nothing_else():
    table = Table((("", "x"),), (Group((("a*", "0.1**"), ("", "(0.2)")), "g"),), ("A note *", STAR_NOTE), "T")
    assert STAR_NOTE == "*** p < 0.01, ** p < 0.05, * p < 0.1."
    assert without_stars(table) == Table(
        (("", "x"),), (Group((("a*", "0.1"), ("", "(0.2)")), "g"),), ("A note *",), "T"
    )


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (("314.8583", "-51,647.9", ""), ("....314.8583", "-51,647.9...", "")),
        (("12", "3.25"), ("12...", ".3.25")),
        (("0.5", "12.5"), ("0.5", "12.5")),
        (("0.50*", "1,000"), ("0.50*", "1,000")),
        (("(0.50)", "7"), ("(0.50)", "7")),
        (("", ""), ("", "")),
    ],
)
def test_points_of_plain_numbers_align_where_decimals_differ(cells, shown):
    table = Table((("a", "b"),), (Group((("x", cells[0]),)), Group(tuple(("y", cell) for cell in cells[1:]), "head")))
    first, second = aligned(table)
    assert second.heading == "head" and first.rows[0][0] == "x"
    padded = [row[1].replace("\u2007", ".").replace("\u2008", ".") for row in (*first.rows, *second.rows)]
    assert tuple(padded) == shown
