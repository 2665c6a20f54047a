"""The figure of means over time, from files."""

import pytest

from report.plot_trend import plot_trend


@pytest.mark.parametrize(
    ("of", "scores", "by", "policy"),
    [
        ("score", ["efficiency/scores.csv"], "policy", True),
        ("gdp", [], None, False),
        ("gdp", [], "region", False),
    ],
)
def test_scores_are_read_only_where_they_are_drawn(twice, of, scores, by, policy):
    inputs = {"panel": "panel/panel.csv", "scores": scores}
    shown = {
        "of": of,
        "by": by,
        "policy": policy,
        "total": True,
        "statistic": "median",
        "labels": {"gdp": "GDP"},
        "data_status": "simulated",
        "title": True,
    }
    made = twice(plot_trend, inputs, {"pdf": "f.pdf", "png": "f.png"}, **shown)
    assert made["pdf"].read_bytes().startswith(b"%PDF")
