"""Effects of simulated parameters beside point values: how they are drawn, and the table of both."""

import numpy as np
from scipy.special import ndtr


def draws_around(
    estimates: np.ndarray, covariance: np.ndarray, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """(draws, m) normal draws; the (m, m) covariance may be singular, as it is by few clusters."""
    scale = np.sqrt(np.diag(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    vectors = vectors * np.where(vectors[np.abs(vectors).argmax(axis=0), np.arange(len(values))] < 0, -1, 1)
    root = scale[:, None] * vectors * np.sqrt(np.maximum(values, 0))
    return estimates + generator.standard_normal((draws, len(estimates))) @ root.T


def effect_table(
    terms: list[str], effects: list[str], point: np.ndarray, error: np.ndarray, simulated: np.ndarray, draws: int
) -> dict[str, np.ndarray]:
    """(k E,) columns, a row for each of the k `terms` and E `effects`.

    point, error : (E, k), errors by the delta method, zero where an effect is zero by construction: then it is missing
    simulated : (R, E, k) effects of the draws that were kept, of `draws`
    """
    low, high = np.percentile(simulated, [2.5, 97.5], axis=0)
    statistic = np.divide(point, error, out=np.full_like(point, np.nan), where=error > 0)
    columns = {
        "estimate": point,
        "std_error": np.where(error > 0, error, np.nan),
        "statistic": statistic,
        "p_value": 2 * ndtr(-np.abs(statistic)),
        "simulated_mean": simulated.mean(axis=0),
        "simulated_se": simulated.std(axis=0, ddof=1),
        "conf_low": low,
        "conf_high": high,
    }
    table = {"term": np.repeat(terms, len(effects)), "effect": np.tile(effects, len(terms))}
    table |= {name: values.T.ravel() for name, values in columns.items()}
    counts = {"draws": draws, "rejected": draws - len(simulated)}
    return table | {name: np.full(point.size, count) for name, count in counts.items()}
