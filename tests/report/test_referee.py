"""Each check of the referee: one study that fires it, one that does not."""

import pytest

from core.words import FRAIL
from report import referee
from report.fitted import Fitted, fitted_columns
from report.referee import Finding, once

RULES = ("fit_ols", "fit_event_study")


def found(findings):
    return [(one.severity, one.message) for one in findings]


@pytest.fixture
def columns(study):
    """Columns main and late of fit_ols, event of fit_event_study."""
    return fitted_columns(
        [
            (study.tables[f"estimates/{rule}/baseline.csv"], study.documents[f"estimates/{rule}/baseline.json"])
            for rule in RULES
        ]
    )


@pytest.fixture
def placebos(study):
    return {"space/baseline.main": study.documents["placebo/space/baseline.main.json"]}


@pytest.fixture
def panel(study):
    return study.tables["panel/panel.csv"]


@pytest.fixture
def column(study):
    """A column of table t with one effect, and other facts where they are given."""

    def make(name="main", **facts):
        return Fitted("t", study.fit(name, **facts), [study.coefficient("t", name, "policy", 0.2, 0.1, 0.04)])

    return make


def test_n_identity(columns, column):
    assert not list(referee.n_identity(columns))
    short = {"n_obs": 4828, "n_units": 278, "n_periods": 21}
    printed = column(**short)
    del printed.facts["dropped"]  # as of a published table that was typed in
    (finding,) = referee.n_identity([printed])
    assert (finding.severity, finding.where) == ("E", "t.main")
    assert finding.message == "N 4828 is not 278 x 21; 1,010 rows unexplained"


@pytest.mark.parametrize(
    ("dropped", "said"),
    [
        ({}, ""),
        ({"missing": {"fin": 17}, "singletons": 3}, "; left out: 17 rows without fin, 3 singletons"),
    ],
)
def test_an_unbalanced_sample_is_said_with_what_left_it(column, dropped, said):
    (finding,) = referee.n_identity([column(n_obs=20, dropped=dropped)])
    assert (finding.check, finding.severity) == ("unbalanced", "N")
    assert finding.message == f"unbalanced: 20 of 6 x 4 unit-years{said}"


def test_few_clusters_of_two_cluster_variables(column):
    (finding,) = referee.few_treated([column(n_clusters=[50, 11], treated_units=30)], {})
    assert "of 11" in finding.message


def test_n_varies(columns, column):
    assert not list(referee.n_varies(columns)), "the late column has a sample"
    differing = [column("a", n_obs=2574), column("b", n_obs=3718)]
    assert found(referee.n_varies(differing)) == [("W", "N differs across columns of t: 2,574, 3,718")]
    west = [column("c", n_obs=240, sample="region < 3"), column("d", n_obs=233, sample="region < 3")]
    assert found(referee.n_varies([differing[0], *west])) == [
        ("W", "N differs across columns of t with the sample region < 3: 233, 240")
    ]


def test_roster_mean(study, panel):
    described = study.tables["panel/descriptives.csv"]
    assert not list(referee.roster_mean(panel, described, "policy"))
    gap = [row | {"policy": None} if at == 0 else row for at, row in enumerate(panel)]
    known = [row["policy"] for row in gap[1:]]
    without = [row | {"mean": sum(known) / len(known)} if row["variable"] == "policy" else row for row in described]
    assert not list(referee.roster_mean(gap, without, "policy")), "a policy may be missing"
    wrong = [row | {"mean": 0.376} for row in described]
    assert found(referee.roster_mean(panel, wrong, "policy")) == [
        ("E", "mean of policy 0.3760 but the roster implies 0.2083")
    ]


def test_few_treated(columns, placebos):
    def where(placebos):
        return [one.where for one in referee.few_treated(columns, placebos)]

    assert where({}) == ["baseline.main, baseline.late, baseline.event"]
    assert where(placebos) == ["baseline.late, baseline.event"], "a permutation p covers its own column"


def test_few_treated_is_one_sentence_for_all_columns(columns, column):
    other = column("o", treated_units=2, n_clusters=5)
    (finding,) = referee.few_treated([*columns, other], {})
    assert (
        finding.message
        == f"2 to 3 treated clusters of 5 to 6: {FRAIL}; add `also: [cr2, wild]` or a permutation p (`placebo`)"
    )


