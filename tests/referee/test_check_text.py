"""Numbers of sentences against the tables that they are about."""

import pytest
import written
from drafts import descriptives, draft, fired, regressions, said

from referee.check_text import no_such_column, no_such_table, text_number, text_number_nowhere, text_ratio
from referee.disputes import disputes

N = {"=n_obs": "2,574"}
POLICY = "AI pilot zones (AI)"
BASELINE = regressions(
    "Table 3",
    {
        "1": {POLICY: "0.1140** (0.0556)", "ECO": "0.3689*** (0.0415)", "=r2": "0.2637", **N},
        "2": {POLICY: "0.0592** (0.0256)", "ECO": "0.1475*** (0.0385)", "=r2": "0.8286", **N},
        "4": {POLICY: "0.0638** (0.0255)", "ECO": "0.1929*** (0.0421)", "=r2": "0.8335", **N},
    },
)
FURTHER = regressions(
    "Table 7",
    {
        "1": {"AI": "-0.0412** (0.0182)", "=n_obs": "2,538", "outcome": "ln carbon"},
        "2": {"AI": "0.1076* (0.0618)", "=n_obs": "2,574"},
        "3": {"AI": "0.0029 (0.0118)", "=n_obs": "2,574"},
    },
)
MEANS = descriptives(
    "Table 2",
    {
        "ULGUE": {"n": "2,574", "mean": "0.5640", "sd": "0.2883", "min": "0.0114", "max": "1.9379"},
        "AI": {"n": "2,574", "mean": "0.0287", "sd": "0.1671", "min": "0", "max": "1"},
    },
)
TABLES = MEANS, BASELINE, FURTHER

RIGHT = [
    said("In column (4) of Table 3 the coefficient of AI is 0.0638.", at="0.0638", table="3", column="4", term="AI"),
    said("It is 0.064 in column (4).", at="0.064", table="3", column="4", term="coefficient of AI pilot zones"),
    said("The policy raises efficiency by 6.4 %.", term="the policy", unit="%", sign=1),
    said("The policy raises efficiency by 6.59%.", term="the policy", unit="%", sign=1),
    said("The pilot zones raise it by 11.3 % of its mean.", term="pilot zones", unit="%", sign=1),
    said("The policy raises efficiency by 6.38 percentage points.", term="policy", unit="percentage points", sign=1),
    said("Carbon falls by 0.0412 in Table 7.", at="0.0412", table="7", term="AI", sign=-1),
    said("Carbon falls by 4.04 % in column (1).", table="7", column="1", term="AI", sign=-1, unit="%"),
    said("Its standard error is 0.0255.", "std_error", term="AI"),
    said("Its t value is 2.50.", "statistic", term="AI"),
    said("The coefficient falls from 0.1140 to 0.0638, by 0.0502.", at="0.0502", table="3", term="AI"),
    said("The coefficient of AI is 0.0712 in Figure 3.", at="0.0712", term="AI"),
    said("The mean of ULGUE is 0.564.", "mean", term="ULGUE"),
    said("There are 2,574 observations.", "n_obs"),
    said("R2 is 0.83 in column (4).", "r2", at="0.83", table="3", column="4"),
    said("Wang (2020) finds 0.0368 for pilot zones in previous studies.", at="0.0368", term="pilot zones"),
    said("In column (2) of Table 3 it is 0.4711.", "other", "0.4711", table="3", column="2", term="AI"),
    said(
        "AI is 0.1140 in all columns except column (2) of Table 3.",
        "estimate",
        "0.1140",
        table="3",
        column="2",
        term="AI",
    ),
    said("On average 2.87 % are treated by AI.", "share", term="AI", unit="%"),
    said("试点政策的系数为0.0638。", term="试点政策"),
    said("The estimate of 0.0638 is small.", table="3", column="2", term="AI"),  # of the sentence before it
]

