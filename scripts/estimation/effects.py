"""Average effects of a staggered policy: over all treated rows, by years since the policy, or by cohort."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from core.errors import StudyError
from estimation.least_squares import joint_test
from estimation.sample import Groups, Sample

LEVEL = ndtri(0.975)


@dataclass(frozen=True)
class Average:
    """An average of effects: a term of results.

    term : name; k : years since the policy, None unless the average is over one of them
    units, rows : of the treated that it rests on
    """

    term: str
    k: int | None
    units: int
    rows: int


@dataclass(frozen=True)
class Averages:
    """Estimates (q,) of `averages` and their `influence` (n, q): what each unit adds to the error of each."""

    averages: list[Average]
    estimates: np.ndarray
    influence: np.ndarray


def term_of(policy: str, aggregate: str, key: int) -> str:
    """``ai``, ``ai::2`` two years since the policy, ``ai.2019`` the cohort of 2019."""
    return {"overall": policy, "event": f"{policy}::{key}", "cohort": f"{policy}.{key}"}[aggregate]


def clusters_of_units(sample: Sample) -> Groups:
    """The clusters of the units of `sample`; StudyError unless it is one variable, the same in all rows of a unit."""
    if len(sample.clusters) != 1:
        raise StudyError("errors of this estimator are clustered by one variable in which units lie: `cluster: unit`")
    (cluster,) = sample.clusters
    codes = np.zeros(len(sample.units), dtype=int)
    codes[sample.unit] = cluster.codes
    if (codes[sample.unit] != cluster.codes).any():
        raise StudyError(f"units change their cluster of `{cluster.name}`; this estimator needs units inside clusters")
    return Groups(cluster.name, codes, cluster.count)


def covariance_of(averages: Averages, clusters: Groups) -> np.ndarray:
    """(q, q) covariance from the sums of the influence within clusters of units, without a small-sample factor."""
    members = np.zeros((clusters.count, averages.influence.shape[1]))
    np.add.at(members, clusters.codes, averages.influence)
    return members.T @ members


def tidy(averages: Averages, covariance: np.ndarray) -> pd.DataFrame:
    """A row for each average, with p-values and 95 % intervals from the normal distribution.

    Averages over years since the policy have also k, units, rows, binned and base.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = np.sqrt(np.diag(covariance))
        errors = np.where(errors > 0, errors, np.nan)
        statistic = averages.estimates / errors
    table = pd.DataFrame(
        {
            "term": [average.term for average in averages.averages],
            "estimate": averages.estimates,
            "std_error": errors,
            "statistic": statistic,
            "p_value": 2 * ndtr(-np.abs(statistic)),
            "conf_low": averages.estimates - LEVEL * errors,
            "conf_high": averages.estimates + LEVEL * errors,
        }
    )
    return table if any(average.k is None for average in averages.averages) else with_support(table, averages.averages)


def with_support(table: pd.DataFrame, averages: list[Average]) -> pd.DataFrame:
    support = {name: [getattr(average, name) for average in averages] for name in ("k", "units", "rows")}
    return table.assign(**support, binned=False, base=False)


def with_base(table: pd.DataFrame, term: str, k: int) -> pd.DataFrame:
    """`table` with the row of the base, whose estimate is 0 and has no error, in the order of k."""
    base = pd.DataFrame([{"term": term, "estimate": 0.0, "k": k, "binned": False, "base": True}])
    whole = pd.concat([table, base]).sort_values("k", ignore_index=True)
    return whole.astype({"k": "Int64", "units": "Int64", "rows": "Int64"})


def leads_test(averages: Averages, covariance: np.ndarray) -> dict:
    """Joint test that all averages before the policy are zero, as an entry of `tests`: chi2 / df1; none without any."""
    at = [place for place, average in enumerate(averages.averages) if average.k is not None and average.k < 0]
    if not at:
        return {}
    terms = tuple(averages.averages[place].term for place in at)
    own = covariance[np.ix_(at, at)]
    return {"pretrend": vars(joint_test(terms, averages.estimates[at], own, np.sqrt(np.diag(own)), None))}


def stored(terms: list[str], covariance: np.ndarray) -> dict:
    """The covariance of event times as the JSON file keeps it."""
    return {"terms": list(terms), "values": covariance.tolist()}
