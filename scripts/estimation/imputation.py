"""Effects as outcomes less what the untreated rows predict, and their averages."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from core.errors import StudyError
from estimation.effects import Average, Averages, term_of
from estimation.sample import Groups, Sample

IDENTIFIED = 1e-8  # distance of a row from those that are known, relative to its size, that rounding explains
MOST = 5000  # parameters beside the first effect


@dataclass(frozen=True)
class Prediction:
    """What untreated rows say about all rows.

    first : the effect with most groups; others : (N, q) dummies of the other effects, and the terms
    means : (G, q) of `others` among the untreated rows of each group; count : (G,) such rows
    inverse : (q, q) pseudo-inverse of the moments of others among them, net of the group means
    effects : (N,) outcome less prediction; of an untreated row, its residual
    known : (N,) whether the prediction is identified
    """

    first: Groups
    others: np.ndarray
    means: np.ndarray
    count: np.ndarray
    inverse: np.ndarray
    effects: np.ndarray
    known: np.ndarray


def prediction(sample: Sample, treated: np.ndarray) -> Prediction:
    """Least squares of the outcome on effects and terms in the rows that are not `treated` (N,), for all rows.

    A row is identified if its effects and terms are a combination of those of untreated rows: not so of a unit without
    an untreated row, or in a year without one. Raises StudyError for effects with slopes, or too many of them.
    """
    if sloped := [effect.name for effect in sample.effects if effect.slope is not None]:
        raise StudyError(f"the effect `{sloped[0]}` has slopes, which are not offered here; use plain effects")
    whole = Groups("", np.zeros(len(sample.outcome), dtype=int), 1)
    first, *rest = sorted(sample.effects, key=lambda effect: -effect.count) or [whole]
    if (parameters := sum(effect.count for effect in rest)) > MOST:
        raise StudyError(f"{parameters} parameters beside the effect `{first.name}`; at most {MOST}")
    dummies = [(effect.codes[:, None] == np.arange(effect.count)).astype(float) for effect in rest]
    others = np.column_stack([*dummies, sample.columns / _sizes(sample.columns)])
    members = sparse.csr_array(
        ((~treated).astype(float), (first.codes, np.arange(len(treated)))), shape=(first.count, len(treated))
    )
    count = members.sum(axis=1)
    divisor = np.maximum(count, 1)
    means, outcome = (members @ others) / divisor[:, None], (members @ sample.outcome) / divisor
    net, own = others - means[first.codes], sample.outcome - outcome[first.codes]
    inverse, basis = _pseudo_inverse(net[~treated])
    effects = own - net @ (inverse @ (net[~treated].T @ own[~treated]))
    stray = np.linalg.norm(net - (net @ basis) @ basis.T, axis=1)
    known = (count[first.codes] > 0) & (stray <= IDENTIFIED * np.maximum(np.linalg.norm(net, axis=1), 1e-300))
    return Prediction(first, others, means, count, inverse, effects, known)


def _sizes(columns: np.ndarray) -> np.ndarray:
    sizes = np.sqrt(np.square(columns).mean(axis=0)) if len(columns) else np.ones(columns.shape[1])
    return np.where(sizes > 0, sizes, 1.0)


def _pseudo_inverse(net: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pseudo-inverse of net'net, and an orthonormal basis (q, r) of the directions in which `net` varies."""
    values, vectors = np.linalg.eigh(net.T @ net)
    kept = values > 1e-11 * max(values.max(initial=0.0), 1e-300)
    return (vectors[:, kept] / values[kept]) @ vectors[:, kept].T, vectors[:, kept]


