"""What the JSON file of a table says about each of its fits."""

import numpy as np

from estimation.cohorts import cohort_sizes
from estimation.least_squares import Fit, facts

FEW_CLUSTERS, FEW_TREATED = 40, 20  # below these the clustered variance is known to be too small


def record(column: dict, outcome: str, fit: Fit, start: np.ndarray | None, tests: dict, warnings: list[str]) -> dict:
    """Entry of one fit; `column` is the study's own (name, formula, sample), `start` the first treated years.

    `start` is None in a study without a policy: treated units and cohorts are then null.
    """
    return {
        "name": column["name"],
        "formula": column["formula"],
        "sample": column.get("sample"),
        "outcome": outcome,
        **facts(fit),
        "tests": tests,
        "warnings": few_clusters(start) + warnings if start is not None else warnings,
        "treated_units": int(np.isfinite(start).sum()) if start is not None else None,
        "cohorts": cohort_sizes(start) if start is not None else None,
    }


def few_clusters(start: np.ndarray) -> list[str]:
    """A warning if clustered standard errors are not to be trusted with so few units or treated units."""
    units, treated = start.size, int(np.isfinite(start).sum())
    if units >= FEW_CLUSTERS and treated >= FEW_TREATED:
        return []
    return [f"{units} clusters, {treated} of them treated: clustered standard errors tend to be too small"]
