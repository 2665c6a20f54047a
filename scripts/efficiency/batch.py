"""Revised simplex for many units at once: the non-oriented programs of `efficiency.reference`, each certified.

The units of a chunk pivot together on arrays, over the few columns of a pool that all programs share. The final
basis of each unit is factored afresh and its prices are held against every unit of the reference set: units that
violate them enter the pool and the program goes on from its basis. What is not certified so is left to HiGHS.

SBM is not priced over units that are known to be dominated. Let the SBM of unit j against a set T be below 1. No peer
of its optimum is dominated within T itself, for what dominates the peer would take its place and lower the value; nor
is it j (see `score.two_stage`). So some mixture of undominated units of T has no more than j of each input and
undesirable output, and no less of each desirable output. The slacks keep the prices of SBM from having the wrong sign.
Hence the reduced cost of j is at least the sum, weighted as the mixture, of those of undominated units (under VRS the
weights sum to 1, and the price of convexity is the same for all): if none of these is negative, nor is that of j. This
is a matter of data: copies share it, and a unit outside the reference set strikes nobody out. Super-SBM is priced over
everyone, as a unit may be dominated by nobody but the one that is left out.

All programs are in the form of equalities, each balance in units of the unit's own data. A basis is a list of codes:
below `Batch.first` one of the small columns, which are the same for all units (t, S_1..S_p, then for SBM the unit
itself, for super-SBM the slacks of the p balances); `Batch.first` + j for unit j of the reference set.
"""

from dataclasses import dataclass, fields

import numpy as np

from efficiency.highs import Solutions, seed_pool
from efficiency.highs import solve as solve_on_highs
from efficiency.peers import Peers
from efficiency.progress import Progress
from efficiency.spec import Specification
from efficiency.tolerances import EFFICIENT, LOW_PRICE, TOLERANCE, WEIGHTLESS

CHUNK = 512  # units that pivot together
LARGE = 5000  # a reference set up to this size is priced whole in less time than it takes to find the undominated
PRICED = 1_000_000  # entries of the array that prices all units for some of a chunk; 8 MB stay in the cache
GATHERED = 200_000  # reduced costs whose terms are summed at a time
OPTIMAL = 1e-10  # a reduced cost above minus this does not enter
PIVOT = 1e-9  # smallest pivot, relative to the largest entry of its column
PERTURBATIONS = 1e-7, 1e-10  # of the basic values, over the largest entry of their columns; dropped at the end
REFACTOR = 24  # pivots between two factorisations
PIVOTS = 100  # pivots allowed for each row of a program
ROUNDS = 30  # times that a program may go on with a larger pool
SMALLEST = 1e-12  # the same where a pivot decides a tie
NEGATIVE = 1e-13  # a basic value below minus this is not rounding
POSITIVE = 1e-6  # least denominator of a starting point


@dataclass(frozen=True)
class Certificate:
    """Points of the N bases `codes` (N, R), and how far each is from optimal over all units.

    level : (N, R) float, basic values; value, residual : (N,) float, as in `Solutions`, the residual infinite where
    there is no basis; entering : positions of the units that violate the prices of some basis most.
    """

    codes: np.ndarray
    level: np.ndarray
    value: np.ndarray
    residual: np.ndarray
    entering: np.ndarray

    @property
    def dominated(self) -> np.ndarray:
        """(N,) bool: who has, for SBM, a point that shows it to be dominated."""
        return (self.residual <= TOLERANCE) & (self.value < 1 - EFFICIENT)


