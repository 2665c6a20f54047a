"""Estimators for staggered adoption against diff-diff, against pyfixest's numbers, and against each other."""

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from samples import castle_panel, planted
from scipy.stats import chi2, ncx2, norm

from core.errors import StudyError
from did.staggered_columns import staggered_column

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from diff_diff import CallawaySantAnna, ImputationDiD, SunAbraham

STACKED = json.loads((Path(__file__).parent / "reference" / "castle_stacked.json").read_text())["expected"]
CLOSE = {"rtol": 0, "atol": 1e-9}
TWO_WAY = "l_homicide ~ post | unit + year"
OWN = {
    "callaway_santanna": {"control": "never", "base": "varying", "method": "regression"},
    "sun_abraham": {},
    "imputation": {},
    "stacked": {"window": [-4, 2], "control": "not_yet", "weighted": True},
}


@pytest.fixture(scope="module")
def castle():
    return castle_panel()


@pytest.fixture(scope="module")
def drawn():
    """40 units, 8 years, cohorts of several units, a coarser group; effects grow."""
    random = np.random.default_rng(5)
    frame = pd.MultiIndex.from_product([[f"u{i:02d}" for i in range(40)], range(2001, 2009)], names=["unit", "year"])
    frame = frame.to_frame(index=False)
    number = frame["unit"].str[1:].astype(int)
    start = number.map(lambda i: [np.inf, 2004, np.inf, 2006][i % 4] if i % 3 else [2007, np.inf][i % 2])
    frame = frame.assign(
        d=(frame["year"] >= start).astype(float),
        x=random.normal(size=len(frame)) + 0.1 * number % 3,
        region=number % 13,
    )
    effect = frame["d"] * (1 + 0.3 * (frame["year"] - start.where(np.isfinite(start), 0)))
    frame["y"] = effect + 0.5 * frame["x"] + number / 7 + np.sin(frame["year"]) + random.normal(size=len(frame))
    return frame


def fitted(panel, estimator, formula=TWO_WAY, policy="post", **keys):
    settings = {
        "name": "a",
        "formula": formula,
        "sample": None,
        "policy": policy,
        "cluster": "unit",
        "missing": "drop",
        "ssc": "reghdfe",
    }
    own = {"estimator": estimator, "aggregate": "overall", "window": None, **OWN[estimator]}
    return staggered_column(panel, settings | own | keys)


def first_treated(panel, policy):
    start = panel[panel[policy] == 1].groupby("unit")["year"].min()
    return panel.assign(g=panel["unit"].map(start).fillna(0).astype(int), unit=panel["unit"].astype(str))


def voice(estimator, panel, outcome="y", policy="d", **keys):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = {"outcome": outcome, "unit": "unit", "time": "year", "first_treat": "g"}
        return estimator.fit(first_treated(panel, policy), **names, **keys)


def agrees(table, effects, key):
    own = table[table["std_error"].notna()].set_index(key)
    assert len(own) == sum(np.isfinite(effect["t_stat"]) for effect in effects.values())
    for at, row in own.iterrows():
        np.testing.assert_allclose(row[["estimate", "std_error"]].astype(float), _pair(effects[at]), **CLOSE)


def _pair(effect):
    return effect["effect"], effect["se"]


@pytest.mark.parametrize("base", ["varying", "universal"])
@pytest.mark.parametrize(("control", "group"), [("never", "never_treated"), ("not_yet", "not_yet_treated")])
@pytest.mark.parametrize("data", ["castle", "drawn"])
def test_callaway_santanna_without_covariates(request, data, control, group, base):
    panel = request.getfixturevalue(data)
    outcome, policy = ("l_homicide", "post") if data == "castle" else ("y", "d")
    second = voice(CallawaySantAnna(control_group=group, base_period=base), panel, outcome, policy, aggregate="all")
    keys = {"formula": f"{outcome} ~ {policy} | unit + year", "policy": policy, "control": control, "base": base}
    table, facts = fitted(panel, "callaway_santanna", **keys)
    np.testing.assert_allclose(
        table.loc[0, ["estimate", "std_error"]].astype(float), (second.overall_att, second.overall_se), **CLOSE
    )
    assert [cell["cohort"] for cell in facts["cells"]] == sorted(cell["cohort"] for cell in facts["cells"])
    agrees(fitted(panel, "callaway_santanna", **keys, aggregate="event")[0], second.event_study_effects, "k")
    cohorts = fitted(panel, "callaway_santanna", **keys, aggregate="cohort")[0]
    agrees(cohorts.assign(cohort=cohorts["term"].str[-4:].astype(int)), second.group_effects, "cohort")


