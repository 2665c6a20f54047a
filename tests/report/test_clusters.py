"""Clusters by local Moran's I on maps and in scatter plots."""

import numpy as np
import pytest

from core.files import write_json, write_rows
from report.clusters import COLOURS, NAMES, cluster_classes, numbered
from report.moran_scatter_figure import scatter_figure
from report.plot_map import plot_map
from report.plot_moran_scatter import plot_moran_scatter

KINDS = ["high-high", "not significant", "low-low", "low-high"]


def rows_of(kinds=KINDS, years=(2000, 2003)):
    """Units a, b, ... of these kinds in each year."""
    random = np.random.default_rng(1)
    return [
        {"unit": unit, "year": year, "deviation": random.normal(), "lag": random.normal(), "cluster": kind}
        for year in years
        for unit, kind in zip("abcdef", kinds, strict=False)
    ]


@pytest.mark.parametrize(("kinds", "names"), [(KINDS, NAMES[:-1]), ([*KINDS, "no neighbours"], NAMES)])
def test_each_kind_of_cluster_has_its_colour(kinds, names):
    shown = list(numbered(rows_of(kinds, [2000])).values())
    classes = cluster_classes(shown, "Queen")
    assert classes.names == names
    assert [classes.names[classes.number(value)] for value in shown] == kinds
    assert list(classes.shades) == [COLOURS[name] for name in names]
    assert classes.note.endswith("Weights: Queen.")


@pytest.mark.parametrize("row_standardised", [True, False])
def test_the_line_of_a_scatter_plot_is_that_of_least_squares(row_standardised):
    rows, years = rows_of([*KINDS, "high-low", "not significant"]), [2000, 2003]
    for year in years:
        own = [row for row in rows if row["year"] == year]
        mean = np.mean([row["deviation"] for row in own])
        for row in own:
            row["deviation"] -= mean
    facts = {"moran_i": {"2000": -0.25, "2003": 0.5}, "row_standardised": row_standardised, "left_out": ["AK"]}
    figure = scatter_figure(rows, facts, years, "Score", "Queen", "real")
    headings = [(axes.get_title("left"), axes.get_title("right")) for axes in figure.axes]
    assert headings == [("2000", "I = −0.250"), ("2003", "I = 0.500")]
    for axes, year in zip(figure.axes, years, strict=True):
        x, y = np.array([(row["deviation"], row["lag"]) for row in rows if row["year"] == year]).T
        line = next(line for line in axes.lines if line.get_color() == "#333333").get_xydata()
        assert line[:, 1] == pytest.approx(np.polyval(np.polyfit(x, y, 1), line[:, 0]))
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == NAMES[:-1]
    note = figure.texts[0].get_text().replace("\n", " ")
    assert ("do not sum to one" in note) != row_standardised
    assert note.endswith("Weights: Queen. Left out: AK.")


def test_both_figures_from_files(home, twice):
    write_rows(home / "clusters.csv", rows_of(), ["unit", "year", "deviation", "lag", "cluster"])
    facts = {"moran_i": {"2000": 0.1, "2003": 0.2}, "row_standardised": True, "left_out": []}
    write_json(home / "clusters.json", facts)
    shown = {
        "of": "score",
        "matrix": "queen",
        "years": [2000, 2003],
        "labels": {},
        "data_status": "simulated",
        "title": True,
    }
    outputs = {"pdf": "f.pdf", "png": "f.png"}
    inputs = {"clusters": "clusters.csv", "facts": "clusters.json"}
    assert twice(plot_moran_scatter, inputs, outputs, **shown)["png"].read_bytes().startswith(b"\x89PNG")
    inputs = {
        "panel": [],
        "scores": [],
        "shapes": "shapes.geojson",
        "clusters": "clusters.csv",
        "outline": [],
        "lines": [],
    }
    twice(plot_map, inputs, outputs, key="code", classes="lisa", box=None, inset=None, **shown)
