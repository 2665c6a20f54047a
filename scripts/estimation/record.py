"""What the JSON file of a table says about each of its fits."""

import numpy as np

from core.thresholds import FEW_CLUSTERS, FEW_TREATED
from estimation.cohorts import cohort_sizes
from estimation.sample import Sample

SETTINGS = ("name", "estimator", "formula", "policy", "sample")


def record(
    settings: dict,
    outcome: str,
    facts: dict,
    sample: Sample | None = None,
    start: np.ndarray | None = None,
    warnings: list = (),
) -> dict:
    """Entry of one fit.

    settings : the column as the study file says it
    facts : of the fit, see `least_squares.facts`; `tests`, `lincom` and `fitstat` are empty unless they say otherwise
    sample : of the fit, and start : (n,) first treated years of its units, None without a policy: treated units and
        cohorts are then null
    """
    return {
        **{key: settings.get(key) for key in SETTINGS},
        "outcome": outcome,
        "tests": {},
        "lincom": {},
        "fitstat": {},
        **facts,
        "warnings": [*(few_clusters(sample, start) if start is not None else []), *warnings],
        "treated_units": None if start is None else int(np.isfinite(start).sum()),
        "cohorts": None if start is None else cohort_sizes(start),
    }


def few_clusters(sample: Sample, start: np.ndarray) -> list[str]:
    """A warning for each cluster variable with so few clusters, or treated ones, that the errors are not to be trusted.

    A cluster is treated if one of its units ever is.
    """
    treated = np.isfinite(start)[sample.unit]
    said = []
    for cluster in sample.clusters:
        own = len(np.unique(cluster.codes[treated]))
        if cluster.count < FEW_CLUSTERS or own < FEW_TREATED:
            which = "clusters" if cluster.name == "unit" else f"clusters of `{cluster.name}`"
            said.append(
                f"{cluster.count} {which}, {own} of them treated: clustered standard errors tend to be too small"
            )
    return said
