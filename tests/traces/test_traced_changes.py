"""Changes between years that two results of a study make."""

import pytest
from written import draft

from traces.results import Numbers, Result
from traces.tracing import trace

STUDY = Numbers(
    [
        Result(f"means.{group}.{year}.mean", value, "mean", "means", str(year), group, f"{group}, {year}, Mean")
        for group, values in {"all": {2003: 0.2919, 2017: 0.4114}, "upper": {2003: 0.2784, 2017: 0.4322}}.items()
        for year, value in values.items()
    ]
)


def said(text: str, number: str) -> str:
    return next(one.said for one in trace(draft(text), STUDY) if one.number.text.rstrip("%") == number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("From 2003 to 2017 mean efficiency increased by 0.12.", "0.12"),
        ("Between 2003 and 2017 the mean of efficiency rose by 0.154.", "0.154"),
        ("From 2003 to 2017 mean efficiency increased by 40.9 per cent.", "40.9"),
        ("2003—2017年效率均值提高了0.12。", "0.12"),
    ],
)
def test_a_difference_of_two_years_is_supported(text, number):
    assert said(text, number) == "supported"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("From 2003 to 2017 mean efficiency increased by 0.21.", "0.21"),
        ("From 2007 to 2017 mean efficiency increased by 0.12.", "0.12"),
        ("2003—2017年效率均值提高了0.21。", "0.21"),
    ],
)
def test_another_difference_is_not(text, number):
    assert said(text, number) == "without support"
