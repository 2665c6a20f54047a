"""Both worlds of a study: who is in it, who is treated, and what differs."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from calibrate_demo import specification
from yearbooks import HOME, STUDIES, shipped, simulated

from demo.simulation import indicator_panel, simulate, treated_cities


@pytest.mark.parametrize(("study", "rows"), [("aipz", 286 * 9), ("ncedc", 278 * 21), ("yreb", 108 * 15)])
def test_units_times_years(study, rows):
    assert simulated(study).study.sum() == rows


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


@pytest.mark.parametrize("study", STUDIES)
def test_the_worlds_hold_the_indicators_of_the_study(study):
    settings, _ = shipped(study)
    panel = indicator_panel(simulated(study), settings)
    assert set(specification(study).columns) <= set(panel.columns)
    assert len(panel) == 2 * simulated(study).study.sum() and panel.notna().all(axis=None)


def test_without_effect_the_worlds_are_the_same_numbers():
    settings, facts = shipped("aipz")
    still = settings.model_copy(update={"mechanisms": {}})
    without, with_policy = simulate(still, facts, 0.0).worlds
    assert all(np.array_equal(without[name], with_policy[name], equal_nan=True) for name in without)


def test_the_policy_moves_value_added_of_treated_cells_and_no_control():
    simulation = simulated("aipz", 0.2)
    without, with_policy = simulation.worlds
    total = [world["value_added_2"] + world["value_added_3"] for world in simulation.worlds]
    moved = np.log(total[1] / total[0])
    expected = np.where(simulation.level[:, None], 0.2, 0.1) * simulation.policy
    assert np.allclose(moved, expected, atol=1e-6)
    for name in ("gdp_per_head", "deposits", "loans", "expenditure", "revenue", "fdi", "urban_share", "so2", "green"):
        assert np.array_equal(without[name], with_policy[name]), name


def test_telephones_have_the_planted_correlation_with_adoption():
    settings, _ = shipped("aipz")
    simulation = simulated("aipz")
    telephones = np.log(simulation.worlds[1]["telephones_1984"][:, 0])
    assert np.corrcoef(telephones, simulation.policy[:, -1])[0, 1] == pytest.approx(
        settings.instrument.strength, abs=1e-3
    )
