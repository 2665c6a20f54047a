"""What the JSON file of a table says about a fit: the column as the study says it, and warnings."""

import numpy as np
import pytest
from samples import framed, sample_from

from core.contract import FACTS
from core.thresholds import FEW_CLUSTERS, FEW_TREATED
from estimation.record import few_clusters, record

SETTINGS = {
    "name": "policy", "estimator": "ols", "formula": "y ~ ai | unit", "policy": "ai", "sample": None, "cluster": "unit",
}  # fmt: skip


def starts(units, treated):
    return np.array([2015.0] * treated + [np.inf] * (units - treated))


def sample(units, clusters=("unit",)):
    """Two years of each unit; provinces are of three units."""
    frame = framed({"y": np.random.default_rng(0).normal(size=(units, 2)), "x": np.ones((units, 2))})
    return sample_from(frame.assign(province=frame["unit"].str[1:].astype(int) // 3), "y ~ x", clusters=clusters)


def test_an_entry_has_the_column_its_outcome_and_the_facts():
    entry = record(SETTINGS, "y", {"n_obs": 9, "tests": {"pretrend": {}}}, sample(50), starts(50, 25), ["said"])
    assert [entry[key] for key in ("name", "estimator", "formula", "policy", "sample")] == [
        "policy", "ols", "y ~ ai | unit", "ai", None,
    ]  # fmt: skip
    assert (entry["outcome"], entry["n_obs"], entry["tests"]) == ("y", 9, {"pretrend": {}})
    assert (entry["treated_units"], entry["cohorts"], entry["warnings"]) == (25, {2015: 25}, ["said"])


def test_an_entry_without_a_policy_has_no_treated_units():
    entry = record(SETTINGS | {"policy": None}, "y", {})
    assert (entry["policy"], entry["treated_units"], entry["cohorts"], entry["warnings"]) == (None, None, None, [])


def test_an_entry_holds_what_the_contract_names():
    facts = (
        *("n_obs", "n_units", "n_periods", "n_clusters", "cluster", "weights", "dropped", "fixed_effects"),
        *("r2", "r2_within", "ssc", "df"),
    )
    said = FACTS["estimates/{rule}/{table}.json, each of its columns"]
    assert set(record(SETTINGS, "y", dict.fromkeys(facts))) == set(said)


@pytest.mark.parametrize(
    ("units", "treated", "warned"),
    [
        (FEW_CLUSTERS, FEW_TREATED, False),
        (FEW_CLUSTERS - 1, FEW_TREATED, True),
        (FEW_CLUSTERS, FEW_TREATED - 1, True),
    ],
)
def test_few_clusters_are_told(units, treated, warned):
    said = few_clusters(sample(units), starts(units, treated))
    assert bool(said) == warned
    assert all(f"{units} clusters, {treated} of them treated" in sentence for sentence in said)


def test_few_clusters_are_told_for_each_cluster_variable():
    assert few_clusters(sample(150, []), starts(150, 60)) == []
    assert few_clusters(sample(150, ["province"]), starts(150, 60)) == []
    said = few_clusters(sample(150, ["province", "year"]), starts(150, 30))
    assert [sentence.split(":")[0] for sentence in said] == [
        "50 clusters of `province`, 10 of them treated", "2 clusters of `year`, 2 of them treated",
    ]  # fmt: skip
