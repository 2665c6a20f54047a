"""Placebo effects of a policy by an estimator for staggered adoption."""

import numpy as np
import pandas as pd

from core.errors import StudyError
from estimation.least_squares import two_sided
from estimation.sample import Sample, sample_of_column
from estimation.staggered import ESTIMATORS, effects, prepared
from placebo.moving import Moving, alone

OVERALL = {"aggregate": "overall"}
ESTIMAND = "the mean effect of all treated unit-years"


def mean_effect(sample: Sample, start: np.ndarray, settings: dict) -> tuple[float, float, float]:
    """Coefficient, standard error and p-value where units have the first treated years `start` (n,), all missing where
    these leave nothing to estimate; `settings` with the aggregate `overall`."""
    try:
        found = effects(sample, start, settings).coefficients
    except StudyError:
        return np.nan, np.nan, np.nan
    estimate, variance = found.values[0], found.covariance[0, 0]
    error = np.sqrt(variance) if variance > 0 else np.nan
    return estimate, error, two_sided(estimate / error, np.inf if found.df is None else found.df)


def is_staggered(model: dict) -> bool:
    return model["estimator"] in ESTIMATORS


def ready(panel: pd.DataFrame, model: dict) -> tuple[Sample, Moving, list[str]]:
    """The rows of a model that its estimator takes, what moves in them, and what of it is unsure."""
    policy = alone(model)
    sample, start, unsure = prepared(panel, sample_of_column(panel, model), model)
    return sample, Moving((policy,), start[:, None], estimand=ESTIMAND), unsure


def observed_effect(panel: pd.DataFrame, model: dict) -> tuple[str, pd.Series, dict]:
    """Name of the outcome, row of the policy, and facts of its column, of which the draws are the placebo."""
    sample, moving, _ = ready(panel, model)
    found = effects(sample, moving.courses[:, 0], model | OVERALL)
    return sample.name, found.table.set_index("term").loc[model["policy"]], found.facts()
