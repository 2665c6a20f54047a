"""Words about significance, direction and comparison against the tables that they are about."""

import pytest
import written
from drafts import fired, regressions, said
from written import table

from referee.check_claims import all_significant, largest_column, text_level, text_level_weaker, text_sign

TABLE = regressions(
    "Table 3",
    {
        "1": {"AI": "0.1140** (0.0556)", "ECO": "-0.3689*** (0.0415)"},
        "2": {"AI": "0.1076* (0.0618)", "ECO": "-0.1475*** (0.0385)"},
        "3": {"AI": "0.0029 (0.0118)", "ECO": "-0.1929*** (0.0421)"},
    },
)
WITHOUT_STARS = regressions("Table 4", {"1": {"AI": "0.1140 (0.0556)"}, "2": {"AI": "0.0029 (0.0118)"}}, {})
ONE = {"table": "3", "column": "1", "term": "AI"}
TWO = {"table": "3", "column": "2", "term": "AI"}
CELL = {"table": "3", "column": "1", "term": "point"}


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (
            text_level,
            said("AI has 0.1076, significant at the 1 % level.", at="0.1076", term="AI", level=0.01),
            said("AI has 0.1076, significant at the 10 % level.", at="0.1076", term="AI", level=0.1),
        ),
        (
            text_level,
            said("It is significant at 5 % in column (2).", "level", None, level=0.05, **TWO),
            said("It is significant at 5 % in column (1).", "level", None, level=0.05, **ONE),
        ),
        (
            text_level,
            said("It is not significant in column (1).", "level", None, level=1, **ONE),
            said("It is not significant at the 1 % level in column (1).", "level", "1 %", level=1, **ONE),
        ),
        (
            text_level,
            said("AI is significant at 5 % in Table 4.", "level", None, level=0.05, table="4", column="2", term="AI"),
            said("AI is significant at 5 % in Table 4.", "level", None, level=0.05, table="4", column="1", term="AI"),
        ),
        (
            text_level_weaker,
            said("It is significant at the 5 % level.", "level", None, level=0.05, table="3", column="1", term="ECO"),
            said("It is significant at the 5 % level or better.", "level", None, level=0.05, table="3", term="ECO"),
        ),
        (
            text_level_weaker,
            said("It is significant at 10 %.", "level", None, level=0.1, **ONE),
            said("It is significant.", "level", None, level=0.1, **ONE),
        ),
        (
            text_sign,
            said("By column (1) of Table 3 ECO raises it: -36.89%.", at="-36.89%", term="ECO", unit="%"),
            said("For a one-unit increase in ECO, it is -36.89%.", at="-36.89%", term="ECO", unit="%"),
        ),
        (
            text_sign,
            said("AI reduces efficiency by 0.1140.", at="0.1140", term="AI", sign=-1),
            said("AI raises efficiency by 0.1140.", at="0.1140", term="AI", sign=1),
        ),
        (
            text_sign,
            said("AI lowers efficiency: the coefficient is 0.1140.", at="0.1140", term="AI"),
            said("AI raises efficiency: the coefficient is 0.1140.", at="0.1140", term="AI"),
        ),
        (
            text_sign,
            said("AI降低了效率，对应的系数见表3第1列，其数值为0.1140。", at="0.1140", **CELL),
            said("AI提高了效率，对应的系数见表3第1列，其数值为0.1140。", at="0.1140", **CELL),
        ),
        (
            text_sign,
            said("AI lowers efficiency; the coefficient is 0.1140.", at="0.1140", term="AI"),
            said("Zoning lowers emissions by 0.12, and the coefficient of AI is 0.1140.", at="0.1140", term="AI"),
        ),
        (
            text_sign,
            said("By column (1) of Table 3 it lowers efficiency; the point estimate is 0.1140.", at="0.1140", **CELL),
            said("By column (1) of Table 3 it raises efficiency; the point estimate is 0.1140.", at="0.1140", **CELL),
        ),
        (
            text_sign,
            said("ECO raises efficiency by 36.89 %.", at=0, term="ECO", unit="%", sign=1),
            said("ECO lowers efficiency by 36.89 %.", at=0, term="ECO", unit="%", sign=-1),
        ),
        (
            all_significant,
            said("The coefficients of AI are all significant in Table 3.", "level", None, table="3", term="AI"),
            said("The coefficients of ECO are all significant in Table 3.", "level", None, table="3", term="ECO"),
        ),
        (
            all_significant,
            said("表3中AI的系数均在10%水平上显著。", "level", None, level=0.1, table="3", term="AI"),
            said("表3中AI的系数并非均显著。", "level", None, level=0.1, table="3", term="AI"),
        ),
        (
            all_significant,
            said("表3中AI的系数都显著为正。", "level", None, level=0.1, table="3", term="AI"),
            said("表3中AI使人均GDP显著提高，平均而言显著。", "level", None, level=0.1, table="3", term="AI"),
        ),
        (
            largest_column,
            said("AI is largest in column (2).", "other", None, **TWO),
            said("AI is largest in column (1).", "other", None, **ONE),
        ),
    ],
    ids=lambda one: getattr(one, "name", getattr(one, "sentence", "")),
)
def test_claims_against_tables(check, wrong, right):
    assert len(fired(check, TABLE, WITHOUT_STARS, wrong)) == 1
    assert fired(check, TABLE, WITHOUT_STARS, right) == []


