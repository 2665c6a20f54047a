"""Matching of treated to other units by their propensity score, and the balance that it reaches."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, stdtr
from scipy.special import logit as log_odds

from core.errors import StudyError
from estimation.logit import logit


@dataclass(frozen=True)
class Matched:
    """What matching makes of N candidates, units or unit-years.

    propensity : (N,) fitted probability; missing where it is not known
    weights : (N,) 1 for a matched treated candidate, its share in the matches for another one, 0 if it leaves
    outside, alone : treated candidates beyond the scores of the others, and within them without a match
    """

    propensity: np.ndarray
    weights: np.ndarray
    outside: int
    alone: int


def matched(
    treated: np.ndarray, columns: np.ndarray, method: str, caliper: float | None, width: float, neighbours: int
):
    """Match the `treated` (N,) to the others by a logit on `columns` (N, K), as psmatch2 (Leuven and Sianesi 2003).

    method : `radius`, all others within `caliper`, alike; `kernel`, those within `width` by Epanechnikov's kernel;
        `nearest`, the `neighbours` nearest, with replacement, ties alike, within `caliper` if there is one
    Treated candidates whose score lies beyond those of the others leave (common support).

    Raises StudyError as `logit` does, and if nobody is matched.
    """
    known = np.isfinite(columns).all(axis=1)
    propensity, weights = np.full(len(treated), np.nan), np.zeros(len(treated))
    own = treated[known].astype(float)
    if not 0 < own.sum() < len(own):
        raise StudyError("matching needs treated units and others, with values of all variables")
    propensity[known] = logit(own, np.column_stack([np.ones(len(own)), columns[known]])).probabilities
    treated_at, others_at = np.flatnonzero(known & treated), np.flatnonzero(known & ~treated)
    scores = propensity[others_at]
    inside = (propensity[treated_at] >= scores.min()) & (propensity[treated_at] <= scores.max())
    distance = np.abs(propensity[treated_at[inside]][:, None] - scores)
    shares = KERNELS[method](distance, caliper, width, neighbours)
    found = shares.sum(axis=1) > 0
    if not found.any():
        raise StudyError(
            f"no treated unit has a match by `{method}`; a wider `caliper` or other variables may find some"
        )
    weights[treated_at[inside][found]] = 1
    weights[others_at] = (shares[found] / shares[found].sum(axis=1, keepdims=True)).sum(axis=0)
    return Matched(propensity, weights, int((~inside).sum()), int((~found).sum()))


def _radius(distance: np.ndarray, caliper: float, _width: float, _neighbours: int) -> np.ndarray:
    return (distance <= caliper).astype(float)


def _kernel(distance: np.ndarray, _caliper: float | None, width: float, _neighbours: int) -> np.ndarray:
    return np.clip(1 - np.square(distance / width), 0, None)


def _nearest(distance: np.ndarray, caliper: float | None, _width: float, neighbours: int) -> np.ndarray:
    """Those at most as far as the nearest of the last rank; ties of that rank share its place."""
    rank = min(neighbours, distance.shape[1])
    last = np.sort(distance, axis=1)[:, rank - 1 : rank]
    nearer, tied = distance < last, distance == last
    places = rank - nearer.sum(axis=1, keepdims=True)
    shares = nearer + tied * (places / np.maximum(tied.sum(axis=1, keepdims=True), 1))
    return shares if caliper is None else shares * (distance <= caliper)


KERNELS = {"radius": _radius, "kernel": _kernel, "nearest": _nearest}


def balance(treated: np.ndarray, columns: np.ndarray, names: list[str], weights: np.ndarray) -> list[dict]:
    """A row for each variable before and after matching, of candidates whose variables are all known.

    Standardised bias 100 (m1 - m0) / sqrt((s1^2 + s0^2) / 2), with the variances before matching in both (Rosenbaum and
    Rubin 1985); t and p of the difference of means; ratio of the variances.
    """
    known = np.isfinite(columns).all(axis=1)
    rows = []
    for at, name in enumerate(names):
        values, own = columns[known, at], treated[known]
        spread = np.sqrt((values[own].var(ddof=1) + values[~own].var(ddof=1)) / 2)
        for stage, weight in (("before", np.ones(len(values))), ("after", weights[known])):
            means = [np.average(values[side], weights=weight[side]) for side in (own, ~own)]
            variances = [_variance(values[side], weight[side]) for side in (own, ~own)]
            statistic, p_value = _difference(values, own, weight)
            rows.append(
                {
                    "variable": name,
                    "stage": stage,
                    "mean_treated": means[0],
                    "mean_others": means[1],
                    "bias": 100 * (means[0] - means[1]) / spread,
                    "statistic": statistic,
                    "p_value": p_value,
                    "variance_ratio": variances[0] / variances[1] if variances[1] else None,
                }
            )
    return rows


def _variance(values: np.ndarray, weights: np.ndarray) -> float:
    number = int((weights > 0).sum())
    if number < 2:
        return float("nan")
    mean = np.average(values, weights=weights)
    return float(np.average(np.square(values - mean), weights=weights) * number / (number - 1))


def _difference(values: np.ndarray, treated: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """t and p of the treated in a weighted regression on them alone, with errors of one variance."""
    kept = weights > 0
    x, y, w = treated[kept].astype(float), values[kept], weights[kept] * kept.sum() / weights[kept].sum()
    deviation = x - np.average(x, weights=w)
    slope = (w * deviation) @ y / ((w * deviation) @ deviation)
    left = y - np.average(y, weights=w) - slope * deviation
    df = int(kept.sum()) - 2
    statistic = slope / np.sqrt((w * left) @ left / df / ((w * deviation) @ deviation))
    return float(statistic), float(2 * stdtr(df, -abs(statistic)))


def summary(treated: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> dict:
    """How well the variables tell the treated from the others: pseudo R2 and LR chi2 of the logit, Rubin's B and R.

    B is the standardised difference of the means of the linear index, R the ratio of its variances (Rubin 2001: below
    25, and between .5 and 2). Missing where the logit has no maximum, as of perfect balance in few units.
    """
    kept = np.isfinite(columns).all(axis=1) & (weights > 0)
    own, w = treated[kept], weights[kept]
    design = np.column_stack([np.ones(kept.sum()), columns[kept]])
    try:
        fit = logit(own.astype(float), design, w)
    except StudyError:
        return dict.fromkeys(("pseudo_r2", "lr_chi2", "lr_p_value", "rubin_b", "rubin_r"))
    index = log_odds(np.clip(fit.probabilities, 1e-15, 1 - 1e-15))
    means = [np.average(index[side], weights=w[side]) for side in (own, ~own)]
    variances = [_variance(index[side], w[side]) for side in (own, ~own)]
    ratio = 2 * (fit.log_likelihood - fit.null_log_likelihood)
    return {
        "pseudo_r2": 1 - fit.log_likelihood / fit.null_log_likelihood,
        "lr_chi2": ratio,
        "lr_p_value": float(chdtrc(columns.shape[1], max(ratio, 0.0))),
        "rubin_b": 100 * abs(means[0] - means[1]) / np.sqrt(sum(variances) / 2),
        "rubin_r": variances[0] / variances[1] if variances[1] else None,
    }
