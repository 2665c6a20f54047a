"""Least squares, two stages and logit by linearmodels and statsmodels, as our results state them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd
from linearmodels.iv import IV2SLS
from linearmodels.iv.absorbing import AbsorbingLS, Interaction
from linearmodels.panel.utility import AbsorbingEffectError
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import norm
from statsmodels.discrete.discrete_model import Logit

from audit.rows import Rows
from audit.verdicts import Silent
from core.formulas import FIRST, Effect

# LSMR stops when what is left is the rounding of the numbers; its own default stops at 1e-8.
ABSORB = {
    "method": "lsmr",
    "use_cache": False,
    "absorb_options": {"atol": 1e-15, "btol": 1e-15, "conlim": 0, "maxiter": 10_000},
}
ROBUST = {"cov_type": "robust", "debiased": False}
DIGITS = 20 * np.finfo(float).eps  # relative difference of two ways to compute, where nothing is nearly collinear
MOST = 3000  # groups of effects of which the rank of a matrix is still computed
DEPENDENT = 1e-10  # eigenvalue of the matrix of scaled dummies that counts as 0


@dataclass(frozen=True)
class Voice:
    """Coefficients by term, their covariance without a small-sample factor, and the factor, or why there is none.

    robust : the covariance with every row a cluster; rounding : relative difference that rounding explains, from how
        nearly terms and outcome are collinear
    """

    coefficients: pd.Series
    covariance: pd.DataFrame
    robust: pd.DataFrame
    factor: float | str
    rounding: float


def least_squares(rows: Rows, outcome: pd.Series, columns: pd.DataFrame, rule: str) -> Voice:
    """The regression of `outcome` on `columns` (N, K) and the effects of `rows`."""
    outcome, net, scale = _net(rows, outcome, columns)
    return _voice(rows, outcome, net, net, None, scale, rule)


def two_stages(rows: Rows, outcome: pd.Series, columns: pd.DataFrame, instruments: pd.DataFrame, rule: str) -> Voice:
    """Two-stage least squares; the last of `columns` is endogenous, the others are exogenous."""
    outcome, net, scale = _net(rows, outcome, pd.concat([columns, instruments], axis=1))
    basis = np.linalg.qr(net.drop(columns=columns.columns[-1]))[0]
    regressors, means = net[columns.columns], basis[:, columns.shape[1] - 1 :]
    return _voice(rows, outcome, regressors, basis @ (basis.T @ regressors), means, scale[columns.columns], rule)


def propensity(treated: pd.Series, columns: pd.DataFrame) -> pd.Series:
    """The fitted probabilities of a logit of `treated` on a constant and `columns`."""
    scaled = (columns - columns.mean()) / columns.std()
    with _heard():
        fitted = Logit(treated, scaled.assign(constant=1.0)).fit(disp=False, maxiter=200, tol=1e-14).predict()
    return pd.Series(fitted, treated.index)


@contextmanager
def _heard() -> Iterator[None]:
    """Silent, with the words of a package, where it refuses."""
    try:
        yield
    except AbsorbingEffectError:
        raise Silent("linearmodels takes one of the terms for collinear: less than 1e-5 of it is left") from None
    except (ValueError, np.linalg.LinAlgError) as error:
        raise Silent(f"the package says: {str(error).strip().splitlines()[0]}") from None


def _net(rows: Rows, outcome: pd.Series, columns: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    """What linearmodels leaves of `outcome` and `columns` after the effects, and what it was divided by.

    Columns are first brought to a mean of 0, which the effects absorb, and to a norm of 1.
    """
    codes = {effect.name: pd.Categorical(rows.codes(list(effect.factors))) for effect in rows.formula.absorbed}
    groups = pd.DataFrame(codes or {"constant": pd.Categorical(np.zeros(len(outcome)))}, index=outcome.index)
    slopes = [
        Interaction(groups[[effect.name]], pd.DataFrame({effect.name: rows.slope(effect)}, index=outcome.index))
        for effect in rows.formula.absorbed
        if effect.slope
    ]
    weights = None if rows.weights is None else rows.weights / rows.weights.mean()
    centred = columns - columns.mean()
    scale = np.sqrt(np.square(centred).sum())
    model = AbsorbingLS(outcome, centred / scale, absorb=groups, interactions=slopes or None, weights=weights)
    with _heard():
        model.fit(**ROBUST, **ABSORB)
    return model.absorbed_dependent.iloc[:, 0], model.absorbed_exog, scale


def _voice(
    rows: Rows,
    outcome: pd.Series,
    columns: pd.DataFrame,
    fitted: pd.DataFrame,
    instruments: np.ndarray | None,
    scale: pd.Series,
    rule: str,
) -> Voice:
    """The voice of a regression of `outcome` on `columns`, all net of effects; the last is endogenous if there are
    `instruments`.

    The package is given combinations of the columns whose `fitted` values are orthonormal: its covariance inverts their
    cross-products, which would square the loss of digits of nearly collinear ones.
    """
    back = np.linalg.inv(np.linalg.qr(fitted)[1])
    mixed, last = columns.to_numpy() @ back, columns.shape[1] - (instruments is not None)
    parts = [part if part.shape[1] else None for part in (mixed[:, :last], mixed[:, last:])]
    with _heard():
        fits = [IV2SLS(outcome, *parts, instruments).fit(**kind) for kind in (_covariance(rows), ROBUST)]
    back, names = back / scale.to_numpy()[:, None], columns.columns
    covariance, robust = (pd.DataFrame(back @ fit.cov.to_numpy() @ back.T, names, names) for fit in fits)
    coefficients = pd.Series(back @ fits[0].params.to_numpy(), names)
    rounding = DIGITS * np.linalg.cond(np.column_stack([columns, outcome / np.linalg.norm(outcome)]))
    return Voice(coefficients, covariance, robust, _factor(rows, len(names), rule), rounding)


def _covariance(rows: Rows) -> dict:
    if not rows.clusters:
        return {"cov_type": "unadjusted", "debiased": False}
    clusters = pd.DataFrame({name: rows.codes([name]) for name in rows.clusters}, index=rows.frame.index)
    return {"cov_type": "clustered", "clusters": clusters, "debiased": False}


def _factor(rows: Rows, terms: int, rule: str) -> float | str:
    """What the small-sample rule multiplies the covariance by; a text that says why it is not known."""
    try:
        return small_sample(rows, terms, rule)
    except Silent as reason:
        return str(reason)


def small_sample(rows: Rows, terms: int, rule: str) -> float:
    """The factor of a small-sample rule of clustered errors, counted from the rows; without clusters that of one
    variance."""
    effects, number = rows.formula.absorbed, len(rows.frame)
    if not rows.clusters:
        return number / (number - terms - rank(rows, effects))
    groups = min(rows.frame[name].nunique() for name in rows.clusters)
    if rule == "linearmodels":
        return number / (number - terms - _levels(rows, effects))
    factor = 1.0 if rule == "CR0" else groups / (groups - 1)
    if rule in ("reghdfe", "regress"):
        counted = effects if rule == "regress" else [one for one in effects if not _in_a_cluster(rows, one)]
        factor *= (number - 1) / (number - terms - rank(rows, counted))
    return factor


def _levels(rows: Rows, effects: tuple[Effect, ...]) -> int:
    """What PanelOLS counts: nothing of one effect in the clusters, all levels of two but one."""
    if len(effects) == 1 and effects[0].name in FIRST and all(_nested(rows, effects[0], one) for one in rows.clusters):
        return 0
    levels = [_count(rows, effect) * (2 if effect.slope else 1) for effect in effects]
    return sum(levels) - len(levels) + 1


def _in_a_cluster(rows: Rows, effect: Effect) -> bool:
    return any(_nested(rows, effect, cluster) for cluster in rows.clusters)


def _nested(rows: Rows, effect: Effect, cluster: str) -> bool:
    """Whether each group of the effect lies in one cluster."""
    return bool((rows.frame.groupby(list(effect.factors))[cluster].nunique() == 1).all())


def _count(rows: Rows, effect: Effect) -> int:
    return rows.frame.groupby(list(effect.factors)).ngroups


def rank(rows: Rows, effects: tuple[Effect, ...] | list[Effect]) -> int:
    """The number of parameters of effects, with the constant."""
    if not effects:
        return 1
    plain = not any(effect.slope for effect in effects)
    dummies = _dummies(rows, effects)
    products = (dummies.T @ dummies).tocsr()
    if plain and len(effects) < 3:  # two effects are redundant once for each set of rows that they connect
        return dummies.shape[1] - (len(effects) - 1) * connected_components(products)[0]
    if dummies.shape[1] > MOST:
        raise Silent(f"the parameters of {dummies.shape[1]:,d} groups of effects are too many to be counted")
    return int(np.linalg.matrix_rank(products.toarray(), tol=DEPENDENT, hermitian=True))


def _dummies(rows: Rows, effects: tuple[Effect, ...] | list[Effect]) -> sparse.csc_array:
    """(N, L) dummies and slopes of all groups, each of norm 1."""
    number, parts = len(rows.frame), []
    for effect in effects:
        member = sparse.csr_array((np.ones(number), (np.arange(number), rows.codes(list(effect.factors)))))
        parts += [member, *([sparse.diags_array(rows.slope(effect)) @ member] if effect.slope else [])]
    dummies = sparse.csc_array(sparse.hstack(parts))
    return dummies @ sparse.diags_array(1 / norm(dummies, axis=0))
