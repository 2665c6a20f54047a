"""What columns of regression tables say: coefficients, what is beneath them, statistics, panels, outcomes."""

import pytest
from tables_typed import BODY, ERRORS, STARS, beneath, table_of

from printed.tables import coefficients_of, numbers_of, place, printed


def first(rows, **more):
    table = printed(table_of(rows, **more))
    return table, coefficients_of(table)[0]


@pytest.mark.parametrize(
    "cells, notes, held",
    [
        (["(2.46)", "(1.76)"], ("t statistics in parentheses",), {"statistic": 2.46}),
        (["(2.46)", "(1.76)"], (), {"statistic": 2.46}),
        (["(0.014)", "(0.079)"], ("p-values in parentheses",), {"p_value": 0.014}),
        (["[0.013, 0.115]", "[-0.006, 0.108]"], (), {"conf_low": 0.013, "conf_high": 0.115}),
        (["(0.4)", "(0.3)"], (), {"other": 0.4}),  # neither an error nor a t of these stars
        (["[0.013 – 0.115]", "[−0.006 – 0.108]"], (), {"conf_low": 0.013, "conf_high": 0.115}),
        (["{0.026}", "{0.029}"], ("Bootstrap errors in braces",), {"std_error": 0.026}),
    ],
)
def test_brackets_hold_what_notes_or_the_numbers_say(cells, notes, held):
    rows = [["", "(1)", "(2)"], ["did", "0.064**", "0.051*"], ["", *cells], ["N", "2574", "2574"]]
    _, one = first(rows, notes=(*notes, STARS))
    assert beneath(one) == held


def test_errors_and_p_values_stand_beneath_each_other():
    rows = [["", "(1)"], ["did", "0.064"], ["", "(0.026)"], ["", "[0.014]"], ["", "[0.021]"], ["N", "2574"]]
    notes = ("Standard errors in parentheses, p-values in brackets; wild bootstrap p-values in brackets beneath.",)
    table, one = first(rows, notes=notes)
    assert beneath(one) == {"std_error": 0.026, "p_value": 0.014, "p_value 2": 0.021}
    assert (table.brackets, table.square) == ("std_error", "p_value")


def test_what_stata_prints_beside_a_coefficient_is_told_by_its_headings():
    rows = [
        ["gtfp", "Coef.", "Std. Err.", "t", "P>|t|", ("[95% Conf. Interval]", 2)],
        ["did", "0.0638", "0.0255", "2.50", "0.013", "0.0138", "0.1138"],
    ]
    _, one = first(rows)
    assert beneath(one) == {
        "std_error": 0.0255,
        "statistic": 2.5,
        "p_value": 0.013,
        "conf_low": 0.0138,
        "conf_high": 0.1138,
    }


def test_statistics_of_instruments_and_dynamic_panels_keep_their_p_values():
    rows = [
        ["", "(1)"],
        ["L.y", "0.4***"],
        ["", "(0.05)"],
        ["Kleibergen-Paap rk LM", "13.3"],
        ["", "[0.000]"],
        ["Kleibergen-Paap rk Wald F", "105.8"],
        ["", "{16.38}"],
        ["AR(1)", "-9.6"],
        ["", "[<0.001]"],
        ["AR(2) p-value", "0.361"],
        ["Hansen J", "13.10 (0.004)"],
        ["Instruments", "31"],
        ["Spectral radius", "0.4"],
        ["Number of cities", "278"],
        ["N", "5,560"],
    ]
    table = printed(table_of(rows, notes=ERRORS))
    assert {key: (one.number.value, one.meaning) for key, one in table.models[0].statistics.items()} == {
        "Kleibergen-Paap rk LM": (13.3, "other"),
        "Kleibergen-Paap rk LM p": (0.0, "p_value"),
        "first_stage_f": (105.8, "first_stage_f"),
        "critical_value": (16.38, "critical_value"),
        "AR(1)": (-9.6, "other"),
        "ar1_p": (0.001, "ar1_p"),
        "ar2_p": (0.361, "ar2_p"),
        "hansen_j": (13.1, "hansen_j"),
        "hansen_p": (0.004, "hansen_p"),
        "instruments": (31, "instruments"),
        "Spectral radius": (0.4, "other"),
        "n_units": (278, "n_units"),
        "n_obs": (5560, "n_obs"),
    }
    assert table.models[0].statistics["ar1_p"].below and len(coefficients_of(table)) == 1


def test_panels_with_their_own_n_are_models_of_their_own():
    rows = [
        ["", "(1)", "(2)"],
        [("Panel A: East", 3)],
        *BODY,
        [("Panel B: West", 3)],
        ["did", "0.01", "0.02"],
        ["", "(0.04)", "(0.03)"],
        ["N", "1,000", "900"],
    ]
    table = printed(table_of(rows, notes=ERRORS))
    assert [(model.panel, model.number, model.statistics["n_obs"].number.value) for model in table.models] == [
        ("Panel A: East", "1", 2574),
        ("Panel A: East", "2", 2574),
        ("Panel B: West", "1", 1000),
        ("Panel B: West", "2", 900),
    ]


def test_panels_of_outcomes_share_what_stands_at_the_end():
    rows = [
        ["", "(1)"],
        [("Panel A. Dependent variable: Efficiency", 2)],
        ["did", "0.1**"],
        ["", "(0.04)"],
        [("Panel B. Dependent variable: Patents", 2)],
        ["did", "0.2"],
        ["", "(0.2)"],
        ["City FE", "Yes"],
        ["N", "90"],
    ]
    table = printed(table_of(rows, notes=ERRORS))
    assert [(one.outcome, one.marks, one.statistics["n_obs"].number.value) for one in table.models] == [
        ("Efficiency", {"City FE": True}, 90),
        ("Patents", {"City FE": True}, 90),
    ]


