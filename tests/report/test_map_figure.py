"""The drawing of maps: one a year, with classes that all share."""

import geopandas
import numpy as np
import pytest
import shapely

from core.classes import classes_of
from core.shapes import read_shapes
from report.figures import WIDTH, as_pdf, canvas
from report.map_figure import BLANK, EDGES, LINES, draw_lines, draw_polygons, map_figure
from report.maps import with_values
from report.observed import observed


@pytest.mark.parametrize("years", [[2003], [2000, 2001, 2002, 2003]])
def test_maps_of_all_years_share_one_legend(home, study, years):
    scores = observed(study.tables["efficiency/scores.csv"], "score")
    units, note = with_values(read_shapes(home / "shapes.geojson"), "code", scores, years)
    classes = classes_of([max(own) for own in units.values.values()] + [0.4])
    *maps, foot = map_figure(units, classes, note, "Efficiency", "simulated").axes
    assert [axes.get_title() for axes in maps] == list(map(str, years))
    assert (
        foot.get_figure().texts[0].get_text().startswith(f"In parentheses: units{' in each year' * (len(years) > 1)}.")
    )
    assert foot.get_legend().get_title().get_text() == "Efficiency"


@pytest.mark.parametrize(
    ("years", "names"),
    [
        ([2003], ["< 0.5 (0)", "0.5 to < 1 (4)", "≥ 1 (1)", "no value (1)"]),
        ([2000, 2003], ["< 0.5 (4, 0)", "0.5 to < 1 (0, 4)", "≥ 1 (1)", "no value (1)"]),
    ],
)
def test_the_legend_counts_the_units_of_each_class_and_those_without_a_value(home, study, years, names):
    """In 2000 the score of b to e is 0.4, in 2003 it is 0.55; z has a polygon and no score."""
    scores = observed(study.tables["efficiency/scores.csv"], "score")
    units, note = with_values(read_shapes(home / "shapes.geojson"), "code", scores, years)
    classes = classes_of([], {"cuts": [0.5, 1.0], "names": []})
    legend = map_figure(units, classes, note, "Efficiency", "real").axes[-1].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == names
    assert [bool(patch.get_hatch()) for patch in legend.get_patches()] == [False, False, False, True]


def test_no_unit_without_a_value_is_no_class(home, study):
    scores = observed(study.tables["efficiency/scores.csv"], "score") | {("z", 2003): 0.1}
    units, note = with_values(read_shapes(home / "shapes.geojson"), "code", scores, [2003])
    legend = map_figure(units, classes_of([0.1, 0.55, 1.2]), note, "Efficiency", "real").axes[-1].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["0.1 (1)", "0.55 (4)", "1.2 (1)"]


def drawn(draw):
    figure = canvas(WIDTH, "real")
    axes = figure.subplots()
    draw(axes)
    axes.set(xlim=(0, 20), ylim=(0, 20), xlabel="", ylabel="", aspect="equal")
    return as_pdf(figure)


def test_geopandas_draws_the_same():
    """An atoll with a lagoon and an islet, rings in any direction; roads, and what a clip has left of lines."""
    atoll = shapely.Polygon([(1, 1), (1, 9), (9, 9), (9, 1)], [[(3, 3), (6, 3), (6, 6)], [(7, 7), (7, 8), (8, 8)]])
    land = np.array([shapely.MultiPolygon([atoll, shapely.box(11, 11, 12, 12)]), shapely.box(10, 2, 15, 9), atoll])
    roads = shapely.MultiLineString([[(0, 0), (9, 3), (14, 8)], [(9, 0), (0, 9)]])
    rest = shapely.GeometryCollection([roads, shapely.LineString([(5, 5), (6, 9)])])
    lines = np.array([roads, rest, shapely.LineString(), None], dtype=object)
    colours = ["#123456", "#654321", "#ABCDEF"]

    def ours(axes):
        draw_polygons(axes, land, {"facecolor": colours, **EDGES})
        draw_polygons(axes, land[:1], BLANK)
        draw_lines(axes, lines, LINES)

    def theirs(axes):
        geopandas.GeoSeries(land).plot(ax=axes, color=colours, **EDGES)
        geopandas.GeoSeries(land[:1]).plot(ax=axes, **BLANK)
        geopandas.GeoSeries(lines).plot(ax=axes, **LINES)

    assert drawn(ours) == drawn(theirs)
