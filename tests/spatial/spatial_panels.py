"""Weights and panels that are drawn, and likelihoods with explicit dummies: the slow second voice of the models."""

from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from estimation.panel_ml import Arrays
from estimation.resolvent import lag
from estimation.weights import from_pairs

REFERENCE = Path(__file__).parent / "reference"


def weights_of(seed, units, standardize, scale=1.0):
    """Random weights of connected units; those that are not row-standardised have a spectral radius near `scale`."""
    rng = np.random.default_rng(seed)
    raw = np.triu(rng.uniform(0.3, 2, (units, units)) * (rng.random((units, units)) < 0.4), 1)
    raw[np.arange(units - 1), np.arange(1, units)] += 0.5
    if standardize == "none":
        raw /= np.abs(np.linalg.eigvalsh(raw + raw.T)).max()
        raw[:, -1] = 0  # an island
    labels = np.array([f"u{i:02d}" for i in range(units)])
    row, column = np.indices(raw.shape).reshape(2, -1)
    return from_pairs(labels[row], labels[column], scale * (raw + raw.T).ravel(), "w", standardize)


def knn(units, neighbours=5, seed=1):
    """Row-standardised weights of random points, each with those that are nearest to it, or to which it is."""
    points = np.random.default_rng(seed).random((units, 2))
    near = cKDTree(points).query(points, neighbours + 1)[1][:, 1:]
    pairs = np.column_stack([np.repeat(np.arange(units), neighbours), near.ravel()])
    pairs = np.unique(np.vstack([pairs, pairs[:, ::-1]]), axis=0)
    labels = np.array([f"u{number:05d}" for number in range(units)])
    return from_pairs(*labels[pairs].T, np.ones(len(pairs)), "near", "row")


def planted(seed, units, periods, standardize, effects=("unit", "year"), lags=False, kind="lag", rho=0.3, scale=1.0):
    """Weights and a two-way panel with two terms a and b, and their lags if wanted, and a planted ρ in the outcome
    (`lag`) or in the errors (`error`)."""
    rng = np.random.default_rng(seed)
    weights = weights_of(seed, units, standardize, scale)
    x = rng.normal(size=(units, periods, 2))
    x = np.concatenate([x, lag(weights.matrix, x)], axis=-1) if lags else x
    slopes = [1.0, -0.5, 0.4, 0.2][: x.shape[-1]]
    mean = x @ slopes + rng.normal(size=(units, 1)) + rng.normal(size=periods)
    error = 0.7 * rng.normal(size=(units, periods))
    filter_ = np.eye(units) - rho / scale * weights.matrix.toarray()
    outcome = np.linalg.solve(filter_, mean + error) if kind == "lag" else mean + np.linalg.solve(filter_, error)
    terms = ("a", "b", "W:a", "W:b")[: x.shape[-1]]
    return weights, Arrays(outcome, x, terms, effects)


def dummies(effects, units, periods):
    """(NT, L) dummies of the effects, or a constant; rows by unit and year."""
    unit = np.repeat(np.eye(units), periods, axis=0) if "unit" in effects else np.ones((units * periods, 1))
    year = np.tile(np.eye(periods), (units, 1))
    return np.hstack([unit, year if "unit" not in effects else year[:, 1:]]) if "year" in effects else unit


def by_dummies(arrays, matrix, kind, rho):
    """Log-likelihood, slopes and residual at ρ (`lag`) or λ (`error`), by least squares with dummies and slogdet."""
    units, periods = arrays.outcome.shape
    filter_ = np.eye(units) - rho * matrix.toarray()
    design = np.hstack([arrays.regressors.reshape(units * periods, -1), dummies(arrays.effects, units, periods)])
    outcome = (filter_ @ arrays.outcome).ravel()
    if kind == "error":
        design = np.einsum("ij,jtk->itk", filter_, design.reshape(units, periods, -1)).reshape(design.shape)
    slopes = np.linalg.lstsq(design, outcome, rcond=None)[0]
    residual = outcome - design @ slopes
    value = -outcome.size / 2 * (np.log(2 * np.pi * np.square(residual).mean()) + 1)
    return value + periods * np.linalg.slogdet(filter_)[1], slopes[: len(arrays.terms)], residual


def random_weights(units, seed, standardize, density=0.4):
    """Symmetric positive weights; some units may be islands."""
    rng = np.random.default_rng(seed)
    raw = np.triu(rng.uniform(0.2, 3, (units, units)) * (rng.random((units, units)) < density), 1)
    row, column = np.indices(raw.shape).reshape(2, -1)
    labels = np.array([f"u{i:02d}" for i in range(units)])
    return from_pairs(labels[row], labels[column], (raw + raw.T).ravel(), "random", standardize)
