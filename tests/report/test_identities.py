"""Identities of result files, where the cases of test_checks do not reach: missing values."""

import numpy as np
import pytest

from placebo.distribution import permutation_p
from report.identities import inference, intervals, known, moran_values, nonnegative, placebo_p, product, score_values


def test_a_missing_value_is_no_violation_of_what_it_has_no_part_in():
    assert product([{"index": None, "efficiency_change": 1.0, "technical_change": None}]) == ""
    blank = dict.fromkeys(("bias", "corrected", "conf_low", "conf_high", "order_m", "order_m_std_error"))
    assert intervals([blank | {"interval_status": "super_stage", "order_m_status": "infeasible_draws"}]) == ""
    assert nonnegative([{"slack": None}], "slack") == ""


def test_a_standard_error_may_be_missing_only_where_a_warning_of_the_fit_names_the_term():
    missing = dict.fromkeys(("std_error", "statistic", "p_value", "conf_low", "conf_high"))
    row = {"column": "two", "term": "rain", "estimate": 0.1, **missing}
    fit = {"name": "two", "warnings": ["`rain`: its variance by two-way clusters is negative"]}
    assert inference([row], [fit]) == ""
    assert inference([row | {"estimate": None}], [fit]) == "1 without an estimate"
    for fits in ([fit | {"warnings": ["`rainfall`: its variance"]}], [fit | {"name": "one"}], [fit | {"warnings": []}]):
        assert inference([row], fits).startswith("1 without a positive standard error")


@pytest.mark.parametrize(
    ("statistics", "observed", "enumerated", "p_value"),
    [
        ((3.0, -2.0, 1.0), 2.0, False, 3 / 4),
        ((3.0, -2.0, 1.0), 2.0, True, 2 / 3),
        ((None, -2.0, 1.0), 2.5, False, 2 / 4),
        ((3.0, -2.0, 1.0), None, False, 1.0),
    ],
)
def test_a_statistic_that_is_missing_counts_in_a_placebo_p(statistics, observed, enumerated, p_value):
    draws = [{"estimate": 0.1, "statistic": statistic} for statistic in statistics]
    draws.append({"estimate": None, "statistic": None})  # absorbed: left out
    summary = {
        "draws": 4,
        "absorbed_draws": 1,
        "enumerated": enumerated,
        "observed": {"estimate": 0.2, "statistic": observed},
        "p_coefficient": 0 if enumerated else 1 / 4,
        "p_statistic": p_value,
    }
    assert placebo_p(draws, summary) == ""
    assert placebo_p(draws, summary | {"absorbed_draws": 0}) == "1 absorbed_draws, json says 0"
    assert placebo_p(draws, summary | {"p_statistic": p_value / 2}).startswith("p_statistic")
    values = np.array(statistics, dtype=float)
    assert permutation_p(np.nan if observed is None else observed, values, enumerated) == p_value


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
