"""What moves in a placebo: the policy of a column, and with it the policies like it, or its event times."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from estimation.cohorts import first_treated
from estimation.event_study import default_window, event_dummies, panel_starts, term_name
from estimation.sample import Sample, sample_of_column


@dataclass(frozen=True)
class Moving:
    """What a unit hands on when it gives its policy to another.

    policies : the policy, then those like it; courses : (n, M) first treated years of the units, ``inf`` for never
    keys, window : event times with a dummy, and the first and last of all, if the column is an event study
    estimand : what the coefficient of the policy is
    """

    policies: tuple[str, ...]
    courses: np.ndarray
    keys: tuple[int, ...] = ()
    window: tuple[int, int] | None = None
    estimand: str = "the coefficient of the policy"

    @property
    def terms(self) -> tuple[str, ...]:
        """The policy and what moves along, as `columns` has them."""
        return *self.policies, *(term_name(self.policies[0], key) for key in (*self._leads, *self._after[:-1]))

    @property
    def _leads(self) -> tuple[int, ...]:
        return tuple(key for key in self.keys if key < 0)

    @property
    def _after(self) -> tuple[int, ...]:
        return tuple(key for key in self.keys if key >= 0)

    def columns(self, year: np.ndarray, starts: np.ndarray) -> Iterator[np.ndarray]:
        """The policy, then what moves along, (N, B), for the first treated years `starts` (N, B, M) of each row.

        Notes
        -----
        With event times d_k the policy is the sum of those from 0 to h, and beside d_k - d_h its coefficient is the
        mean of theirs: b_k = m + c_k for k < h and b_h = m - sum c_k.
        """
        year = year[:, None]
        for at in range(len(self.policies)):
            yield (year >= starts[..., at]).astype(float)
        if self.keys:
            relative = np.clip(year - np.where(np.isinf(starts[..., 0]), np.nan, starts[..., 0]), *self.window)
            yield from ((relative == key).astype(float) for key in self._leads)
            last = relative == self._after[-1]
            yield from ((relative == key).astype(float) - last for key in self._after[:-1])

    def within(self, sample: Sample) -> Sample:
        """`sample` as it is estimated: its terms, but in an event study those of this."""
        if not self.keys:
            return sample
        others = [at for at, term in enumerate(sample.terms) if term not in self.policies]
        columns = [column[:, 0] for column in self.columns(sample.year, self.courses[sample.unit][:, None])]
        terms = (*self.terms, *(sample.terms[at] for at in others))
        return replace(sample, terms=terms, columns=np.column_stack([*columns, sample.columns[:, others]]))


def alone(model: dict) -> str:
    """The policy of a model whose estimator can move nothing beside it; StudyError naming what would move along."""
    policy, *others = model["policies"]
    if others:
        raise StudyError(
            f"{named([f'`{other}`' for other in others])} would move along with `{policy}`, which "
            f"`{model['estimator']}` cannot follow; leave it out of the formula"
        )
    return policy


def observed(panel: pd.DataFrame, model: dict) -> tuple[Sample, Moving]:
    """The sample of a model of a placebo, as it is estimated, and what moves in it."""
    sample = sample_of_column(panel, model)
    policies = tuple(model["policies"])
    if policies[0] not in sample.terms:
        raise StudyError(f"the placebo formula lacks the policy `{policies[0]}`")
    courses = np.column_stack([first_treated(sample, policy) for policy in policies])
    if model["estimator"] != "event_study":
        return sample, Moving(policies, courses)
    courses[:, 0], _ = panel_starts(panel, policies[0], sample.units)
    base = model["base"]
    window = tuple(model["window"] or default_window(courses[:, 0], sample, base))
    keys = event_dummies(courses[:, 0], sample, window, base).keys
    after = [key for key in keys if key >= 0]
    estimand = f"the mean of the effects at the event times {after[0]} to {after[-1]}"
    moving = Moving(policies, courses, keys, window, estimand)
    return moving.within(sample), moving


def strata(panel: pd.DataFrame, units: np.ndarray, name: str | None) -> np.ndarray:
    """Numbers of the groups (n,) of `units` by the variable `name`, one group without a name.

    Raises StudyError naming units in which it is missing or not the same in all years.
    """
    if name is None:
        return np.zeros(len(units), dtype=int)
    values = panel.loc[panel["unit"].isin(units), ["unit", name]].groupby("unit")[name]
    if missing := list(values.apply(lambda own: own.isna().any())[lambda lost: lost].index):
        raise StudyError(f"strata `{name}`: missing in years of {named(missing)}; fill it under `panel`")
    if moved := list(values.nunique()[lambda number: number > 1].index):
        raise StudyError(
            f"strata `{name}`: not the same in all years of {named(moved)}; draw within the values of one year, as "
            f"`at({name}, 2010)`"
        )
    return pd.factorize(values.first().reindex(units), sort=True)[0]


@contextmanager
def naming_model(model: dict):
    """Put study, placebo and column before what a StudyError says."""
    try:
        yield
    except StudyError as error:
        where = f"study `{model['study']}`, placebo `{model['placebo']}`, column `{model['name']}`"
        raise StudyError(f"{where}: {error}") from error