@pytest.mark.parametrize(("method", "theirs"), [("regression", "reg"), ("weighting", "ipw")])
@pytest.mark.parametrize("control", ["never", "not_yet"])
def test_callaway_santanna_with_covariates(drawn, method, theirs, control):
    """Both read the covariates in the base year; their propensities are not cut off."""
    other = CallawaySantAnna(
        control_group={"never": "never_treated", "not_yet": "not_yet_treated"}[control],
        estimation_method=theirs,
        pscore_trim=1e-12,
    )
    second = voice(other, drawn, covariates=["x"], aggregate="all")
    keys = {"formula": "y ~ d + x | unit + year", "policy": "d", "method": method, "control": control}
    table, facts = fitted(drawn, "callaway_santanna", **keys)
    assert len(facts["cells"]) == len(second.group_time_effects) > 15
    for cell in facts["cells"]:
        own = second.group_time_effects[cell["cohort"], cell["year"]]
        np.testing.assert_allclose((cell["estimate"], cell["std_error"]), _pair(own), rtol=0, atol=1e-7)
    np.testing.assert_allclose(
        table.loc[0, ["estimate", "std_error"]].astype(float),
        (second.overall_att, second.overall_se),
        rtol=0,
        atol=1e-7,
    )


@pytest.mark.parametrize("formula", ["y ~ d | unit + year", "y ~ d + x | unit + year"])
def test_imputation(drawn, formula):
    second = voice(ImputationDiD(), drawn, covariates=["x"] if "x" in formula else None, aggregate="event_study")
    table, facts = fitted(drawn, "imputation", formula, "d")
    np.testing.assert_allclose(
        table.loc[0, ["estimate", "std_error"]].astype(float), (second.overall_att, second.overall_se), **CLOSE
    )
    events = fitted(drawn, "imputation", formula, "d", aggregate="event")[0]
    after = {k: effect for k, effect in second.event_study_effects.items() if k >= 0}
    agrees(events, after, "k")
    assert facts["df"] is None and facts["ssc"]["rule"] == "imputation"


def test_sun_abraham(drawn):
    second = voice(SunAbraham(), drawn)
    table, _ = fitted(drawn, "sun_abraham", "y ~ d | unit + year", "d")
    assert table.loc[0, "estimate"] == pytest.approx(second.overall_att, abs=1e-10)
    events = fitted(drawn, "sun_abraham", "y ~ d | unit + year", "d", aggregate="event")[0]
    agrees(events, {k: effect | {"t_stat": 1.0} for k, effect in second.event_study_effects.items() if k != -1}, "k")


@pytest.mark.parametrize("data", ["castle", "drawn"])
def test_sun_abraham_is_callaway_santanna_with_a_universal_base(request, data):
    """Balanced, without controls, against never treated units: the same averages."""
    panel = request.getfixturevalue(data)
    outcome, policy = ("l_homicide", "post") if data == "castle" else ("y", "d")
    for aggregate in ("overall", "event", "cohort"):
        keys = {"formula": f"{outcome} ~ {policy} | unit + year", "policy": policy, "aggregate": aggregate}
        first = fitted(panel, "callaway_santanna", **keys, base="universal")[0]
        second = fitted(panel, "sun_abraham", **keys)[0]
        assert first["term"].tolist() == second["term"].tolist()
        np.testing.assert_allclose(first["estimate"], second["estimate"], atol=1e-10)


def test_one_cohort_is_the_difference_in_differences_whoever_estimates_it():
    panel = planted(3, 20, 6)
    panel["d"] = ((panel["unit"] < "u008") & (panel["year"] >= 2003)).astype(float)
    panel = panel[panel["year"].isin([2002, 2003])]
    found = [
        fitted(panel, name, "y ~ d | unit + year", "d", **more)[0].loc[0, "estimate"]
        for name, more in (*((name, {}) for name in OWN if name != "stacked"), ("stacked", {"window": [-1, 0]}))
    ]
    means = panel.groupby(["d", panel["unit"] < "u008", "year"])["y"].mean()
    change = means.loc[1, True, 2003] - means.loc[0, True, 2002]
    np.testing.assert_allclose(found, change - (means.loc[0, False, 2003] - means.loc[0, False, 2002]), atol=1e-10)


