"""One column of two-stage least squares, or of its first stage."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.formulas import parse_formula
from did.instruments import BIAS, Instrumented, Parts, confidence_set, parts_of, strength, two_stages
from estimation.cohorts import first_treated
from estimation.combinations import coefficients_of, combinations
from estimation.least_squares import facts, fit_sample, tidy, wald
from estimation.record import record
from estimation.sample import Sample, sample_of_column

Column = tuple[pd.DataFrame, dict]


def iv_column(panel: pd.DataFrame, settings: dict) -> Column:
    """Coefficients and facts of a column; its settings are those of the study, the policy may be None."""
    formula = parse_formula(settings["formula"])
    sample = sample_of_column(panel, settings)
    parts, start = parts_of(sample, formula), _start(sample, settings["policy"])
    found = two_stages(sample, parts, settings["ssc"])
    if settings["estimator"] == "first_stage":
        return _first_stage(sample, parts, found, start, settings)
    combined, said = combinations(coefficients_of(found.fit), settings)
    stats = strength(found)
    fact = facts(found.fit) | combined | {"fitstat": stats, "instruments": list(found.names)}
    warnings = [*found.fit.warnings, *said, *_set_words(found), *_strength_words(stats)]
    return tidy(found.fit), record(settings, sample.name, fact, sample, start, warnings)


def _start(sample: Sample, policy: str | None) -> np.ndarray | None:
    return first_treated(sample, policy) if policy in sample.terms else None


def _first_stage(sample: Sample, parts: Parts, found: Instrumented, start: np.ndarray | None, settings: dict) -> Column:
    """The endogenous regressor on instruments and exogenous terms, in the rows of the second stage."""
    order = [*parts.instruments, *parts.exogenous]
    first = replace(
        sample,
        name=sample.terms[0],
        outcome=sample.columns[:, 0],
        terms=tuple(sample.terms[at] for at in order),
        columns=sample.columns[:, order],
    )
    fit = fit_sample(first, settings["ssc"])
    own = tuple(term for term in found.names if term in fit.terms)
    stats = {name: value for name, value in strength(found).items() if name in ("kp_lm", "kp_f", "cd_f", "effective_f")}
    fact = facts(fit) | {"fitstat": stats, "tests": {"Instruments": vars(wald(fit, own))}}
    return tidy(fit), record(settings, first.name, fact, sample, start, fit.warnings)


def _set_words(found: Instrumented) -> list[str]:
    """The Anderson-Rubin confidence set in words."""
    whole, name = confidence_set(found), found.fit.terms[0]
    said = f"the 95 % confidence set of `{name}` by Anderson and Rubin"
    if whole is None:
        return [f"{said} does not exist: its variance is singular, as with more instruments than clusters"]
    if not whole:
        return [f"{said} is empty: the instruments contradict each other"]
    if whole == [(-np.inf, np.inf)]:
        return [f"{said} is unbounded: every value is in it, and the instruments tell nothing"]
    unbounded = " and is unbounded: the instruments are weak" if np.isinf(whole).any() else ""
    return [f"{said} is {' and '.join(map(_interval, whole))}{unbounded}"]


def _interval(ends: tuple[float, float]) -> str:
    low, high = ends
    if np.isinf(low):
        return f"all below {high:.4f}"
    return f"all above {low:.4f}" if np.isinf(high) else f"[{low:.4f}, {high:.4f}]"


def _strength_words(stats: dict) -> list[str]:
    own = stats["effective_f"]
    side = "below" if own["statistic"] < own["critical"] else "above"
    return [
        f"the effective F {own['statistic']:.2f} is {side} {own['critical']:.2f}, its critical value for a bias of at "
        f"most {BIAS:.0%} (Montiel Olea and Pflueger); values of Stock and Yogo are for the Cragg-Donald F, and only "
        "with independent errors of one variance"
    ]
