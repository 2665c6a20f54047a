"""One column with a spatial lag for each sender's and receiver's grade: from panel and weights to tidy results."""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from core.errors import StudyError, named
from core.formulas import parse_formula
from estimation.frames import balanced, matrix
from estimation.record import record
from estimation.sample import Sample, sample_of
from spatial.columns import EFFECTS, left_out, links_lost
from spatial.grade_lags import GradeLags, Grades, corrected, grade_lags
from spatial.weights import Weights, align, leave_units_out, refuse_islands


def grade_column(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column whose units are divided into grades by the variables of `split`.

    What is printed is corrected for the effects and has errors clustered by unit; those of the Hessian are among the
    facts. Raises StudyError as `spatial.columns.fit_column` does, and for a `split` that does not divide the units.
    """
    formula, without, whole = (
        parse_formula(settings["formula"]),
        leave_out[settings["matrix"]],
        weights[settings["matrix"]],
    )
    sample = balanced(sample_of(leave_units_out(panel, without), formula, settings["sample"]))
    aligned = refuse_islands(align(whole, sample.units))
    grades = grades_of(panel, settings["split"], sample)
    outcome, regressors = matrix(sample, sample.outcome).T, matrix(sample, sample.columns).swapaxes(0, 1)
    fit = grade_lags(outcome, regressors, aligned.matrix, grades, formula.effects, sample.terms)
    estimates, factor = corrected(fit, formula.effects, len(outcome))
    clustered = fit.covariance @ (fit.scores.T @ fit.scores) @ fit.covariance
    warnings = [*left_out(without, whole), *links_lost(whole, aligned), *lags_lost(fit, grades), *doubts(fit)]
    facts = dict.fromkeys(["weights", "r2", "r2_within", "df"]) | {
        "dropped": {},
        "matrix": settings["matrix"],
        "n_obs": outcome.size,
        "n_units": len(sample.units),
        "n_periods": len(outcome),
        "n_clusters": len(sample.units),
        "cluster": "unit",
        "fixed_effects": list(formula.effects),
        "effects": EFFECTS[formula.effects],
        "log_likelihood": fit.log_likelihood,
        "sigma2": estimates[-1],
        "ssc": {"rule": "ml_cluster", "factor": 1},
        "fitstat": {"radius": fit.radius},
        "units": list(aligned.units),
        "uncorrected": hessian(fit, factor),
        "parameters": {
            "terms": list(fit.terms),
            "estimates": estimates[:-1],
            "covariance": clustered[:-1, :-1],
            "split": {"names": list(grades.names), "codes": grades.codes},
        },
    }
    return tidy(fit.terms, estimates[:-1], clustered[:-1, :-1]), record(
        settings, formula.outcome, facts, warnings=warnings
    )


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


def lags_lost(fit: GradeLags, grades: Grades) -> list[str]:
    """Sentences that name the grades without a unit and the lags without a weight."""
    counts = np.bincount(grades.codes, minlength=len(grades.names))
    units = [
        f"no unit of this sample is `{name}`" for name, count in zip(grades.names, counts, strict=True) if not count
    ]
    lags = f"not estimated, because no weight is between such units: {', '.join(fit.empty)}"
    return [*units, *[lags] * bool(fit.empty)]


def doubts(fit: GradeLags) -> list[str]:
    """Sentences about lags that do not die out, and about a likelihood with more than one maximum."""
    unstable = (
        f"the spectral radius of the lags together is {fit.radius:.4f}, not below 1: their effects do not die out"
    )
    several = (
        f"the likelihood has other maxima, the next by {fit.log_likelihood - max(fit.others, default=0):.4f} lower: "
        "the highest that was found is printed"
    )
    return [*[unstable] * (fit.radius >= 1), *[several] * bool(fit.others)]


def hessian(fit: GradeLags, factor: float) -> dict:
    """Estimates before the correction, and errors from the Hessian before and after it, in the order of the terms."""
    errors = np.sqrt(np.diag(fit.covariance)[:-1])
    return {
        "estimates": fit.estimates[:-1],
        "std_errors": errors,
        "std_errors_corrected": np.sqrt(factor) * errors,
        "sigma2": fit.estimates[-1],
    }


def tidy(terms: tuple[str, ...], estimate: np.ndarray, covariance: np.ndarray) -> pd.DataFrame:
    """Tidy coefficients; p values and 95 % intervals from the normal distribution."""
    error = np.sqrt(np.diag(covariance))
    reach = ndtri(0.975) * error
    return pd.DataFrame(
        {
            "term": terms,
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "p_value": 2 * ndtr(-np.abs(estimate / error)),
            "conf_low": estimate - reach,
            "conf_high": estimate + reach,
        }
    )
