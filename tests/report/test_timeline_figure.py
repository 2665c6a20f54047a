"""Time lines: every text is whole, and covers no other."""

import itertools

import pytest

from core.errors import StudyError
from report.plot_timeline import plot_timeline
from report.timeline_figure import timeline_figure

LONG = "The ministry announces a programme of zones whose farms are measured, compared and counselled, and " * 3
EVENTS = {1990: ["A law."], 2001: [LONG, LONG], 2002: ["The first zones.", LONG], 2004: ["国务院发布新的规划。" * 9]}
STARTS = {"a": 2002, "b": 2002, "c": 2003}


def test_a_row_for_each_year_of_an_event_or_a_cohort_with_its_units():
    figure = timeline_figure(EVENTS, STARTS, "Zone", 6, "real")
    said = [text.get_text() for text in figure.axes[0].texts]
    assert [text for text in said if text.isdigit()] == ["1990", "2001", "2002", "2003", "2004"]
    assert [text for text in said if text.endswith("in all")] == ["2 units\n2 in all", "1 unit\n3 in all"]
    assert any(text.startswith("– A law.") for text in said)
    assert "3 of 6 never had it" in figure.texts[0].get_text().replace("\n", " ")
    with pytest.raises(StudyError, match="no unit ever has the policy"):
        timeline_figure(EVENTS, {}, "Zone", 6, "real")


@pytest.mark.filterwarnings("ignore:Glyph")  # a box is as wide
def test_no_text_covers_another_or_leaves_the_page():
    figure = timeline_figure(EVENTS, STARTS, "Demonstration zone of green and circular farming", 6, "simulated")
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    note = figure.texts[0].get_window_extent()
    assert all(figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1 and note.y1 <= box.y0 for box in boxes)


def test_plot_timeline(twice):
    shown = {"of": "policy", "events": [[2001, ["A law."]]], "labels": {}, "data_status": "real", "title": True}
    made = twice(plot_timeline, {"panel": "panel/panel.csv"}, {"pdf": "f.pdf", "png": "f.png"}, **shown)
    assert made["pdf"].read_bytes().startswith(b"%PDF")
