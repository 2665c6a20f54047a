"""Least squares after fixed effects against dummies, linearmodels, statsmodels and what must not change it."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from linearmodels.panel import PanelOLS
from scipy import stats

from core.errors import StudyError
from estimation.least_squares import SMALL_SAMPLE_RULES, least_squares, small_sample, tidy, wald

TWO_WAY = ("unit", "year")
NAMES = ("y", "d", "x1", "x2")


def panel(seed, n_units=12, n_periods=6, n_controls=2):
    """Outcome and regressors with unit and year shifts and serially correlated errors; the first regressor is an
    absorbing policy with effect 0.5 that half of the units adopt in different years."""
    rng = np.random.default_rng(seed)
    shifts = rng.normal(3, 2, (n_units, 1)) + rng.normal(0, 1, (1, n_periods))
    start = np.where(np.arange(n_units) % 2, np.inf, rng.integers(1, n_periods, n_units))
    start[:3:2] = 1, n_periods - 1
    policy = (np.arange(n_periods) >= start[:, None]).astype(float)
    controls = rng.normal(size=(n_units, n_periods, n_controls)) + shifts[..., None]
    noise = rng.normal(size=(n_units, n_periods)).cumsum(axis=1)
    regressors = np.concatenate([policy[..., None], controls], axis=-1)
    return 0.5 * policy + controls.sum(axis=-1) + shifts + noise, regressors


def dummies(effects, n_units, n_periods):
    """Constant and dummies of the effects, without the first unit and year."""
    unit = np.repeat(np.eye(n_units), n_periods, axis=0)[:, 1:]
    year = np.tile(np.eye(n_periods), (n_units, 1))[:, 1:]
    kept = [columns for name, columns in (("unit", unit), ("year", year)) if name in effects]
    return np.hstack([np.ones((n_units * n_periods, 1)), *kept])


def by_panel_ols(outcome, regressors, year_dummies):
    """PanelOLS with unit effects; year effects absorbed, or as dummies with a constant."""
    n_units, n_periods, n_regressors = regressors.shape
    index = pd.MultiIndex.from_product([range(n_units), range(n_periods)])
    names = list(NAMES[1 : n_regressors + 1])
    frame = pd.DataFrame(regressors.reshape(-1, n_regressors), index=index, columns=names)
    if year_dummies:
        frame = frame.assign(constant=1.0, **{f"year{t}": index.get_level_values(1) == t for t in range(1, n_periods)})
    model = PanelOLS(pd.Series(outcome.ravel(), index), frame, entity_effects=True, time_effects=not year_dummies)
    fit = model.fit(cov_type="clustered", cluster_entity=True, group_debias=year_dummies)
    return fit.params[names].to_numpy(), fit.std_errors[names].to_numpy()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(4, 25), st.integers(4, 9), st.integers(0, 2))
def test_panel_ols_agrees(seed, n_units, n_periods, n_controls):
    outcome, regressors = panel(seed, n_units, n_periods, n_controls)
    names = NAMES[: n_controls + 2]
    fit = least_squares(outcome, regressors, names, TWO_WAY, "linearmodels")
    coefficients, errors = by_panel_ols(outcome, regressors, year_dummies=False)
    np.testing.assert_allclose(fit.coefficients, coefficients, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(fit.std_errors, errors, rtol=1e-9)
    reghdfe = least_squares(outcome, regressors, names, TWO_WAY, "reghdfe")
    _, errors = by_panel_ols(outcome, regressors, year_dummies=True)
    np.testing.assert_allclose(reghdfe.std_errors, errors, rtol=1e-9)


@pytest.mark.parametrize("effects", [(), ("unit",), ("year",), TWO_WAY])
def test_least_squares_with_dummies_agrees(effects):
    outcome, regressors = panel(3)
    flat = regressors.reshape(-1, 3)
    unit = np.repeat(np.arange(len(outcome)), outcome.shape[1])
    reference = sm.OLS(outcome.ravel(), np.hstack([flat, dummies(effects, *outcome.shape)])).fit(
        cov_type="cluster", cov_kwds={"groups": unit}, use_t=True
    )
    fit = least_squares(outcome, regressors, NAMES, effects, "regress")
    np.testing.assert_allclose(fit.coefficients, reference.params[:3], rtol=1e-10)
    np.testing.assert_allclose(fit.std_errors, reference.bse[:3], rtol=1e-10)
    np.testing.assert_allclose(tidy(fit)["p_value"], reference.pvalues[:3], rtol=1e-8)
    np.testing.assert_allclose(tidy(fit)[["conf_low", "conf_high"]], reference.conf_int()[:3], rtol=1e-9)
    assert fit.r2 == pytest.approx(reference.rsquared, rel=1e-10)
    joint = reference.f_test(np.eye(3, reference.params.size))
    test = wald(fit, ("d", "x1", "x2"))
    assert (test.statistic, test.p_value) == pytest.approx((float(joint.fvalue), float(joint.pvalue)), rel=1e-8)
    assert (test.df1, test.df2) == (3, 11)


def test_frisch_waugh_lovell():
    outcome, regressors = panel(4)
    fit = least_squares(outcome, regressors, NAMES, TWO_WAY, "CR0")
    others = np.hstack([dummies(TWO_WAY, *outcome.shape), regressors.reshape(-1, 3)[:, 1:]])
    policy, y = regressors[..., 0].ravel(), outcome.ravel()
    net = policy - others @ np.linalg.lstsq(others, policy, rcond=None)[0]
    assert fit.coefficients[0] == pytest.approx(net @ y / (net @ net), rel=1e-10)


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
    fifty = small_sample(rule, TWO_WAY, 50, 11, 1)
    assert fifty.factor == pytest.approx(factor, rel=1e-12)
    assert fifty.factor == pytest.approx(castle, abs=1e-6)
    assert small_sample(rule, TWO_WAY, 286, 9, 7).factor == pytest.approx(wide, abs=1e-6)
    assert fifty.df == (489 if rule == "linearmodels" else 49)


@pytest.mark.parametrize("rule", SMALL_SAMPLE_RULES)
def test_what_changes_nothing(rule):
    outcome, regressors = panel(5)
    rng = np.random.default_rng(0)
    fit = least_squares(outcome, regressors, NAMES, TWO_WAY, rule)
    shift = rng.normal(0, 100, (12, 1)) + rng.normal(0, 100, (1, 6))
    order = rng.permutation(12)
    for other, scale in [
        (least_squares(outcome + shift, regressors, NAMES, TWO_WAY, rule), 1),
        (least_squares(outcome, regressors + shift[..., None], NAMES, TWO_WAY, rule), 1),
        (least_squares(outcome[order], regressors[order], NAMES, TWO_WAY, rule), 1),
        (least_squares(1000 * outcome, regressors, NAMES, TWO_WAY, rule), 1000),
        (least_squares(outcome, regressors / 1000, NAMES, TWO_WAY, rule), 1000),
    ]:
        np.testing.assert_allclose(other.coefficients, scale * fit.coefficients, rtol=1e-9)
        np.testing.assert_allclose(other.std_errors, scale * fit.std_errors, rtol=1e-9)
        assert other.r2_within == pytest.approx(fit.r2_within, rel=1e-9)


def test_one_term_wald_is_the_squared_t():
    fit = least_squares(*panel(6), NAMES, TWO_WAY, "reghdfe")
    row = tidy(fit).set_index("term").loc["x1"]
    test = wald(fit, ("x1",))
    assert test.statistic == pytest.approx(row["statistic"] ** 2)
    assert test.p_value == pytest.approx(row["p_value"])
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(row["statistic"]), 11))


def test_a_wald_test_of_more_terms_than_clusters_is_none():
    rng = np.random.default_rng(0)
    names = ("y", *(f"x{k}" for k in range(5)))
    fit = least_squares(rng.normal(size=(4, 9)), rng.normal(size=(4, 9, 5)), names, ("unit",), "CR1")
    assert wald(fit, names[1:]).statistic is None


def test_collinear_regressors_are_refused_by_name():
    outcome, regressors = panel(7)
    mixed = 3 * regressors[..., 1] - 1e4 * regressors[..., 0] + np.arange(6)
    with pytest.raises(StudyError, match="collinear") as error:
        least_squares(outcome, np.concatenate([regressors, mixed[..., None]], -1), (*NAMES, "mixed"), TWO_WAY, "CR0")
    assert all(f"`{name}`" in str(error.value) for name in ("d", "x1", "mixed"))
    assert "`x2`" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda y, x: (y + np.nan, x), "`y` has missing"),
        (lambda y, x: (y, np.where(np.arange(3) == 1, np.nan, x)), "`x1` has missing"),
        (lambda y, x: (y * 0 + np.arange(6), x), "`y` is absorbed"),
        (lambda y, x: (y, np.where(np.arange(3) == 2, np.arange(6)[:, None], x)), "`x2` is absorbed"),
        (lambda y, x: (x[..., 1] - x[..., 0], x), "`y` is reproduced exactly"),
        (lambda y, x: (y[:1], x[:1]), "no degrees of freedom"),
    ],
)
def test_unusable_data_are_refused(change, message):
    with pytest.raises(StudyError, match=message):
        least_squares(*change(*panel(8)), NAMES, TWO_WAY, "reghdfe")


def test_an_unknown_rule_is_answered_by_the_nearest():
    with pytest.raises(StudyError, match="did you mean `reghdfe`"):
        small_sample("reghdf", TWO_WAY, 5, 5, 1)
