"""Spatial weights of labelled units: standardisation, alignment, spectrum, and the file that holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg, sparse

from core.errors import StudyError, named
from estimation.spectrum import Ends, Spectrum, ends_of, interval_of, leads_nowhere, symmetric_form

STANDARDISATIONS = ("row", "max_eigenvalue", "none")
ROW_SUM_TOLERANCE = 1e-10  # of the row sums of a matrix that is called row-standardised
WRITTEN_TOLERANCE = 1e-9  # between a weight as written (12 digits) and as computed from the raw one
SINGULAR = 1e-10  # reciprocal condition number of eigenvectors below which there is no full set of them
UNEVEN = 0.01  # smallest over largest row sum, below which a few units own the matrix


@dataclass(frozen=True)
class Weights:
    """Weights W of N labelled units, as raw weights and the way in which they are standardised.

    Kept apart, so that a subset of the units can be standardised again.

    name : as the study calls it
    units : (N,) text, the labels of rows and columns
    raw : (N, N) sparse, non-negative, zero diagonal; row i holds the weights of the neighbours of unit i
    standardize : `row` (each row divided by its sum, the row of an island stays zero), `max_eigenvalue` (all divided by
        the largest absolute eigenvalue of `raw`) or `none`
    keep_islands : whether units without a neighbour may stay
    mixture : of nested weights, the two that `raw` is made of
    """

    name: str
    units: np.ndarray
    raw: sparse.csr_array
    standardize: str
    keep_islands: bool = False
    mixture: "Mixture | None" = None

    @cached_property
    def scale(self) -> np.ndarray:
        """(N,) the diagonal of D in W = D raw; 1 for an island."""
        sums = np.asarray(self.raw.sum(axis=1), dtype=float)
        if self.standardize == "max_eigenvalue":
            largest = ends_of(self.raw, np.ones_like(sums)).largest
            if self.raw.nnz and not largest:
                raise StudyError(
                    f"weights `{self.name}`: no chain of neighbours leads back to its unit, so that no eigenvalue is "
                    "larger than 0.\n  Write `standardize: row` or `standardize: none`."
                )
            return np.full_like(sums, 1 / (largest or 1))
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
    def ends(self) -> Ends:
        """The ends of the spectrum of W, which cost little for many units."""
        return ends_of(self.raw, self.scale)

    @cached_property
    def spectrum(self) -> Spectrum:
        """Eigenvalues of W and what they weigh in 1'f(W)1, see `Spectrum`."""
        if leads_nowhere(self.raw):
            return Spectrum(np.zeros(len(self.units)), None, self.ends.interval)
        similar, tilt = symmetric_form(self.raw)
        if similar is not None:
            half = np.sqrt(self.scale)
            values, vectors = linalg.eigh(half[:, None] * similar.toarray() * half)
            known = ((half * tilt) @ vectors) * ((1 / (half * tilt)) @ vectors)
            return Spectrum(values, known, interval_of(values))
        values, vectors = linalg.eig(self.matrix.toarray())
        if self.row_standardised:
            known = np.where(np.arange(len(values)) == np.argmax(values.real), len(values), 0)
        elif 1 / np.linalg.cond(vectors) < SINGULAR:
            known = None
        else:
            known = vectors.sum(axis=0) * linalg.solve(vectors, np.ones(len(values)))
        return Spectrum(values, known, interval_of(values))


@dataclass(frozen=True)
class Mixture:
    """Two raw weights of the same N units, (N, N) sparse, and the share of the first in their standardised sum."""

    first: sparse.csr_array
    second: sparse.csr_array
    share: float

    def of(self, position: np.ndarray) -> "Mixture":
        """The same of the units at these positions."""
        return Mixture(_cut(self.first, position), _cut(self.second, position), self.share)

    def raw(self, units: np.ndarray, standardize: str) -> sparse.csr_array:
        """share S(first) + (1 − share) S(second), with S the standardisation: neither part has more weight by its unit
        of measurement."""
        first, second = (Weights("", units, part, standardize).matrix for part in (self.first, self.second))
        return sparse.csr_array(self.share * first + (1 - self.share) * second)


def from_pairs(unit, neighbour, raw, name: str, standardize: str) -> Weights:
    """Weights from a list of ordered pairs; a unit without neighbours stands in a pair with itself, of weight 0."""
    units, *ends = positions(unit, neighbour)
    return Weights(name, units, _raw(raw, ends, len(units)), standardize)


