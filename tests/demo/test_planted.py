"""What is planted is what the simulation did."""

import pytest
from yearbooks import shipped, simulated

from demo.planted import digest, outdated, planted_truths
from demo.simulation import indicator_panel


def test_delta_was_found_for_these_settings_and_resources():
    settings, _ = shipped("aipz")
    panel = indicator_panel(simulated("aipz"), settings)
    assert digest(settings, panel) == settings.policy.digest and not outdated(settings, panel)
    wider = settings.model_copy(update={"policy": settings.policy.model_copy(update={"target": 0.07})})
    assert outdated(wider, panel)


def test_the_truths_of_a_policy_by_hand():
    """74 city-years of 18 cities; Shenzhen and the like get the whole shift, cities that are no capitals half of it."""
    settings, _ = shipped("aipz")
    truths = planted_truths(settings, simulated("aipz"))
    assert truths["policy"]["treated_city_years"] == 74 and sum(truths["policy"]["cohorts"].values()) == 18
    assert truths["policy"]["latent_without_level"] == pytest.approx(settings.policy.delta / 2)
    # Table 11 of the paper: 0.0829 and 1.1545 by simulation; exact here for its parameters and our weights.
    durbin = truths["spillovers"]["outcome_mode"]["durbin"]
    assert durbin["total"] == pytest.approx((0.0798 + 0.5825) / (1 - 0.438))
    assert durbin["direct"] == pytest.approx(0.0829, abs=0.001)


def test_a_study_without_policy_has_no_truth_about_one():
    truths = planted_truths(shipped("yreb")[0], simulated("yreb"))
    assert "policy" not in truths and truths["grades"] == {"L": 53, "M": 37, "S": 18}
    assert truths["grade_lags"]["spectral_radius"] < 1
