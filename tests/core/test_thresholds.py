"""Shared rules of judgement are those that the estimators know."""

import pytest
from samples import fit_from, planted

from core.thresholds import SMALL_SAMPLE_RULES


@pytest.mark.parametrize("rule", SMALL_SAMPLE_RULES)
def test_every_small_sample_rule_has_its_factor_and_its_words(rule):
    fit = fit_from(planted(1), "y ~ d + x1 | unit + year", rule, clusters=["unit"])
    assert (fit.small_sample.rule, fit.small_sample.factor >= 1) == (rule, True)
    assert rule == "CR0" or "factor" in SMALL_SAMPLE_RULES[rule]
