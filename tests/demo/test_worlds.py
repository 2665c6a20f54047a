"""The clean yearbook: its identities and its printed moments."""

import numpy as np
import pytest
from yearbooks import STUDIES, shipped, simulated

from demo.calibration import YEARS
from demo.worlds import capital_stock, gdp_shares, invested, services_for, structure_index


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


def test_every_pilot_zone_is_a_large_city():
    """As in the paper, where no zone is in a city of less than a million urban people in 2018: so that Table 8 has no
    effect of its own for large cities."""
    simulation = simulated("aipz")
    clean, at = simulation.worlds[1], 2018 - YEARS[0]
    urban = clean["urban_population"]
    assert np.allclose(urban, clean["residents"] * clean["urban_share"] / 100, rtol=1e-3)
    large = urban[:, at] >= 100
    assert large[np.isfinite(simulation.start)].all() and 0.1 < (~large).mean() < 0.5


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
