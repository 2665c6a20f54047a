"""Outcomes drawn from an econometric model itself: its parameters are the exact truth, for tests of coverage."""

from dataclasses import dataclass

import numpy as np

GRADES = ("L", "M", "S")
# Nine lags between grades of cities, sender then receiver; own values, the paper's are not available.
LAGS = {"LM": 0.25, "LS": 0.30, "MS": 0.20, "ML": 0.15, "SL": 0.10, "SM": 0.20, "LL": 0.30, "MM": 0.20, "SS": 0.25}
# Spatial models of Table 10: rho, effect of the policy, effect of the neighbours' policy.
SPATIAL = {"geographic": (0.431, 0.0624, 0.0), "nested": (0.316, 0.0625, 0.0), "durbin": (0.438, 0.0798, 0.5825)}


@dataclass(frozen=True)
class Noise:
    """AR(1) errors within cities, with deviations of errors, city effects and year effects."""

    sd: float = 0.08
    ar1: float = 0.5
    city: float = 0.25
    year: float = 0.03


def errors(shape: tuple[int, int], noise: Noise, random: np.random.Generator) -> np.ndarray:
    """(n, T) city effects, year effects and stationary AR(1) errors."""
    n, periods = shape
    series = random.standard_normal(shape)
    for year in range(1, periods):
        series[:, year] = noise.ar1 * series[:, year - 1] + np.sqrt(1 - noise.ar1**2) * series[:, year]
    effects = noise.city * random.standard_normal((n, 1)) + noise.year * random.standard_normal((1, periods))
    return effects + noise.sd * series


def two_way(
    policy: np.ndarray, profile: dict[int, float], event_time: np.ndarray, noise: Noise, random: np.random.Generator
) -> np.ndarray:
    """(n, T) outcome with the effect `profile`[k] at event time k; the last entry holds for all later years.

    `event_time` (n, T) is the year less the first treated one, -inf for cities never treated; a flat effect is {0: b}.
    """
    last = max(profile)
    effect = np.zeros(policy.shape)
    for k, size in profile.items():
        effect[event_time >= last if k == last else event_time == k] = size
    return effect + errors(policy.shape, noise, random)


def spatial_lag(
    weights: np.ndarray, rho: float, mean: np.ndarray, noise: Noise, random: np.random.Generator
) -> np.ndarray:
    """(n, T) outcome y_t = inv(I - rho W) (mean_t + effects + errors_t)."""
    return np.linalg.solve(np.eye(len(weights)) - rho * weights, mean + errors(mean.shape, noise, random))


def impacts(weights: np.ndarray, rho: float, effect: float, neighbours: float) -> dict[str, float]:
    """Direct, indirect and total effect of S = inv(I - rho W) (effect I + neighbours W), means over the cities."""
    n = len(weights)
    matrix = np.linalg.solve(np.eye(n) - rho * weights, effect * np.eye(n) + neighbours * weights)
    direct, total = np.trace(matrix) / n, matrix.sum() / n
    return {"direct": direct, "indirect": total - direct, "total": total}


def grade_lags(weights: np.ndarray, grades: np.ndarray) -> np.ndarray:
    """(n, n) sum of phi_ab W_ab with W_ab = D_receiver W D_sender, W standardised before it is split.

    Raises ValueError if the spectral radius is not below 1: then there is no outcome.
    """
    place = {grade: grades == grade for grade in GRADES}
    together = sum(phi * np.outer(place[receiver], place[sender]) * weights for (sender, receiver), phi in LAGS.items())
    radius = spectral_radius(together)
    if radius >= 1:
        raise ValueError(f"the nine lags have the spectral radius {radius:.3f}; it must be below 1")
    return together


def spectral_radius(matrix: np.ndarray) -> float:
    return float(np.abs(np.linalg.eigvals(matrix)).max())
