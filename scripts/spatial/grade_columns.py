"""One column with a spatial lag for each sender's and receiver's grade: from panel and weights to tidy results."""

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from estimation.frames import matrix
from estimation.ml_errors import sandwich
from estimation.sample import Sample
from estimation.spatial import concentrated, estimates, finish, prepare
from estimation.weights import Weights
from spatial.columns import description
from spatial.grade_lags import GradeLags, Grades, grade_lags


def grade_column(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column whose units are divided into grades by the variables of `split`.

    Raises StudyError as `estimation.spatial.prepare` does, and for a `split` that does not divide the units.
    """
    prepared = prepare(panel, weights, leave_out, settings)
    grades = grades_of(panel, settings["split"], prepared.sample)
    fit = grade_lags(prepared.arrays(lags=False), prepared.weights.matrix, grades)
    column = finish(settings, prepared, fit, partial(sandwich, fit, fit.scores))
    radius = fit.lags.radius(column.estimates[-len(fit.lags.pairs) :])
    lags = dict(zip(fit.terms[-len(fit.lags.pairs) :], np.moveaxis(fit.drifts, 2, 0), strict=True))
    warnings = [*prepared.warnings, *lags_lost(fit), *doubts(fit, radius)]
    warnings += concentrated(lags, prepared.sample.units, settings)
    column = replace(column, prepared=replace(prepared, warnings=warnings))
    split = {"names": list(grades.names), "codes": grades.codes}
    return estimates(column), description(column) | {"fitstat": {"radius": radius}, "split": split}


def grades_of(panel: pd.DataFrame, split: list[str], sample: Sample) -> Grades:
    """Which of the 0/1 variables of `split` is 1 for each unit of the balanced `sample`.

    Raises StudyError, naming the first units, where one is neither 0 nor 1, two are 1, none is, or they change.
    """
    keys = pd.MultiIndex.from_arrays([sample.units[sample.unit], sample.year])
    values = panel.set_index([panel["unit"].astype(str), panel["year"]]).loc[keys, split]
    if other := [name for name in split if not values[name].isin([0, 1]).all()]:
        where = keys[~values[other[0]].isin([0, 1])]
        cells = named([f"{unit} {year}" for unit, year in where])
        raise StudyError(f"`split`: `{other[0]}` is neither 0 nor 1 in {len(where)} unit-years: {cells}")
    member = matrix(sample, values.to_numpy(dtype=float))
    counts = member.sum(axis=2)
    among = ", ".join(f"`{name}`" for name in split)
    faults = {
        f"more than one of {among} is 1 in": (counts > 1).any(axis=1),
        f"none of {among} is 1 in": (counts < 1).any(axis=1),
        f"take the grade from one year, as `at(population, 2003) > 100`: {among} change over time in": (
            np.ptp(member, axis=1).any(axis=1)
        ),
    }
    for fault, where in faults.items():
        if where.any():
            raise StudyError(f"`split`: {fault} {named(list(sample.units[where]))}")
    return Grades(tuple(split), member[:, 0].argmax(axis=1))


def lags_lost(fit: GradeLags) -> list[str]:
    """Sentences that name the grades without a unit and the lags without a weight."""
    counts = np.bincount(fit.lags.grades.codes, minlength=len(fit.lags.grades.names))
    absent = [name for name, count in zip(fit.lags.grades.names, counts, strict=True) if not count]
    units = [f"no unit of this sample is `{name}`" for name in absent]
    lags = f"not estimated, because no weight is between such units: {', '.join(fit.empty)}"
    return [*units, *[lags] * bool(fit.empty)]


def doubts(fit: GradeLags, radius: float) -> list[str]:
    """Sentences about lags that do not die out, and about a likelihood with more than one maximum."""
    unstable = (
        f"the spectral radius of the lags together is {radius:.4f}, not below 1: what they describe explodes, so that "
        "these lags are no spillovers; use fewer grades, or other weights"
    )
    several = (
        f"the likelihood has other maxima, the next by {fit.log_likelihood - max(fit.others, default=0):.4f} lower: "
        "the highest that was found is printed"
    )
    return [*[unstable] * (radius >= 1), *[several] * bool(fit.others)]
