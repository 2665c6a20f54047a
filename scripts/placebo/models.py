"""The models of a study whose policy is reassigned: their draws in chunks, and what the draws say of each."""

from contextlib import suppress
from functools import partial

import numpy as np
import pandas as pd

import placebo.neighbours as neighbours
import placebo.staggered as staggered
from core.errors import StudyError
from core.kernels import bandwidth
from estimation.cohorts import cohort_sizes
from estimation.least_squares import facts, fit_sample, tidy
from placebo.distribution import moments, permutation_p
from placebo.moving import naming_model, observed, strata
from placebo.permutation import (
    ASSIGNMENT,
    EFFECTS,
    Refits,
    Setting,
    draws_of,
    placebo_effects,
    refits,
    setting_of,
)

KEYS = ["placebo", "column"]
EXACT_NUMBERS = 2**53  # integers below are exact as floats
LARGEST = 10**300


def chunk_of_draws(panel: pd.DataFrame, models: list[dict], chunk: str, seed: int) -> pd.DataFrame:
    """Draws of `chunk`, such as ``"3-of-5"``, of every model: placebo, column (an address), draw and its effect.

    `models` are columns of tables with the name of their placebo and its number of draws. Every digit is kept until
    the draws are compared with the observed effect, so that ties count. A model that is refused has no draws: the one
    job that gathers them says why, not every chunk.
    """
    header = [*KEYS, *EFFECTS, ASSIGNMENT]
    parts = [pd.DataFrame(columns=header)]
    for model in models:
        with suppress(StudyError):
            setting = setting_of_model(panel, model)
            effects = placebo_effects(setting, draws_of(chunk, setting.draws), seed)
            parts.append(effects.assign(placebo=model["placebo"], column=model["name"])[header])
    return pd.concat(parts[1:] or parts, ignore_index=True)


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


def all_draws(chunks: list[pd.DataFrame], model: dict, total: int) -> pd.DataFrame:
    """The `total` draws of `model` among those of all `chunks`, in order; StudyError unless each is there once."""
    whole = pd.concat(chunks, ignore_index=True).infer_objects()  # an empty chunk has no types
    own = (whole["placebo"] == model["placebo"]) & (whole["column"] == model["name"])
    draws = whole[own].drop(columns=KEYS).sort_values("draw", ignore_index=True)
    if not np.array_equal(draws["draw"], np.arange(total)):
        raise StudyError(
            f"{len(draws)} placebo draws, {draws['draw'].nunique()} of them different, where 0 to {total - 1} "
            "are expected: chunks of another run are mixed in. Delete the chunks and run again."
        )
    return draws


def summary_of(panel: pd.DataFrame, setting: Setting | Refits, draws: pd.DataFrame, model: dict, seed: int) -> dict:
    """The observed effect of `model`, its permutation p-values, and the moments of its `draws`.

    Draws without a coefficient, as the effects and controls absorb their policy, are counted and left out. The observed
    assignment has one; where all assignments are equally likely, so are those that have one.
    """
    outcome, effect, known = observed_effect(panel, model)
    fitted = draws[draws["estimate"].notna()]
    estimates, statistics = fitted["estimate"].to_numpy(), fitted["statistic"].to_numpy()
    start = setting.moving.courses[:, 0]
    return {
        **{
            key: model[key]
            for key in ("placebo", "name", "estimator", "formula", "sample", "policy", "design", "strata")
        },
        "outcome": outcome,
        "estimand": setting.moving.estimand,
        "moved": list(setting.moving.policies),
        **known,
        "observed": effect.to_dict(),
        "p_coefficient": permutation_p(effect["estimate"], estimates, setting.enumerated),
        "p_statistic": permutation_p(effect["statistic"], statistics, setting.enumerated),
        "seed": seed,
        "draws": setting.draws,
        "absorbed_draws": len(draws) - len(fitted),
        "assignments": countable(setting.lots.number),
        "enumerated": setting.enumerated,
        "distinct_draws": draws[ASSIGNMENT].nunique(),
        "n_treated": int(np.isfinite(start).sum()),
        "cohorts": cohort_sizes(start),
        **moments(estimates),
        "density": {"kernel": "gaussian", "bandwidth": bandwidth(estimates)},
    }


def observed_effect(panel: pd.DataFrame, model: dict) -> tuple[str, pd.Series, dict]:
    """Name of the outcome, row of the policy, and facts of the column of a model."""
    for kind, is_of in ((staggered, staggered.is_staggered), (neighbours, neighbours.is_spatial)):
        if is_of(model):
            return kind.observed_effect(panel, model)
    sample, moving = observed(panel, model)
    fit = fit_sample(sample, model["ssc"], wanted=moving.terms)
    return sample.name, tidy(fit).set_index("term").loc[model["policy"]], facts(fit)


def countable(number: int) -> int | float | None:
    """`number` as it can be written: with its first digits where it is large, null where no float holds it."""
    return number if number < EXACT_NUMBERS else float(number) if number < LARGEST else None
