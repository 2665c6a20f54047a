"""The house style of figures."""

import subprocess
import sys
from pathlib import Path

import pytest

from report.figures import as_pdf, canvas, panels, signed

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