@pytest.mark.parametrize("weighted", [False, True])
def test_stacked_event_times_are_those_of_pyfixest(castle, weighted):
    table, facts = fitted(castle, "stacked", aggregate="event", weighted=weighted)
    expected = STACKED["stacked_event_weighted" if weighted else "stacked_event"]
    own = table[~table["base"]].set_index("k")
    assert own.index.tolist() == [-4, -3, -2, 0, 1, 2]
    for k, pair in expected.items():
        np.testing.assert_allclose(own.loc[int(k), ["estimate", "std_error"]].astype(float), pair, **CLOSE)
    assert facts["stacks"] == {int(year): size for year, size in STACKED["stacked_unweighted"]["stacks"].items()}
    assert any("2009, 2010" in warning for warning in facts["warnings"])


def test_stacked_average_is_that_of_pyfixest(castle):
    table, facts = fitted(castle, "stacked", weighted=False)
    expected = STACKED["stacked_unweighted"]
    np.testing.assert_allclose(
        table.loc[0, ["estimate", "std_error"]].astype(float), (expected["b"], expected["se"]), **CLOSE
    )
    assert facts["n_obs"] == expected["n"]
    assert facts["n_units"] == facts["n_clusters"] == 50
    assert facts["treated_units"] == 18


def test_coarser_clusters_add_up_the_influence_of_their_units(drawn):
    """Against the sum over clusters by hand, from cells whose clusters are units."""
    for name in ("callaway_santanna", "imputation"):
        plain = fitted(drawn, name, "y ~ d | unit + year", "d")[0]
        table, facts = fitted(drawn, name, "y ~ d | unit + year", "d", cluster="region")
        assert facts["n_clusters"] == 13 and facts["cluster"] == "region"
        assert table.loc[0, "estimate"] == plain.loc[0, "estimate"]
        assert table.loc[0, "std_error"] != pytest.approx(plain.loc[0, "std_error"], rel=1e-3)
    for cluster, words in ((["unit", "year"], "clustered by one variable"), ("year", "units change their cluster")):
        with pytest.raises(StudyError, match=words):
            fitted(drawn, "callaway_santanna", "y ~ d | unit + year", "d", cluster=cluster)


def test_leads_of_imputation_are_those_of_untreated_rows(drawn):
    table, facts = fitted(drawn, "imputation", "y ~ d | unit + year", "d", aggregate="event", window=[-2, 1])
    assert table["k"].tolist() == [-2, -1, 0, 1]
    panel = first_treated(drawn, "d")
    untreated = panel[panel["d"] == 0]
    k = (untreated["year"] - untreated["g"]).where(untreated["g"] > 0, -99)
    design = [pd.get_dummies(untreated["unit"]), pd.get_dummies(untreated["year"]), *((k == lead) for lead in (-2, -1))]
    columns = pd.concat([part.astype(float).reset_index(drop=True) for part in design], axis=1).to_numpy()
    coefficients = np.linalg.lstsq(columns, untreated["y"].to_numpy(), rcond=None)[0]
    np.testing.assert_allclose(table["estimate"][:2], coefficients[-2:], atol=1e-9)
    assert facts["tests"]["pretrend"]["df1"] == 2


def test_what_cannot_be_estimated_is_said_in_words(drawn):
    """A cohort without a year before it, a year in which all are treated, gaps, cohorts of one unit."""
    early = drawn[drawn["year"] >= 2004]
    with pytest.raises(StudyError, match="units treated since their first year"):
        fitted(early, "callaway_santanna", "y ~ d | unit + year", "d")
    _, facts = fitted(early, "imputation", "y ~ d | unit + year", "d")
    assert any("treated unit-years cannot be imputed" in warning for warning in facts["warnings"])
    gaps = drawn.drop(drawn.index[5])
    _, facts = fitted(gaps, "callaway_santanna", "y ~ d | unit + year", "d")
    assert facts["dropped"] == {"rows of units without all years": 7}
    every = drawn[drawn.groupby("unit")["d"].transform("max") == 1]
    with pytest.raises(StudyError, match="no unit to compare with is untreated then"):
        fitted(every, "callaway_santanna", "y ~ d | unit + year", "d")
    with pytest.raises(StudyError, match="all units are treated in the end"):
        fitted(every, "sun_abraham", "y ~ d | unit + year", "d")
    with pytest.raises(StudyError, match="no cohort has a stack"):
        fitted(drawn, "stacked", "y ~ d | unit + year", "d", window=[-7, 3])
    with pytest.raises(StudyError, match="this estimator is for `unit \\+ year`"):
        fitted(drawn, "callaway_santanna", "y ~ d | unit", "d")
    with pytest.raises(StudyError, match=r"has slopes, which are not offered here"):
        fitted(drawn, "imputation", "y ~ d | unit[year] + year", "d")


