"""Which comparisons of cohorts the two-way estimate averages, and with which weights."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.grids import Cell, grid
from estimation.cohorts import refuse_no_contrast
from estimation.event_study import panel_starts
from estimation.least_squares import fit_sample
from estimation.sample import Sample, sample_of_column

COLUMNS = ["type", "comparison", "treated", "control", "weight", "estimate"]
NEVER = "Treated against never treated"
EARLIER = "Earlier against later treated"
LATER = "Later against earlier treated"
TOTAL = "All comparisons"
NOTE = (
    "Each comparison is a difference in differences of two groups in a window of years; the two-way estimate without "
    "controls is their average with these weights (Goodman-Bacon 2021). Later against earlier: units that are treated "
    "already serve as the comparison, which misleads if effects change with time."
)


def bacon(panel: pd.DataFrame, settings: dict) -> tuple[list[dict], dict[str, float]]:
    """The decomposition of a column without its controls, and the two-way estimates without and with them."""
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    controls, _ = sample.without(policy)
    alone = replace(sample, terms=(policy,), columns=sample.column(policy)[:, None])
    found = decomposition(panel, alone, policy)
    fits = {"without controls": fit_sample(alone, settings["ssc"])}
    if controls:
        fits["with controls"] = fit_sample(sample, settings["ssc"], wanted=(policy,))
    return found, {name: float(fit.coefficients[fit.terms.index(policy)]) for name, fit in fits.items()}


def decomposition(panel: pd.DataFrame, sample: Sample, policy: str) -> list[dict]:
    """Every comparison of `policy`, by type; then the sum of each type and of all, whose estimates are their means.

    Notes
    -----
    With n_k the share of cohort k, D_k the share of its years treated, n = n_k / (n_k + n_l) and V the mean square of
    the policy after unit and year effects, the weights are (n_k + n_U)^2 n(1-n) D_k(1-D_k) / V against never treated;
    ((n_k + n_l)(1-D_l))^2 n(1-n) (D_k-D_l)/(1-D_l) (1-D_k)/(1-D_l) / V of earlier k against later l before l;
    ((n_k + n_l) D_k)^2 n(1-n) D_l/D_k (D_k-D_l)/D_k / V of later l against earlier k since k (Goodman-Bacon 2021,
    Journal of Econometrics 225).

    Raises StudyError for weights, other effects than unit and year, or a sample that is not balanced.
    """
    _refuse_others(sample)
    start, _ = panel_starts(panel, policy, sample.units)
    start = np.where(start > sample.years[-1], np.inf, start)
    refuse_no_contrast(start, policy)
    outcome = sample.outcome.reshape(sample.shape)
    treated = sample.years >= start[:, None]
    net = treated - treated.mean(axis=1, keepdims=True) - treated.mean(axis=0) + treated.mean()
    found = _comparisons(outcome, sample.years, start, np.square(net).mean())
    return [*found, *_sums(found)]


def _refuse_others(sample: Sample) -> None:
    if sample.weights is not None:
        raise StudyError("the decomposition is of least squares without weights")
    if set(sample.effect_names) != {"unit", "year"}:
        raise StudyError("the decomposition is of a column with the effects `unit + year`")
    if sample.shape is None:
        short = int((np.bincount(sample.unit) < len(sample.years)).sum())
        raise StudyError(
            f"the decomposition is of a balanced sample, and {short} of {len(sample.units)} units lack years; keep "
            "complete units with a `sample`"
        )


def _comparisons(outcome: np.ndarray, years: np.ndarray, start: np.ndarray, variance: float) -> list[dict]:
    cohorts = np.unique(start)
    share = {cohort: float((start == cohort).mean()) for cohort in cohorts}
    time = {cohort: float((years >= cohort).mean()) for cohort in cohorts}
    path = {cohort: outcome[start == cohort].mean(axis=0) for cohort in cohorts}
    found = []
    for first in cohorts[np.isfinite(cohorts)]:
        for other in cohorts[cohorts > first]:
            both = share[first] + share[other]
            spread = share[first] / both * share[other] / both / variance
            early, late = time[first], time[other]
            before, after = years < first, years >= first
            if np.isinf(other):
                weight = both**2 * spread * early * (1 - early)
                found.append(_row(NEVER, first, other, weight, _effect(path, first, other, after, before)))
                continue
            window = years < other
            weight = both**2 * spread * (early - late) * (1 - early)
            found.append(_row(EARLIER, first, other, weight, _effect(path, first, other, after & window, before)))
            weight = both**2 * spread * late * (early - late)
            found.append(_row(LATER, other, first, weight, _effect(path, other, first, ~window, after & window)))
    order = (NEVER, EARLIER, LATER)
    return sorted(found, key=lambda row: (order.index(row["type"]), row["treated"], row["control"] or 0))


def _effect(path: dict, treated: float, control: float, after: np.ndarray, before: np.ndarray) -> float:
    changes = [path[group][after].mean() - path[group][before].mean() for group in (treated, control)]
    return float(changes[0] - changes[1])


def _row(kind: str, treated: float, control: float, weight: float, effect: float) -> dict:
    other = None if np.isinf(control) else int(control)
    words = f"{treated:.0f} against {other or 'never'}"
    return {
        "type": kind,
        "comparison": words,
        "treated": int(treated),
        "control": other,
        "weight": weight,
        "estimate": effect,
    }


def _sums(found: list[dict]) -> list[dict]:
    kinds = [kind for kind in (NEVER, EARLIER, LATER) if any(row["type"] == kind for row in found)]
    groups = {kind: [row for row in found if row["type"] == kind] for kind in kinds} | {TOTAL: found}
    rows = []
    for kind, members in groups.items():
        weight = sum(row["weight"] for row in members)
        mean = sum(row["weight"] * row["estimate"] for row in members) / weight
        empty = {"treated": None, "control": None}
        rows.append({"type": "Sum", "comparison": kind, "weight": weight, "estimate": mean} | empty)
    return rows


def layout(estimates: dict[str, float]) -> dict:
    """How the decomposition is printed; `estimates` are the two-way ones by what they are of."""
    cells = [Cell("weight", "Weight"), Cell("estimate", "Estimate")]
    notes = [NOTE, *(f"Two-way estimate {name}: {value:.4f}." for name, value in estimates.items())]
    return grid("comparison", cells, "Comparison", group="type", notes=notes, tests={"two_way": estimates})
