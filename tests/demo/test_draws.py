"""Series without a calibration of their own, and the price level."""

import numpy as np
import pytest
from yearbooks import HOME, simulated

from core.files import read_json
from demo.draws import BORROWED, Borrowed, T, lent, national_deflator


def test_a_borrowed_series_leans_on_its_source_as_it_is_told():
    """With correlation 1 it is its source, scaled; with 0 it does not move with it."""
    places, random = simulated("yreb").places, np.random.default_rng(1)
    effect, moved = random.standard_normal(286), random.standard_normal((286, T))
    whole, none = (
        lent("energy", Borrowed("co2_edgar_t", lean, 0.5, 0.1, 6.0, 0.0), effect, moved, places, seed=3)
        for lean in (1.0, 0.0)
    )
    assert whole == pytest.approx(6.0 + 0.5 * effect[:, None] + 0.1 * moved)
    assert abs(np.corrcoef((none - none.mean(axis=1, keepdims=True)).ravel(), moved.ravel())[0, 1]) < 0.05


def test_every_borrowed_series_is_drawn():
    series = simulated("yreb").draws.series
    assert set(BORROWED) <= set(series) and all(values.shape == (286, T) for values in series.values())


def test_prices_rise_and_start_near_the_base_of_2000():
    deflator = national_deflator(read_json(HOME / "calibration.json"))
    assert np.all(np.diff(deflator) > 0) and 0 < deflator[0] < 0.3
