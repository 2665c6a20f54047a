"""Each check of the referee: one old_study that fires it, one that does not."""

import pytest

from report import referee
from report.referee import table_of


def found(findings):
    return [(one.severity, one.message) for one in findings]


@pytest.fixture
def fits(old_study):
    return {name: old_study.documents[f"estimates/{name}.json"]["columns"] for name in ("baseline", "event_study")}


@pytest.fixture
def estimates(old_study):
    return {name: old_study.frames[f"estimates/{name}.csv"] for name in ("baseline", "event_study")}


@pytest.fixture
def placebos(old_study):
    return {"main": old_study.documents["placebo/main.json"]}


@pytest.fixture
def panel(old_study):
    return old_study.frames["panel/panel.csv"]


def test_n_identity(old_study, fits):
    assert not list(referee.n_identity(fits))
    short = old_study.fit("c", n_obs=4828, n_units=278, n_periods=21)
    (finding,) = referee.n_identity({"t": [short]})
    assert (finding.severity, finding.message) == ("E", "t.c: N 4828 is not 278 x 21; 1010 rows unexplained")
    assert not list(referee.n_identity({"t": [short | {"dropped_rows": {"missing": 1010}}]}))


def test_n_varies(old_study, fits):
    assert not list(referee.n_varies(fits)), "the late column has a sample"
    columns = [old_study.fit("a", n_obs=2574), old_study.fit("b", n_obs=3718)]
    assert found(referee.n_varies({"t": columns})) == [("W", "N differs across columns of t: 2574, 3718")]


def test_roster_mean(old_study, panel):
    described = old_study.frames["panel/descriptives.csv"]
    assert not list(referee.roster_mean(panel, described, "policy"))
    wrong = described.assign(mean=0.376)
    assert found(referee.roster_mean(panel, wrong, "policy")) == [
        ("E", "mean of policy 0.3760 but the roster implies 0.2083")
    ]


def test_few_treated(old_study, fits, estimates, placebos):
    def where(fits, placebos):
        return [one.where for one in referee.few_treated(fits, estimates, placebos, "policy")]

    assert where(fits, {}) == ["baseline.main", "baseline.late", "event_study.main"]
    assert where(fits, placebos) == ["baseline.late", "event_study.main"], "a permutation p covers its own column"
    many = {"baseline": [old_study.fit("main", treated_units=20, n_clusters=40)]}
    assert not where(many, {})
    assert where({"baseline": [old_study.fit("main", treated_units=18, n_clusters=286)]}, {}) == ["baseline.main"]
    assert not where({"baseline": [old_study.fit("main", tests={"bootstrap": {"p_value": 0.1}})]}, {})
    assert not where({"baseline": [old_study.fit("main", treated_units=None, n_clusters=None)]}, {})


def test_small_cohort(panel):
    assert found(referee.small_cohort(panel, "policy")) == [("N", "cohort 2002: 2 units"), ("N", "cohort 2003: 1 unit")]
    together = panel.assign(policy=(panel["unit"].isin(list("abc")) & (panel["year"] >= 2002)).astype(int))
    assert not list(referee.small_cohort(together, "policy"))


def test_base_treated(estimates):
    assert not list(referee.base_treated(estimates))
    rows = estimates["event_study"]
    wrong = rows.assign(base=rows["k"].eq(0).fillna(False))
    assert found(referee.base_treated({"event_study": wrong})) == [("E", "base 0 is a treated period")]


def test_k_unsupported(estimates, fits, panel):
    def messages(rows):
        arguments = ({"event_study": rows}, fits, panel, "policy", [2000, 2003])
        return [finding.message for finding in referee.k_unsupported(*arguments)]

    rows = estimates["event_study"]
    assert not messages(rows)
    shorter = rows[rows["k"] != -3]
    assert messages(shorter) == ["k = -3: 1 rows, neither shown nor binned"]
    assert not messages(shorter.assign(binned=shorter["k"].eq(-2).fillna(False)))
    assert messages(rows.assign(rows=rows["rows"].where(rows["k"] != 1, 0))) == ["k = 1: 0 rows, printed without data"]
    fits["event_study"][0]["sample"] = "year >= 2001"
    assert not messages(shorter), "what a sample leaves is not known from the panel"


