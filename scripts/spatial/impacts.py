"""Direct, indirect and total effects of a spatial lag model."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from core.errors import StudyError
from core.grids import Cell, grid
from core.seeds import stream
from spatial.grade_impacts import grade_impacts_of
from spatial.weights import Spectrum, Weights, align

EFFECTS = ("direct", "indirect", "total")


@dataclass(frozen=True)
class Parameters:
    """What the effects of a spatial lag model are computed from.

    terms : names of the k regressors; beta : (k,); rho; covariance : (k+1, k+1) of (β, ρ); interval : bounds of ρ
    """

    terms: tuple[str, ...]
    beta: np.ndarray
    rho: float
    covariance: np.ndarray
    interval: tuple[float, float]


def parameters_of(fact: dict) -> Parameters:
    """The parameters of a fit, from its entry in the JSON file of its table."""
    said = fact["parameters"]
    *beta, rho = said["estimates"]
    return Parameters(
        tuple(said["terms"][:-1]), np.array(beta), rho, np.array(said["covariance"]), tuple(said["interval"])
    )


def impacts_of(
    address: str, fact: dict, weights: Weights, terms: list[str], draws: int, seed: int
) -> tuple[pd.DataFrame, list[str]]:
    """Effects of the column at `address`, and warnings; `fact` is its entry in the JSON file, `terms` those wanted."""
    aligned = align(weights, np.array(fact["units"], dtype=object))
    generator = stream(seed, "impacts", *address.split("."))
    if "split" in fact["parameters"]:
        effect = grade_impacts_of(fact["parameters"], aligned.matrix, draws, generator)
    else:
        effect = impacts(parameters_of(fact), aligned.spectrum, draws, generator)
    effect.insert(0, "column", address)
    rejected = int(effect["rejected"].iloc[0])
    many = [f"{address}: {rejected} of {draws} simulated draws had rho outside its interval and were rejected"]
    return effect[effect["term"].isin(terms or effect["term"])], [
        *fact["warnings"],
        *many * (rejected > 0.01 * draws),
    ]


def effects_of_columns(
    addresses: list[str],
    fits: dict[str, list[dict]],
    weights: dict[str, Weights],
    terms: list[str],
    draws: int,
    seed: int,
) -> tuple[pd.DataFrame, list[str]]:
    """Effects of the columns at `addresses`, in their order, and the warnings of all; `fits` are entries by table."""
    parts, warnings = [], []
    for address in addresses:
        table, name = address.split(".")
        fact = next(fit for fit in fits[table] if fit["name"] == name)
        effect, said = impacts_of(address, fact, weights[fact["matrix"]], terms, draws, seed)
        parts.append(effect)
        warnings += said
    return pd.concat(parts, ignore_index=True), list(dict.fromkeys(warnings))


def layout(draws: int, warnings: list[str]) -> dict:
    """How the effects are printed: groups direct, indirect, total; columns side by side."""
    notes = [
        "Standard errors in parentheses, by the delta method; p-values from the normal distribution.",
        f"The result files also hold simulated effects: {draws:,d} draws.",
    ]
    cells = [Cell("estimate", "", "estimate", stars="p_value", below="std_error")]
    return grid(rows="term", cells=cells, group="effect", across="column", notes=notes, warnings=warnings)


def impacts(fit: Parameters, spectrum: Spectrum, draws: int, generator: np.random.Generator) -> pd.DataFrame:
    """Average effects of each regressor, with delta-method and simulated inference.

    `std_error, statistic, p_value` are of the delta method; `simulated_mean, simulated_se` and the 95 % percentile
    interval `conf_low, conf_high` of `draws` parameters from N(θ̂, V). A draw with ρ outside its interval is left out
    and counted in `rejected`. Returns one row a term and effect, terms in the order of the fit. Raises StudyError
    when fewer than half of the draws remain.

    Notes
    -----
    S = (I − ρW)^-1; direct = β tr S/N, total = β 1'S1/N, indirect = total − direct, for any W. LeSage and Pace
    (2009), Introduction to Spatial Econometrics, section 2.7.
    """
    k = len(fit.terms)
    point = effects(fit.beta, fit.rho, spectrum)
    error = delta_errors(fit, spectrum)
    drawn = generator.multivariate_normal(np.append(fit.beta, fit.rho), fit.covariance, size=draws, method="cholesky")
    kept = drawn[(drawn[:, k] > fit.interval[0]) & (drawn[:, k] < fit.interval[1])]
    if 2 * len(kept) < draws:
        raise StudyError(f"{draws - len(kept)} of {draws} simulated ρ lie outside {fit.interval}: no impacts")
    simulated = effects(kept[:, :k], kept[:, k], spectrum)
    low, high = np.percentile(simulated, [2.5, 97.5], axis=0)
    columns = {
        "estimate": point,
        "std_error": error,
        "statistic": point / error,
        "p_value": 2 * ndtr(-np.abs(point / error)),
        "simulated_mean": simulated.mean(axis=0),
        "simulated_se": simulated.std(axis=0, ddof=1),
        "conf_low": low,
        "conf_high": high,
    }
    table = pd.DataFrame({"term": np.repeat(fit.terms, 3), "effect": EFFECTS * k})
    table = table.assign(**{name: values.T.ravel() for name, values in columns.items()})
    return table.assign(draws=draws, rejected=draws - len(kept))


def effects(beta: np.ndarray, rho: float | np.ndarray, spectrum: Spectrum) -> np.ndarray:
    """(..., 3, k) direct, indirect, total for `beta` (..., k) and `rho` (...)."""
    own, total = multipliers(rho, spectrum)
    return np.stack([own, total - own, total], axis=-1)[..., None] * beta[..., None, :]


def multipliers(rho: float | np.ndarray, spectrum: Spectrum, power: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """tr S/N and 1'S1/N at each ρ; with `power` 2 their derivatives by ρ, as dS/dρ = S W S."""
    inverse = 1 / (1 - np.asarray(rho)[..., None] * spectrum.values)
    terms = inverse if power == 1 else spectrum.values * inverse**2
    return terms.mean(axis=-1), (terms * spectrum.loadings).mean(axis=-1)


def delta_errors(fit: Parameters, spectrum: Spectrum) -> np.ndarray:
    """(3, k) standard errors of the effects by the delta method."""
    k = len(fit.terms)
    slope = np.array(_three(multipliers(fit.rho, spectrum)))
    change = np.array(_three(multipliers(fit.rho, spectrum, power=2)))
    variance = np.diag(fit.covariance)[:k]
    with_rho = fit.covariance[:k, k]
    return np.sqrt(
        np.outer(slope**2, variance)
        + 2 * np.outer(slope * change, fit.beta * with_rho)
        + np.outer(change**2, fit.beta**2 * fit.covariance[k, k])
    )


def _three(pair: tuple[np.ndarray, np.ndarray]) -> list[float]:
    own, total = pair
    return [float(own), float(total - own), float(total)]
