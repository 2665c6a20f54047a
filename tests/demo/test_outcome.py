"""Outcome mode: parameters are planted exactly, and the estimators' intervals cover them."""

import numpy as np
import pandas as pd
import pytest
from benchmark_demo import columns, compared, estimates, event_time, text, zones

from demo.outcome import LAGS, Noise, errors, grade_lags, impacts, spatial_lag, spectral_radius, two_way

QUIET = Noise(sd=0.0, city=0.0, year=0.0)


def test_without_noise_the_outcome_is_the_effect():
    policy, _ = zones()
    flat = two_way(policy, {0: 0.0638}, event_time(policy), QUIET, np.random.default_rng(1))
    assert np.array_equal(flat, 0.0638 * policy)
    rising = two_way(policy, {0: 0.1, 1: 0.2, 2: 0.3}, event_time(policy), QUIET, np.random.default_rng(1))
    assert set(np.unique(rising)) == {0.0, 0.1, 0.2, 0.3}
    assert np.array_equal(rising[:, -1] == 0.3, policy[:, -3] == 1)


def test_spatial_outcomes_solve_their_equation():
    policy, weights = zones()
    outcome = spatial_lag(weights, 0.431, policy, QUIET, np.random.default_rng(1))
    assert np.allclose(outcome, 0.431 * weights @ outcome + policy)


def test_impacts_are_exact():
    """Rows standardised: the total is (effect + neighbours) / (1 - rho)."""
    _, weights = zones()
    found = impacts(weights, 0.438, 0.0798, 0.5825)
    assert found["total"] == pytest.approx((0.0798 + 0.5825) / (1 - 0.438))
    assert found["direct"] + found["indirect"] == pytest.approx(found["total"])
    assert impacts(weights, 0.0, 0.1, 0.0) == pytest.approx({"direct": 0.1, "indirect": 0.0, "total": 0.1})


def test_nine_lags_split_the_weights_by_grade():
    _, weights = zones()
    letters = np.array(["L", "M", "S"])[np.arange(len(weights)) % 3]
    lags = grade_lags(weights, letters)
    assert lags[0, 1] == LAGS["ML"] * weights[0, 1] and lags[1, 0] == LAGS["LM"] * weights[1, 0]
    assert spectral_radius(lags) < 1
    with pytest.raises(ValueError, match="spectral radius"):
        grade_lags(10 * weights, letters)


def test_errors_have_the_stated_persistence():
    series = errors((4000, 9), Noise(sd=0.1, ar1=0.6, city=0.0, year=0.0), np.random.default_rng(2))
    assert series.std() == pytest.approx(0.1, rel=0.02)
    assert np.corrcoef(series[:, 1:].ravel(), series[:, :-1].ravel())[0, 1] == pytest.approx(0.6, abs=0.02)


def test_every_estimator_finds_its_truth_where_there_is_next_to_no_noise():
    """What the benchmark takes for true is what the estimators estimate. Errors have 1/8000 of their deviation; the
    parameter of a lag of the errors, and GMM, live on them."""
    found = estimates(0, Noise(sd=0.00001))
    assert {names[:2] for names in found.index} == {(table, one["name"]) for _, table, one in columns()}
    steady = [not name.startswith("gmm") and term != "lambda" for _, name, term in found.index]
    rows = found[steady]
    assert len(rows) > 50
    assert np.allclose(rows["estimate"], rows["truth"], atol=1e-3), rows


def test_intervals_cover_the_truths():
    """Over three seeds, and all truths together: the benchmark has 200, and says it of each."""
    table = compared([estimates(seed) for seed in range(3)])
    assert table.notna().all(axis=None)
    assert 0.85 <= table["coverage"].mean() <= 1.0


def test_coverage_and_mean_error_are_counted():
    def seed(estimate):
        row = {"estimate": estimate, "conf_low": estimate - 1, "conf_high": estimate + 1, "truth": 5.0}
        return pd.DataFrame([row], index=["one"])

    (row,) = compared([seed(5.5), seed(6.5), seed(4.0), seed(7.0)]).to_dict("records")
    assert (row["coverage"], row["error"]) == (0.5, 0.75)
    assert row["length"] == pytest.approx(1 / (1.96 * np.std([0.5, 1.5, -1.0, 2.0], ddof=1)), rel=1e-4)
    assert row["monte_carlo"] == pytest.approx(np.std([0.5, 1.5, -1.0, 2.0], ddof=1) / 2)


def test_what_is_far_from_the_truth_is_marked():
    """Over 200 seeds a coverage has the Monte Carlo error 0.0154."""
    counted = {"truth": 0.0, "coverage": [0.91, 0.90, 0.95], "length": 1.0, "error": [0.0, 0.029, -0.031]}
    names = pd.MultiIndex.from_tuples([("flat", "ols", term) for term in "abc"])
    *_, near, short, biased = text(pd.DataFrame({**counted, "monte_carlo": 0.01}, index=names)).splitlines()
    assert [line.split("|")[-2].strip() for line in (near, short, biased)] == ["", "coverage", "bias"]
