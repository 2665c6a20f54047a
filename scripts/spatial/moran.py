"""Moran's I, year by year."""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from core.errors import StudyError, named
from core.grids import Cell, grid
from core.seeds import stream
from estimation.weights import Weights, sd_moran, weight_sums

DENSE, FLAT = 0.2, 0.01  # share of pairs that are links, and sd(I), beyond which I tells little of local clusters
TIE = 1e-12  # two permutations that give the same I differ by rounding
SAME = 1e-12  # range of a variable, relative to its size, below which it does not vary
CELLS = {
    "moran_i": Cell("moran_i", "Moran's I", "estimate", stars="p_permutation"),
    "z": Cell("z", "z"),
    "p_normal": Cell("p_normal", "p (normal)", "probability"),
    "p_random": Cell("p_random", "p (randomisation)", "probability"),
    "p_permutation": Cell("p_permutation", "p", "probability"),
}


def moran_table(
    values: np.ndarray, years: np.ndarray, weights: Weights, variable: str, permutations: int, seed: int
) -> pd.DataFrame:
    """Moran's I of one variable for each year.

    Parameters
    ----------
    values : (N, T) float, units by years, units in the order of `weights.units`
    years : (T,) int
    permutations : number of random permutations, at least 1
    seed : seed of the study; each year, matrix and variable has its own stream

    Returns
    -------
    One row a year: `variable, matrix, year, n_units, moran_i, expected, variance, z, p_normal, p_random,
    p_permutation`. Variance, z and the two-sided p_normal are those under normality, p_random is that under
    randomisation; n counts islands, as in esda.

    Raises
    ------
    StudyError : fewer than 4 units, or a variable that is the same in all units in some year

    Notes
    -----
    I = (N / S0) z'Wz / z'z with z the deviations from the mean (Cliff and Ord 1981).
    p_permutation = (1 + #{|I_b − E| ≥ |I − E|}) / (B + 1), two-sided around E = −1 / (N − 1), the mean over all
    permutations; that of the B drawn ones would add its own error.
    """
    size = len(values)
    if size < 4:
        raise StudyError(f"Moran's I of `{variable}` needs at least 4 units, here are {size}")
    expected, deviation = -1 / (size - 1), sd_moran(weights.matrix)
    rows = []
    for year, column in zip(years, values.T, strict=True):
        if np.ptp(column) <= SAME * np.abs(column).max():
            raise StudyError(f"Moran's I: `{variable}` is the same in all {size} units in {year}")
        generator = stream(seed, "moran", year, weights.name, variable)
        observed = moran(column[:, None], weights)[0]
        shuffled = moran(generator.permuted(np.tile(column, (permutations, 1)), axis=1).T, weights)
        z = (observed - expected) / deviation
        rows.append((variable, weights.name, year, size, observed, expected, deviation**2, z, 2 * ndtr(-abs(z)),
                     2 * ndtr(-abs(observed - expected) / sd_randomised(column, weights)),
                     two_sided(observed, shuffled, expected)))  # fmt: skip
    names = ["variable", "matrix", "year", "n_units", "moran_i", "expected", "variance", "z", "p_normal", "p_random"]
    return pd.DataFrame(rows, columns=[*names, "p_permutation"])


def moran(values: np.ndarray, weights: Weights) -> np.ndarray:
    """(B,) Moran's I of each column of `values` (N, B)."""
    deviations = values - values.mean(axis=0)
    cross = np.einsum("nb,nb->b", deviations, weights.matrix @ deviations)
    return len(values) / weights.matrix.sum() * cross / np.square(deviations).sum(axis=0)


def sd_randomised(values: np.ndarray, weights: Weights) -> float:
    """Standard deviation of Moran's I over all permutations of the (N,) `values` (Cliff and Ord 1981)."""
    n, (s0, s1, s2) = len(values), weight_sums(weights.matrix)
    deviations = values - values.mean()
    kurtosis = n * (deviations**4).sum() / np.square(deviations).sum() ** 2
    above = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2) - kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return float(np.sqrt(above / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2))


def two_sided(observed: float, shuffled: np.ndarray, centre: float) -> float:
    """Two-sided permutation p around the expected value of the statistic."""
    extreme = np.abs(shuffled - centre) >= abs(observed - centre) - TIE
    return (1 + int(extreme.sum())) / (len(shuffled) + 1)


def doubts(weights: Weights) -> list[str]:
    """Sentences on what Moran's I with these weights cannot show."""
    size = len(weights.units)
    alone = weights.islands
    said = [f"{weights.name}: without neighbours, and counted in the units: {named(alone)}"] if alone else []
    if weights.raw.nnz > DENSE * size * (size - 1) and sd_moran(weights.matrix) < FLAT:
        said.append(
            f"{weights.name}: nearly all units are neighbours, and sd(I) is {sd_moran(weights.matrix):.4f}: an I so "
            "small is significant that it says little about local clusters"
        )
    return said


def circular(variables: list[str], made_of: dict[str, list[str]]) -> list[str]:
    """Sentences on the variables of which weights are made; `made_of` has these by the name of the weights."""
    return [
        f"{name}: these weights are made of `{variable}` itself; the p-values of its Moran's I take them as given, and "
        "mean nothing"
        for name, own in made_of.items()
        for variable in variables
        if variable in own
    ]


def layout(
    statistics: list[str], table: pd.DataFrame, leave_out: dict[str, list[str]], warnings: list[str] = ()
) -> dict:
    """How Moran's I is printed: a group of years a variable, the matrices side by side."""
    sizes = ", ".join(f"{size:,d}" for size in sorted(set(table["n_units"])))
    expected = ", ".join(f"{value:.4f}" for value in sorted(set(table["expected"]))).replace("-", "−")
    left = dict.fromkeys(unit for units in leave_out.values() for unit in units)
    notes = [
        f"Units: {sizes}; expected I without autocorrelation: {expected}. z under the normal approximation; "
        "p and stars by permutation."
    ]
    notes += [f"Left out (not in the weights): {', '.join(left)}."] if left else []
    cells = [CELLS[name] for name in statistics]
    return grid(
        rows="year", heading="Year", group="variable", across="matrix", cells=cells, notes=notes, warnings=warnings
    )
