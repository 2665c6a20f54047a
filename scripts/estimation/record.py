"""What the JSON file of a table says about each of its fits."""

import numpy as np

from core.thresholds import FEW_CLUSTERS, FEW_TREATED
from estimation.cohorts import cohort_sizes

SETTINGS = ("name", "estimator", "formula", "policy", "sample")


def record(
    settings: dict,
    outcome: str,
    facts: dict,
    start: np.ndarray | None = None,
    tests: dict | None = None,
    warnings: list = (),
) -> dict:
    """Entry of one fit.

    settings : the column as the study file says it; facts : of the fit, see `least_squares.facts`
    start : (N,) first treated years, None without a policy: treated units and cohorts are then null
    """
    return {
        **{key: settings.get(key) for key in SETTINGS},
        "outcome": outcome,
        **facts,
        "tests": tests or {},
        "warnings": [*(few_clusters(start) if start is not None else []), *warnings],
        "treated_units": None if start is None else int(np.isfinite(start).sum()),
        "cohorts": None if start is None else cohort_sizes(start),
    }


def few_clusters(start: np.ndarray) -> list[str]:
    """A warning if clustered standard errors are not to be trusted with so few units or treated units."""
    units, treated = start.size, int(np.isfinite(start).sum())
    if units >= FEW_CLUSTERS and treated >= FEW_TREATED:
        return []
    return [f"{units} clusters, {treated} of them treated: clustered standard errors tend to be too small"]
