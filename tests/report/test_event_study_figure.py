"""Event studies: every k, the base, the ends that pool."""

from dataclasses import replace

import pytest

from report.event_study_figure import event_study_figure
from report.fitted import fitted_columns


def column(study, ends=()):
    rows = study.tables["estimates/fit_event_study/baseline.csv"]
    rows = [row | {"binned": row["k"] in ends} for row in rows]
    (fitted,) = fitted_columns([(rows, study.documents["estimates/fit_event_study/baseline.json"])])
    return fitted


def test_every_k_is_shown_and_base_and_pooled_ends_are_marked(study):
    figure = event_study_figure([column(study, ends=(-3, 1))], [None], "pointwise", {"score": "Efficiency"}, "real")
    (axes,) = figure.axes
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["≤ −3", "−2", "−1", "0", "≥ 1"]
    assert axes.get_ylabel() == "Effect on Efficiency"
    assert axes.get_title(loc="right") == "leads jointly zero: p = 0.370"
    low, high = axes.get_ylim()
    assert low < -0.05 and high > 0.12, "intervals are whole; the control is not drawn"
    (base,) = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert list(base.get_xdata()) == [-1] and list(base.get_ydata()) == [0]


def outcome(fitted, outcome, **facts):
    return replace(fitted, facts=fitted.facts | {"outcome": outcome, **facts})


def note_of(figure):
    return " ".join(text.get_text().replace("\n", " ") for text in figure.texts)


def test_columns_of_one_outcome_share_a_panel_side_by_side_and_are_told_apart_without_colours(study):
    columns = [
        column(study, ends=(-3,)),
        outcome(column(study), "score", estimator="sun_abraham"),
        outcome(column(study), "score", estimator="sun_abraham", name="again"),
        column(study, ends=(-3,)),
    ]
    names = [None, None, None, "Own name"]
    figure = event_study_figure(columns, names, "pointwise", {}, "real")
    (axes,) = figure.axes
    points = {line.get_label(): line for line in axes.lines if not line.get_label().startswith("_")}
    assert list(points) == ["Two-way", "Sun-Abraham (event)", "Sun-Abraham (again)", "Own name"]
    assert len({line.get_marker() for line in points.values()}) == 4
    first = [float(line.get_xdata()[0]) for line in points.values()]
    assert first == sorted(first) and -3.5 < first[0] < first[-1] < -2.5
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend[0] == "Two-way, leads: p = 0.370"
    assert "Two-way, Own name: −3 with the years beyond." in note_of(figure)


def test_bands_are_thinner_lines_where_there_are_any(study):
    fitted = column(study)
    fitted.rows[:] = [row | {"band_low": None, "band_high": None} for row in fitted.rows]
    fitted.rows[1] |= {"band_low": -0.7, "band_high": 0.8}
    assert not fitted.rows[1]["base"]
    figure = event_study_figure([fitted], [None], "simultaneous", {}, "real")
    thin, bars = sorted(figure.axes[0].collections, key=lambda lines: lines.get_linewidths()[0])
    assert [segment[:, 1].tolist() for segment in thin.get_segments()] == [[-0.7, 0.8]]
    assert thin.get_linewidths()[0] < bars.get_linewidths()[0]
    assert "none where the covariance is not known (Two-way)" in note_of(figure)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_outcome_has_a_panel_under_the_label_of_its_column(study, number):
    columns = [outcome(column(study), f"y{at}") for at in range(number)]
    figure = event_study_figure(columns, [None] * number, "pointwise", {"baseline.event": "Event"}, "real")
    titles = [axes.get_title(loc="left").strip() for axes in figure.axes]
    assert titles == (["Event"] * number if number > 1 else [""])


def test_many_event_times_are_named_sparsely_but_for_the_ends(study):
    fitted = column(study)
    row = fitted.rows[0]
    fitted.rows[:] = [row | {"k": k, "base": k == -1} for k in range(-21, 22)]
    (axes,) = event_study_figure([fitted], [None], "pointwise", {}, "real").axes
    named = [tick.get_text() for tick in axes.get_xticklabels()]
    assert len(named) <= 20 and (named[0], named[-1]) == ("−21", "21")


def with_neighbours(study, ratio):
    """The rows of the event study as direct, indirect and total effects; those of neighbours are half as large."""
    fitted = column(study)
    events = [row | {"effect": "direct", "term": f"direct:{row['term']}"} for row in fitted.event_times]
    near = [row | {"effect": "indirect", "estimate": row["estimate"] / 2, "term": f"in{row['term']}"} for row in events]
    total = [row | {"effect": "total", "term": f"total:{row['term']}"} for row in fitted.event_times]
    tests = {"Own leads": {"p_value": 0.25}, "Neighbours' leads": {"p_value": 0.75}, "pretrend": {"p_value": 0.5}}
    facts = fitted.facts | {"tests": tests, "lagged": [{"k": 0, "share": 0.3, "ratio": ratio}]}
    return replace(fitted, facts=facts, rows=[*events, *near, *total])


@pytest.mark.parametrize(("ratio", "noisy"), [(0.09, True), (0.1, False)])
def test_a_column_with_neighbours_is_drawn_as_two(study, ratio, noisy):
    figure = event_study_figure([with_neighbours(study, ratio)], [None], "pointwise", {}, "real")
    (axes,) = figure.axes
    points = {line.get_label(): line for line in axes.lines if not line.get_label().startswith("_")}
    assert list(points) == ["Own policy", "Neighbours' policy"]
    own, near = (list(line.get_ydata()) for line in points.values())
    assert near == pytest.approx([value / 2 for value in own])
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend == ["Own policy, leads: p = 0.250", "Neighbours' policy, leads: p = 0.750"]
    assert "neighbours' policy: indirect effects, of all other units together." in note_of(figure)
    assert ("mostly noise: they vary only 0.09 times as much" in note_of(figure)) == noisy
