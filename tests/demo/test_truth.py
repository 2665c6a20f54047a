"""The effect on the score: three values that differ, and each is what it is said to be."""

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import PanelOLS
from yearbooks import shipped

from demo.truth import score_truth, two_way_coefficient


def test_the_effect_on_the_score_is_the_wanted_one(world_scores, policy):
    """The stored delta, solved again: (c) is 0.0638; (a), (b) and (c) are three values."""
    settings, _ = shipped("aipz")
    truth = score_truth(*world_scores, policy)
    assert truth["score_did"] == pytest.approx(settings.policy.target, abs=5e-4)
    assert settings.policy.target == 0.0638
    three = [settings.policy.delta, truth["score_att"], truth["score_did"]]
    assert min(abs(a - b) for a, b in zip(three, [*three[1:], three[0]], strict=True)) > 1e-4


def test_the_coefficient_on_the_change_is_that_of_least_squares(world_scores, policy):
    """linearmodels on world 1 less world 0, to 1e-10; and what the untreated lose is in (c), not in (b)."""
    change = world_scores[1] - world_scores[0]
    truth = score_truth(*world_scores, policy)
    index = pd.MultiIndex.from_product([range(286), range(9)])
    frame = pd.DataFrame({"change": change.ravel(), "policy": policy.ravel()}, index=index)
    fit = PanelOLS(frame["change"], frame[["policy"]], entity_effects=True, time_effects=True).fit()
    assert truth["score_did"] == pytest.approx(fit.params["policy"], abs=1e-10)
    assert truth["score_att"] == pytest.approx(change[policy == 1].mean(), abs=1e-12)
    difference = truth["estimate_with_policy"] - truth["estimate_without_policy"]
    assert difference == pytest.approx(truth["score_did"], abs=1e-12)


def test_the_score_has_the_printed_moments(world_scores):
    """Mean 0.564 and deviation 0.2883 are a loose target: 0.05. Scores stay below the bound of 2."""
    assert world_scores[1].mean() == pytest.approx(0.564, abs=0.05)
    assert world_scores[1].std(ddof=1) == pytest.approx(0.2883, abs=0.05)
    assert world_scores[1].max() < 2


def test_equal_worlds_have_no_effect(policy):
    flat = np.random.default_rng(1).random(policy.shape)
    truth = score_truth(flat, flat, policy)
    assert (truth["score_att"], truth["score_did"], truth["change_of_untreated"]) == (0, 0, 0)
    assert two_way_coefficient(flat + 0.3 * policy, policy) - two_way_coefficient(flat, policy) == pytest.approx(0.3)
