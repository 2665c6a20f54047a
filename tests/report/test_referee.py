"""Every check of the referee: something that raises it, and the same without its fault, that does not."""

import re
from pathlib import Path

import pytest

from core.contract import COEFFICIENT, FACTS, FILES
from core.expressions import FORMS, PANEL_FUNCTIONS
from core.fitstat import BENEATH, STATISTICS
from report.claims import Claim
from report.findings import Finding, once
from report.fitted import Fitted
from report.reading import Grid, Links, Reading
from report.referee import CHECKS, FAMILIES, checks_of, findings
from study.study import Study

REPOSITORY = Path(__file__).parents[2]
FIT = dict.fromkeys(FACTS["estimates/{rule}/{table}.json, each of its columns"]) | {
    **{"name": "a", "estimator": "ols", "formula": "score ~ zone + size | unit + year", "outcome": "score"},
    **{"policy": "zone", "n_obs": 400, "n_units": 100, "n_periods": 4, "n_clusters": 100, "cluster": "unit"},
    **{"dropped": {}, "fixed_effects": ["unit", "year"], "r2": 0.8, "r2_within": 0.1, "tests": {}, "fitstat": {}},
    **{"also": {}, "treated_units": 30, "cohorts": {"2001": 10, "2003": 20}, "ssc": {"rule": "reghdfe"}},
}
STUDY = {
    "years": [2000, 2003],
    "policies": {"zone": {}, "earlier": {"like": "zone", "shift": -1}},
    "efficiency": {"inputs": ["land", "capital"], "desirable": ["output"], "undesirable": []},
    "panel": {
        "variables": {
            **{"output": "gdp / prices", "capital": "capital_stock(investment, base=2000, depreciation=0.1)"},
            **{"size": "log(people)", "large": "at(people, 2000) > 100"},
        },
        "sources": [{"columns": {"prices": {"unit": "2000 = 100"}}}],
    },
}
INTERACTED = "score ~ zone + zone:large | unit + year"
LEADING = "score ~ zone + earlier | unit + year"
MATCHED = {"estimator": "matching", "n_obs": 758, "n_periods": 9}
SAR = {"estimator": "sar", "matrix": "near", "n_clusters": None, "cluster": "none", "r2": None, "r2_within": None}
RUN = {
    "sizes": {"n": 100, "m": 2, "s1": 1, "s2": 1},
    "reference_sets": {"2000": 50},
    "counts": {"efficient": 10, "infeasible": 0, "policy_one": 0, "bound_hit": 0, "near_switch": 0},
    "audit": {"units": 25, "undecided": 0},
    "bound": 2.0,
    "columns": {"so2": {"floored": 0, "floor": None, "near_zero_share": None, "constant": False}},
    "proportional_columns": [],
}
PLACEBO = {"design": "cohorts", "draws": 99, "absorbed_draws": 0, "enumerated": False, "strata": None}
PLACEBO |= {"p_coefficient": 0.02, "p_statistic": 0.03, "observed": {"estimate": 0.2, "p_value": 0.02}}


def row(term="zone", estimate=0.2, std_error=0.05, p_value=0.001, **further):
    margin = 2 * (std_error or 0)
    interval = (estimate - margin, estimate + margin) if std_error else (None, None)
    inference = (estimate, std_error, None, p_value, *interval)
    return {"term": term, **dict(zip(COEFFICIENT, inference, strict=True)), "k": None} | further


def column(*rows, table="t", **facts):
    return Fitted(table, FIT | facts, list(rows) or [row()])


def event(*times, base=-1, **facts):
    """An event study with a coefficient for each of `times`, and the base."""
    support = {"rows": 10, "binned": False}
    rows = [row(f"zone::{k}", k=k, base=k == base, **support) for k in sorted({*times, base})]
    return column(*rows, **{"name": "e", "estimator": "event_study", "tests": {"pretrend": {"p_value": 0.3}}} | facts)


