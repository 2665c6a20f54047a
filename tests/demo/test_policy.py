"""The planted policy moves what it is said to move, by the size that is planted."""

import numpy as np
import pytest
from yearbooks import shipped, simulated

from demo.policy import multiplier, noise
from demo.truth import two_way_coefficient
from demo.worlds import structure_index


@pytest.mark.parametrize("name", ["patents", "associates", "structure"])
def test_mechanisms_are_planted_exactly_and_as_uncertain_as_printed(name):
    settings, _ = shipped("aipz")
    mechanism = settings.mechanisms[name]
    simulation = simulated("aipz")
    policy = simulation.policy[simulation.study].reshape(286, 9)
    estimates = []
    for seed in range(60):
        drawn = noise(name, simulation.policy, simulation.study, mechanism.std_error, seed)
        estimates.append(two_way_coefficient(drawn[simulation.study].reshape(286, 9), policy))
    assert np.mean(estimates) == pytest.approx(0, abs=3 * mechanism.std_error / 60**0.5)
    assert np.std(estimates) == pytest.approx(mechanism.std_error, rel=0.35)
    change = {
        "patents": lambda world: np.log(world["patents"]),
        "associates": lambda world: np.log(world["associates"]),
        "structure": lambda world: structure_index(
            np.stack([world[f"value_added_{sector}"] for sector in (1, 2, 3)], axis=-1)
        ),
    }[name]
    difference = (change(simulation.worlds[1]) - change(simulation.worlds[0]))[simulation.study].reshape(286, 9)
    rounding = {"patents": 5e-3, "associates": 1e-4, "structure": 1e-6}[name]  # whole patents, persons, 10k yuan
    assert two_way_coefficient(difference, policy) == pytest.approx(mechanism.effect, abs=rounding)


def test_spillovers_multiply_the_shift():
    weights = np.array([[0, 1, 0], [0.5, 0, 0.5], [0, 1, 0]])
    assert np.array_equal(multiplier(weights, 0.0), np.eye(3))
    assert np.allclose(multiplier(weights, 0.4) @ (np.eye(3) - 0.4 * weights), np.eye(3))
