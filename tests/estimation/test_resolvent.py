"""Determinants, traces and sums of G by sparse factors against eigenvalues and against inverses."""

import numpy as np
import pytest
from spatial_panels import knn, planted

from core.seeds import stream
from estimation import resolvent
from estimation.ml_errors import clustered, corrected, inverse
from estimation.panel_ml import Arrays, spatial_error, spatial_lag
from estimation.resolvent import Eigenvalues, Factors, lag, resolvent_of
from estimation.weights import align
from spatial.impacts import Parameters, impacts


@pytest.fixture(scope="module")
def near():
    """286 points with their five nearest neighbours, and a two-way panel of 9 years with 6 terms."""
    weights = knn(286)
    random = np.random.default_rng(3)
    x = random.normal(size=(286, 9, 3))
    mean = x @ [1.0, 0.5, -0.3] + random.normal(size=(286, 1)) + random.normal(size=9)
    inside = np.eye(286) - 0.4 * weights.matrix.toarray()
    outcome = np.linalg.solve(inside, mean + random.normal(size=(286, 9)))
    both = np.concatenate([x, lag(weights.matrix, x)], axis=-1)
    return weights, Arrays(outcome, both, tuple("abcdef"), ("unit", "year"))


@pytest.mark.parametrize("fit", [spatial_lag, spatial_error])
def test_sparse_and_dense_paths_give_the_same_fit(near, fit):
    """1e-10, of estimates relative to their errors: what rounding and two interpolations leave."""
    weights, arrays = near
    dense, factored = Eigenvalues(weights.matrix, weights.spectrum), Factors(weights.matrix, weights.ends.interval)
    assert factored.interval == pytest.approx(dense.interval, rel=1e-10)
    one, other = fit(arrays, dense), fit(arrays, factored)
    error = np.sqrt(np.diag(inverse(one.information)))
    assert other.estimates / error[:-1] == pytest.approx(one.estimates / error[:-1], abs=1e-10)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-12)
    assert other.sigma2 == pytest.approx(one.sigma2, rel=1e-10)
    for covariance in (
        lambda found, own: inverse(found.information)[:-1, :-1],
        lambda found, own: clustered(found, np.arange(286), own),
    ):
        first, second = covariance(one, dense), covariance(other, factored)
        assert np.diag(second) == pytest.approx(np.diag(first), rel=1e-9)  # second derivatives of an interpolation
    moved, again = corrected(one, arrays.effects)[0], corrected(other, arrays.effects)[0]
    assert again / error[:-1] == pytest.approx(moved / error[:-1], abs=1e-9)


def test_sparse_and_dense_paths_give_the_same_effects(near):
    weights, arrays = near
    dense, factored = Eigenvalues(weights.matrix, weights.spectrum), Factors(weights.matrix, weights.ends.interval)
    fit = spatial_lag(arrays, dense)
    known = Parameters(
        ("a", "b", "c", "W:a", "W:b", "W:c", "rho"), fit.estimates, inverse(fit.information)[:-1, :-1], fit.interval
    )
    one, other = (impacts(known, own, 500, stream(1, "impacts")) for own in (dense, factored))
    for column in ("estimate", "std_error", "simulated_mean", "simulated_se", "conf_low", "conf_high"):
        assert other[column] == pytest.approx(one[column], rel=1e-9)


@pytest.mark.parametrize("standardize", ["row", "none"])
@pytest.mark.parametrize(
    "make", [lambda w: Eigenvalues(w.matrix, w.spectrum), lambda w: Factors(w.matrix, w.ends.interval)]
)
def test_all_is_that_of_the_inverse(make, standardize, monkeypatch):
    monkeypatch.setattr(resolvent, "BLOCK", 4)  # three blocks, the last smaller
    weights, arrays = planted(8, 10, 4, standardize)
    weights = align(weights, weights.units[:9])  # without the island
    own, w = make(weights), weights.matrix.toarray()
    values = arrays.outcome[:9]
    for rho in (-0.4, 0.0, 0.55):
        g = w @ np.linalg.inv(np.eye(9) - rho * w)
        assert own.log_determinant(rho) == pytest.approx(np.linalg.slogdet(np.eye(9) - rho * w)[1], abs=1e-12)
        assert own.trace(rho) == pytest.approx(np.trace(g), rel=1e-9, abs=1e-10)
        assert own.trace(rho, power=2) == pytest.approx(np.trace(g @ g), rel=1e-8)
        assert own.total(rho) == pytest.approx(g.sum(), rel=1e-10)
        assert own.total(rho, power=2) == pytest.approx((g @ g).sum(), rel=1e-8)
        assert own.apply(rho, values) == pytest.approx(g @ values, rel=1e-10, abs=1e-12)
        assert own.apply(rho, values, turned=True) == pytest.approx(g.T @ values, rel=1e-10, abs=1e-12)
        diagonal, shares = own.shares(rho, values)
        by_hand = [
            g[i, i] * values[i] + sum(((g[i, j] + g[j, i]) * values[j] for j in range(i)), np.zeros(4))
            for i in range(9)
        ]
        assert diagonal == pytest.approx(np.diag(g), rel=1e-10, abs=1e-12)
        assert shares == pytest.approx(np.array(by_hand), rel=1e-10, abs=1e-12)
        assert (shares * values).sum() == pytest.approx(np.sum(values * (g @ values)), rel=1e-10)


def test_large_sparse_weights_are_factored_and_others_are_not(near, monkeypatch):
    weights, _ = near
    assert isinstance(resolvent_of(weights), Eigenvalues)
    monkeypatch.setattr(resolvent, "LARGE", 285)
    assert isinstance(resolvent_of(weights), Factors)
    monkeypatch.setattr(resolvent, "DENSE", 0.001)
    assert isinstance(resolvent_of(weights), Eigenvalues)
