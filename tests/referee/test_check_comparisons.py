"""Estimates that sentences compare."""

import pytest
import written

from referee.check_comparisons import change_said, estimates_range, most_of_groups, relative_change, times_said

GROUPS = written.table(
    "Table 6",
    "|Dense|Sparse|North|Centre|South\nPriced|-1.382***|-0.541|-0.712|-1.094***|-1.005**\n"
    "|(0.341)|(0.352)|(0.447)|(0.392)|(0.428)\nTowns|106|106|58|83|71\nN|1252|1256|688|980|840",
)
REGIONS = written.table(
    "表7", "|东部|中部|西部\n入市|-0.146***|-0.089**|-0.031\n|(0.038)|(0.041)|(0.052)", notes=("括号内为标准误。",)
)


@pytest.mark.parametrize(
    ("check", "text", "right", "wrong"),
    [
        (times_said, "The coefficient is -1.382 in dense towns, 2.6 times that in sparse ones.", "2.6", "3.6"),
        (times_said, "The effect in dense towns (-1.382) is twice that in the north.", "twice", "four times"),
        (times_said, "东部的系数为-0.146，是西部的4.7倍。", "4.7", "3.7"),
        (times_said, "中部的系数为-0.089，相当于第(1)列的61.0%。", "61.0", "16.0"),
        (change_said, "加入控制变量后，系数的绝对值下降0.057，为0.089。", "0.057", "0.075"),
        (change_said, "Leaving the north trims it by 0.288 points to -1.094.", "0.288", "0.828"),
        (estimates_range, "Across the five columns the estimate lies between -1.382 and -0.541.", "-0.541", "-0.712"),
        (estimates_range, "三列系数介于-0.146与-0.031之间。", "-0.146", "-0.089"),
        (relative_change, "系数由0.089；加入控制变量后降至0.031，下降65.2%。", "65.2", "56.2"),
        (change_said, "东部为-0.146；中部的系数为-0.089，绝对值缩小0.057。", "0.057", "0.075"),
        (times_said, "主要估计为-0.412。检验都显著。入市的-0.146是其0.35倍。", "0.35", "0.53"),
        (estimates_range, "有两项系数介于-0.089与-0.031之间。", "两项", "三项"),
        (most_of_groups, "The effect is largest in the Centre and smallest in the North.", "Centre", "South"),
        (most_of_groups, "The effect is largest in the Centre and smallest in the North.", "the North", "the South"),
        (most_of_groups, "入市的效应在东部最强，在西部不显著。", "东部", "中部"),
        (most_of_groups, "东部系数的绝对值最大，中部次之。", "东部", "中部"),
    ],
)
def test_a_wrong_comparison_is_found(check, text, right, wrong):
    table = GROUPS if text.isascii() else REGIONS
    assert list(check(written.draft(table, text))) == []
    assert len(list(check(written.draft(table, text.replace(right, wrong, 1))))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The effect of -1.382 is 3.3 times the standard error, and 2.0 times the mean.",
        "The system is 5 times as large as in 2005, where the coefficient was 0.333.",
        "Its interval lies between -0.712 and -0.541 for all estimates.",
        "Treatment is randomly assigned 500 times, and the mean of the coefficients is 0.333.",
        "Rents are largest in the North, with 58 towns.",
        "系数加减1.96倍标准误为-0.146的区间。",
        "We draw places 500 times; the coefficient is -1.382.",
        "Prices rise by 2.50 to 12.50 in all columns.",
    ],
)
def test_other_comparisons_are_not(text):
    draft = written.draft(GROUPS, REGIONS, text)
    assert [one for check in (times_said, change_said, estimates_range, most_of_groups) for one in check(draft)] == []
