"""The models of a study whose policy is reassigned: what is observed of each, and its draws, in chunks."""

from functools import partial

import numpy as np
import pandas as pd

import placebo.neighbours as neighbours
import placebo.staggered as staggered
from core.errors import StudyError
from estimation.cohorts import cohort_sizes
from estimation.least_squares import facts, fit_sample, tidy
from placebo.chunks import ASSIGNMENT, OBSERVED, ROW
from placebo.lots import digest
from placebo.moving import naming_model, observed, strata
from placebo.permutation import Refits, Setting, draws_of, placebo_effects, refits, setting_of

SETTINGS = ("placebo", "name", "estimator", "formula", "sample", "policy", "design", "strata")
EXACT_NUMBERS = 2**53  # integers below are exact as floats
LARGEST = 10**300


def chunk_of_draws(panel: pd.DataFrame, models: list[dict], chunk: str, seed: int) -> tuple[dict, np.ndarray]:
    """The facts of all `models`; and, one below the other, the observed effect of each and its draws of `chunk`, such
    as ``"3-of-5"``, with the number of the model.

    `models` are columns of tables with the name of their placebo and its number of draws. Every digit is kept until
    the draws are compared with the observed effect, so that ties count. A model that is refused has no draws, and
    says why in its facts.
    """
    said, parts = [], [np.empty(0, ROW)]
    for number, model in enumerate(models):
        try:
            known, rows = effects_of_model(panel, model, chunk, seed)
        except StudyError as error:
            known, rows = {"refused": str(error)}, np.empty(0, ROW)
        rows["model"] = number
        said.append({key: model[key] for key in SETTINGS} | {"seed": seed} | known)
        parts.append(rows)
    return {"models": said}, np.concatenate(parts)


def effects_of_model(panel: pd.DataFrame, model: dict, chunk: str, seed: int) -> tuple[dict, np.ndarray]:
    """What is known of a model, and its observed effect before those of its draws of `chunk`."""
    setting = setting_of_model(panel, model)
    outcome, effect, known = observed_effect(panel, model)
    effects = placebo_effects(setting, draws_of(chunk, setting.draws), seed)
    first = effect.to_dict() | {"draw": OBSERVED, ASSIGNMENT: digest(setting.lots.kinds)}
    rows = np.empty(1 + len(effects), ROW)
    for name in effects:
        rows[name] = np.append(first[name], effects[name])
    return {"outcome": outcome, **known, **facts_of(setting), "observed": effect.to_dict()}, rows


def setting_of_model(panel: pd.DataFrame, model: dict) -> Setting | Refits:
    """The setting of a model of a placebo, as the plan of a study gives it, but with its weights as its `matrix`; a
    StudyError names study and model."""
    with naming_model(model):
        if staggered.is_staggered(model):
            sample, moving, _ = staggered.ready(panel, model)
            effect = partial(staggered.mean_effect, sample, settings=model | staggered.OVERALL)
            return refits(effect, moving, strata(panel, sample.units, model["strata"]), model["draws"])
        if neighbours.is_spatial(model):
            prepared, moving = neighbours.ready(panel, model)
            own = strata(panel, prepared.sample.units, model["strata"])
            return refits(neighbours.still_of(prepared, model).effect, moving, own, model["draws"])
        sample, moving = observed(panel, model)
        return setting_of(sample, moving, strata(panel, sample.units, model["strata"]), model["ssc"], model["draws"])


def facts_of(setting: Setting | Refits) -> dict:
    """What is handed out, to how many, and in how many ways."""
    start = setting.moving.courses[:, 0]
    return {
        "estimand": setting.moving.estimand,
        "moved": list(setting.moving.policies),
        "draws": setting.draws,
        "assignments": countable(setting.lots.number),
        "enumerated": setting.enumerated,
        "n_treated": int(np.isfinite(start).sum()),
        "cohorts": cohort_sizes(start),
    }


def observed_effect(panel: pd.DataFrame, model: dict) -> tuple[str, pd.Series, dict]:
    """Name of the outcome, row of the policy, and facts of the column of a model."""
    with naming_model(model):
        for kind, is_of in ((staggered, staggered.is_staggered), (neighbours, neighbours.is_spatial)):
            if is_of(model):
                return kind.observed_effect(panel, model)
        sample, moving = observed(panel, model)
        fit = fit_sample(sample, model["ssc"], wanted=moving.terms)
        return sample.name, tidy(fit).set_index("term").loc[model["policy"]], facts(fit)


def countable(number: int) -> int | float | None:
    """`number` as it can be written: with its first digits where it is large, null where no float holds it."""
    return number if number < EXACT_NUMBERS else float(number) if number < LARGEST else None
