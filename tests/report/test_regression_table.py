"""What a regression table says, cell by cell."""

import pytest

from core.grids import coefficients
from report.fitted import Fitted, fitted_columns, in_order
from report.regression_table import regression_table

STATISTICS = ["n", "units", "clusters", "r2_within"]


def printed(
    study,
    names=("main", "late"),
    headings=None,
    keep=(),
    indicate=None,
    pairs=None,
    under=("std_error",),
    fitstat=STATISTICS,
    **labels,
):
    pairs = pairs or [
        (study.tables[f"estimates/{rule}/baseline.csv"], study.documents[f"estimates/{rule}/baseline.json"])
        for rule in ("fit_ols", "fit_event_study")
    ]
    columns = [column for column in fitted_columns(pairs) if column.name in names]
    headings = headings or [None] * len(names)
    shown = in_order(columns, list(names))
    return regression_table(shown, headings, list(keep), indicate or {}, list(under), fitstat, labels)


def one_fit(study, terms, **facts):
    rows = [study.coefficient("t", "c", term, 0.4, 0.1, 0.0) for term in terms]
    return [(rows, coefficients([study.fit("c", **facts)]))]


def test_cell_by_cell(study):
    table = printed(study, policy="试点", score="Efficiency", unit="City")
    assert table.header == (("", "Outcome: Efficiency", ""), ("", "(1)", "(2)"))
    assert table.groups[0].rows == (
        ("试点", "0.0638***", "0.0400"),
        ("", "(0.0200)", "(0.0300)"),
        ("fin", "-0.3000*", ""),
        ("", "(0.1600)", ""),
    )
    assert table.groups[1].rows == (("City fixed effects", "Yes", "Yes"), ("Year fixed effects", "Yes", "Yes"))
    assert table.groups[2].rows[0] == ("Observations", "24", "18")
    assert table.groups[2].rows[-1] == ("R² within", "0.0340", "0.0340")


def test_an_effect_with_a_slope_is_one_effect_among_the_columns(study):
    fits = [study.fit("a", fixed_effects=["unit", "year"]), study.fit("b", fixed_effects=["year", "unit[year]"])]
    rows = [study.coefficient("t", name, "x", 0.4, 0.1, 0.0) for name in "ab"]
    assert printed(study, "ab", pairs=[(rows, coefficients(fits))], unit="City").groups[1].rows == (
        ("City fixed effects", "Yes", "Yes"),
        ("Year fixed effects", "Yes", "Yes"),
        ("Slopes of Year by City", "No", "Yes"),
    )


def test_a_column_without_a_label_is_headed_by_its_outcome(study):
    table = printed(study, headings=["Preferred", None], score="Efficiency")
    assert table.header == (("", "Outcome: Efficiency", ""), ("", "(1)", "(2)"), ("", "Preferred", "Efficiency"))


@pytest.mark.parametrize(
    ("outcomes", "above"),
    [
        (["gdp", "gdp", "score"], ("Outcome", "GDP", "", "score")),
        (["gdp", "score", "gdp"], ("Outcome", "GDP", "score", "GDP")),
        (["gdp"], ("", "Outcome: GDP")),
    ],
)
def test_an_outcome_stands_once_above_the_columns_that_share_it(study, outcomes, above):
    names = [f"c{number}" for number in range(len(outcomes))]
    rows = [study.coefficient("t", name, "a", 0.4, 0.1, 0.0) for name in names]
    fits = [study.fit(name, outcome) for name, outcome in zip(names, outcomes, strict=True)]
    assert printed(study, names, pairs=[(rows, coefficients(fits))], gdp="GDP").header[0] == above


def test_notes_say_rule_stars_samples_and_warnings(study):
    notes = printed(study).notes
    assert notes[0].startswith("Standard errors in parentheses, clustered by unit, with the factor G/(G − 1) × (N − 1)")
    assert notes[0].endswith("p-values from t(5).")
    assert "*** p < 0.01, ** p < 0.05, * p < 0.1." in notes
    assert "Column (2): sample year >= 2001." in notes and "Column (1): no condition on the sample." in notes
    assert "Column (2): left out: AK, HI." in notes


def test_a_spatial_fit_has_model_matrix_and_no_clusters(study):
    ml = {"estimator": "sar", "matrix": "queen", "n_clusters": None, "df": None, "r2_within": None, "r2": None}
    pairs = one_fit(study, ["rho"], ssc={"rule": "ml_hessian", "factor": 1}, **ml)
    table = printed(study, ["c"], pairs=pairs)
    rows = {row[0]: row[1] for row in table.rows}
    assert rows["Model"] == "SAR" and rows["Matrix"] == "queen" and "Clusters" not in rows and "R² within" not in rows
    assert "Hessian" in table.notes[0] and "normal distribution" in table.notes[0]