def test_headings_in_the_body_hold_for_what_is_beneath_them():
    rows = [
        ["", "(1)", "(2)"],
        ["Dependent variable", "A", "B"],
        *BODY,
        ["", "(3)", "(4)"],
        ["Dependent variable", "C", "D"],
        *BODY,
    ]
    table = printed(table_of(rows, notes=ERRORS))
    assert {(one.number, one.outcome) for one in table.models} == {("1", "A"), ("2", "B"), ("3", "C"), ("4", "D")}
    assert place(table, table.models[1].coefficients[0]) == "Table 1, did, column (3)"


@pytest.mark.parametrize(
    "headings",
    [
        [["", ("Dependent variable: Score", 2)], ["", "(1)", "(2)"]],
        [["", ("Dependent variable:", 2)], ["", ("Score", 2)], ["", "(1)", "(2)"]],
        [["", "(1)", "(2)"], ["被解释变量", "Score", "Score"]],
        [["", "Outcome: Score (1) All", "Outcome: Score (2) East"]],
        [["Outcome", "Score (1) All", "Score (2) East"]],
        [["Dependent variable: Score", "(1)", "(2)"]],
    ],
)
def test_the_outcome_is_named_above_its_columns(headings):
    table = printed(table_of([*headings, *BODY], header=len(headings), notes=ERRORS))
    assert [(model.number, model.outcome) for model in table.models] == [("1", "Score"), ("2", "Score")]


def test_a_column_of_statistics_alone_is_a_model():
    rows = [["", ("Score", 2)], ["", "(1)", "(2)"], ["rho", "", "0.4***"], ["", "", "(0.1)"], ["N", "90", "90.000"]]
    table = printed(table_of(rows, header=2, notes=ERRORS))
    assert [(model.number, model.statistics["n_obs"].number.value) for model in table.models] == [("1", 90), ("2", 90)]
    assert [number.meaning for number in numbers_of(table)] == ["estimate", "std_error", "n_obs", "n_obs"]


def test_marks_are_read_with_ticks_left_out_for_no():
    rows = [["", "(1)", "(2)"], *BODY, ["Controls", "No", "Yes"], ["City FE", "✓", ""], ["年份固定效应", "是", "是"]]
    table = printed(table_of(rows, notes=ERRORS))
    assert [model.marks for model in table.models] == [
        {"Controls": False, "City FE": True, "年份固定效应": True},
        {"Controls": True, "City FE": False, "年份固定效应": True},
    ]


def test_a_time_called_t_is_no_t_value():
    rows = [["", "(1)"], ["t-1", "0.01"], ["", "(0.02)"], ["t", "0.05**"], ["", "(0.02)"], ["N", "90"]]
    table = printed(table_of(rows, notes=ERRORS))
    assert [one.term for one in coefficients_of(table)] == ["t-1", "t"]


def test_rows_beneath_are_told_by_their_headings():
    rows = [
        ["", "(1)"],
        ["did", "0.064"],
        ["95% CI", "[0.014, 0.114]"],
        ["t", "2.5"],
        ["p-value", "0.012"],
        ["N", "90"],
    ]
    _, one = first(rows)
    assert beneath(one) == {"conf_low": 0.014, "conf_high": 0.114, "statistic": 2.5, "p_value": 0.012}


def test_long_headings_over_two_rows_are_one():
    rows = [["", "(1)"], ["Pilot zone ×", ""], ["connected", "0.2**"], ["", "(0.1)"], ["Pilot zone in", "0.3**"]]
    table = printed(table_of([*rows, ["large cities", "(0.1)"], ["N", "90"]], notes=ERRORS))
    assert [one.term for one in coefficients_of(table)] == ["Pilot zone × connected", "Pilot zone in large cities"]


def test_a_column_called_rank_may_hold_estimates():
    rows = [["", "Rank", "Size"], ["did", "-0.021", "0.102*"], ["", "(0.014)", "(0.057)"], ["", "", ""]]
    table, one = first([*rows, ["Controls", "Yes", "Yes"], ["N", "2574", "2574"]], notes=(STARS,))
    assert [model.column for model in table.models] == [1, 2] and beneath(one) == {"std_error": 0.014}


def test_groups_may_be_called_yes_and_no_and_columns_may_count():
    rows = [
        ["Split", "Group", "Towns", "Hours", "SE"],
        *(["Size", "Small", "79", "2.316***", "0.655"], ["", "Large", "69", "0.947", "0.602"]),
        *(["Close", "No", "97", "2.178***", "0.577"], ["", "Yes", "51", "0.731", "0.688"]),
    ]
    found = coefficients_of(printed(table_of(rows, notes=STARS)))
    assert [(one.term, one.estimate.number.text) for one in found] == [
        *(("Small", "2.316"), ("Large", "0.947")),
        *(("No", "2.178"), ("Yes", "0.731")),
    ]


def test_of_groups_that_are_compared_the_tested_differences_are_estimates():
    rows = [["变量", "补贴县(63)", "非补贴县(63)", "差值", "t值"], ["外出比例(%)", "33.5", "30.2", "3.3*", "1.92"]]
    (found,) = coefficients_of(printed(table_of([*rows, ["面积", "9.14", "8.02", "1.12", "1.26"]], notes=STARS)))[:1]
    assert (found.term, found.estimate.number.text, found.stars) == ("外出比例(%)", "3.3", "*")