WRONG = [
    (said("In column (4) of Table 3 AI has 0.0368.", at="0.0368", table="3", column="4", term="AI"), "0.0638"),
    (said("In column (2) of Table 7, at 1 %, AI has 5.0412.", at="5.0412", table="7", column="2", term="AI"), "0.1076"),
    (said("In column (2) of Table 3 it is 0.0638.", "other", "0.0638", table="3", column="2", term="AI"), "column (4)"),
    (said("In column (2) of Table 3 AI has 0.0638.", at="0.0638", table="3", column="2", term="AI"), "column (4)"),
    (said("In column (3) of Table 7 AI has 0.1076.", at="0.1076", table="7", column="3", term="AI"), "0.0029"),
    (said("The coefficient of AI is -0.0638.", at="-0.0638", term="AI"), "sign"),
    (said("The policy raises efficiency by 64 %.", term="the policy", unit="%", sign=1), "point"),
    (said("The policy raises efficiency by 3.68 %.", term="the policy", unit="%", sign=1), "swapped"),
    (said("The policy raises efficiency by 0.0638 %.", term="the policy", unit="%", sign=1), "point"),
    (said("The coefficient of AI is 0.0538.", term="AI"), "one digit"),
    (said("The coefficient of AI pilot zones is 0.0683.", term="AI pilot zones"), "swapped"),
    (said("The mean of ULGUE is 0.546.", "mean", term="ULGUE"), "swapped"),
    (said("There are 2,754 observations.", "n_obs"), "swapped"),
    (said("R2 is 0.8353 in column (4).", "r2", at="0.8353", table="3", column="4"), "0.8335"),
    (said("On average 2.78 % are treated by AI.", "share", term="AI", unit="%"), "swapped"),
    (said("On average AI is 0.03 %.", "share", term="AI", unit="%"), "point"),
    (said("AI has 0.0638 (0.0525).", "estimate", "0.0525", term="AI"), "swapped"),
    (said("表3第(4)列中试点政策的系数为0.0683。", at="0.0683", table="3", column="4", term="试点政策"), "0.0638"),
]


@pytest.mark.parametrize("statement", RIGHT, ids=lambda one: one.sentence)
def test_numbers_that_tables_have_raise_nothing(statement):
    assert fired(text_number, *TABLES, statement) == []
    assert fired(text_number_nowhere, *TABLES, statement) == []


@pytest.mark.parametrize(("statement", "words"), WRONG, ids=lambda one: getattr(one, "sentence", ""))
def test_wrong_numbers_are_errors_with_the_right_ones(statement, words):
    (finding,) = fired(text_number, *TABLES, statement)
    assert words in finding
    assert fired(text_number_nowhere, *TABLES, statement) == []


def test_a_number_that_is_near_to_none_is_doubtful():
    statement = said("The coefficient of AI is 0.4711.", term="AI")
    assert fired(text_number, *TABLES, statement) == []
    assert len(fired(text_number_nowhere, *TABLES, statement)) == 1


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Dropping the first cohort, the coefficient of AI is 0.4711.", "0.4711"),
        ("替换被解释变量后，AI的系数为0.4711。", "0.4711"),
        ("若按表3第(4)列AI的系数折算，AI的变化可带来0.4711的增加。", "0.4711"),
        ("One standard deviation of AI raises it by 0.4711.", "0.4711"),
        ("Raising AI by 0.1 adds 0.00638 to efficiency.", "0.00638"),
        ("A 10% increase in AI adds 0.0061 to efficiency.", "0.0061"),
        ("With ECO of 0.1929, AI of 0.0638 widens the gap to 0.2567.", "0.2567"),
        ("高技术城市的AI效应为0.2567（=0.0638+0.1929）。", "0.2567"),
        ("We can rule out effects of AI below -0.0638.", "-0.0638"),
        ("The coefficient of AI is 0.0683 three years after the start.", "0.0683"),
        ("AI的系数在实施后第3期为0.0683。", "0.0683"),
        ("The absolute coefficient of AI on carbon is 0.0412.", "0.0412"),
        ("Carbon shows the loss of AI cities: 0.0412.", "0.0412"),
    ],
)
def test_a_sentence_may_report_what_no_table_has(sentence, number):
    statement = said(sentence, at=number, term="AI")
    assert fired(text_number, *TABLES, statement) == fired(text_number_nowhere, *TABLES, statement) == []


@pytest.mark.parametrize(
    ("kind", "error", "times"),
    [("std_error", "0.0999", 0), ("std_error", "0.0255", 1), ("statistic", "7.25", 0), ("statistic", "2.50", 1)],
)
def test_an_estimate_with_an_error_that_no_table_has_is_reported_in_the_text(kind, error, times):
    sentence = f"The coefficient of AI is 0.4711 ({error})."
    own = said(sentence, at="0.4711", term="AI"), said(sentence, kind, error, term="AI")
    assert sum("0.4711" in one for one in fired(text_number_nowhere, *TABLES, *own)) == times