def test_parameters_of_spatial_lags_stand_after_the_terms_of_all_columns(study):
    names = {"sar": ("a", "rho"), "sdem": ("a", "b", "W:a", "lambda")}
    rows = [study.coefficient("t", name, term, 0.4, 0.1, 0.0) for name, terms in names.items() for term in terms]
    table = printed(study, list(names), pairs=[(rows, coefficients([study.fit(name) for name in names]))])
    shown = [row[0] for row in table.rows if row[0] in ("a", "b", "W a", "rho", "lambda")]
    assert shown == ["a", "b", "W a", "rho", "lambda"]


def test_notes_say_which_rule_and_which_correction_spatial_columns_have(study):
    """A table that mixes them says so, and has rho before the correction."""
    facts = {
        "ols": {},
        "sar": {"ssc": {"rule": "ml_cluster", "factor": 1.1}, "df": None, "correction": "lee_yu",
                "uncorrected": {"estimates": {"a": 0.1, "rho": -0.3123}}},
        "slx": {"ssc": {"rule": "ml_hessian", "factor": 1}, "df": None, "n_clusters": None, "correction": "none",
                "uncorrected": {"estimates": {"a": 0.1}}},
    }  # fmt: skip
    rows = [study.coefficient("t", name, "a", 0.4, 0.1, 0.0) for name in facts]
    fits = [study.fit(name, **own) for name, own in facts.items()]
    notes = printed(study, list(facts), pairs=[(rows, coefficients(fits))]).notes
    assert [note.split(":")[0] for note in notes[:3]] == ["Column (1)", "Column (2)", "Column (3)"]
    assert "clustered by unit, from scores and Hessian of the likelihood; p-values from the normal" in notes[1]
    assert "from the Hessian of the likelihood, as for independent errors" in notes[2]
    said = "corrected for the bias of the effects (Lee and Yu 2010); without this, rho is −0.3123 in (2)."
    assert f"Column (2): {said}" in notes
    assert "Column (3): not corrected for the bias of the effects." in notes


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "clustered by city,"),
        ({"cluster": "province"}, "clustered by province,"),
        ({"cluster": ["unit", "year"]}, "clustered by city and year,"),
        ({"n_clusters": None}, "in parentheses, with"),
    ],
)
def test_the_note_says_what_errors_are_clustered_by(study, facts, said):
    assert said in printed(study, ["c"], pairs=one_fit(study, ["a"], **facts), unit="City").notes[0]


def test_least_squares_are_not_named(study):
    assert not {"Model", "Matrix"} & {row[0] for row in printed(study, ["main", "event"]).rows}


def test_a_coefficient_that_stands_twice_is_refused(study):
    with pytest.raises(ValueError, match=r"t\.c: the coefficient of a stands twice"):
        printed(study, ["c"], pairs=one_fit(study, ["a", "a"]))


def test_event_times_are_in_words_and_the_base_has_neither_star_nor_error(study):
    rows = printed(study, ["event"], policy="Law").rows
    at = rows.index(("Law, year −1", "0.0000"))
    assert rows[at + 1] == ("", "(base)")
    assert rows[at + 3] == ("", "(0.0200)")


def test_pooled_ends_say_so_and_event_times_of_all_columns_stand_by_year(study):
    rows = study.tables["estimates/fit_event_study/baseline.csv"]
    narrow = [row | {"column": "narrow", "binned": row["k"] in (-2, 0)} for row in rows if row["k"] in (-2, -1, 0)]
    fits = study.documents["estimates/fit_event_study/baseline.json"]["columns"]
    pairs = [(narrow + rows, coefficients([fits[0] | {"name": "narrow"}, *fits]))]
    table = printed(study, ["narrow", "event"], pairs=pairs)
    assert [row[0] for row in table.groups[0].rows if row[0]] == [
        "policy, year −3",
        "policy, year −2 or earlier",
        "policy, year −2",
        "policy, year −1",
        "policy, year 0",
        "policy, year 0 or later",
        "policy, year 1",
        "fin",
    ]


@pytest.mark.parametrize(
    ("keep", "indicate", "shown"),
    [
        (["policy"], {}, ["policy"]),
        ([], {"Controls": ["fin", "size"]}, ["policy"]),
        (["fin"], {}, ["fin"]),
        ([], {}, ["policy", "fin"]),
    ],
)
def test_terms_are_kept_or_indicated(study, keep, indicate, shown):
    table = printed(study, keep=keep, indicate=indicate)
    assert [row[0] for row in table.groups[0].rows if row[0]] == shown
    answers = {row[0]: row[1:] for row in table.groups[1].rows}
    assert answers.get("Controls") == (("Yes", "No") if indicate else None)


def test_the_name_of_a_policy_keeps_its_event_times(study):
    shown = [row[0] for row in printed(study, ["event"], keep=["policy"]).groups[0].rows if row[0]]
    assert len(shown) == 5 and "fin" not in shown


