"""Checks of result files: each fault is seen, and said by file."""

import pytest

from report.checks import Sheet, failures, kind_of, result_checks

BASELINE = "estimates/fit_ols/baseline"
MORAN = "estimates/moran/autocorrelation"
PLACEBO = "placebo/space/baseline.main"


def faults(study, tables=None, documents=None):
    """What the checks say of the study with these files, by path, put in place of its own; None leaves one out."""
    tables, documents = study.tables | (tables or {}), study.documents | (documents or {})
    sheets = {name: Sheet(list(rows[0]), rows) for name, rows in tables.items() if rows}
    documents = {name: content for name, content in documents.items() if content}
    return failures(result_checks(sheets, documents, [2000, 2003]))


def changed(**cells):
    return lambda rows: [row | cells for row in rows]


def without(column):
    return lambda rows: [{name: cell for name, cell in row.items() if name != column} for row in rows]


def of(column, *values):
    return lambda rows: [row for row in rows if row[column] in values]


def test_a_sound_study_has_no_fault(study):
    assert faults(study) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("panel/panel.csv", "panel"),
        ("estimates/fit_ols/baseline.csv", "estimates"),
        ("placebo/space/baseline.main.csv", "placebo"),
        ("placebo/space/baseline.main.density.csv", "density"),
        ("spatial/matrices/queen.csv", "matrices"),
        ("demo/own.csv", None),
        ("deeper/panel/panel.csv", None),
    ],
)
def test_files_are_known_by_their_paths(name, kind):
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("panel/panel", of("year", 2001, 2002, 2003), "panel/panel.csv: years: years 2000 are not"),
        ("panel/panel", without("year"), "panel/panel.csv: columns: lacks year"),
        ("efficiency/scores", changed(year=2000), "scores.csv: keys: 6 keys not unique, first a 2000"),
        ("efficiency/scores", of("unit", *"abcde"), "scores.csv: unit-years of the panel: 4 unit-years"),
        ("efficiency/scores", changed(status="missing"), "24 infeasible or missing with a score"),
        ("efficiency/scores", changed(score=9.0), "24 with a score that is not its stage's"),
        ("efficiency/scores", changed(score=-1.0), "24 solved without a positive score"),
        ("efficiency/scores", changed(sbm=0.9), "run.json: counts of scores: efficient 4 but scores"),
        ("efficiency/scores", changed(status="policy_one"), "counts of scores: policy_one 0 but scores have 24"),
        ("efficiency/slacks", changed(slack=-1.0), "slacks.csv: not negative: 24 negative in slack"),
        ("efficiency/peers", changed(peer_unit="q"), "peers.csv: peer_unit peer_year in the panel: 1 unit-years"),
        ("efficiency/productivity", changed(index=1.2), "18 index is not the product"),
        (BASELINE, changed(std_error=0.0), "3 without a positive standard error"),
        (BASELINE, changed(std_error=None), "3 without a positive standard error"),
        (BASELINE, changed(p_value=1.2), "3 with p outside 0 to 1"),
        (BASELINE, changed(conf_low=9.0), "3 outside their own interval"),
        (BASELINE, changed(statistic=9.0), "3 with a statistic that is not"),
        (BASELINE, of("column", "main"), "columns late stand in only one of csv and json"),
        (PLACEBO, lambda rows: rows[:50], "50 draws, json says 99"),
        (f"{PLACEBO}.density", without("density"), "main.density.csv: columns: lacks density"),
        (MORAN, changed(expected=0.0), "2 with an expected I"),
        (MORAN, changed(p_permutation=0.0), "2 with a permutation p outside"),
        (MORAN, changed(variance=0.0), "2 without a positive variance"),
        (MORAN, without("z"), f"{MORAN}.csv: columns: lacks z"),
        (MORAN, without("matrix"), f"{MORAN}.csv: columns: lacks matrix"),
        (MORAN, changed(year=2000), f"{MORAN}.csv: keys: 1 key not unique, first score 2000 queen"),
        ("estimates/impacts/spillovers", changed(estimate=1.0), "spillovers.csv: impact sum: 1 terms"),
        ("estimates/impacts/spillovers", of("effect", "direct", "indirect"), "no effect total"),
        ("efficiency/sensitivity", lambda rows: rows[::-1], "agreement: 1 first row that is not `score`"),
        ("efficiency/sensitivity", changed(spearman_with_main=2.0), "2 rank correlations outside -1 to 1"),
        ("efficiency/bootstrap", changed(bias=0.2), "24 corrected scores that are not score - bias"),
        ("efficiency/bootstrap", changed(conf_high=0.0), "24 intervals that end before they begin"),
        ("efficiency/bootstrap", changed(conf_low=None), "24 blanks without a reason"),
        ("efficiency/bootstrap", changed(order_m_std_error=None), "24 blanks without a reason"),
        ("audit/did", changed(difference=1e-7), "second voices: 3 beyond their tolerance"),
        ("audit/did", changed(why=None), "second voices: 2 without a second voice and a reason"),
        ("audit/spatial", changed(difference=1e-5), "second voices: 3 beyond their tolerance"),
        ("referee", changed(severity="X"), "1 findings of no severity"),
    ],
)  # fmt: skip
def test_a_fault_of_a_table_is_said(study, name, change, said):
    found = faults(study, {f"{name}.csv": change(study.tables[f"{name}.csv"])})
    assert any(said in one for one in found), found


