"""Outcome mode: parameters are planted exactly, and the estimators' intervals cover them."""

import numpy as np
import pytest
from benchmark_demo import SEEDS, covered, covered_by_event_time, event_time, zones

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


def test_intervals_cover_the_planted_effect():
    """60 of the benchmark's 200 seeds; the benchmark asks for 0.90 to 0.98, three binomial errors wider here."""
    flat = [covered(seed) for seed in range(60)]
    assert 0.82 <= np.mean([one.inside for one in flat]) <= 1.0
    assert all(abs(one.error) < 0.1 for one in covered_by_event_time(0).values())
    errors_of = np.array([one.error for one in flat])
    assert abs(errors_of.mean()) < 3 * errors_of.std(ddof=1) / 60**0.5
    assert len(SEEDS) == 200
