"""The house style of figures."""

import itertools
import re
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from core.classes import classes_of
from report import clusters
from report.figures import COLOURS, as_pdf, as_png, canvas, filled, panels, remove_heading, signed, write_figure
from report.map_figure import _shades

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
        ("绿色技术创新(发明专利的对数)", 17, ["绿色技术创新", "(发明专利的对", "数)"]),
        ("a log(x_1) [0.1, 0.2]", 8, ["a", "log(x_1)", "[0.1,", "0.2]"]),
        ("a_word_longer_than_the_room b", 9, ["a_word_longer_than_the_room", "b"]),
    ],
)
def test_lines_of_a_note_fit_though_chinese_characters_are_wide_and_no_stop_begins_one(text, room, lines):
    assert filled(text, room) == lines


# Eyes without one kind of cones, in linear light: Machado, Oliveira and Fernandes (2009), IEEE Transactions on
# Visualization and Computer Graphics 15(6), severity 1.
EYES = {
    "all cones": np.eye(3),
    "no long cones": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no middle cones": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no short cones": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)  # of sRGB (IEC 61966-2-1)


def lab(colour, eyes="all cones"):
    """CIE L*a*b* of a colour as eyes see it: distances of 2 can just be seen, L* is what a grey print keeps."""
    light = np.array(matplotlib.colors.to_rgb(colour))
    light = np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(XYZ @ np.clip(EYES[eyes] @ light, 0.001, 1) / XYZ.sum(axis=1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eyes", EYES)
def test_every_two_colours_differ_for_the_colour_blind(eyes):
    for one, other in itertools.combinations(COLOURS, 2):
        assert np.linalg.norm(lab(one, eyes) - lab(other, eyes)) > 15, (one, other)


@pytest.mark.parametrize(
    "colours",
    [
        COLOURS,
        clusters.COLOURS.values(),
        *(_shades(classes_of(list(range(number)), "values")) for number in (2, 5, 8)),
    ],
)
def test_every_two_colours_differ_in_a_grey_print(colours):
    for one, other in itertools.combinations(colours, 2):
        assert abs(lab(one)[0] - lab(other)[0]) > 7, (one, other)


def test_text_in_a_pdf_is_text_in_fonts_that_an_editor_can_use():
    figure = canvas(3, "simulated", "A note.")
    figure.subplots().set_title("Efficiency, R² ≤ 1 − ρ")
    pdf = as_pdf(figure)
    assert set(re.findall(rb"/Subtype /(Type3|CIDFontType2|TrueType|Type1)", pdf)) == {b"CIDFontType2"}
    assert b"/ToUnicode" in pdf and b"/FontFile2" in pdf


def test_a_png_has_300_dots_an_inch():
    width, height = np.frombuffer(as_png(canvas(3, "real"))[16:24], dtype=">u4")
    assert (width, height) == (6.3 * 300, 3 * 300)


def test_a_heading_can_be_left_out_where_it_tells_no_panels_apart():
    """What stands at the right end is a result, and stays; so does the mark of simulated data."""
    one, two = canvas(3, "simulated"), canvas(3, "simulated")
    for figure, width in ((one, 1), (two, 2)):
        for axes in np.ravel(figure.subplots(1, width)):
            axes.set_title("2003", loc="left")
            axes.set_title("I = 0.5", loc="right")
        remove_heading(figure)
    assert [(axes.get_title("left"), axes.get_title("right")) for axes in one.axes] == [("", "I = 0.5")]
    assert [axes.get_title("left") for axes in two.axes] == ["2003", "2003"]
    assert "simulated data" in [text.get_text() for text in one.texts]


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
