"""Ridges: the densities of all years on one scale."""

import numpy as np
import pytest

from core.errors import StudyError
from report.density_figure import curves_of
from report.plot_ridgelines import plot_ridgelines
from report.ridgelines_figure import OVERLAP, ridgelines_figure


@pytest.fixture
def values():
    random = np.random.default_rng(1)
    return {year: random.gamma(4 + year - 2000, 0.1, 60 - year % 2).tolist() for year in range(2000, 2004)}


def test_every_ridge_stands_on_its_year_and_the_highest_is_as_high_as_it_may(values):
    points, curves = curves_of(values, "score")
    (axes,) = ridgelines_figure(values, "score", "Score", 0, "real").axes
    highest = max(curve.max() for curve in curves.values())
    for place, (ridge, curve) in enumerate(zip(axes.collections, curves.values(), strict=True)):
        drawn = ridge.get_paths()[0].vertices
        assert drawn[:, 1].max() == place
        assert place - drawn[:, 1].min() == pytest.approx(OVERLAP * curve.max() / highest)
        assert (drawn[:, 0].min(), drawn[:, 0].max()) == (points[0], points[-1])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["2000", "2001", "2002", "2003"]


def test_medians_are_marked_and_units_counted(values):
    figure = ridgelines_figure(values, "score", "Score", 3, "real")
    medians = [line.get_xdata()[0] for line in figure.axes[0].lines]
    assert medians == pytest.approx([np.median(own) for own in values.values()])
    note = figure.texts[0].get_text().replace("\n", " ")
    assert "59 to 60 units a year" in note and "3 unit-years without a value are left out" in note


def test_more_years_than_a_page_holds_are_refused():
    with pytest.raises(StudyError, match="41 years are more than 40 ridges; name some under `years`"):
        ridgelines_figure({year: [0.1, 0.2] for year in range(41)}, "score", "Score", 0, "real")


def test_plot_ridgelines(twice):
    inputs = {"panel": "panel/panel.csv", "scores": ["efficiency/scores.csv"]}
    shown = {"of": "score", "years": [2000, 2003], "labels": {}, "data_status": "real", "title": True}
    made = twice(plot_ridgelines, inputs, {"pdf": "f.pdf", "png": "f.png"}, **shown)
    assert made["pdf"].read_bytes().startswith(b"%PDF")