def test_a_policy_and_its_event_times_do_not_mix(study):
    terms = [row[0] for row in printed(study, ["event", "main"]).groups[0].rows if row[0]]
    assert terms == [*(f"policy, year {k}" for k in ("−3", "−2", "−1", "0", "1")), "fin", "policy"]


def test_two_clusters_classical_errors_and_rows_that_left_are_said(study):
    facts = [
        study.fit(
            "a", n_clusters=[50, 11], cluster=["unit", "year"], dropped={"missing": {"fin": 17}, "singletons": 3}
        ),
        study.fit("b", n_clusters=None, cluster="none", ssc={"rule": "iid", "factor": 1}),
    ]
    columns = [Fitted("t", fit, [study.coefficient("t", fit["name"], "policy", 0.2, 0.1, 0.04)]) for fit in facts]
    table = regression_table(columns, [None, None], [], {}, ["std_error"], STATISTICS, {"fin": "Loans"})
    assert ("Clusters", "50 and 11", "") in table.rows
    notes = " ".join(table.notes)
    assert "clustered by unit and year" in notes
    assert "independent errors of one variance" in notes
    assert "Column (1): left out 17 rows without Loans, 3 singletons." in notes


def test_errors_that_differ_in_degrees_of_freedom_alone_are_said_once(study):
    fits = [study.fit(f"c{number}", df=281 if number == 1 else 285) for number in range(5)]
    columns = [Fitted("t", fit, [study.coefficient("t", fit["name"], "a", 0.4, 0.1, 0.0)]) for fit in fits]
    first, *others = regression_table(columns, [None] * 5, [], {}, ["std_error"], [], {}).notes
    assert first.endswith("; p-values from t(285) in columns (1), (3) to (5) and t(281) in column (2).")
    assert not any("Standard errors" in note for note in others)


@pytest.mark.parametrize(
    ("estimate", "std_error", "cells"),
    [
        (-2.134e-05, 1.02e-05, ("-2.13e-05**", "(1.02e-05)")),
        (0.0003, 1.02e-05, ("0.0003**", "(1.02e-05)")),
        (1e-17, 0.2, ("0.0000**", "(0.2000)")),
        (0.0, 0.2, ("0.0000**", "(0.2000)")),
    ],
)
def test_a_coefficient_too_small_for_four_decimals_is_no_zero(study, estimate, std_error, cells):
    pairs = [([study.coefficient("t", "c", "a", estimate, std_error, 0.04)], coefficients([study.fit("c")]))]
    value, error = printed(study, ["c"], pairs=pairs).groups[0].rows
    assert (value[1], error[1]) == cells


def test_what_stands_beneath_an_estimate_in_its_order_and_is_named(study):
    first, second = (study.coefficient("t", "c", term, 0.4, 0.1, 0.004) for term in ("policy", "fin"))
    wild = {"p_value": {"policy": 0.0213}, "draws": 1024, "weights": "rademacher", "enumerated": True}
    fit = study.fit("c", also={"wild": wild})
    pairs = [([first | {"p_wild": 0.0213, "p_cr2": 0.0301}, second], coefficients([fit]))]
    under = ["p_value", "conf_int", "p_cr2", "p_wild", "statistic"]
    table = printed(study, ["c"], pairs=pairs, under=under)
    assert table.groups[0].rows == (
        ("policy", "0.4000***"), ("", "[0.004]"), ("", "[0.2000, 0.6000]"), ("", "[0.030]"), ("", "[0.021]"),
        ("", "(4.0000)"),
        ("fin", "0.4000***"), ("", "[0.004]"), ("", "[0.2000, 0.6000]"), ("", "(4.0000)"),
    )  # fmt: skip
    assert table.notes[0].startswith("Standard errors, clustered by unit")
    words = [table.notes[1].index(part) for part in ("the p-value in", "interval", "CR2", "wild", "t statistic")]
    assert words == sorted(words)
    assert table.notes[2] == "Wild cluster bootstrap with all 1,024 vectors of Rademacher weights."


def test_joint_tests_and_sums_have_rows_and_words(study):
    sums = {"Large": {"terms": {"policy": 1, "policy:fin": -1}} | study.coefficient("", "", "", 0.2, 0.1, 0.03)}
    tests = {"Leads": {"terms": ["fin"], "statistic": 3.5, "df1": 1, "df2": 5, "p_value": 0.04}, "pretrend": {}}
    rows = [study.coefficient("t", name, "policy", 0.4, 0.1, 0.0) for name in "ab"]
    pairs = [(rows, coefficients([study.fit("a", lincom=sums, tests=tests), study.fit("b")]))]
    table = printed(study, ["a", "b"], pairs=pairs, policy="Law", fin="Size")
    assert table.groups[1].rows == (
        ("Large", "0.2000**", ""), ("", "(0.1000)", ""), ("Leads, F", "3.5000", ""), ("", "[0.040]", ""),
    )  # fmt: skip
    assert "Large: Law − Law × Size." in table.notes
    assert any(note.startswith("F: joint tests") and note.endswith("Leads (Size).") for note in table.notes)


