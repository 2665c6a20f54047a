"""Shared rules of judgement are those that the estimators know."""

import pytest

from core.thresholds import SMALL_SAMPLE_RULES
from estimation.least_squares import small_sample


@pytest.mark.parametrize("rule", SMALL_SAMPLE_RULES)
def test_every_small_sample_rule_has_its_factor_and_its_words(rule):
    assert small_sample(rule, ("unit", "year"), n_units=10, n_periods=5, n_regressors=2).factor >= 1
    assert rule == "CR0" or "factor" in SMALL_SAMPLE_RULES[rule]
