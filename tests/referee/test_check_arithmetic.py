"""Sums, products and growth in sentences."""

from dataclasses import replace

import pytest
import written
from drafts import fired, said

from referee.check_arithmetic import (
    growth_arithmetic,
    panel_incomplete,
    panel_product,
    relative_effect,
    shares_sum,
    years_span,
)


def panel(n, words="", years="9"):
    sentence = f"We have 286 cities, {years} years and {n} observations{words}."
    return [said(sentence, kind, at) for kind, at in (("units", "286"), ("years", years), ("n_obs", n))]


def span(years):
    sentence = f"We observe 286 cities for {years} years (2015 to 2023)."
    spanned = replace(said(sentence, "years", years).number, text="2015 to 2023", value=9)
    return [said(sentence, "years", years), replace(said(sentence, "years", years), number=spanned)]


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
        (years_span, span("8"), span("9")),
        (shares_sum, shares("55.4", "27.5", "18.1"), shares("55.4", "27.5", "17.1")),
        (shares_sum, shares("55.4", "27.5", "18.1"), shares("55.4", "27.5", "31.0")),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_arithmetic(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Relative to the sample mean of 0.528, the estimate of 0.102 is a change of 19.4%.",
        "An effect of 0.102 against a control mean of 0.528 means a rise of 19.4 percent.",
        "The coefficient is 0.102 (0.031), equivalent to 19.4 per cent of the average of 0.528.",
        "The coefficient of AI is 0.102. Given a mean of 0.528, this is a 19.4% increase.",
        "Since average efficiency equals 0.528, the estimate of 0.102 implies an improvement of 19.4%.",
        "Relative to a baseline of 0.528, the estimate of 0.102 is a gain of 19.4%.",
        "The implied effect is 19.4 percent (0.102/0.528).",
        "AI has a coefficient of 0.102. This equals 19.4% of a standard deviation (0.528).",
        "与均值0.528相比，0.102的效应约为19.4%。",
        "系数0.102约占因变量均值（0.528）的19.4%。",
        "AI的系数为0.102。该效应相当于样本均值0.528的19.4%。",
    ],
)
def test_a_percentage_is_the_estimate_over_the_mean(sentence):
    assert list(relative_effect(written.draft(sentence))) == []
    (found,) = relative_effect(written.draft(sentence.replace("19.4", "14.9")))
    assert "0.102 and 0.528 make 19.3 %" in found.message


@pytest.mark.parametrize(
    "sentence",
    [
        "The mean is 0.528 and the estimate is 0.102, which implies that efficiency rises by 10.2%.",
        "Relative to the mean of 0.528, the estimate of 0.102 is significant at the 5% level.",
        "Compared with an average of 0.528 in 2003, efficiency is 0.612 in 2017, 15.9% higher.",
        "A deviation of 0.283 in AI raises efficiency by 0.102, or 5.5% of the average of 0.528.",
    ],
)
def test_other_percentages_are_no_effects_over_a_mean(sentence):
    assert list(relative_effect(written.draft(sentence))) == []


@pytest.mark.parametrize(
    ("right", "wrong", "paragraphs"),
    [
        (
            "9 years",
            "11 years",
            ["We use data on 286 cities from 2015 to 2023.", "With 9 years of data on 286 cities."],
        ),
        ("9-year", "8-year", ["We study 286 cities.", "Data on 286 cities, 2015 through 2023, form a 9-year panel."]),
        (
            "9-year",
            "8-year",
            ["By difference-in-differences on a 9-year panel of 286 cities.", "The data are of 2015-2023."],
        ),
        ("、9年", "、11年", ["本文选取2015年至2023年的样本。", "利用286个城市、9年的数据，本文得到0.102。"]),
        ("为9年", "为10年", ["样本包括286个城市，时间跨度为9年（2015—2023年）。"]),
        ("共9年", "共8年", ["样本期为2015—2023年，共9年。"]),
        ("9个年度", "8个年度", ["我国286个城市2015~2023年连续9个年度的面板数据。"]),
    ],
)
def test_years_are_those_of_the_span(right, wrong, paragraphs):
    assert list(years_span(written.draft(*paragraphs))) == []
    (found,) = years_span(written.draft(*(one.replace(right, wrong) for one in paragraphs)))
    assert "are 9 years, not" in found.message


@pytest.mark.parametrize(
    "sentence",
    [
        "For 40 years 286 cities have grown.",
        "The effect on 286 cities lasts for 8 years after the policy.",
        "286个城市在政策实施8年后才有变化。",
        "We have also 8 years of monthly data.",
        "Visits to the 286 cities were recorded from 2017 on only, which leaves 7 years.",
        "Of 286 cities we have 9 years, 2015 to 2023, and before the reform 4, 2015 to 2018.",
    ],
)
def test_other_years_are_not_those_of_the_sample(sentence):
    assert list(years_span(written.draft("We use data on 286 cities from 2015 to 2023.", sentence))) == []


@pytest.mark.parametrize("blank", [" ", "\u2009", "\u202f", ","])
def test_a_count_may_have_blanks_between_thousands(blank):
    text = "样本包括271个城市、14年，共3{}{}个观测值。"
    assert list(panel_product(written.draft(text.format(blank, 794)))) == []
    (found,) = panel_product(written.draft(text.format(blank, 974)))
    assert "271 units and 14 years are 3,794" in found.message
