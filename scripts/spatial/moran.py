"""Moran's I, year by year."""

from contextlib import contextmanager

import numpy as np
import pandas as pd
from esda import Moran
from libpysal.graph import Graph

from core.errors import StudyError
from spatial.seeds import derived
from spatial.weights import Weights, to_table

TIE = 1e-12  # two permutations that give the same I differ by rounding


def moran_table(
    values: np.ndarray, years: np.ndarray, weights: Weights, variable: str, permutations: int, seed: int
) -> pd.DataFrame:
    """Moran's I of one variable for each year.

    Parameters
    ----------
    values : (N, T) float, units by years, units in the order of `weights.units`
    years : (T,) int
    permutations : number of random permutations, at least 1
    seed : seed of the study; each year, weights and variable has its own generator, derived from it

    Returns
    -------
    One row a year: `year, weights, variable, n_units, moran_i, expected, variance, z, p_normal, p_permutation`.
    Variance, z and the two-sided p_normal are those under normality; n counts islands, as in esda.

    Raises
    ------
    StudyError : fewer than 4 units, or a variable that is the same in all units in some year

    Notes
    -----
    p_permutation = (1 + #{|I_b − mean| ≥ |I − mean|}) / (B + 1), two-sided around the mean of the B permuted I_b.
    """
    if len(values) < 4:
        raise StudyError(f"Moran's I of `{variable}` needs at least 4 units, here are {len(values)}")
    graph = graph_of(weights)
    rows = []
    for year, column in zip(years, values.T, strict=True):
        if np.ptp(column) <= 1e-12 * np.abs(column).max():
            raise StudyError(f"Moran's I: `{variable}` is the same in all {len(column)} units in {year}")
        with numpy_seeded(derived(seed, year, weights.name, variable)):
            moran = Moran(column, graph, transformation="O", permutations=permutations, two_tailed=True)
        rows.append((year, len(column), moran.I, moran.EI, moran.VI_norm, moran.z_norm, moran.p_norm, two_sided(moran)))
    names = ["year", "n_units", "moran_i", "expected", "variance", "z", "p_normal", "p_permutation"]
    table = pd.DataFrame(rows, columns=names)
    table.insert(1, "weights", weights.name)
    table.insert(2, "variable", variable)
    return table


def two_sided(moran: Moran) -> float:
    """Two-sided permutation p; esda's own `p_sim` is the one-sided p of the smaller tail."""
    centre = moran.sim.mean()
    extreme = np.abs(moran.sim - centre) >= abs(moran.I - centre) - TIE
    return (1 + extreme.sum()) / (len(moran.sim) + 1)


def graph_of(weights: Weights) -> Graph:
    """The weights as libpysal's graph, its nodes the positions 0..N-1; islands are kept as pairs of weight 0."""
    position = {unit: place for place, unit in enumerate(weights.units)}
    table = to_table(weights)
    pairs = pd.DataFrame({"focal": table["unit"].map(position), "neighbor": table["neighbour"].map(position)})
    pairs = pairs.assign(weight=table["weight"]).sort_values(["focal", "neighbor"])
    return Graph.from_arrays(*(pairs[name].to_numpy() for name in ("focal", "neighbor", "weight")))


@contextmanager
def numpy_seeded(sequence: np.random.SeedSequence):
    """NumPy's global generator, from which esda draws, seeded here and put back afterwards."""
    state = np.random.get_state()  # noqa: NPY002
    np.random.seed(sequence.generate_state(8))  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002
