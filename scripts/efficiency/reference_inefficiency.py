"""The program of SBM-DDF and of the non-radial directional distance as it is read in the literature.

With ``r[j, i]`` and ``Lam`` as in `efficiency.reference`, and ``beta[i]`` the share of its own datum by which the unit
improves indicator i: ``max sum_i w[i] beta[i]``, where the peers together use at most ``1 - beta`` of its inputs and
undesirable outputs and make at least ``1 + beta`` of its desirable ones. Of the undesirable outputs of ``nddf`` it is
exactly ``1 - beta``.
"""

import numpy as np
import pyomo.environ as pyo

from efficiency.spec import Specification


def inefficiency_model(ratios: np.ndarray, specification: Specification, objective: str = "score") -> pyo.ConcreteModel:
    """The program of the units with these (k, p) `ratios`; its value is minus the inefficiency.

    The objective is the ``score``, or the ``shortfall``: 0 if the program has a point, else 1.
    """
    sigma, weight = specification.sigma, specification.shares
    units, indicators = (range(count) for count in ratios.shape)
    exact = range(len(sigma) - specification.sizes[2], len(sigma)) if specification.measure == "nddf" else ()
    size = ratios.max(axis=1)
    share = ratios / size[:, None]
    model = pyo.ConcreteModel()
    model.Lam = pyo.Var(units, bounds=(0, None))
    model.beta = pyo.Var(indicators, bounds=(0, None))
    model.shortfall = pyo.Var(bounds=(0, None if objective == "shortfall" else 0))

    def balance(model, i):
        peers = sum(share[j, i] * model.Lam[j] for j in units)
        excess = sigma[i] * (peers + model.shortfall - 1) + model.beta[i]
        return excess == 0 if i in exact else excess <= 0

    model.balance = pyo.Constraint(indicators, rule=balance)
    inefficiency = sum(weight[i] * model.beta[i] for i in indicators)
    model.objective = pyo.Objective(expr=-inefficiency if objective == "score" else model.shortfall)
    if specification.vrs:
        model.convexity = pyo.Constraint(expr=sum(model.Lam[j] / size[j] for j in units) + model.shortfall == 1)
    return model
