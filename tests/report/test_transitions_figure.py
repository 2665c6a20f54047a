"""The matrix of transitions, from a table as the efficiency stage makes it."""

import pytest

from core.files import write_json, write_rows
from efficiency.transitions import COLUMNS, transitions_layout, transitions_of
from report.plot_transitions import plot_transitions
from report.transitions_figure import transitions_figure

CUTS = {"cuts": [0.5], "names": ["low", "high"]}


def table(*series):
    """The table of units with one value a year from 2000 on."""
    rows = [
        {"unit": f"u{unit}", "year": 2000 + at, "score": value}
        for unit, own in enumerate(series)
        for at, value in enumerate(own)
    ]
    found, why = transitions_of(rows, "score", CUTS)
    return found, transitions_layout(found, False, why, False)


def printed(figure):
    (axes,) = figure.axes
    return {(text.get_position()[0], round(text.get_position()[1], 1)): text.get_text() for text in axes.texts}


def test_shares_and_numbers_stand_in_their_cells_and_the_distribution_beneath():
    """Of 4 moves from low 1 goes up, of 2 from high 1 goes down: two thirds are low in the long run."""
    rows, layout = table([0.1, 0.1, 0.1, 0.9], [0.9, 0.9, 0.1, 0.1])
    figure = transitions_figure(rows, layout, "real")
    assert printed(figure) == {
        (0, 0): "0.750\n3",
        (1, 0): "0.250\n1",
        (0, 1): "0.500\n1",
        (1, 1): "0.500\n1",
        (0, 2.4): "0.667",
        (1, 2.4): "0.333",
    }
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names == ["low", "high", "Ergodic distribution"]
    assert "6 pairs of consecutive years" in figure.texts[0].get_text().replace("\n", " ")


def test_a_larger_share_is_darker():
    rows, layout = table([0.1, 0.1, 0.1, 0.9], [0.9, 0.9, 0.1, 0.1])
    patches = transitions_figure(rows, layout, "real").axes[0].patches
    shares = [row["probability"] for row in rows]
    light = [sum(patch.get_facecolor()[:3]) for patch in patches]
    assert sorted(range(6), key=lambda at: -shares[at]) == sorted(range(6), key=lambda at: light[at])


def test_without_a_single_distribution_the_note_says_why():
    rows, layout = table([0.1, 0.1], [0.9, 0.9])
    figure = transitions_figure(rows, layout, "real")
    assert set(printed(figure)) == {(0, 0), (1, 0), (0, 1), (1, 1)}
    assert "There is no single ergodic distribution" in figure.texts[0].get_text().replace("\n", " ")


@pytest.mark.parametrize("status", ["real", "simulated"])
def test_the_pair_of_files_is_drawn(tmp_path, status):
    rows, layout = table([0.1, 0.1, 0.9], [0.9, 0.1, 0.1])
    write_rows(tmp_path / "t.csv", rows, COLUMNS)
    write_json(tmp_path / "t.json", layout)
    made = tmp_path / "f.pdf", tmp_path / "f.png"
    plot_transitions(tmp_path / "t.csv", tmp_path / "t.json", *made, {}, status, True)
    assert made[1].read_bytes().startswith(b"\x89PNG")
