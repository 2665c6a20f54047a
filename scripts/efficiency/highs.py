"""Column generation on HiGHS: the programs of `efficiency.reference`, exact and with few columns.

Few units ever shape the frontier. One model holds ``t``, the slacks, the unit itself and a pool of units; it is solved
warm for one unit after the other, and the row duals then price every unit of the reference set. Units with a
negative reduced cost enter the pool until there is none: dual feasibility over all units, which certifies the value.
"""

from dataclasses import dataclass
from itertools import product

import highspy
import numpy as np

from efficiency.peers import Peers
from efficiency.progress import Progress
from efficiency.spec import Specification
from efficiency.tolerances import LOW_PRICE, TOLERANCE, WEIGHTLESS

FINE = 1e4  # right-hand side of the normalisation: feasibility to 1e-9 in its units is to 1e-13 in those of a score
ENTERING = 8  # units that may enter the pool after one solve
DRAWS = 400  # random weightings that seed the pool
BLOCK = 4_000_000  # entries of a temporary array of the seeding


@dataclass(frozen=True)
class Solutions:
    """Solutions of one program for k units against one reference set.

    value : (k,) float, NaN where infeasible
    slack : (k, p) float, slack over the unit's own datum, NaN where infeasible
    peers : positions in the reference set, all with a weight
    residual : (k,) float, the largest of primal violation, dual violation over all units, and duality gap
        (relative, for a value above 1); NaN where infeasible, infinite where neither solved nor proved infeasible
    pool : positions of the units that entered any program
    solves, direct : numbers of programs solved, and of those over all columns
    uncertified, rounds : of the batch, the number of units left to HiGHS, and how often a chunk's pool was enlarged
    """

    value: np.ndarray
    slack: np.ndarray
    peers: Peers
    residual: np.ndarray
    pool: np.ndarray
    solves: int
    direct: int
    uncertified: int = 0
    rounds: int = 0


@dataclass(frozen=True)
class Point:
    """One solution: objective, t, S (p,), the weights Lam of the positions `units`, prices and residual.

    reduced : (n,) float, reduced costs of all units, infinite for the unit that is left out, the negative ones
    relative to the sum of the magnitudes of their terms; residual : as in `Solutions`.
    """

    value: float
    t: float
    slack: np.ndarray
    units: np.ndarray
    weight: np.ndarray
    reduced: np.ndarray
    residual: float


def solve(
    reference: np.ndarray,
    evaluated: np.ndarray,
    position: np.ndarray,
    specification: Specification,
    stage: str,
    pool: np.ndarray | None = None,
) -> Solutions:
    """SBM (`stage` ``sbm``) or super-SBM (``super``) of `evaluated` against `reference`.

    Parameters
    ----------
    reference, evaluated : (r, p) and (k, p) positive float, columns as in `Specification.columns`, any unit
    position : (k,) int, place of each evaluated unit in `reference`, -1 for a unit outside it
    pool : positions to begin with; by default those that win under random weightings. Changes no value.
    """
    scale = np.exp(np.log(reference).mean(axis=0))
    reference, evaluated = reference / scale, evaluated / scale
    pool = seed_pool(reference, specification) if pool is None else pool
    program = Program(reference, specification, stage, pool)
    count, indicators = evaluated.shape
    value, residual = np.full(count, np.nan), np.full(count, np.nan)
    slack = np.full((count, indicators), np.nan)
    entries = [(np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros(0))]
    progress = Progress(f"{stage}, one by one", count)
    for k in range(count):
        progress.report(k, len(program.pool))
        point = program.solve(evaluated[k], int(position[k]))
        if point is None:
            continue
        value[k], residual[k] = point.value, point.residual
        slack[k] = point.slack / point.t
        units, weights = _peers(point)
        entries.append((np.full(len(units), k), units, weights))
    peers = Peers.of_rows(count, *map(np.concatenate, zip(*entries, strict=True)))
    return Solutions(
        value, slack, peers, residual, np.array(list(program.pool), dtype=int), program.solves, program.direct
    )


