"""Errors of maximum-likelihood estimates of spatial models, and the correction for the bias of effects."""

import numpy as np
from scipy import linalg

from core.errors import StudyError
from estimation.panel_ml import Maximum
from estimation.resolvent import Resolvent


def inverse(information: np.ndarray) -> np.ndarray:
    """Inverse of the information, scaled to a unit diagonal first; raises StudyError if not positive definite."""
    scale = 1 / np.sqrt(np.diag(information))
    try:
        factor = linalg.cho_factor(scale[:, None] * information * scale)
    except (linalg.LinAlgError, ValueError) as error:
        raise StudyError("the observed information is not positive definite: no standard errors exist") from error
    covariance = scale[:, None] * linalg.cho_solve(factor, np.eye(len(scale))) * scale
    return (covariance + covariance.T) / 2


def corrected(fit: Maximum, effects: tuple[str, ...]) -> tuple[np.ndarray, float, float]:
    """Estimates and sigma2 without the bias that the effects cause, and the factor of covariances that goes with them.

    Notes
    -----
    θ + V s, with V the inverse information and s = T (0, 1'G1/N, 1/(2 sigma2)) for effects of years; then sigma2 and
    covariances times T/(T − 1) for effects of units. Lee and Yu (2010), Journal of Econometrics 154, for any W.
    """
    moved = np.append(fit.estimates, fit.sigma2) + inverse(fit.information) @ fit.effect_score
    periods = fit.residual.shape[1]
    factor = periods / (periods - 1) if "unit" in effects else 1.0
    return moved[:-1], moved[-1] * factor, factor


def unit_scores(fit: Maximum, resolvent: Resolvent | None) -> np.ndarray:
    """(N, m+1) scores over (estimates, sigma2), summed over the years of each unit.

    Notes
    -----
    The quadratic form e'Ge is shared out as martingale differences: unit i has e_i (G_ii e_i + sum over j < i of
    (G_ij + G_ji) e_j), units in their order (Kelejian and Prucha 2001). To give it e_i (Ge)_i would count covariances
    between units as if there were none.
    """
    residual, sigma2 = fit.residual, fit.sigma2
    periods = residual.shape[1]
    parts = [np.einsum("itk,it->ik", fit.design, residual) / sigma2]
    if fit.drift is not None:
        own, shares = resolvent.shares(fit.parameter, residual)
        parts.append((((fit.drift + shares) * residual).sum(axis=1) / sigma2 - periods * own)[:, None])
    parts.append(((np.square(residual).sum(axis=1) / sigma2 - periods) / (2 * sigma2))[:, None])
    return np.hstack(parts)


def clustered(fit: Maximum, clusters: np.ndarray, resolvent: Resolvent | None) -> np.ndarray:
    """(m, m) covariance of the estimates, see `sandwich`; `clusters` (N,)."""
    return sandwich(fit, unit_scores(fit, resolvent), clusters)


def sandwich(fit: Maximum, scores: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """(m, m) covariance of the estimates, H^-1 (sum of S_g S_g') H^-1 with the `scores` (N, m+1) of the units summed
    within `clusters` (N,)."""
    _, codes = np.unique(clusters, return_inverse=True)
    summed = np.zeros((codes.max() + 1, scores.shape[1]))
    np.add.at(summed, codes, scores)
    moved = summed @ inverse(fit.information)
    return (moved.T @ moved)[:-1, :-1]
