"""The two linear programs as they are read in the literature; slow, and the second voice of the fast engine.

The programs are those of Tone (2001, 2002, 2004) after the transformation of Charnes and Cooper (1962), with slacks
in units of the unit's own data: ``S[i] = t * slack[i] / own[i]`` and ``Lam[j] = t * lambda[j]``. Each balance is
multiplied by the unit's own datum, so that only the coefficients `own` change from unit to unit.

The ratio form ``[(1/m) sum xbar/x] / [(1/(s1+s2)) (sum ybar/y + sum bbar/b)]`` with ``bbar >= b``, printed in several
papers, is not offered: `bbar` is unbounded and enlarges the denominator, so its infimum is 0 for every unit.
"""

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.solver.common.results import TerminationCondition
from pyomo.contrib.solver.solvers.highs import Highs

from efficiency.spec import Specification
from efficiency.tolerances import TOLERANCE

OPTIONS = {"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE, "threads": 1}


class ReferenceModel:
    """SBM (`stage` ``sbm``) or super-SBM (``super``) against the (n, p) positive array `reference`."""

    def __init__(self, reference: np.ndarray, specification: Specification, stage: str):
        self.scale = np.exp(np.log(reference).mean(axis=0))
        self.model = _model(reference / self.scale, specification, stage)
        self.solver = Highs()
        self.solver.config.load_solutions = False
        self.solver.config.raise_exception_on_nonoptimal_result = False
        self.solver.config.solver_options = OPTIONS
        for name in self.solver.config.auto_updates:
            wanted = name in ("update_parameters", "update_vars")
            self.solver.config.auto_updates[name] = wanted

    def solve(self, own: np.ndarray, position: int = -1) -> float:
        """Optimal value for the unit with data `own` (p,), NaN if the program is infeasible.

        `position` is the unit's place in the reference set, or -1; the super program leaves that place out.
        """
        model = self.model
        for indicator, value in enumerate(own / self.scale):
            model.own[indicator] = float(value)
        left_out = model.super and position >= 0
        if left_out:
            model.Lam[position].setub(0)
        results = self.solver.solve(model)
        if left_out:
            model.Lam[position].setub(None)
        if results.termination_condition == TerminationCondition.convergenceCriteriaSatisfied:
            return float(results.incumbent_objective)
        if results.termination_condition in (
            TerminationCondition.provenInfeasible,
            TerminationCondition.infeasibleOrUnbounded,
        ):
            return np.nan
        raise RuntimeError(f"the reference model ended with {results.termination_condition}")


def _model(data: np.ndarray, specification: Specification, stage: str) -> pyo.ConcreteModel:
    above, below = specification.weights
    sigma = specification.sigma
    units, indicators = (range(size) for size in data.shape)
    model = pyo.ConcreteModel()
    model.super = stage == "super"
    model.own = pyo.Param(indicators, initialize=1.0, mutable=True)
    model.t = pyo.Var(bounds=(0, None))
    model.Lam = pyo.Var(units, bounds=(0, None))
    model.S = pyo.Var(indicators, bounds=(0, None))

    def excess(i):
        return sigma[i] * (sum(data[j, i] * model.Lam[j] for j in units) - model.own[i] * model.t)

    above_slack = sum(above[i] * model.S[i] for i in indicators)
    below_slack = sum(below[i] * model.S[i] for i in indicators)
    if model.super:
        model.score = pyo.Objective(expr=model.t + above_slack)
        model.normalisation = pyo.Constraint(expr=model.t - below_slack == 1)
        model.balance = pyo.Constraint(indicators, rule=lambda model, i: excess(i) - model.own[i] * model.S[i] <= 0)
        for i in indicators:
            if above[i] == 0 and below[i] == 0:
                model.S[i].setub(0)
    else:
        model.score = pyo.Objective(expr=model.t - above_slack)
        model.normalisation = pyo.Constraint(expr=model.t + below_slack == 1)
        model.balance = pyo.Constraint(indicators, rule=lambda model, i: excess(i) + model.own[i] * model.S[i] == 0)
    if specification.vrs:
        model.convexity = pyo.Constraint(expr=sum(model.Lam[j] for j in units) - model.t == 0)
    return model
