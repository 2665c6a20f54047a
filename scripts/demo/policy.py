"""The planted policy: what it moves in log value added and in the mechanisms, and by how much exactly."""

import numpy as np

from demo.calibration import YEARS
from demo.fields import stream
from demo.worlds import AGRICULTURE, gdp_shares, structure_index
from estimation.within import within

BOTH = ("unit", "year")
PERSISTENCE = 0.5  # AR(1) coefficient of the noise of the mechanisms
SERVICES = (0.40, 0.75)  # bounds of a city's mean share in sectors 2 + 3: below, the index hardly moves with it
STRUCTURE_GROWTH = 0.012  # of the index of industrial structure, a year


def treated(start: np.ndarray) -> np.ndarray:
    """(n, T) 0/1: 1 from the first treated year on."""
    return (np.array(YEARS) >= start[:, None]).astype(float)


def latent_shift(policy: np.ndarray, level: np.ndarray, delta: float, without_level: float, spill: np.ndarray):
    """(n, T) shift of log value added: delta in treated cities, `without_level` times it where `level` (n,) is False.

    `spill` (n, n) is inv(I - rho W): the identity if nothing spills over. With delta = 0 all is exactly zero.
    """
    size = np.where(level, delta, without_level * delta)
    return spill @ (size[:, None] * policy)


def multiplier(weights: np.ndarray, rho: float) -> np.ndarray:
    """inv(I - rho W); exactly the identity for rho = 0."""
    identity = np.eye(len(weights))
    return np.linalg.inv(identity - rho * weights) if rho else identity


def noise(name: str, policy: np.ndarray, sample: np.ndarray, std_error: float, seed: int) -> np.ndarray:
    """(n, T) AR(1) noise of such a size that the policy's clustered standard error is about `std_error`.

    Over the cities and years of `sample` (n, T) bool, a full rectangle: with d the policy after city and year
    effects and R the autocorrelation, se^2 = sigma^2 sum_i d_i'R d_i / (sum d^2)^2.
    """
    rows, columns = sample.any(axis=1), sample.any(axis=0)
    reduced = within(policy[rows][:, columns], BOTH)
    gap = np.abs(np.subtract.outer(np.arange(columns.sum()), np.arange(columns.sum())))
    variation = np.einsum("it,ts,is->", reduced, PERSISTENCE**gap, reduced)
    sigma = std_error * np.vdot(reduced, reduced) / np.sqrt(variation)
    shocks = stream(seed, name).standard_normal(policy.shape)
    series = shocks.copy()
    for year in range(1, series.shape[1]):
        series[:, year] = PERSISTENCE * series[:, year - 1] + np.sqrt(1 - PERSISTENCE**2) * shocks[:, year]
    return sigma * series


def structure(agriculture: np.ndarray, services: np.ndarray) -> np.ndarray:
    """(n, T) index of industrial structure without policy or noise: that of the city's mean shares, and a trend."""
    usual = np.clip(agriculture.mean(axis=1), *AGRICULTURE), np.clip(services.mean(axis=1), *SERVICES)
    level = structure_index(gdp_shares(*usual))
    return level[:, None] + STRUCTURE_GROWTH * (np.array(YEARS) - np.mean(YEARS))