def _raw(values: np.ndarray, ends: list[np.ndarray], size: int) -> sparse.csr_array:
    """(size, size) raw weights from those of pairs of positions."""
    matrix = sparse.coo_array((np.asarray(values, dtype=float), ends), shape=(size, size)).tocsr()
    matrix.eliminate_zeros()
    return matrix


def positions(unit: Iterable, neighbour: Iterable) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(N,) the units of ordered pairs, as sorted text, and (n,) the positions of both ends of each pair among them."""
    ends = [[*map(str, part)] for part in (unit, neighbour)]
    units = sorted({*ends[0], *ends[1]})
    return np.array(units, dtype=object), *(places(part, units) for part in ends)


def places(labels: Iterable[str], units: Iterable[str]) -> np.ndarray:
    """(n,) the positions of `labels` among `units`, -1 for those that are none of them."""
    known = {unit: position for position, unit in enumerate(units)}
    return np.array([known.get(label, -1) for label in labels], dtype=int)


def from_array(units: np.ndarray, raw: np.ndarray, name: str, standardize: str) -> Weights:
    """Weights of `units` from an (N, N) array of raw weights; its diagonal is not looked at. Units are sorted."""
    order = np.argsort(np.asarray(units).astype(str))
    matrix = np.where(np.eye(len(units), dtype=bool), 0.0, raw)[np.ix_(order, order)]
    return Weights(name, np.asarray(units).astype(str).astype(object)[order], sparse.csr_array(matrix), standardize)


def nested(mixture: Mixture, units: np.ndarray, name: str, standardize: str) -> Weights:
    """Weights of `units` from two others, see `Mixture`."""
    return Weights(name, units, mixture.raw(units, standardize), standardize, mixture=mixture)


def to_table(weights: Weights) -> dict[str, np.ndarray]:
    """(n,) columns, a row a pair: `unit, neighbour, weight, raw, standardize`, sorted; islands as in `from_pairs`.

    A further column `islands` says `keep` where units without a neighbour may stay; `first`, `second` and `share` of
    nested weights are those of their mixture.
    """
    island = np.flatnonzero(np.diff(weights.raw.indptr) == 0)
    row, column = (np.concatenate([part, island]) for part in weights.raw.nonzero())
    raw = np.concatenate([weights.raw.data, np.zeros(len(island))])
    table = {"unit": weights.units[row], "neighbour": weights.units[column], "weight": weights.scale[row] * raw}
    table |= {"raw": raw, "standardize": np.full(len(raw), weights.standardize, dtype=object)}
    table |= {"islands": np.full(len(raw), "keep", dtype=object)} if weights.keep_islands else {}
    if mixture := weights.mixture:
        first, second = (part.toarray()[row, column] for part in (mixture.first, mixture.second))
        table |= {"first": first, "second": second, "share": np.full(len(raw), mixture.share)}
    rank = places(weights.units, sorted(weights.units))
    order = np.lexsort((rank[column], rank[row]))
    return {name: values[order] for name, values in table.items()}


def from_table(table: Mapping[str, ArrayLike], name: str) -> Weights:
    """The weights of the columns that `to_table` made, or of a frame; `weight` is computed anew and must agree.

    Raises StudyError for a pair that stands twice, weights that are missing, negative or on the diagonal, and for a
    `weight` that was changed by hand.
    """
    table = {column: np.asarray(table[column]) for column in table}
    kinds = set(table["standardize"])
    refuse_faulty_pairs(table, f"weights `{name}`", "raw", "build the file again")
    if len(kinds) != 1 or not kinds <= set(STANDARDISATIONS):
        allowed = ", ".join(f"`{kind}`" for kind in STANDARDISATIONS)
        raise StudyError(f"weights `{name}`: standardize must be one of {allowed} throughout; build the file again")
    units, *ends = positions(table["unit"], table["neighbour"])
    raw = {part: _raw(table[part], ends, len(units)) for part in ("raw", "first", "second") if part in table}
    if "share" in table:
        weights = nested(Mixture(raw["first"], raw["second"], table["share"][0]), units, name, *kinds)
    else:
        weights = Weights(name, units, raw["raw"], *kinds)
    weights = replace(weights, keep_islands="islands" in table)
    computed, written = to_table(weights)["weight"], table["weight"][np.lexsort(ends[::-1])]
    if len(computed) != len(written) or not np.allclose(computed, written, rtol=WRITTEN_TOLERANCE, atol=0):
        raise StudyError(f"weights `{name}`: columns `weight` and `raw` do not agree; build the file again")
    return weights


def from_tables(names: list[str], tables: Iterable[Mapping[str, ArrayLike]]) -> dict[str, Weights]:
    """Weights by their names, from a table each, see `from_table`."""
    return {name: from_table(table, name) for name, table in zip(names, tables, strict=True)}


def refuse_faulty_pairs(table: dict[str, np.ndarray], where: str, column: str, remedy: str) -> None:
    """StudyError naming the pairs that stand twice, or whose weights in `column` are none."""
    weight, (units, own, other) = table[column], positions(table["unit"], table["neighbour"])
    again = np.ones(len(own), dtype=bool)
    again[np.unique(own * len(units) + other, return_index=True)[1]] = False
    faults = {
        "stand twice": again,
        "are missing or negative": ~(np.isfinite(weight) & (weight >= 0)),
        "are of a unit with itself": (own == other) & (weight != 0),
    }
    for fault, found in faults.items():
        if found.any():
            pairs = [f"{units[one]}-{units[two]}" for one, two in zip(own[found], other[found], strict=True)]
            raise StudyError(f"{where}: {len(pairs)} pairs {fault}: {named(pairs)}; {remedy}")


def align(weights: Weights, units: np.ndarray) -> Weights:
    """The weights of `units`, in their order, standardised on them alone; labels decide, never positions.

    Raises StudyError naming the units that the weights lack: filled with zeros they would be islands unseen.
    """
    units = np.asarray(units, dtype=object)
    position = places(units, weights.units)
    if len(missing := units[position < 0].tolist()):
        raise StudyError(
            f"weights `{weights.name}` lack {len(missing)} of {len(units)} units of the panel: {named(missing)}.\n"
            "  Name them under `leave_out`, or add them to the file of which the weights are made."
        )
    if weights.mixture:
        cut = nested(weights.mixture.of(position), units, weights.name, weights.standardize)
        return replace(cut, keep_islands=weights.keep_islands)
    return replace(weights, units=units, raw=_cut(weights.raw, position))


def _cut(matrix: sparse.csr_array, position: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(matrix[position][:, position])


def refuse_islands(weights: Weights) -> Weights:
    """The same weights; StudyError naming the units that have no neighbour, unless islands are kept."""
    if not weights.raw.nnz:
        raise StudyError(f"weights `{weights.name}`: none of {len(weights.units)} units has a neighbour")
    if (islands := weights.islands) and not weights.keep_islands:
        raise StudyError(
            f"weights `{weights.name}`: no neighbour for {len(islands)} of {len(weights.units)} units: "
            f"{named(islands)}.\n  Name them under `leave_out`, or let them stay without neighbours: `islands: keep`."
        )
    return weights


def leave_units_out(panel, leave_out: list[str], name: str = ""):
    """The panel without the units of `leave_out` of weights `name`; StudyError naming those that it does not hold.

    panel : a frame with the column `unit`
    """
    refuse_unknown_units(panel["unit"], leave_out, name)
    return panel[~panel["unit"].isin(leave_out)]


def refuse_unknown_units(units: Iterable[str], leave_out: list[str], name: str) -> None:
    """StudyError naming units of `leave_out` of weights `name` that are not among the `units` of the panel."""
    if unknown := sorted(set(leave_out) - set(units)):
        where = f"weights `{name}`: " if name else ""
        raise StudyError(f"{where}`leave_out` names {len(unknown)} units that are not in the panel: {named(unknown)}")


def weight_sums(matrix: sparse.csr_array) -> tuple[float, float, float]:
    """S0 = Σ w_ij, S1 = Σ (w_ij + w_ji)² / 2 and S2 = Σ (w_i. + w_.i)², of which the moments of Moran's I are made."""
    s1 = ((matrix + matrix.T) ** 2).sum() / 2
    return matrix.sum(), s1, ((matrix.sum(axis=0) + matrix.sum(axis=1)) ** 2).sum()


def sd_moran(matrix: sparse.csr_array) -> float:
    """Standard deviation of Moran's I under normality; it depends on the weights alone (Cliff and Ord 1981)."""
    n = matrix.shape[0]
    s0, s1, s2 = weight_sums(matrix)
    return float(np.sqrt((n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - 1 / (n - 1) ** 2))


def summary_of(weights: Weights) -> dict:
    """Shape and spectrum of the weights; `links` counts ordered pairs, so a border counts twice."""
    degree, sums = np.diff(weights.raw.indptr), weights.matrix.sum(axis=1)
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
        "eigenvalues": {"min": weights.ends.least, "max": weights.ends.largest},
        "interval_of_rho": weights.ends.interval,
        "sd_moran": sd_moran(weights.matrix),
    }
