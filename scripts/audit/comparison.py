"""Results beside what the second voices say of them: a row for each number."""

import math
from collections.abc import Iterator

import pandas as pd

from audit.packages import Voice
from audit.verdicts import Silent, beside, unheard
from audit.voices import VOICES

CANCELLED = 1e-10  # share of the variance by rows, below which that by clusters is nothing but rounding
TOLERANCE = 1e-8  # largest relative difference of two ways to compute a number that rounding explains


def compared(panel: pd.DataFrame, settings: dict, printed: pd.DataFrame, fact: dict) -> list[dict]:
    """Every coefficient and standard error of a column, by term, with the same of the second voice.

    panel : as `files.panel_of` reads it; settings, fact : of the column; printed : its rows in the results, by term

    A number that the packages cannot say has a blank `theirs` and the reason.
    """
    where = {"table": settings["table"], "column": settings["name"]}
    if settings["estimator"] not in VOICES:
        why = f"neither linearmodels nor statsmodels has the estimator {settings['estimator']}"
        return [where | unheard("", "", None, why)]
    try:
        rows, voice, others = VOICES[settings["estimator"]](panel, settings, printed, fact)
    except Silent as reason:
        numbers = ((term, own, name) for term, own, _ in _stated(printed, fact) for name in ("estimate", "std_error"))
        return [where | unheard(term, name, own[name], str(reason)) for term, own, name in numbers]
    found = [beside("sample", "rows", fact["n_obs"], len(rows.frame), 0, 1)]
    found += [row for said in _stated(printed, fact) for row in _pair(*said, voice)]
    found += [beside(*name, *pair, TOLERANCE, pair[1]) for name, pair in others.items()]
    return [where | row for row in found]


def _stated(printed: pd.DataFrame, fact: dict) -> Iterator[tuple]:
    """What has an estimate and a standard error: name, both, and the signs of the coefficients whose sum it is."""
    yield from ((term, own, {term: 1}) for term, own in printed.iterrows())
    for name, own in sorted(fact["lincom"].items()):
        yield f"lincom.{name}", own, {term: sign for term, sign in own["terms"].items() if term not in own["left_out"]}


def _pair(term: str, own: pd.Series | dict, signs: dict[str, int], voice: Voice) -> Iterator[dict]:
    """Estimate and standard error of a sum of coefficients; the first relative to the larger of both, for the rounding
    of an estimate near 0 is that of its error."""
    if own.get("base", False) or pd.isna(own["estimate"]):
        why = "left out as collinear" if pd.isna(own["estimate"]) else "base, 0 by definition"
        yield unheard(term, "estimate", own["estimate"], why)
    elif not signs.keys() <= set(voice.coefficients.index):
        yield beside(term, "estimate", own["estimate"], None, TOLERANCE, 1)
    else:
        names, weights = list(signs), pd.Series(signs, dtype=float)
        matrices = (matrix.loc[names, names] for matrix in (voice.covariance, voice.robust))
        variance, by_rows = (float(weights @ matrix @ weights) for matrix in matrices)
        estimate, error = float(weights @ voice.coefficients[names]), math.sqrt(max(variance, 0.0))
        tolerance, scale = max(TOLERANCE, voice.rounding), max(abs(estimate), error)
        yield beside(term, "estimate", own["estimate"], estimate, tolerance, scale)
        yield _error(term, own["std_error"], variance, by_rows, voice)


def _error(term: str, ours: float | None, variance: float, by_rows: float, voice: Voice) -> dict:
    """A standard error; `by_rows` is the `variance` with every row a cluster, of which that by clusters is the rest of
    sums that may cancel."""
    if isinstance(voice.factor, str):
        return unheard(term, "std_error", ours, voice.factor)
    if variance <= CANCELLED * by_rows:
        return unheard(term, "std_error", ours, "its variance by clusters is negative, or zero but for rounding")
    error = math.sqrt(voice.factor * variance)
    return beside(term, "std_error", ours, error, max(TOLERANCE, voice.rounding * by_rows / variance), error)
