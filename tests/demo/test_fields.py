"""The smooth part of the yearbooks has the moments of real city panels."""

import numpy as np
import pytest
from yearbooks import HOME, shipped

from core.files import read_json
from demo.calibration import WINDOW, moments
from demo.cities import drawn_cities, map_of
from demo.fields import between, dynamics_of, expected_ar1, moran, movements, stream
from estimation.within import within

SEEDS = range(24)
T = len(WINDOW)


@pytest.fixture(scope="module")
def target():
    return moments(read_json(HOME / "calibration.json"))


@pytest.fixture(scope="module")
def places():
    _, facts = shipped("aipz")
    return map_of(drawn_cities(facts.cities), facts.contiguity)


@pytest.fixture(scope="module")
def draws(target, places):
    return [(between(target, places, seed), movements(target, 286, seed)[:, :T]) for seed in SEEDS]


def test_correlations_between_and_within_cities_hold_in_every_draw(target, draws):
    for effects, moved in draws[:10]:
        assert np.allclose(np.corrcoef(effects.T), target.corr_between, atol=1e-9)
        assert np.allclose(np.corrcoef(moved.reshape(-1, moved.shape[2]).T), target.corr_within, atol=1e-9)


def test_deviations_and_the_share_between_cities(target, draws):
    for effects, moved in draws[:10]:
        assert np.allclose(effects.std(axis=0), target.between, rtol=1e-9)
        assert np.allclose(moved.std(axis=(0, 1)), target.within, rtol=1e-9)
        assert np.allclose(within(moved, ("unit", "year")), moved, atol=1e-9)


def test_persistence(target, draws):
    """The regression on the lag is planted exactly; making the correlations exact moves it by 0.01 at most."""
    found = np.array(
        [(m[:, 1:] * m[:, :-1]).sum(axis=(0, 1)) / np.square(m[:, :-1]).sum(axis=(0, 1)) for _, m in draws]
    )
    assert np.abs(found.mean(axis=0) - target.raw_ar1).max() < 0.012
    dynamics = dynamics_of(target)
    assert dynamics.ar1.max() <= 0.97
    planted = [expected_ar1(*one) for one in zip(dynamics.ar1, dynamics.trend, strict=True)]
    assert np.allclose(planted, target.raw_ar1, atol=1e-9)


def test_neighbours_resemble_each_other_as_in_2010(target, places, draws):
    """Moran's I under queen contiguity; expenditure over revenue (0.54) is out of reach by 0.08, the others by 0.06."""
    found = np.array([[moran(one, places.queen) for one in (e + m[:, 7]).T] for e, m in draws[:20]]).mean(axis=0)
    allowed = np.where(np.array(target.names) == "gov_exp_over_rev", 0.09, 0.06)
    assert np.all(np.abs(found - target.moran) < allowed)


def test_one_part_of_the_yearbook_does_not_move_another():
    one = stream(1, "within").standard_normal(3)
    assert np.array_equal(one, stream(1, "within").standard_normal(3))
    assert not np.array_equal(one, stream(1, "between").standard_normal(3))
    assert not np.array_equal(one, stream(2, "within").standard_normal(3))
