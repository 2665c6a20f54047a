"""Bias-reduced clustered variance (CR2) with Satterthwaite's degrees of freedom.

Bell and McCaffrey (2002); Pustejovsky and Tipton (2018), Journal of Business & Economic Statistics 36, with all effects
in the adjustment, so that it is exact also where clusters do not nest them.
"""

import numpy as np
import pandas as pd

from core.errors import StudyError
from estimation.absorber import Absorber, absorber_of
from estimation.least_squares import Fit, two_sided, weighted

NOTHING = 1e-12  # eigenvalue of the share of its own errors that a cluster's residuals keep, which counts as 0
MOST_CELLS = 50_000_000  # of the matrices of rows by clusters, and by rows of a cluster: 400 MB


def cr2(fit: Fit, terms: list[str]) -> pd.DataFrame:
    """term, se_cr2, df_cr2 and p_cr2 of `terms`; the fit has clusters of one variable.

    Raises StudyError where the matrices would not fit into memory.

    Notes
    -----
    V = sum_g (l_g' A_g e_g)^2 with l = W X (X'WX)^-1, e the residuals, A_g = B_g^(-1/2) and
    B_g = (I - H)_g (I - H)_g', H the projection on terms and effects: errors are taken to be independent and of one
    variance, weights as given. With p_g = (I - H)_g' A_g l_g the degrees of freedom are
    (sum_g p_g'p_g)^2 / sum_gh (p_g'p_h)^2.
    """
    absorber, (clusters,) = absorber_of(fit.sample), fit.sample.clusters
    rows = len(fit.residuals)
    largest = max(int(np.bincount(clusters.codes).max()), clusters.count)
    if rows * largest > MOST_CELLS:
        raise StudyError(
            f"`also: cr2`: {rows:,d} rows in {clusters.count:,d} clusters are too many for CR2; with as many clusters "
            "leave it out, with fewer and larger ones take `also: wild`"
        )
    roots = weighted(fit.sample, np.ones((rows, 1)))[:, 0]
    at = [fit.terms.index(term) for term in terms]
    adjusted = _adjusted(fit, absorber, roots, at)
    members = clusters.codes == np.arange(clusters.count)[:, None]  # (G, N)
    variance = np.square(members @ (adjusted * (fit.residuals / roots)[:, None])).sum(axis=0)
    errors = np.where(np.isnan(fit.std_errors[at]), np.nan, np.sqrt(variance))
    df = np.array([_freedom(_kept(fit, absorber, roots, members.T * column[:, None])) for column in adjusted.T])
    p_values = two_sided(fit.coefficients[at] / errors, df)
    return pd.DataFrame({"term": terms, "se_cr2": errors, "df_cr2": df, "p_cr2": p_values})


def _adjusted(fit: Fit, absorber: Absorber, roots: np.ndarray, at: list[int]) -> np.ndarray:
    """(N, k) A_g l_g of the coefficients `at`, cluster by cluster."""
    (clusters,) = fit.sample.clusters
    loadings = roots[:, None] * (fit.basis.q @ fit.basis.half[at].T)
    adjusted = np.empty_like(loadings)
    for cluster in range(clusters.count):
        rows = np.flatnonzero(clusters.codes == cluster)
        own = np.zeros((len(roots), len(rows)))
        own[rows, np.arange(len(rows))] = 1
        kept = _kept(fit, absorber, roots, own)
        values, vectors = np.linalg.eigh(kept.T @ kept)
        powers = np.where(values > NOTHING, np.maximum(values, NOTHING) ** -0.5, 0)
        adjusted[rows] = (vectors * powers) @ (vectors.T @ loadings[rows])
    return adjusted


def _kept(fit: Fit, absorber: Absorber, roots: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """(I - H)' of (N, k) `columns`, H the projection on terms and effects."""
    net = roots[:, None] * absorber.residual(columns / np.square(roots)[:, None])
    return roots[:, None] * (net - fit.basis.q @ (fit.basis.q.T @ net))


def _freedom(vectors: np.ndarray) -> float:
    """Satterthwaite's degrees of freedom of the sum of squares of (N, G) `vectors`' products with the errors."""
    products = vectors.T @ vectors
    return float(np.trace(products) ** 2 / np.square(products).sum())
