"""Placebo effects of a policy in a spatial model."""

from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.formulas import LAG
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.collinearity import PRECISION
from estimation.frames import matrix
from estimation.least_squares import two_sided
from estimation.ml_errors import clustered
from estimation.panel_ml import Net, net, net_lag, net_without_lag
from estimation.resolvent import Resolvent, lag, resolvent_of
from estimation.spatial import LAGGED, Prepared, estimates, facts_of, finish, fit_column, prepare
from estimation.weights import Weights
from estimation.within import within
from placebo.moving import Moving, alone

OF_EFFECTS = {"uncorrected", "hessian", "units", "parameters"}  # facts that effects and the second voice need alone
ESTIMATORS = ("slx", "sar", "sdm")  # whose likelihood asks nothing anew of what does not move


@dataclass(frozen=True)
class Still:
    """What of a spatial model does not move with its policy.

    settings : of the column; prepared : it before its fit; resolvent : of its weights
    fixed : outcome, and its lag if the model has one, net of effects and of `controls`, without terms
    controls : (NT, k) orthonormal basis of the other terms and lags
    lagged : whether the lag of the policy moves with it
    """

    settings: dict
    prepared: Prepared
    resolvent: Resolvent
    fixed: Net
    controls: np.ndarray
    lagged: bool

    @cached_property
    def year(self) -> np.ndarray:
        """(N, T)"""
        return matrix(self.prepared.sample, self.prepared.sample.year)

    def effect(self, start: np.ndarray) -> tuple[float, float, float]:
        """Coefficient, standard error and p-value where units have the first treated years `start` (n,), all missing
        where effects and controls leave nothing of the policy or of its lag, or the likelihood has no maximum.

        Notes
        -----
        A linear change of the coefficients of the controls changes neither ρ nor the coefficients of the policy, so
        that all may be net of them (Frisch and Waugh 1933, Lovell 1963), the lag of the outcome included.
        """
        policy = (self.year >= start[:, None]).astype(float)[..., None]
        if self.lagged:
            policy = np.concatenate([policy, lag(self.resolvent.matrix, policy)], axis=-1)
        column = within(policy, self.fixed.effects).reshape(self.fixed.outcome.size, -1)
        column -= self.controls @ (self.controls.T @ column)
        size = np.linalg.norm(policy.reshape(column.shape), axis=0)
        if (np.linalg.svd(column / size, compute_uv=False) <= PRECISION).any():
            return np.nan, np.nan, np.nan
        panel = replace(self.fixed, design=column, terms=("policy", f"{LAG}policy")[: column.shape[1]])
        try:
            fit = net_without_lag(panel) if panel.lagged is None else net_lag(panel, self.resolvent)
            fitted = finish(self.settings, self.prepared, fit, partial(clustered, fit, resolvent=self.resolvent))
        except StudyError:
            return np.nan, np.nan, np.nan
        estimate, error = fitted.estimates[0], np.sqrt(fitted.covariance[0, 0])
        return estimate, error, two_sided(estimate / error, np.inf)


def is_spatial(model: dict) -> bool:
    return model.get("estimator") in ESTIMATORS


def with_weights(models: list[dict], weights: dict[str, Weights]) -> list[dict]:
    """The models, each that names a matrix with its weights instead."""
    return [model | {"matrix": weights[model["matrix"]]} if model.get("matrix") else model for model in models]


def in_place(panel: pd.DataFrame, model: dict, by) -> object:
    """`by` of the panel, weights, units left out and settings of a model that holds its weights."""
    weights = model["matrix"]
    return by(panel, {weights.name: weights}, {weights.name: model["leave_out"]}, model | {"matrix": weights.name})


def ready(panel: pd.DataFrame, model: dict) -> tuple[Prepared, Moving]:
    """A model before its fit, and what moves in it."""
    policy = alone(model)
    prepared = in_place(panel, model, prepare)
    start = first_treated(prepared.sample, policy)
    refuse_no_contrast(start, policy)
    return prepared, Moving((policy,), start[:, None])


def still_of(prepared: Prepared, model: dict) -> Still:
    """What of a model does not move with the first of its policies, computed once."""
    resolvent, policy = resolvent_of(prepared.weights), model["policies"][0]
    whole = net(prepared.arrays(model["estimator"] in LAGGED), None if model["estimator"] == "slx" else resolvent)
    others = [at for at, term in enumerate(whole.terms) if term not in (policy, f"{LAG}{policy}")]
    controls, _ = np.linalg.qr(whole.design[:, others])

    def without(values):
        return None if values is None else values - controls @ (controls.T @ values)

    fixed = replace(
        whole, design=whole.design[:, :0], outcome=without(whole.outcome), lagged=without(whole.lagged), terms=()
    )
    settings = model | {"matrix": model["matrix"].name}
    return Still(settings, prepared, resolvent, fixed, controls, f"{LAG}{policy}" in whole.terms)


def observed_effect(panel: pd.DataFrame, model: dict) -> tuple[str, pd.Series, dict]:
    """Name of the outcome, row of the policy, and facts of the column, of which the draws are the placebo."""
    column = in_place(panel, model, fit_column)
    rows = estimates(column).set_index("term")
    known = {key: value for key, value in facts_of(column).items() if key not in OF_EFFECTS}
    return column.prepared.formula.outcome, rows.loc[model["policies"][0]], known
