"""The clean yearbook: its identities, its printed moments, and what the policy moves."""

import numpy as np
import pytest
from yearbooks import shipped, simulated

from demo.calibration import YEARS
from demo.policy import multiplier, noise
from demo.simulation import simulate
from demo.truth import two_way_coefficient
from demo.worlds import capital_stock, gdp_shares, invested, services_for, structure_index

STUDIES = ("aipz", "ncedc", "yreb")


@pytest.mark.parametrize("study", STUDIES)
def test_identities(study):
    simulation = simulated(study)
    settings, _ = shipped(study)
    clean = simulation.worlds[1]
    later = np.array(YEARS) >= settings.first
    gdp = sum(clean[f"value_added_{sector}"] for sector in (1, 2, 3))
    assert np.allclose(gdp / clean["gdp_per_head"], clean["residents"], rtol=2e-3)  # rounded to 10k yuan and yuan
    stock = capital_stock(clean["investment"] / clean["investment_deflator"] * 100, settings.first)[:, later]
    prices = simulation.draws.national[settings.price_year - 2003]
    drawn = np.exp(simulation.draws.series["capital_real_100m"] + prices)
    assert np.isfinite(stock).all() and np.isnan(clean["investment"][:, ~later]).all()
    assert np.median(np.abs(stock / (1e4 * drawn[:, later]) - 1)) < 1e-3
    assert all(np.nanmin(values) > 0 for values in clean.values())


def test_the_capital_stock_inverts_investment():
    """K0 = I0 / (g + d): investment growing at g gives K1 / K0 = 1 - d + (1 + g)(g + d), above 1 + g by g (g + d)."""
    growth = np.tile(1.1 ** np.arange(len(YEARS)), (2, 1))
    stock = capital_stock(growth, 2003)
    assert stock[0, 1] / stock[0, 0] == pytest.approx(1 - 0.096 + 1.1 * 0.196)
    assert np.allclose(capital_stock(invested(stock, 2003), 2003), stock)


@pytest.mark.parametrize(
    ("shares", "index"), [((1 / 3, 1 / 3, 1 / 3), 5.731900), ((0, 0, 1), 7.853982), ((1, 0, 0), 4.712389)]
)
def test_index_of_industrial_structure(shares, index):
    assert structure_index(np.array(shares)) == pytest.approx(index, abs=5e-7)


def test_shares_are_found_for_an_index():
    agriculture, services = np.full((3, 2), 0.1), np.array([[0.3, 0.4], [0.5, 0.6], [0.7, 0.8]])
    wanted = structure_index(gdp_shares(agriculture, services))
    assert np.allclose(services_for(wanted, agriculture), services)


def test_the_controls_have_the_printed_moments():
    """Mean and deviation, winsorised as the study does, within 2 % of a deviation; all values in the printed range."""
    settings, facts = shipped("aipz")
    simulation = simulated("aipz")
    clean, study = simulation.worlds[1], simulation.study
    found = {
        "ECO": np.log(clean["gdp_per_head"] / clean["gdp_deflator"] * 100),
        "FE": np.log(clean["deposits"] + clean["loans"]),
        "UR": clean["urban_share"] / 100,
        "EDU": clean["education"] / sum(clean[f"value_added_{sector}"] for sector in (1, 2, 3)),
        "GOV": clean["expenditure"] / clean["revenue"],
        "OP": np.log(clean["fdi"] / 100),
    }
    assert set(found) == set(settings.fitted)
    for name, values in found.items():
        mean, sd, low, high = facts.printed[name]
        inside = np.clip(values[study], *np.quantile(values[study], (0.01, 0.99)))
        assert inside.mean() == pytest.approx(mean, abs=0.02 * sd), name
        assert inside.std(ddof=1) == pytest.approx(sd, rel=0.02), name
        assert values[study].min() > low - 1e-3 and values[study].max() < high + 1e-3, name


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


def test_telephones_have_the_planted_correlation_with_adoption():
    settings, _ = shipped("aipz")
    simulation = simulated("aipz")
    telephones = np.log(simulation.worlds[1]["telephones_1984"][:, 0])
    assert np.corrcoef(telephones, simulation.policy[:, -1])[0, 1] == pytest.approx(
        settings.instrument.strength, abs=1e-3
    )


def test_spillovers_multiply_the_shift():
    weights = np.array([[0, 1, 0], [0.5, 0, 0.5], [0, 1, 0]])
    assert np.array_equal(multiplier(weights, 0.0), np.eye(3))
    assert np.allclose(multiplier(weights, 0.4) @ (np.eye(3) - 0.4 * weights), np.eye(3))
