"""Spatial weights of labelled units: contiguity, standardisation, alignment, spectrum."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import linalg, sparse

from core.errors import StudyError, named

STANDARDISATIONS = ("row", "none")
ROW_SUM_TOLERANCE = 1e-10  # of the row sums of a matrix that is called row-standardised
WRITTEN_TOLERANCE = 1e-9  # between a weight as written (12 digits) and as computed from the raw one


@dataclass(frozen=True)
class Weights:
    """Weights W of N labelled units, as raw weights and the way in which they are standardised.

    Kept apart, so that a subset of the units can be standardised again.

    name : as the study calls it
    units : (N,) text, the labels of rows and columns
    raw : (N, N) sparse, symmetric, non-negative, zero diagonal
    standardize : `row` (each row divided by its sum, the row of an island stays zero) or `none`
    """

    name: str
    units: np.ndarray
    raw: sparse.csr_array
    standardize: str

    @cached_property
    def scale(self) -> np.ndarray:
        """(N,) the diagonal of D in W = D raw; 1 for an island."""
        sums = np.asarray(self.raw.sum(axis=1), dtype=float)
        return np.divide(1.0, sums, out=np.ones_like(sums), where=(sums > 0) & (self.standardize == "row"))

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """(N, N) W, standardised."""
        weight = self.raw.data * np.repeat(self.scale, np.diff(self.raw.indptr))
        return sparse.csr_array((weight, self.raw.indices, self.raw.indptr), shape=self.raw.shape)

    @property
    def islands(self) -> list[str]:
        """Labels of the units without a neighbour."""
        return self.units[np.diff(self.raw.indptr) == 0].tolist()

    @property
    def row_standardised(self) -> bool:
        """Whether every row sums to one, as computed: an island makes it false."""
        return bool(np.all(np.abs(self.matrix.sum(axis=1) - 1) < ROW_SUM_TOLERANCE))

    @cached_property
    def spectrum(self) -> "Spectrum":
        """Resolvent of W by the symmetric route, see `Spectrum`."""
        half = np.sqrt(self.scale)
        values, vectors = linalg.eigh(half[:, None] * self.raw.toarray() * half)
        return Spectrum(values, (half @ vectors) * ((1 / half) @ vectors))


@dataclass(frozen=True)
class Spectrum:
    """What traces and sums of functions of W need: tr f(W) = Σ f(w_i) and 1'f(W)1 = Σ l_i f(w_i).

    W = D R with R symmetric equals D^½ (U Λ U') D^-½, where D^½ R D^½ = U Λ U'; so the w_i are real and
    l_i = (1'D^½ U)_i (U'D^-½ 1)_i, which sum to N.

    values : (N,) eigenvalues w_i, ascending
    loadings : (N,) l_i
    """

    values: np.ndarray
    loadings: np.ndarray

    @property
    def interval(self) -> tuple[float, float]:
        """The open interval (1/w_min, 1/w_max) of ρ around 0 in which I − ρW is invertible."""
        return 1 / self.values[0], 1 / self.values[-1]


def from_pairs(unit, neighbour, raw, name: str, standardize: str) -> Weights:
    """Weights from a list of ordered pairs; a unit without neighbours stands in a pair with itself, of weight 0."""
    units, position = np.unique(np.concatenate([unit, neighbour]).astype(str), return_inverse=True)
    row, column = position.reshape(2, -1)
    matrix = sparse.coo_array((np.asarray(raw, dtype=float), (row, column)), shape=(len(units), len(units))).tocsr()
    matrix.eliminate_zeros()
    return Weights(name, units.astype(object), matrix, standardize)


def to_table(weights: Weights) -> pd.DataFrame:
    """One row a pair, `unit, neighbour, weight, raw, standardize`, sorted; islands as in `from_pairs`."""
    island = np.flatnonzero(np.diff(weights.raw.indptr) == 0)
    row, column = (np.concatenate([part, island]) for part in weights.raw.nonzero())
    raw = np.concatenate([weights.raw.data, np.zeros(len(island))])
    table = pd.DataFrame({"unit": weights.units[row], "neighbour": weights.units[column]})
    table = table.assign(weight=weights.scale[row] * raw, raw=raw)
    return table.assign(standardize=weights.standardize).sort_values(["unit", "neighbour"], ignore_index=True)


def from_table(table: pd.DataFrame, name: str) -> Weights:
    """The weights that `to_table` wrote; `weight` is computed anew from `raw` and must agree.

    Raises StudyError for a pair that stands twice, weights that are missing, negative, on the diagonal or not
    symmetric before standardisation, and for a `weight` that was changed by hand.
    """
    kinds = set(table["standardize"])
    pair = table["unit"].eq(table["neighbour"])
    faults = {
        "stand twice": table.duplicated(["unit", "neighbour"]),
        "are missing or negative": ~(np.isfinite(table["raw"]) & (table["raw"] >= 0)),
        "are of a unit with itself": pair & (table["raw"] != 0),
    }
    for fault, where in faults.items():
        if where.any():
            pairs = [f"{unit}-{neighbour}" for unit, neighbour in table.loc[where, ["unit", "neighbour"]].to_numpy()]
            raise StudyError(f"weights `{name}`: {len(pairs)} pairs {fault}: {named(pairs)}; build the file again")
    if len(kinds) != 1 or not kinds <= set(STANDARDISATIONS):
        raise StudyError(f"weights `{name}`: standardize must be `row` or `none` throughout; build the file again")
    weights = from_pairs(table["unit"], table["neighbour"], table["raw"], name, *kinds)
    if abs(weights.raw - weights.raw.T).max() > 0:
        raise StudyError(f"weights `{name}` are not symmetric before standardisation; build the file again")
    computed = to_table(weights)["weight"].to_numpy()
    written = table.sort_values(["unit", "neighbour"])["weight"].to_numpy()
    if len(computed) != len(written) or not np.allclose(computed, written, rtol=WRITTEN_TOLERANCE, atol=0):
        raise StudyError(f"weights `{name}`: columns `weight` and `raw` do not agree; build the file again")
    return weights


def align(weights: Weights, units: np.ndarray) -> Weights:
    """The weights of `units`, in their order, standardised on them alone; labels decide, never positions.

    Raises StudyError naming the units that the weights lack: filled with zeros they would be islands unseen.
    """
    units = np.asarray(units, dtype=object)
    position = pd.Index(weights.units).get_indexer(pd.Index(units, dtype=object))
    if len(missing := units[position < 0].tolist()):
        raise StudyError(
            f"weights `{weights.name}` lack {len(missing)} of {len(units)} units of the panel: {named(missing)}.\n"
            "  Name them under `leave_out`, or add their shapes to the file of shapes."
        )
    return replace(weights, units=units, raw=sparse.csr_array(weights.raw[position][:, position]))


def refuse_islands(weights: Weights) -> Weights:
    """The same weights; raises StudyError naming the units that have no neighbour."""
    if islands := weights.islands:
        raise StudyError(
            f"weights `{weights.name}`: no neighbour for {len(islands)} of {len(weights.units)} units: "
            f"{named(islands)}.\n  Take them out of the file of shapes and name them under `leave_out`."
        )
    return weights


def leave_units_out(panel: pd.DataFrame, leave_out: list[str]) -> pd.DataFrame:
    """The panel without the units of `leave_out`; raises StudyError naming those that it does not hold."""
    if unknown := sorted(set(leave_out) - set(panel["unit"])):
        raise StudyError(f"`leave_out` names {len(unknown)} units that are not in the panel: {named(unknown)}")
    return panel[~panel["unit"].isin(leave_out)]


def sd_moran(matrix: sparse.csr_array) -> float:
    """Standard deviation of Moran's I under normality; it depends on the weights alone (Cliff and Ord 1981)."""
    n = matrix.shape[0]
    s0 = matrix.sum()
    s1 = ((matrix + matrix.T) ** 2).sum() / 2
    s2 = ((matrix.sum(axis=0) + matrix.sum(axis=1)) ** 2).sum()
    return float(np.sqrt((n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - 1 / (n - 1) ** 2))


def summary_of(weights: Weights) -> dict:
    """Shape and spectrum of the weights; `links` counts ordered pairs, so a border counts twice."""
    degree, sums = np.diff(weights.raw.indptr), weights.matrix.sum(axis=1)
    values = weights.spectrum.values
    return {
        "name": weights.name,
        "standardize": weights.standardize,
        "n": len(weights.units),
        "links": int(weights.raw.nnz),
        "islands": weights.islands,
        "degree": {"min": degree.min(), "mean": degree.mean(), "max": degree.max()},
        "components": sparse.csgraph.connected_components(weights.raw, directed=False)[0],
        "row_sums": {"min": sums.min(), "max": sums.max()},
        "row_standardised": weights.row_standardised,
        "eigenvalues": {"min": values[0], "max": values[-1]},
        "interval_of_rho": weights.spectrum.interval,
        "sd_moran": sd_moran(weights.matrix),
    }
