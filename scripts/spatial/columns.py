"""One column of a table of spatial models: from panel and weights to tidy results."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from core.errors import StudyError, nearest
from core.formulas import Formula, parse_formula
from estimation.frames import balanced, matrix
from estimation.record import record
from estimation.sample import sample_of
from spatial.panel_ml import SpatialLag, spatial_lag
from spatial.weights import Weights, align, leave_units_out, refuse_islands

EFFECTS = {("unit", "year"): "two-way", ("unit",): "unit", ("year",): "time", (): "none"}


@dataclass(frozen=True)
class FittedColumn:
    """A fitted column.

    settings : name, formula, sample, estimator and matrix, as in the study
    weights : aligned to the units of the estimation
    shape : (T, N)
    warnings : sentences for the reader
    """

    settings: dict
    formula: Formula
    weights: Weights
    fit: SpatialLag
    shape: tuple[int, int]
    warnings: list[str]


def spatial_column(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column: see `fit_column`."""
    column = fit_column(panel, weights, leave_out, settings)
    return estimates(column), description(column)


def fit_column(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> FittedColumn:
    """Fit the model of `settings` with the weights that it names, on the panel without the units these leave out.

    Raises StudyError for unknown weights or variables, a unit in neither the weights nor `leave_out`, a unit left
    without neighbours, missing values and a panel that is not balanced: the model needs every unit in every year.
    """
    name = settings["matrix"]
    if name not in weights:
        raise StudyError(f"matrix `{name}` is unknown; {nearest(name, list(weights))}")
    formula, without = parse_formula(settings["formula"]), leave_out[name]
    sample = balanced(sample_of(leave_units_out(panel, without), formula, settings["sample"]))
    whole = weights[name]
    aligned = refuse_islands(align(whole, sample.units))
    outcome, regressors = matrix(sample, sample.outcome).T, matrix(sample, sample.columns).swapaxes(0, 1)
    fit = spatial_lag(outcome, regressors, aligned.matrix, aligned.spectrum, formula.effects, sample.terms)
    sentences = [*left_out(without, whole), *links_lost(whole, aligned), *near_bound(fit)]
    return FittedColumn(settings, formula, aligned, fit, outcome.shape, sentences)


def left_out(keys: list[str], weights: Weights) -> list[str]:
    """Sentences that name every unit left out, apart for those that the weights lack and those that they hold."""
    lacking = sorted(set(keys) - set(weights.units))
    groups = {"not in the weights": lacking, "although in the weights": sorted(set(keys) - set(lacking))}
    return [
        f"left out ({why}): {', '.join(group)}, i.e. {len(group)} unit{'s' if len(group) > 1 else ''}"
        for why, group in groups.items()
        if group
    ]


def links_lost(whole: Weights, aligned: Weights) -> list[str]:
    """A sentence when the units of the estimation are a part of those of the weights."""
    if len(aligned.units) == len(whole.units):
        return []
    return [
        f"weights {whole.name} rebuilt on {len(aligned.units)} of their {len(whole.units)} units; "
        f"{whole.raw.nnz - aligned.raw.nnz} of {whole.raw.nnz} links lost"
    ]


def near_bound(fit: SpatialLag) -> list[str]:
    low, high = fit.interval
    return [f"rho {fit.rho:.4f} is near a bound of its interval ({low:.4f}, {high:.4f})"] if fit.near_bound else []


def estimates(column: FittedColumn) -> pd.DataFrame:
    """Tidy coefficients, `rho` last; p values and 95 % intervals from the normal distribution."""
    fit = column.fit
    estimate = np.append(fit.beta, fit.rho)
    error = np.sqrt(np.diag(fit.covariance)[:-1])
    reach = ndtri(0.975) * error
    return pd.DataFrame(
        {
            "term": [*fit.terms, "rho"],
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "p_value": 2 * ndtr(-np.abs(estimate / error)),
            "conf_low": estimate - reach,
            "conf_high": estimate + reach,
        }
    )


def description(column: FittedColumn) -> dict:
    """What a reader of the table must know about the fit, and what its effects are computed from.

    Null where a maximum-likelihood fit has no such thing.
    """
    (periods, size), fit = column.shape, column.fit
    known = dict.fromkeys(["n_clusters", "cluster", "weights", "r2", "r2_within", "df"]) | {
        "dropped": {},
        "matrix": column.settings["matrix"],
        "n_obs": periods * size,
        "n_units": size,
        "n_periods": periods,
        "fixed_effects": list(column.formula.effects),
        "effects": EFFECTS[column.formula.effects],
        "log_likelihood": fit.log_likelihood,
        "sigma2": fit.sigma2,
        "ssc": {"rule": "ml_hessian", "factor": 1},
        "units": list(column.weights.units),
        "parameters": {
            "terms": [*fit.terms, "rho"],
            "estimates": [*fit.beta, fit.rho],
            "covariance": fit.covariance[:-1, :-1],
            "interval": fit.interval,
        },
    }
    return record(column.settings, column.formula.outcome, known, warnings=column.warnings)
