"""Eigenvalues of spatial weights."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse

REAL = 1e-9  # imaginary part of an eigenvalue, relative to the largest, that is rounding
REVERSIBLE = 1e-10  # relative deviation of a link from the symmetric form that is rounding


@dataclass(frozen=True)
class Spectrum:
    """What traces and sums of functions of W need: tr f(W) = Σ f(w_i) and 1'f(W)1 = Σ l_i f(w_i).

    W = D R with R = T H T^-1, H symmetric and T diagonal (`symmetric_form`) equals D^½ T (U Λ U') T^-1 D^-½, where
    D^½ H D^½ = U Λ U'; so the w_i are real and l_i = (1'D^½ T U)_i (U'T^-1 D^-½ 1)_i, which sum to N. Any other W has
    complex pairs, whose sums are real.

    values : (N,) eigenvalues w_i, ascending where they are real
    loadings : (N,) l_i
    """

    values: np.ndarray
    loadings: np.ndarray

    @property
    def interval(self) -> tuple[float, float]:
        """The open interval of ρ around 0 in which I − ρW is invertible: (1/w_min, 1/w_max) of the real w_i.

        Without a negative real one the lower bound is that of stability, −1/max |w_i|.
        """
        return interval_of(self.values)


def interval_of(values: np.ndarray) -> tuple[float, float]:
    """See `Spectrum.interval`."""
    radius = np.abs(values).max()
    real = values.real[np.abs(values.imag) <= REAL * radius]
    low = real.min() if real.min() < -REAL * radius else -radius
    return 1 / low, 1 / real.max()


def symmetric_form(raw: sparse.csr_array) -> tuple[np.ndarray | None, np.ndarray]:
    """(N, N) symmetric H and (N,) positive t with raw = T H T^-1, T = diag(t); H is None where there is none.

    A factor of the receiver or of the sender makes such a matrix of a symmetric one. Where there is one, H_ij² =
    raw_ij raw_ji and t_i / t_j = (raw_ij / raw_ji)^½, so that a tree of the links gives t and all other links test it
    (the criterion of Kolmogorov for a reversible chain).
    """
    ones = np.ones(raw.shape[0])
    if abs(raw - raw.T).max() == 0:
        return raw.toarray(), ones
    dense = raw.toarray()
    if ((dense > 0) != (dense.T > 0)).any():
        return None, ones
    ratio = np.sqrt(np.divide(dense, dense.T, out=np.ones_like(dense), where=dense > 0))
    tilt, found = ones.copy(), np.zeros(len(ones), dtype=bool)
    for root in range(len(ones)):
        if not found[root]:
            order, parent = sparse.csgraph.breadth_first_order(raw, root, directed=False)
            for unit in order[1:]:
                tilt[unit] = tilt[parent[unit]] * ratio[unit, parent[unit]]
            found[order] = True
    fits = np.abs(ratio * tilt / tilt[:, None] - 1) <= REVERSIBLE
    return (np.sqrt(dense * dense.T) if fits[dense > 0].all() else None), tilt


def eigenvalues(raw: sparse.csr_array, scale: np.ndarray) -> np.ndarray:
    """(N,) eigenvalues of D raw with D = diag(scale), ascending; complex where D raw has no symmetric form."""
    similar, _ = symmetric_form(raw)
    if similar is None:
        return np.sort_complex(linalg.eigvals(scale[:, None] * raw.toarray()))
    half = np.sqrt(scale)
    return linalg.eigvalsh(half[:, None] * similar * half)
