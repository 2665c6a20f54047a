"""The drawing of maps: one a year, with classes that all share."""

import geopandas
import pytest

from report.map_figure import map_figure
from report.maps import with_values
from report.observed import observed


@pytest.mark.parametrize("years", [[2003], [2000, 2001, 2002, 2003]])
def test_maps_of_all_years_share_one_legend(home, study, years):
    scores = observed(study.tables["efficiency/scores.csv"], "score")
    shapes, note = with_values(geopandas.read_file(home / "shapes.geojson"), "code", scores, years)
    *maps, foot = map_figure(shapes, years, note, "Efficiency", "simulated").axes
    assert [axes.get_title() for axes in maps] == list(map(str, years))
    assert foot.get_legend().get_title().get_text() == "Efficiency"
    assert len(foot.get_legend().get_patches()) == len({scores[unit, year] for unit in "abcde" for year in years})
