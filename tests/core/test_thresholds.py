"""Shared rules of judgement are those that the estimators know."""

from core.thresholds import SMALL_SAMPLE_RULES
from estimation.least_squares import RULES


def test_every_small_sample_rule_has_its_words():
    assert set(SMALL_SAMPLE_RULES) == set(RULES)
