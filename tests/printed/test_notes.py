"""Legends of stars and what brackets hold, in the words that people use."""

import pytest

from printed.notes import brackets_of, legend_of, one_sided

USUAL = {"***": 0.01, "**": 0.05, "*": 0.1}


@pytest.mark.parametrize(
    "note, legend",
    [
        ("*** p<0.01, ** p<0.05, * p<0.1", USUAL),
        ("*p<0.1; **p<0.05; ***p<0.01", USUAL),
        ("* p < .10, ** p < .05, *** p < .01", USUAL),
        ("* significant at 10%; ** significant at 5%; *** significant at 1%", USUAL),
        ("* significant at 10%; ** 5%; *** 1%", USUAL),
        ("Signif. Codes: ***: 0.01, **: 0.05, *: 0.1", USUAL),
        ("*, ** and *** denote significance at the 10 %, 5 % and 1 % level.", USUAL),
        ("***, **, * indicate significance at the 1, 5, and 10 percent levels, respectively.", USUAL),
        ("Significant at the 1% (***), 5% (**) and 10% (*) level.", USUAL),
        ("*** denotes significance at the 0.01 level, ** at the 0.05 level, * at the 0.1 level.", USUAL),
        ("注：***、**、*分别表示在1%、5%、10%水平上显著，括号内为t值。", USUAL),
        ("注：*、**、***分别代表10%、5%、1%的显著性水平", USUAL),
        ("***p＜0.01，**p＜0.05，*p＜0.1", USUAL),
        ("\\* p<0.1, \\*\\* p<0.05, \\*\\*\\* p<0.01", USUAL),
        ("95% confidence intervals in brackets. * p<0.1, ** p<0.05, *** p<0.01", USUAL),
        ("+ p < 0.1, * p < 0.05, ** p < 0.01, *** p < 0.001", {"+": 0.1, "*": 0.05, "**": 0.01, "***": 0.001}),
        ("† p<0.1, * p<0.05", {"†": 0.1, "*": 0.05}),
        ("*** ** * denote significance at 1%, 5%, 10%", USUAL),
        ("*** (**, *) indicates significance at 1% (5%, 10%)", USUAL),
        ("***/**/* denote significance at 1/5/10 percent", USUAL),
        ("***、**、*分别代表在1%/5%/10%水平上显著", USUAL),
        ("p<0.1*, p<0.05**, p<0.01***", USUAL),
        ("Signif. codes: 0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1", {"***": 0.001, "**": 0.01, "*": 0.05}),
        ("One, two, and three stars indicate significance at the 10, 5, and 1 percent levels.", USUAL),
        ("A single star marks p<0.10, a double star p<0.05 and a triple star p<0.01.", USUAL),
        ("一颗星、两颗星、三颗星分别对应10%、5%、1%的显著性水平。", USUAL),
        ("*, ** and *** mark significance at the ten, five and one percent levels.", USUAL),
        ("One, two and three stars (*, **, ***) stand for the 10, 5 and 1% levels.", USUAL),
        ("One star (*) marks 10%, two stars (**) 5%, three stars (***) 1%.", USUAL),
        ("* p<0.1; ** p<0.05; ** p<0.01", {}),
        ("Asterisks: * ten, ** five, *** one percent.", USUAL),
        ("Two-sided tests at the 10 (*), 5 (**) and 1 (***) percent levels.", USUAL),
        ("** significant at the 10 % level", {"**": 0.1}),
        ("Standard errors, clustered by city, in parentheses; 5 % of the rows are dropped.", {}),
        ("* * * of an asterisk nobody explains", {}),
    ],
)
def test_a_legend_gives_each_mark_its_level(note, legend):
    assert legend_of([note]) == legend


@pytest.mark.parametrize(
    "note, held",
    [
        ("Standard errors in parentheses", {"(": "std_error"}),
        ("Robust t-statistics in parentheses", {"(": "statistic"}),
        ("t statistics in brackets", {"(": "statistic"}),
        ("Parentheses contain robust standard errors.", {"(": "std_error"}),
        ("The values in parentheses are t-values.", {"(": "statistic"}),
        ("Clustered (City) standard-errors in parentheses", {"(": "std_error"}),
        ("Standard errors, clustered at the city level, are reported in parentheses.", {"(": "std_error"}),
        ("Standard errors in parentheses and p-values in square brackets", {"(": "std_error", "[": "p_value"}),
        ("95% confidence intervals in square brackets", {"[": "interval"}),
        ("Standard errors are clustered by city; t-values in parentheses.", {"(": "statistic"}),
        ("t-statistics based on robust standard errors in parentheses", {"(": "statistic"}),
        ("括号内为t值", {"(": "statistic"}),
        ("注：括号内数值为聚类到城市层面的稳健标准误，***表示1%", {"(": "std_error"}),
        ("圆括号内为标准误，方括号内为p值。", {"(": "std_error", "[": "p_value"}),
        ("括号内为基于聚类稳健标准误计算的t值", {"(": "statistic"}),
        ("括号内为t值，标准误聚类到城市层面。", {"(": "statistic"}),
        ("（）内为稳健标准误", {"(": "std_error"}),
        ("括号中为稳健标准误对应的t值", {"(": "statistic"}),
        ("Coefficients are reported with standard errors in parentheses.", {"(": "std_error"}),
        ("t-statistics with clustered standard errors in parentheses", {"(": "statistic"}),
        ("Standard deviations in parentheses", {"(": "sd"}),
        ("Wild bootstrap p-values in square brackets", {"[": "other"}),
        (
            "The values in parentheses and square brackets are standard errors and p-values, respectively.",
            {"(": "std_error", "[": "p_value"},
        ),
        (
            "Standard errors (SE) and t-statistics are listed in parentheses and square brackets.",
            {"(": "std_error", "[": "statistic"},
        ),
        ("圆括号、方括号内数字分别为标准误和t检验值。", {"(": "std_error", "[": "statistic"}),
        ("估计值下方括号中汇报标准误。", {"(": "std_error"}),
        ("估计值下方的圆括号和方括号中分别汇报标准误与p值。", {"(": "std_error", "[": "p_value"}),
        ("Cluster-robust s.e. reported beneath estimates.", {"(": "std_error"}),
        ("每个系数下方为标准误。", {"(": "std_error"}),
        ("Standard errors are clustered by city.", {}),
        ("Stars mark p-values below 5 %.", {}),
    ],
)
def test_notes_say_what_brackets_hold(note, held):
    assert brackets_of([note], {"("}) == held


def test_brackets_are_square_where_the_table_has_square_ones():
    assert brackets_of(["Standard errors in parentheses, p-values in brackets."], {"(", "["}) == {
        "(": "std_error",
        "[": "p_value",
    }


@pytest.mark.parametrize("note, said", [("One-sided tests", True), ("单侧检验", True), ("Two-sided tests", False)])
def test_one_sided_tests_are_those_that_a_note_names(note, said):
    assert one_sided([note]) is said
