"""One column of least squares after fixed effects."""

import numpy as np
import pandas as pd

from core.formulas import parse_formula
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.frames import estimation_frame, matrix, units, years
from estimation.least_squares import facts, fit_formula, tidy
from estimation.record import record


def ols_column(panel: pd.DataFrame, ssc: str, settings: dict) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column; `settings` are name, formula, sample and policy, which may be None."""
    formula, policy = parse_formula(settings["formula"]), settings["policy"]
    frame = estimation_frame(panel, formula, settings["sample"])
    if policy is None:
        fit = fit_formula(frame, formula, ssc)
        return tidy(fit), record(settings, formula.outcome, facts(fit))
    start = first_treated(matrix(frame, policy), years(frame), units(frame), policy)
    if "year" in formula.effects:
        refuse_no_contrast(start, policy)
    fit = fit_formula(frame, formula, ssc)
    since = int(np.sum(start == years(frame)[0]))
    warnings = [f"{since} units are treated from the first year on; with unit effects they only compare"] * (since > 0)
    return tidy(fit), record(settings, formula.outcome, facts(fit), start, warnings=warnings)