def solve(
    reference: np.ndarray,
    evaluated: np.ndarray,
    position: np.ndarray,
    specification: Specification,
    stage: str,
    pool: np.ndarray | None = None,
) -> Solutions:
    """As `highs.solve`, for non-oriented models; a unit that is not certified, or has no first basis, goes to HiGHS.

    No first basis is known for the SBM of a unit outside the reference set, nor for super-SBM where no single unit
    gives a positive denominator.

    Raises
    ------
    ValueError : an oriented model, whose fixed slacks the batch would let move
    """
    if specification.orientation != "non":
        raise ValueError(f"the batch has no {specification.orientation}-oriented models")
    scale = np.exp(np.log(reference).mean(axis=0))
    data, own = reference / scale, evaluated / scale
    batch = Batch(data, specification, stage, seed_pool(data, specification) if pool is None else pool)
    with np.errstate(all="ignore"):  # what is not finite is not certified
        in_rounds = stage == "sbm" and len(own) > CHUNK and len(data) > LARGE
        found = batch.solve_in_rounds(own, position) if in_rounds else batch.solve_in_chunks(own, position)
    value, residual = found.value, found.residual
    slack, peers = batch.slacks(found.codes, found.level), batch.peers(found.codes, found.level, own, position)
    left = np.flatnonzero(residual > TOLERANCE)
    if not left.size:
        return Solutions(value, slack, peers, residual, batch.pool, batch.solves, 0, 0, batch.rounds)
    rest = solve_on_highs(reference, evaluated[left], position[left], specification, stage, batch.pool)
    value[left], residual[left], slack[left] = rest.value, rest.residual, rest.slack
    solves = batch.solves + rest.solves
    peers = peers.replaced(left, rest.peers)
    return Solutions(value, slack, peers, residual, rest.pool, solves, rest.direct, len(left), batch.rounds)


