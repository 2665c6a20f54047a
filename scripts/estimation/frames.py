"""One variable of a balanced panel as an array, units by years."""

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from core.formulas import parse_formula
from estimation.sample import Sample, sample_of


def variable_sample(panel: pd.DataFrame, variable: str) -> Sample:
    """The sample of one variable, its outcome; StudyError where it is missing or the panel is not balanced."""
    return balanced(sample_of(panel, parse_formula(f"{variable} ~ {variable}"), refuse_missing=True))


def balanced(sample: Sample) -> Sample:
    """The same `sample`; StudyError with what misses and what to do if rows left or a unit lacks years."""
    left = sample.dropped.get("missing", {})
    if left:
        counts = [f"`{name}` in {count}" for name, count in left.items()]
        raise StudyError(
            f"{sum(left.values())} unit-years are incomplete, which this estimator cannot leave out: missing are "
            f"{named(counts)}.\n  Fill them under `panel`, or keep complete units with a `sample`."
        )
    if alone := sample.dropped.get("singletons"):
        raise StudyError(f"the sample is not balanced: {alone} unit-years are the only ones of their unit or year")
    if sample.shape is None:
        counts = np.bincount(sample.unit)
        short = sample.units[counts < len(sample.years)]
        raise StudyError(
            f"the sample is not balanced: {len(short)} of {len(counts)} units do not have all {len(sample.years)} "
            f"years: {named(short)}.\n  Fill them under `panel`, or keep complete units with a `sample`."
        )
    return sample


def matrix(sample: Sample, values: np.ndarray) -> np.ndarray:
    """(N,) or (N, K) `values` of a balanced sample as an (n, T) or (n, T, K) array, units by years."""
    return values.reshape(*sample.shape, *values.shape[1:])