@pytest.mark.parametrize(
    ("estimate", "value", "times"),
    [("0.0638", "2.05", 1), ("0.0638", "2.50", 0), ("0.064", "2.5", 0), ("0.4711", "2.05", 0)],
)
def test_a_t_value_is_that_of_the_estimate_before_it(estimate, value, times):
    sentence = f"The coefficient of AI is {estimate} (t = {value})."
    own = said(sentence, at=estimate, term="AI"), said(sentence, "statistic", value, term="AI")
    assert len(fired(text_ratio, *TABLES, *own)) == times


@pytest.mark.parametrize(
    ("estimate", "value", "times"),
    [("0.080", "3.2", 0), ("0.080", "2.3", 1), ("0.012", "2.3", 0), ("0.4711", "2.3", 0)],
)
def test_a_t_value_is_that_printed_beneath_the_estimate_of_the_policy(estimate, value, times):
    table = regressions("Table 2", {"1": {"Zone × post": "0.080 t3.20", "Density": "0.012 t1.10", **N}})
    sentence = f"Productivity rises (coefficient {estimate}, t = {value})."
    own = said(sentence, at=estimate, term="Productivity"), said(sentence, "statistic", value, term="Productivity")
    assert len(fired(text_ratio, table, *own)) == times


@pytest.mark.parametrize(("number", "times"), [("0.125", 0), ("0.225", 1)])
def test_the_dummy_of_the_treatment_is_the_policy(number, times):
    means = descriptives("Table 1", {"Zone × post": {"mean": "0.125"}, "Density": {"mean": "4.671"}})
    table = regressions("Table 2", {"1": {"Zone × post": "0.080 (0.025)", "Density": "0.012 (0.011)", **N}})
    statement = said(f"The treatment dummy has a mean of {number}.", "mean", number, term="treatment dummy")
    assert len(fired(text_number, means, table, statement)) == times


@pytest.mark.parametrize(("elsewhere", "times"), [("47.1% of its mean", 0), ("47.1% in all", 1)])
def test_a_percentage_may_be_relative_to_what_another_sentence_says(elsewhere, times):
    one = said("AI raises efficiency by 47.1%.", at="47.1%", term="AI", unit="%")
    other = said(f"The effect is {elsewhere}.", "other", "47.1%", unit="%")
    assert len(fired(text_number_nowhere, *TABLES, one, other)) == times


@pytest.mark.parametrize(("number", "times"), [("0.0502", 0), ("0.0520", 1)])
def test_a_gap_is_that_of_two_numbers_in_a_row(number, times):
    sentence = f"The difference between columns (1) and (4) of Table 3 for AI is {number}."
    statement = said(sentence, at=number, table="3", term="AI")
    assert sum(number in one for one in fired(text_number_nowhere, *TABLES, statement)) == times


@pytest.mark.parametrize(
    ("check", "names", "there"),
    [
        (no_such_table, {"table": "9"}, {"table": "7"}),
        (no_such_column, {"table": "3", "column": "7"}, {"table": "3", "column": "2"}),
    ],
)
def test_what_is_named_is_there(check, names, there):
    sentence = "It is significant, as said."
    assert len(fired(check, *TABLES, said(sentence, "level", None, **names))) == 1
    assert fired(check, *TABLES, said(sentence, "level", None, **there)) == []
    assert fired(check, *TABLES, said("So finds Wang (2020).", "level", None, **names)) == []


def test_a_caption_with_a_slip_of_the_policy_is_wrong():
    caption = draft(*TABLES, said("The line is the actual estimate of 0.0683.", term="line actual"), kind="caption")
    assert [one.check for one in text_number(caption)] == ["text_number"]
    assert list(text_number(draft(*TABLES, said("The line is at 0.0683.", term="line actual")))) == []


