"""Roots, against a number that is known."""

import numpy as np
import pytest

from core.roots import crossing


@pytest.mark.parametrize(("low", "high"), [(0, 2), (2, 0.5)])
def test_a_root_is_found_to_the_precision_that_is_asked_for(low, high):
    assert crossing(lambda x: x * x - 2, low, high) == pytest.approx(np.sqrt(2), abs=2e-12)
    assert crossing(lambda x: x * x - 2, low, high, xtol=1e-3) == pytest.approx(np.sqrt(2), abs=1e-3)
