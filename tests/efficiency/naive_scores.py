"""Scores of variant A under CRS or VRS, one program at a time, written from the definition: a second voice."""

import numpy as np
from scipy.optimize import linprog


def ratio(unit, others, specification, stage):
    """Optimum over weights of `others`, scale t and slacks; NaN where infeasible."""
    (inputs, desirable, undesirable), side = specification.sizes, -1.0 if stage == "sbm" else 1.0
    p, n = len(unit), len(others)
    above = np.array([1 / inputs] * inputs + [0.0] * (p - inputs))
    below = np.array([0.0] * inputs + [1 / (desirable + undesirable)] * (p - inputs))
    sign = np.array([1.0] * inputs + [-1.0] * desirable + [1.0] * undesirable)
    # sign * (sum of weights x others) <= or = sign * t * unit + side * slack
    balance = np.hstack([-(sign * unit)[:, None], -side * np.diag(unit), sign[:, None] * others.T])
    equal = [np.concatenate([[1.0], -side * below, np.zeros(n)])]
    right = [1.0]
    if specification.vrs:
        equal, right = [*equal, np.concatenate([[-1.0], np.zeros(p), np.ones(n)])], [1.0, 0.0]
    cost = np.concatenate([[1.0], side * above, np.zeros(n)])
    if stage == "sbm":
        found = linprog(cost, A_eq=np.vstack([*equal, balance]), b_eq=np.concatenate([right, np.zeros(p)]))
    else:
        found = linprog(cost, A_ub=balance, b_ub=np.zeros(p), A_eq=np.array(equal), b_eq=right)
    return found.fun if found.status == 0 else np.nan


def sbm(unit, reference, specification):
    """First-stage score of a unit against rows `reference`, to which it is added: so it is at most 1."""
    return ratio(unit, np.vstack([reference, unit]), specification, "sbm")


def two_stage(unit, reference, specification):
    """SBM where it is below 1, else the super score against the rows that are not the unit itself."""
    first = sbm(unit, reference, specification)
    others = reference[~(reference == unit).all(axis=1)]
    return first if first < 1 - 1e-7 else ratio(unit, others, specification, "super")
