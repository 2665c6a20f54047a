"""Which weight the effect of each treated unit-year has in a two-way estimate."""

import numpy as np
import pandas as pd

from core.grids import Cell, grid
from core.words import dropped_words
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.collinearity import PRECISION
from estimation.least_squares import Fit, facts, fit_sample, weighted
from estimation.record import record
from estimation.sample import sample_of_column

COLUMNS = ["group", "cell", "cohort", "year", "cells", "weight", "negative"]
TOTAL = "All treated unit-years"
CELLS = [
    Cell("cells", "Unit-years", "count"),
    Cell("weight", "Sum of weights"),
    Cell("negative", "Of them negative", "count"),
]
NOTE = (
    "The two-way estimate is the mean of the effects in treated unit-years with these weights (de Chaisemartin and "
    "D'Haultfœuille 2020), provided that outcomes would have moved in parallel without the policy, and every other "
    "term has one effect for all. With negative weights it can be negative although all effects are positive."
)


def weights_of(panel: pd.DataFrame, settings: dict) -> tuple[list[dict], dict]:
    """The weights of a column by cohort and year, their sums, and the facts of the fit with all of it."""
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    start = first_treated(sample, policy)
    refuse_no_contrast(start, policy)
    fit = fit_sample(sample, settings["ssc"], wanted=(policy,))
    weights, treated = cell_weights(fit, policy), fit.sample.column(policy) == 1
    estimate = float(fit.coefficients[fit.terms.index(policy)])
    shares = np.ones(len(weights)) if sample.weights is None else sample.weights
    cells = {
        "cohort": start[sample.unit][treated].astype(int),
        "year": sample.year[treated],
        "weight": weights[treated],
        "negative": weights[treated] < 0,
    }
    found = {
        "two_way": estimate,
        **sensitivity(estimate, weights[treated], shares[treated]),
        "cells": [
            {"unit": str(unit), "year": int(year), "weight": float(weight)}
            for unit, year, weight in zip(
                sample.units[sample.unit[treated]], cells["year"], cells["weight"], strict=True
            )
        ],
    }
    fact = record(settings, sample.name, facts(fit) | {"twfe_weights": found}, sample, start, fit.warnings)
    return _rows(pd.DataFrame(cells)), fact


def cell_weights(fit: Fit, policy: str) -> np.ndarray:
    """(N,) weight of the effect of each row in the coefficient of `policy`, 0 where it is not treated; their sum is 1.

    Notes
    -----
    b = sum_it l_it y_it with l = r / r'd of the policy d, and r what the effects and the other terms leave of it
    (Frisch, Waugh, Lovell). What effects and terms explain of y has no part in b, so b = sum_it l_it d_it (effect of
    it): the weights of de Chaisemartin and D'Haultfoeuille (2020, American Economic Review 110), theorem 1, and with
    controls those of their appendix. A weight within rounding of 0 is 0.
    """
    sample = fit.sample
    roots = weighted(sample, np.ones((len(sample.outcome), 1)))[:, 0]
    loadings = fit.basis.q @ fit.basis.half[fit.terms.index(policy)]
    weights = loadings * roots * sample.column(policy)
    return np.where(np.abs(weights) > PRECISION * np.abs(weights).max(), weights, 0.0)


def sensitivity(estimate: float, weights: np.ndarray, shares: np.ndarray) -> dict:
    """The smallest standard deviations of the effects in treated cells, `shares` being what cells count, with which
    `estimate` goes with a mean effect of zero, and with effects that have the other sign in every cell.

    None where there is none: all cells weigh what they count; no weight is negative.

    Notes
    -----
    Corollary 1 of the paper. With p the shares and w = weights / p,

        sigma_zero = |b| / (sum p (w - 1)^2)^(1/2)
        sigma_opposite = |b| / (T_s + S_s^2 / (1 - P_s))^(1/2)

    where cells are sorted by falling w, P_k, S_k, T_k are the sums of p, p w, p w^2 from cell k on, and s is the first
    cell with w_s < -S_s / (1 - P_s).
    """
    shares = shares / shares.sum()
    relative = weights / shares
    spread = float(np.sqrt(shares @ (relative - 1) ** 2))
    zero = abs(estimate) / spread if spread > PRECISION else None
    if not (weights < 0).any():
        return {"sigma_zero": zero, "sigma_opposite": None}
    order = np.argsort(-relative, kind="stable")
    shares, relative = shares[order], relative[order]
    sums, squares = (np.cumsum((shares * relative**power)[::-1])[::-1] for power in (1, 2))
    before = np.append(0.0, np.cumsum(shares)[:-1])  # 1 - P
    first = 1 + int(np.argmax(relative[1:] * before[1:] < -sums[1:]))
    return {
        "sigma_zero": zero,
        "sigma_opposite": abs(estimate) / float(np.sqrt(squares[first] + sums[first] ** 2 / before[first])),
    }


def _rows(cells: pd.DataFrame) -> list[dict]:
    """A row for each cohort and year; then the sums of positive and of negative weights, and of all."""
    rows = [
        {"group": f"First treated in {cohort}", "cell": str(year), "cohort": cohort, "year": year, **_sums(own)}
        for (cohort, year), own in cells.groupby(["cohort", "year"])
    ]
    parts = {"Not negative": cells[~cells["negative"]], "Negative": cells[cells["negative"]], "All": cells}
    return [
        *rows,
        *({"group": TOTAL, "cell": name, "cohort": None, "year": None, **_sums(own)} for name, own in parts.items()),
    ]


def _sums(cells: pd.DataFrame) -> dict:
    return {"cells": len(cells), "weight": float(cells["weight"].sum()), "negative": int(cells["negative"].sum())}


def layout(fact: dict) -> dict:
    """How the weights are printed, with what they say about the estimate."""
    found = fact["twfe_weights"]
    notes = [NOTE, _sample(fact), *_said(found)]
    return grid("cell", CELLS, "Year", group="group", notes=notes, warnings=fact["warnings"], tests={"column": fact})


def _sample(fact: dict) -> str:
    left = f"; left out: {dropped_words(fact['dropped'])}" if fact["dropped"] else ""
    where = f", where `{fact['sample']}`" if fact["sample"] else ""
    return (
        f"Two-way estimate: {fact['twfe_weights']['two_way']:.4f}, `{fact['formula']}`{where}; {fact['n_obs']:,d} "
        f"unit-years of {fact['n_units']:,d} units{left}."
    )


def _said(found: dict) -> list[str]:
    zero, opposite = found["sigma_zero"], found["sigma_opposite"]
    if zero is None:
        return ["All treated unit-years weigh alike: the estimate is their mean effect, however effects differ."]
    said = [
        f"The mean effect can be zero only if effects have a standard deviation of at least {zero:.4f} across treated "
        "unit-years."
    ]
    if opposite is None:
        return [*said, "No weight is negative: effects of one sign give an estimate of that sign."]
    return [*said, f"All effects can have the other sign only if it is at least {opposite:.4f}."]
