"""Event studies: every k, the base, the ends that pool."""

import pytest

from report.event_study_figure import event_study_figure
from report.fitted import fitted_columns


def column(study, ends=()):
    rows = study.tables["estimates/fit_event_study/baseline.csv"]
    rows = [row | {"binned": row["k"] in ends} for row in rows]
    (fitted,) = fitted_columns([(rows, study.documents["estimates/fit_event_study/baseline.json"])])
    return fitted


def test_every_k_is_shown_and_base_and_pooled_ends_are_marked(study):
    (axes,) = event_study_figure([column(study, ends=(-3, 1))], {"score": "Efficiency"}, "real").axes
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["≤ −3", "−2", "−1", "0", "≥ 1"]
    assert axes.get_ylabel() == "Effect on Efficiency"
    assert axes.get_title(loc="right") == "leads jointly zero: p = 0.370"
    low, high = axes.get_ylim()
    assert low < -0.05 and high > 0.12, "intervals are whole; the control is not drawn"
    (base,) = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert list(base.get_xdata()) == [-1] and list(base.get_ydata()) == [0]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_column_has_a_panel_under_its_label(study, number):
    figure = event_study_figure([column(study)] * number, {"baseline.event": "Event"}, "real")
    titles = [axes.get_title(loc="left").strip() for axes in figure.axes]
    assert titles == (["Event"] * number if number > 1 else [""])


def test_many_event_times_are_named_sparsely_but_for_the_ends(study):
    fitted = column(study)
    row = fitted.rows[0]
    fitted.rows[:] = [row | {"k": k, "base": k == -1} for k in range(-21, 22)]
    (axes,) = event_study_figure([fitted], {}, "real").axes
    named = [tick.get_text() for tick in axes.get_xticklabels()]
    assert len(named) <= 20 and (named[0], named[-1]) == ("−21", "21")