def bacon(*weights, whole=0.1):
    kinds = ("Treated against never treated", "Later against earlier treated")
    rows = [{"type": kind, "weight": w, "estimate": 0.1} for kind, w in zip(kinds, weights, strict=True)]
    return [Grid("b", "bacon", rows, {"tests": {"two_way": {"without controls": whole}}})]


def panel(start):
    """Four years of units a to d, each under the policy from its year of `start` on."""
    units = [(unit, year) for unit in "abcd" for year in range(2000, 2004)]
    return [{"unit": u, "year": y, "zone": int(y >= start.get(u, 9999)), "earlier": 0} for u, y in units]


def described(**row):
    return [{"variable": "zone", "mean": 0.5, "min": 0, "max": 1} | row]


def claims(*rows):
    return [Claim(*(str(cell) for cell in line)) for line in rows]


def run(block, **change):
    return {"run": RUN | {block: RUN[block] | change}}


def study(block, **change):
    return {"study": STUDY | {block: STUDY.get(block, {}) | change}}


def links(*pairs, units="abcd"):
    return {"links": {"near": Links(frozenset(units), list(pairs))}}


def moran(*values):
    return [Grid("m", "moran", [{"variable": "score", "moran_i": value} for value in values], {"tests": {}})]


SHARE = claims(("t", "declared", "urban", "share", ""))
MEDIATED = [Grid("c", "mediation", [{"channel": "patents"}], {"tests": {}})]
TWO_COHORTS = panel({"a": 2001, "b": 2001, "c": 2003})
WIDE = {"columns": [column(row("size", -0.2, 0.05)), column(row("size", 0.3, 0.05), name="b")]}
IN_TIME = {"a": 2002, "b": 2002}
PEERS = [{"unit": "d", "year": 2003, "peer_unit": "a", "peer_year": 2003}]

