"""Restricted wild cluster bootstrap of one coefficient (Cameron, Gelbach and Miller 2008), without refitting.

The null is imposed, the signs or Webb's six points are drawn for whole clusters, and the statistic is the t without
small-sample factor, which would cancel. Cf. Roodman, MacKinnon, Nielsen and Webb (2019), Stata Journal 19.
"""

from dataclasses import dataclass

import numpy as np

from estimation.absorber import absorber_of
from estimation.least_squares import Fit, basis_of, net_of_effects, net_outcome, sums

DRAWS = 9_999
FEW = 10  # clusters, below which signs have too few distinct vectors and Webb's points are drawn
POINTS = {
    "rademacher": np.array([-1.0, 1.0]),
    "webb": np.sqrt([0.5, 1.0, 1.5])[[2, 1, 0, 0, 1, 2]] * np.repeat([-1, 1], 3),
}
TIES = 1e-10  # relative slack, so that the observed vector and its opposite count in spite of rounding
BLOCK = 1_000  # draws at once


@dataclass(frozen=True)
class Wild:
    """p_value of the t `statistic` among as many `draws` of `weights`; `enumerated` if these are all that there are."""

    p_value: float
    statistic: float
    weights: str
    draws: int
    enumerated: bool


def wild_bootstrap(fit: Fit, term: str, random: np.random.Generator, draws: int = DRAWS) -> Wild:
    """The test that the coefficient of `term` is zero; the fit has clusters of one variable.

    All vectors of weights are taken if they are no more than `draws`; p is then the share of |t*| >= |t|, else
    (1 + #) / (1 + draws), which is never 0. A t* that is missing is not known to be smaller and counts.

    Notes
    -----
    With e the residuals under the null, r what the other terms leave of `term`, and v the weights of the clusters,
    b* = a'v / r'r and the clusters' scores are K v / r'r, where a_g = r_g'e_g and
    K_gh = r_g' (M e_(h))_g - r_g'r_g a_h / r'r; e_(h) has the residuals of cluster h and else zeros, M leaves what
    effects and the other terms do not explain.
    """
    effect, kernel = _kernel(fit, term)
    weights, vectors, enumerated = _vectors(len(effect), random, draws)
    observed = float(_statistics(effect, kernel, np.ones((1, len(effect))))[0])
    drawn = np.concatenate(
        [_statistics(effect, kernel, vectors[at : at + BLOCK]) for at in range(0, len(vectors), BLOCK)]
    )
    extreme = int((~(np.abs(drawn) < abs(observed) * (1 - TIES))).sum())
    p_value = extreme / len(drawn) if enumerated else (1 + extreme) / (1 + len(drawn))
    return Wild(p_value, observed, weights, len(drawn), enumerated)


def _kernel(fit: Fit, term: str) -> tuple[np.ndarray, np.ndarray]:
    """(G,) parts a / r'r of the clusters in the coefficient, and (G, G) kernel K / r'r of their scores."""
    sample, absorber, (clusters,) = fit.sample, absorber_of(fit.sample), fit.sample.clusters
    net, outcome = net_of_effects(sample, absorber, sample.columns), net_outcome(sample, absorber)
    at = sample.terms.index(term)
    others = basis_of(np.delete(net, at, axis=1)).q

    def left(columns: np.ndarray) -> np.ndarray:
        return columns - others @ (others.T @ columns)

    partial, residuals = left(net[:, at]), left(outcome)
    own = sums(clusters, np.column_stack([partial * residuals, partial**2]))
    size = own[:, 1].sum()
    roots = np.ones(len(outcome)) if sample.weights is None else np.sqrt(sample.weights / sample.weights.mean())
    parts = np.zeros((len(outcome), clusters.count))
    parts[np.arange(len(outcome)), clusters.codes] = residuals / roots
    scores = sums(clusters, partial[:, None] * left(net_of_effects(sample, absorber, parts)))
    return own[:, 0] / size, (scores - np.outer(own[:, 1], own[:, 0]) / size) / size


def _vectors(clusters: int, random: np.random.Generator, draws: int) -> tuple[str, np.ndarray, bool]:
    """Name of the weights, (B, G) vectors of them, and whether these are all."""
    name = "webb" if clusters < FEW else "rademacher"
    points = POINTS[name]
    if len(points) ** clusters <= draws:
        places = len(points) ** np.arange(clusters)
        return name, points[np.arange(len(points) ** clusters)[:, None] // places % len(points)], True
    return name, points[random.integers(0, len(points), (draws, clusters))], False


def _statistics(effect: np.ndarray, kernel: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """(B,) t of (B, G) vectors of weights: b* over the root of the sum of squared scores."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return vectors @ effect / np.sqrt(np.square(vectors @ kernel.T).sum(axis=1))
