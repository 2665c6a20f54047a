"""Inefficiencies that add slacks: SBM-DDF and the non-radial directional distance, in the direction of the unit's data.

``S = max sum_i w_i s_i / o_i`` over the slacks s of a unit with data o: ``X lam + s = x``, ``Y lam - s = y``,
``B lam + s = b``, ``1'lam = 1`` under VRS. The weights w are `Specification.shares`.

* ``sbm_ddf``: half on inputs, half on outputs, undesirable ones among them. Fukuyama and Weber (2009), Socio-Economic
  Planning Sciences 43; with undesirable outputs as Wang, Wu and Yan (2010), Economic Research Journal 45.
* ``nddf``: a third each on inputs, desirable and undesirable outputs. Zhou, Ang and Wang (2012), European Journal of
  Operational Research 221. Its undesirable outputs are held to ``B lam = (1 - beta) b``, each with a beta of its own
  that is not negative, which is the same as ``B lam <= b``.

The score is ``1 / (1 + S)``: 1 for the efficient, above 0 whatever S is. It is the value of the program of SBM with
these weights in the denominator and none in the numerator, so the engines and their certificates are those of SBM.
"""

import numpy as np

from efficiency.batch import solve as solve_in_batches
from efficiency.highs import Solutions
from efficiency.highs import solve as solve_on_highs
from efficiency.spec import Specification


def solve(
    reference: np.ndarray,
    evaluated: np.ndarray,
    position: np.ndarray,
    specification: Specification,
    stage: str,
    pool: np.ndarray | None = None,
) -> Solutions:
    """Scores as `highs.solve`. There is one program, whatever the `stage`.

    A unit outside the reference set (`position` -1) that the set does not reach has none.
    """
    engine = solve_in_batches if specification.in_batches else solve_on_highs
    return engine(reference, evaluated, position, specification, "sbm", pool)
