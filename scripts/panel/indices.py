"""Composite indices: entropy weights, and the angles of the industrial structure."""

from dataclasses import dataclass

import numpy as np

from core.errors import StudyError

SUM = 0.01  # how far shares may be from 1 before they are rescaled to it


@dataclass(frozen=True)
class EntropyIndex:
    """Scores (n,) between 0 and 1, and the weights (m,) of the indicators, which sum to 1."""

    scores: np.ndarray
    weights: np.ndarray


def entropy_index(indicators: np.ndarray) -> EntropyIndex:
    """Entropy-weighted index of (n, m) indicators, pooled over all rows; rows with a missing value have no score.

    z = (x - min) / (max - min), p = z / sum z, e = - sum p ln p / ln n with 0 ln 0 = 0, w = (1 - e) / sum (1 - e),
    score = sum w z. An indicator that lowers the index enters with a minus: the z of -x is 1 - z. Raises StudyError
    for a constant indicator, which has no entropy.
    """
    complete = np.isfinite(indicators).all(axis=1)
    values = indicators[complete]
    spread = np.ptp(values, axis=0) if len(values) > 1 else np.zeros(indicators.shape[1])
    if not (spread > 0).all():
        place = int(np.flatnonzero(~(spread > 0))[0]) + 1
        raise StudyError(f"indicator {place} of `entropy_index` is constant and has no entropy; leave it out")
    scaled = (values - values.min(axis=0)) / spread
    parts = scaled / scaled.sum(axis=0)
    entropy = -np.where(parts > 0, parts * np.log(np.where(parts > 0, parts, 1)), 0).sum(axis=0) / np.log(len(values))
    weights = (1 - entropy) / (1 - entropy).sum()
    scores = np.full(len(indicators), np.nan)
    scores[complete] = scaled @ weights
    return EntropyIndex(scores, weights)


def angle_index(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """sum_j w_j theta_j, (n,), with theta_j = arccos(s_j / |s|) the angle between the shares (n, 3) and axis j.

    Larger with a larger tertiary share under the weights 3, 2, 1 (Fu 2010). Angles in radians. Shares within `SUM`
    of 1 are rescaled; raises StudyError for others, for negative ones, and for weights of another number.
    """
    if shares.shape[1] != len(weights):
        raise StudyError(f"`angle_index` has {shares.shape[1]} shares and {len(weights)} weights")
    known = np.isfinite(shares).all(axis=1)
    total = shares[known].sum(axis=1)
    wrong = int(((np.abs(total - 1) > SUM) | (shares[known] < 0).any(axis=1)).sum())
    if wrong:
        raise StudyError(f"the shares of `angle_index` are negative or do not sum to 1 in {wrong} unit-years")
    angles = np.arccos(np.clip(shares / np.linalg.norm(shares, axis=1, keepdims=True), -1, 1))
    return angles @ weights