@pytest.mark.parametrize(
    ("facts", "messages"),
    [
        ({"treated_units": 20, "n_clusters": 40}, []),
        (
            {"treated_units": 18, "n_clusters": 286},
            [f"18 treated clusters of 286: {FRAIL}; add `also: [cr2, wild]` or a permutation p (`placebo`)"],
        ),
        (
            {"treated_units": 18, "n_clusters": [286, 9]},
            [f"18 treated clusters of 9: {FRAIL}; add a permutation p (`placebo`)"],
        ),
        ({"treated_units": 18, "n_clusters": 286, "policy": None}, [f"18 treated clusters of 286: {FRAIL}"]),
        (
            {"treated_units": 18, "n_clusters": 286, "estimator": "imputation"},
            [f"18 treated clusters of 286: {FRAIL}"],
        ),
        ({"also": {"wild": {"p_value": {"policy": 0.1}}}}, []),
        ({"treated_units": None, "n_clusters": None}, []),
    ],
)
def test_few_treated_names_only_a_remedy_that_exists(column, facts, messages):
    assert [one.message for one in referee.few_treated([column(**facts)], {})] == messages


def test_small_cohort(panel):
    assert found(referee.small_cohort(panel, "policy")) == [
        ("N", "small cohorts of policy: 2002 (2 units), 2003 (1 unit)"),
    ]
    together = [row | {"policy": int(row["unit"] in "abc" and row["year"] >= 2002)} for row in panel]
    assert not list(referee.small_cohort(together, "policy"))


def test_base_treated(columns):
    assert not list(referee.base_treated(columns))
    rows = [row | {"base": row["k"] == 0} for row in columns[2].rows]
    wrong = Fitted("baseline", columns[2].facts, rows)
    assert found(referee.base_treated([wrong])) == [("E", "base 0 is a treated period")]


@pytest.mark.parametrize(
    ("change", "sample", "messages"),
    [
        ({}, None, []),
        ({-3: None}, None, ["k = -3: 1 row, neither shown nor binned"]),
        ({-3: None, -2: None}, None, ["k = -3, -2: 4 rows, neither shown nor binned"]),
        ({-3: None, -2: {"binned": True}}, None, []),
        ({1: {"rows": 0}}, None, ["k = 1: printed without data"]),
        ({-3: None}, "year >= 2001", []),
    ],
    ids=["whole", "short", "shorter", "binned", "empty", "what a sample leaves is not known from the panel"],
)
def test_k_unsupported(columns, panel, change, sample, messages):
    event = columns[2]
    rows = [row | (change.get(row["k"]) or {}) for row in event.rows if change.get(row["k"], {}) is not None]
    changed = Fitted("baseline", event.facts | {"sample": sample}, rows)
    assert [one.message for one in referee.k_unsupported([changed], panel, [2000, 2003])] == messages


def test_years_that_no_other_effect_depends_on_may_be_left_out(columns, panel):
    event = columns[2]
    short = [row for row in event.rows if row["k"] not in (-3, 1)]
    assert list(referee.k_unsupported([Fitted("baseline", event.facts, short)], panel, [2000, 2003]))
    staggered = Fitted("baseline", event.facts | {"estimator": "callaway_santanna"}, short)
    assert not list(referee.k_unsupported([staggered], panel, [2000, 2003]))


def test_k_unsupported_reads_the_policy_of_the_column(columns, panel):
    """Another policy reaches f alone, in 2003."""
    event = columns[2]
    later = [row | {"other": int(row["unit"] == "f" and row["year"] == 2003)} for row in panel]
    other = Fitted("baseline", event.facts | {"policy": "other"}, [row for row in event.rows if row["k"] != -2])
    assert [one.message for one in referee.k_unsupported([other], later, [2000, 2003])] == [
        "k = -2: 1 row, neither shown nor binned"
    ]


def test_likelihoods_mixed(column):
    def spatial(name, **facts):
        return column(name, matrix="queen", **facts)

    clustered = spatial("a", correction="lee_yu"), spatial("b", correction="lee_yu")
    assert not list(referee.likelihoods_mixed([*clustered, column("o")]))
    mixed = [*clustered, spatial("h", correction="none", n_clusters=None)]
    assert found(referee.likelihoods_mixed(mixed)) == [
        ("W", "errors are clustered in a, b and not in h: compare them with care"),
        ("W", "estimates are corrected for the effects in a, b and not in h: compare them with care"),
    ]


