"""Direct, indirect and total effects of a spatial lag model."""

import numpy as np
import pandas as pd
from scipy import stats

from core.errors import StudyError
from spatial.panel_ml import SpatialLag
from spatial.weights import Spectrum

EFFECTS = ("direct", "indirect", "total")


def impacts(fit: SpatialLag, spectrum: Spectrum, draws: int, seed: np.random.SeedSequence) -> pd.DataFrame:
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
    generator = np.random.default_rng(seed)
    drawn = generator.multivariate_normal(
        np.append(fit.beta, fit.rho), fit.covariance[: k + 1, : k + 1], size=draws, method="cholesky"
    )
    kept = drawn[(drawn[:, k] > fit.interval[0]) & (drawn[:, k] < fit.interval[1])]
    if 2 * len(kept) < draws:
        raise StudyError(f"{draws - len(kept)} of {draws} simulated ρ lie outside {fit.interval}: no impacts")
    simulated = effects(kept[:, :k], kept[:, k], spectrum)
    low, high = np.percentile(simulated, [2.5, 97.5], axis=0)
    columns = {
        "estimate": point,
        "std_error": error,
        "statistic": point / error,
        "p_value": 2 * stats.norm.sf(np.abs(point / error)),
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


def delta_errors(fit: SpatialLag, spectrum: Spectrum) -> np.ndarray:
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
