"""Draws of placebos."""

import pytest
import written

from referee.check_placebos import placebo_extreme, placebo_share, placebo_threshold

TABLE = written.table("Table 4", "|(1)|(2)|(3)\nPriced|-0.968***|-0.968***|-0.913***\n|(0.261)|(0.304)|(0.268)")
MAIN = "Pricing lowers it by 0.968 points."
DRAWN = "I reassign the dates at random 500 times. The lowest of the placebo coefficients is -0.741; none reaches it."


@pytest.mark.parametrize(
    ("check", "right", "number", "wrong"),
    [
        (
            placebo_share,
            "Only 6 of the 1,000 placebo coefficients exceed it, and the p-value is 0.007.",
            "6 of",
            "60 of",
        ),
        (placebo_share, "Just 4 of 500 random draws are larger, so that p = 0.008.", "0.008", "0.080"),
        (placebo_share, "500次模拟中仅有3次超过真实值，p值为0.006。", "3次", "13次"),
        (placebo_share, "随机指定试点500次，只有2次的系数绝对值超过真实值，对应的经验p值为0.004。", "0.004", "0.04"),
        (
            placebo_share,
            "We reassign dates at random 1,000 times. 6 of 1,000 draws exceed it, a p-value of 0.006.",
            "6 of",
            "9 of",
        ),
        (placebo_share, "A placebo at random 500 times yields 3 estimates below it, so p = 0.008.", "3 est", "9 est"),
        (
            placebo_share,
            "In 500 random assignments only three placebo coefficients exceed it, a share of 0.6 per cent.",
            "three",
            "five",
        ),
        (placebo_threshold, "A placebo at random 500 times yields 3 estimates below -0.968.", "0.968", "0.698"),
        (placebo_threshold, "以随机抽取的城市重复1000次安慰剂检验，仅有4次的系数绝对值超过0.968。", "0.968", "0.986"),
        (placebo_extreme, DRAWN, "0.741", "1.041"),
        (placebo_extreme, "随机抽取城市重复1000次，伪系数最小值为-0.741，没有一次达到真实估计值。", "0.741", "1.741"),
    ],
)
def test_a_wrong_placebo_is_found(check, right, number, wrong):
    assert list(check(written.draft(TABLE, MAIN, right))) == []
    assert len(list(check(written.draft(TABLE, MAIN, right.replace(number, wrong, 1))))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Of the 500 firms only 3 firms at random places exceed it, p = 0.040.",
        "In 500 placebo draws the largest of all is 1.741, far above zero; none is as negative.",
        "Placebo draws, 500 times, exceed 0.500 in 12 of 500 cases.",
    ],
)
def test_other_numbers_of_draws_are_not(text):
    draft = written.draft(TABLE, MAIN, text)
    assert [one for check in (placebo_share, placebo_threshold, placebo_extreme) for one in check(draft)] == []