def test_statistics_stand_under_the_columns_as_asked(study):
    """A number or a test that an estimator puts into its facts is printed by its name."""
    test = {"statistic": 2.5, "p_value": 0.0312}
    fits = [
        study.fit("a", fitstat={"effective_f": 12.3, "hansen": test}, tests={"pretrend": test}, n_clusters=[6, 4]),
        study.fit("b"),
    ]
    rows = [study.coefficient("t", name, "policy", 0.4, 0.1, 0.0) for name in "ab"]
    asked = ["clusters", "r2", "pretrend", "effective_f", "hansen", "instruments", "loglik"]
    table = printed(study, ["a", "b"], pairs=[(rows, coefficients(fits))], fitstat=asked)
    assert table.groups[-1].rows == (
        ("Clusters", "6 and 4", "6"),
        ("R²", "0.8300", "0.8300"),
        ("Pre-trends, F", "2.5000", ""),
        ("", "[0.031]", ""),
        ("Effective F", "12.3000", ""),
        ("Hansen J", "2.5000", ""),
        ("", "[0.031]", ""),
    )


def test_effects_with_neighbours_stand_by_effect_and_year_and_keep_shows_them(study):
    rows = [
        study.coefficient(
            "t", "c", f"{effect}:policy::{k}", 0.4, 0.1, 0.0, effect=effect, k=k, binned=False, base=False
        )
        for effect in ("direct", "indirect")
        for k in (-2, 0)
    ]
    rows.append(study.coefficient("t", "c", "rho", 0.4, 0.1, 0.0, k=None, binned=False, base=False))
    lagged = [{"k": -2, "share": 0.456, "ratio": 0.3}, {"k": 0, "share": 0.2, "ratio": 0.3}]
    pairs = [(rows, coefficients([study.fit("c", lagged=lagged)]))]
    table = printed(study, ["c"], pairs=pairs, policy="Law", keep=["policy"])
    assert [row[0] for row in table.groups[0].rows[::2]] == [
        "Direct effect of Law, year −2",
        "Direct effect of Law, year 0",
        "Indirect effect of Law, year −2",
        "Indirect effect of Law, year 0",
    ]
    share = "Share of the variance of the neighbours' event times that the effects leave, by year: −2: 0.46, 0: 0.20."
    assert share in table.notes


def test_what_the_leads_could_have_shown_is_said_of_each_column(study):
    shown = {"statistic": 1.0, "p_value": 0.4, "detectable_slope": 0.0614, "equivalence_bound": 0.2237}
    fits = [
        study.fit("a", tests={"pretrend": shown}),
        study.fit("b"),
        study.fit("c", tests={"pretrend": shown | {"detectable_slope": None}}),
    ]
    rows = [study.coefficient("t", name, "policy", 0.4, 0.1, 0.0) for name in "abc"]
    slope = "a straight trend of 0.0614{} a year would be found with probability 0.8 (Roth 2022)"
    several = f"Leads: {slope.format(' in (1)')}; at 5 % none is beyond ±0.2237 in (1), 0.2237 in (3) (equivalence, "
    assert any(
        note.startswith(several) for note in printed(study, list("abc"), pairs=[(rows, coefficients(fits))]).notes
    )
    alone = printed(study, ["a"], pairs=[(rows[:1], coefficients(fits[:1]))]).notes
    assert any(note.startswith(f"Leads: {slope.format('')}; at 5 % none is beyond ±0.2237 (e") for note in alone)
    assert not any(
        note.startswith("Leads") for note in printed(study, ["b"], pairs=[(rows[1:2], coefficients(fits[1:2]))]).notes
    )


def test_the_factor_of_the_rule_is_said_of_each_column(study):
    ssc = [{"rule": "reghdfe", "factor": factor} for factor in (1.04127, 1.0432, 1.0471)] + [
        {"rule": "CR0", "factor": 1}
    ]
    rows = [study.coefficient("t", name, "policy", 0.4, 0.1, 0.0) for name in "abcd"]
    fits = [study.fit(name, ssc=one) for name, one in zip("abcd", ssc, strict=True)]
    first, second, *_ = printed(study, list("abcd"), pairs=[(rows, coefficients(fits))]).notes
    said = "; factor 1.0413 in column (1), 1.0432 in column (2) and 1.0471 in column (3); p-values from t(5)."
    assert first.endswith(said)
    assert second.startswith("Column (4): ") and "; factor 1.0000; " in second
