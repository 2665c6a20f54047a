"""What the JSON file of a table says about each of its fits."""

import numpy as np

from core.thresholds import FEW_CLUSTERS, FEW_TREATED
from core.words import FRAIL
from estimation.cohorts import cohort_sizes
from estimation.sample import Sample

WAYS = {"cr2": "CR2", "wild": "the wild cluster bootstrap"}  # of judging a policy otherwise, in words
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
    facts : of the fit, see `least_squares.facts`; what is said of `tests`, `lincom`, `fitstat` and `also` is empty
        unless they say it
    sample : of the fit, and start : (n,) first treated years of its units, None without a policy: treated units and
        cohorts are then null
    """
    return {
        **{key: settings.get(key) for key in SETTINGS},
        "outcome": outcome,
        "tests": {},
        "lincom": {},
        "fitstat": {},
        "also": {},
        **facts,
        "warnings": [*(few_clusters(sample, start, beside(settings, facts)) if start is not None else []), *warnings],
        "treated_units": None if start is None else int(np.isfinite(start).sum()),
        "cohorts": None if start is None else cohort_sizes(start),
    }


def beside(settings: dict, facts: dict) -> str:
    """``p by CR2 0.224``: the other p-values of the policy, where the column has them, or that its event times do.

    Beside those of its products, ``p of `law` by CR2 0.224``.
    """
    policy = settings["policy"]
    known = {words: facts["also"][way]["p_value"] for way, words in WAYS.items() if facts.get("also", {}).get(way)}
    said = [words if found.get(policy) is None else f"{words} {found[policy]:.3f}" for words, found in known.items()]
    which = f" of `{policy}`" if any(policy in found and len(found) > 1 for found in known.values()) else ""
    return f"p{which} by {' and '.join(said)}" if said else ""


def few_clusters(sample: Sample, start: np.ndarray, remedy: str = "") -> list[str]:
    """A warning for each cluster variable with so few clusters, or treated ones, that the errors are not to be trusted.

    A cluster is treated if one of its units ever is. The `remedy` says how else the policy is judged.
    """
    treated = np.isfinite(start)[sample.unit]
    said = []
    for cluster in sample.clusters:
        own = len(np.unique(cluster.codes[treated]))
        if cluster.count < FEW_CLUSTERS or own < FEW_TREATED:
            which = "clusters" if cluster.name == "unit" else f"clusters of `{cluster.name}`"
            said.append(f"{cluster.count} {which}, {own} of them treated: {FRAIL}" + (f"; {remedy}" if remedy else ""))
    return said
