"""What the referee reads of the study file."""

import pytest

from report.fitted import Fitted
from report.reading import GRIDS, Reading, controls_of, terms_of
from study.plan import EXAMINED

STUDY = {
    "years": [2000, 2003],
    "policies": {"policy": {}, "other": {}},
    "efficiency": {
        "inputs": ["land"],
        "desirable": ["output"],
        "undesirable": [],
        "scores": {"own": {"inputs": None}, "strict": {"inputs": ["land", "workers"]}},
    },
    "panel": {
        "variables": {
            "output": "gdp / prices",
            "gdp": "first + lag(second, 1)",
            "land": "land",
            "late": "year * people",
        },
        "sources": [{"columns": {"prices": {"unit": "2006 = 100"}, "first": {"unit": None}, "second": {"unit": "t"}}}],
    },
}


@pytest.mark.parametrize(
    ("name", "series"),
    [("output", {"first", "second"}), ("prices", set()), ("land", set()), ("late", {"people"}), ("raw", {"raw"})],
)
def test_a_variable_is_traced_to_its_raw_series(name, series):
    """A variable that is made from the raw column of its own name has no other series."""
    assert Reading(study=STUDY).series(name) == series


def test_scores_and_their_indicators():
    reading = Reading(study=STUDY)
    assert (reading.scores, Reading().scores) == (["score", "strict"], ["score"])
    assert reading.indicators() == ["land", "output", "workers"]
    assert reading.indicators("desirable") == ["output"]
    assert list(reading.years) == [2000, 2001, 2002, 2003] and not Reading().years


@pytest.mark.parametrize(
    ("formula", "terms", "controls"),
    [
        ("score ~ policy + policy:large + W:policy + fin | unit", ["policy", "policy:large", "fin"], ["fin"]),
        ("score ~ fin | unit + year | policy ~ phones:year", ["fin", "policy"], ["fin"]),
        ("score ~ policy + l(other) + log(fin) | unit", ["policy", "l(other)", "log(fin)"], ["log(fin)"]),
        (None, ["policy"], []),
    ],
)
def test_the_terms_of_a_column(study, formula, terms, controls):
    column = Fitted("t", study.fit("a", formula=formula), [study.coefficient("t", "a", "policy", 0.2, 0.1, 0.04)])
    assert terms_of(column) == terms
    assert controls_of(column, STUDY["policies"]) == controls


def test_the_plan_hands_over_the_grids_that_are_read():
    assert EXAMINED == GRIDS


@pytest.mark.parametrize("term", ["Constant", "_cons", "ρ(large, small)", "rho", "λ", "常数项"])
def test_constants_and_spatial_parameters_are_no_controls(term):
    """As a typed paper names them; construction land is a control."""
    rows = [{"term": name} for name in ("ai", term, "Construction land")]
    column = Fitted("t3", {"name": "1", "formula": None, "policy": "ai"}, rows)
    assert controls_of(column, {}) == ["Construction land"]