def test_cohorts_and_event_times_of_few_units_are_named(castle):
    for name in ("callaway_santanna", "sun_abraham"):
        _, facts = fitted(castle, name, aggregate="event", window=[-8, 4])
        assert any(
            "years since the policy that rest on fewer than 3 units" in w and "4 (1)" in w for w in facts["warnings"]
        )
    for name in ("callaway_santanna", "sun_abraham"):
        _, facts = fitted(castle, name)
        assert any("fewer than 3 units" in warning and "2006 (1)" in warning for warning in facts["warnings"])
    _, facts = fitted(castle, "imputation")
    assert any("cohorts of one unit" in warning and "2006, 2010" in warning for warning in facts["warnings"])


@pytest.mark.parametrize(
    ("estimator", "keys", "distances"),
    [
        ("callaway_santanna", {"base": "varying"}, [1, 1, 1]),
        ("callaway_santanna", {"base": "universal"}, [-2, -1]),
        ("sun_abraham", {}, [-2, -1]),
        ("stacked", {"window": [-3, 1]}, [-2, -1]),
        ("imputation", {}, None),
    ],
)
def test_event_times_have_bands_and_leads_say_which_straight_trend_they_find(drawn, estimator, keys, distances):
    settings = {"window": [-3, 1], "aggregate": "event", **keys}
    table, fact = fitted(drawn, estimator, "y ~ d | unit + year", "d", **settings)
    covariance = fact["covariance"]
    known = table[table["term"].isin(covariance["terms"])]
    margin = fact["bands"]["critical_value"] * known["std_error"]
    np.testing.assert_allclose(known["band_high"] - known["band_low"], 2 * margin, rtol=1e-10)
    assert table.loc[~table["term"].isin(covariance["terms"]), "band_low"].isna().all()
    test = fact["tests"]["pretrend"]
    if distances is None:
        assert test["detectable_slope"] is None
        return
    at = [covariance["terms"].index(term) for term in test["terms"]]
    own = np.array(covariance["values"])[np.ix_(at, at)]
    away = test["detectable_slope"] ** 2 * np.array(distances) @ np.linalg.solve(own, distances)
    assert ncx2.sf(chi2.ppf(0.95, len(at)), len(at), away) == pytest.approx(0.8, abs=1e-6)


@pytest.fixture(scope="module")
def single():
    """40 units, 8 years, one cohort of 14 that starts in 2005."""
    random = np.random.default_rng(8)
    number, year = np.repeat(np.arange(40), 8), np.tile(np.arange(2001, 2009), 40)
    d = ((number % 3 == 0) & (year >= 2005)).astype(float)
    noise = random.normal(size=(40, 8)).cumsum(axis=1).ravel()
    return pd.DataFrame({"unit": [f"u{i:02d}" for i in number], "year": year, "d": d, "y": d + number / 9 + noise})


def changes(panel, before):
    """By hand: treated less other units in the changes of 2005 and 2006 from the mean of the years `before`, and the
    covariance of these differences of means."""
    wide = panel.pivot(index="unit", columns="year", values="y")
    change = wide[[2005, 2006]].sub(wide[before].mean(axis=1), axis=0).to_numpy()
    treated = (panel.groupby("unit")["d"].max() == 1).to_numpy()
    groups = change[treated], change[~treated]
    return groups[0].mean(0) - groups[1].mean(0), sum(np.cov(own.T, bias=True) / len(own) for own in groups)


def dummies_by_statsmodels(panel, years):
    """Event dummies, units and years in statsmodels, whose clustered errors are those of the rule `regress`."""
    rows = panel[panel["year"].isin(years)]
    treated = rows.groupby("unit")["d"].transform("max")
    events = {f"k{year - 2005}": treated * (rows["year"] == year) for year in years if year != 2004}
    levels = pd.get_dummies(rows[["unit", "year"]].astype(str), drop_first=True).astype(float)
    design = sm.add_constant(pd.DataFrame(events).rename(columns=lambda name: name.replace("-", "m")).join(levels))
    clusters = {"groups": pd.factorize(rows["unit"])[0]}
    return sm.OLS(rows["y"], design).fit(cov_type="cluster", cov_kwds=clusters, use_t=True)


ASKED = {"test": {"Both": ["d::0", "d::1"]}, "lincom": {"Sum": "d::0 + d::1", "Growth": "d::1 - d::0"}}


