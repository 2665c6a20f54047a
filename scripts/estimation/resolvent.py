"""What the models ask of the weights at a spatial parameter: log det(I − ρW), and traces and sums of G = W (I − ρW)^-1.

S = (I − ρW)^-1 is I + ρG, so that tr S = N + ρ tr G and 1'S1 = N + ρ 1'G1; dG/dρ = G².

Up to `LARGE` units all comes from eigenvalues. Above, these would take minutes, and sparse weights are factored.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.polynomial import Chebyshev
from scipy import sparse
from scipy.sparse.linalg import SuperLU, splu

from core.errors import StudyError
from estimation.weights import Spectrum, Weights

LARGE = 1000  # units, above which sparse weights are factored
DENSE = 0.1  # share of pairs with a weight, above which weights are not sparse
FIRST, LAST = 12, 192  # intervals between the points of an interpolation, doubled from the first until it is precise
PRECISE = 1e-10  # relative difference of two interpolations of the trace, the second of twice as many points
BLOCK = 256  # columns of G that are held at once


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

    def prepare(self, low: float, high: float) -> None:
        """Nothing: all ρ cost the same."""

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


@dataclass(frozen=True)
class Factors:
    """The same by sparse factors of I − ρW, for large sparse weights; no (N, N) array is ever held.

    log det(I − ρW) comes from the factors at ρ, or where ρ was prepared, as tr G = −d log det/dρ, its derivative, 1'G1
    and its derivative do everywhere, from a Chebyshev interpolation over a window (Pace and LeSage 2004).
    """

    matrix: sparse.csr_array
    interval: tuple[float, float]
    windows: list = field(default_factory=list, compare=False)
    determinants: dict = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        return self.matrix.shape[0]

    def factored(self, rho: float) -> SuperLU:
        inside = sparse.csc_array(sparse.eye_array(self.size) - rho * self.matrix)
        return splu(inside, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.01, options={"SymmetricMode": True})

    def prepare(self, low: float, high: float) -> None:
        """Interpolate between two ρ, so that nothing between them is factored again."""
        self._window(np.array([low, high]), wider=0.0)

    def log_determinant(self, rho: float) -> float:
        for low, high, (determinant, _) in self.windows:
            if low <= rho <= high:
                return float(determinant(rho))
        if rho not in self.determinants:
            self.determinants[rho] = _log_determinant(self.factored(rho))
        return self.determinants[rho]

    def trace(self, rho, power: int = 1):
        return -self._window(rho)[0].deriv(power)(rho)

    def total(self, rho, power: int = 1):
        sums = self._window(rho)[1]
        return sums(rho) if power == 1 else sums.deriv()(rho)

    def apply(self, rho: float, values: np.ndarray, turned: bool = False) -> np.ndarray:
        matrix = self.matrix.T if turned else self.matrix
        return self.factored(rho).solve(matrix @ values, trans="T" if turned else "N")

    def shares(self, rho: float, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        factors, columns = self.factored(rho), sparse.csc_array(self.matrix)
        own, shares = np.empty(self.size), np.zeros_like(values)
        for start in range(0, self.size, BLOCK):
            stop = min(start + BLOCK, self.size)
            block = slice(start, stop)
            g = factors.solve(columns[:, block].toarray(order="F"))  # (N, B) columns of G
            own[block] = np.diag(g[block])
            shares[stop:] += g[stop:] @ values[block]
            shares[block] += g[:start].T @ values[:start]
            shares[block] += (np.tril(g[block], -1) + np.triu(g[block], 1).T) @ values[block]
        return own, shares + own[:, None] * values

    def _window(self, rho, wider: float = 0.25) -> tuple[Chebyshev, Chebyshev]:
        """Interpolations of log det(I − ρW) and of 1'G1 that hold at each ρ, and part of the way to a bound beyond."""
        first, last = float(np.min(rho)), float(np.max(rho))
        for low, high, found in self.windows:
            if low <= first and last <= high:
                return found
        low, high = self.interval
        around = wider * min(first - low, high - last)
        window = first - around, last + around
        self.windows.append((*window, self._interpolated(*window)))
        return self.windows[-1][2]

    def _interpolated(self, low: float, high: float) -> tuple[Chebyshev, Chebyshev]:
        known, before, number = {}, None, FIRST
        looked_at = np.linspace(low, high, 50)
        while number <= LAST:
            points = (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * np.arange(number + 1) / number)
            known |= {rho: self._at(rho) for rho in points if rho not in known}
            values = np.array([known[rho] for rho in points]).T
            found = tuple(Chebyshev.fit(points, own, number, domain=(low, high)) for own in values)
            trace = found[0].deriv()(looked_at)
            if before is not None and np.abs(trace - before).max() <= PRECISE * np.abs(trace).max():
                return found
            before, number = trace, 2 * number
        raise StudyError(
            f"log det(I − ρW) is not smooth between {low:.4g} and {high:.4g}: ρ is too near a bound of its interval.\n"
            "  Use other weights, or fewer terms."
        )

    def _at(self, rho: float) -> tuple[float, float]:
        factors = self.factored(rho)
        return _log_determinant(factors), float(factors.solve(np.asarray(self.matrix.sum(axis=1))).sum())


def _log_determinant(factors: SuperLU) -> float:
    return float(np.log(np.abs(factors.U.diagonal())).sum())


Resolvent = Eigenvalues | Factors


def resolvent_of(weights: Weights) -> Resolvent:
    """The resolvent of weights, by what suits their size."""
    matrix = weights.matrix
    if matrix.shape[0] > LARGE and matrix.nnz <= DENSE * matrix.shape[0] ** 2:
        return Factors(matrix, weights.ends.interval)
    return Eigenvalues(matrix, weights.spectrum)


def lag(matrix: sparse.csr_array, values: np.ndarray) -> np.ndarray:
    """W times each period of (N, T, ...) `values`."""
    return (matrix @ values.reshape(len(values), -1)).reshape(values.shape)
