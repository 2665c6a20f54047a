"""The referee's reading, from files."""

import pytest

from core.files import read_rows
from report.referee_results import referee_results

FILES = {
    "panel": "panel/panel.csv",
    "descriptives": "panel/descriptives.csv",
    "run": "efficiency/run.json",
    "productivity": "efficiency/productivity.json",
}
PEERS = {"peers": ["efficiency/peers.csv"]}
RULES = ("fit_ols", "fit_event_study")
FITS = {
    "estimates": [f"estimates/{rule}/baseline.csv" for rule in RULES],
    "facts": [f"estimates/{rule}/baseline.json" for rule in RULES],
    "placebos": ["placebo/space/baseline.main.json"],
    "bootstrap": ["efficiency/bootstrap.json"],
}


@pytest.mark.parametrize(("like", "small"), [(None, ["small_cohort"]), ("law", [])])
def test_columns_are_read_by_their_addresses_and_cohorts_once(twice, like, small):
    """A policy that is like another has the cohorts of that."""
    policies = {"policy": {"like": like}}
    made = twice(
        referee_results,
        FILES | PEERS | FITS,
        {"findings": "referee.csv"},
        policies=policies,
        years=[2000, 2003],
        departures={},
    )
    found = read_rows(made["findings"])
    assert [one["check"] for one in found if one["check"] == "small_cohort"] == small
    assert "E" not in {one["severity"] for one in found}
    assert [one["where"] for one in found if one["check"] == "few_treated"] == ["baseline.late, baseline.event"]


@pytest.mark.parametrize(
    ("departures", "found"), [({}, ""), ({"main (Table 3)": "All rows."}, "departure,N,main (Table 3),All rows.\n")]
)
def test_a_study_without_policy_and_tables_has_no_finding_but_its_departures(twice, departures, found):
    nothing = dict.fromkeys(FITS, ())
    params = {"policies": {}, "years": [2000, 2003], "departures": departures}
    made = twice(referee_results, FILES | PEERS | nothing, {"findings": "referee.csv"}, **params)
    assert made["findings"].read_text() == f"check,severity,where,message\n{found}"