def test_ssc_mixed(old_study, fits):
    assert not list(referee.ssc_mixed(fits))
    spatial = old_study.fit("s", ssc={"rule": "ml_hessian", "factor": 1}, r2=None, r2_within=None)
    assert not list(referee.ssc_mixed(fits | {"spatial": [spatial]})), "maximum likelihood has no such rule"
    other = old_study.fit("o", ssc={"rule": "CR0", "factor": 1})
    assert found(referee.ssc_mixed(fits | {"t": [other]})) == [("E", "baseline.main: reghdfe, t.o: CR0")]
    mixed = {"t": [old_study.fit("a", r2=None), old_study.fit("b", r2_within=None)]}
    assert found(referee.ssc_mixed(mixed)) == [("E", "t.a: r2_within, t.b: r2")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"design": "cells"}, "placebo shuffles unit-years (design = cells)"),
        ({"p_statistic": None}, "placebo has no p_statistic"),
        ({"p_coefficient": 0.0}, "placebo has p_coefficient = 0, which no finite number of draws can give"),
    ],
)
def test_placebo_design(placebos, change, message):
    assert not list(referee.placebo_design(placebos))
    assert found(referee.placebo_design({"main": placebos["main"] | change})) == [("E", message)]


@pytest.mark.parametrize(
    ("block", "change", "check"),
    [
        ("counts", {"efficient": 7}, "efficient_share"),
        ("reference_sets", {"global": 11}, "few_units"),
        ("counts", {"infeasible": 1}, "infeasible"),
        ("counts", {"policy_one": 1}, "infeasible"),
        ("counts", {"bound_hit": 2}, "bound_hit"),
    ],
)
def test_efficiency_findings(old_study, block, change, check):
    run = old_study.documents["efficiency/run.json"]
    assert not list(referee.efficiency_findings(run | {"reference_sets": {"2000": 12, "2001": 12}}))
    (finding,) = referee.efficiency_findings(run | {block: run[block] | change})
    assert (finding.check, finding.severity) == (check, "W")


@pytest.mark.parametrize(
    ("change", "check", "message"),
    [
        ({"floored": 2, "floor": 0.05}, "floored", "2 zeros of so2 became 0.05"),
        ({"near_zero_share": 0.031}, "near_zero", "3.1 % of so2 are below 1 % of its median"),
        ({"constant": True}, "constant", "so2 is the same for all unit-years"),
    ],
)
def test_indicator_findings(old_study, change, check, message):
    run = old_study.documents["efficiency/run.json"]
    assert not list(referee.indicator_findings(run))
    run["columns"]["so2"] |= change
    (finding,) = referee.indicator_findings(run)
    assert (finding.check, finding.where, finding.message) == (check, "efficiency.so2", message)


def test_proportional_columns_and_blank_indices(old_study):
    run, counts = (
        old_study.documents["efficiency/run.json"],
        old_study.documents["efficiency/productivity.json"]["measures"],
    )
    messages = found(referee.indicator_findings(run | {"proportional_columns": [["land", "labour"]]}))
    assert messages == [("W", "land, labour are the same up to a factor: their slack counts 2 times")]
    assert not list(referee.productivity_findings(counts))
    counts["gml"]["status"] = {"ok": 10, "missing": 2, "infeasible": 5, "undefined": 1}
    messages = found(referee.productivity_findings(counts))
    assert messages == [("W", "6 of 18 pairs of years have no index, or only a part of it")]


def test_findings_are_sorted_by_severity_and_no_finding_leaves_the_header():
    findings = [referee.Finding("b", severity, "w", "m") for severity in "NWE"]
    assert list(table_of(findings)["severity"]) == ["E", "W", "N"]
    assert list(table_of([])) == ["check", "severity", "where", "message"] and table_of([]).empty
