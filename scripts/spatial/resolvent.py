"""What the models ask of the weights at a spatial parameter: log det(I − ρW), and traces and sums of G = W (I − ρW)^-1.

S = (I − ρW)^-1 is I + ρG, so that tr S = N + ρ tr G and 1'S1 = N + ρ 1'G1; dG/dρ = G².
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from spatial.weights import Spectrum, Weights


@dataclass(frozen=True)
class Eigenvalues:
    """All of it by the eigenvalues of W, for weights of which these are known.

    matrix : (N, N) W; spectrum : of the same W
    """

    matrix: sparse.csr_array
    spectrum: Spectrum

    @property
    def size(self) -> int:
        return self.matrix.shape[0]

    @property
    def interval(self) -> tuple[float, float]:
        """The open interval of ρ around 0 in which I − ρW is invertible."""
        return self.spectrum.interval

    def log_determinant(self, rho):
        """log det(I − ρW) at each ρ."""
        return np.log1p(-np.asarray(rho)[..., None] * self.spectrum.values).sum(axis=-1).real

    def trace(self, rho, power: int = 1):
        """tr G, or with `power` 2 tr G², its derivative, at each ρ."""
        return self._values(rho, power).sum(axis=-1).real

    def total(self, rho, power: int = 1):
        """1'G1, or with `power` 2 1'G²1, its derivative, at each ρ."""
        return (self._values(rho, power) @ self.spectrum.loadings).real

    def apply(self, rho: float, values: np.ndarray, turned: bool = False) -> np.ndarray:
        """G times (N, ...) `values`, or G' times them if `turned`."""
        whole = self.matrix.toarray()
        whole = whole.T if turned else whole
        return np.linalg.solve(np.eye(self.size) - rho * whole, whole @ values)  # W and its resolvent commute

    def shares(self, rho: float, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(N,) diagonal of G and (N, T) G_ii v_i + sum over j < i of (G_ij + G_ji) v_j, for (N, T) `values` v."""
        g = self.apply(rho, np.eye(self.size))
        own = np.diag(g)
        return own, own[:, None] * values + np.tril(g + g.T, -1) @ values

    def _values(self, rho, power: int) -> np.ndarray:
        """Eigenvalues of the power of G."""
        values = self.spectrum.values
        return (values / (1 - np.asarray(rho)[..., None] * values)) ** power


def resolvent_of(weights: Weights) -> Eigenvalues:
    return Eigenvalues(weights.matrix, weights.spectrum)


def lag(matrix: sparse.csr_array, values: np.ndarray) -> np.ndarray:
    """W times each period of (N, T, ...) `values`."""
    return (matrix @ values.reshape(len(values), -1)).reshape(values.shape)
