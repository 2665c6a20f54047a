"""The drawing of balance: a line of panels for each column, weighted densities."""

import json

import numpy as np
import pytest

from report.balance_figure import _density, balance_figure
from report.plot_balance import plot_balance


@pytest.fixture
def matching():
    random = np.random.default_rng(2)
    rows = [
        {"variable": name, "stage": stage, "bias": bias}
        for name, pair in {"rain": (40.0, 3.0), "labour": (-20.0, 5.0)}.items()
        for stage, bias in zip(("before", "after"), pair, strict=True)
    ]
    scores = [[float(score), bool(side), float(side or score > 0.3)] for side in (0, 1) for score in random.random(30)]
    return {"balance": rows, "propensity": scores}


def test_each_variable_moves_from_before_to_after(matching):
    figure = balance_figure(
        {"t.kernel": matching, "t.radius": matching}, {"t.kernel": "Kernel", "rain": "Rain"}, "real"
    )
    assert len(figure.axes) == 4
    left = figure.axes[0]
    assert left.get_title(loc="left") == "Kernel"
    assert [label.get_text() for label in left.get_yticklabels()] == ["Rain", "labour"]
    points = {line.get_color(): line.get_xydata().tolist() for line in left.lines if line.get_marker() == "o"}
    assert [5.0, 1] in list(points.values())[-1]


def test_a_weighted_density_is_that_of_repeated_values():
    values, points = np.array([0.1, 0.4, 0.7]), np.linspace(-0.5, 1.5, 400)
    weighted = _density(values, np.array([1.0, 2.0, 0.0]), points)
    assert np.trapezoid(weighted, points) == pytest.approx(1, abs=1e-3)
    assert points[weighted.argmax()] == pytest.approx(0.4, abs=0.15)


def test_the_files_of_fits_are_drawn(matching, tmp_path):
    path = tmp_path / "robust.json"
    path.write_text(json.dumps({"columns": [{"name": "kernel", "matching": matching}, {"name": "plain"}]}))
    plot_balance([path], tmp_path / "f.pdf", tmp_path / "f.png", ["robust.kernel"], {}, "simulated", True)
    assert (tmp_path / "f.png").read_bytes()[1:4] == b"PNG"
