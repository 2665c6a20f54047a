"""The drawing of a decomposition: a mark for each comparison, a line for each two-way estimate."""

import pytest

from core.files import write_json, write_rows
from report.bacon_figure import bacon_figure
from report.plot_bacon import plot_bacon

ROWS = [
    {
        "type": "Early",
        "comparison": "2004 against never",
        "treated": 2004,
        "control": None,
        "weight": 0.7,
        "estimate": -0.2,
    },
    {
        "type": "Late",
        "comparison": "2006 against 2004",
        "treated": 2006,
        "control": 2004,
        "weight": 0.3,
        "estimate": 0.5,
    },
    {"type": "Sum", "comparison": "All", "treated": None, "control": None, "weight": 1.0, "estimate": 0.01},
]


@pytest.mark.parametrize("two_way", [{"without controls": 0.01}, {"with controls": 0.3, "without controls": 0.01}])
def test_points_are_comparisons_and_lines_the_two_way_estimates(two_way):
    figure = bacon_figure(ROWS, two_way, "simulated")
    (axes,) = figure.axes
    points = {line.get_label(): line.get_xydata().tolist() for line in axes.lines if line.get_marker() in "os^"}
    assert points == {"Early (0.700)": [[0.7, -0.2]], "Late (0.300)": [[0.3, 0.5]]}
    level = {line.get_linestyle(): line.get_ydata()[0] for line in axes.lines if line.get_linestyle() in ("--", ":")}
    assert level["--"] == 0.01 and level.get(":") == two_way.get("with controls")
    note = " ".join(text.get_text() for text in figure.texts)
    assert ("dotted" in note) == (len(two_way) == 2)
    assert "simulated" in note


def test_the_pair_of_files_is_drawn(tmp_path):
    write_rows(tmp_path / "t.csv", ROWS, list(ROWS[0]))
    write_json(tmp_path / "t.json", {"tests": {"two_way": {"without controls": 0.01}}})
    plot_bacon(tmp_path / "t.csv", tmp_path / "t.json", tmp_path / "f.pdf", tmp_path / "f.png", {}, "real", True)
    assert (tmp_path / "f.pdf").read_bytes()[:4] == b"%PDF"
