"""One column of a spatial model: from panel and weights to its fit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from core.errors import StudyError, nearest
from core.formulas import LAG, Formula, Term, parse_formula
from estimation.frames import balanced, matrix
from estimation.ml_errors import clustered, corrected, inverse
from estimation.panel_ml import Arrays, Maximum, no_lag, spatial_error, spatial_lag
from estimation.resolvent import Resolvent, lag, resolvent_of
from estimation.sample import Sample, sample_of
from estimation.weights import Weights, align, leave_units_out, refuse_islands

EFFECTS = {("unit", "year"): "two-way", ("unit",): "unit", ("year",): "time", (): "none"}
CONCENTRATED = 1 / 3  # share of one unit in the information of a lag that is worth a warning
LAGGED = ("slx", "sdm", "sdem")  # whose terms have lags
FITS = {"sar": spatial_lag, "sdm": spatial_lag, "sem": spatial_error, "sdem": spatial_error}


@dataclass(frozen=True)
class Prepared:
    """A column before its fit.

    formula : without lags; lagged : (L,) names of the columns of the sample that are lagged, of which those that are
        no terms of their own stand last in the sample
    weights : of the units of the sample, in their order; warnings : sentences for the reader
    """

    formula: Formula
    sample: Sample
    lagged: tuple[str, ...]
    weights: Weights
    warnings: list[str]

    def arrays(self, lags: bool = True) -> Arrays:
        """Outcome, terms and, with `lags`, W times the lagged ones."""
        sample, own = self.sample, self.own
        values = matrix(sample, sample.columns)
        at = [sample.terms.index(name) for name in self.lagged] if lags else []
        parts = [values[..., : len(own)], lag(self.weights.matrix, values[..., at])]
        terms = (*own, *(f"{LAG}{sample.terms[place]}" for place in at))
        return Arrays(matrix(sample, sample.outcome), np.concatenate(parts, axis=-1), terms, self.formula.effects)

    @property
    def own(self) -> tuple[str, ...]:
        """The terms without lags."""
        found = [columns_of(term, self.sample.terms) for term in self.formula.terms]
        return tuple(name for names in found for name in names)


@dataclass(frozen=True)
class FittedColumn:
    """A fitted column.

    settings : of the column, as in the study
    estimates : (m,), sigma2 : as printed, so after the correction if there is one
    factor : of the correction on covariances
    covariance : (m, m) by the rule of the settings; hessian : (m, m) by the observed information; both with the factor
    """

    settings: dict
    prepared: Prepared
    fit: Maximum
    estimates: np.ndarray
    sigma2: float
    factor: float
    covariance: np.ndarray
    hessian: np.ndarray


def fit_column(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> FittedColumn:
    """Fit the model of `settings` as `prepare` prepares it; raises StudyError as that and the models do."""
    prepared = prepare(panel, weights, leave_out, settings)
    resolvent = resolvent_of(prepared.weights)
    fit = fit_model(settings["estimator"], prepared.arrays(settings["estimator"] in LAGGED), resolvent)
    column = finish(settings, prepared, fit, partial(clustered, fit, resolvent=resolvent))
    refuse_explosive(fit, column.estimates)
    lags = {fit.terms[-1]: fit.drift} if fit.drift is not None else {}
    warnings = [*prepared.warnings, *near_bound(fit), *concentrated(lags, prepared.sample.units, settings)]
    return replace(column, prepared=replace(prepared, warnings=warnings))


def finish(settings: dict, prepared: Prepared, fit: Maximum, clustering: Callable) -> FittedColumn:
    """The fit with the correction and the errors of the settings; `clustering` makes a covariance of (N,) clusters."""
    values, sigma2, factor = fit.estimates, fit.sigma2, 1.0
    if settings["correction"] == "lee_yu":
        values, sigma2, factor = corrected(fit, prepared.formula.effects)
    hessian = covariance = factor * inverse(fit.information)[:-1, :-1]
    if settings["se"] == "cluster":
        covariance = factor * clustering(cluster_of_units(prepared.sample))
    return FittedColumn(settings, prepared, fit, values, sigma2, factor, covariance, hessian)


def fit_model(estimator: str, arrays: Arrays, resolvent: Resolvent) -> Maximum:
    """The maximum of the likelihood of an estimator, or of least squares, for terms with or without lags."""
    return FITS[estimator](arrays, resolvent) if estimator in FITS else no_lag(arrays)


def prepare(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> Prepared:
    """The sample of a column and its weights, on the panel without the units that these leave out.

    Raises StudyError for unknown weights or variables, a unit in neither the weights nor `leave_out`, a unit left
    without neighbours, missing values and a panel that is not balanced: the models need every unit in every year.
    """
    name = settings["matrix"]
    if name not in weights:
        raise StudyError(f"matrix `{name}` is unknown; {nearest(name, list(weights))}")
    formula, lagged = parts_of(settings)
    whole, without = weights[name], leave_out[name]
    used = replace(formula, regressors=tuple(dict.fromkeys([*formula.regressors, *lagged])))
    clusters = [settings["cluster"]] if settings["se"] == "cluster" else []
    sample = balanced(sample_of(leave_units_out(panel, without), used, settings["sample"], clusters))
    aligned = refuse_islands(align(whole, sample.units))
    names = [columns_of(term, sample.terms) for term in used.terms if term.name in lagged]
    sentences = [*left_out(without, whole), *links_lost(whole, aligned)]
    return Prepared(formula, sample, tuple(name for own in names for name in own), aligned, sentences)


def parts_of(settings: dict) -> tuple[Formula, list[str]]:
    """The formula without lags, and the terms that are lagged: those of its `W:x`, else of `lags`, else all."""
    formula = parse_formula(settings["formula"])
    plain = tuple(term for term in formula.regressors if not term.startswith(LAG))
    named = [term.removeprefix(LAG) for term in formula.regressors if term.startswith(LAG)]
    lags = list(plain) if settings.get("lags") is None else settings["lags"]
    return replace(formula, regressors=plain), named or lags


def columns_of(term: Term, names: tuple[str, ...]) -> list[str]:
    """Which `names` of columns a term has made: one, or of ``i()`` one for each value."""
    if not term.by:
        return [term.name]
    tail = "".join(f":{factor}" for factor in term.factors)
    return [name for name in names if name.startswith(f"{term.by}::") and name.endswith(tail)]


def cluster_of_units(sample: Sample) -> np.ndarray:
    """(N,) the cluster of each unit; StudyError naming the units that change theirs."""
    (cluster,) = sample.clusters
    codes = matrix(sample, cluster.codes)
    if len(moving := sample.units[(codes != codes[:, :1]).any(axis=1)]):
        raise StudyError(
            f"`cluster`: {len(moving)} units change their `{cluster.name}`, as {moving[0]}; a spatial model is "
            "clustered by units or by what stays the same in each of them"
        )
    return codes[:, 0]


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
        f"weights `{whole.name}` rebuilt on {len(aligned.units)} of their {len(whole.units)} units; "
        f"{whole.raw.nnz - aligned.raw.nnz:,d} of {whole.raw.nnz:,d} links lost"
    ]


def concentrated(lags: dict[str, np.ndarray], units: np.ndarray, settings: dict) -> list[str]:
    """A sentence that names the lags of which one unit carries much, where errors are clustered: these miss that unit.

    lags : name to (N, T) what a unit-year tells of the parameter, as `drift` of `estimation.panel_ml.Maximum`
    """
    found = []
    for name, drift in lags.items():
        weight = np.square(drift).sum(axis=1)
        if weight.any() and (share := weight.max() / weight.sum()) > CONCENTRATED:
            found.append(f"`{name}` {units[weight.argmax()]} ({share:.0%})")
    said = (
        f"one unit carries more than a third of what is known of a lag, {', '.join(found)}: clustered errors are then "
        "too small; compare `se: hessian`"
    )
    return [said] * bool(found and settings["se"] == "cluster")


def near_bound(fit: Maximum) -> list[str]:
    if not fit.near_bound:
        return []
    low, high = fit.interval
    return [f"{fit.terms[-1]} {fit.parameter:.4f} is near a bound of its interval ({low:.4f}, {high:.4f})"]


def refuse_explosive(fit: Maximum, values: np.ndarray) -> None:
    """Raise StudyError if the corrected spatial parameter has left its interval."""
    if fit.interval and not fit.interval[0] < values[-1] < fit.interval[1]:
        raise StudyError(
            f"`{fit.terms[-1]}` is {fit.parameter:.4f}, and {values[-1]:.4f} after the correction for the effects, "
            f"outside its interval ({fit.interval[0]:.4f}, {fit.interval[1]:.4f}): the process would explode.\n"
            "  Use other weights, take out the year effects, or write `correction: none`."
        )


def estimates(column: FittedColumn) -> pd.DataFrame:
    """Tidy coefficients, the spatial parameter last."""
    rows = rows_of(column.estimates, np.sqrt(np.diag(column.covariance)))
    rows.insert(0, "term", column.fit.terms)
    return rows


def rows_of(estimate: np.ndarray, error: np.ndarray) -> pd.DataFrame:
    """What is said of estimates with these errors: p-values and 95 % intervals from the normal distribution."""
    reach = ndtri(0.975) * error
    return pd.DataFrame(
        {
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "p_value": 2 * ndtr(-np.abs(estimate / error)),
            "conf_low": estimate - reach,
            "conf_high": estimate + reach,
        }
    )


def facts_of(column: FittedColumn) -> dict:
    """What a reader of the column must know about the fit, and what its effects are computed from.

    Null where a maximum-likelihood fit has no such thing.
    """
    settings, fit, sample = column.settings, column.fit, column.prepared.sample
    effects, terms = column.prepared.formula.effects, fit.terms
    cluster = sample.clusters[0] if sample.clusters else None
    return dict.fromkeys(["weights", "r2", "r2_within", "df"]) | {
        "n_clusters": cluster and cluster.count,
        "cluster": cluster and cluster.name,
        "dropped": {},
        "matrix": settings["matrix"],
        "n_obs": fit.residual.size,
        "n_units": fit.residual.shape[0],
        "n_periods": fit.residual.shape[1],
        "fixed_effects": list(effects),
        "effects": EFFECTS[effects],
        "log_likelihood": fit.log_likelihood,
        "sigma2": column.sigma2,
        "ssc": {"rule": f"ml_{settings['se']}", "factor": column.factor},
        "correction": settings["correction"],
        "uncorrected": {"estimates": dict(zip(terms, fit.estimates, strict=True)), "sigma2": fit.sigma2},
        "hessian": dict(zip(terms, np.sqrt(np.diag(column.hessian)), strict=True)),
        "units": list(column.prepared.weights.units),
        "parameters": {
            "terms": list(terms),
            "estimates": column.estimates,
            "covariance": column.covariance,
            "interval": fit.interval,
        },
    }