@pytest.mark.parametrize(("radius", "objected"), [(0.999, 0), (1.0, 1), (2.9566, 1)])
def test_explosive_lags(column, radius, objected):
    graded = column("graded", fitstat={"radius": radius})
    said = found(referee.explosive_lags([column("plain"), graded]))
    assert (
        said
        == [("W", f"the spectral radius of the lags is {radius:.4f}, not below 1: they are no spillovers")][:objected]
    )


def test_ssc_mixed(columns, column):
    assert not list(referee.ssc_mixed(columns))
    spatial = column("s", ssc={"rule": "ml_hessian", "factor": 1}, r2=None, r2_within=None)
    assert not list(referee.ssc_mixed([*columns, spatial])), "maximum likelihood has no such rule"
    other = column("o", ssc={"rule": "CR0", "factor": 1})
    assert found(referee.ssc_mixed([*columns, other])) == [("W", "baseline.main: reghdfe, t.o: CR0")]
    mixed = [column("a", r2=None), column("b", r2_within=None)]
    assert found(referee.ssc_mixed(mixed)) == [("E", "t.a: r2_within, t.b: r2")]


@pytest.fixture
def sar(study):
    """A spatial column with errors from the Hessian."""

    def make(p_value=0.016, **facts):
        spatial = {"estimator": "sar", "matrix": "queen", "n_clusters": None, "treated_units": None}
        rows = [
            study.coefficient("s", "lag", "policy", 0.0772, 0.0321, p_value),
            study.coefficient("s", "lag", "rho", 0.3, 0.1, 0.001),
        ]
        return Fitted("s", study.fit("lag", **spatial | facts), rows)

    return make


@pytest.fixture
def two_way(study):
    def make(p_value=0.182, name="ols", **facts):
        rows = [study.coefficient("s", name, "policy", 0.0778, 0.0575, p_value)]
        return Fitted("s", study.fit(name, **facts), rows)

    return make


def test_a_spatial_coefficient_with_stars_beside_a_two_way_estimate_without(sar, two_way):
    assert list(referee.spatial_disagrees([two_way(), sar()])) == [
        Finding(
            "spatial_disagrees",
            "W",
            "s.lag",
            "policy 0.0772 (p = 0.016) beside 0.0778 (p = 0.182) of s.ols: standard errors from the Hessian are not "
            "clustered, those of the two-way estimate are",
        )
    ]
    (finding,) = referee.spatial_disagrees([two_way(), sar(p_value=0.0001)])
    assert "0.0772 (p < 0.001) beside" in finding.message


@pytest.mark.parametrize(
    ("spatial", "plain"),
    [
        ({"p_value": 0.06}, {}),
        ({"n_clusters": 6}, {}),
        ({}, {"p_value": 0.03}),
        ({}, {"n_obs": 22}),
        ({}, {"outcome": "gdp"}),
        ({}, {"policy": "other"}),
        ({}, {"fixed_effects": ["unit"]}),
        ({}, {"estimator": "event_study"}),
    ],
)
def test_spatial_and_two_way_estimates_that_agree_or_are_of_something_else(sar, two_way, spatial, plain):
    assert not list(referee.spatial_disagrees([two_way(**plain), sar(**spatial)]))


def test_the_two_way_estimate_with_the_same_formula_is_the_one_compared(sar, two_way):
    controls = two_way(name="controls", formula="score ~ policy + fin | unit + year")
    assert not list(referee.spatial_disagrees([controls, two_way(p_value=0.01), sar()]))
    (finding,) = referee.spatial_disagrees([controls, sar()])
    assert "of s.controls:" in finding.message


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
    assert found(referee.placebo_design({"space/baseline.main": placebos["space/baseline.main"] | change})) == [
        ("E", message)
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"draws": 10, "enumerated": True}, ["only 10 distinct reassignments: no permutation p is below 0.100"]),
        ({"draws": 20, "enumerated": True}, []),
        ({"absorbed_draws": 2}, ["in 2 of 99 reassignments effects or controls absorb the policy; they are left out"]),
        (
            {"p_statistic": 0.5, "n_treated": 1},
            ["p of the t test is 0.02, of the permutation test 0.5, with 1 treated unit: report the latter"],
        ),
    ],
)
def test_placebo_doubts(placebos, change, said):
    plain = placebos["space/baseline.main"] | {"p_statistic": 0.01}
    findings = referee.placebo_doubts({"space/baseline.main": plain | change})
    assert found(findings) == [("W", message) for message in said]


