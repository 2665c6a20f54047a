"""The drawing of a specification curve: estimates by size, a mark for each choice, the numbers of the joint test."""

import pytest

from core.files import write_json, write_rows
from report.curve_figure import curve_figure
from report.plot_specification_curve import plot_specification_curve

JOINT = {"median": (0.1, 0.004), "share": (0.5, 0.02), "mean_z": (-1.25, 0.0001)}
FACTS = {
    "joint": {name: {"statistic": value, "p_value": p} for name, (value, p) in JOINT.items()},
    "draws": 500,
    "policy": "law",
    "choices": [["outcome", ["level", "log"]], ["some_controls", ["none", "all"]]],
}
CHOICES = [("level", "none"), ("level", "all"), ("log", "none"), ("log", "all")]


def rows(band=True):
    numbers = [(0.3, 0.01, 3), (-0.1, 0.4, 1), (None, None, None), (0.1, 0.04, 2)]
    return [
        {
            "outcome": outcome,
            "some_controls": controls,
            "estimate": estimate,
            "conf_low": estimate and estimate - 0.1,
            "conf_high": estimate and estimate + 0.1,
            "p_value": p_value,
            "rank": rank,
            "null_low": -0.2 if rank and band else None,
            "null_high": 0.2 if rank and band else None,
        }
        for (outcome, controls), (estimate, p_value, rank) in zip(CHOICES, numbers, strict=True)
    ]


@pytest.mark.parametrize("band", [True, False])
def test_estimates_stand_by_size_and_choices_beneath(band):
    figure = curve_figure(rows(band), FACTS, {"law": "Law", "log": "Logarithm"}, "simulated")
    upper, lower = figure.axes
    points = {line.get_color(): line.get_xydata().tolist() for line in upper.lines if line.get_marker() == "o"}
    assert points == {"#767676": [[1, -0.1]], "#00447C": [[2, 0.1], [3, 0.3]]}
    assert upper.get_ylabel() == "Estimate: Law"
    names = [label.get_text() for label in lower.get_yticklabels()]
    assert names == ["outcome", "level", "Logarithm", "some controls", "none", "all"]
    marks = {names[int(line.get_ydata()[0])]: list(line.get_xdata()) for line in lower.lines}
    assert marks == {"level": [1, 3], "Logarithm": [2], "none": [3], "all": [1, 2]}
    note = " ".join(" ".join(text.get_text() for text in figure.texts).split())
    assert ("95 % of reassignments" in note) == band and "simulated" in note
    assert "Median 0.100 (p 0.004)" in note and "mean z −1.250 (p <0.001); p among 500 reassignments" in note
    assert lower.get_xlabel().startswith("3 specifications")


def test_the_pair_of_files_is_drawn(tmp_path):
    write_rows(tmp_path / "t.csv", rows(), list(rows()[0]))
    write_json(tmp_path / "t.json", {"tests": FACTS})
    plot_specification_curve(
        tmp_path / "t.csv", tmp_path / "t.json", tmp_path / "f.pdf", tmp_path / "f.png", {}, "real", True
    )
    assert (tmp_path / "f.pdf").read_bytes()[:4] == b"%PDF"
