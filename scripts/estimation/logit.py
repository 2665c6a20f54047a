"""Logit by Newton's method."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_expit

from core.errors import StudyError

STEPS = 100
CLOSE = 1e-10  # largest step, in units of the linear index of a standardised regressor
SURE = 1e-8  # a fitted probability this near to 0 or 1 is a perfect prediction


@dataclass(frozen=True)
class Logit:
    """A fitted logit.

    coefficients : (K,) of the columns that were given, the first a constant; covariance : (K, K), inverse information
    probabilities : (N,); log_likelihood, and null_log_likelihood of the constant alone
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    probabilities: np.ndarray
    log_likelihood: float
    null_log_likelihood: float


def logit(outcome: np.ndarray, columns: np.ndarray, weights: np.ndarray | None = None) -> Logit:
    """Maximum likelihood of P(outcome = 1) = 1 / (1 + exp(-columns b)); (N,) 0 or 1, (N, K) with a constant first.

    `weights` (N,) count rows. Raises StudyError if a combination of the columns predicts the outcome perfectly, or if
    they are collinear: then no finite or no single maximum exists (Albert and Anderson 1984).
    """
    weights = np.ones(len(outcome)) if weights is None else weights
    scale = np.append(1.0, columns[:, 1:].std(axis=0))
    if not scale.all() or np.linalg.matrix_rank(columns / scale) < columns.shape[1]:
        raise StudyError("the variables of the logit are collinear, or one does not vary")
    scaled, coefficients = columns / scale, np.zeros(columns.shape[1])
    for _ in range(STEPS):
        probability = expit(scaled @ coefficients)
        if np.minimum(probability, 1 - probability).min() < SURE and _separates(outcome, probability):
            break
        information = scaled.T @ (scaled * (weights * probability * (1 - probability))[:, None])
        step = np.linalg.solve(information, scaled.T @ (weights * (outcome - probability)))
        coefficients = coefficients + step * min(1.0, 5 / np.abs(step).max())
        if np.abs(step).max() < CLOSE:
            covariance = np.linalg.inv(information) / np.outer(scale, scale)
            index, mean = scaled @ coefficients, np.average(outcome, weights=weights)
            return Logit(
                coefficients / scale,
                covariance,
                expit(index),
                float(weights @ np.where(outcome == 1, log_expit(index), log_expit(-index))),
                float(weights.sum() * (mean * np.log(mean) + (1 - mean) * np.log1p(-mean))),
            )
    raise StudyError("the variables of the logit predict perfectly who is treated")


def _separates(outcome: np.ndarray, probability: np.ndarray) -> bool:
    return np.abs(outcome - probability).max() < 0.5 or np.abs(outcome - probability).min() < SURE
