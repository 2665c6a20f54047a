"""Eigenvalues of spatial weights."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse
from scipy.sparse import linalg as krylov

from core.errors import StudyError

LARGE = 1000  # units beyond which only the ends of a spectrum are computed
REAL = 1e-9  # imaginary part of an eigenvalue, relative to the largest, that is rounding
REVERSIBLE = 1e-10  # relative deviation of a link from the symmetric form that is rounding


@dataclass(frozen=True)
class Spectrum:
    """What traces and sums of functions of W need: tr f(W) = Σ f(w_i) and 1'f(W)1 = Σ l_i f(w_i).

    W = D R with R = T H T^-1, H symmetric and T diagonal (`symmetric_form`) equals D^½ T (U Λ U') T^-1 D^-½, where
    D^½ H D^½ = U Λ U'; so the w_i are real and l_i = (1'D^½ T U)_i (U'T^-1 D^-½ 1)_i, which sum to N. Any other W has
    complex pairs, whose sums are real.

    values : (N,) eigenvalues w_i, ascending where they are real
    known : (N,) l_i, None where W has no full set of eigenvectors
    interval : of ρ around 0, open, in which I − ρW is invertible, see `interval_of`
    """

    values: np.ndarray
    known: np.ndarray | None
    interval: tuple[float, float]

    @property
    def loadings(self) -> np.ndarray:
        """(N,) l_i; StudyError where there are none."""
        if self.known is None:
            raise StudyError(
                "the weights have no full set of eigenvectors, as where chains of neighbours do not lead back: neither "
                "total effects nor the correction of the spatial parameter are computed by them.\n  Add the links in "
                "the other direction, or give every unit a neighbour and write `standardize: row`. Of a model with "
                "lags of terms alone, the coefficients are the effects."
            )
        return self.known


def interval_of(values: np.ndarray) -> tuple[float, float]:
    """(1/w_min, 1/w_max) of the real eigenvalues; without a negative one the lower bound is that of stability."""
    radius = np.abs(values).max()
    real = values.real[np.abs(values.imag) <= REAL * radius]
    low = real.min() if real.min() < -REAL * radius else -radius
    return 1 / low, 1 / real.max()


@dataclass(frozen=True)
class Ends:
    """The ends of the spectrum of non-negative weights.

    least : least real part of an eigenvalue
    largest : the largest eigenvalue, which is real, and which none exceeds in size (Perron and Frobenius)
    interval : see `interval_of`
    pairs : how many eigenvalues are complex, None where it is not known
    """

    least: float
    largest: float
    interval: tuple[float, float]
    pairs: int | None


def ends_of(raw: sparse.csr_array, scale: np.ndarray) -> Ends:
    """The ends of the spectrum of D raw with D = diag(scale).

    Of more than LARGE units they come from Krylov spaces (ARPACK) instead of all eigenvalues; the lower bound of ρ is
    then that of the least real part, whether that eigenvalue is real or not. Where no chain of neighbours leads back to
    its unit all eigenvalues are 0, and any ρ goes; the interval is then that of the largest row sum.
    """
    if leads_nowhere(raw):
        most = float((scale * raw.sum(axis=1)).max()) or 1.0
        return Ends(0.0, 0.0, (-1 / most, 1 / most), 0)
    if raw.shape[0] <= LARGE:
        values = eigenvalues(raw, scale)
        apart = np.abs(values.imag) > REAL * np.abs(values).max()
        return Ends(values.real.min(), values.real.max(), interval_of(values), int(apart.sum()))
    (similar, _), half = symmetric_form(raw), sparse.diags_array(np.sqrt(scale))
    given = {"k": 1, "v0": np.cos(np.arange(raw.shape[0])), "return_eigenvectors": False}  # the same start in every run
    if similar is None:
        found = [krylov.eigs(half @ half @ raw, which=end, **given)[0].real for end in ("SR", "LR")]
    else:
        found = [krylov.eigsh(half @ similar @ half, which=end, **given)[0] for end in ("SA", "LA")]
    return Ends(*found, (1 / found[0], 1 / found[1]), None if similar is None else 0)


def leads_nowhere(raw: sparse.csr_array) -> bool:
    """Whether no chain of neighbours leads back to its unit, so that all eigenvalues are 0."""
    return sparse.csgraph.connected_components(raw, connection="strong")[0] == raw.shape[0]


def symmetric_form(raw: sparse.csr_array) -> tuple[sparse.csr_array | None, np.ndarray]:
    """(N, N) symmetric H and (N,) positive t with raw = T H T^-1, T = diag(t); H is None where there is none.

    A factor of the receiver or of the sender makes such a matrix of a symmetric one. Where there is one, H_ij² =
    raw_ij raw_ji and t_i / t_j = (raw_ij / raw_ji)^½, so that a tree of the links gives t and all other links test it
    (the criterion of Kolmogorov for a reversible chain).
    """
    tilt, turned = np.ones(raw.shape[0]), sparse.csr_array(raw.T)
    if abs(raw - turned).max() == 0:
        return raw, tilt
    forth, back = raw.tocoo(), turned.tocoo()
    if forth.nnz != back.nnz or (forth.row != back.row).any() or (forth.col != back.col).any():
        return None, tilt
    ratio = sparse.csr_array((np.sqrt(forth.data / back.data), (forth.row, forth.col)), shape=raw.shape)
    found = np.zeros(len(tilt), dtype=bool)
    for root in range(len(tilt)):
        if not found[root]:
            order, parent = sparse.csgraph.breadth_first_order(raw, root, directed=False)
            for unit in order[1:]:
                tilt[unit] = tilt[parent[unit]] * ratio[unit, parent[unit]]
            found[order] = True
    if (np.abs(np.sqrt(forth.data / back.data) * tilt[forth.col] / tilt[forth.row] - 1) > REVERSIBLE).any():
        return None, tilt
    return sparse.csr_array((np.sqrt(forth.data * back.data), (forth.row, forth.col)), shape=raw.shape), tilt


def eigenvalues(raw: sparse.csr_array, scale: np.ndarray) -> np.ndarray:
    """(N,) eigenvalues of D raw with D = diag(scale), ascending; complex where D raw has no symmetric form."""
    similar, _ = symmetric_form(raw)
    if similar is None:
        return np.sort_complex(linalg.eigvals(scale[:, None] * raw.toarray()))
    half = np.sqrt(scale)
    return linalg.eigvalsh(half[:, None] * similar.toarray() * half)
