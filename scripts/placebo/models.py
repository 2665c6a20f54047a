"""The models of a study whose policy is reassigned: their draws in chunks, and what the draws say of each."""

import numpy as np
import pandas as pd

from core.errors import StudyError, naming
from core.formulas import parse_formula
from estimation.cohorts import cohort_sizes
from estimation.frames import estimation_frame
from estimation.least_squares import facts, fit_formula, tidy
from placebo.distribution import bandwidth, moments, permutation_p
from placebo.permutation import draws_of, placebo_effects, setting_of

KEYS = ["placebo", "column"]


def chunk_of_draws(panel: pd.DataFrame, models: list[dict], ssc: str, chunk: str, seed: int) -> pd.DataFrame:
    """Draws of `chunk`, such as ``"3-of-5"``, of every model: placebo, column (an address), draw and its effect.

    `models` are columns of tables with the name of their placebo and its number of draws. Every digit is kept until
    the draws are compared with the observed effect, so that ties count.
    """
    parts = []
    for model in models:
        with naming(model["placebo"], model["name"]):
            formula = parse_formula(model["formula"])
            frame = estimation_frame(panel, formula, model["sample"])
            setting = setting_of(frame, formula, model["policy"], ssc)
            effects = placebo_effects(setting, draws_of(chunk, model["draws"]), seed)
        parts.append(effects.assign(placebo=model["placebo"], column=model["name"]))
    return pd.concat(parts, ignore_index=True)[[*KEYS, *effects.columns]]


def all_draws(chunks: list[pd.DataFrame], model: dict) -> pd.DataFrame:
    """The draws of `model` among those of all `chunks`, in order; StudyError unless each is there once."""
    whole = pd.concat(chunks, ignore_index=True).infer_objects()  # an empty chunk has no types
    own = (whole["placebo"] == model["placebo"]) & (whole["column"] == model["name"])
    draws = whole[own].drop(columns=KEYS).sort_values("draw", ignore_index=True)
    if not np.array_equal(draws["draw"], np.arange(model["draws"])):
        raise StudyError(
            f"{len(draws)} placebo draws, {draws['draw'].nunique()} of them different, where 0 to {model['draws'] - 1} "
            "are expected: chunks of another run are mixed in. Delete the chunks and run again."
        )
    return draws


def summary_of(panel: pd.DataFrame, draws: pd.DataFrame, model: dict, ssc: str, seed: int) -> dict:
    """The observed effect of `model`, its permutation p-values, and the moments of its `draws`."""
    formula, policy = parse_formula(model["formula"]), model["policy"]
    frame = estimation_frame(panel, formula, model["sample"])
    start = setting_of(frame, formula, policy, ssc).start
    fit = fit_formula(frame, formula, ssc)
    observed = tidy(fit).set_index("term").loc[policy]
    estimates = draws["estimate"].to_numpy()
    return {
        **{key: model[key] for key in ("placebo", "name", "formula", "sample", "policy", "design", "draws")},
        "outcome": formula.outcome,
        **facts(fit),
        "observed": observed.to_dict(),
        "p_coefficient": permutation_p(observed["estimate"], estimates),
        "p_statistic": permutation_p(observed["statistic"], draws["statistic"].to_numpy()),
        "seed": seed,
        "n_treated": int(np.isfinite(start).sum()),
        "cohorts": cohort_sizes(start),
        **moments(estimates),
        "density": {"kernel": "gaussian", "bandwidth": bandwidth(estimates)},
    }
