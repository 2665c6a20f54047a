"""Shares, logarithms and scores."""

import pytest
from small_tables import descriptives, raised

from referee.check_units import logs_agree, score_bounds, share_bounds

NAMES = ["n", "mean", "sd", "min", "max"]


@pytest.mark.parametrize(
    ("variable", "least", "greatest", "finds"),
    [
        ("Share of urban people", "20.1", "98.0", False),
        ("Share of urban people", "20.1", "108.0", True),
        ("第三产业占比", "-0.20", "0.90", True),
        ("Share price", "20.1", "108.0", False),
        ("Growth of the export share", "-0.20", "0.90", False),
    ],
)
def test_shares(variable, least, greatest, finds):
    assert bool(raised(share_bounds, descriptives(NAMES, {variable: ["100", "0.4", "0.1", least, greatest]}))) == finds


@pytest.mark.parametrize(
    ("mean", "most", "note", "finds"),
    [
        ("3.700", "4.605", "", 0),
        ("3.912", "4.605", "", 0),  # ln 50
        ("4.000", "4.605", "", 1),
        ("3.700", "4.905", "", 1),
        ("3.700", "4.905", "Logarithms of 1 + the variable.", 0),
    ],
)
def test_a_variable_and_its_logarithm(mean, most, note, finds):
    rows = {"GDP": ["9", "50", "20", "10", "100"], "ln GDP": ["9", mean, "0.6", "2.303", most]}
    assert len(raised(logs_agree, descriptives(NAMES, rows, notes=[note]))) == finds


@pytest.mark.parametrize(
    ("text", "greatest", "finds"),
    [
        ("Scores are from the SBM model.", "1.331", True),
        ("Scores are from the super-efficiency SBM model.", "1.331", False),
        ("采用超效率SBM模型。", "1.331", False),
        ("采用SBM模型。", "1.331", True),
        ("Scores are from the SBM model.", "1.000", False),
        ("Scores are from the SBM model.", "38.2", False),  # yuan for a unit of energy
        ("Scores are from a survey.", "1.331", False),
    ],
)
def test_scores_and_their_bound(text, greatest, finds):
    table = descriptives(NAMES, {"Green efficiency": ["100", "0.53", "0.28", "0.03", greatest]})
    assert bool(raised(score_bounds, table, text=text)) == finds
