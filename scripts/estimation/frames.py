"""One variable of a balanced panel as an array, units by years."""

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from core.formulas import parse_formula
from estimation.sample import Sample, sample_of

MOST_UNITS = 10  # that a remedy names


def variable_sample(panel: pd.DataFrame, variable: str) -> Sample:
    """The sample of one variable, its outcome; StudyError where it is missing or the panel is not balanced."""
    return balanced(sample_of(panel, parse_formula(f"{variable} ~ {variable}"), refuse_missing=True))


def balanced(sample: Sample) -> Sample:
    """The same `sample`; StudyError with what is missing and three remedies if rows left or units lack years."""
    left, alone = sample.dropped.get("missing", {}), sample.dropped.get("singletons", 0)
    if not left and not alone and sample.shape:
        return sample
    there = np.zeros((len(sample.units), len(sample.years)), dtype=bool)
    there[sample.unit, np.searchsorted(sample.years, sample.year)] = True
    cells = [f"{sample.units[unit]} {sample.years[year]}" for unit, year in np.argwhere(~there)]
    why = [f"`{name}` is missing in {count} unit-year{'s' * (count > 1)}" for name, count in left.items()]
    why += [f"rows that were alone in their unit or year: {alone}"] * bool(alone)
    lacking = [f"{len(cells)} of {there.size} unit-years are not there: {named(cells)}"] * bool(cells)
    raise StudyError(
        f"the sample is not balanced, which this estimator needs: {'; '.join([*lacking, *why])}.\n"
        f"  Fill the gaps, as under `panel.interpolate`; or keep complete units, {_units(sample, there)}; or complete "
        f"years, {_window(sample, there)}."
    )


def _units(sample: Sample, there: np.ndarray) -> str:
    """The condition that keeps the units with all years."""
    short = sample.units[~there.all(axis=1)].tolist()
    if len(short) == len(sample.units):
        return "of which there is none"
    if not 0 < len(short) <= MOST_UNITS:
        return f"{len(sample.units) - len(short)} of {len(sample.units)}, with a `sample`"
    return f"with `sample: unit not in {short}`"


def _window(sample: Sample, there: np.ndarray) -> str:
    """The condition that keeps the longest run of years in which all units are there."""
    runs, run = [], []
    for year, whole in zip(sample.years, there.all(axis=0), strict=True):
        run = [*run, int(year)] if whole and (not run or run[-1] == year - 1) else [int(year)] if whole else []
        runs.append(run)
    longest = max(runs, key=len)
    if len(longest) < 2:
        return "of which no two follow each other"
    return f"with `sample: year >= {longest[0]} and year <= {longest[-1]}`"


def matrix(sample: Sample, values: np.ndarray) -> np.ndarray:
    """(N,) or (N, K) `values` of a balanced sample as an (n, T) or (n, T, K) array, units by years."""
    return values.reshape(*sample.shape, *values.shape[1:])