BACON = """Comparison | Weight | Estimate
Treated against never treated | 0.985 | 0.031
Earlier against later treated | 0.009 | 0.110
Later against earlier treated | 0.006 | 0.042
All comparisons | 1.000 | 0.032"""
MEANS_BY_YEAR = """Group | 2003 | 2007 | 2017
midstream | 0.412 | 0.489 | 0.537
upstream | 0.278 | 0.454 | 0.432
全部 | 0.638 | 0.578 | 0.636"""
BY_PANEL = """Variables | N | Mean | Std. dev. | Minimum | Max
Panel A: untreated | | | | |
LHOM | 476 | 1.360 | 0.598 | -0.436 | 2.613
POVERTY | 476 | 12.009 | 2.865 | 5.820 | 20.946
Panel B: treated | | | | |
LHOM | 74 | 1.698 | 0.440 | -0.245 | 2.676
POVERTY | 74 | 14.943 | 2.654 | 8.899 | 21.232"""
SWAPS = [  # what a table has, a sentence that says so, and what the sentence has with two digits swapped
    (BACON, "According to Table 9, comparisons with never treated cities carry a weight of 0.985.", "0.895"),
    (BACON, "由表9可知，以从未处理组为对照的权重为0.985。", "0.958"),
    (BACON, "In Table 9 the weighted average of all comparisons is 0.032.", "0.023"),
    (MEANS_BY_YEAR, "The mean of efficiency in midstream is 0.537 in 2017 (Table 9).", "0.357"),
    (MEANS_BY_YEAR, "The mean efficiency of the middle reaches is 0.537 in 2017 (Table 9).", "0.357"),
    (MEANS_BY_YEAR, "2003年全部的城市土地绿色生产率均值为0.638（表9）。", "0.683"),
    (BY_PANEL, "As Table 9 shows, the mean of LHOM is 1.360 and its standard deviation is 0.598.", "0.958"),
]


@pytest.mark.parametrize(("lines", "sentence", "other"), SWAPS, ids=lambda one: one if len(one) < 99 else "")
def test_a_named_table_without_coefficients_shows_swapped_digits(lines, sentence, other):
    right = next(cell for cell in lines.replace("\n", " | ").split(" | ") if sorted(cell) == sorted(other))
    whole = written.draft(written.table("Table 9", lines), sentence)
    assert list(text_number(whole)) == list(text_number_nowhere(whole)) == []
    wrong = written.draft(written.table("Table 9", lines), sentence.replace(right, other))
    (found,) = [*text_number(wrong), *text_number_nowhere(wrong)]
    assert f"has {right}: two digits are swapped" in found.message


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (BACON, "The weight of never treated cities is 0.895 in an earlier version."),
        (BACON, "Table 9 decomposes the estimate of 0.0638."),
        (MEANS_BY_YEAR, "The mean of efficiency in downstream is 0.357 in 1999 (Table 9)."),
        (BY_PANEL, "As Table 9 shows, the mean of LHOM is 1.406 and its standard deviation is 0.592."),
    ],
)
def test_of_such_a_table_other_numbers_are_not_doubted(lines, sentence):
    whole = written.draft(written.table("Table 9", lines), sentence)
    assert list(text_number(whole)) == list(text_number_nowhere(whole)) == []


def test_its_standard_deviation_is_of_the_variable_before_it():
    sentence = "As Table 2 shows, the mean of ULGUE is 0.5640 and its standard deviation is {}."
    means = written.table(
        "Table 2", "Variables | N | Mean | Std. dev.\nULGUE | 99 | 0.5640 | 0.2883\nAI | 99 | 0.2 | 0.1"
    )
    assert list(text_number(written.draft(means, sentence.format("0.2883")))) == []
    assert len(list(text_number(written.draft(means, sentence.format("0.2838"))))) == 1


def test_a_p_value_does_not_support_the_estimate_of_a_caption():
    table = regressions(
        "Table 3", {"1": {"AI": "0.102 (0.057) [0.120]", **N}, "2": {"AI": "0.102 (0.060) [0.090]", **N}}
    )
    for said_at, number in ((0.102, 0), (0.120, 1)):
        caption = said(f"The line is the actual estimate of {said_at:.3f}.", term="line actual")
        assert len(list(text_number(draft(table, caption, kind="caption")))) == number


