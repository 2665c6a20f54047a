"""Numbers that a sentence has from another paper."""

import pytest

from papers.numerals import numbers_in
from prose.citations import is_cited


def cited(text: str) -> bool:
    number = [one for one in numbers_in(text) if one.decimals][-1]
    return is_cited(number, text)


@pytest.mark.parametrize(
    "text",
    [
        "Liu and Zhang (2020) report a gain of 0.045 for 21 provinces.",
        "Chen et al. (2019) find a mean efficiency of 0.62.",
        "Our interval holds the 0.08 of Cheng and Hoekstra (2013).",
        "This is near to the estimate of 0.12 in Wang et al. (2021).",
        "Previous studies find an elasticity of 0.31.",
        "已有研究测得的效率均值为0.62（陈丹等，2019）。",
        "张三等（2020）发现智慧城市使效率提高0.052。",
        "既有文献得到的弹性为0.31。",
    ],
)
def test_of_another_paper(text):
    assert cited(text)


@pytest.mark.parametrize(
    "text",
    [
        "The estimator of Callaway and Sant'Anna (2021) gives an effect of 0.045.",
        "Chen et al. (2019) report a gain, but we find 0.045.",
        "In line with Liu (2020), the effect is 0.045.",
        "By imputation we find 0.067, as Borusyak et al. (2024) propose.",
        "采用Sun和Abraham（2021）的方法得到0.014。",
        "张三等（2020）发现效率提高，本文的系数为0.052。",
        "The effect is 0.045 (standard error 0.020).",
    ],
)
def test_of_this_paper(text):
    assert not cited(text)
