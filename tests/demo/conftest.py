"""Raw files of the simulated studies, drawn once for all tests of the stage."""

from functools import cache

import pytest
from calibrate_demo import scores
from yearbooks import draw, shipped, simulated


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """Folder with the raw files of a study."""
    return cache(lambda study: draw(study, tmp_path_factory.mktemp(study)))


@pytest.fixture(scope="session")
def world_scores():
    """Scores (286, 9) of aipz without and with the policy, solved anew."""
    settings, _ = shipped("aipz")
    return [scores(simulated("aipz"), settings, world) for world in (0, 1)]


@pytest.fixture(scope="session")
def policy():
    """(286, 9) policy of aipz."""
    simulation = simulated("aipz")
    return simulation.policy[simulation.study].reshape(286, 9)
