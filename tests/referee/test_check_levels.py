"""Words of significance beside the test of their own sentence, and beside the intervals of a table."""

import pytest
from written import draft, table

from referee.check_levels import level_in_columns, level_of_interval, level_of_own_test

EVENTS = table(
    "Table 3",
    "Year relative to zone | Estimate | 95% CI\n−2 | 0.004 | [−0.038, 0.046]\n−1 | 0 (ref.) |\n"
    "0 | 0.031 | [−0.006, 0.068]\n1 | 0.062 | [0.018, 0.106]\n2 | 0.083 | [0.036, 0.130]",
    notes=(),
)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("the effect is significant (p = 0.21).", "the effect is significant (p = 0.021)."),
        ("the effect is far from significant (t = 3.24).", "the effect is far from significant (t = 1.24)."),
        (
            "the effect is significant at the 1% level (t = 2.1).",
            "the effect is significant at the 5% level (t = 2.1).",
        ),
        ("we find an insignificant estimate of 0.35 (0.13).", "we find an insignificant estimate of 0.35 (0.33)."),
        ("None of the leads differs from zero (joint test: p = 0.03).", "None of them differs from zero (p = 0.87)."),
        ("Pre-trends are flat (F = 2.71, p = 0.03).", "Pre-trends are flat (F = 0.71, p = 0.58)."),
        ("更换变量后系数为0.024（t=1.61），在1%水平上显著。", "更换变量后系数为0.024（t=2.61），在1%水平上显著。"),
        ("系数为0.033，但不显著（t值为3.05）。", "系数为0.033，但不显著（t值为1.05）。"),
        ("系数为0.045，不显著（95%置信区间为[0.015, 0.075]）。", "系数为0.045，显著（95%置信区间为[0.015, 0.075]）。"),
        (
            "The effect of 0.12 (95% CI [-0.02, 0.26]) is significant.",
            "The effect of 0.12 (95% CI [0.02, 0.22]) is significant.",
        ),
    ],
)
def test_words_are_of_the_test_beside_them(wrong, right):
    assert list(level_of_own_test(draft(wrong)))
    assert not list(level_of_own_test(draft(right)))


@pytest.mark.parametrize(
    "sentence",
    [
        "The effect is 0.3 (t = 3.2) in the east and insignificant in the west.",
        "It is significant in the east, and 0.03 (t = 1.1) in the west.",
        "The effect is not significant at the 1% level (p = 0.03).",
        "The effect is marginally significant (p = 0.11).",
        "Neither interaction differs from zero (p = 0.51).",
        "Of both, 0.3 (t = 3.2) and 0.1 (t = 1.2), the former is significant.",
        "The effect is significant; the placebo has none (p = 0.67).",
    ],
)
def test_a_test_of_other_words_says_nothing(sentence):
    assert not list(level_of_own_test(draft(sentence)))


def test_an_interval_with_zero_inside_is_not_significant():
    wrong = "The effect is 0.031 on impact and already significant."
    assert list(level_of_interval(draft(EVENTS, wrong)))
    assert not list(level_of_interval(draft(EVENTS, wrong.replace("already", "not yet"))))
    assert list(level_of_interval(draft(EVENTS, "The effect of 0.083 in the second year is not significant.")))
    assert not list(level_of_interval(draft(EVENTS, "The effect of 0.083 in the second year is significant.")))
    assert not list(level_of_interval(draft(EVENTS, "The effect of 0.031 on impact is significant at the 10 % level.")))


FOUR = table(
    "Table 2",
    " | (1) | (2) | (3) | (4)\nPilot | 0.011 | 0.047** | 0.042*** | 0.003\n | (0.014) | (0.020) | (0.013) | (0.009)\n"
    "Size | 0.211*** | 0.227*** | 0.234*** | 0.209***\n | (0.014) | (0.020) | (0.013) | (0.019)",
)


@pytest.mark.parametrize(
    ("sentence", "wrong", "right"),
    [
        ("In Table 2, Pilot is significant only in columns {}.", "(2) to (4)", "(2) and (3)"),
        ("In Table 2, Pilot is significant only in column {}.", "(3)", "(2) and (3)"),
        ("In Table 2, the Pilot is significant at the {} level in columns (2) and (3).", "1%", "5%"),
        ("In Table 2, the coefficient of Pilot is insignificant in columns {}.", "(1) and (2)", "(1) and (4)"),
        ("表2中Pilot的系数仅在列{}中显著。", "（3）", "（2）和列（3）"),
        ("表2中Pilot的系数在列{}和列（4）中均不显著。", "（2）", "（1）"),
    ],
)
def test_columns_have_the_significance_that_is_said_of_them(sentence, wrong, right):
    assert list(level_in_columns(draft(FOUR, sentence.format(wrong))))
    assert not list(level_in_columns(draft(FOUR, sentence.format(right))))
