"""Which spatial model the tests choose for a column, matrix by matrix, and why."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.grids import Cell, grid
from estimation.collinearity import lost_terms
from estimation.ml_errors import clustered, inverse
from estimation.panel_ml import Arrays, Maximum, no_lag, spatial_error, spatial_lag
from estimation.resolvent import Resolvent, resolvent_of
from estimation.spatial import Prepared, prepare
from estimation.weights import ROW_SUM_TOLERANCE, Weights
from estimation.within import within
from spatial.random_effects import random_effects, with_means
from spatial.specification_tests import (
    ChiSquared,
    common_factor,
    hausman,
    lagrange_multipliers,
    likelihood_ratio,
    mundlak,
    no_lags,
)

LM, LR, WALD, CLUSTERED = "Lagrange multiplier", "Likelihood ratio", "Wald", "Wald, clustered by unit"
UNITS = "Effects of units: fixed or random"
TO_SAR, TO_SEM, TO_NONE = "SDM against SAR", "SDM against SEM", "SDM against no spatial terms"
ROBUST = {"sar": "robust lag", "sem": "robust error"}
NAMES = {"none": "no spatial model", "sar": "SAR", "sem": "SEM", "sdm": "SDM"}

Tests = dict[tuple[str, str], ChiSquared]  # by group and name


@dataclass(frozen=True)
class Choice:
    """The model that the tests choose (`none`, `sar`, `sem`, `sdm`), and why."""

    model: str
    why: str


def selection(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> tuple[pd.DataFrame, dict[str, Choice], list[str]]:
    """Tests of the column of `settings` with each of `weights`: one row a test and matrix, choices, and warnings.

    The models are fitted without correction, since the tests are those of likelihoods. Raises StudyError as `prepare`
    does, and for weighted rows and effects other than those of units and years.
    """
    parts, choices, warnings = [], {}, []
    for name in weights:
        prepared = prepare(panel, weights, leave_out, settings | {"matrix": name, "se": "hessian"})
        _refuse_other_models(settings, prepared.formula.effects)
        tests = tests_of(prepared)
        choices[name] = choose(tests)
        parts += [_row(name, *key, test) for key, test in tests.items()]
        warnings += prepared.warnings
    return pd.DataFrame(parts), choices, list(dict.fromkeys(warnings))


def tests_of(prepared: Prepared) -> Tests:
    """Every test of a column with its weights."""
    short, long, resolvent = prepared.arrays(lags=False), prepared.arrays(), resolvent_of(prepared.weights)
    plain, sar, sem, sdm = (
        no_lag(short), spatial_lag(short, resolvent), spatial_error(short, resolvent), spatial_lag(long, resolvent)
    )  # fmt: skip
    k = len(prepared.lagged)
    tests = {(LM, name): test for name, test in lagrange_multipliers(short, plain, resolvent).items()}
    tests[LR, TO_SAR] = likelihood_ratio(sdm, sar, k)
    why = not_nested(prepared)
    tests[LR, TO_SEM] = ChiSquared(None, k, f"not computable: {why}") if why else likelihood_ratio(sdm, sem, k)
    tests[LR, TO_NONE] = likelihood_ratio(sdm, plain, k + 1)
    by_unit = clustered(sdm, np.arange(resolvent.size), resolvent)
    for group, covariance in ((WALD, inverse(sdm.information)[:-1, :-1]), (CLUSTERED, by_unit)):
        tests[group, TO_SAR], tests[group, TO_SEM] = no_lags(sdm, covariance), common_factor(sdm, covariance)
    return tests | effects_tests(short, plain) | unit_tests(short, sar, resolvent)


def not_nested(prepared: Prepared) -> str:
    """Why SEM is no special case of SDM, if so."""
    if {*prepared.own} != {*prepared.lagged}:
        return "SEM is no special case of an SDM in which some terms have no lag"
    sums = prepared.weights.matrix.sum(axis=1)
    if np.ptp(sums) > ROW_SUM_TOLERANCE and prepared.formula.effects != ("unit",):
        return "SEM is no special case of SDM where the rows of the weights have different sums"
    return ""


def effects_tests(arrays: Arrays, plain: Maximum) -> Tests:
    """Likelihood ratios of the effects in the model without spatial terms."""
    tests = {}
    for effect, count in (("unit", len(arrays.outcome)), ("year", arrays.outcome.shape[1])):
        if effect in arrays.effects:
            rest = tuple(other for other in arrays.effects if other != effect)
            test = likelihood_ratio(plain, no_lag(replace(arrays, effects=rest)), count - 1)
            other = replace(test, df=count)
            note = f"with {count} degrees of freedom, as Elhorst (2014) counts them, p is {other.p_value:.3g}"
            tests[LR, f"Effects of {effect}s"] = replace(test, note=note)
    return tests


def unit_tests(arrays: Arrays, sar: Maximum, resolvent: Resolvent) -> Tests:
    """Fixed against random effects of units in SAR, where the column has effects of units."""
    if "unit" not in arrays.effects:
        return {}
    means = with_means(arrays)
    flat = within(means.regressors, tuple(e for e in arrays.effects if e == "year")).reshape(arrays.outcome.size, -1)
    lost = lost_terms(flat, np.linalg.norm(means.regressors.reshape(flat.shape), axis=0), means.terms)
    of_means = (
        ChiSquared(None, len(arrays.terms), f"not computable: the {lost[0].term} is collinear with other terms")
        if lost
        else mundlak(random_effects(means, resolvent))
    )
    found = hausman(sar, random_effects(arrays, resolvent))
    return {(UNITS, "Hausman"): found, (UNITS, "Mundlak, Wald"): of_means}


def choose(tests: Tests) -> Choice:
    """The model by the rule of Elhorst (2014, section 2.9), at 5 %.

    Both restrictions of SDM rejected: SDM. One of them kept, and the robust LM tests point to that model: that model.
    Else SDM. Before that: if neither the LM tests nor the likelihood ratio find anything, no spatial model.
    """
    first = [tests[LM, "lag"], tests[LM, "error"], tests[LR, TO_NONE]]
    if not any(test.rejects() for test in first):
        return Choice("none", f"the LM tests ({_p(first[0])}, {_p(first[1])}) and SDM ({_p(first[2])}) find nothing")
    own = {"sar": _restriction(tests, TO_SAR), "sem": _restriction(tests, TO_SEM)}
    kept = [model for model, test in own.items() if not test.rejects()]
    said = " and ".join(
        f"{NAMES[model]} is {'kept' if model in kept else 'rejected'} ({_p(test)})" for model, test in own.items()
    )
    if not kept:
        return Choice("sdm", said)
    pointed = pointed_to(tests)
    robust = f"robust lag {_p(tests[LM, 'robust lag'])}, robust error {_p(tests[LM, 'robust error'])}"
    if pointed in kept:
        return Choice(pointed, f"{said}, and the robust LM tests point to {NAMES[pointed]} ({robust})")
    where = f"point to {NAMES[pointed]}" if pointed else "point to neither"
    return Choice("sdm", f"{said}, but the robust LM tests {where} ({robust}): then SDM")


def pointed_to(tests: Tests) -> str | None:
    """The model to which the robust LM tests point: whose test rejects, or rejects with the larger statistic."""
    rejecting = [model for model, name in ROBUST.items() if tests[LM, name].rejects()]
    return max(rejecting, key=lambda model: tests[LM, ROBUST[model]].statistic, default=None)


def _restriction(tests: Tests, name: str) -> ChiSquared:
    """The likelihood ratio, or the Wald test where there is none."""
    return tests[LR, name] if tests[LR, name].statistic is not None else tests[WALD, name]


def _p(test: ChiSquared) -> str:
    return "p not computable" if test.p_value is None else p_words(test.p_value)


def p_words(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.0005 else f"p = {p_value:.3f}"


def _row(matrix: str, group: str, name: str, test: ChiSquared) -> dict:
    verdict = "not computable" if test.statistic is None else "rejects" if test.rejects() else "keeps"
    found = {"statistic": test.statistic, "df": test.df, "p_value": test.p_value, "verdict": verdict}
    return {"group": group, "test": name, "matrix": matrix, **found, "note": test.note}


def _refuse_other_models(settings: dict, effects: tuple[str, ...]) -> None:
    if other := [effect for effect in effects if effect not in ("unit", "year")]:
        raise StudyError(f"`of`: the effects `{', '.join(other)}` are not offered in spatial models, only unit, year")
    if settings.get("weights"):
        raise StudyError("`of`: spatial models have no `weights`; name a column without")


def clustered_words(table: pd.DataFrame, matrix: str) -> str:
    """What the Wald tests clustered by unit say of the two restrictions, on which the choice does not stand."""
    own = table[(table["matrix"] == matrix) & (table["group"] == CLUSTERED)].set_index("test")
    words = {"rejects": "rejects", "keeps": "keeps", "not computable": "cannot judge"}
    found = [(name, own.loc[test]) for name, test in (("SAR", TO_SAR), ("SEM", TO_SEM))]
    said = [
        f"{words[row['verdict']]} {name}" + ("" if pd.isna(row["p_value"]) else f" ({p_words(row['p_value'])})")
        for name, row in found
    ]
    return f"Clustered by unit, Wald {' and '.join(said)}."


def layout(table: pd.DataFrame, choices: dict[str, Choice], warnings: list[str]) -> dict:
    """How the tests are printed: a row a test, statistic, p and verdict for each matrix."""
    notes = [
        f"{name}: {NAMES[choice.model]} is chosen; {choice.why}. {clustered_words(table, name)}"
        for name, choice in choices.items()
    ]
    notes += [
        "All tests are at 5 %, by likelihoods of independent errors of one variance, but for those clustered by unit. "
        "The choice is by the rule of Elhorst (2014): likelihood ratios first, then the robust LM tests."
    ]
    silent = table[table["verdict"] == "not computable"]
    notes += [f"{test}, {matrix}: {note}." for test, matrix, note in silent[["test", "matrix", "note"]].to_numpy()]
    cells = [
        Cell("statistic", "χ²"), Cell("df", "df", "count"), Cell("p_value", "p", "probability"),
        Cell("verdict", "at 5 %", "text"),
    ]  # fmt: skip
    chosen = {name: {"model": choice.model, "why": choice.why} for name, choice in choices.items()}
    return grid(rows="test", cells=cells, group="group", across="matrix", notes=notes, warnings=warnings, tests=chosen)
