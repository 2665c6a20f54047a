"""The house style of figures."""

import subprocess
import sys
from pathlib import Path

import pytest

from report.figures import as_pdf, as_png, canvas, filled, panels, signed, write_figure

SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_only_simulated_data_are_marked():
    simulated, real = ([text.get_text() for text in canvas(3, status).texts] for status in ("simulated", "real"))
    assert "simulated data" in simulated and "simulated data" not in real


def test_every_figure_has_the_width_of_the_text():
    assert canvas(3, "real").get_size_inches()[0] == 6.3


@pytest.mark.parametrize(("number", "shape"), [(1, (1, 1)), (2, (1, 2)), (3, (2, 2)), (5, (3, 2))])
def test_panels_stand_two_side_by_side(number, shape):
    assert panels(number) == shape


def test_minus_signs_are_true_and_a_bound_needs_no_equals_sign():
    assert signed("-0.1, p = <0.001") == "−0.1, p < 0.001"


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 9, []),
        ("one two three", 7, ["one two", "three"]),
        ("合肥市, 芜湖市, 蚌埠市.", 14, ["合肥市, 芜湖", "市, 蚌埠市."]),
        ("≤ and ≥: 95 % of city-years", 12, ["≤ and ≥: 95", "% of", "city-years"]),
        ("a_word_longer_than_the_room b", 9, ["a_word_longer_than_the_room", "b"]),
    ],
)
def test_lines_of_a_note_fit_though_chinese_characters_are_wide_and_no_stop_begins_one(text, room, lines):
    assert filled(text, room) == lines


def test_a_figure_is_laid_out_once_for_both_formats(tmp_path):
    figure = canvas(3, "real", "note")
    axes = figure.subplots()
    axes.set_ylabel("Efficiency")
    write_figure(figure, tmp_path / "one.pdf", tmp_path / "one.png", title=True)
    place = axes.get_position().bounds
    assert as_png(figure) == (tmp_path / "one.png").read_bytes() and axes.get_position().bounds == place
    assert figure.get_label() == "one"


def test_pdf_bytes_do_not_depend_on_the_process(tmp_path):
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); from report.figures import as_pdf, canvas;"
        "print(hashlib.sha256(as_pdf(canvas(3, 'simulated', 'note'))).hexdigest())"
    )
    worlds = (("1", "UTC"), ("2", "Asia/Tokyo"))
    seeds = [{"PYTHONHASHSEED": seed, "TZ": zone, "MPLCONFIGDIR": str(tmp_path)} for seed, zone in worlds]
    made = {subprocess.check_output([sys.executable, "-c", code, SCRIPTS], env=env, text=True) for env in seeds}
    assert len(made) == 1
    assert b"CreationDate" not in as_pdf(canvas(3, "real"))
