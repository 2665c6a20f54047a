"""Kernel densities."""

import numpy as np


def bandwidth(values: np.ndarray) -> float:
    """0.9 min(sd, IQR/1.34) B^(-1/5) (Silverman 1986, 3.31); the sd alone if the IQR is 0."""
    spread = values.std(ddof=1)
    quartiles = np.quantile(values, (0.25, 0.75))
    robust = (quartiles[1] - quartiles[0]) / 1.34
    return 0.9 * (min(spread, robust) if robust > 0 else spread) * values.size ** (-0.2)


def kernel_density(values: np.ndarray, points: np.ndarray, width: float) -> np.ndarray:
    """Gaussian kernel density of `values` with bandwidth `width` at each of `points`."""
    heights = np.array([np.exp(-0.5 * np.square((point - values) / width)).sum() for point in points])
    return heights / (values.size * width * np.sqrt(2 * np.pi))
