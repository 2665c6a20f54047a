"""The referee's reading, from files."""

import pytest

from core.errors import StudyError
from core.files import read_rows, write_rows
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
    "grids": [f"estimates/impacts/spillovers.{ending}" for ending in ("csv", "json")],
    "weights": [],
    "claims": [],
}
STUDY = {"years": [2000, 2003], "efficiency": {"inputs": ["land"], "desirable": ["gdp"]}}
OUTPUT = {"findings": "referee.csv"}


@pytest.mark.parametrize(("like", "small"), [(None, ["small_cohort"]), ("law", [])])
def test_columns_are_read_by_their_addresses_and_cohorts_once(twice, like, small):
    """A policy that is like another has the cohorts of that."""
    study = STUDY | {"policies": {"policy": {"like": like}}}
    found = read_rows(twice(referee_results, FILES | PEERS | FITS, OUTPUT, study=study, departures={})["findings"])
    assert [one["check"] for one in found if one["check"] == "small_cohort"] == small
    assert "E" not in {one["severity"] for one in found}
    assert [one["where"] for one in found if one["check"] == "few_treated"] == ["baseline.late, baseline.event"]


def test_weights_and_claims_are_read(twice, home):
    links = [{"unit": unit, "neighbour": "f", "weight": 1.0} for unit in "abcde"] + [
        {"unit": "f", "neighbour": "f", "weight": 0.0}
    ]
    write_rows(home / "near.csv", links, list(links[0]))
    claim = {"where": "spillovers", "kind": "columns", "term": "indirect", "value": 3, "level": None}
    write_rows(home / "claims.csv", [claim], list(claim))
    given = FILES | PEERS | FITS | {"weights": ["near.csv"], "claims": "claims.csv"}
    made = twice(referee_results, given, OUTPUT, study=STUDY | {"policies": {"policy": {}}}, departures={})
    found = {one["check"]: one["where"] for one in read_rows(made["findings"])}
    assert (found["islands"], found["spatial_claims"]) == ("matrices.near", "spillovers")


@pytest.mark.parametrize(
    ("departures", "found"), [({}, ""), ({"main (Table 3)": "All rows."}, "departure,N,main (Table 3),All rows.\n")]
)
def test_a_study_without_policy_and_tables_has_no_finding_but_its_departures(twice, departures, found):
    nothing = dict.fromkeys(FITS, ())
    params = {"study": STUDY | {"policies": {}}, "departures": departures}
    made = twice(referee_results, FILES | PEERS | nothing, OUTPUT, **params)
    assert made["findings"].read_text() == f"check,severity,where,message\n{found}"


def test_a_claim_of_no_kind_ends_the_job(twice, home):
    (home / "claims.csv").write_text("where,kind,term,value,level\nt.a,star,law,**,\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"claims.csv: row 2: `kind` is 'star'; did you mean `stars`\?"):
        twice(
            referee_results,
            FILES | PEERS | FITS | {"claims": "claims.csv"},
            OUTPUT,
            departures={},
            study=STUDY | {"policies": {}},
        )