@pytest.mark.parametrize(
    ("estimator", "before"),
    [("callaway_santanna", [2004]), ("imputation", [2001, 2002, 2003, 2004])],
)
def test_sums_and_joint_tests_of_influence_are_those_of_differences_of_means(single, estimator, before):
    _, fact = fitted(single, estimator, "y ~ d | unit + year", "d", aggregate="event", **ASKED)
    estimates, covariance = changes(single, before)
    both = fact["tests"]["Both"]
    expected = estimates @ np.linalg.solve(covariance, estimates)
    assert (both["df1"], both["df2"]) == (2, None)
    np.testing.assert_allclose([2 * both["statistic"], both["p_value"]], [expected, chi2.sf(expected, 2)], rtol=1e-9)
    for name, signs in (("Sum", [1, 1]), ("Growth", [-1, 1])):
        own, error = fact["lincom"][name], np.sqrt(np.array(signs) @ covariance @ signs)
        np.testing.assert_allclose([own["estimate"], own["std_error"]], [estimates @ signs, error], rtol=1e-9)
        assert own["p_value"] == pytest.approx(2 * norm.sf(abs(estimates @ signs) / error), rel=1e-9)
        assert own["conf_low"] == pytest.approx(estimates @ signs - norm.ppf(0.975) * error, rel=1e-9)


@pytest.mark.parametrize(
    ("estimator", "years", "keys"),
    [("sun_abraham", range(2001, 2009), {}), ("stacked", range(2003, 2007), {"window": [-2, 1], "weighted": False})],
)
def test_sums_and_joint_tests_of_least_squares_are_those_of_dummies(single, estimator, years, keys):
    more = {"aggregate": "event", "ssc": "regress", **ASKED}
    _, fact = fitted(single, estimator, "y ~ d | unit + year", "d", **more, **keys)
    voice = dummies_by_statsmodels(single, years)
    joint = voice.f_test("k0 = 0, k1 = 0")
    found = [fact["tests"]["Both"][key] for key in ("statistic", "p_value")]
    np.testing.assert_allclose(found, [float(joint.fvalue), float(joint.pvalue)], rtol=1e-8)
    for name, contrast in (("Sum", "k0 + k1 = 0"), ("Growth", "k1 - k0 = 0")):
        own, other = fact["lincom"][name], voice.t_test(contrast)
        np.testing.assert_allclose(
            [own[key] for key in ("estimate", "std_error", "p_value", "conf_high")],
            [other.effect[0], other.sd[0, 0], float(other.pvalue), other.conf_int()[0, 1]],
            rtol=1e-8,
        )


def test_years_before_and_after_of_imputation_are_not_judged_together(drawn):
    keys = {"aggregate": "event", "window": [-2, 1]}
    asked = {"test": {"Leads": ["d::-2", "d::-1"], "All": ["d::-1", "d::1"]}, "lincom": {"Jump": "d::0 - d::-1"}}
    table, fact = fitted(drawn, "imputation", "y ~ d | unit + year", "d", **keys, **asked)
    leads, pretrend = fact["tests"]["Leads"], fact["tests"]["pretrend"]
    assert leads["statistic"] == pytest.approx(pretrend["statistic"], rel=1e-12)
    assert fact["tests"]["All"]["statistic"] is None
    jump, effects = fact["lincom"]["Jump"], table.set_index("term")["estimate"]
    assert jump["estimate"] == pytest.approx(effects["d::0"] - effects["d::-1"], abs=1e-12)
    assert np.isnan(jump["std_error"])
    why = "its years before and after the policy are of two regressions, and have no joint covariance"
    assert [said for said in fact["warnings"] if said.endswith(why)] == [
        f"All: not tested, since {why}",
        f"Jump: no standard error, since {why}",
    ]


@pytest.mark.parametrize("estimator", ["callaway_santanna", "sun_abraham", "imputation", "stacked"])
def test_cohorts_are_compared_by_their_names(drawn, estimator):
    asked = {"aggregate": "cohort", "lincom": {"Gap": "d.2006 - d.2004"}, "test": {"One": ["d.2004"]}}
    table, fact = fitted(drawn, estimator, "y ~ d | unit + year", "d", **asked, window=[-2, 1])
    own = table.set_index("term")
    assert fact["lincom"]["Gap"]["estimate"] == pytest.approx(
        own.loc["d.2006", "estimate"] - own.loc["d.2004", "estimate"], abs=1e-12
    )
    assert fact["tests"]["One"]["statistic"] == pytest.approx(own.loc["d.2004", "statistic"] ** 2, rel=1e-9)
    with pytest.raises(StudyError, match=r"`test.One`: there is no coefficient `d.2001`; did you mean"):
        fitted(drawn, estimator, "y ~ d | unit + year", "d", **asked | {"test": {"One": ["d.2001"]}}, window=[-2, 1])
