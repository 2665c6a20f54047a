"""Rosters and coordinates of the cities are the real ones."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from yearbooks import HOME, shipped, simulated

from core.files import read_json
from demo.cities import grades, inverse_distance, kilometres, members


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


def test_every_city_has_one_polygon_for_maps():
    polygons = [feature["properties"] for feature in read_json(HOME / "prefectures.geojson")["features"]]
    assert (len(polygons), len({one["adcode"] for one in polygons})) == (370, 370)
    cities = shipped("aipz")[1].cities.query("in_297 == '1'")
    known = {str(one["adcode"]): one["name"] for one in polygons}
    assert (cities["adcode"].map(known) == cities["name_zh"]).all()


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
