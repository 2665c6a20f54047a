"""Numbers of sentences against the cell whose heading their words name: a group, an estimator, an effect, a year."""

import pytest
import written

from referee.check_text import text_number, text_number_nowhere
from referee.event_times import year_said
from referee.headed import is_named

GROUPS = """ | East | Centre | West
Pilot | 0.063*** | 0.037** | 0.018
 | (0.016) | (0.017) | (0.019)
N | 1,400 | 1,120 | 840"""
REGIONS = """ | (1)东部 | (2)中西部
试点 | 0.0542*** | 0.0213*
 | (0.0180) | (0.0120)
N | 1414 | 2380"""
EFFECTS = """ | Direct | Indirect | Total
Pilot | 0.084*** | 0.021* | 0.105***
 | (0.025) | (0.012) | (0.031)"""
CHINESE = """变量 | 直接效应 | 间接效应 | 总效应
高铁 | 0.031*** (3.62) | 0.047*** (2.74) | 0.078*** (3.95)"""
EVENTS = """Year relative to zone | Estimate | 95% CI
-2 | 0.004 | [-0.038, 0.046]
-1 | 0 (ref.) |
0 | 0.031 | [-0.006, 0.068]
1 | 0.062 | [0.018, 0.106]
2 | 0.083 | [0.036, 0.130]
4 | 0.114 | [0.057, 0.171]"""
ESTIMATORS = """ | TWFE (1) | CS (2) | SA (3)
Access | 0.37 | 0.41 | 0.39
 | (0.12) | (0.15) | (0.14)
N | 1,512 | 1,512 | 1,512"""
BACON = """Comparison | Weight | Average estimate
Earlier treated vs. later treated | 0.14 | 0.29
Later treated vs. earlier treated | 0.09 | 0.11
Treated vs. never treated | 0.77 | 0.415"""
DISTANCES = """ | < 100 km | 100–200 km | > 200 km
Access | 0.58** | 0.33* | 0.12
 | (0.23) | (0.19) | (0.17)
N | 480 | 516 | 516"""
ERRORS = [  # a table, a sentence of one of its numbers, and another number that it must not have
    (GROUPS, "The effect is larger in eastern cities (0.063) than in western cities (0.018).", "0.063", "0.036"),
    (REGIONS, "东部地区的政策效应（0.0542）明显高于中西部地区（0.0213）。", "0.0542", "0.0452"),
    (EFFECTS, "Spillovers are small: the indirect effect is 0.021.", "0.021", "0.012"),
    (EFFECTS, "The pilot has a direct effect of 0.084 on efficiency.", "0.084", "0.105"),
    (EFFECTS, "It is 0.084 at home (direct effect) and 0.021 by spillovers (indirect effect).", "0.021", "0.012"),
    (EFFECTS, "The effects are 0.084 (direct), 0.021 (indirect) and 0.105 (total).", "0.021", "0.012"),
    (EFFECTS, "The pilot has direct, indirect, and total effects of 0.084, 0.021, and 0.105.", "0.084", "0.048"),
    (EFFECTS, "By spillovers it is 0.021 (indirect effect), which makes a total effect of 0.105.", "0.105", "0.150"),
    (CHINESE, "高铁开通的直接效应为0.031，间接效应为0.047。", "0.047", "0.074"),
    (CHINESE, "高铁的直接效应和间接效应分别为0.031和0.047。", "0.031", "0.047"),
    (CHINESE, "高铁开通使本地效率提高0.031。", "0.031", "0.013"),
    (EVENTS, "Effects grow from 0.031 in the first year to 0.114 after four years.", "0.114", "0.141"),
    (
        ESTIMATORS,
        "The Callaway and Sant'Anna estimator gives 0.41 (0.15) and Sun and Abraham's 0.39 (0.14).",
        "0.41",
        "0.47",
    ),
    (BACON, "Clean comparisons with never treated counties carry 77% of the weight.", "77%", "67%"),
    (DISTANCES, "Within 100 km of a capital the effect is 0.58 percentage points.", "0.58", "0.85"),
    (REGIONS, "500次模拟之外，真实估计值0.0542位于其右尾。", "0.0542", "0.0262"),
    (REGIONS, "研究发现试点显著提升了土地利用效率0.0542个单位。", "0.0542", "0.0462"),
    (GROUPS, "The effect is 0.063 in the east and 0.018 in the west.", "0.063", "0.036"),
    (GROUPS, "Eastern cities gain 0.063, western ones 0.018.", "0.063", "0.036"),
    (REGIONS, "试点对东部的促进作用（0.0542）更大。", "0.0542", "0.0452"),
    (EVENTS, "After two years the effect is 0.083.", "0.083", "0.093"),
    (EVENTS, "The effect of the zone is 0.083 two years later.", "0.083", "0.038"),
]