def test_stars_that_their_numbers_do_not_earn_are_left_to_their_own_check():
    """t = 5 without a star: whatever the text says of it, the fault is in the table."""
    table = regressions("Table 1", {"1": {"AI": "0.5000 (0.1000)", "ECO": "0.5000*** (0.1000)"}})
    sentence = "AI is significant at 1 % in column (1)."
    assert fired(text_level, table, said(sentence, "level", None, level=0.01, table="1", column="1", term="AI")) == []


REGIONS = table("表3", " | (1)东部 | (2)中西部\n试点×时间 | 0.054*** | 0.021*\n | (0.018) | (0.012)\nN | 1414 | 2380")


@pytest.mark.parametrize(
    ("sentence", "levels"),
    [
        ("表3显示，东部地区的系数为0.054，在1%水平上显著；中西部为0.021，仅在{}水平上显著。", ("5%", "10%")),
        ("表3中，两组系数分别为0.054和0.021，均在{}的水平上显著。", ("百分之五", "百分之十")),
        (
            "Table 3 has estimates of 0.054 and 0.021. Both are significant at the {} level.",
            ("five per cent", "ten per cent"),
        ),
        (
            "The effect is 0.054 in the east of Table 3 and 0.021 in the west, where it is {}.",
            ("not significant", "weaker"),
        ),
        ("In Table 3 it is 0.054 in the east, twice as much as in the west, and {}.", ("not significant", "larger")),
        (
            "In Table 3 it rises by 0.054 in the east{}, where the effect is not significant.",
            ("", ", twice as much as in the 69 towns of the west"),
        ),
        (
            "The effect stays significant at the 1 per cent level in the east; in the west it is 0.021 and passes the "
            "{} per cent level.",
            ("5", "10"),
        ),
        ("由表3列（2）可知，政策有效；试点×时间的系数{}。", ("不显著", "显著")),
    ],
)
def test_levels_are_read_in_sentences_as_authors_write_them(sentence, levels):
    assert list(text_level(written.draft(REGIONS, sentence.format(levels[0]))))
    assert not list(text_level(written.draft(REGIONS, sentence.format(levels[1]))))


def test_a_sign_behind_a_fall_is_that_of_the_coefficient():
    said_of = "表3列（2）中，系数降为0.021，仍显著为{}。"
    assert list(text_sign(written.draft(REGIONS, said_of.format("负"))))
    assert not list(text_sign(written.draft(REGIONS, said_of.format("正"))))


def test_a_coarse_number_is_of_no_coefficient_that_is_not_named():
    assert not list(text_level(written.draft(REGIONS, "表3之外，0.02的效应不显著。")))
