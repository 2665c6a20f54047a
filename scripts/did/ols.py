"""One column of least squares after fixed effects."""

import numpy as np
import pandas as pd

from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.least_squares import facts, fit_sample, tidy
from estimation.record import record
from estimation.sample import Sample, sample_of_column


def ols_column(panel: pd.DataFrame, ssc: str, settings: dict) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column; its settings are those of the study, the policy may be None."""
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    if policy is None:
        fit = fit_sample(sample, ssc)
        return tidy(fit), record(settings, sample.name, facts(fit), warnings=fit.warnings)
    start = first_treated(sample, policy)
    if "year" in sample.effect_names:
        refuse_no_contrast(start, policy)
    fit = fit_sample(sample, ssc, wanted=(policy,))
    warnings = [*always_treated(sample, start), *fit.warnings]
    return tidy(fit), record(settings, sample.name, facts(fit), sample, start, warnings=warnings)


def always_treated(sample: Sample, start: np.ndarray) -> list[str]:
    """A warning if units are treated in their first row, (n,) `start` being the first treated years."""
    first = np.full(len(sample.units), np.inf)
    np.minimum.at(first, sample.unit, sample.year)
    since = int(np.sum(start == first))
    return [f"{since} units are treated from the first year on; with unit effects they only compare"] * (since > 0)
