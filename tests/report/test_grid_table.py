"""Tables that a layout describes: groups, spread columns, formats."""

import pytest

from core.grids import Cell, grid
from report.grid_table import grid_table


def printed(study, name, **labels):
    return grid_table(study.tables[f"estimates/{name}.csv"], study.documents[f"estimates/{name}.json"], labels)


def test_cells_are_spread_under_two_header_rows(study):
    table = printed(study, "moran/autocorrelation", queen="Queen", score="Efficiency")
    assert table.header == (("", "Queen", "", ""), ("Year", "Moran's I", "z", "p"))
    (group,) = table.groups
    assert group.heading == "Efficiency"
    assert group.rows == (("2000", "0.3000***", "2.5000", "0.008"), ("2001", "0.1000", "1.5000", "0.121"))
    assert table.notes == ("Expected I: −0.2000.", "*** p < 0.01, ** p < 0.05, * p < 0.1.", "Left out: AK.")


def test_a_variable_above_the_rows_is_called_by_its_label():
    layout = grid("group", [Cell("mean", "Mean")], "zone")
    assert grid_table([{"group": "1", "mean": 0.5}], layout, {"zone": "Pilot zone"}).header == (("Pilot zone", "Mean"),)


def test_cells_without_a_heading_have_one_header_row_and_errors_stand_beneath(study):
    table = printed(study, "impacts/spillovers", **{"spatial.sar": "SAR"})
    assert table.header == (("", "SAR"),)
    assert [group.heading for group in table.groups] == ["Direct effect", "Indirect effect", "Total effect"]
    assert table.groups[2].rows == (("policy", "0.0600*"), ("", "(0.0300)"))


def test_effects_from_grade_to_grade_are_headed_by_their_labels():
    layout = grid("term", [Cell("estimate", "")], group="effect")
    rows = [{"term": "x", "effect": effect, "estimate": 0.5} for effect in ("direct", "large.small", "small.large")]
    headings = [group.heading for group in grid_table(rows, layout, {"large": "Large cities"}).groups]
    assert headings == ["Direct effect", "From Large cities to small", "From small to Large cities"]


def test_what_a_spread_column_lacks_is_empty(study):
    rows = study.tables["estimates/moran/autocorrelation.csv"]
    further = rows[0] | {"matrix": "near"}
    layout = study.documents["estimates/moran/autocorrelation.json"]
    table = grid_table([*rows, further], layout, {})
    assert table.groups[0].rows[1][4:] == ("", "", "")


def test_columns_by_the_values_of_a_variable_are_headed_by_its_label():
    layout = grid("variable", [Cell("n", "N", "count")], "Variable", across="by", variable="region")
    rows = [{"variable": "gdp", "by": by, "n": 3} for by in ("1", "coast")]
    header = grid_table(rows, layout, {"region": "Region", "coast": "Coast"}).header
    assert header[0] == ("", "Region = 1", "Region = Coast")


def test_sensitivity(study):
    names = ("n_efficient", "mean", "n_compared")
    cells = [Cell("override", "Keys", "text")]
    cells += [Cell(name, name, "estimate" if name == "mean" else "count") for name in names]
    layout = grid("variable", cells, "Score")
    rows = study.tables["efficiency/sensitivity.csv"]
    assert grid_table(rows, layout, {}).rows == (
        ("Score", "", "4", "0.5500", "24"),
        ("b", "variant = B", "5", "0.6500", "22"),
    )
    assert [row[0] for row in grid_table(rows, layout, {"score": "Own", "b": "Other"}).rows] == ["Own", "Other"]


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        ((0.2083, 0, 1), ("0.2083", "0.0000", "1.0000")),
        ((314.85829, 55.4586, 520.9114), ("314.8583", "55.4586", "520.9114")),
        ((374.1, 53.7, 1000), ("374.1", "53.7", "1,000.0")),
        ((-5000.25, 832.7138, 3.0), ("-5,000.2", "832.7", "3.0")),
        ((51647.9, 7872.8, 735980.4), ("51,648", "7,873", "735,980")),
        ((None, None, None), ("", "", "")),
    ],
)
def test_measures_of_a_row_have_four_decimals_or_fewer_where_one_is_large(values, printed):
    names = ("mean", "min", "max")
    layout = grid("variable", [Cell(name, name, "measure") for name in names])
    (row,) = grid_table([{"variable": "x", **dict(zip(names, values, strict=True))}], layout, {}).rows
    assert row == ("x", *printed)


def test_measures_of_a_column_have_one_number_of_decimals_where_none_is_large():
    rows = [{"variable": name, "min": value} for name, value in zip("abcd", (0, 1.5, 999.0, -0.00012), strict=True)]
    table = grid_table(rows, grid("variable", [Cell("min", "Min", "measure")]), {})
    assert {len(row[1].partition(".")[2]) for row in table.rows} == {4}


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        ("estimate", -0.12345, "-0.1235"),
        ("bracketed", 0.5, "(0.5000)"),
        ("integer", 2015.0, "2015"),
        ("integer", -3, "-3"),
        ("probability", 0.0001, "<0.001"),
        ("text", "law", "Law"),
        ("text", "unit", "Unit"),
        ("text", 12, "12"),
        ("count", None, ""),
    ],
)
def test_formats(written, value, text):
    table = grid_table([{"unit": "a", "x": value, "y": 1}], grid("unit", [Cell("x", "X", written)]), {"law": "Law"})
    assert table.rows == (("a", text),)


def test_terms_and_addresses_are_in_words(study):
    layout = grid("term", [Cell("x", "X")], group="column")
    table = grid_table([{"term": "W:law", "column": "t.main", "x": 1.0}], layout, {"law": "Law", "t.main": "Main"})
    assert (table.groups[0].heading, table.rows[0][0]) == ("Main", "W Law")


def test_notes_begin_with_labels_where_they_begin_with_names():
    said = ["queen: SDM is chosen.", "Left: after the means."], ["t.main: no draw", "Hausman, queen: none", "law falls"]
    labels = {"queen": "Borders", "t.main": "Main", "law": "Law"}
    table = grid_table([{"unit": "a", "x": 1}], grid("unit", [Cell("x", "X")], notes=said[0], warnings=said[1]), labels)
    assert table.notes == (
        "Borders: SDM is chosen.", "Left: after the means.", "Main: no draw.", "Hausman, Borders: none.", "Law falls.",
    )  # fmt: skip


def test_a_row_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="a stand twice"):
        grid_table([{"unit": "a", "x": 1}] * 2, grid("unit", [Cell("x", "X")]), {})
