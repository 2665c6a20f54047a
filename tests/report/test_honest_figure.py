"""The drawing of intervals by the bound on departures from parallel trends."""

import pytest

from core.files import write_json, write_rows
from report.honest_figure import honest_figure
from report.plot_honest import plot_honest

ROWS = [
    {
        "column": column,
        "effect": effect,
        "restriction": "Parallel trends" if bound is None else f"M = {bound:g}",
        "bound": bound,
        "conf_low": -0.1 - (bound or 0) - at,
        "conf_high": 0.2 + (bound or 0),
    }
    for at, column in enumerate(("t.a", "t.b"))
    for effect in ("Year 0", "Mean of all years")
    for bound in (None, 0.0, 0.5)
]


@pytest.mark.parametrize("restriction", ["magnitudes", "smoothness"])
def test_a_line_is_an_interval_and_that_of_parallel_trends_is_hollow(restriction):
    figure = honest_figure(ROWS, restriction, {"t.a": "Two-way"}, "simulated")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Year 0", "Mean of all years"]
    lines = [line for line in figure.axes[0].lines if line.get_marker() in "os"]
    assert [line.get_ydata()[0] for line in lines] == pytest.approx([-0.1, -0.1, -0.6, -1.1, -1.1, -1.6])
    assert [line.get_markerfacecolor() == "white" for line in lines] == [True, False, False] * 2
    assert [tick.get_text() for tick in figure.axes[0].get_xticklabels()] == ["parallel", "0", "0.5"]
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["Two-way", "b"]


def test_the_pair_of_files_is_drawn(tmp_path):
    write_rows(tmp_path / "t.csv", ROWS[:6], list(ROWS[0]))
    write_json(tmp_path / "t.json", {"tests": {"restriction": "smoothness"}})
    plot_honest(tmp_path / "t.csv", tmp_path / "t.json", tmp_path / "f.pdf", tmp_path / "f.png", {}, "real", True)
    assert (tmp_path / "f.pdf").read_bytes()[:4] == b"%PDF"
