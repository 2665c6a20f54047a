"""Densities by year, against scipy."""

import numpy as np
import pytest
from scipy import stats

from core.errors import StudyError
from report.density_figure import curves_of, density_figure
from report.plot_density import plot_density


@pytest.fixture
def values():
    random = np.random.default_rng(1)
    return {2000: random.gamma(4, 0.1, 60).tolist(), 2003: random.gamma(9, 0.1, 40).tolist()}


def test_each_curve_is_the_gaussian_kernel_of_its_year(values):
    points, curves = curves_of(values, "score")
    for year, own in values.items():
        sample = np.array(own)
        width = 0.9 * min(sample.std(ddof=1), stats.iqr(sample) / 1.34) * sample.size**-0.2
        kernel = stats.gaussian_kde(sample, bw_method=width / sample.std(ddof=1))
        np.testing.assert_allclose(curves[year], kernel(points), rtol=1e-9, atol=1e-300)
        assert np.trapezoid(curves[year], points) == pytest.approx(1, abs=2e-3)  # what is beyond three bandwidths


def test_a_year_whose_values_do_not_differ_is_refused(values):
    for own, said in (([1.0, 1.0], "differs between no two units"), ([1.0], "differs between"), ([], "has no value")):
        with pytest.raises(StudyError, match=f"`score` {said}.* in 2001, so there is no density; give other `years`"):
            curves_of(values | {2001: own}, "score")


def test_text_is_refused(values):
    with pytest.raises(StudyError, match="variable `region` is text, as 'east'; name one that holds numbers"):
        curves_of(values | {2001: ["east", "west"]}, "region")


def test_the_legend_counts_units_and_the_note_what_is_left_out(values):
    figure = density_figure(values, "score", "Score", 3, "simulated")
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["2000 (60)", "2003 (40)"]
    assert len({line.get_linestyle() for line in axes.lines}) == len({line.get_color() for line in axes.lines}) == 2
    assert "3 unit-years without a value are left out" in figure.texts[0].get_text().replace("\n", " ")


@pytest.mark.parametrize(("of", "scores"), [("score", ["efficiency/scores.csv"]), ("gdp", [])])
def test_plot_density(twice, of, scores):
    inputs = {"panel": "panel/panel.csv", "scores": scores}
    shown = {"of": of, "years": [2000, 2003], "labels": {}, "data_status": "real", "title": True}
    made = twice(plot_density, inputs, {"pdf": "f.pdf", "png": "f.png"}, **shown)
    assert made["pdf"].read_bytes().startswith(b"%PDF")
