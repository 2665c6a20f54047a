"""The drawing of means over time: the mean never leaves its band."""

from dataclasses import replace

import pytest

from report.observed import observed
from report.trend import groups_of, lines_of
from report.trend_figure import trend_figure


@pytest.fixture
def lines(study):
    panel = study.tables["panel/panel.csv"]
    return lines_of(observed(panel, "gdp"), groups_of(panel, "policy", True, {}), total=True)


@pytest.mark.parametrize(
    ("adoption", "missing", "statistic", "band"),
    [
        ({2002: 2, 2003: 1}, 4, "mean", "95 % confidence intervals, mean ± 1.96 sd/√n"),
        ({}, 0, "median", "Lines: medians; bands: the middle half of the units"),
    ],
)
def test_the_note_says_what_is_drawn_and_what_is_not(lines, adoption, missing, statistic, band):
    figure = trend_figure(lines, adoption, missing, "GDP", "Year", "real", statistic)
    note = figure.texts[0].get_text().replace("\n", " ")
    assert band in note and "In parentheses: the most units of any year." in note
    assert ("Triangles" in note) == bool(adoption)
    assert ("4 unit-years without a value are left out" in note) == bool(missing)


def test_each_line_has_a_band_around_it_and_a_name(lines):
    (axes,) = trend_figure(lines, {}, 0, "GDP", "Year", "real", "mean").axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "adopting units (3)",
        "other units (3)",
        "all units (6)",
    ]
    assert len(axes.collections) == 3
    colours = [line.get_color() for line in axes.lines[:3]]
    assert len(set(colours)) == 3


@pytest.mark.filterwarnings("ignore:Glyph")  # a box is as wide
@pytest.mark.parametrize(
    "label", ["Spending of the city on education, a head, in prices of the first year " * 2, "绿色土地" * 20]
)
def test_long_labels_stay_on_the_page(lines, label):
    figure = trend_figure([replace(line, name=label) for line in lines], {}, 0, label, "Year", "simulated", "mean")
    figure.draw_without_rendering()
    (axes,) = figure.axes
    note = figure.texts[0].get_window_extent()
    for drawn in (axes.yaxis.label, axes.get_legend()):
        box = drawn.get_window_extent()
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
        assert note.y1 <= box.y0 and box.y1 <= figure.bbox.y1
