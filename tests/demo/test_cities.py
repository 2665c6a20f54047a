"""Rosters, coordinates and treatment years are the real ones, and the drawn ones are as many as they must be."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
import yaml
from yearbooks import HOME, STUDIES, shipped, simulated

from demo.cities import grades, inverse_distance, kilometres, members
from demo.simulation import treated_cities


def test_every_city_has_a_name_a_code_and_coordinates():
    cities = pd.read_csv(HOME / "cities.csv", dtype=str, keep_default_na=False)
    geography = pd.read_csv(HOME / "cities_geo.csv", dtype=str)
    current = cities[cities["in_297"] == "1"]
    assert len(current) == 297 and current["adcode"].is_unique and current["name_zh"].is_unique
    joined = current.merge(geography, on="adcode", suffixes=("", "_geo"), validate="1:1")
    assert len(joined) == 297
    assert (joined["lon"].astype(float) - joined["lon_geo"].astype(float)).abs().max() < 1e-6


@pytest.mark.parametrize(
    ("roster", "size"), [("in_286", 286), ("in_278_simulated", 278), ("yreb_reach", 108), ("in_297", 297)]
)
def test_rosters_have_their_sizes(roster, size):
    _, facts = shipped("aipz")
    assert members(facts.cities, roster).sum() == size
    reach = Counter(facts.cities["yreb_reach"])
    assert (reach["upstream"], reach["midstream"], reach["downstream"]) == (31, 36, 41)


def test_the_pilot_zones_give_the_printed_mean_and_deviation():
    simulation = simulated("aipz")
    policy = simulation.policy[simulation.study].reshape(286, 9)
    assert (policy.any(axis=1).sum(), policy.sum()) == (18, 74)
    assert round(policy.mean(), 4) == 0.0287
    assert round(policy.std(ddof=1), 4) == 0.1671
    assert pd.read_csv(HOME / "aipz.csv")["batch"].nunique() == 8


def test_circular_economy_cities_are_drawn_and_the_known_ones_keep_their_batch():
    simulation = simulated("ncedc")
    start = pd.Series(simulation.start, index=simulation.cities["adcode"])
    assert Counter(start[np.isfinite(start)]) == {2014: 17, 2016: 26}
    assert (start["330800"], start["371500"]) == (2014, 2016)
    assert simulation.policy[simulation.study].sum() == 378
    assert np.isinf(simulation.start[~simulation.study.any(axis=1)]).all()
    assert Counter(treated_cities(simulation, shipped("ncedc")[1].zones)["status"]) == {"real": 2, "simulated": 41}


@pytest.mark.parametrize(("study", "rows"), [("aipz", 286 * 9), ("ncedc", 278 * 21), ("yreb", 108 * 15)])
def test_units_times_years(study, rows):
    assert simulated(study).study.sum() == rows


def test_distance_of_beijing_and_shanghai():
    """Great circle of radius 6371.0 km between (116.4, 39.9) and (121.5, 31.2)."""
    assert kilometres(np.array([116.4, 121.5]), np.array([39.9, 31.2]))[0, 1] == pytest.approx(1071.286, abs=5e-4)
    weights = inverse_distance(simulated("yreb").places.km, 2.0)
    assert np.allclose(weights.sum(axis=1), 1) and not weights.diagonal().any()


def test_grades_follow_urban_population():
    simulation = simulated("yreb")
    people = simulation.worlds[0]["urban_population"][simulation.study.any(axis=1), 0]
    assert Counter(grades(people)) == {"L": 53, "M": 37, "S": 18}
    assert ((people > 100).sum(), (people < 50).sum()) == (53, 18)


@pytest.mark.parametrize("study", STUDIES)
def test_published_ids_are_unique_and_those_compared_exist(study):
    entries = yaml.safe_load((HOME / "published" / f"{study}.yaml").read_text())["entries"]
    ids = [entry["id"] for entry in entries]
    assert len(set(ids)) == len(ids)
    wanted = shipped(study)[0].comparison
    rows = {f"{wanted.table}.{name}..{stat}" for name in wanted.descriptives for stat in ("mean", "sd", "min", "max")}
    assert {*rows, *wanted.coefficients, *wanted.yearly_means} <= set(ids)