def averages_of(
    sample: Sample, start: np.ndarray, found: Prediction, policy: str, aggregate: str, window: tuple[int, int] | None
) -> Averages:
    """Averages of the effects over the treated rows that are identified, and the influence of each unit on them.

    Influence is sum_t v_it e_it (Borusyak, Jaravel and Spiess 2024, Review of Economic Studies 91): v are the weights
    of all rows in the average; e of a treated row is its effect less the mean effect of its cohort in its year, so that
    errors are too large rather than too small where effects differ inside these.
    """
    cohort = start[sample.unit]
    treated = (sample.year >= cohort) & found.known
    k = np.where(treated, sample.year - np.where(treated, cohort, 0), -1).astype(int)
    keys = {"overall": np.zeros_like(k), "event": k, "cohort": np.where(treated, cohort, 0).astype(int)}[aggregate]
    wanted = [int(key) for key in np.unique(keys[treated])]
    if aggregate == "event" and window is not None:
        wanted = [key for key in wanted if key <= window[1]]
    errors = _errors(sample, cohort, treated, found)
    averages, estimates, influence = [], [], []
    for key in wanted:
        rows = treated & (keys == key)
        weights = rows / rows.sum()
        averages.append(
            Average(
                term_of(policy, aggregate, key),
                key if aggregate == "event" else None,
                len(np.unique(sample.unit[rows])),
                int(rows.sum()),
            )
        )
        estimates.append(weights @ found.effects)
        influence.append(np.bincount(sample.unit, all_weights(sample, cohort, found, weights) * errors))
    return Averages(averages, np.array(estimates), np.array(influence).T)


def all_weights(sample: Sample, cohort: np.ndarray, found: Prediction, weights: np.ndarray) -> np.ndarray:
    """(N,) weights of the outcomes of all rows in the average of effects with `weights` on the treated rows:
    v_0 = -A_0 (A_0'A_0)^- A_1'w on the untreated ones."""
    untreated = sample.year < cohort
    by_group = np.bincount(found.first.codes, weights, minlength=found.first.count)
    load = weights @ found.others - by_group @ found.means
    net = found.others - found.means[found.first.codes]
    share = by_group / np.maximum(found.count, 1)
    return np.where(untreated, -share[found.first.codes] - net @ (found.inverse @ load), weights)


def _errors(sample: Sample, cohort: np.ndarray, treated: np.ndarray, found: Prediction) -> np.ndarray:
    """(N,) residuals of untreated rows, effects of treated ones less the mean of their cohort and year."""
    errors = found.effects.copy()
    cells = np.stack([cohort[treated], sample.year[treated]])
    codes = np.unique(cells, axis=1, return_inverse=True)[1].ravel()
    means = np.bincount(codes, errors[treated]) / np.bincount(codes)
    errors[treated] -= means[codes]
    return np.where(treated | (sample.year < cohort), errors, 0.0)


def lone_cohorts(start: np.ndarray) -> list[int]:
    """Cohorts of one unit: their error of an effect cannot be told from the effect."""
    years, sizes = np.unique(start[np.isfinite(start)], return_counts=True)
    return [int(year) for year, size in zip(years, sizes, strict=True) if size == 1]


def untreated_rows(sample: Sample, start: np.ndarray, policy: str, first: int) -> tuple[Sample, tuple[int, ...]]:
    """The rows before the policy with dummies of the years `first`..-1 since it as their first terms, and these years.

    They are compared with the rows before `first` and those of units that are never treated; if no unit has a row
    before, the first of the years is left out.
    """
    cohort = start[sample.unit]
    kept = sample.year < cohort
    k = np.where(np.isfinite(cohort), sample.year - np.where(np.isfinite(cohort), cohort, 0), 0)[kept].astype(int)
    years = [key for key in range(first, 0) if (k == key).any()]
    if years and not (k < years[0]).any():
        years = years[1:]
    leads = (k[:, None] == np.array(years, dtype=int)).astype(float)
    names = tuple(term_of(policy, "event", key) for key in years)
    own = sample.taking(kept)
    return replace(own, columns=np.column_stack([leads, own.columns]), terms=(*names, *own.terms)), tuple(years)
