"""Numbers of sentences on a placebo against the placebos of a study."""

import pytest
from written import draft

from traces.results import Numbers, Result
from traces.tracing import trace


def study() -> Numbers:
    """A placebo of 500 draws of which 24 are as far from zero as the estimate; other results that would support all."""
    values = {"p_coefficient": 0.0499, "p_statistic": 0.0539, "draws": 500, "mean": 0.0018, "sd": 0.0231}
    meanings = {"draws": "count", "mean": "mean", "sd": "sd"}
    found = [
        Result(f"Placebo.space.baseline.both.{name}", value, meanings.get(name, "p_value"), term="ai")
        for name, value in values.items()
    ]
    found += [Result("Main", 0.1025, "estimate", term="ai", label="Pilot zone")]
    found += [Result("placebos.time.two_years_earlier", -0.0051, "estimate", "placebos", "estimate", "time", "In time")]
    chance = {"mean": 0.0081, "p_value": 0.0593, "sd": 0.0213, "estimate": 0.1205, "count": 1000}
    found += [Result(f"other.{name}", value, name, "other", "both", "x", "Other") for name, value in chance.items()]
    return Numbers(found)


def said(text: str) -> set[tuple[str, str]]:
    return {(one.number.text, one.said) for one in trace(draft(text), study())}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Over 500 random assignments the average placebo estimate is {}.", "0.0018", "0.0081"),
        ("Over 500 random assignments the average placebo estimate is {}.", "0.0018", "0.1025"),
        ("The placebo coefficients have a mean of {} and lie around zero.", "0.0018", "0.0081"),
        ("The mean of the placebo coefficients is 0.0018 and their standard deviation {}.", "0.0231", "0.0213"),
        ("The permutation test gives a p-value of {}.", "0.054", "0.059"),
        ("Under randomization inference, p = {}, so the effect is no accident.", "0.0539", "0.0593"),
        ("We reassign the policy at random {} times.", "500", "1000"),
        ("The placebo test rests on {} random draws of treated cities.", "500", "5,000"),
        ("Placebo estimates average zero, and the actual estimate is {}.", "0.1025", "0.1205"),
        ("The figure shows placebo estimates; the dashed line marks the actual estimate of {}.", "0.1025", "0.1205"),
        ("Only {} of the placebo estimates exceed the actual one in absolute value.", "5.0%", "50.0%"),
        ("In a placebo test two years earlier the coefficient is {}.", "-0.0051", "-0.0015"),
        ("安慰剂检验中，虚拟估计系数的均值为{}，接近于零。", "0.0018", "0.0081"),
        ("随机抽取处理组后，置换检验的p值为{}。", "0.054", "0.059"),
        ("本文将上述过程随机重复{}次抽样。", "500", "1000"),
        ("仅有{}的安慰剂估计系数大于真实值。", "5.0%", "50.0%"),
        ("The mean of {} placebo coefficients is 0.0018.", "500", "5,000"),
        ("Treatment is assigned at random. The average of the coefficients so obtained is {}.", "0.0018", "0.0081"),
        ("随机生成500组虚拟处理组；根据该分布计算，真实系数的p值为{}。", "0.054", "0.059"),
    ],
)
def test_a_number_that_no_placebo_of_the_study_has_is_found(text, right, wrong):
    assert (right, "supported") in said(text.format(right))
    assert (wrong, "without support") in said(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The placebo estimates lie in the central 95% of their distribution.", "95%"),
        ("Before the policy, the placebo test drops 12 provinces.", "12"),
        ("Moran's I is significant by 999 permutations (p = 0.0593).", "0.0593"),
        ("Only 2.4% of the placebo estimates are larger than the actual one.", "2.4%"),
    ],
)
def test_what_a_placebo_does_not_say_is_not(text, number):
    assert {verdict for text_, verdict in said(text) if text_ == number} <= {"supported", "no result"}