@pytest.mark.parametrize(("lines", "sentence", "right", "wrong"), ERRORS, ids=[one[1][:40] for one in ERRORS])
def test_a_number_is_that_of_the_heading_that_is_named(lines, sentence, right, wrong):
    assert _found(lines, sentence) == []
    said = sentence.replace(right, wrong, 1)
    assert any(f"has {wrong}" in one.message and right.strip("%") in one.message for one in _found(lines, said))


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (GROUPS, "In the eastern cities of Figure 3 the effect is 0.051."),
        (EFFECTS, "The direct effect rises from 0.021 to 0.084 in Figure 3."),
        (GROUPS, "The effect in the east is larger by 0.045."),
        (REGIONS, "东部对效率的影响系数为0.217。"),
        (BACON, "Never treated counties are 50% of all."),
        (BACON, "Wang et al. (2020) find that never treated cities carry 60% of the weight."),
        (ESTIMATORS, "Zhang et al. (2019) find an effect of 0.12 (0.03)."),
        (EVENTS, "Zhang et al. (2019) find an effect of 0.141 after four years."),
        (EVENTS, "The effect of zones is 0.062 in the second year."),
    ],
)
def test_what_is_from_elsewhere_or_counted_otherwise_is_not_compared(lines, sentence):
    assert _found(lines, sentence) == []


def test_units_of_a_sample_are_no_kind_of_effect():
    whole = "变量 | (1)\n高铁 | 0.013*** (3.72)\n观测值 | 286"
    tables = written.table("表3", whole), written.table("表4", CHINESE)
    assert not list(text_number(written.draft(*tables, "在286个样本地区中，高铁的系数为0.013。")))


def _found(lines: str, sentence: str) -> list:
    whole = written.draft(written.table("Table 3", lines), sentence)
    return [*text_number(whole), *text_number_nowhere(whole)]


@pytest.mark.parametrize(
    ("heading", "said", "is_it"),
    [
        ("East", "in eastern cities", True),
        ("CS (2)", "the Callaway and Sant'Anna estimator", True),
        ("BJS", "by Borusyak, Jaravel and Spiess", True),
        ("< 100 km", "within 100 km of a capital", True),
        ("100–200 km", "within 100 km of a capital", False),
        ("SA", "the Sun–Abraham estimate", True),
        ("SA", "the Callaway and Sant'Anna estimator", False),
        ("FE", "the coefficient falls", False),
    ],
)
def test_headings_are_named_by_words_that_begin_so_or_by_initials(heading, said, is_it):
    assert is_named(heading, said) == is_it


@pytest.mark.parametrize(
    ("before", "behind", "year"),
    [
        ("it grows to", " after four years.", 4),
        ("by year 4 it reaches", ".", 4),
        ("实施后第3期升至", "。", 3),
        ("实施前第3期为", "。", None),
        ("第-4期至第2期，政策当期的系数为", "。", None),
        ("in the year of adoption it is", ", and after two years 0.12", None),
        ("it is", ", and after two years 0.12", None),
        ("it was estimated 5 years before as", ".", None),
    ],
)
def test_the_year_is_that_at_the_number(before, behind, year):
    assert year_said(before, behind) == year
