"""Specifications and synthetic cities for the tests of this stage."""

import numpy as np
import pytest

from efficiency.spec import Specification


@pytest.fixture(scope="session")
def specify():
    def specification(inputs, desirable, undesirable, returns_to_scale="crs", variant="A", orientation="non", **more):
        names = [
            tuple(f"{kind}{k}" for k in range(size))
            for kind, size in zip("xyb", (inputs, desirable, undesirable), strict=True)
        ]
        return Specification(*names, returns_to_scale, variant, orientation, **more)

    return specification


@pytest.fixture(scope="session")
def cities():
    def data(n, p, seed=0):
        """(n, p) correlated lognormal indicators: a common size and indicator-specific noise."""
        random = np.random.default_rng(seed)
        return random.lognormal(0, 1, (n, 1)) * random.lognormal(0, 0.4, (n, p))

    return data
