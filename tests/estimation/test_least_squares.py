"""Least squares after fixed effects against dummies, linearmodels, statsmodels and what must not change it."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from linearmodels.panel import PanelOLS
from samples import fit_from, framed, planted, sample_from
from scipy import stats

from core.errors import StudyError
from core.thresholds import SMALL_SAMPLE_RULES
from estimation.absorber import absorber_of
from estimation.least_squares import facts, small_sample, sums, tidy, wald
from estimation.sample import Groups

TERMS = "y ~ d + x1 + x2"
EFFECTS = {"": "", "unit": " | unit", "year": " | year", "both": " | unit + year", "region": " | region"}
SHARES = [1.0, 0.75]


def by_panel_ols(frame, effects, clusters=("unit",), weights=None, year_dummies=False):
    """PanelOLS with its defaults; year effects absorbed, or as dummies with a constant and group_debias."""
    frame = frame.assign(key=pd.factorize(frame["unit"], sort=True)[0]).set_index(["key", "year"])
    design = frame[["d", "x1", "x2"]]
    if effects == "" or year_dummies:
        design = design.assign(constant=1.0)
    if year_dummies:
        years = frame.index.get_level_values("year")
        design = design.assign(**{f"year{year}": (years == year) * 1.0 for year in sorted(set(years))[1:]})
    model = PanelOLS(
        frame["y"], design, weights=frame[weights] if weights else None,
        entity_effects=effects in ("unit", "both"), time_effects=effects in ("year", "both") and not year_dummies,
        other_effects=frame[["region"]].astype(int) if effects == "region" else None,
    )  # fmt: skip
    if not clusters:
        return model.fit(cov_type="unadjusted")
    keys = frame.reset_index()[["key" if name == "unit" else name for name in clusters]].set_axis(frame.index)
    return model.fit(cov_type="clustered", clusters=keys, group_debias=year_dummies)


@pytest.mark.parametrize("clusters", [("unit",), ("year",), ("region",), ("unit", "year"), ()])
@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("effects", EFFECTS)
def test_the_rule_linearmodels_is_that_of_panel_ols(effects, share, weights, clusters):
    frame = planted(3, 14, 7, share)
    reference = by_panel_ols(frame, effects, clusters, weights)
    fit = fit_from(frame, TERMS + EFFECTS[effects], "linearmodels", clusters=list(clusters), weights=weights)
    terms = ["d", "x1", "x2"]
    np.testing.assert_allclose(fit.coefficients, reference.params[terms], rtol=1e-9)
    np.testing.assert_allclose(fit.std_errors, reference.std_errors[terms], rtol=1e-9)
    np.testing.assert_allclose(tidy(fit)["p_value"], reference.pvalues[terms], rtol=1e-7, atol=1e-15)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(6, 25), st.integers(4, 9), st.sampled_from(SHARES))
def test_panel_ols_with_year_dummies_has_the_errors_of_reghdfe(seed, n_units, n_years, share):
    frame = planted(seed, n_units, n_years, share)
    fit, reference = (
        fit_from(frame, TERMS + " | unit + year", clusters=["unit"]),
        by_panel_ols(frame, "unit", year_dummies=True),
    )
    np.testing.assert_allclose(fit.coefficients, reference.params[list(fit.terms)], rtol=1e-8, atol=1e-11)
    np.testing.assert_allclose(fit.std_errors, reference.std_errors[list(fit.terms)], rtol=1e-8)


def design_of(sample):
    """Terms, constant, and dummies and slopes of all effects, without what is collinear."""
    columns = [*sample.columns.T, np.ones(len(sample.outcome))]
    for effect in sample.effects:
        own = np.eye(effect.count)[effect.codes]
        columns += [*own.T]
        if effect.slope is not None:
            columns += [*(own * (effect.slope - effect.slope.mean())[:, None]).T]
    kept = []
    for column in columns:
        rest = column - (np.column_stack(kept) @ np.linalg.lstsq(np.column_stack(kept), column)[0] if kept else 0)
        if np.linalg.norm(rest) > 1e-8 * np.linalg.norm(column):
            kept.append(column)
    return np.column_stack(kept)


@pytest.mark.parametrize("cluster", ["unit", "region", "year"])
@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("effects", ["", " | unit + year", " | unit + region^year", " | unit[year] + year"])
def test_least_squares_with_dummies_agrees(effects, share, weights, cluster):
    frame = planted(3, 12, 8, share)
    fit = fit_from(frame, TERMS + effects, "regress", clusters=[cluster], weights=weights)
    sample = fit.sample
    weight = np.ones(len(sample.outcome)) if weights is None else sample.weights
    model = sm.WLS(sample.outcome, design_of(sample), weights=weight)
    reference = model.fit(cov_type="cluster", cov_kwds={"groups": sample.clusters[0].codes}, use_t=True)
    np.testing.assert_allclose(fit.coefficients, reference.params[:3], rtol=1e-8)
    np.testing.assert_allclose(fit.std_errors, reference.bse[:3], rtol=1e-8)
    np.testing.assert_allclose(tidy(fit)["p_value"], reference.pvalues[:3], rtol=1e-7)
    np.testing.assert_allclose(tidy(fit)[["conf_low", "conf_high"]], reference.conf_int()[:3], rtol=1e-7, atol=1e-9)
    if weights is None:
        assert fit.r2 == pytest.approx(reference.rsquared, rel=1e-8)
    if cluster == "unit":
        joint = reference.f_test(np.eye(3, reference.params.size))
        test = wald(fit, ("d", "x1", "x2"))
        assert (test.statistic, test.p_value) == pytest.approx((float(joint.fvalue), float(joint.pvalue)), rel=1e-6)
        assert (test.df1, test.df2) == (3, 11)


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("share", SHARES)
def test_without_clusters_errors_are_classical(share, weights):
    fit = fit_from(planted(3, 12, 8, share), TERMS + " | unit + year", clusters=[], weights=weights)
    sample = fit.sample
    weight = np.ones(len(sample.outcome)) if weights is None else sample.weights
    reference = sm.WLS(sample.outcome, design_of(sample), weights=weight).fit()
    np.testing.assert_allclose(fit.std_errors, reference.bse[:3], rtol=1e-9)
    np.testing.assert_allclose(tidy(fit)["p_value"], reference.pvalues[:3], rtol=1e-8)
    assert (fit.small_sample.rule, fit.small_sample.df) == ("iid", reference.df_resid)
    assert (facts(fit)["cluster"], facts(fit)["n_clusters"]) == ("none", None)


def test_two_way_clusters_add_and_take_away():
    frame = planted(9, 15, 8, 0.8).assign(cell=lambda f: f["unit"] + f["year"].astype(str))
    text = TERMS + " | unit + year"
    both = fit_from(frame, text, "CR0", clusters=["unit", "year"])
    one, two, cell = (fit_from(frame, text, "CR0", clusters=[name]) for name in ("unit", "year", "cell"))
    np.testing.assert_allclose(both.cr0, one.cr0 + two.cr0 - cell.cr0, rtol=1e-12)
    assert both.small_sample.df == 7
    said = facts(both)
    assert (said["cluster"], said["n_clusters"]) == (["unit", "year"], [15, 8])


def test_a_negative_two_way_variance_has_no_error_and_is_told():
    rng = np.random.default_rng(1)
    for seed in range(300):
        frame = framed({name: np.random.default_rng(seed).normal(size=(4, 4)) for name in ("y",)})
        frame["x"] = rng.normal(size=len(frame))
        fit = fit_from(frame, "y ~ x | unit + year", clusters=["unit", "year"])
        if np.diag(fit.cr0)[0] < 0:
            break
    assert np.isnan(fit.std_errors[0])
    assert fit.warnings == ["`x`: its variance by two-way clusters is negative, so it has no standard error"]
    assert tidy(fit)[["p_value", "conf_low"]].isna().all(axis=None)
    assert wald(fit, ("x",)).statistic is None


def test_a_variance_that_is_zero_but_for_rounding_is_no_error_and_is_told():
    """The residuals of each year sum to zero, so clusters by year say nothing about dummies of years alone."""
    frame = planted(9, 15, 5, 0.8)
    fit = fit_from(frame, "y ~ x1 + i(year)", "regress", clusters=["year"])
    design = sm.add_constant(pd.get_dummies(frame["year"], drop_first=True, dtype=float).assign(x1=frame["x1"]))
    reference = sm.OLS(frame["y"], design).fit(cov_type="cluster", cov_kwds={"groups": frame["year"]})
    assert (fit.terms[0], fit.std_errors[0]) == ("x1", pytest.approx(reference.bse["x1"], rel=1e-9))
    fit = fit_from(frame, "y ~ i(year)", "regress", clusters=["year"])
    assert np.isnan(fit.std_errors).all()
    assert fit.warnings[0] == (
        "`year::2001`: its variance by clusters is zero but for rounding, so it has no standard error"
    )


def test_frisch_waugh_lovell():
    sample = sample_from(planted(4, share=0.8), TERMS + " | unit + year")
    fit = fit_from(planted(4, share=0.8), TERMS + " | unit + year", "CR0", clusters=["unit"])
    others = design_of(sample)[:, 1:]
    policy = sample.column("d")
    net = policy - others @ np.linalg.lstsq(others, policy, rcond=None)[0]
    assert fit.coefficients[0] == pytest.approx(net @ sample.outcome / (net @ net), rel=1e-10)


def sized(n_units, n_years):
    values = {name: np.random.default_rng(0).normal(size=(n_units, n_years)) for name in ("y", "x")}
    return sample_from(framed(values), "y ~ x | unit + year", clusters=["unit"])


@pytest.mark.parametrize(
    ("rule", "factor", "castle", "wide"),
    [
        ("CR0", 1, 1, 1),
        ("CR1", 50 / 49, 1.020408, 1.003509),
        ("reghdfe", 1.04127152719824, 1.041271527, 1.009393303),
        ("regress", 1.1456116188806813, 1.145612, 1.135956),
        ("linearmodels", 1.1247443762781186, 1.124744, 1.132424),
    ],
)
def test_small_sample_factors(rule, factor, castle, wide):
    """Factors of Stata, R and linearmodels on 550 rows of 50 units, and on 2574 rows of 286 units."""
    fifty = small_sample(rule, sized(50, 11), 50 + 11 - 1, 1)
    assert fifty.factor == pytest.approx(factor, rel=1e-12)
    assert fifty.factor == pytest.approx(castle, abs=1e-6)
    assert small_sample(rule, sized(286, 9), 286 + 9 - 1, 7).factor == pytest.approx(wide, abs=1e-6)
    assert fifty.df == (489 if rule == "linearmodels" else 49)


@pytest.mark.parametrize(
    ("effects", "clusters", "counted"),
    [
        ("", ["unit"], 1), ("unit", ["unit"], 1), ("unit + year", ["unit"], 8), ("unit + year", ["region"], 8),
        ("unit + year", ["year"], 12), ("unit + year", ["unit", "year"], 1), ("unit + region^year", ["unit"], 24),
        ("unit + region^year", ["year"], 12), ("unit[year] + year", ["unit"], 8), ("unit + year", ["x2"], 19),
    ],
)  # fmt: skip
def test_reghdfe_counts_the_effects_that_are_nested_in_no_cluster_and_the_constant(effects, clusters, counted):
    sample = sample_from(planted(1, 12, 8), "y ~ d" + " | " * bool(effects) + effects, clusters=clusters)
    fewest = min(cluster.count for cluster in sample.clusters)
    found = small_sample("reghdfe", sample, absorber_of(sample).rank, 1)
    assert found.factor == pytest.approx(fewest / (fewest - 1) * 95 / (96 - 1 - counted), rel=1e-12)
    assert found.df == fewest - 1


def relabelled(frame):
    """Other names of the units, in the opposite order."""
    return frame.assign(unit="z" + (999 - frame["unit"].str[1:].astype(int)).astype(str))


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**6), st.sampled_from(list(SMALL_SAMPLE_RULES)), st.sampled_from(SHARES),
    st.sampled_from([None, "w"]), st.sampled_from([["unit"], ["region"], ["unit", "year"], []]),
)  # fmt: skip
def test_what_changes_nothing(seed, rule, share, weights, clusters):
    """Order of rows and terms, names of units, shifts by unit and year, and scales."""
    frame = planted(seed, 14, 8, share)
    rng = np.random.default_rng(seed)
    keys = {"rule": rule, "weights": weights, "clusters": clusters}
    text = TERMS + " | unit + year"
    fit = fit_from(frame, text, **keys)
    number = frame["unit"].str[1:].astype(int)
    shift = rng.normal(0, 100, 14)[number] + rng.normal(0, 100, 8)[frame["year"] - 2000]
    for other, order, scale in [
        (fit_from(frame.sample(frac=1, random_state=seed % 1000), text, **keys), [0, 1, 2], 1),
        (fit_from(frame, "y ~ x2 + d + x1 | year + unit", **keys), [1, 2, 0], 1),
        (fit_from(relabelled(frame), text, **keys), [0, 1, 2], 1),
        (fit_from(frame.assign(y=frame["y"] + shift), text, **keys), [0, 1, 2], 1),
        (fit_from(frame.assign(x1=frame["x1"] + shift), text, **keys), [0, 1, 2], 1),
        (fit_from(frame.assign(y=1000 * frame["y"]), text, **keys), [0, 1, 2], 1000),
        (fit_from(frame.assign(w=frame["w"] * 1e5), text, **keys), [0, 1, 2], 1),
    ]:
        np.testing.assert_allclose(other.coefficients[order], scale * fit.coefficients, rtol=1e-7, atol=1e-9 * scale)
        np.testing.assert_allclose(other.std_errors[order], scale * fit.std_errors, rtol=1e-6)
        assert other.r2_within == pytest.approx(fit.r2_within, rel=1e-8)


def test_a_weight_of_two_has_the_coefficients_of_two_rows():
    frame = planted(6, share=0.8).assign(v=1.0)
    frame.loc[::3, "v"] = 2.0
    twice = pd.concat([frame, frame[frame["v"] == 2].assign(unit=lambda f: f["unit"] + "b")])
    twice = twice.assign(own=twice["unit"].str[:4])
    weighted = fit_from(frame, TERMS + " | unit + year", weights="v", clusters=["unit"])
    doubled = fit_from(twice, TERMS + " | own + year", clusters=["own"])
    np.testing.assert_allclose(weighted.coefficients, doubled.coefficients, rtol=1e-10)
    np.testing.assert_allclose(weighted.cr0, doubled.cr0, rtol=1e-9)


def test_singletons_leave_coefficients_and_cr0_alone():
    frame = planted(6, share=0.8)
    alone = pd.concat([frame, pd.DataFrame([{"unit": "z", "year": 2002, "y": 99.0, "d": 0, "x1": 5.0, "x2": 1.0}])])
    fits = [fit_from(part, TERMS + " | unit + year", clusters=["unit"]) for part in (frame, alone)]
    np.testing.assert_array_equal(fits[0].cr0, fits[1].cr0)
    assert facts(fits[1])["dropped"] == {"singletons": 1}
    assert facts(fits[1])["n_obs"] == len(frame)


def test_one_term_wald_is_the_squared_t():
    fit = fit_from(planted(6), TERMS + " | unit + year", clusters=["unit"])
    row = tidy(fit).set_index("term").loc["x1"]
    test = wald(fit, ("x1",))
    assert test.statistic == pytest.approx(row["statistic"] ** 2)
    assert test.p_value == pytest.approx(row["p_value"])
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(row["statistic"]), 11))


def test_a_wald_test_of_more_terms_than_clusters_is_none():
    rng = np.random.default_rng(0)
    names = ("y", *(f"x{k}" for k in range(5)))
    frame = framed({name: rng.normal(size=(4, 9)) for name in names})
    fit = fit_from(frame, f"y ~ {' + '.join(names[1:])} | unit", "CR1", clusters=["unit"])
    assert wald(fit, names[1:]).statistic is None


def test_sums_within_groups():
    codes = np.array([2, 0, 1, 0])
    values = np.arange(8.0).reshape(4, 2)
    np.testing.assert_array_equal(sums(Groups("", codes, 3), values), [[8, 10], [4, 5], [0, 1]])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.assign(y=f["year"]), "`y` is absorbed by the unit and year effects"),
        (lambda f: f.assign(y=f["x1"] - f["d"]), "`y` is reproduced exactly by `d`, `x1`, `x2`"),
        (lambda f: f[f["unit"] == "u001"].assign(d=f["x1"]), "no unit-year is left"),
        (lambda f: f[f["unit"] < "u002"], "no degrees of freedom for 3 regressors and 5 effects"),
    ],
)
def test_unusable_data_are_refused(change, message):
    with pytest.raises(StudyError, match=message):
        fit_from(change(planted(8, n_years=4)), TERMS + " | unit + year", clusters=["unit"])


def test_one_cluster_is_refused_by_its_name():
    with pytest.raises(StudyError, match="all 48 rows are in one cluster of `one`"):
        fit_from(planted(8, n_years=4).assign(one=1), TERMS + " | unit + year", clusters=["unit", "one"])


def test_an_outcome_that_is_reproduced_is_found_through_12_digits():
    frame = planted(8)
    frame = frame.assign(y=(1000 + frame["x1"] / 3 + frame["x2"] / 7).map("{:.12g}".format).astype(float))
    with pytest.raises(StudyError, match="`y` is reproduced exactly"):
        fit_from(frame, TERMS + " | unit + year", clusters=["unit"])


def test_an_unknown_rule_is_answered_by_the_nearest():
    with pytest.raises(StudyError, match="did you mean `reghdfe`"):
        small_sample("reghdf", sized(5, 5), 9, 1)
