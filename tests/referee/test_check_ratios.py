"""Shares of a level, percentages of a coefficient, and shares of draws that a sentence says."""

import pytest
import written
from drafts import effects, fired

from papers.document import Text
from referee.check_ratios import dummy_mean, percent_of_coefficient, share_of_level


@pytest.mark.parametrize(
    ("check", "right", "number", "wrong"),
    [
        (share_of_level, "Conversion rises by 0.37 points (SE = 0.12), or 18% of the mean of 2.06%.", "18%", "28%"),
        (share_of_level, "In relative terms, 0.37 is 18% of 2.06.", "2.06", "2.60"),
        (share_of_level, "The policy raises it by 0.042, about 7.5 percent of its mean (0.561).", "7.5", "8.5"),
        (share_of_level, "试点使效率平均提高0.036，约为样本均值（0.482）的7.5%。", "7.5", "5.7"),
        (share_of_level, "The indirect effect is 0.021, one quarter of the direct effect (0.084).", "quarter", "half"),
        (
            share_of_level,
            "The estimate is 0.041. This is two thirds of the effect in the east (0.063).",
            "0.063",
            "0.036",
        ),
        (share_of_level, "The mean is 2.06. The rise of 0.4 points is almost a fifth of the mean.", "a fifth", "half"),
        (share_of_level, "The mean being 0.528, a coefficient of 0.102 translates into 19.4%.", "19.4", "91.4"),
        (share_of_level, "系数为0.102，与均值（0.528）之比为19.4%。", "19.4", "91.4"),
        (share_of_level, "西部的系数为0.018，约为东部系数（0.054）的三分之一。", "三分之一", "三分之二"),
        (
            share_of_level,
            "系数为-0.412。它在1%水平上显著，变化为24.9%。效应相当于均值5.36的7.7%，约为0.19个标准差。",
            "7.7",
            "9.7",
        ),
        (share_of_level, "间接效应为0.031，是直接效应（0.052）的六成。", "六成", "八成"),
        (share_of_level, "The effect is 0.063 in the east, three times that in the west (0.021).", "three", "five"),
        (share_of_level, "东部系数为0.054，是西部（0.018）的3倍。", "3倍", "5倍"),
        (percent_of_coefficient, "Emissions fall by 12.3 per cent (coefficient -0.131).", "12.3", "13.2"),
        (percent_of_coefficient, "Productivity rose by 8.3 per cent (coefficient 0.080, t = 3.2).", "8.3", "9.3"),
        (percent_of_coefficient, "产出提高8.3%（系数为0.080）。", "8.3", "3.8"),
        (dummy_mean, "As 45 of 180 cities are treated in 5 of the 10 years, it has a mean of 0.125.", "0.125", "0.225"),
    ],
)
def test_a_wrong_ratio_is_found(check, right, number, wrong):
    assert list(check(written.draft(right))) == []
    assert number in right
    assert len(list(check(written.draft(right.replace(number, wrong, 1))))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The estimate is 0.042. It is significant at 5% of the 0.1 quantile.",
        "In 40 per cent of the cities the estimate of 0.042 is above 0.9.",
        "The indirect effect of 0.021 is a quarter of the total effect through mediation (0.5).",
        "A deviation of 0.283 raises it by 0.102, or 5.5% of the average of 0.528.",
        "Of the 1,000 draws 6 are larger; the p-value of the joint test is 0.42.",
        "系数为0.042，样本均值为0.561，占全国的7.5%。",
        "The mean is 0.561 and the estimate 0.042, significant at the 5% level of the usual tests.",
    ],
)
def test_other_shares_are_no_ratios(sentence):
    draft = written.draft(sentence)
    checks = (share_of_level, percent_of_coefficient, dummy_mean)
    assert [one for check in checks for one in check(draft)] == []


@pytest.mark.parametrize(
    ("sentence", "finds"),
    [
        ("间接效应占总效应的60.3%。", False),
        ("间接效应占总效应的63.0%。", True),
        ("About 60 per cent of the total effect is a spillover.", False),
        ("About 70 per cent of the total effect is a spillover.", True),
        ("For density, 40 per cent of the total effect is a spillover.", False),
        ("The indirect effect is half of the direct effect.", True),
    ],
)
def test_shares_of_effects_are_those_of_the_table(sentence, finds):
    rail = {"direct": "0.031", "indirect": "0.047", "total": "0.078"}
    density = {"direct": "0.060", "indirect": "0.040", "total": "0.100"}
    printed = effects("Table 4", {"1": {"rail": rail, "density": density}})
    assert bool(fired(share_of_level, printed, Text("text", sentence, "section 4, paragraph 1"))) == finds


@pytest.mark.parametrize(("percent", "times"), [("28.9", 0), ("29.8", 1)])
def test_a_mean_beside_an_estimate_is_one(percent, times):
    outcomes = written.table(
        "表6", "中间变量|试点系数|标准误|均值\n每日班次|1.850|0.340|6.40\n摩托车|-2.760|0.810|46.2"
    )
    levels = written.table("表1", "变量|均值|标准差\n人均财力|6.84|3.27\n人口|412|265")
    sentence = f"试点使每日班次增加1.85班，相当于均值的{percent}%。"
    assert len(list(share_of_level(written.draft(levels, outcomes, sentence)))) == times
