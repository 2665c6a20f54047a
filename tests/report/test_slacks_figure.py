"""What holds efficiency down: bars whose parts are the shares."""

import numpy as np
import pytest

from core.errors import StudyError
from core.files import write_json, write_rows
from core.grids import Cell, grid
from report.plot_slacks import plot_slacks
from report.slacks_figure import slacks_figure

SHARES = {"east": {"land": 0.75, "so2": 0.25}, "west": {"land": None, "so2": None}, "all": {"land": 0.96, "so2": 0.04}}
ROWS = [
    {"group": group, "indicator": indicator, "n": 0 if share is None else 1200, "share": share}
    for group, shares in SHARES.items()
    for indicator, share in shares.items()
]
LAYOUT = grid("group", [Cell("share", "")], "region", across="indicator", notes=["Shares."])


def test_parts_follow_each_other_to_the_whole_and_small_ones_have_no_number():
    (axes,) = slacks_figure(ROWS, LAYOUT, {"so2": "Sulphur dioxide"}, "real").axes
    parts = [[(bar.get_x(), bar.get_width()) for bar in bars] for bars in axes.containers]
    expected = [[(0, 0.75), (0, 0), (0, 0.96)], [(0.75, 0.25), (0, 0), (0.96, 0.04)]]
    np.testing.assert_allclose(parts, expected, atol=1e-12)
    assert [text.get_text() for text in axes.texts] == ["0.75", "0.96", "0.25"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["land", "Sulphur dioxide"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["east (1,200)", "west (0)", "all (1,200)"]


@pytest.mark.parametrize("number", [10, 14])
def test_no_two_indicators_look_alike(number):
    rows = [{"group": "g", "indicator": f"x{at}", "n": 1, "share": 1 / number} for at in range(number)]
    (axes,) = slacks_figure(rows, LAYOUT, {}, "real").axes
    assert len({(bars[0].get_facecolor(), bars[0].get_hatch()) for bars in axes.containers}) == number
    twice = [row | {"indicator": f"{row['indicator']}{end}"} for row in rows for end in "ab"]
    with pytest.raises(StudyError, match=f"{2 * number} indicators cannot be told apart"):
        slacks_figure(twice, LAYOUT, {}, "real")


def test_the_pair_of_files_is_drawn(tmp_path):
    write_rows(tmp_path / "t.csv", ROWS, ["group", "indicator", "n", "share"])
    write_json(tmp_path / "t.json", LAYOUT)
    made = tmp_path / "f.pdf", tmp_path / "f.png"
    plot_slacks(tmp_path / "t.csv", tmp_path / "t.json", *made, {}, "simulated", True)
    assert made[1].read_bytes().startswith(b"\x89PNG")
