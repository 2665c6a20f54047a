"""The figure of maps, from files."""

import pytest

from report.plot_map import plot_map


@pytest.mark.parametrize(
    ("of", "scores", "classes"),
    [
        ("score", ["efficiency/scores.csv"], "quantile"),
        ("policy", [], "values"),
        ("gdp", [], {"cuts": [1.0, 2.0], "names": []}),
    ],
)
def test_scores_and_variables_are_mapped(twice, of, scores, classes):
    inputs = {"panel": "panel/panel.csv", "scores": scores, "shapes": "shapes.geojson", "clusters": []}
    shown = {"of": of, "years": [2000, 2003], "key": "code", "classes": classes, "matrix": None}
    shown |= {"labels": {}, "data_status": "simulated"}
    made = twice(plot_map, inputs, {"pdf": "f.pdf", "png": "f.png"}, **shown)
    assert made["png"].read_bytes().startswith(b"\x89PNG")