EVENTS = regressions(
    "Table 4",
    {
        "1": {
            "Pre2": "0.0105 (0.0212)",
            "Pre1": "0",
            "Current": "0.1112** (0.0412)",
            "Post1": "0.1121** (0.0401)",
            "Post2": "0.0954* (0.0500)",
        }
    },
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Figure 1: Event study. On impact the point estimate is {}.",
        "Figure 1: Estimates around the policy; the effect in year 0 is {}.",
        "图1 动态效应：基准组为实施前一期，当期系数为{}。",
    ],
)
@pytest.mark.parametrize(("number", "times"), [("0.1112", 0), ("0.1121", 1), ("0.1211", 0)])
def test_the_effect_on_impact_is_that_of_the_year_of_the_policy(sentence, number, times):
    caption = draft(EVENTS, said(sentence.format(number), at=number, term="point"), kind="caption")
    assert len(list(text_number(caption))) == times


@pytest.mark.parametrize("words", ["a mean efficiency", "an index"])
@pytest.mark.parametrize(("number", "times"), [("0.454", 0), ("0.445", 1)])
def test_a_cell_that_is_named_by_row_and_column_has_its_own_number(words, number, times):
    table = written.table("Table 9", MEANS_BY_YEAR.replace("0.638", "0.445"))
    whole = written.draft(table, f"Table 9 shows {words} of {number} for upstream in 2007.")
    assert len(list(text_number(whole))) == times


@pytest.mark.parametrize(("number", "times"), [("0.0638", 0), ("0.0368", 1)])
def test_an_error_elsewhere_does_not_support_a_coefficient(number, times):
    further = regressions("Table 8", {"1": {"OTHER": "0.2412 (0.0368)"}})
    assert len(fired(text_number, BASELINE, further, said(f"The coefficient of AI is {number}.", term="AI"))) == times


@pytest.mark.parametrize(("number", "times"), [("6.4", 0), ("0.6", 1)])
def test_an_average_change_is_no_change_of_an_average(number, times):
    sentence = f"表3第(4)列的估计意味着AI使效率平均变动约{number}%。"
    claim = said(sentence, at=f"{number}%", table="3", column="4", term="AI", unit="%")
    assert len(fired(text_number, BASELINE, descriptives("Table 2", {"GDP": {"mean": "9.9"}}), claim)) == times


@pytest.mark.parametrize(("number", "times"), [("0.104", 0), ("0.140", 1)])
def test_a_total_effect_is_no_difference(number, times):
    effects = {"Direct": "0.105 (0.061)", "Indirect": "-0.001 (0.053)", "Total": f"{number} (0.090)"}
    sentence = "Column (3) of Table 5 has a direct effect of 0.105, an indirect one of -0.001 and a total one of 0.104."
    total = said(sentence, at="0.104", table="5", column="3", term="total effect")
    assert len(fired(text_number, regressions("Table 5", {"3": effects}), total)) == times


@pytest.mark.parametrize(("most", "times"), [("2.613", 0), ("2.163", 1)])
def test_a_moment_after_its_table_is_not_from_elsewhere(most, times):
    other = written.table("Table 8", "Group | 2003\nAll | 2.163")
    said_of = f"By Table 9, LHOM averages 1.360. It ranges from -0.436 to {most}."
    whole = written.draft(written.table("Table 9", BY_PANEL), other, said_of)
    assert len([*text_number(whole), *text_number_nowhere(whole)]) == times


@pytest.mark.parametrize(("said", "sure"), [("0.027", []), ("0.072", [True])])
def test_a_moran_is_that_of_its_year(said, sure):
    rows = "Year | Moran's I | z | p\n2015 | 0.027 | 3.10 | 0.002\n2016 | 0.072 | 4.20 | 0.000"
    read = written.draft(written.table("Table 6", rows), f"Table 6 shows that Moran's I is {said} in 2015.")
    assert [one.sure for one in disputes(read)] == sure


@pytest.mark.parametrize(("said", "times"), [("0.104", 0), ("0.140", 1)])
def test_by_how_much_an_estimate_changes_is_no_estimate(said, times):
    table = written.table("表2", " | (1) | (2)\n入市 | -0.118 (0.030) | -0.104 (0.029)\n观测值 | 1968 | 1928")
    sentence = f"表2第(1)列中入市的系数为-0.118；第(2)列中入市系数的绝对值减小0.014，降至{said}。"
    assert len(list(text_number(written.draft(table, sentence)))) == times
