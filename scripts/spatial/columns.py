"""One column of a table of spatial models: from panel and weights to tidy results."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from core.errors import StudyError, nearest
from core.formulas import Formula, parse_formula
from estimation.frames import estimation_frame, matrix, units
from spatial.panel_ml import SpatialLag, spatial_lag
from spatial.weights import Weights, align, leave_units_out, refuse_islands

EFFECTS = {("unit", "year"): "two-way", ("unit",): "unit", ("year",): "time", (): "none"}
MODELS = ("sar",)


@dataclass(frozen=True)
class Column:
    """A fitted column.

    settings : name, formula, sample, model and weights, as in the study
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


def fit_column(
    panel: pd.DataFrame, scores: pd.DataFrame, weights: dict[str, Weights], settings: dict, leave_out: list[str]
) -> Column:
    """Fit the model of `settings` on the panel without `leave_out`, with the weights that it names.

    Raises StudyError for unknown weights, model or variables, a unit in neither the weights nor `leave_out`, a unit
    left without neighbours, missing values and a panel that is not balanced.
    """
    if settings["model"] not in MODELS:
        raise StudyError(f"model `{settings['model']}` is unknown; {nearest(settings['model'], MODELS)}")
    if settings["weights"] not in weights:
        raise StudyError(f"weights `{settings['weights']}` are unknown; {nearest(settings['weights'], list(weights))}")
    formula = parse_formula(settings["formula"])
    frame = estimation_frame(leave_units_out(panel, leave_out), scores, formula, settings.get("sample"))
    whole = weights[settings["weights"]]
    aligned = refuse_islands(align(whole, units(frame)))
    outcome = matrix(frame, formula.outcome).T
    regressors = np.stack([matrix(frame, name).T for name in formula.regressors], axis=-1)
    fit = spatial_lag(outcome, regressors, aligned.matrix, aligned.spectrum, formula.effects, formula.regressors)
    sentences = [*left_out(leave_out, whole), *links_lost(whole, aligned), *near_bound(fit)]
    return Column(settings, formula, aligned, fit, outcome.shape, sentences)


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


def estimates(column: Column) -> pd.DataFrame:
    """Tidy coefficients, `rho` last; p values and 95 % intervals from the normal distribution."""
    fit = column.fit
    estimate = np.append(fit.beta, fit.rho)
    error = np.sqrt(np.diag(fit.covariance)[:-1])
    reach = stats.norm.ppf(0.975) * error
    return pd.DataFrame(
        {
            "column": column.settings["name"],
            "term": [*fit.terms, "rho"],
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "p_value": 2 * stats.norm.sf(np.abs(estimate / error)),
            "conf_low": estimate - reach,
            "conf_high": estimate + reach,
        }
    )


def description(column: Column, rejected: int, draws: int) -> dict:
    """What a reader of the table must know about the fit; null where a maximum-likelihood fit has none."""
    periods, size = column.shape
    many = [f"{rejected} of {draws} simulated draws had rho outside its interval and were rejected"]
    nothing = dict.fromkeys(["n_clusters", "r2", "r2_within", "df", "treated_units", "cohorts"])
    return nothing | {
        "name": column.settings["name"],
        "model": column.settings["model"],
        "weights": column.settings["weights"],
        "formula": column.settings["formula"],
        "outcome": column.formula.outcome,
        "sample": column.settings.get("sample"),
        "n_obs": periods * size,
        "n_units": size,
        "n_periods": periods,
        "fixed_effects": list(column.formula.effects),
        "effects": EFFECTS[column.formula.effects],
        "log_likelihood": column.fit.log_likelihood,
        "sigma2": column.fit.sigma2,
        "ssc": {"rule": "ml_hessian", "factor": 1},
        "tests": {},
        "warnings": column.warnings + (many if rejected > 0.01 * draws else []),
    }
