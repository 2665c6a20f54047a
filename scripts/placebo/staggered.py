"""Placebo effects of a policy by an estimator for staggered adoption."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from estimation.least_squares import two_sided
from estimation.sample import Sample, sample_of_column
from estimation.staggered import ESTIMATORS, effects, prepared
from placebo.lots import Lots
from placebo.moving import Moving

OVERALL = {"aggregate": "overall"}
ESTIMAND = "the mean effect of all treated unit-years"


@dataclass(frozen=True)
class Staggered:
    """What all draws share.

    sample : its rows, read once; settings : of the column, whose estimator is told other first treated years
    moving, courses, lots, draws, enumerated : as in `placebo.permutation.Setting`
    """

    sample: Sample
    settings: dict
    moving: Moving
    courses: np.ndarray
    lots: Lots
    draws: int
    enumerated: bool

    def effects(self, kinds: np.ndarray) -> np.ndarray:
        """(3, B) coefficients, standard errors and p-values of draws in which units have `kinds` (n, B)."""
        return np.array([mean_effect(self.sample, self.courses[own, 0], self.settings) for own in kinds.T]).T


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
    policy, *others = model["policies"]
    if others:
        raise StudyError(
            f"{named([f'`{other}`' for other in others])} would move along with `{policy}`, which "
            f"`{model['estimator']}` cannot follow; leave it out of the formula"
        )
    sample, start, unsure = prepared(panel, sample_of_column(panel, model), model)
    return sample, Moving((policy,), start[:, None], estimand=ESTIMAND), unsure


def observed_effect(panel: pd.DataFrame, model: dict) -> tuple[str, pd.Series, dict]:
    """Name of the outcome, row of the policy, and facts of its column, of which the draws are the placebo."""
    sample, moving, _ = ready(panel, model)
    found = effects(sample, moving.courses[:, 0], model | OVERALL)
    return sample.name, found.table.set_index("term").loc[model["policy"]], found.facts()