def seed_pool(data: np.ndarray, specification: Specification) -> np.ndarray:
    """Positions of the units with the best ratio of outputs to inputs and undesirable outputs in random weightings."""
    good = specification.sigma < 0
    random = np.random.default_rng(0)  # the pool changes no result, so its seed is nobody's choice
    outputs = random.dirichlet(np.full(good.sum(), 0.5), DRAWS)
    burdens = random.dirichlet(np.full((~good).sum(), 0.5), DRAWS)
    draws = max(1, BLOCK // len(data))
    best = [
        np.argmax((outputs[k : k + draws] @ data[:, good].T) / (burdens[k : k + draws] @ data[:, ~good].T), axis=1)
        for k in range(0, DRAWS, draws)
    ]
    return np.unique(np.concatenate(best))


class Program:
    """The restricted program of one reference set and one stage, whose pool of columns grows.

    Rows: normalisation, p balances, convexity (VRS). Columns: t, S_1..S_p, the unit itself, the pool.
    """

    def __init__(self, data: np.ndarray, specification: Specification, stage: str, pool: np.ndarray):
        self.sign = 1.0 if stage == "sbm" else -1.0
        self.above, self.below = specification.weights
        self.sigma, self.vrs = specification.sigma, specification.vrs
        self.fixed = (self.sign < 0) & (self.above + self.below == 0)
        self.columns = self._units(data)
        self.magnitudes = np.abs(self.columns)
        self.solves = self.direct = 0
        self.first = len(self.sigma) + 2  # column of the first unit of the pool
        self.pool = {int(unit): self.first + k for k, unit in enumerate(pool)}  # position: column
        blank = self._units(np.ones((1, data.shape[1])))
        self.model = quiet_model(
            self._program(np.ones(data.shape[1]), np.vstack([blank, self.columns[list(self.pool)]]))
        )

    def solve(self, own: np.ndarray, position: int) -> Point | None:
        """Optimal point for the unit with data `own` (p,) in the scale of the reference set; None if infeasible."""
        excluded = position if self.sign < 0 else -1
        itself = self.sign > 0 and position >= 0
        self._load(own, itself)
        self._bar(excluded, 0.0)
        point = self._generate(own, position, excluded)
        self._bar(excluded, np.inf)
        if point is None or point.residual > TOLERANCE:
            return self._solve_directly(own, excluded, position if itself else -1)
        return point

    def _generate(self, own: np.ndarray, position: int, excluded: int) -> Point | None:
        """Solve, price all units, let the violating ones enter, until there is none; None if that does not end well."""
        while True:
            self.model.run()
            self.solves += 1
            if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None  # infeasible with these columns, which proves nothing
            solution = self.model.getSolution()
            units = np.array([position, *self.pool])
            columns = np.vstack([self._units(own[None]), self.columns[units[1:]]])
            values = np.array(solution.col_value) / FINE
            point = self._point(values, units, columns, np.array(solution.row_dual), own, excluded)
            violating = np.flatnonzero(point.reduced < -TOLERANCE)
            if not violating.size:
                return point
            entering = [unit for unit in violating[np.argsort(point.reduced[violating])] if unit not in self.pool]
            if not entering:
                return None  # a column of the pool is within the solver's tolerance and not within ours
            self._enter(entering[:ENTERING])

    def _units(self, data: np.ndarray) -> np.ndarray:
        """(n, rows) columns of the weights Lam."""
        ends = np.ones((len(data), int(self.vrs)))
        return np.hstack([np.zeros((len(data), 1)), self.sigma * data, ends])

    def _time(self, own: np.ndarray) -> np.ndarray:
        """(rows,) column of t."""
        return np.concatenate([[1.0], -self.sigma * own, [-1.0] * self.vrs])

    def _slacks(self, own: np.ndarray) -> np.ndarray:
        """(rows, p) columns of S."""
        return self.sign * np.vstack([self.below, np.diag(own), np.zeros((int(self.vrs), len(own)))])

    def _program(self, own: np.ndarray, units: np.ndarray, right: float = FINE) -> highspy.HighsLp:
        """The program with columns t, S and the given (k, rows) units; `right` is what the normalisation sums to."""
        matrix = np.column_stack([self._time(own), self._slacks(own), units.T])
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = matrix.shape
        lp.col_cost_ = np.concatenate([[1.0], -self.sign * self.above, np.zeros(len(units))])
        lp.col_lower_ = np.zeros(lp.num_col_)
        upper = np.where(self.fixed, 0.0, np.inf)
        lp.col_upper_ = np.concatenate([[np.inf], upper, np.full(len(units), np.inf)])
        lower = np.full(len(own), 0.0 if self.sign > 0 else -np.inf)
        lp.row_lower_ = np.concatenate([[right], lower, [0.0] * self.vrs])
        lp.row_upper_ = np.concatenate([[right], np.zeros(len(own)), [0.0] * self.vrs])
        column, row = np.nonzero(matrix.T)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.searchsorted(column, np.arange(lp.num_col_ + 1)).astype(np.int32)
        lp.a_matrix_.index_ = row.astype(np.int32)
        lp.a_matrix_.value_ = matrix.T[column, row]
        return lp

    def _load(self, own: np.ndarray, itself: bool) -> None:
        """Put the data of one unit into the restricted program; the unit itself may serve as its peer or not."""
        for i, datum in enumerate(own.tolist(), start=1):
            signed = float(self.sigma[i - 1]) * datum
            self.model.changeCoeff(i, 0, -signed)
            self.model.changeCoeff(i, i, self.sign * datum)
            self.model.changeCoeff(i, self.first - 1, signed)
        self.model.changeColBounds(self.first - 1, 0.0, np.inf if itself else 0.0)

    def _bar(self, unit: int, upper: float) -> None:
        """Bound the weight of a unit of the pool; nothing happens for one outside."""
        if unit in self.pool:
            self.model.changeColBounds(self.pool[unit], 0.0, upper)

    def _point(
        self,
        values: np.ndarray,
        units: np.ndarray,
        columns: np.ndarray,
        dual: np.ndarray,
        own: np.ndarray,
        excluded: int,
    ) -> Point:
        """The point with values `values` of t, S and `units`, whose `columns` are (k, rows), and row duals `dual`.

        The unit itself may be outside the reference set and yet its own peer: then `units` has any place for it.
        """
        values = np.maximum(values, 0.0)
        t, slack, weight = values[0], values[1 : self.first - 1], values[self.first - 1 :]
        used = np.flatnonzero(weight)
        units, weight = units[used], weight[used]
        value = float(t - self.sign * (self.above @ slack))
        prices = np.maximum(np.abs(dual), LOW_PRICE / np.concatenate([[1.0], own, [1.0] * self.vrs]))
        reduced = self._reduced_costs(dual, prices, excluded)
        primal = self._primal_violation(t, slack, weight @ columns[used], own)
        residual = max(
            0.0, primal, self._dual_violation(dual, prices, reduced, own), abs(value - dual[0]) / max(1.0, value)
        )
        return Point(value, t, slack, units, weight, reduced, residual)

    def _primal_violation(self, t: float, slack: np.ndarray, used: np.ndarray, own: np.ndarray) -> float:
        """Largest violation of a row, `used` (rows,) being the peers' part; balances in units of the unit's own."""
        balance = used[1 : self.first - 1] / own - self.sigma * t + self.sign * slack
        largest = np.abs(balance).max() if self.sign > 0 else balance.max()
        convexity = abs(used[-1] - t) if self.vrs else 0.0
        return max(largest, convexity, abs(t + self.sign * (self.below @ slack) - 1))

    def _dual_violation(self, dual: np.ndarray, prices: np.ndarray, reduced: np.ndarray, own: np.ndarray) -> float:
        """Largest violation by the prices of the columns t and S, of all units, and of the signs of the row duals."""
        time, balance = self._time(own), slice(1, self.first - 1)
        of_time = (dual @ time - 1.0) / (1.0 + prices @ np.abs(time))
        of_slacks = self.sign * (self.below * dual[0] + own * dual[balance] + self.above)
        of_slacks /= self.above + self.below * prices[0] + own * prices[balance]
        wrong_sign = (dual[balance] * own).max() if self.sign < 0 else 0.0
        return max(of_time, of_slacks[~self.fixed].max(), -reduced.min(initial=0.0), wrong_sign)

    def _reduced_costs(self, dual: np.ndarray, prices: np.ndarray, excluded: int) -> np.ndarray:
        """(n,) reduced costs of all units, as `Point` holds them; `prices` are the magnitudes of the duals."""
        reduced = -(self.columns @ dual)
        negative = np.flatnonzero(reduced < 0)
        reduced[negative] /= self.magnitudes[negative] @ prices
        if excluded >= 0:
            reduced[excluded] = np.inf
        return reduced

    def _enter(self, units: np.ndarray) -> None:
        rows = np.arange(1, self.columns.shape[1], dtype=np.int32)
        for unit in units:
            self.pool[int(unit)] = self.first + len(self.pool)
            self.model.addCol(0.0, 0.0, np.inf, len(rows), rows, self.columns[unit, 1:])

    def _solve_directly(self, own: np.ndarray, excluded: int, itself: int) -> Point | None:
        """The program over all units, each balance in units of the unit's own data; its peers enter the pool.

        `itself` is the place that stands for the unit as its own peer, -1 if it is none. Data over many powers of ten
        may defeat the solver: then again with columns of equal size, and less finely.
        """
        row = np.concatenate([[1.0], own, [1.0] * self.vrs])
        allowed = np.delete(np.arange(len(self.columns)), [excluded] if excluded >= 0 else [])
        columns = self.columns[allowed]
        if itself >= 0 and not np.array_equal(self.columns[itself], self._units(own[None])[0]):
            allowed, columns = np.append(allowed, itself), np.vstack([columns, self._units(own[None])])
        units = columns / row
        nobody = np.array([], dtype=int)
        best = Point(np.nan, 1.0, np.full(len(own), np.nan), nobody, np.array([]), np.array([]), np.inf)
        self.direct += 1
        for right, size in product((FINE, 1.0), (np.ones(len(units)), np.abs(units).max(axis=1))):
            model = quiet_model(self._program(np.ones(len(own)), units / size[:, None], right))
            model.run()
            self.solves += 1
            if model.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                return None
            if model.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                solution = model.getSolution()
                values = solution.col_value / np.append(np.ones(self.first - 1), size) / right
                point = self._point(values, allowed, columns, np.array(solution.row_dual) / row, own, excluded)
                best = min(best, point, key=lambda one: one.residual)
            if best.residual <= TOLERANCE:
                break
        self._enter([unit for unit in best.units if unit not in self.pool])
        return best


def quiet_model(lp: highspy.HighsLp) -> highspy.Highs:
    """The program in a silent HiGHS on one thread, without presolve, at the tolerance of this module."""
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("presolve", "off")
    model.setOptionValue("threads", 1)
    model.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
    model.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
    model.passModel(lp)
    return model


def _peers(point: Point) -> tuple[np.ndarray, np.ndarray]:
    """Positions and weights lambda of the peers; a unit that is its own peer twice counts once."""
    found: dict[int, float] = {}
    for unit, weight in zip(point.units.tolist(), (point.weight / point.t).tolist(), strict=True):
        found[unit] = found.get(unit, 0.0) + weight
    units = sorted(unit for unit, weight in found.items() if weight > WEIGHTLESS)
    return np.array(units, dtype=int), np.array([found[unit] for unit in units])
