"""Spatial lag panels: published panel, explicit dummies, a second program, and the identities of a maximum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import W
from scipy import optimize
from spreg import ML_LagFE

from core.errors import StudyError
from spatial.panel_ml import Concentrated, observed_information, spatial_lag, within
from spatial.weights import from_pairs

EFFECTS = {"unit": ("unit",), "time": ("year",), "two": ("unit", "year")}
TERMS = ("lpcap", "lpc", "lemp", "unemp")


def arrays(panel, units):
    """(T, N) outcome and (T, N, k) regressors of the Munnell panel."""
    wide = {name: panel.pivot(index="year", columns="unit", values=name)[list(units)] for name in ("lgsp", *TERMS)}
    return wide["lgsp"].to_numpy(), np.stack([wide[name].to_numpy() for name in TERMS], axis=-1)


def planted(seed, units, periods, standardize, rho=0.3, scale=1.0):
    """Weights (an island is possible when not row-standardised) and a two-way panel with k = 2 and planted ρ."""
    rng = np.random.default_rng(seed)
    raw = np.triu(rng.uniform(0.3, 2, (units, units)) * (rng.random((units, units)) < 0.4), 1)
    raw[np.arange(units - 1), np.arange(1, units)] += 0.5
    if standardize == "none":
        raw /= np.abs(np.linalg.eigvalsh(raw + raw.T)).max()
        raw[:, -1] = 0
    labels = np.array([f"u{i:02d}" for i in range(units)])
    row, column = np.indices(raw.shape).reshape(2, -1)
    weights = from_pairs(labels[row], labels[column], scale * (raw + raw.T).ravel(), "w", standardize)
    x = rng.normal(size=(periods, units, 2))
    mean = x @ [1.0, -0.5] + rng.normal(size=units) + rng.normal(size=(periods, 1))
    disturbed = mean + 0.7 * rng.normal(size=(periods, units))
    return weights, np.linalg.solve(np.eye(units) - rho / scale * weights.matrix.toarray(), disturbed.T).T, x


def fit(weights, outcome, x, effects=("unit", "year"), terms=("a", "b")):
    return spatial_lag(outcome, x, weights.matrix, weights.spectrum, effects, terms)


@pytest.mark.parametrize("kind", EFFECTS)
def test_munnell_panel(produc, states, munnell_panel, kind):
    """Reference computed with explicit dummies; `unit` also by R splm 1.6-5. Tolerances of the reference."""
    expected = produc[f"sar_{kind}"]
    found = fit(states, *arrays(munnell_panel, states.units), EFFECTS[kind], TERMS)
    assert found.rho == pytest.approx(expected["rho"], rel=1e-7, abs=1e-8)
    assert found.beta == pytest.approx(expected["beta"], rel=1e-7, abs=1e-8)
    assert found.log_likelihood == pytest.approx(expected["logL"], rel=1e-7)
    assert found.sigma2 == pytest.approx(expected["s2"], rel=1e-7)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(expected["se_observed"], rel=1e-5)


@pytest.mark.parametrize("dummies", [False, True])
def test_agrees_with_spreg(states, munnell_panel, dummies):
    """spreg knows unit effects only; with year dummies among the regressors it has both. 1e-6: its optimiser."""
    outcome, x = arrays(munnell_panel, states.units)
    periods, size = outcome.shape
    cuts = states.matrix.indptr[1:-1]
    columns, values = (np.split(part, cuts) for part in (states.matrix.indices, states.matrix.data))
    weights = W({i: list(row) for i, row in enumerate(columns)}, {i: list(row) for i, row in enumerate(values)})
    year = np.repeat(np.eye(periods), size, axis=0)[:, 1:] if dummies else np.empty((outcome.size, 0))
    design = np.column_stack([x.reshape(outcome.size, -1), year])
    other = ML_LagFE(outcome.reshape(-1, 1), design, weights, epsilon=1e-12, spat_impacts=None)
    found = fit(states, outcome, x, ("unit", "year") if dummies else ("unit",), TERMS)
    assert found.rho == pytest.approx(float(other.rho), rel=1e-6)
    assert found.beta == pytest.approx(other.betas.ravel()[:4], rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    units=st.integers(4, 12),
    periods=st.integers(4, 6),
    standardize=st.sampled_from(["row", "none"]),
    effects=st.sampled_from([(), ("unit",), ("year",), ("unit", "year")]),
)
def test_equals_maximum_likelihood_with_explicit_dummies(seed, units, periods, standardize, effects):
    weights, outcome, x = planted(seed, units, periods, standardize)
    found = fit(weights, outcome, x, effects)
    unit = np.tile(np.eye(units), (periods, 1)) if "unit" in effects else np.ones((outcome.size, 1))
    year = np.repeat(np.eye(periods), units, axis=0) if "year" in effects else np.empty((outcome.size, 0))
    design = np.column_stack([x.reshape(-1, 2), unit, year])
    dense = weights.matrix.toarray()
    lag = (outcome @ dense.T).ravel()

    def minus_likelihood(rho):
        y = outcome.ravel() - rho * lag
        residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
        size = outcome.size
        determinant = np.linalg.slogdet(np.eye(units) - rho * dense)[1]
        return size / 2 * (np.log(2 * np.pi * residual @ residual / size) + 1) - periods * determinant

    by_search = optimize.minimize_scalar(
        minus_likelihood, bounds=(found.rho - 0.05, found.rho + 0.05), method="bounded", options={"xatol": 1e-12}
    )
    assert found.log_likelihood == pytest.approx(-minus_likelihood(found.rho), rel=1e-9)
    assert found.log_likelihood >= -by_search.fun - 1e-8
    assert found.rho == pytest.approx(by_search.x, abs=1e-6)  # a search by values is no better
    low, high = weights.spectrum.interval
    everywhere = np.linspace(low, high, 60)[1:-1]
    assert found.log_likelihood >= max(-minus_likelihood(rho) for rho in everywhere) - 1e-8
    slopes = np.linalg.lstsq(design, outcome.ravel() - found.rho * lag, rcond=None)[0]
    assert found.beta == pytest.approx(slopes[:2], abs=1e-8)


def full_likelihood(parameters, weights, outcome, x, effects):
    """Log-likelihood and score over (β, ρ, sigma2), effects concentrated out; second, naive voice of the engine."""
    beta, rho, sigma2 = parameters[:-2], parameters[-2], parameters[-1]
    dense = weights.matrix.toarray()
    lag = outcome @ dense.T
    residual = within(outcome - rho * lag - x @ beta, effects).ravel()
    inside = np.eye(len(dense)) - rho * dense
    value = (
        len(outcome) * np.linalg.slogdet(inside)[1]
        - outcome.size / 2 * np.log(2 * np.pi * sigma2)
        - residual @ residual / (2 * sigma2)
    )
    score = [
        *(within(x, effects).reshape(outcome.size, -1).T @ residual / sigma2),
        within(lag, effects).ravel() @ residual / sigma2 - len(outcome) * np.trace(dense @ np.linalg.inv(inside)),
        residual @ residual / (2 * sigma2**2) - outcome.size / (2 * sigma2),
    ]
    return value, np.array(score)


@pytest.mark.parametrize("standardize", ["row", "none"])
@pytest.mark.parametrize("effects", [(), ("unit",), ("year",), ("unit", "year")])
def test_score_is_zero_and_information_is_the_numerical_hessian(standardize, effects):
    weights, outcome, x = planted(7, 9, 5, standardize)
    found = fit(weights, outcome, x, effects)
    top = np.array([*found.beta, found.rho, found.sigma2])
    value, score = full_likelihood(top, weights, outcome, x, effects)
    error = np.sqrt(np.diag(found.covariance))
    assert value == pytest.approx(found.log_likelihood, rel=1e-12)
    assert score * error == pytest.approx(np.zeros(4), abs=1e-10)
    steps = 1e-5 * np.diag(error)
    up, down = (
        np.array([full_likelihood(top + sign * step, weights, outcome, x, effects)[1] for step in steps])
        for sign in (1, -1)
    )
    numerical = -(up - down) / (2 * np.diag(steps)[:, None])
    information = np.linalg.inv(found.covariance)
    scale = np.sqrt(np.outer(np.diag(information), np.diag(information)))
    assert numerical / scale == pytest.approx(information / scale, abs=1e-8)


def test_concentrated_score_is_the_derivative_of_its_likelihood():
    rng = np.random.default_rng(0)
    problem = Concentrated(rng.normal(size=40), rng.normal(size=40), np.linspace(-0.6, 1, 10), 4)
    for rho in (-1.0, 0.0, 0.6):
        slope = (problem.log_likelihood(rho + 1e-6) - problem.log_likelihood(rho - 1e-6)) / 2e-6
        assert problem.score(rho) == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize("factor", [0.1, 3.0])
def test_weights_times_c_give_rho_over_c(factor):
    weights, outcome, x = planted(3, 12, 6, "none")
    times, _, _ = planted(3, 12, 6, "none", scale=factor)
    one, other = fit(weights, outcome, x), fit(times, outcome, x)
    assert other.rho * factor == pytest.approx(one.rho, rel=1e-9)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-12)
    assert other.beta == pytest.approx(one.beta, rel=1e-9)


def test_relabelled_units_change_nothing():
    weights, outcome, x = planted(5, 10, 5, "row")
    order = np.random.default_rng(1).permutation(10)
    dense = weights.matrix.toarray()[np.ix_(order, order)]
    shuffled = spatial_lag(
        outcome[:, order], x[:, order], type(weights.matrix)(dense), weights.spectrum, ("unit", "year"), ("a", "b")
    )
    assert shuffled.rho == pytest.approx(fit(weights, outcome, x).rho, abs=1e-10)


def test_information_away_from_the_optimum_has_every_term():
    """At the optimum two blocks vanish; elsewhere they are checked by differences of the score."""
    weights, outcome, x = planted(2, 8, 5, "row")
    effects, point = ("unit", "year"), np.array([0.8, -0.2, 0.1, 0.9])
    lagged = within(outcome @ weights.matrix.toarray().T, effects).ravel()
    design = within(x, effects).reshape(outcome.size, -1)
    residual = within(outcome, effects).ravel() - point[2] * lagged - design @ point[:2]
    problem = Concentrated(residual, lagged, weights.spectrum.values, len(outcome))
    analytic = observed_information(design, lagged, residual, point[2], point[3], problem)
    steps = 1e-6 * np.eye(4)
    scores = [[full_likelihood(point + s * step, weights, outcome, x, effects)[1] for step in steps] for s in (1, -1)]
    assert analytic == pytest.approx(-(np.array(scores[0]) - scores[1]) / 2e-6, rel=1e-6, abs=1e-5)


def test_refusals():
    weights, outcome, x = planted(1, 6, 4, "row")
    constant = np.stack([x[..., 0], np.repeat(x[:1, :, 0], 4, axis=0)], axis=-1)
    double = np.stack([x[..., 0], 2 * x[..., 0]], axis=-1)
    for design, said in [(constant, "absorbed by the unit and year effects"), (double, "collinear with `a`")]:
        with pytest.raises(StudyError, match=rf"^`b` is {said}"):
            fit(weights, outcome, design)
    with pytest.raises(StudyError, match="perfectly"):
        fit(weights, x @ [1.0, 2.0], x)
    x[1, 2, 0] = np.nan
    with pytest.raises(StudyError, match="period 2, unit 3"):
        fit(weights, outcome, x)
