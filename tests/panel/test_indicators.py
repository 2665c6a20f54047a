"""Of what the score is made, as a table."""

import pytest

from core.files import read_json, read_rows, write_rows
from panel.indicators import COLUMNS, indicators, layout
from panel.tabulate_indicators import tabulate_indicators

DESCRIBED = [
    {"variable": "built_up", "definition": None, "unit_of_measurement": "km2", "mean": 90.0, "sd": 50.0},
    {"variable": "land", "definition": "built_up", "unit_of_measurement": None, "mean": 90.0, "sd": 50.0},
    {"variable": "labour", "definition": "men + women", "unit_of_measurement": None, "mean": 3.0, "sd": 1.0},
    {"variable": "so2", "definition": None, "unit_of_measurement": "t", "mean": 7.0, "sd": None},
]
SPECIFICATION = {"inputs": ["labour", "land"], "desirable": ["land"], "undesirable": ["so2"]}


def test_indicators_stand_in_the_order_of_the_study_with_unit_and_definition():
    """Land is built-up area under another name, so it has its unit; a sum has the unit that its author knows."""
    found = indicators(SPECIFICATION, DESCRIBED)
    assert [(row["role"], row["variable"], row["definition"], row["unit_of_measurement"]) for row in found] == [
        ("Inputs", "labour", "men + women", None),
        ("Inputs", "land", "built_up", "km2"),
        ("Desirable outputs", "land", "built_up", "km2"),
        ("Undesirable outputs", "so2", None, "t"),
    ]
    assert [(row["mean"], row["sd"]) for row in found][-1] == (7.0, None)


@pytest.mark.parametrize(
    ("left_out", "headings"),
    [
        ((), ["Definition", "Measured in", "Mean", "SD"]),
        (("definition",), ["Measured in", "Mean", "SD"]),
        (("definition", "unit_of_measurement"), ["Mean", "SD"]),
    ],
)
def test_a_column_without_a_text_is_not_printed(left_out, headings):
    bare = [row | dict.fromkeys(left_out) for row in DESCRIBED]
    assert [cell["heading"] for cell in layout(indicators(SPECIFICATION, bare))["cells"]] == headings


def test_the_verb_reads_the_descriptives(tmp_path):
    write_rows(tmp_path / "descriptives.csv", DESCRIBED, list(DESCRIBED[0]))
    tabulate_indicators(tmp_path / "descriptives.csv", tmp_path / "t.csv", tmp_path / "t.json", **SPECIFICATION)
    assert list(read_rows(tmp_path / "t.csv")[0]) == COLUMNS
    assert read_json(tmp_path / "t.json")["group"] == "role"
