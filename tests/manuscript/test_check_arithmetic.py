"""Sums, products and growth in sentences."""

import pytest
from drafts import fired, said

from manuscript.check_arithmetic import (
    growth_arithmetic,
    panel_incomplete,
    panel_product,
    relative_effect,
    shares_sum,
)
from manuscript.document import Text


def panel(n, words="", years="9"):
    sentence = f"We have 286 cities, {years} years and {n} observations{words}."
    return [said(sentence, kind, at) for kind, at in (("units", "286"), ("years", years), ("n_obs", n))]


def relative(percent):
    return [Text("text", f"Relative to the mean of 0.527, 0.102 is {percent}.", "section 4")]


def growth(rate, kind="growth", levels="from 0.27 in 2003 to 0.39 in 2017"):
    return [said(f"The mean rose {levels}, by {rate} %.", kind, f"{rate} %", unit="%")]


def shares(*numbers):
    sentence = f"They hold {', '.join(f'{number} %' for number in numbers)} of the area."
    return [said(sentence, "share", f"{number} %", unit="%") for number in numbers]


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (panel_product, panel("2,754"), panel("2,574")),
        (panel_product, panel("3,718"), panel("2,500", " after cities with gaps are dropped")),
        (panel_incomplete, panel("2,500"), panel("2,500", ", as some are missing")),
        (growth_arithmetic, growth("3.14"), growth("2.66")),
        (growth_arithmetic, growth("54.44", "change"), growth("44.44", "change")),
        (growth_arithmetic, growth("3.14", levels="from 0.27 to 0.39 between 2003 and 2017"), growth("2.7")),
        (relative_effect, relative("91.4 %"), relative("19.4 %")),
        (shares_sum, shares("55.4", "27.5", "18.1"), shares("55.4", "27.5", "17.1")),
        (shares_sum, shares("55.4", "27.5", "18.1"), shares("55.4", "27.5", "31.0")),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_arithmetic(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []
