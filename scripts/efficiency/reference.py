"""The two linear programs as they are read in the literature; slow, and the second voice of the fast engine.

The programs are those of Tone (2001, 2002, 2004) after the transformation of Charnes and Cooper (1962), with all data
in units of the unit's own: ``r[j, i]`` is the datum of unit j over the unit's own, ``S[i] = t * slack[i] / own[i]`` and
``Lam[j] = t * lambda[j] * size[j]``, `size[j]` the largest of unit j's ``r``, so that no column dwarfs another. Each
program is a fresh model of few units. Its prices are held against all units, and those that violate them join the next
model, until there are none: what is optimal for the few is then optimal for all.

The ratio form ``[(1/m) sum xbar/x] / [(1/(s1+s2)) (sum ybar/y + sum bbar/b)]`` with ``bbar >= b``, printed in several
papers, is not offered: `bbar` is unbounded and enlarges the denominator, so its infimum is 0 for every unit.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.solver.common.results import Results, TerminationCondition
from pyomo.contrib.solver.solvers.highs import Highs

from efficiency.reference_inefficiency import inefficiency_model
from efficiency.spec import Specification
from efficiency.tolerances import LOW_PRICE, TOLERANCE

OPTIONS = {"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE, "threads": 1}
WAYS = (
    {},
    {"presolve": "off"},
    {"presolve": "off", "simplex_scale_strategy": 0},
)  # what one leaves open, the next may not
ENTERING = 50  # units that may join after one solve
HALF = 0.5  # a shortfall is 0 or 1
INFEASIBLE = TerminationCondition.provenInfeasible, TerminationCondition.infeasibleOrUnbounded


@dataclass(frozen=True)
class Solved:
    """An optimum, NaN if there is no point, and its row prices: of the p balances, then of convexity (VRS)."""

    value: float
    prices: np.ndarray

    @property
    def precision(self) -> float:
        """How far the value may be off because the solver lets each row be violated by its tolerance."""
        return TOLERANCE * float(np.abs(self.prices).sum())


class ReferenceModel:
    """SBM (`stage` ``sbm``) or super-SBM (``super``) against the (n, p) positive array `reference`.

    Of the other measures the score, in one program whatever the stage.
    """

    def __init__(self, reference: np.ndarray, specification: Specification, stage: str):
        self.reference, self.specification, self.stage = reference, specification, stage

    def solve(self, own: np.ndarray, position: int = -1) -> float:
        """Value of `optimum`; RuntimeError if undecided."""
        if (solved := self.optimum(own, position)) is None:
            raise RuntimeError("the solver leaves the program undecided")
        return solved.value

    def optimum(self, own: np.ndarray, position: int = -1) -> Solved | None:
        """The optimum for the unit with data `own` (p,), of value NaN if the program is infeasible; None if undecided.

        `position` is the unit's place in the reference set, or -1; the super program leaves that place out.
        """
        others = self.reference
        if self.stage == "super" and position >= 0:
            others, position = np.delete(others, position, axis=0), -1
        ratios = others / own
        chosen = np.union1d(self._promising(ratios), [position] if position >= 0 else []).astype(int)
        while True:
            solved = self._optimum(ratios[chosen], "score")
            without = np.isnan(solved.value) if solved else False
            if without:
                solved = self._optimum(ratios[chosen], "shortfall")
            if solved is None or (without and solved.value < HALF):
                return None
            entering = np.setdiff1d(self._violating(ratios, solved.prices), chosen)
            if not entering.size:
                return replace(solved, value=np.nan) if without else solved
            chosen = np.union1d(chosen, entering)

    def _promising(self, ratios: np.ndarray) -> np.ndarray:
        """Places of the units that have the least of a burden, or the least of it for an output."""
        if not len(ratios):
            return np.array([], dtype=int)
        good = self.specification.sigma < 0
        burdens, outputs = np.log(ratios[:, ~good]), np.log(ratios[:, good])
        best = [(burdens - output[:, None]).argmin(axis=0) for output in (*outputs.T, np.zeros(len(ratios)))]
        return np.unique(best)

    def _optimum(self, ratios: np.ndarray, objective: str) -> Solved | None:
        """The optimum of the model of these units, of value NaN if there is no feasible point, None if undecided."""
        for way in WAYS:
            model = self._model(ratios, objective)
            results = by_highs(model, way)
            optimal = results.termination_condition == TerminationCondition.convergenceCriteriaSatisfied
            if optimal and results.incumbent_objective is not None:
                value = float(results.incumbent_objective)
                if objective == "score" and not self.specification.two_stages:
                    value = 1 / (1 - value)
                dual = results.solution_loader.get_duals()
                rows = [*model.balance.values(), *([model.convexity] if self.specification.vrs else [])]
                return Solved(value, np.array([dual[row] for row in rows]))
            if results.termination_condition in INFEASIBLE and objective == "score":
                return Solved(np.nan, np.array([]))
        return None

    def _model(self, ratios: np.ndarray, objective: str) -> pyo.ConcreteModel:
        if self.specification.two_stages:
            return concrete_model(ratios, self.specification, self.stage, objective)
        return inefficiency_model(ratios, self.specification, objective)

    def _violating(self, ratios: np.ndarray, prices: np.ndarray) -> np.ndarray:
        """Places of the units whose reduced costs are negative, relative to their terms' magnitudes; the worst."""
        sigma = self.specification.sigma
        balance, convexity = prices[: len(sigma)], prices[len(sigma) :].sum()
        cost = -(ratios @ (sigma * balance) + convexity)
        cost /= ratios @ np.maximum(np.abs(balance), LOW_PRICE) + abs(convexity)
        worst = np.argsort(cost, kind="stable")[:ENTERING]
        return worst[cost[worst] < -TOLERANCE]