# By check: what raises it, a part of what it then says, and what does not.
CASES = {
    "n_identity": (
        {"columns": [column(n_obs=4828, n_units=278, n_periods=21, dropped=None)]},
        "1,010 rows unexplained: N 4,828 is not 278 x 21.",
        {"columns": [column(), column(n_obs=390, dropped={"missing": {"size": 10}})]},
    ),
    "unbalanced": (
        {"columns": [column(n_obs=383, dropped={"missing": {"size": 17}, "singletons": 3})]},
        "Unbalanced: 383 of 100 x 4 unit-years; left out: 17 rows without size.",
        {"columns": [column()]},
    ),
    "singletons": (
        {"columns": [column(dropped={"singletons": 3})]},
        "3 rows left alone in a group of an effect, and left the sample.",
        {"columns": [column(), column(dropped=None)]},
    ),
    "n_varies": (
        {"columns": [column(n_obs=2574), column(n_obs=3718)]},
        "N differs across columns: 2,574, 3,718.",
        {"columns": [column(n_obs=2574), column(n_obs=2538, sample="not city"), column(table="u", n_obs=9)]},
    ),
    "not_rectangular": (
        {"columns": [column(n_obs=2574), column(n_obs=3718, table="u"), column(**MATCHED)]},
        "Matching kept 29 % of the rows, and units have gaps.",
        {"columns": [column(), column(estimator="matching", matching={"rows": 420, "units_with_gaps": 0})]},
    ),
    "roster_mean": (
        {"study": STUDY, "panel": TWO_COHORTS, "descriptives": described(mean=0.376)},
        "The mean of zone is 0.3760, but its first years imply 0.4375.",
        {"study": STUDY, "panel": TWO_COHORTS, "descriptives": described(mean=0.4375)},
    ),
    "small_cohort": (
        {"study": STUDY, "panel": TWO_COHORTS},
        "Small cohorts of zone: 2001 (2 units), 2003 (1 unit).",
        {"study": STUDY, "panel": panel(dict.fromkeys("abc", 2001))},
    ),
    "share_range": (
        {"descriptives": described(variable="urban", mean=10.3), "claims": SHARE},
        "Values are not what they are declared to be: urban with 10.3000 is no share (0 to 1).",
        {"descriptives": described(mean=10.3, max=12), "claims": SHARE},
    ),
    "edits_recorded": (
        {**study("panel", winsorize={"variables": ["zone"]}), "descriptives": described()},
        "zone: winsorised without counts.",
        {**study("panel", winsorize={"variables": ["zone"]}), "descriptives": described(winsorized=0)},
    ),
    "outcome_overlap": (
        {**study("panel", variables=STUDY["panel"]["variables"] | {"size": "log(gdp)"}), "columns": [column()]},
        "Controls are made from series that are in the score: size (gdp).",
        {"study": STUDY, "columns": [column(formula="score ~ zone + size + prices | unit + year")]},
    ),
    "both_sides": (
        study("panel", variables={"capital": "investment", "output": "gdp + investment"}),
        "The series investment is in the input capital and in the output output.",
        {"study": STUDY},
    ),
    "flow_as_stock": (
        study("panel", variables={"capital": "investment / prices"}),
        "capital is called a stock and is the flow investment.",
        {"study": STUDY},
    ),
    "bad_control": (
        WIDE,
        "Controls turn their sign by more than 2 standard errors: size -0.2000 in a and 0.3000 in b.",
        {"columns": [column(row("size", -0.2, 0.3)), column(row("size", 0.3, 0.3)), *WIDE["columns"][:1]]},
    ),
    "moderator_fixed": (
        {**study("panel", variables={"large": "at(people, 2002) > 9"}), "columns": [column(formula=INTERACTED)]},
        "large is of 2002, and the policy begins in 2001.",
        {"study": STUDY, "columns": [column(formula=INTERACTED), column(formula="score ~ zone + zone:year | unit")]},
    ),
    "interaction_duplicates": (
        {"columns": [column(), column(row("zone:large"), name="b", formula="score ~ zone:large | unit")]},
        "A product with the policy repeats the policy's own effect to all digits, 0.2000 (0.0500) of t.a.",
        {"columns": [column(), column(row("zone:large", 0.21), name="b", formula="score ~ zone:large | unit")]},
    ),
    "interaction_main": (
        {"columns": [column(formula="score ~ zone:large + size | unit + year")]},
        "A product with the policy stands without the policy.",
        {"columns": [column(formula=INTERACTED), column(formula="score ~ zone + people:size | unit")]},
    ),
    "few_treated": (
        {"columns": [column(treated_units=18)]},
        "18 treated units, 100 clusters, and no p-value but that of the t test.",
        {"columns": [column(), column(treated_units=18, also={"cr2": {}})]},
    ),
    "treated_frontier": (
        {"columns": [column()], "panel": panel(IN_TIME), "peers": {"score": PEERS}},
        "1 untreated unit-year of score measured against units that zone treats.",
        {"columns": [column()], "panel": panel({}), "peers": {"score": PEERS}},
    ),
    "base_treated": (
        {"columns": [event(-2, -1, 1, base=0)]},
        "The base 0 is a treated period.",
        {"columns": [event(-2, 0, 1)]},
    ),
    "k_unsupported": (
        {"study": STUDY, "columns": [event(-3, -2, 0, 1)]},
        "k = 2: 10 rows, neither shown nor binned.",
        {"study": STUDY, "columns": [event(-3, -2, 0, 1, 2)]},
    ),
    "pretrend_missing": (
        {"columns": [event(-3, -2, 0, tests={})]},
        "The leads are not tested jointly.",
        {"columns": [event(-3, -2, 0), event(0, 1, tests={})]},
    ),
    "anticipation_leads": (
        {"study": STUDY, "columns": [column(formula=LEADING)]},
        "The leads earlier are not reported.",
        {
            "study": STUDY,
            "columns": [column(row(), row("earlier"), formula=LEADING, tests={"Leads": {"terms": ["earlier"]}})],
        },
    ),
    "ssc_mixed": (
        {"columns": [column(), column(name="b", ssc={"rule": "CR0"})]},
        "Columns have different small-sample rules: reghdfe in t.a, CR0 in t.b.",
        {"columns": [column(), column(ssc={"rule": "ml_hessian"})]},
    ),
    "r2_mixed": (
        {"columns": [column(r2=None), column(name="b", r2_within=None)]},
        "No kind of R² is common to all columns: r2_within in t.a, r2 in t.b.",
        {"columns": [column(), column(r2_within=None), column(**SAR)]},
    ),
    "clusters_mixed": (
        {"columns": [column(), column(name="b", **SAR)]},
        "The errors of the effect of zone on score are not clustered here, and are in t.a.",
        {"columns": [column(), column(**SAR | {"n_clusters": 100}), column(**SAR | {"outcome": "gdp"})]},
    ),
    "spatial_disagrees": (
        {"columns": [column(row(p_value=0.2)), column(row(p_value=0.01), name="b", **SAR)]},
        "The effect of zone is 0.2000 (p = 0.010) beside 0.2000 (p = 0.200) of t.a.",
        {"columns": [column(row(p_value=0.02)), column(row(p_value=0.01), **SAR)]},
    ),
    "one_test_only": (
        {"columns": [column(also={"wild": {"p_value": {"zone": 0.2}}})]},
        "Effects are significant at 5 % by some tests only: by the t test, not by the wild bootstrap (t.a).",
        {"columns": [column(also={"wild": {"p_value": {"zone": 0.04}}})], "placebos": {"space/t.a": PLACEBO}},
    ),
    "iv_strength": (
        {"columns": [column(fitstat={"kp_f": 2966.225})]},
        "The first-stage F is 2,966: the instrument reproduces the policy.",
        {"columns": [column(fitstat={"kp_f": 20, "effective_f": {"statistic": 30}})]},
    ),
    "critical_value": (
        {"columns": [column()], "claims": claims(("t.a", "critical_value", "kp_f", 16.38, ""))},
        "The critical value 16.38 of Stock and Yogo stands beside a clustered F.",
        {"columns": [column(n_clusters=None)], "claims": claims(("t.a", "critical_value", "kp_f", 16.38, ""))},
    ),
    "iv_significance": (
        {"columns": [column(fitstat={"ar": {"p_value": 0.082}})]},
        "The effect is significant by the t test, and not by Anderson and Rubin (p = 0.082).",
        {"columns": [column(fitstat={"ar": {"p_value": 0.02}}), column(row(p_value=0.3), fitstat={"ar": None})]},
    ),
    "bacon_sum": (
        {"grids": bacon(0.9, 0.1, whole=0.0638)},
        "The comparisons average to 0.1000, the two-way estimate is 0.0638.",
        {"grids": bacon(0.9, 0.1)},
    ),
    "negative_weight": (
        {"grids": bacon(0.8, 0.2)},
        "Later against earlier treated has the weight 0.20.",
        {"grids": bacon(0.9, 0.1), "columns": [column(), column(estimator="imputation")]},
    ),
    "gmm_instruments": (
        {"columns": [column(estimator="gmm", gmm={}, fitstat={"instruments": 210, "ar2": {}, "hansen": {}})]},
        "210 instruments for 100 units.",
        {"columns": [column(estimator="gmm", gmm={}, fitstat={"instruments": 9, "ar2": {}, "hansen": {}})]},
    ),
    "placebo_design": (
        {"placebos": {"p/t.a": PLACEBO | {"p_statistic": None}}},
        "The placebo has no p_statistic.",
        {"placebos": {"p/t.a": PLACEBO}},
    ),
    "placebo_few": (
        {"placebos": {"p/t.a": PLACEBO | {"draws": 10, "enumerated": True}}},
        "Only 10 distinct reassignments: no permutation p is below 0.100.",
        {"placebos": {"p/t.a": PLACEBO | {"draws": 20, "enumerated": True}}},
    ),
    "placebo_absorbed": (
        {"placebos": {"p/t.a": PLACEBO | {"absorbed_draws": 2}}},
        "In 2 of 99 reassignments effects or controls absorb the policy.",
        {"placebos": {"p/t.a": PLACEBO}},
    ),
    "efficient_share": (run("counts", efficient=26), "26.0 % of 100 unit-years are efficient.", {"run": RUN}),
    "few_units": (
        run("sizes", m=6, s1=5, s2=5),
        "The smallest reference set has 50 unit-years; 6 inputs and 10 outputs need 60.",
        run("sizes", m=5, s1=5, s2=5),
    ),
    "infeasible": (
        run("counts", infeasible=1),
        "1 super-efficiency program without a solution: the unit-years have no score.",
        {"run": RUN},
    ),
    "bound_hit": (run("counts", bound_hit=2), "2 scores at the upper bound.", {"run": RUN}),
    "above_bound": (
        {"run": RUN, "descriptives": described(variable="score", max=2.1)},
        "The largest score is 2.1000, and the model bounds it at 2.",
        {"run": RUN, "descriptives": described(variable="score", max=1.9379)},
    ),
    "near_switch": (run("counts", near_switch=2), "2 scores may jump when the data change a little.", {"run": RUN}),
    "audit_undecided": (run("audit", undecided=2), "2 of 25 audited scores are undecided.", {"run": RUN}),
    "floored": (
        run("columns", so2=RUN["columns"]["so2"] | {"floored": 2, "floor": 0.05}),
        "2 zeros of so2 became 0.05.",
        {"run": RUN},
    ),
    "near_zero": (
        run("columns", so2=RUN["columns"]["so2"] | {"near_zero_share": 0.031}),
        "3.1 % of so2 are below 1 % of its median.",
        {"run": RUN},
    ),
    "constant": (
        run("columns", so2=RUN["columns"]["so2"] | {"constant": True}),
        "so2 is the same for all unit-years.",
        {"run": RUN},
    ),
    "proportional": (
        {"run": RUN | {"proportional_columns": [["land", "labour"]]}},
        "land, labour are the same up to a factor.",
        {"run": RUN},
    ),
    "blank_productivity": (
        {"productivity": {"gml": {"pairs": 18, "status": {"infeasible": 5, "undefined": 1}}}},
        "6 of 18 pairs of years have no index, or only a part of it.",
        {"productivity": {"gml": {"pairs": 18, "status": {"infeasible": 0, "undefined": 0}}}},
    ),
    "doubtful_intervals": (
        {"bootstrap": {"warnings": ["intervals of 6 units are not to be trusted"]}},
        "Intervals of 6 units are not to be trusted.",
        {"bootstrap": {"warnings": []}},
    ),
    "blind_weights": (
        {"study": STUDY, "columns": [column(**SAR)], "panel": panel(IN_TIME), **links(("a", "b", 1.0))},
        "By near no untreated unit has a neighbour that zone treats.",
        {
            "study": STUDY,
            "columns": [column(**SAR)],
            "panel": panel(IN_TIME),
            **links(("c", "a", 1.0), ("d", "b", 0.0)),
        },
    ),
    "islands": (
        {**study("matrices", near={"leave_out": ["d"]}), **links(("c", "c", 0.0), ("d", "d", 0.0))},
        "1 unit without neighbours: c.",
        {**study("matrices", near={"leave_out": ["d"]}), **links(("d", "d", 0.0))},
    ),
    "likelihoods_mixed": (
        {"columns": [column(correction="lee_yu"), column(name="b", correction="none")]},
        "Corrected for the effects are a, and not b.",
        {"columns": [column(correction="lee_yu"), column(name="b")]},
    ),
    "explosive_lags": (
        {"columns": [column(fitstat={"radius": 1.0})]},
        "The spectral radius of the lags is not below 1: 1.0000.",
        {"columns": [column(fitstat={"radius": 0.999})]},
    ),
    "stars": (
        {"columns": [column(row(p_value=0.03))], "claims": claims(("t.a", "stars", "zone", "***", ""))},
        "zone 0.2000 (0.0500) earns ** (p = 0.030) and has ***.",
        {"columns": [column(row(p_value=0.03))], "claims": claims(("t.a", "stars", "zone", "**", ""))},
    ),
    "text_number": (
        {"columns": [column()], "claims": claims(("t.a", "estimate", "zone", "0.21", ""))},
        "The text has 0.21 for zone, the table 0.2000.",
        {"columns": [column()], "claims": claims(("t.a", "estimate", "zone", "0.20", 0.01))},
    ),
    "claim_nowhere": (
        {"columns": [column()], "claims": claims(("t.b", "stars", "zone", "**", ""))},
        "A claim of the kind stars is about t.b zone, of which nothing is known.",
        {"columns": [column()], "claims": claims(("t.a", "stars", "zone", "**", ""), ("p. 3", "index", "i", "", ""))},
    ),
    "star_legend": (
        {"claims": claims(("t", "legend", "", "* 10 %", ""), ("u", "legend", "", "* 5 %", ""))},
        "Legends of stars differ: * 10 % (t) and * 5 % (u).",
        {"claims": claims(("t", "legend", "", "* 10 %", ""), ("u", "legend", "", "* 10 %", ""))},
    ),
    "outcome_header": (
        {"columns": [column(outcome="zone")], "claims": claims(("t.a", "header", "", "score", ""))},
        "The column is headed score, and its outcome is zone.",
        {**study("labels", score="Efficiency"), "columns": [column()],
         "claims": claims(("t.a", "header", "", "Efficiency", ""))},
    ),
    "cohort_text": (
        {"columns": [column()], "claims": claims(("p. 3", "cohorts", "zone", 8, ""))},
        "The text has 8 cohorts of zone, and its first years are 2.",
        {"columns": [column()], "claims": claims(("p. 3", "cohorts", "zone", 2, ""))},
    ),
    "roster_units": (
        {"claims": claims(*[("list", "unit", "zones", "Wuhu", "city")] * 2)},
        "Wuhu stands 2 times in the list.",
        {"claims": claims(("t", "size", "low", 2, ""), ("t", "size", "high", 3, ""), ("t", "size", "all", 5, ""))},
    ),
    "classes_disjoint": (
        {"claims": claims(("t", "class", "low", "[0, 0.3]", ""), ("t", "class", "high", "[0.3, 1]", ""))},
        "Of the classes two have the value 0.3.",
        {"claims": claims(("t", "class", "low", "[0, 0.3)", ""), ("t", "class", "high", "[0.3, 1]", ""))},
    ),
    "growth_arithmetic": (
        {
            "claims": claims(
                ("t", "mean", "score::2003", "0.27", ""),
                ("t", "mean", "score::2017", "0.39", ""),
                ("t", "growth", "score::2003::2017", "3.14", ""),
            )
        },
        "The text has growth of 3.14 % a year for score; 0.27 to 0.39 is 2.66 %.",
        {
            "claims": claims(
                ("t", "mean", "score::2003", "0.27", ""),
                ("t", "mean", "score::2017", "0.39", ""),
                ("t", "growth", "score::2003::2017", "2.7", ""),
                ("t", "change", "score::2003::2017", "44.44", ""),
            )
        },
    ),
    "mediation_claim": (
        {"claims": claims(("p. 9", "mediation", "patents", "", ""))},
        "No indirect effect is estimated through what the text calls channels: patents.",
        {"claims": claims(("p. 9", "mediation", "patents", "", "")), "grids": MEDIATED},
    ),
    "names": (
        {"claims": claims(("t", "name", "FE", "finance", ""), ("u", "name", "FE", "fixed effects", ""))},
        "FE means finance and fixed effects.",
        {"claims": claims(("t", "name", "FE", "finance", ""), ("u", "name", "FE", "finance", ""))},
    ),
    "equation_terms": (
        {"claims": claims(("eq. 1", "role", "score", "regressor", ""), ("text", "role", "score", "outcome", ""))},
        "score is regressor in eq. 1 and outcome in text.",
        {"claims": claims(("text", "announced", "lags", 1, ""), ("text", "listed", "lags", "LM", ""))},
    ),
    "matrix_formula": (
        {"claims": claims(("text", "matrix", "near", "1 / d", ""), ("eq. 2", "matrix", "near", "1 / d^2", ""))},
        "The matrix near is defined in two ways: 1 / d (text) and 1 / d^2 (eq. 2).",
        {"claims": claims(("text", "matrix", "near", "1 / d", ""), ("eq. 2", "matrix", "near", "1 / d", ""))},
    ),
    "index_weights": (
        {"claims": claims(("text", "index", "structure", "", ""))},
        "The weights of the index structure are not given.",
        {"claims": claims(("text", "index", "structure", "3, 2, 1", ""))},
    ),
    "spatial_claims": (
        {"grids": moran(0.018, 0.055), "claims": claims(("m", "range", "moran_i", "[0.018, 0.041]", ""))},
        "The text has moran_i in [0.018, 0.041]; the table has 0.018 to 0.055.",
        {"grids": moran(0.018, 0.041), "claims": claims(("m", "range", "moran_i", "[0.018, 0.041]", ""))},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_raised_by_its_fault_and_not_without_it(name):
    faulty, said, sound = CASES[name]
    raised = list(CHECKS[name](Reading(**faulty)))
    assert [one.message for one in raised if one.message.startswith(said)], [one.message for one in raised]
    assert not list(CHECKS[name](Reading(**sound)))


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_reads_what_there_is_and_wants_no_more(name):
    """Of a paper any file may be missing."""
    assert not list(CHECKS[name](Reading()))


def test_all_findings_are_said_once_a_cause_and_errors_come_first():
    found = findings(Reading(**CASES["mediation_claim"][0] | CASES["n_identity"][0]))
    assert [(one.severity, one.check) for one in found] == [("E", "n_identity"), ("W", "mediation_claim")]
    several = [Finding("b", severity, where, "m") for severity in "NWE" for where in ("t.a", "t.b", "t.a")]
    assert [(one.severity, one.where) for one in once(several)] == [(severity, "t.a, t.b") for severity in "EWN"]
    assert len(once([Finding("b", "W", "t", "one"), Finding("b", "W", "t", "two")])) == 2


PAGE = (REPOSITORY / "docs/referee.md").read_text(encoding="utf-8")


def test_the_page_has_every_check_with_its_severity():
    """And each under the heading of its family, in the order of the modules."""
    for family in FAMILIES:
        section = PAGE.partition(f"\n### {family}\n")[2].partition("\n#")[0]
        documented = re.findall(r"^\| `(\w+)` \| ([EWN]) \| ", section, re.MULTILINE)
        assert documented == [(one.name, one.severity) for one in checks_of(family)]


SCHEMA = Study.model_json_schema()
KEYS = {key for block in (SCHEMA, *SCHEMA["$defs"].values()) for key in block.get("properties", {})}


def allowed(schema):
    """Every word that some key of a schema may have as its value."""
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    own = [schema.get("const"), *schema.get("enum", [])] if isinstance(schema, dict) else []
    return {str(value) for value in own}.union(*map(allowed, parts))


VALUES = allowed(SCHEMA)
FUNCTIONS = {*FORMS, *PANEL_FUNCTIONS}
OTHERS = {file.path for file in FILES.values()} | {"docs/panel.md"}
REMEDIES = [
    (name, code)
    for name, one in CHECKS.items()
    for code in re.findall("`([^`]+)`", f"{one.matters} {one.remedy} {CASES[name][1]}")
]


@pytest.mark.parametrize(("name", "code"), REMEDIES)
def test_a_remedy_is_of_the_language(name, code):
    """What stands in backquotes is a key or a value of a study file, a function, a formula, a statistic, or a file."""
    if code in OTHERS or code in ("policy + policy:group", "policy*group"):
        return
    if call := re.match(r"(\w+)\(", code):
        assert call[1] in FUNCTIONS
        return
    key, _, value = code.partition(":")
    assert {*key.split(".")} <= KEYS | VALUES, f"{name}: {key}"
    words = {word for word in re.findall("[A-Za-z_]\\w*", value) if word not in ("not", "POLICY")}
    known = KEYS | VALUES | {*STATISTICS, *BENEATH, "B", "true", "Leads", "policy_1", "policy_2"}
    assert words <= known, f"{name}: {words - known}"
