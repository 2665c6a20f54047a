"""Correlated random fields over cities and years with given moments: the smooth part of a yearbook."""

import zlib
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, lsq_linear

from demo.calibration import PERSISTENCE, WINDOW, YEARS, Moments, correlation
from estimation.within import within

RANGE_KM = 500.0  # of the exponential correlation between cities
BURN_IN = 150  # years before the first, from which an AR(1) has forgotten its start
RANK_SHARE = 0.3  # share of the variance of size, the first component, that administrative rank explains
MORAN_LOST = 0.05  # what the centring of long-range fields takes from Moran's I, on average over the series
BOTH = ("unit", "year")


@dataclass(frozen=True)
class Map:
    """Where n cities lie: `km` (n, n) distances, `queen` (n, n) 0/1 contiguity, `rank` (n,) score, mean 0, sd 1."""

    km: np.ndarray
    queen: np.ndarray
    rank: np.ndarray


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of one part of the yearbook: another part more or less changes no number of this one."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(zlib.crc32(name.encode()),)))


def moran(values: np.ndarray, queen: np.ndarray) -> float:
    """Moran's I of (n,) values under 0/1 contiguity, rows standardised; cities without neighbour count as 0."""
    centred = values - values.mean()
    degree = queen.sum(axis=1)
    weights = queen / np.maximum(degree, 1)[:, None]
    return len(values) / (degree > 0).sum() * (centred @ weights @ centred) / (centred @ centred)


# --- differences between cities ---------------------------------------------------------------------------------------


def between(moments: Moments, places: Map, seed: int) -> np.ndarray:
    """(n, K) city effects with the deviations and correlations of `moments`; Moran's I near its targets.

    Notes
    -----
    b = D (L G + l r'): r is the rank score and l its loadings, a share of those of the first principal component, which
    is size; L L' + l l' = `corr_between`. The columns of G are independent fields with covariance
    (1 - a) I + a exp(-km / 500). At last the sample covariance is made exact.
    """
    loadings, size = factor_loadings(moments.corr_between)
    kernel = np.exp(-places.km / RANGE_KM)
    shares = spatial_shares(moments, places, loadings, size, kernel)
    root = np.linalg.cholesky(kernel)
    draws = stream(seed, "between").standard_normal((2, len(places.rank), len(shares)))
    factors = np.sqrt(1 - shares) * draws[0] + np.sqrt(shares) * (root @ draws[1])
    factors /= np.sqrt([sample_variance(share, kernel) for share in shares])
    effects = factors @ loadings.T + np.outer(places.rank, size)
    return moments.between * with_correlation(effects, moments.corr_between)