@pytest.mark.parametrize(
    ("block", "change", "check"),
    [
        ("counts", {"efficient": 7}, "efficient_share"),
        ("reference_sets", {"global": 11}, "few_units"),
        ("counts", {"infeasible": 1}, "infeasible"),
        ("counts", {"policy_one": 1}, "infeasible"),
        ("counts", {"bound_hit": 2}, "bound_hit"),
        ("counts", {"near_switch": 2}, "near_switch"),
        ("audit", {"undecided": 2}, "audit_undecided"),
    ],
)
def test_efficiency_findings(study, block, change, check):
    run = study.documents["efficiency/run.json"]
    assert not list(referee.efficiency_findings(run | {"reference_sets": {"2000": 12, "2001": 12}}))
    (finding,) = referee.efficiency_findings(run | {block: run[block] | change})
    assert (finding.check, finding.severity) == (check, "N" if check == "near_switch" else "W")


@pytest.mark.parametrize(
    ("change", "check", "message"),
    [
        ({"floored": 2, "floor": 0.05}, "floored", "2 zeros of so2 became 0.05"),
        ({"near_zero_share": 0.031}, "near_zero", "3.1 % of so2 are below 1 % of its median"),
        ({"constant": True}, "constant", "so2 is the same for all unit-years"),
    ],
)
def test_indicator_findings(study, change, check, message):
    run = study.documents["efficiency/run.json"]
    assert not list(referee.indicator_findings(run))
    run["columns"]["so2"] |= change
    (finding,) = referee.indicator_findings(run)
    assert (finding.check, finding.where, finding.message) == (check, "efficiency.so2", message)


def test_proportional_columns_and_blank_indices(study):
    run, counts = (
        study.documents["efficiency/run.json"],
        study.documents["efficiency/productivity.json"]["measures"],
    )
    messages = found(referee.indicator_findings(run | {"proportional_columns": [["land", "labour"]]}))
    assert messages == [("W", "land, labour are the same up to a factor: their slack counts 2 times")]
    assert not list(referee.productivity_findings(counts))
    counts["gml"]["status"] = {"ok": 10, "missing": 2, "infeasible": 5, "undefined": 1}
    messages = found(referee.productivity_findings(counts))
    assert messages == [("W", "6 of 18 pairs of years have no index, or only a part of it")]


def test_intervals_that_are_not_to_be_trusted(study):
    facts = study.documents["efficiency/bootstrap.json"]
    assert not list(referee.bootstrap_findings(facts))
    assert found(referee.bootstrap_findings(facts | {"warnings": ["too many"]})) == [("W", "too many")]


def test_a_finding_is_said_once_a_cause_and_errors_come_first():
    findings = [Finding("b", severity, where, "m") for severity in "NWE" for where in ("t.a", "t.b", "t.a")]
    assert [(one.severity, one.where) for one in once(findings)] == [
        ("E", "t.a, t.b"),
        ("W", "t.a, t.b"),
        ("N", "t.a, t.b"),
    ]
    assert once([Finding("b", "W", "t", "one"), Finding("b", "W", "t", "two")]) == [
        Finding("b", "W", "t", "one"),
        Finding("b", "W", "t", "two"),
    ]


def test_controls_that_treated_units_push_down_are_counted_unless_another_score_stands_beside(study, panel):
    treated, own, other = ("a", 2002), ("d", 2002), ("e", 2001)
    assert next(row["policy"] for row in panel if (row["unit"], row["year"]) == treated) == 1

    def peers(*pairs):
        return [dict(zip(("unit", "year", "peer_unit", "peer_year"), (*one, *two), strict=True)) for one, two in pairs]

    def column(name, outcome):
        return Fitted("t", study.fit(name, outcome=outcome, policy="policy"), [])

    pushed, free = peers((own, treated), (own, other), (treated, treated)), peers((own, other), (treated, own))
    columns = [column("a", "score"), column("b", "score"), column("c", "fin")]
    (finding,) = referee.treated_frontier(columns, panel, {"score": pushed, "untouched": free})
    assert (finding.severity, finding.where) == ("W", "t.a, t.b")
    assert finding.message.startswith("1 untreated unit-year measured against treated ones, whose gain is their loss")
    assert "`reference: not policy`" in finding.message
    beside = [*columns, column("d", "untouched")]
    assert not list(referee.treated_frontier(beside, panel, {"score": pushed, "untouched": free}))
    assert not list(referee.treated_frontier(columns, panel, {"score": free}))
