"""Units that a small change of data sends from one stage to the other, where the two-stage score may jump.

A unit of the first stage is near the switch if all its indicators can hardly improve at once: the largest ``beta`` with
``X lam <= (1 - beta) x``, ``Y lam >= (1 + beta) y``, ``B lam <= (1 - beta) b`` and ``1'lam = 1`` under VRS is small. In
an oriented model only the indicators that are scored move.

Whoever improves by enough needs no optimum: the simplex stops there, at a point that proves it. The others, few,
go on until their prices hold against all units.
"""

import numpy as np

from efficiency.batch import CHUNK, NEGATIVE, Batch, Certificate
from efficiency.directional import improvements
from efficiency.spec import Specification
from efficiency.tolerances import TOLERANCE

IMPROVEMENT = 1e-3  # beta below it is near the switch
SUPER = 1.01  # a super score below it is


def hardly_improve(
    reference: np.ndarray, evaluated: np.ndarray, position: np.ndarray, specification: Specification, pool: np.ndarray
) -> np.ndarray:
    """(k,) bool: units of the (r, p) reference set whose largest beta is below `IMPROVEMENT`.

    Arguments as in `highs.solve`; each unit is in the reference set.
    """
    scale = np.exp(np.log(reference).mean(axis=0))
    batch, own = Improvements(reference / scale, specification, pool), evaluated / scale
    beta = np.full(len(own), np.nan)
    for start in range(0, len(own), CHUNK):
        rows = slice(start, start + CHUNK)
        with np.errstate(all="ignore"):  # what is not finite is not certified
            found = batch.solve(own[rows], position[rows])
        beta[rows] = np.where(found.residual <= TOLERANCE, -found.value, np.nan)
    left = np.flatnonzero(np.isnan(beta))
    beta[left] = improvements(reference, evaluated[left], specification).value
    return beta < IMPROVEMENT


class Improvements(Batch):
    """The programs of beta of one reference set; their value is minus beta, or minus any that is large enough.

    Small columns: t, the slacks of the balances, beta, the unit itself.
    """

    enough = IMPROVEMENT

    def __init__(self, data: np.ndarray, specification: Specification, pool: np.ndarray):
        super().__init__(data, specification, "sbm", pool)

    def _small_columns(self) -> tuple[np.ndarray, np.ndarray]:
        p, convexity = len(self.sigma), np.ones(int(self.vrs))
        time = np.concatenate([[1.0], -self.sigma, -convexity])
        beta = np.concatenate([[0.0], (self.above + self.below > 0).astype(float), 0 * convexity])
        itself = np.concatenate([[0.0], self.sigma, convexity])
        slacks = np.eye(len(time))[:, 1 : p + 1]
        return np.column_stack([time, slacks, beta, itself]), np.repeat([0.0, -1.0, 0.0], [p + 1, 1, 1])

    def first_bases(self, own: np.ndarray, position: np.ndarray) -> np.ndarray:
        """(N, R) codes: each unit is its own peer."""
        slack = np.arange(1, len(self.sigma) + 1)
        return np.tile(np.concatenate([[0, self.first - 1], slack if self.vrs else slack[1:]]), (len(own), 1))

    def certify(self, codes: np.ndarray, row: np.ndarray, excluded: np.ndarray) -> Certificate:
        """As for any program, but whoever has a feasible point with `enough` is not priced: it has no residual."""
        codes, level = self.repair(codes, row, excluded)
        value = np.einsum("nr,nr->n", self.costs(codes), level)
        residual = np.where((-value >= self.enough) & (level.min(axis=1) >= -NEGATIVE), 0.0, np.inf)
        rest = np.flatnonzero(~(residual <= 0))
        priced = super().certify(codes[rest], row[rest], excluded[rest])
        codes[rest], level[rest], value[rest] = priced.codes, priced.level, priced.value
        residual[rest] = priced.residual
        return Certificate(codes, level, value, residual, priced.entering)
