"""The directional distance function with undesirable outputs, by column generation on HiGHS.

A unit may raise its desirable outputs and cut its undesirable outputs by the same share `beta` of its own. The largest
`beta` is 0 on the frontier, positive below it and negative outside the technology (Chung, Fare and Grosskopf 1997).
"""

from dataclasses import dataclass

import highspy
import numpy as np

from efficiency.highs import ENTERING, quiet_model, seed_pool
from efficiency.spec import Specification
from efficiency.tolerances import LOW_PRICE, TOLERANCE

INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


@dataclass(frozen=True)
class Distances:
    """Distances of k units to one reference set.

    value : (k,) float, the largest beta; NaN where infeasible, which under weak disposability is common outside the
        technology
    residual : (k,) float, the largest of primal violation, dual violation over all units and duality gap, relative to
        the magnitudes of their terms; NaN where infeasible, infinite where neither solved nor proved infeasible
    """

    value: np.ndarray
    residual: np.ndarray


def distances(reference: np.ndarray, evaluated: np.ndarray, specification: Specification, weak: bool) -> Distances:
    """max beta with X lam <= x, Y lam >= (1 + beta) y, B lam = (1 - beta) b (`weak`) or <=, and 1'lam = 1 under VRS.

    Parameters
    ----------
    reference, evaluated : (r, p) and (k, p) positive float, columns as in `Specification.columns`, any unit. A unit
        that is evaluated may be its own peer: the program leaves nobody out. `beta` is free.

    Notes
    -----
    Weakly disposable outputs may be abated in proportion, each peer by its own share: with mu the weight that a peer
    loses, X (lam + mu) <= x and, under VRS, 1'(lam + mu) = 1. Kuosmanen (2005), American Journal of Agricultural
    Economics 87; Kuosmanen and Podinovski (2009), the same 91. Under CRS mu = 0 is always best.
    """
    inputs, desirable, undesirable = specification.sizes
    direction = np.repeat([0.0, -1.0, 1.0], [inputs, desirable, undesirable])
    return _largest(reference, evaluated, specification, direction, weak and undesirable > 0)


def improvements(reference: np.ndarray, evaluated: np.ndarray, specification: Specification) -> Distances:
    """max beta by which all scored indicators improve at once: X lam <= (1 - beta) x, Y lam >= (1 + beta) y, and
    B lam <= (1 - beta) b; arguments as in `distances`."""
    above, below = specification.weights
    return _largest(reference, evaluated, specification, specification.sigma * (above + below > 0), False)


def _largest(
    reference: np.ndarray, evaluated: np.ndarray, specification: Specification, direction: np.ndarray, weak: bool
) -> Distances:
    if not len(evaluated):
        return Distances(np.array([]), np.array([]))
    pool = list(seed_pool(reference, specification))
    value, residual = np.full(len(evaluated), np.nan), np.full(len(evaluated), np.nan)
    for k, own in enumerate(evaluated):
        program = _Program(reference / own, specification, direction, weak)
        solved = _generated(program, pool) or program.directly()
        if solved is not None:
            value[k], residual[k] = solved.value, solved.residual
            pool += np.setdiff1d(solved.peers, pool).tolist()
    return Distances(value, residual)


def _generated(program: "_Program", pool: list[int]) -> "_Solved | None":
    """The optimum by adding the units that violate the prices to `pool`; None if that does not end well."""
    while True:
        solved = program.solve(np.array(pool))
        if solved is None:
            return None  # infeasible with these units, which proves nothing
        violating = np.flatnonzero(solved.reduced < -TOLERANCE)
        if not violating.size:
            return solved if solved.residual <= TOLERANCE else None
        entering = np.setdiff1d(violating, pool)
        if not entering.size:
            return None  # a unit of the pool is within the solver's tolerance and not within ours
        pool += list(entering[np.argsort(solved.reduced[entering])][:ENTERING])


@dataclass(frozen=True)
class _Solved:
    """An optimum: beta, its residual, the positions of its peers, and the (r,) reduced costs of all units.

    Reduced costs are relative to the magnitudes of their terms where negative, and as they are elsewhere.
    """

    value: float
    residual: float
    peers: np.ndarray
    reduced: np.ndarray


