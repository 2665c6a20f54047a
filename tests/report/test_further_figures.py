"""Figures of coefficients, of estimates without each unit, and of how a policy spreads."""

import pytest

from core.errors import StudyError
from report.coefficients_figure import coefficients_figure
from report.fitted import Fitted
from report.jackknife_figure import jackknife_figure
from report.rollout_figure import rollout_figure


def row(term, value, **more):
    return {"term": term, "estimate": value, "conf_low": value - 1, "conf_high": value + 2} | more


def points(axes):
    return [container.lines[0].get_xydata().tolist() for container in axes.containers]


def test_a_line_a_column_and_a_colour_a_term():
    columns = [Fitted("t", {"name": name}, [row("zone", at), row("rain", -at)]) for at, name in enumerate("ab", 1)]
    (axes,) = coefficients_figure(columns, ["zone"], {"t.a": "First"}, "real").axes
    assert points(axes) == [[[1, 0], [2, 1]]]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["First", "b"]
    (axes,) = coefficients_figure(columns, [], {}, "real").axes
    assert [line.get_text() for line in axes.get_legend().get_texts()] == ["zone", "rain"]
    with pytest.raises(StudyError, match="9 terms cannot be told apart"):
        coefficients_figure([Fitted("t", {"name": "a"}, [row(f"x{k}", k) for k in range(9)])], [], {}, "real")


def test_estimates_without_each_unit_by_size_treated_ones_in_their_colour():
    rows = [row("", 3, column="t.a", left_out="(none)", treated=None)]
    rows += [
        row("", value, column="t.a", left_out=unit, treated=unit == "u2") for value, unit in ((1, "u1"), (5, "u2"))
    ]
    (axes,) = jackknife_figure(rows, {}, "simulated").axes
    assert points(axes) == [[[1, 1]], [[2, 5]]]
    assert {text.get_text() for text in axes.texts} == {"u1", "u2"}


def test_bars_are_units_that_begin_and_the_line_all_that_have_begun():
    figure = rollout_figure({"a": 2001, "b": 2003, "c": 2003}, 5, [2000, 2003], "real")
    (axes,) = figure.axes
    assert [bar.get_height() for bar in axes.patches] == [0, 1, 0, 2]
    assert axes.lines[0].get_ydata().tolist() == [0, 1, 1, 3]
    assert any("2 of 5 never have it" in text.get_text() for text in figure.texts)
    with pytest.raises(StudyError, match="no unit ever has the policy"):
        rollout_figure({}, 5, [2000, 2003], "real")
