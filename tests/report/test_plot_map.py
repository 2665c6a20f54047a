"""The figure of maps, from files."""

import pytest

from report.plot_map import plot_map


@pytest.mark.parametrize(
    ("of", "scores", "classes", "years"),
    [
        ("score", ["efficiency/scores.csv"], "quantile", [2000, 2003]),
        ("policy", [], "values", [2000, 2003]),
        ("region", [], "values", [2000]),
        ("policy", [], "cohorts", [""]),
        ("gdp", [], {"cuts": [1.0, 2.0], "names": []}, [2000, 2003]),
    ],
)
def test_scores_and_variables_are_mapped(twice, of, scores, classes, years):
    inputs = {"panel": "panel/panel.csv", "scores": scores, "shapes": "shapes.geojson", "clusters": []}
    inputs |= {"outline": "shapes.geojson", "lines": []}
    shown = {"of": of, "years": years, "key": "code", "classes": classes, "matrix": None}
    shown |= {"box": None, "inset": None}
    shown |= {"labels": {}, "data_status": "simulated", "title": True}
    made = twice(plot_map, inputs, {"pdf": "f.pdf", "png": "f.png"}, **shown)
    assert made["png"].read_bytes().startswith(b"\x89PNG")
