"""Placebo distributions: the observed coefficient is in sight, and both p-values are said."""

import pytest

from report.placebo_figure import Placebo, placebo_figure


def placebo(study, estimate):
    summary = study.documents["placebo/space/baseline.main.json"]
    summary = summary | {"observed": summary["observed"] | {"estimate": estimate}, "p_statistic": 0.0001}
    tables = (study.tables[f"placebo/space/baseline.main{part}.csv"] for part in ("", ".density"))
    return Placebo("a", *tables, summary)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_panels_hold_the_observed_coefficient(study, number):
    figure = placebo_figure([placebo(study, -0.4)] * number, "real")
    assert len(figure.axes) == 2 * number
    assert all(axes.get_xlim()[0] < -0.4 for axes in figure.axes)
    assert figure.axes[0].get_ylim()[0] == 0


def test_both_permutation_p_values_are_printed(study):
    (said,) = placebo_figure([placebo(study, -0.4)], "real").axes[0].texts
    p_value = study.documents["placebo/space/baseline.main.json"]["p_coefficient"]
    assert said.get_text() == f"observed −0.4000\npermutation p:\nt-statistic <0.001\ncoefficient {p_value:.3f}"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_is_said_of_a_placebo_stands_above_its_curve(study, number):
    figure = placebo_figure([placebo(study, 0.0)] * number, "simulated")
    figure.draw_without_rendering()
    upper = figure.axes[0]
    peak = max(line.get_ydata().max() for line in upper.lines[:1])
    assert upper.texts[0].get_window_extent().y0 > upper.transData.transform((0, peak))[1]
