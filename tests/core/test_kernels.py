"""Kernel densities and their bandwidth, against scipy."""

import numpy as np
import pytest
from scipy import stats

from core.kernels import bandwidth, kernel_density


def test_the_density_is_that_of_scipy_with_the_rule_of_silverman():
    values, points = np.random.default_rng(0).standard_t(3, 50), np.linspace(-5, 5, 41)
    sd, width = values.std(ddof=1), bandwidth(values)
    assert width == pytest.approx(0.9 * min(sd, stats.iqr(values) / 1.34) * 50**-0.2)
    kernel = stats.gaussian_kde(values, bw_method=width / sd)
    np.testing.assert_allclose(kernel_density(values, points, width), kernel(points), rtol=1e-9)


def test_a_bandwidth_without_quartiles_rests_on_the_deviation():
    values = np.array([0.0] * 30 + [1.0, -1.0])
    assert bandwidth(values) == pytest.approx(0.9 * values.std(ddof=1) * 32**-0.2)