def by_highs(model: pyo.ConcreteModel, way: dict) -> Results:
    """What a fresh and silent HiGHS with the options `way` makes of the model."""
    solver = Highs()
    solver.config.load_solutions = False
    solver.config.raise_exception_on_nonoptimal_result = False
    solver.config.solver_options = OPTIONS | way
    return solver.solve(model)


def concrete_model(
    ratios: np.ndarray, specification: Specification, stage: str, objective: str = "score"
) -> pyo.ConcreteModel:
    """The program of the units with these (k, p) `ratios`.

    The objective is the ``score``, or the ``shortfall`` from the normalisation: 0 if the program has a point, else 1.
    """
    above, below = specification.weights
    sigma = specification.sigma
    units, indicators = (range(count) for count in ratios.shape)
    size = ratios.max(axis=1)
    share = ratios / size[:, None]
    model = pyo.ConcreteModel()
    model.t = pyo.Var(bounds=(0, None))
    model.Lam = pyo.Var(units, bounds=(0, None))
    model.S = pyo.Var(indicators, bounds=(0, None))
    model.shortfall = pyo.Var(bounds=(0, None if objective == "shortfall" else 0))

    def excess(i):
        return sigma[i] * (sum(share[j, i] * model.Lam[j] for j in units) - model.t)

    above_slack = sum(above[i] * model.S[i] for i in indicators)
    below_slack = sum(below[i] * model.S[i] for i in indicators)
    if stage == "super":
        score = model.t + above_slack
        model.normalisation = pyo.Constraint(expr=model.t - below_slack + model.shortfall == 1)
        model.balance = pyo.Constraint(indicators, rule=lambda model, i: excess(i) - model.S[i] <= 0)
        for i in indicators:
            if above[i] == 0 and below[i] == 0:
                model.S[i].setub(0)
    else:
        score = model.t - above_slack
        model.normalisation = pyo.Constraint(expr=model.t + below_slack + model.shortfall == 1)
        model.balance = pyo.Constraint(indicators, rule=lambda model, i: excess(i) + model.S[i] == 0)
    model.objective = pyo.Objective(expr=score if objective == "score" else model.shortfall)
    if specification.vrs:
        model.convexity = pyo.Constraint(expr=sum(model.Lam[j] / size[j] for j in units) - model.t == 0)
    return model
