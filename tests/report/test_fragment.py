"""The piece of a page that holds a table: well-formed, escaped, and readable aloud."""

from xml.etree import ElementTree

import pytest

from report.fragment import cell, coded, to_html
from report.three_line import Group, Table

TABLE = Table(
    (("", "Queen <1>", ""), ("Year", "I", "p")),
    (Group((("2000", "-0.3***", "<0.001"), ("", "(-0.1)", ""))), Group((("2001", "0.1", ""),), "Land & more")),
    ("p < 0.1 & more.",),
    'A "title"',
)


def parsed():
    return ElementTree.fromstring(f"<div>{to_html(TABLE)}</div>")


def test_every_text_is_escaped():
    assert "Queen &lt;1&gt;" in to_html(TABLE) and "<p>p &lt; 0.1 &amp; more.</p>" in to_html(TABLE)
    assert parsed().find("div").get("aria-label") == 'A "title"'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("set `a < b`, or `c`", "set <code>a &lt; b</code>, or <code>c</code>"),
        ("5` wide & more", "5` wide &amp; more"),
        ("", ""),
    ],
)
def test_what_stands_in_back_quotes_is_code(text, shown):
    assert coded(text) == shown


def test_rows_and_columns_have_headers_and_no_header_is_empty():
    root = parsed()
    heads = {("".join(head.itertext()), head.get("scope")) for head in root.iter("th")}
    assert {("Queen <1>", "colgroup"), ("I", "col"), ("2000", "row"), ("Land & more", "rowgroup")} <= heads
    assert all(text for text, _ in heads)
    assert [len(body) for body in root.iter("tbody")] == [2, 2]
    assert "<html" not in to_html(TABLE)


def test_stars_are_raised_and_minus_signs_true():
    assert cell("-0.3***") == "−0.3<sup>***</sup>" and cell("(-0.1)") == "(−0.1)" and cell("a-b <") == "a-b &lt;"
    assert cell("-label") == "-label"


@pytest.mark.parametrize(
    ("header", "names", "sortable"),
    [
        (("Unit", "I"), "abcdefgh", True),
        (("", "I"), "abcdefgh", False),  # rows that are unlike each other, as statistics
        (("Unit", "I"), "abcdefg", False),  # short
        (("Unit", "I"), ["a", "", *"bcdefg"], False),  # a standard error beneath is no row
        (("Unit", "I"), ["a", "", *"bcdefgh"], True),
        (("Unit", ""), "abcdefgh", False),  # a heading over two columns
    ],
)
def test_long_tables_of_named_rows_can_be_sorted(header, names, sortable):
    rows = tuple((name, "1") for name in names)
    assert ('<table class="sortable">' in to_html(Table((header,), (Group(rows),)))) == sortable