class Batch:
    """The programs of one reference set and one stage, and the pool that they share.

    Rows: normalisation, p balances, convexity (VRS); R of them. Small columns: t, S_1..S_p, then the unit itself
    (SBM) or the slacks W_1..W_p of the balances (super); K of them.
    """

    enough = np.inf  # an objective below minus this need not fall further

    def __init__(self, data: np.ndarray, specification: Specification, stage: str, pool: np.ndarray):
        self.super, self.vrs, self.sigma = stage == "super", specification.vrs, specification.sigma
        self.above, self.below = specification.weights
        self.bounded = np.isfinite(specification.bound)
        ends = np.ones((len(data), int(self.vrs)))
        self.data, self.size = data, data.mean(axis=1)
        self.columns = np.hstack([np.zeros((len(data), 1)), self.sigma * data, ends]) / self.size[:, None]
        self.pool = np.asarray(pool, dtype=int)
        self.priced = np.arange(len(data))  # units that every program is priced over
        self.small, self.cost = self._small_columns()
        self.first = len(self.cost)
        self.solves = self.rounds = 0

    def _small_columns(self) -> tuple[np.ndarray, np.ndarray]:
        """(R, K) columns that are the same for all units, and their (K,) costs."""
        p, sign, convexity = len(self.sigma), -1.0 if self.super else 1.0, np.ones(int(self.vrs))
        time = np.concatenate([[1.0], -self.sigma, -convexity])
        slacks = sign * np.vstack([self.below, np.eye(p), np.outer(convexity, np.zeros(p))])
        itself = np.concatenate([[0.0], self.sigma, convexity])
        last = np.eye(len(time))[:, 1 : p + 1] if self.super else itself[:, None]
        cost = np.concatenate([[1.0], -sign * self.above, np.zeros(last.shape[1])])
        return np.column_stack([time, slacks, last]), cost

    def solve_in_rounds(self, own: np.ndarray, position: np.ndarray) -> Certificate:
        """Points of SBM of the units with data `own` (N, p), priced over those that are not known to be dominated.

        A few, priced over everyone, find a pool that dominates most units. All are solved over the pool; then the rest
        over the rest, which tells who is undominated; then all are priced over these.
        """
        self.solve_in_chunks(own[:: len(own) // CHUNK + 1], position[:: len(own) // CHUNK + 1])
        itself = (position >= 0) & (own == self.data[position]).all(axis=1)
        everyone, self.priced = self.priced, self.pool
        found = self.solve_in_chunks(own, position)
        self.priced = np.setdiff1d(everyone, position[itself & found.dominated])
        bases = np.where((found.residual <= TOLERANCE)[:, None], found.codes, self.first_bases(own, position))
        rest = np.flatnonzero(itself & ~found.dominated)
        found = self.solve_in_chunks(own[rest], position[rest], bases[rest])
        self.priced = np.setdiff1d(self.priced, position[rest[found.dominated]])
        bases[rest] = found.codes
        return self.solve_in_chunks(own, position, bases)

    def solve_in_chunks(self, own: np.ndarray, position: np.ndarray, bases: np.ndarray | None = None) -> Certificate:
        """Points of the units with data `own` (N, p), going on from `bases` (N, R) where there are any."""
        progress, parts = Progress("super" if self.super else "sbm", len(own)), []
        for start in range(0, max(1, len(own)), CHUNK):
            rows = slice(start, start + CHUNK)
            parts.append(self.solve(own[rows], position[rows], None if bases is None else bases[rows]))
            progress.report(min(start + CHUNK, len(own)), len(self.pool))
        return Certificate(
            *(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Certificate))
        )

    def solve(self, own: np.ndarray, position: np.ndarray, bases: np.ndarray | None = None) -> Certificate:
        """As `solve_in_chunks`, all at once; the pool grows until no unit violates the prices, or no more."""
        ends = np.ones((len(own), 1))
        row = np.hstack([ends, own, ends[:, : int(self.vrs)]]) / own.mean(axis=1)[:, None]
        excluded = position if self.super else np.full(len(own), -1)
        known = bases is not None
        start = bases if known else self.first_bases(own, position)
        found = Certificate(
            start.copy(), np.zeros(start.shape), np.full(len(own), np.nan), np.full(len(own), np.inf), self.pool[:0]
        )
        for perturbation in PERTURBATIONS:
            todo = np.flatnonzero((start[:, 0] >= 0) & (found.residual > TOLERANCE))
            bases = start[todo]
            for number in range(1, ROUNDS + 1):
                if not todo.size:
                    break
                improved = bases
                if number > 1 or not known:
                    self.solves += len(todo)
                    improved = self.improve(bases, row[todo], excluded[todo], perturbation)
                part = self.certify(improved, row[todo], excluded[todo])
                found.codes[todo], found.level[todo] = part.codes, part.level
                found.value[todo], found.residual[todo] = part.value, part.residual
                self.pool = np.concatenate([self.pool, np.setdiff1d(part.entering, self.pool)])
                self.rounds = max(self.rounds, number)
                goes_on = (part.residual > TOLERANCE) & ((bases != part.codes).any(axis=1) | (number == 1))
                todo, bases = todo[goes_on], part.codes[goes_on]
        return found

    def first_bases(self, own: np.ndarray, position: np.ndarray) -> np.ndarray:
        """(N, R) codes of a feasible basis of each unit, -1 where none is known."""
        p = len(self.sigma)
        slack, last = np.arange(1, p + 1), np.arange(p + 1, self.first)
        if not self.super:
            basis = np.concatenate([[0], last, slack if self.vrs else slack[1:]])
            return np.where(position[:, None] >= 0, basis, -1)
        if self.bounded:
            basis = np.concatenate([[0], np.where(self.sigma < 0, slack, last)])
            return np.tile(basis, (len(own), 1))
        codes = self._one_peer(own, position, self.pool)
        everyone, block = np.arange(len(self.columns)), max(1, PRICED // (8 * len(self.columns)))
        lacking = np.flatnonzero(codes[:, 0] < 0)
        for start in range(0, len(lacking), block):
            rows = lacking[start : start + block]
            codes[rows] = self._one_peer(own[rows], position[rows], everyone)
        return codes

    def _one_peer(self, own: np.ndarray, position: np.ndarray, candidates: np.ndarray) -> np.ndarray:
        """Bases of super-SBM with t and the one of the `candidates` that alone gives the smallest ratio.

        Under CRS that unit is taken as large as covers all desirable outputs, of which one is then tight and has
        neither slack in the basis.
        """
        p = len(self.sigma)
        units = self.data[candidates]
        factor, tight = np.ones((len(own), len(units))), np.full((len(own), len(units)), -1)
        if not self.vrs:
            factor[:] = 0.0
            for i in np.flatnonzero(self.sigma < 0):
                needed = np.divide.outer(own[:, i], units[:, i])
                tight[needed > factor] = i
                np.maximum(factor, needed, out=factor)
        ratio, denominator = np.ones(factor.shape), np.ones(factor.shape)
        for i, sign in enumerate(self.sigma):
            excess = np.maximum(sign * (factor * np.divide.outer(1 / own[:, i], 1 / units[:, i]) - 1), 0.0)
            excess[tight == i] = 0.0
            ratio += self.above[i] * excess
            denominator -= self.below[i] * excess
        usable = (denominator > POSITIVE) & (position[:, None] != candidates)
        ratio = np.divide(ratio, denominator, out=np.full(ratio.shape, np.inf), where=usable)
        every = np.arange(len(own))
        best = ratio.argmin(axis=1)
        excess = self.sigma * (factor[every, best][:, None] * units[best] / own - 1)
        slacks = np.where(excess > 0, np.arange(1, p + 1), np.arange(p + 1, self.first))
        if not self.vrs:
            slacks = slacks[np.arange(p) != tight[every, best][:, None]].reshape(len(own), p - 1)
        codes = np.column_stack([np.zeros(len(own), dtype=int), self.first + candidates[best], slacks])
        return np.where(np.isfinite(ratio[every, best])[:, None], codes, -1)

    def bases(self, codes: np.ndarray, row: np.ndarray) -> np.ndarray:
        """(N, R, R) basis matrices, one column a code; `row` (N, R) is the unit of measurement of each row."""
        across = self.small.T[np.minimum(codes, self.first - 1)]
        unit, place = np.nonzero(codes >= self.first)
        across[unit, place] = self.columns[codes[unit, place] - self.first] / row[unit]
        return across.transpose(0, 2, 1)

    def costs(self, codes: np.ndarray) -> np.ndarray:
        return np.where(codes < self.first, self.cost[np.minimum(codes, self.first - 1)], 0.0)

    def improve(self, codes: np.ndarray, row: np.ndarray, excluded: np.ndarray, perturbation: float) -> np.ndarray:
        """Bases optimal over the small columns and the pool, by simplex pivots of all N units at once.

        The tableau (N, R+1, R+1) holds the inverse, the basic values as its last column and minus the prices as its
        last row. A program whose objective has no bound, or that takes too many pivots, keeps the basis it has come to.
        """
        codes, final = codes.copy(), codes.copy()
        columns, place = self.columns[self.pool], self._places(self.pool, excluded)
        right = self._perturbed(codes, row, perturbation)
        rest = np.arange(len(codes))
        for pivot in range(PIVOTS * codes.shape[1]):
            if pivot % REFACTOR == 0:
                tableau = self._tableau(codes, row[rest], right[rest])
            entering, step = self._enter(tableau, columns, row[rest], place[rest])
            leaving, bounded = _leave(tableau, step)
            goes_on = (step[:, -1] < -OPTIMAL) & bounded & (tableau[:, -1, -1] < self.enough + perturbation)
            if not goes_on.all():
                final[rest[~goes_on]] = codes[~goes_on]
                rest, codes, tableau = rest[goes_on], codes[goes_on], tableau[goes_on]
                step, leaving, entering = step[goes_on], leaving[goes_on], entering[goes_on]
            if not rest.size:
                return final
            every = np.arange(len(rest))
            codes[every, leaving] = entering
            pivoted = tableau[every, leaving] / step[every, leaving][:, None]
            tableau -= step[:, :, None] * pivoted[:, None, :]
            tableau[every, leaving] = pivoted
        final[rest] = codes
        return final

    def _places(self, among: np.ndarray, excluded: np.ndarray) -> np.ndarray:
        """(N,) places among the positions `among` of the units left out, -1 for those that are not there."""
        known = np.full(len(self.columns) + 1, -1)
        known[among] = np.arange(len(among))
        return known[excluded]

    def _enter(
        self, tableau: np.ndarray, columns: np.ndarray, row: np.ndarray, place: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """(N,) codes of the lowest reduced cost, and (N, R+1) their columns in the tableau, the cost last."""
        price, every, barred = tableau[:, -1, :-1], np.arange(len(tableau)), np.flatnonzero(place >= 0)
        small, units = self.cost + price @ self.small, (price / row) @ columns.T
        units[barred, place[barred]] = np.inf
        best_small, best_unit = small.argmin(axis=1), units.argmin(axis=1)
        least_small, least_unit = small[every, best_small], units[every, best_unit]
        unit = least_unit < least_small
        column = np.where(unit[:, None], columns[best_unit] / row, self.small.T[best_small])
        step = np.einsum("nij,nj->ni", tableau[:, :, :-1], column)
        step[:, -1] = np.where(unit, least_unit, least_small)
        return np.where(unit, self.first + self.pool[best_unit], best_small), step

    def _perturbed(self, codes: np.ndarray, row: np.ndarray, size: float) -> np.ndarray:
        """(N, R) right-hand sides that add to each basic value; the same random numbers for all units."""
        bases = self.bases(codes, row)
        random = np.random.default_rng(0).uniform(0.5, 1.0, codes.shape[1]) * size
        shift = np.einsum("nij,nj->ni", bases, random / np.abs(bases).max(axis=1))
        shift[:, 0] += 1.0
        return shift

    def _tableau(self, codes: np.ndarray, row: np.ndarray, right: np.ndarray) -> np.ndarray:
        count, size = codes.shape
        tableau = np.empty((count, size + 1, size + 1))
        same = slice(0, 1) if codes.max() < self.first and (codes == codes[0]).all() else slice(None)
        tableau[:, :-1, :-1] = _solved(self.bases(codes[same], row[same]), np.eye(size))
        tableau[:, :-1, -1] = np.einsum("nij,nj->ni", tableau[:, :-1, :-1], right)
        tableau[:, -1] = -np.einsum("ni,nij->nj", self.costs(codes), tableau[:, :-1])
        return tableau

    def certify(self, codes: np.ndarray, row: np.ndarray, excluded: np.ndarray) -> Certificate:
        """Points and prices of the bases, factored afresh, and their violations as `highs.Point` measures them."""
        right = np.eye(codes.shape[1])[:, :1]
        codes, level = self.repair(codes, row, excluded)
        bases, cost, level = self.bases(codes, row), self.costs(codes), np.maximum(level, 0.0)
        dual = _solved(bases.transpose(0, 2, 1), cost[..., None])[..., 0]
        value = np.einsum("nr,nr->n", cost, level)
        primal = np.abs(np.einsum("nij,nj->ni", bases, level) - right[:, 0]).max(axis=1)
        prices = np.maximum(np.abs(dual), LOW_PRICE)
        shortfall = dual @ self.small - self.cost
        relative = self.first if not self.super else len(self.sigma) + 1
        shortfall[:, :relative] /= (np.abs(self.cost) + prices @ np.abs(self.small))[:, :relative]
        reduced, entering = self._price(dual / row, prices / row, excluded)
        residual = np.max(
            [primal, shortfall.max(axis=1), -reduced, np.abs(value - dual[:, 0]) / np.maximum(1.0, value)], axis=0
        )
        its_own_peer = ((codes == self.first + excluded[:, None]) & (excluded[:, None] >= 0)).any(axis=1)
        residual = np.where(np.isnan(residual) | its_own_peer, np.inf, np.maximum(residual, 0.0))
        return Certificate(codes, level, value, residual, entering)

    def repair(self, codes: np.ndarray, row: np.ndarray, excluded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bases after dual simplex pivots while a basic value is negative, and their basic values (N, R).

        Without its perturbation an optimal basis may be infeasible by a hair, which hides a tie that the data break by
        as little. The basis is left as it is where pivots do not end well.
        """
        right = np.eye(codes.shape[1])[0]
        level = _solved(self.bases(codes, row), right[:, None])[..., 0]
        rest = np.flatnonzero(level.min(axis=1) < -NEGATIVE)
        repaired, codes = codes[rest], codes.copy()
        columns, place = self.columns[self.pool], self._places(self.pool, excluded[rest])
        for _ in range(PIVOTS):
            if not rest.size:
                break
            tableau = self._tableau(repaired, row[rest], np.tile(right, (len(rest), 1)))
            values, every = tableau[:, :-1, -1], np.arange(len(rest))
            sound = values.min(axis=1) >= -NEGATIVE
            codes[rest[sound]], level[rest[sound]] = repaired[sound], values[sound]
            leaving = values.argmin(axis=1)
            prices, line = tableau[:, -1, :-1], tableau[every, leaving, :-1]
            cost = np.hstack([self.cost + prices @ self.small, (prices / row[rest]) @ columns.T])
            ahead = np.hstack([line @ self.small, (line / row[rest]) @ columns.T])
            usable = ahead < -SMALLEST * np.abs(ahead).max(axis=1)[:, None]
            barred = np.flatnonzero(place >= 0)
            usable[barred, self.first + place[barred]] = False
            ratio = np.divide(np.maximum(cost, 0.0), -ahead, out=np.full(cost.shape, np.inf), where=usable)
            entering = ratio.argmin(axis=1)
            repaired[every, leaving] = np.concatenate([np.arange(self.first), self.first + self.pool])[entering]
            goes_on = ~sound & usable.any(axis=1)
            rest, repaired, place = rest[goes_on], repaired[goes_on], place[goes_on]
        return codes, level

    def _price(self, dual: np.ndarray, prices: np.ndarray, excluded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(N,) lowest reduced cost over all units, relative to the magnitudes of its terms; and those that violate."""
        lowest, entering = np.zeros(len(dual)), []
        columns, place = self.columns[self.priced], self._places(self.priced, excluded)
        n = len(columns)
        block = int(np.clip(PRICED // n, 16, CHUNK))
        buffer = np.empty((block, n))
        for start in range(0, len(dual), block):
            rows = np.arange(start, min(start + block, len(dual)))
            reduced = np.matmul(-dual[rows], columns.T, out=buffer[: len(rows)])
            barred = np.flatnonzero(place[rows] >= 0)
            reduced[barred, place[rows[barred]]] = np.inf
            unit, column = np.divmod(np.flatnonzero(reduced < 0), n)
            low = reduced[unit, column]
            for part in range(0, len(low), GATHERED):
                some = slice(part, part + GATHERED)
                low[some] /= np.einsum("kr,kr->k", prices[rows[unit[some]]], np.abs(columns[column[some]]))
            np.minimum.at(lowest, rows[unit], low)
            violating = np.flatnonzero((low < -TOLERANCE) & (low == lowest[rows[unit]]))
            _, worst = np.unique(unit[violating], return_index=True)
            entering.append(self.priced[column[violating[worst]]])
        return lowest, np.unique(np.concatenate([np.array([], dtype=int), *entering]))

    def slacks(self, codes: np.ndarray, level: np.ndarray) -> np.ndarray:
        """(N, p) slacks over the unit's own datum, NaN where there is no basis."""
        found = np.zeros((len(codes), len(self.sigma) + 1))
        unit, place = np.nonzero(codes <= len(self.sigma))
        found[unit, codes[unit, place]] = level[unit, place]
        return np.divide(found[:, 1:], found[:, :1], out=np.full(found[:, 1:].shape, np.nan), where=found[:, :1] > 0)

    def peers(self, codes: np.ndarray, level: np.ndarray, own: np.ndarray, position: np.ndarray) -> Peers:
        """Peers of each unit as in `Solutions`; for SBM the unit itself may be one."""
        units, time = codes - self.first, np.where(codes == 0, level, 0.0).sum(axis=1)[:, None]
        factor = np.where(units >= 0, own.mean(axis=1)[:, None] / self.size[np.maximum(units, 0)], 1.0)
        weight = np.divide(level * factor, time, out=np.zeros(level.shape), where=time > 0)
        if not self.super:
            units = np.where(codes == self.first - 1, position[:, None], units)
        unit, place = np.nonzero((units >= 0) & (weight > WEIGHTLESS))
        return Peers.of_rows(len(codes), unit, units[unit, place], weight[unit, place])


def _solved(bases: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solutions of N systems, NaN for a singular one; `right` is one for all or one for each."""
    right = np.broadcast_to(right, (len(bases), *right.shape[-2:]))
    try:
        return np.linalg.solve(bases, right)
    except np.linalg.LinAlgError:
        found, regular = np.full(right.shape, np.nan), np.linalg.slogdet(bases).sign != 0
        found[regular] = np.linalg.solve(bases[regular], right[regular])
        return found


def _leave(tableau: np.ndarray, step: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N,) rows whose basic value falls to zero first, and whether there is one."""
    ahead = step[:, :-1]
    usable = ahead > PIVOT * np.abs(ahead).max(axis=1)[:, None]
    ratio = np.divide(tableau[:, :-1, -1], ahead, out=np.full(ahead.shape, np.inf), where=usable)
    return ratio.argmin(axis=1), usable.any(axis=1)
