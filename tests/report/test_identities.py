"""Identities of result files, where the cases of test_checks do not reach: missing values."""

import pytest

from report.identities import intervals, known, moran_values, nonnegative, product, score_values


def test_a_missing_value_is_no_violation_of_what_it_has_no_part_in():
    assert product([{"index": None, "efficiency_change": 1.0, "technical_change": None}]) == ""
    assert intervals([{"score": 1.0, "bias": None, "corrected": None, "conf_low": None, "conf_high": None}]) == ""
    assert nonnegative([{"slack": None}], "slack") == ""


@pytest.mark.parametrize("row", [{}, {"n_units": 6, "expected": -0.2}, {"variance": 0.1, "p_permutation": 0.5}])
def test_what_an_identity_needs_must_be_there(row):
    assert moran_values([row]) != ""


@pytest.mark.parametrize(
    ("status", "score", "faulty"),
    [
        ("ok", None, True),
        ("missing", None, False),
        ("infeasible", None, False),
        ("policy_one", 1.0, False),
        ("policy_one", None, True),
        ("policy_variant_b", 1.3, False),
        ("missing", 0.5, True),
    ],
)
def test_scores_follow_their_status(status, score, faulty):
    row = {"status": status, "score": score, "stage": "sbm", "sbm": None, "super": None}
    assert bool(score_values([row])) == faulty


def test_the_first_strange_unit_year_is_named():
    whole = [{"unit": "a", "year": 2000}]
    part = [{"peer_unit": "z", "peer_year": 2001}, {"peer_unit": "b", "peer_year": 2000}]
    fault = "2 unit-years are not in the panel, first ('b', 2000)"
    assert known(part, whole, ("peer_unit", "peer_year")) == fault
