"""What tables say, in the shapes in which programs and people print them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_typed import table_of

from manuscript.document import Cell, Manuscript, Table
from manuscript.printed_tables import Bacon, Descriptives, Effects, Other, Regressions
from manuscript.tables import coefficients_of, numbers_of, place, printed, tables_of

STARS = "* p<0.1, ** p<0.05, *** p<0.01"
ERRORS = ("Standard errors in parentheses", STARS)
BODY = [["did", "0.064**", "0.051*"], ["", "(0.026)", "(0.029)"], ["N", "2,574", "2574"], ["R2", "0.41", "0.45"]]

# The same two columns: 0.064 (0.026), two stars, and 0.051 (0.029), one star, N = 2,574.
SAME = {
    "esttab": ([["", "(1)", "(2)"], ["", "gtfp", "gtfp"], *BODY], 2, ERRORS),
    "nothing found to be a heading": ([["", "(1)", "(2)"], ["", "gtfp", "gtfp"], *BODY], 0, ERRORS),
    "notes as rows": (
        [["", "(1)", "(2)"], *BODY, [("Robust standard errors in parentheses", 3)], [(STARS, 3)]],
        1,
        (),
    ),
    "stargazer": (
        [["", ("Dependent variable:", 2)], ["", ("gtfp", 2)], ["", "(1)", "(2)"], *BODY, ["Note:", (STARS, 2)]],
        3,
        (),
    ),
    "etable": (
        [
            ["Dependent Variables:", "gtfp", "gtfp"],
            ["Model:", "(1)", "(2)"],
            ["Variables", "", ""],
            *BODY[:2],
            ["Fixed-effects", "", ""],
            ["City", "Yes", "Yes"],
            ["Fit statistics", "", ""],
            ["Observations", "2,574", "2,574"],
            ["Within R2", "0.41", "0.45"],
            [("Clustered (City) standard-errors in parentheses", 3)],
        ],
        1,
        (),
    ),
    "one cell": ([["", "(1)", "(2)"], ["did", "0.064** (0.026)", "0.051*\n(0.029)"], *BODY[2:]], 1, ERRORS),
    "stars at the errors": (
        [["", "(1)", "(2)"], ["did", "0.064", "0.051"], ["", "(0.026)**", "(0.029)*"], *BODY[2:]],
        1,
        ERRORS,
    ),
    "a column of errors": (
        [["", "(1)", "", "(2)", ""], ["did", "0.064**", "(0.026)", "0.051*", "(0.029)"], ["N", "2574", "", "2574", ""]],
        1,
        ERRORS,
    ),
    "a column of stars": (
        [
            ["", "(1)", "", "(2)", ""],
            ["did", "0.064", "**", "0.051", "*"],
            ["", "(0.026)", "", "(0.029)", ""],
            ["N", "2574", "", "2574", ""],
        ],
        1,
        ERRORS,
    ),
    "columns by heading": (
        [
            ["", ("(1) OLS", 2), ("(2) FE", 2)],
            ["Variable", "Coef.", "Std. Err.", "Coef.", "Std. Err."],
            ["did", "0.064**", "0.026", "0.051*", "0.029"],
            ["N", "2574", "", "2574", ""],
        ],
        2,
        (),
    ),
    "labelled rows": ([["", "(1)", "(2)"], BODY[0], ["(s.e.)", "0.026", "0.029"], *BODY[2:]], 1, ()),
    "labels in brackets": (
        [["", "(1)", "(2)"], ["did", "0.064** (se = 0.026)", "0.051* (se = 0.029)"], *BODY[2:]],
        1,
        (),
    ),
    "square brackets": (
        [["", "(1)", "(2)"], BODY[0], ["", "[0.026]", "[0.029]"], *BODY[2:]],
        1,
        ("Standard errors in brackets",),
    ),
    "N that covers both": ([["", "(1)", "(2)"], *BODY[:2], ["N", ("2574", 2)]], 1, ERRORS),
    "told by the numbers": ([["", "(1)", "(2)"], *BODY], 1, (STARS,)),
    "decimal commas": (
        [["", "(1)", "(2)"], ["did", "0,064**", "0,051*"], ["", "(0,026)", "(0,029)"], ["N", "2.574", "2.574"]],
        1,
        ERRORS,
    ),
    "Chinese": (
        [
            ["", ("被解释变量：绿色效率", 2)],
            ["变量", "（1）", "（2）"],
            ["did", "0.064**", "0.051*"],
            ["", "（0.026）", "（0.029）"],
            ["控制变量", "×", "√"],
            ["样本量", "2574", "2574"],
        ],
        2,
        ("注：括号内为稳健标准误，***、**、*分别表示在1%、5%、10%水平上显著。",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("rows, header, notes", SAME.values(), ids=SAME)
def test_the_same_columns_are_read_in_every_shape(rows, header, notes):
    table = printed(table_of(rows, header=header, notes=notes))
    assert isinstance(table, Regressions)
    assert [model.number for model in table.models] == ["1", "2"]
    said = [
        (
            one.term,
            one.estimate.number.value,
            one.stars,
            {key: number.number.value for key, number in one.beneath.items()},
        )
        for one in coefficients_of(table)
    ]
    assert said == [("did", 0.064, "**", {"std_error": 0.026}), ("did", 0.051, "*", {"std_error": 0.029})]
    assert [model.statistics["n_obs"].number.value for model in table.models] == [2574, 2574]


def first(rows, **more):
    table = printed(table_of(rows, **more))
    return table, coefficients_of(table)[0]


def beneath(one):
    return {key: number.number.value for key, number in one.beneath.items()}


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


def test_long_headings_over_two_rows_are_one():
    rows = [["", "(1)"], ["Pilot zone ×", ""], ["connected", "0.2**"], ["", "(0.1)"], ["Pilot zone in", "0.3**"]]
    table = printed(table_of([*rows, ["large cities", "(0.1)"], ["N", "90"]], notes=ERRORS))
    assert [one.term for one in coefficients_of(table)] == ["Pilot zone × connected", "Pilot zone in large cities"]


AI = ["2,574", "0.0287", "0.1671", "0", "1"]
SUMMARIES = {
    "Stata": ([["Variable", "Obs", "Mean", "Std. Dev.", "Min", "Max"], ["AI", *AI]], 1),
    "outreg2": (
        [["", "(1)", "(2)", "(3)", "(4)", "(5)"], ["", "N", "mean", "sd", "min", "max"], ["AI", *AI]],
        2,
    ),
    "Chinese": ([["变量", "含义", "样本量", "均值", "标准差", "最小值", "最大值"], ["AI", "试点", *AI]], 1),
    "turned": ([["", "AI"], *map(list, zip(["N", "Mean", "SD", "Min", "Max"], AI, strict=True))], 1),
    "one cell": ([["Variable", "N", "Mean (SD)", "Min", "Max"], ["AI", "2574", "0.0287 (0.1671)", "0", "1"]], 1),
}


@pytest.mark.parametrize("rows, header", SUMMARIES.values(), ids=SUMMARIES)
def test_summaries_are_read_by_variable(rows, header):
    table = printed(table_of(rows, header=header))
    assert isinstance(table, Descriptives)
    assert {key: one.number.value for key, one in table.variables["AI"].items()} == {
        "n": 2574,
        "mean": 0.0287,
        "sd": 0.1671,
        "min": 0,
        "max": 1,
    }


def test_summaries_of_groups_keep_the_difference_apart():
    rows = [
        ["", ("Treated", 2), ("Control", 2), "Difference", "t"],
        ["Variable", "Mean", "SD", "Mean", "SD", "", ""],
        ["Log GDP", "10.9", "0.5", "10.1", "0.4", "0.8***", "3.2"],
    ]
    table = printed(table_of(rows, header=2))
    said = {name: {key: one.number.value for key, one in numbers.items()} for name, numbers in table.variables.items()}
    assert said == {
        "Log GDP, Treated": {"mean": 10.9, "sd": 0.5},
        "Log GDP, Control": {"mean": 10.1, "sd": 0.4},
        "Log GDP, Difference": {"estimate": 0.8, "statistic": 3.2},
    }


def test_means_with_deviations_beneath_are_no_regressions():
    rows = [["", "Treated", "Control"], ["Log GDP", "10.9", "10.1"], ["", "(0.5)", "(0.4)"]]
    table = printed(table_of(rows, notes=("Standard deviations in parentheses",)))
    assert {key: one.number.value for key, one in table.variables["Log GDP, Treated"].items()} == {
        "mean": 10.9,
        "sd": 0.5,
    }


EFFECTS = {
    "by columns": [
        ["", ("SDM", 3)],
        ["", "Direct", "Indirect", "Total"],
        ["AI", "0.08***", "0.15**", "0.23***"],
        ["", "(0.02)", "(0.06)", "(0.07)"],
    ],
    "by columns of xsmle": [
        ["", "(1)", "(2)", "(3)", "(4)"],
        ["", "Spatial", "LR_Direct", "LR_Indirect", "LR_Total"],
        ["AI", "", "0.08***", "0.15**", "0.23***"],
        ["", "", "(0.02)", "(0.06)", "(0.07)"],
        ["rho", "0.5***", "", "", ""],
        ["", "(0.1)", "", "", ""],
        ["Observations", "90", "90", "90", "90"],
    ],
    "by panels": [
        ["", "SDM"],
        ["Panel A: Direct effects", ""],
        ["AI", "0.08***"],
        ["", "(0.02)"],
        ["Panel B: Indirect effects", ""],
        ["AI", "0.15**"],
        ["", "(0.06)"],
        ["Panel C: Total effects", ""],
        ["AI", "0.23***"],
        ["", "(0.07)"],
    ],
    "by rows": [
        ["", "(1)"],
        ["AI的直接效应", "0.08***"],
        ["", "(0.02)"],
        ["AI的间接效应", "0.15**"],
        ["", "(0.06)"],
        ["AI的总效应", "0.23***"],
        ["", "(0.07)"],
    ],
}


@pytest.mark.parametrize("rows", EFFECTS.values(), ids=EFFECTS)
def test_effects_are_read_however_they_are_laid_out(rows):
    table = printed(table_of(rows, header=2 if rows[1][0] == "" and len(rows[1]) > 2 else 1, notes=ERRORS))
    assert isinstance(table, Effects)
    ((name, _), effects), *others = table.effects.items()
    assert name.startswith("AI") and not others
    assert {kind: (one.estimate.number.value, beneath(one)["std_error"]) for kind, one in effects.items()} == {
        "direct": (0.08, 0.02),
        "indirect": (0.15, 0.06),
        "total": (0.23, 0.07),
    }


def test_a_decomposition_leaves_its_sums_out_of_the_comparisons():
    rows = [
        ["Comparison", "Weight", "Estimate"],
        [("Treated against never treated", 3)],
        ["2019 against never", "0.9", "0.04"],
        [("Earlier against later treated", 3)],
        ["2019 against 2020", "0.1", "-0.05"],
        [("Sum", 3)],
        ["Treated against never treated", "0.9", "0.04"],
        ["All comparisons", "1.0", "0.031"],
    ]
    table = printed(table_of(rows))
    assert isinstance(table, Bacon)
    assert sum(one.number.value for one in table.weights.values()) == pytest.approx(1)
    assert table.overall.number.value == 0.031
    assert [one.meaning for one in numbers_of(table)] == ["weight", "estimate"] * 4


@pytest.mark.parametrize("whole", ["全部比较", "加权平均", "总体DID估计", "合计"])
def test_a_decomposition_in_chinese_has_its_overall_estimate(whole):
    rows = [["比较组", "权重", "估计值"], ["处理组与从未处理组", "0.9", "0.04"], ["较早与较晚处理组", "0.1", "-0.05"]]
    table = printed(table_of([*rows, [whole, "1.0", "0.031"]]))
    assert table.overall.number.value == 0.031 and len(table.weights) == 2


@pytest.mark.parametrize(
    "rows, meanings",
    [
        ([["年份", "Moran's I", "Z值", "P值"], ["2015", "0.018***", "4.4", "0.000"]], ["moran_i", "z", "p_value"]),
        ([["", "2015", "2016"], ["Moran's I", "0.018", "0.041"], ["z", "4.4", "9"]], ["moran_i", "moran_i", "z", "z"]),
        ([["", "A", "B", "C"], ["A", "1", "", ""], ["B", "0.1**", "1", ""], ["C", "0", "0.3*", "1"]], ["other"] * 6),
        ([["Year", "Zones", "Cities"], ["2019", "5", "Beijing, Hefei"], ["2020", "8", "Wuhan"]], ["other", "other"]),
        ([["变量", "处理组", "控制组", "t值"], ["GDP", "10.9", "10.1", "2.9"]], ["other", "other", "statistic"]),
        ([["", "Ours", "Published"], ["AI", "0.06", "0.07"], ["", "(0.02)", "(0.03)"]], ["other"] * 4),
    ],
)  # fmt: skip
def test_other_tables_keep_their_numbers_with_what_headings_say(rows, meanings):
    table = printed(table_of(rows))
    assert isinstance(table, Other)
    assert [number.meaning for number in numbers_of(table)] == meanings


@pytest.mark.parametrize(
    "rows", [[[""]], [["a"], ["b"]], [["a", "b"], ["", ""]], [["0.1"]], [["", "(1)"], ["did", "–"]]]
)
def test_tables_of_little_or_nothing_are_read(rows):
    assert isinstance(printed(table_of(rows, header=0)), Other | Regressions)


def test_cells_that_cover_rows_name_groups():
    cells = [["Year", "", "Mean"], ["East", "2003", "0.5"], ["", "2004", "0.6"]]
    rows = [[Cell(text, row, column) for column, text in enumerate(texts)] for row, texts in enumerate(cells)]
    rows[1][0] = rows[2][0] = Cell("East", 1, 0, rows=2)
    table = printed(Table("Table 2", "", tuple(map(tuple, rows)), 1))
    assert [place(table, one) for one in numbers_of(table)] == [
        "Table 2, East, 2003, Mean",
        "Table 2, East, 2004, Mean",
    ]


def test_tables_keep_their_order():
    one, two = table_of(BODY, place="Table 1"), table_of(BODY, place="Table 2")
    assert [table.table.place for table in tables_of(Manuscript("paper.md", (one, two)))] == ["Table 1", "Table 2"]


number = st.decimals(-9, 9, places=3).map(str)
error = st.decimals("0.001", 9, places=3).map(str)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(number, error, st.sampled_from(["", "*", "**", "***"])), min_size=1, max_size=5), st.data())
def test_a_table_says_what_was_put_into_it(estimates, data):
    """Estimates with errors in one column: beneath, behind, or beside them."""
    shape = data.draw(st.sampled_from(["beneath", "behind", "beside"]))
    opening, closing = data.draw(st.sampled_from(["()", "[]"]))
    rows = [["", "(1)", ""]]
    for place_of, (value, spread, stars) in enumerate(estimates):
        held = f"{opening}{spread}{closing}"
        rows += {
            "beneath": [[f"x{place_of}", value + stars], ["", held]],
            "behind": [[f"x{place_of}", f"{value}{stars} {held}"]],
            "beside": [[f"x{place_of}", value + stars, held]],
        }[shape]
    said = {"(": "parentheses", "[": "square brackets"}[opening]
    table = printed(table_of([*rows, ["N", "90"]], notes=(f"Standard errors in {said}",)))
    assert [
        (one.term, one.estimate.number.value, one.beneath["std_error"].number.value, one.stars)
        for one in coefficients_of(table)
    ] == [
        (f"x{place_of}", float(value), float(spread), stars)
        for place_of, (value, spread, stars) in enumerate(estimates)
    ]
    assert len(numbers_of(table)) == 2 * len(estimates) + 1
