"""The JSON file beside a tidy table says how it is printed."""

import pytest

from core.files import plain
from core.grids import Cell, coefficients, grid, keys

CELLS = [Cell("estimate", "Effect", stars="p_value", below="std_error"), Cell("n", "N", "count")]


def test_a_grid_is_plain_and_whole():
    layout = grid(rows="term", cells=CELLS, heading="Term", notes=["Normal."])
    assert layout == plain(layout)
    assert (layout["kind"], layout["rows"], layout["group"], layout["across"]) == ("grid", "term", None, None)
    assert [cell["format"] for cell in layout["cells"]] == ["estimate", "count"]
    assert layout["cells"][0] == {
        "column": "estimate", "heading": "Effect", "format": "estimate", "stars": "p_value", "below": "std_error",
    }  # fmt: skip
    assert (layout["notes"], layout["warnings"], layout["tests"]) == (["Normal."], [], {})


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ({}, ["term"]),
        ({"group": "effect"}, ["effect", "term"]),
        ({"group": "effect", "across": "column"}, ["effect", "term", "column"]),
    ],
)
def test_keys_are_the_columns_that_name_a_cell(parts, names):
    assert keys(grid(rows="term", cells=CELLS, **parts)) == names


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="format 'percent' of 'share' is none of"):
        grid(rows="term", cells=[Cell("share", "Share", "percent")])


def test_a_table_of_coefficients_has_its_fits_in_order():
    assert coefficients([{"name": "b"}, {"name": "a"}]) == {
        "kind": "coefficients",
        "columns": [{"name": "b"}, {"name": "a"}],
    }
