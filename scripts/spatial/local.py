"""Local Moran's I: which units lie among their like."""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from core.errors import StudyError
from estimation.weights import Weights
from spatial.moran import SAME, TIE

LEVEL = 0.05  # of false discoveries among the units that are called clusters
CHUNK = 500  # permutations that are in memory at once
NO_CLUSTER, ALONE = "not significant", "no neighbours"
FACTOR = (
    "local I sums to S0 times I, z being over the deviation whose divisor is n; that of esda, which divides by n - 1, "
    "is (n - 1) / n times this"
)
MOMENTS = {
    "expected, variance, p_total": "over all permutations of the values over the units (Anselin 1995)",
    "expected_conditional, variance_conditional, p_conditional, p_permutation": (
        "the unit keeps its value, the others are permuted (Sokal, Oden and Thomson 1998)"
    ),
    "p_fdr": "p_permutation after Benjamini and Hochberg (1995), over the units of a year",
}


def local_moran(
    values: np.ndarray, weights: Weights, permutations: int, generator: np.random.Generator
) -> pd.DataFrame:
    """Local Moran's I of each unit, with its moments, p-values and cluster.

    Parameters
    ----------
    values : (N,) float, in the order of `weights.units`
    permutations : of the other units about each unit

    Returns
    -------
    One row a unit: `unit, value, deviation` z_i, `lag` Σ_j w_ij z_j, `local_i` z_i times the lag, `expected, variance,
    p_total, expected_conditional, variance_conditional, p_conditional, p_permutation, p_fdr, cluster`. All p-values are
    two-sided; none where a unit has no neighbours. `cluster` says whether a unit and its neighbours are above or below
    the mean, if p_fdr is at most .05.

    Raises
    ------
    StudyError : fewer than 4 units, or a variable that is the same in all

    Notes
    -----
    z has mean 0 and variance 1 with the divisor N. Anselin (1995), Geographical Analysis 27; Sokal, Oden and Thomson
    (1998), Geographical Analysis 30.
    """
    size = len(values)
    if size < 4:
        raise StudyError(f"local Moran's I needs at least 4 units, here are {size}")
    if np.ptp(values) <= SAME * np.abs(values).max():
        raise StudyError(f"the values are the same in all {size} units")
    z = (values - values.mean()) / values.std()
    lag = weights.matrix @ z
    table = pd.DataFrame({"unit": weights.units, "value": values, "deviation": z, "lag": lag, "local_i": z * lag})
    for kind, (expected, variance) in {"": total_moments(z, weights), "_conditional": moments(z, weights)}.items():
        with np.errstate(invalid="ignore", divide="ignore"):
            p = 2 * ndtr(-np.abs(z * lag - expected) / np.sqrt(variance))
        table = table.assign(**{f"expected{kind}": expected, f"variance{kind}": variance, f"p{kind or '_total'}": p})
    p = permuted_p(z, lag, weights, permutations, generator)
    linked = np.isfinite(p)
    discovered = p.copy()
    discovered[linked] = false_discovery_rate(p[linked])
    return table.assign(p_permutation=p, p_fdr=discovered, cluster=clusters(z, lag, discovered))


def total_moments(z: np.ndarray, weights: Weights) -> tuple[np.ndarray, np.ndarray]:
    """(N,) mean and variance of local I if all values are permuted."""
    n, sums, squares = len(z), weights.matrix.sum(axis=1), (weights.matrix**2).sum(axis=1)
    kurtosis = (z**4).mean()
    variance = squares * (n - kurtosis) / (n - 1) + (sums**2 - squares) * (2 * kurtosis - n) / ((n - 1) * (n - 2))
    return -sums / (n - 1), variance - sums**2 / (n - 1) ** 2


def moments(z: np.ndarray, weights: Weights) -> tuple[np.ndarray, np.ndarray]:
    """(N,) mean and variance of local I if each unit keeps its value and the others are permuted."""
    n, sums, squares = len(z), weights.matrix.sum(axis=1), (weights.matrix**2).sum(axis=1)
    variance = z**2 * n / (n - 2) * (squares - sums**2 / (n - 1)) * (1 - z**2 / (n - 1))
    return -(z**2) * sums / (n - 1), variance


def permuted_p(
    z: np.ndarray, lag: np.ndarray, weights: Weights, permutations: int, generator: np.random.Generator
) -> np.ndarray:
    """(N,) two-sided p of local I about its conditional mean; nan for a unit without neighbours.

    (1 + #{|I_b − E| ≥ |I − E|}) / (B + 1). All units share the B orders in which the others are drawn.
    """
    size, pointer = len(z), weights.raw.indptr
    degree = np.diff(pointer)
    expected = moments(z, weights)[0]
    extreme = np.zeros(size, dtype=int)
    for start in range(0, permutations, CHUNK):
        draws = min(CHUNK, permutations - start)
        order = generator.permuted(np.tile(np.arange(size - 1), (draws, 1)), axis=1)[:, : degree.max()]
        for unit in range(size):
            others = np.delete(z, unit)[order[:, : degree[unit]]]
            shuffled = z[unit] * (others @ weights.matrix.data[pointer[unit] : pointer[unit + 1]])
            reach = abs(z[unit] * lag[unit] - expected[unit])
            extreme[unit] += (np.abs(shuffled - expected[unit]) >= reach - TIE).sum()
    return np.where(degree > 0, (1 + extreme) / (permutations + 1), np.nan)


def false_discovery_rate(p: np.ndarray) -> np.ndarray:
    """(m,) the least rate of false discoveries at which each of (m,) p-values is a discovery.

    min over k ≥ i of p_(k) m / k, at most 1: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B
    57.
    """
    order, rank = np.argsort(p), np.arange(1, len(p) + 1)
    rate = np.minimum.accumulate((p[order] * (len(p) / rank))[::-1])[::-1]
    found = np.empty_like(p)
    found[order] = np.minimum(rate, 1)
    return found


def clusters(z: np.ndarray, lag: np.ndarray, p: np.ndarray) -> np.ndarray:
    """(N,) text: whether a unit and its neighbours are high or low, as `high-low`, where `p` is at most the level."""
    own, near = np.where(z > 0, "high", "low"), np.where(lag > 0, "high", "low")
    known = np.char.add(np.char.add(own, "-"), near)
    return np.where(np.isnan(p), ALONE, np.where(p <= LEVEL, known, NO_CLUSTER))
