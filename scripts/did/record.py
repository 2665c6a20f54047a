"""What the JSON file of a table says about each of its fits."""

import numpy as np

from core.cohorts import cohort_sizes
from core.regression import Fit, facts

FEW_CLUSTERS, FEW_TREATED = 40, 20  # below these the clustered variance is known to be too small


def record(column: dict, outcome: str, fit: Fit, start: np.ndarray, tests: dict, warnings: list[str]) -> dict:
    """Entry of one fit; `column` is the study's own (name, formula, sample), `start` the first treated years."""
    return {
        "name": column["name"],
        "formula": column["formula"],
        "sample": column.get("sample"),
        "outcome": outcome,
        **facts(fit),
        "tests": tests,
        "warnings": few_clusters(start) + warnings,
        "treated_units": int(np.isfinite(start).sum()),
        "cohorts": cohort_sizes(start),
    }


def few_clusters(start: np.ndarray) -> list[str]:
    """A warning if clustered standard errors are not to be trusted with so few units or treated units."""
    units, treated = start.size, int(np.isfinite(start).sum())
    if units >= FEW_CLUSTERS and treated >= FEW_TREATED:
        return []
    return [f"{units} clusters, {treated} of them treated: clustered standard errors tend to be too small"]
