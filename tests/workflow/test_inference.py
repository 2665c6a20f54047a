"""One estimate, several ways to judge it, from the study file to the printed table, by the real command."""

import csv

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import PanelOLS
from parsed import due
from small_study import CONFIG, snakemake, write_study

from core.files import read_json, read_rows

TABLES = """\
  judged:
    title: One estimate, several ways to judge it
    formula: l_value ~ policy + l_labour | unit + year
    also: [cr2, wild]
    under: [std_error, p_value, p_cr2, p_wild, p_placebo, conf_int]
    fitstat: [n, clusters, pretrend, r2]
    columns:
      fields:
        formula: l_value ~ policy + policy:early + l_labour + log(labour) | unit + year
        lincom: {Early: "policy + policy:early"}
      leads: {formula: l_value ~ policy + early + l_labour | unit + year, test: {Lead: early}, ssc: CR1}
      years: {estimator: event_study, window: [-2, 1]}
      whole: {}
      two_way: {cluster: [unit, year], also: []}
      alone: {formula: l_value ~ policy | unit, ssc: linearmodels, also: []}
      plain: {cluster: none, also: []}
      growth: {formula: log(gml) ~ policy + l_labour | unit + year, also: []}
  sides: {kind: split, title: Two sides, of: judged.whole, by: side}
"""
SIDE = "    side: at(land, 2010) > median_of(at(land, 2010))\n"
TARGETS = [f"results/fields/tables/{name}.csv" for name in ("judged", "sides")]
JUDGED = {"se_cr2", "df_cr2", "p_cr2", "p_wild"}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Both tables of the small study, and what they need. Of the columns of `fields` the product is the policy, and one
    control is the other but for the digits of the file."""
    folder = tmp_path_factory.mktemp("judged")
    write_study(folder)
    study, config = folder / "config" / "studies" / "fields.yaml", folder / "config" / "config.yaml"
    text = study.read_text(encoding="utf-8").replace("  baseline:\n", f"{TABLES}  baseline:\n")
    text = text.replace("    l_labour: log(labour)\n", f"    l_labour: log(labour)\n{SIDE}")
    study.write_text(text.replace("[baseline.value, baseline.score]", "judged.whole"), encoding="utf-8")
    config.write_text(CONFIG.replace("chunks: 2", "chunks: 1"), encoding="utf-8")
    run = snakemake("--cores", "2", *TARGETS, folder=folder)
    assert run.returncode == 0, run.stdout
    return folder


def estimates(folder, rule="fit_ols"):
    return pd.read_csv(folder / f"results/fields/estimates/{rule}/judged.csv").set_index(["column", "term"])


def printed(folder, table):
    with open(folder / f"results/fields/tables/{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_p_values_stand_beside_the_coefficients_of_the_policy_alone(judged):
    found, events = estimates(judged), estimates(judged, "fit_event_study")
    assert set(found) >= JUDGED and found.loc[("whole", "policy"), sorted(JUDGED)].notna().all()
    assert found.loc[[("whole", "l_labour"), ("two_way", "policy")], sorted(JUDGED)].isna().all(axis=None)
    assert events["p_wild"].notna().sum() == 3, "event times but the base"
    wild = read_json(judged / "results/fields/estimates/fit_ols/judged.json")["columns"][2]["also"]["wild"]
    assert (wild["draws"], wild["weights"], wild["enumerated"], wild["seed"]) == (9_999, "rademacher", False, 7)


def test_a_collinear_control_and_product_leave_by_name_and_count_nothing(judged):
    found = estimates(judged)
    facts = read_json(judged / "results/fields/estimates/fit_ols/judged.json")["columns"][0]
    said = " ".join(facts["warnings"])
    assert "`policy:early` is collinear with `policy` once" in said
    assert "`log(labour)` is collinear with `l_labour` once" in said
    assert "Early: `policy:early` was left out as collinear and counts 0 in the sum" in said
    assert facts["lincom"]["Early"]["estimate"] == found.loc[("whole", "policy"), "estimate"]
    assert found.drop("growth", level="column")["estimate"].abs().max() < 1


def test_the_table_prints_them_in_their_order_with_tests_sums_and_the_factors_of_both_rules(judged):
    rows, found = printed(judged, "judged"), estimates(judged)
    at = next(number for number, row in enumerate(rows) if row[0] == "Policy")
    beneath = [row[4] for row in rows[at + 1 : at + 7]]
    whole = found.loc[("whole", "policy")]
    summary = read_json(judged / "results/fields/placebo/space/judged.whole.json")
    p_values = [whole["p_value"], whole["p_cr2"], whole["p_wild"], summary["p_statistic"]]
    assert beneath[0] == f"({whole['std_error']:.4f})"
    assert beneath[1:5] == [f"[{p:.3f}]" if p >= 0.0005 else "[<0.001]" for p in p_values]
    assert beneath[5] == f"[{whole['conf_low']:.4f}, {whole['conf_high']:.4f}]"
    assert {"Early", "Lead, F", "Pre-trends, F", "R²"} <= {row[0] for row in rows}
    page = (judged / "results/fields/tables/judged.html").read_text(encoding="utf-8")
    fits = read_json(judged / "results/fields/estimates/fit_ols/judged.json")["columns"]
    for fit in fits:
        assert fit["cluster"] == "none" or f"{fit['ssc']['factor']:.4f}" in page
    beside = f"p by CR2 {whole['p_cr2']:.3f} and the wild cluster bootstrap {whole['p_wild']:.3f}"
    assert f"{beside}, by permutation {summary['p_statistic']:.3f}" in page


def test_productivity_is_an_outcome_like_any_other(judged):
    """The index of each year from the second on, by dummies of units and years."""
    panel = pd.read_csv(judged / "results/fields/panel/panel.csv").set_index(["unit", "year"])
    indices = pd.read_csv(judged / "results/fields/efficiency/productivity.csv").set_index(["unit", "year_to"])["index"]
    rows = panel.join(np.log(indices).rename_axis(["unit", "year"]).rename("growth")).dropna(subset="growth")
    voice = PanelOLS(rows["growth"], rows[["policy", "l_labour"]], entity_effects=True, time_effects=True).fit()
    found = estimates(judged).loc[("growth", "policy")]
    assert found["estimate"] == pytest.approx(voice.params["policy"], rel=1e-8)
    facts = read_json(judged / "results/fields/estimates/fit_ols/judged.json")["columns"][-1]
    assert (facts["outcome"], facts["n_obs"], facts["dropped"]) == ("log(gml)", 80, {"missing": {"log(gml)": 16}})


def test_the_rule_of_linearmodels_is_that_of_linearmodels_with_unit_effects_alone(judged):
    panel = pd.read_csv(judged / "results/fields/panel/panel.csv").set_index(["unit", "year"])
    voice = PanelOLS(panel["l_value"], panel[["policy"]].astype(float), entity_effects=True)
    fit = voice.fit(cov_type="clustered", cluster_entity=True)
    found = estimates(judged).loc[("alone", "policy")]
    assert found["estimate"] == pytest.approx(fit.params["policy"], rel=1e-9)
    assert found["std_error"] == pytest.approx(fit.std_errors["policy"], rel=1e-9)


def test_a_split_sample_adds_up(judged):
    rows = read_rows(judged / "results/fields/estimates/split/sides.csv")
    groups = {row["group"]: row for row in rows}
    assert list(groups) == ["0", "1", "1 − 0"]
    difference = groups["1"]["estimate"] - groups["0"]["estimate"]
    assert groups["1 − 0"]["estimate"] == pytest.approx(difference, rel=1e-9)
    assert groups["0"]["n_obs"] + groups["1"]["n_obs"] == 96
    assert [row[0] for row in printed(judged, "sides")] == ["0", "", "1", "", "1 − 0", ""]


def test_a_test_that_is_added_moves_no_draw(judged):
    study = judged / "config" / "studies" / "fields.yaml"
    study.write_text(study.read_text().replace("whole: {}", "whole: {test: {Policy: policy}}"), encoding="utf-8")
    rules = due(judged, targets=set(TARGETS)).keys()
    assert "fit_ols" in rules and not {"draw_placebo", "tabulate"} & rules
