"""A policy that begins years before it did, estimated on the rows without it."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.words import years_words
from estimation.cohorts import cohort_sizes, first_treated, refuse_no_contrast
from estimation.least_squares import facts, fit_sample, tidy
from estimation.sample import Sample, without_singletons
from estimation.staggered import effects
from placebo.moving import Moving, observed
from placebo.staggered import OVERALL, is_staggered, ready

OK, UNSUPPORTED = "ok", "unsupported"
NUMBERS = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high", "n_obs")


def in_time(panel: pd.DataFrame, model: dict) -> tuple[list[dict], dict]:
    """A row for each `shift` of a model of a placebo, and what is known of its fits.

    A shift that the panel does not support has a `status` that says why, and no numbers.
    """
    sample, moving = ready(panel, model)[:2] if is_staggered(model) else observed(panel, model)
    rows, fits = [], []
    for years in model["shift"]:
        try:
            fake, start = earlier(sample, moving, years)
            effect, known = estimated(fake, start, model, moving)
        except StudyError as error:
            said = {"shift": years, "status": UNSUPPORTED, "why": str(error)}
            rows.append(dict.fromkeys(NUMBERS) | said)
            fits.append(said)
            continue
        known |= {"n_treated": int(np.isfinite(start).sum()), "cohorts": cohort_sizes(start)}
        said = {"shift": years, "status": OK, "why": None}
        rows.append(said | effect | {"n_obs": known["n_obs"]})
        fits.append(said | known)
    own = ("placebo", "name", "formula", "sample", "policy", "design")
    return rows, {**{key: model[key] for key in own}, "outcome": sample.name, "shifts": fits}


def estimated(sample: Sample, start: np.ndarray, model: dict, moving: Moving) -> tuple[dict, dict]:
    """The row of the policy in rows of which it is the fake one, and the facts of its fit."""
    if is_staggered(model):
        found = effects(sample, start, model | OVERALL)
        table, known, warnings = found.table, found.facts(), found.warnings
    else:
        fit = fit_sample(sample, model["ssc"], wanted=moving.terms)
        table, known, warnings = tidy(fit), facts(fit), fit.warnings
    return table.set_index("term").loc[model["policy"]].to_dict(), known | {"warnings": warnings}


def earlier(sample: Sample, moving: Moving, years: int) -> tuple[Sample, np.ndarray]:
    """The rows of `sample` without the policy, in which all that moves begins `years` before it did; and the fake first
    treated years of its units.

    Raises StudyError for a cohort that has no row before its fake start, or if none is left to compare with.
    """
    policy, courses = moving.policies[0], moving.courses - years
    _refuse_unseen(sample, courses[:, 0], years)
    before, alone = sample.column(policy) == 0, {}
    kept = without_singletons(before, [effect.codes for effect in sample.effects], alone)
    dropped = sample.dropped | {"under the policy": int((~before).sum())}
    if alone:
        dropped["singletons"] = dropped.get("singletons", 0) + alone["singletons"]
    columns = dict(zip(moving.terms, moving.columns(sample.year, courses[sample.unit][:, None]), strict=True))
    for term, column in columns.items():
        sample = replace(sample, columns=np.where(np.equal(sample.terms, term), column, sample.columns))
    fake = replace(sample.taking(kept), dropped=dropped)
    start = first_treated(fake, policy)
    refuse_no_contrast(start, policy)
    return fake, start


def _refuse_unseen(sample: Sample, start: np.ndarray, years: int) -> None:
    """Raise StudyError for cohorts without a row before their fake `start` (n,)."""
    first = np.full(len(sample.units), np.inf)
    np.minimum.at(first, sample.unit, sample.year)
    unseen = [cohort for cohort in np.unique(start[np.isfinite(start)]) if (first[start == cohort] >= cohort).all()]
    if unseen:
        true = ", ".join(f"{cohort + years:.0f}" for cohort in unseen)
        raise StudyError(f"no row of the cohort {true} is before {years_words(years)}")