class _Program:
    """The program of one unit; `ratios` (r, p) are the data of the reference set over the unit's own.

    Columns: beta, the weights lam, then the weights mu, where there are any: of the units without their outputs.
    Rows: inputs, desirable outputs, undesirable outputs, convexity (VRS).
    """

    def __init__(self, ratios: np.ndarray, specification: Specification, direction: np.ndarray, weak: bool):
        convexity = int(specification.vrs)
        kinds = [*specification.sizes, convexity]
        self.units = np.hstack([ratios, np.ones((len(ratios), convexity))])
        if weak and convexity:
            self.units = np.vstack([self.units, self.units * np.repeat([1.0, 0.0, 0.0, 1.0], kinds)])
        self.size = self.units.max(axis=1)  # weights are in these units, so that no column dwarfs another
        self.beta = np.append(direction, [0.0] * convexity)
        self.lower = np.repeat([-np.inf, 1.0, 1.0 if weak else -np.inf, 1.0], kinds)
        self.upper = np.repeat([1.0, np.inf, 1.0, 1.0], kinds)

    def directly(self) -> _Solved | None:
        """The optimum over all units; None if there is no feasible point.

        A program without a feasible point may leave the simplex undecided: then once more, reduced beforehand.
        """
        everyone = np.arange(len(self.units))
        best = _Solved(np.nan, np.inf, np.array([], dtype=int), np.array([]))
        for presolve in ("off", "on"):
            model = self._run(everyone, presolve)
            if model.getModelStatus() in INFEASIBLE:
                return None
            if model.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                best = min(best, self._read(model, everyone), key=lambda one: one.residual)
            if best.residual <= TOLERANCE:
                break
        return best

    def solve(self, chosen: np.ndarray) -> _Solved | None:
        """The optimum with the `chosen` units as peers, priced over all units; None if HiGHS finds none."""
        model = self._run(chosen, "off")
        return self._read(model, chosen) if model.getModelStatus() == highspy.HighsModelStatus.kOptimal else None

    def _run(self, chosen: np.ndarray, presolve: str) -> highspy.Highs:
        matrix = np.column_stack([self.beta, (self.units[chosen] / self.size[chosen, None]).T])
        model = quiet_model(self._lp(matrix))
        model.setOptionValue("presolve", presolve)
        model.run()
        return model

    def _read(self, model: highspy.Highs, chosen: np.ndarray) -> _Solved:
        solution = model.getSolution()
        column, dual = np.array(solution.col_value), np.array(solution.row_dual)
        column[1:] /= self.size[chosen]
        magnitude = np.maximum(np.abs(dual), LOW_PRICE)
        reduced = -(self.units @ dual)  # of a minimisation of -beta
        negative = reduced < 0
        reduced[negative] /= self.units[negative] @ magnitude
        matrix = np.column_stack([self.beta, self.units[chosen].T])
        residual = self._residual(column, dual, matrix, reduced)
        return _Solved(column[0], residual, chosen[column[1:] > 0], reduced)

    def _residual(self, column: np.ndarray, dual: np.ndarray, matrix: np.ndarray, reduced: np.ndarray) -> float:
        rows = matrix @ column
        primal = max((rows - self.upper).max(), (self.lower - rows).max(), -column[1:].min(initial=0.0))
        wrong_sign = max(dual[np.isinf(self.lower)].max(initial=0.0), -dual[np.isinf(self.upper)].min(initial=0.0))
        bound = np.where(np.isinf(self.lower), self.upper, self.lower)
        gap = abs(-column[0] - bound @ dual) / max(1.0, abs(column[0]))
        return max(0.0, primal, wrong_sign, abs(-1 - self.beta @ dual), -reduced.min(initial=0.0), gap)

    def _lp(self, matrix: np.ndarray) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = matrix.shape
        lp.col_cost_ = np.append(-1.0, np.zeros(lp.num_col_ - 1))
        lp.col_lower_ = np.append(-np.inf, np.zeros(lp.num_col_ - 1))
        lp.col_upper_ = np.full(lp.num_col_, np.inf)
        lp.row_lower_, lp.row_upper_ = self.lower, self.upper
        column, row = np.nonzero(matrix.T)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.searchsorted(column, np.arange(lp.num_col_ + 1)).astype(np.int32)
        lp.a_matrix_.index_ = row.astype(np.int32)
        lp.a_matrix_.value_ = matrix.T[column, row]
        return lp