def factor_loadings(correlations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(K, K) loadings of the fields and (K,) of the rank score, which has a share of the first component."""
    root, vectors = np.linalg.eigh(correlations)
    first = vectors[:, -1] * np.sign(vectors[:, -1].sum())
    symmetric = (vectors * np.sqrt(root)) @ vectors.T
    kept = np.eye(len(root)) - (1 - np.sqrt(1 - RANK_SHARE)) * np.outer(first, first)
    return symmetric @ kept, np.sqrt(RANK_SHARE * root[-1]) * first


def with_correlation(values: np.ndarray, correlations: np.ndarray) -> np.ndarray:
    """`values` (rows, K) centred, scaled and mixed as little as can be, so that they have exactly `correlations`."""
    centred = values - values.mean(axis=0)
    centred = centred / centred.std(axis=0)
    return centred @ power(centred.T @ centred / len(centred), -0.5) @ power(correlations, 0.5)


def power(symmetric: np.ndarray, exponent: float) -> np.ndarray:
    root, vectors = np.linalg.eigh(symmetric)
    return (vectors * root**exponent) @ vectors.T


def sample_variance(share: float, kernel: np.ndarray) -> float:
    """Expected sample variance of a field with the covariance (1 - share) I + share kernel."""
    return 1 - share * (kernel.sum() - len(kernel)) / (len(kernel) * (len(kernel) - 1))


def spatial_shares(
    moments: Moments, places: Map, loadings: np.ndarray, size: np.ndarray, kernel: np.ndarray
) -> np.ndarray:
    """(K,) share a of spatial variance of every factor, so that the series come near their Moran's I of 2010."""
    wanted = (moments.moran + MORAN_LOST) * (1 + (moments.within / moments.between) ** 2)
    wanted = wanted - size**2 * moran(places.rank, places.queen)
    alone, spatial = moran_parts(np.eye(len(kernel)), places.queen), moran_parts(kernel, places.queen)
    low, high = alone[0] / alone[1], spatial[0] / spatial[1]
    index = lsq_linear(loadings**2, wanted, bounds=(low, high)).x
    shares = (index * alone[1] - alone[0]) / (spatial[0] - alone[0] - index * (spatial[1] - alone[1]))
    return np.clip(shares, 0.0, 1.0)


def moran_parts(covariance: np.ndarray, queen: np.ndarray) -> tuple[float, float]:
    """Expected numerator and denominator of Moran's I of a field with the given (n, n) covariance."""
    centred = within(covariance[..., None], BOTH)[..., 0]
    degree = queen.sum(axis=1)
    weights = queen / np.maximum(degree, 1)[:, None]
    return len(queen) / (degree > 0).sum() * np.vdot(weights.T, centred), np.trace(centred)


# --- movements within cities ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dynamics:
    """How K series move: AR(1) coefficients and shares of unit trends (K,), correlation of the shocks (K, K)."""

    ar1: np.ndarray
    trend: np.ndarray
    shocks: np.ndarray


def movements(moments: Moments, n: int, seed: int) -> np.ndarray:
    """(n, T, K) movements around city and year means over `YEARS`; moments hold over 2003-2016.

    In those years city and year means are 0 and the deviation is exactly that of `moments`.
    """
    dynamics = dynamics_of(moments)
    root = np.linalg.cholesky(dynamics.shocks)
    generator = stream(seed, "within")
    slopes = generator.standard_normal((n, len(root))) @ root.T
    series = autoregression(generator.standard_normal((n, BURN_IN + len(YEARS), len(root))) @ root.T, dynamics.ar1)
    time = np.array(YEARS) - np.mean(WINDOW)
    unit = standard(dynamics.ar1)
    series = np.sqrt(1 - dynamics.trend) * series / unit
    series += np.sqrt(dynamics.trend) / TREND_SD * time[None, :, None] * slopes[:, None, :]
    return rescaled(series, moments)


def autoregression(shocks: np.ndarray, ar1: np.ndarray) -> np.ndarray:
    """Stationary AR(1) from (n, BURN_IN + T, K) shocks; the first `BURN_IN` years are dropped."""
    series = np.zeros_like(shocks)
    for year in range(1, shocks.shape[1]):
        series[:, year] = ar1 * series[:, year - 1] + shocks[:, year]
    return series[:, BURN_IN:]


def standardised(series: np.ndarray) -> np.ndarray:
    """`series` (n, T, K) with city and year means 0 and deviation 1 over 2003-2016."""
    window = slice(0, len(WINDOW))
    centred = series - series[:, window].mean(axis=1, keepdims=True)
    centred = centred - centred.mean(axis=0, keepdims=True)
    return centred / centred[:, window].std(axis=(0, 1))


def rescaled(series: np.ndarray, moments: Moments) -> np.ndarray:
    """`series` (n, T, K) with the deviations and correlations of `moments`, exactly, over 2003-2016."""
    scaled = standardised(series)
    found = np.corrcoef(scaled[:, : len(WINDOW)].reshape(-1, series.shape[2]), rowvar=False)
    return moments.within * (scaled @ power(found, -0.5) @ power(moments.corr_within, 0.5))


def demeaned_covariance(first: float, second: float) -> np.ndarray:
    """(14, 14) covariance, after means over 2003-2016, of two AR(1) whose shocks have covariance 1."""
    gap = np.subtract.outer(WINDOW, WINDOW)
    covariance = np.where(gap >= 0, first ** np.maximum(gap, 0), second ** np.maximum(-gap, 0)) / (1 - first * second)
    return within(covariance[..., None], BOTH)[..., 0]


def standard(ar1: np.ndarray) -> np.ndarray:
    """(K,) deviation over 2003-2016, around the city mean, of AR(1) with unit shocks."""
    return np.array([np.sqrt(np.trace(demeaned_covariance(one, one)) / len(WINDOW)) for one in ar1])


TREND_SD = float(np.std(WINDOW))


def expected_ar1(ar1: float, trend: float) -> float:
    """Regression of the demeaned residual on its lag, for an AR(1) with a share `trend` of linear unit trends."""
    series = demeaned_covariance(ar1, ar1)
    line = np.array(WINDOW) - np.mean(WINDOW)
    mixed = (1 - trend) * series / np.trace(series) + trend * np.outer(line, line) / (line @ line)
    return np.trace(mixed, offset=1) / np.trace(mixed[:-1, :-1])


def dynamics_of(moments: Moments) -> Dynamics:
    """The AR(1) coefficient and, above 0.97, the share of unit trends that give the measured regression on the lag."""
    ar1, trend = np.full(len(moments.names), PERSISTENCE), np.zeros(len(moments.names))
    for k, target in enumerate(moments.raw_ar1):
        if expected_ar1(PERSISTENCE, 0.0) > target:
            ar1[k] = brentq(lambda value, target=target: expected_ar1(value, 0.0) - target, 0.0, PERSISTENCE)
        else:
            trend[k] = brentq(lambda value, target=target: expected_ar1(PERSISTENCE, value) - target, 0.0, 1.0)
    return Dynamics(ar1, trend, shock_correlation(moments.corr_within, ar1, trend))


def shock_correlation(wanted: np.ndarray, ar1: np.ndarray, trend: np.ndarray) -> np.ndarray:
    """Correlation of the shocks under which the demeaned series have the correlation `wanted`."""
    size = len(ar1)
    passed = np.ones((size, size))
    unit = standard(ar1)
    for i in range(size):
        for j in range(i):
            together = np.trace(demeaned_covariance(ar1[i], ar1[j])) / len(WINDOW) / (unit[i] * unit[j])
            shared = np.sqrt((1 - trend[i]) * (1 - trend[j])) * together + np.sqrt(trend[i] * trend[j])
            passed[i, j] = passed[j, i] = shared
    return correlation(np.clip(wanted / passed, -0.99, 0.99) * (1 - np.eye(size)) + np.eye(size))
