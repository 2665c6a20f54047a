"""The drawing of maps: one a year, with classes that all share."""

import geopandas
import pytest

from core.classes import classes_of
from report.map_figure import map_figure
from report.maps import with_values
from report.observed import observed


@pytest.mark.parametrize("years", [[2003], [2000, 2001, 2002, 2003]])
def test_maps_of_all_years_share_one_legend(home, study, years):
    scores = observed(study.tables["efficiency/scores.csv"], "score")
    shapes, note = with_values(geopandas.read_file(home / "shapes.geojson"), "code", scores, years)
    classes = classes_of([shapes[year].max() for year in years] + [0.4])
    *maps, foot = map_figure(shapes, years, classes, note, "Efficiency", "simulated").axes
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
    shapes, note = with_values(geopandas.read_file(home / "shapes.geojson"), "code", scores, years)
    classes = classes_of([], {"cuts": [0.5, 1.0], "names": []})
    legend = map_figure(shapes, years, classes, note, "Efficiency", "real").axes[-1].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == names
    assert [bool(patch.get_hatch()) for patch in legend.get_patches()] == [False, False, False, True]


def test_no_unit_without_a_value_is_no_class(home, study):
    scores = observed(study.tables["efficiency/scores.csv"], "score") | {("z", 2003): 0.1}
    shapes, note = with_values(geopandas.read_file(home / "shapes.geojson"), "code", scores, [2003])
    legend = map_figure(shapes, [2003], classes_of([0.1, 0.55, 1.2]), note, "Efficiency", "real").axes[-1].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["0.1 (1)", "0.55 (4)", "1.2 (1)"]
