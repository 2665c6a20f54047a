"""Least squares with a dummy for each cohort and year since the policy, and the averages of their coefficients."""

from dataclasses import dataclass, replace

import numpy as np

from core.errors import StudyError
from estimation.effects import Average, term_of
from estimation.event_study import BASE
from estimation.least_squares import Fit, fit_sample
from estimation.sample import Sample


@dataclass(frozen=True)
class Saturated:
    """A fit whose first terms are dummies of `cells`, cohort and k, with their number of rows; those that were lost
    are not among them."""

    fit: Fit
    cells: list[tuple[int, int]]
    rows: np.ndarray


def saturated(sample: Sample, start: np.ndarray, policy: str, ssc: str) -> Saturated:
    """Fit dummies of cohort x years since the policy in place of `policy`, base -1 (Sun and Abraham 2021, Journal of
    Econometrics 225); raises StudyError if no unit is never treated."""
    if np.isfinite(start).all():
        raise StudyError("all units are treated in the end: cohorts are compared with units that never are")
    cohort = start[sample.unit]
    k = np.where(np.isfinite(cohort), sample.year - np.where(np.isfinite(cohort), cohort, 0), BASE).astype(int)
    dated = np.isfinite(cohort) & (k != BASE)
    cells = [tuple(cell) for cell in np.unique(np.stack([cohort[dated].astype(int), k[dated]]), axis=1).T.tolist()]
    dummies = np.column_stack([dated & (cohort == year) & (k == since) for year, since in cells])
    terms, columns = sample.without(policy)
    names = tuple(f"{policy}.{year}::{since}" for year, since in cells)
    fit = fit_sample(replace(sample, terms=(*names, *terms), columns=np.column_stack([dummies, columns])), ssc)
    kept = [at for at, name in enumerate(names) if name in fit.terms]
    return Saturated(fit, [cells[at] for at in kept], dummies.sum(axis=0)[kept])


def averages_of(
    found: Saturated, start: np.ndarray, policy: str, aggregate: str, window: tuple[int, int] | None
) -> tuple[list[Average], np.ndarray]:
    """Averages of the cells by their rows, and (q, K) weights of the coefficients in each.

    The shares are taken as known. overall : treated cells; event : those of each k; cohort : treated ones of each.
    """
    keys: dict[int, list[int]] = {}
    for at, (year, k) in enumerate(found.cells):
        if aggregate == "event" and (window is None or window[0] <= k <= window[1]):
            keys.setdefault(k, []).append(at)
        elif aggregate != "event" and k >= 0:
            keys.setdefault(0 if aggregate == "overall" else year, []).append(at)
    averages, weights = [], np.zeros((len(keys), len(found.fit.terms)))
    for place, key in enumerate(sorted(keys)):
        at = keys[key]
        weights[place, at] = found.rows[at] / found.rows[at].sum()
        units = sum(int((start == year).sum()) for year in {found.cells[one][0] for one in at})
        averages.append(
            Average(
                term_of(policy, aggregate, key), key if aggregate == "event" else None, units, int(found.rows[at].sum())
            )
        )
    return averages, weights
