"""One column of least squares after fixed effects."""

import numpy as np
import pandas as pd

from estimation.also import judged, with_also
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.combinations import coefficients_of, combinations
from estimation.frontier import Frontiers, spread
from estimation.least_squares import facts, fit_sample, tidy
from estimation.record import record
from estimation.sample import Sample, sample_of_column


def ols_column(panel: pd.DataFrame, settings: dict, frontiers: Frontiers | None = None) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column; its settings are those of the study, the policy may be None.

    frontiers : of the scores, where `also` of the settings has `frontier`
    """
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    start = None if policy is None else first_treated(sample, policy)
    if policy and "year" in sample.effect_names:
        refuse_no_contrast(start, policy)
    fit = fit_sample(sample, settings["ssc"], wanted=(policy,) if policy else ())
    combined, said = combinations(coefficients_of(fit), settings)
    rows, also, unjudged = with_also(tidy(fit), fit, settings)
    if "frontier" in settings.get("also", []) and (terms := judged(fit.terms, policy)):
        errors, also["frontier"] = spread(panel, settings, fit, terms, frontiers)
        rows["se_frontier"] = rows["term"].map(errors)
    known = facts(fit) | combined | {"also": also}
    warnings = [*(always_treated(sample, start) if policy else []), *fit.warnings, *said, *unjudged]
    return rows, record(settings, sample.name, known, sample, start, warnings)


def always_treated(sample: Sample, start: np.ndarray) -> list[str]:
    """A warning if units are treated in their first row, (n,) `start` being the first treated years."""
    first = np.full(len(sample.units), np.inf)
    np.minimum.at(first, sample.unit, sample.year)
    since = int(np.sum(start == first))
    return [f"{since} units are treated from the first year on; with unit effects they only compare"] * (since > 0)