@pytest.mark.parametrize(("sheet", "said"), [(Sheet(["variable"], []), "columns: lacks n"), (None, "no rectangle")])
def test_an_empty_file_and_one_that_is_no_table(study, sheet, said):
    (fault,) = failures(result_checks({"panel/descriptives.csv": sheet}, {}, [2000, 2003]))
    assert fault.startswith("panel/descriptives.csv") and said in fault


def test_a_table_without_rows_is_a_fault_but_for_those_that_may_be_empty(study):
    sheets = {
        name: Sheet(list(study.tables[name][0]), [])
        for name in ("panel/descriptives.csv", "efficiency/productivity.csv")
    }
    assert failures(result_checks(sheets, {}, [2000, 2003])) == ["panel/descriptives.csv: keys: no rows"]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("efficiency/run", {"audit": None}, "efficiency/run.json: keys: lacks audit"),
        ("efficiency/run", {"counts": {"efficient": 4}}, "counts of scores: infeasible None but scores have 0"),
        (BASELINE, {"kind": "else"}, f"{BASELINE}.json: keys: kind else is neither coefficients nor grid"),
        (MORAN, {"cells": None}, f"{MORAN}.json: keys: lacks cells"),
        (PLACEBO, {"p_coefficient": 0.5}, f"{PLACEBO}.csv: p counted again: p_coefficient 0.5, counted again"),
        (PLACEBO, {"enumerated": True}, f"{PLACEBO}.csv: p counted again: p_coefficient"),
        (PLACEBO, {"p_statistic": None}, f"{PLACEBO}.json: keys: lacks p_statistic"),
    ],
)
def test_a_fault_of_a_document_is_said(study, name, change, said):
    content = study.documents[f"{name}.json"] | change
    content = {key: value for key, value in content.items() if value is not None or key not in change}
    found = faults(study, documents={f"{name}.json": content})
    assert any(said in one for one in found), found


def test_a_fit_that_lacks_a_fact_is_named(study):
    content = study.documents[f"{BASELINE}.json"]
    del content["columns"][0]["ssc"]
    assert faults(study) == [f"{BASELINE}.json, column main: keys: lacks ssc"]


@pytest.mark.parametrize("name", [BASELINE, MORAN, PLACEBO])
@pytest.mark.parametrize("part", ["tables", "documents"])
def test_results_come_in_pairs(study, name, part):
    ending = {"tables": "csv", "documents": "json"}[part]
    said = f"estimates and placebo and shifts: pairs: {name} without the other of csv and json"
    assert said in faults(study, **{part: {f"{name}.{ending}": None}})


def test_a_study_without_scores_and_tables_is_checked_by_what_it_has(study):
    sheets = {name: Sheet(list(rows[0]), rows) for name, rows in study.tables.items() if name.startswith("panel")}
    assert failures(result_checks(sheets, {}, [2000, 2003])) == []
