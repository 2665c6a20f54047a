"""One column of an event study with neighbours: effects of a policy at home and next door, by years since it began."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import ndtri

from core.errors import StudyError
from core.formulas import LAG
from core.seeds import stream
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.event_study import EventDummies, default_window, event_dummies, panel_starts, term_name
from estimation.frames import matrix
from estimation.ml_errors import clustered
from estimation.panel_ml import Arrays
from estimation.resolvent import lag, resolvent_of
from estimation.spatial import (
    FittedColumn,
    Prepared,
    estimates,
    finish,
    fit_model,
    near_bound,
    prepare,
    refuse_explosive,
)
from estimation.weights import Weights
from estimation.within import within
from spatial.columns import description, joint_test, untested
from spatial.impacts import EFFECTS, Parameters, impacts

DRAWS = 1000  # of simulated effects
LEAST_SHARE = 0.01  # of the variance of a lagged event time, that has to be left when the effects are removed
LEAST_RATIO = 0.1  # of the spread of a lagged event time to that of the own one, below which a reader is warned


@dataclass(frozen=True)
class Lagged:
    """What the effects leave of the lag of one event time.

    share : of its variance; ratio : of its standard deviation to that of the event time itself, both without effects
    """

    k: int
    share: float
    ratio: float


def spatial_event_column(
    panel: pd.DataFrame, weights: dict[str, Weights], leave_out: dict[str, list[str]], settings: dict
) -> tuple[pd.DataFrame, dict]:
    """Effects, other coefficients and facts of one column; its settings are those of the study.

    Raises StudyError as `estimation.spatial.prepare`, the models and event dummies do, and for an event time of whose
    lag the effects leave less than a hundredth.
    """
    prepared, policy = prepare(panel, weights, leave_out, settings), settings["policy"]
    sample = prepared.sample
    refuse_no_contrast(first_treated(sample, policy), policy)
    start, unsure = panel_starts(panel, policy, sample.units)
    base = settings["base"]
    event = event_dummies(start, sample, settings["window"] or default_window(start, sample, base), base)
    arrays = event_arrays(prepared, event, policy)
    lagged = refuse_absorbed(left_of_lags(arrays, event.keys), policy)
    resolvent = resolvent_of(prepared.weights)
    fit = fit_model(settings["model"], arrays, resolvent)
    warnings = [*prepared.warnings, *event.warnings, *unsure, *noisy(lagged), *near_bound(fit)]
    prepared = replace(prepared, warnings=warnings)
    column = finish(settings, prepared, fit, partial(clustered, fit, resolvent=resolvent))
    refuse_explosive(fit, column.estimates)
    seed, *place = settings["stream"]
    parameters = Parameters(fit.terms, column.estimates, column.covariance, fit.interval)
    effects = pd.DataFrame(impacts(parameters, resolvent, DRAWS, stream(seed, "spatial_event_study", *place)))
    rows = pd.concat([by_years(effects, event, policy), others(column, event, policy)], ignore_index=True)
    known, leads = description(column), tests_of_leads(column, event, policy)
    known |= {"tests": leads | known["tests"], "warnings": [*known["warnings"], *untested(leads)]}
    return rows, known | {"model": settings["model"], "lagged": [vars(one) for one in lagged]}


def event_arrays(prepared: Prepared, event: EventDummies, policy: str) -> Arrays:
    """The event times in place of the policy, the controls, and the lags of all."""
    sample = prepared.sample
    names, controls = sample.without(policy)
    values = matrix(sample, np.column_stack([event.dummies, controls]))
    terms = (*(term_name(policy, key) for key in event.keys), *names)
    both = np.concatenate([values, lag(prepared.weights.matrix, values)], axis=-1)
    names = (*terms, *(f"{LAG}{term}" for term in terms))
    return Arrays(matrix(sample, sample.outcome), both, names, prepared.formula.effects)


def left_of_lags(arrays: Arrays, keys: tuple[int, ...]) -> list[Lagged]:
    """What the effects leave of the lag of each event time; these stand first among the terms and among the lags."""
    half = len(arrays.terms) // 2
    own, lagged = (arrays.regressors[..., first : first + len(keys)] for first in (0, half))
    whole = lagged - lagged.mean(axis=(0, 1))
    own, rest = (within(values, arrays.effects) for values in (own, lagged))
    squares = [np.square(values).sum(axis=(0, 1)) for values in (own, rest, whole)]
    return [
        Lagged(key, float(left / total) if total else 0.0, float(np.sqrt(left / single)))
        for key, single, left, total in zip(keys, *squares, strict=True)
    ]


def refuse_absorbed(lagged: list[Lagged], policy: str) -> list[Lagged]:
    """The same; StudyError naming the event times of whose lags next to nothing is left."""
    if lost := [one for one in lagged if one.share < LEAST_SHARE]:
        named = ", ".join(f"`{LAG}{term_name(policy, one.k)}` {one.share:.2%}" for one in lost)
        raise StudyError(
            f"the effects leave less than 1 % of the variance of the neighbours' event times: {named}.\n"
            "  Nothing can be told of neighbours there. Use weights with fewer neighbours, or narrow the `window`."
        )
    return lagged


def noisy(lagged: list[Lagged]) -> list[str]:
    """A sentence when the lags vary little beside the event times themselves."""
    least = min(one.ratio for one in lagged)
    said = (
        f"once the effects are removed, neighbours' event times vary only {least:.3f} times as much as a unit's own: "
        "effects of neighbours are mostly noise"
    )
    return [said] * (least < LEAST_RATIO)


def effect_term(effect: str, term: str) -> str:
    return f"{effect}:{term}"


def by_years(effects: pd.DataFrame, event: EventDummies, policy: str) -> pd.DataFrame:
    """Effects of the event times in the order of effect and k, with units, rows, binned and base.

    A base has estimate 0 and no error. The interval is that of the delta method.
    """
    support = event.support.assign(of=[term_name(policy, key) for key in event.support["k"]])
    found = effects.rename(columns={"term": "of"}).drop(columns=["conf_low", "conf_high"])
    parts = []
    for effect in EFFECTS:
        part = support.merge(found[found["effect"] == effect], on="of", how="left", sort=False)
        parts.append(part.assign(effect=effect, term=[effect_term(effect, term) for term in part["of"]]))
    rows = pd.concat(parts, ignore_index=True)
    rows.loc[rows["base"], "estimate"] = 0.0
    reach = ndtri(0.975) * rows["std_error"]
    rows = rows.assign(conf_low=rows["estimate"] - reach, conf_high=rows["estimate"] + reach)
    counts = ["k", "units", "rows"]
    rows[counts] = rows[counts].astype("Int64")
    first = ["term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
    last = ["effect", *counts, "binned", "base", "simulated_mean", "simulated_se", "draws", "rejected"]
    return rows[[*first, *last]]


def others(column: FittedColumn, event: EventDummies, policy: str) -> pd.DataFrame:
    """The coefficients that are of no event time: of the controls, of their lags, and rho."""
    names = {term_name(policy, key) for key in event.keys}
    rows = estimates(column)
    return rows[~rows["term"].str.removeprefix(LAG).isin(names)].assign(binned=False, base=False)


def tests_of_leads(column: FittedColumn, event: EventDummies, policy: str) -> dict:
    """Joint tests that the coefficients of leads are zero: of a unit's own, of its neighbours', and of both."""
    own = [term_name(policy, key) for key in event.leads]
    if not own:
        return {}
    near = [f"{LAG}{term}" for term in own]
    groups = {"Own leads": own, "Neighbours' leads": near, "pretrend": [*own, *near]}
    return {name: joint_test(column, terms, name) for name, terms in groups.items()}
