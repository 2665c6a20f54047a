"""P-values and density of placebo effects."""

import numpy as np
import pytest
from scipy import stats

from core.errors import StudyError
from core.kernels import bandwidth
from placebo.distribution import QUANTILES, density, moments, permutation_p


def test_ties_count_and_p_is_never_zero():
    placebo = np.array([0.1 + 0.2, -0.3, 0.1, 0.0])
    assert permutation_p(0.3, placebo) == 3 / 5
    assert permutation_p(-(0.1 + 0.2), placebo) == 3 / 5
    assert permutation_p(9, placebo) == 1 / 5


def test_of_all_assignments_the_observed_is_one():
    placebo = np.array([0.3, -0.3, 0.1, 0.0])
    assert permutation_p(0.3, placebo, enumerated=True) == 2 / 4
    assert permutation_p(0.3 * (1 + 1e-9), placebo, enumerated=True) == 1 / 4


def test_the_density_integrates_to_one_and_equals_a_gaussian_kernel():
    values = np.random.default_rng(0).standard_t(3, 400)
    curve = density(values)
    width = bandwidth(values)
    iqr = stats.iqr(values)
    assert width == pytest.approx(0.9 * min(values.std(ddof=1), iqr / 1.34) * 400**-0.2)
    points, heights = (np.array([row[name] for row in curve]) for name in ("x", "density"))
    assert points.size == 512
    assert (points[0], points[-1]) == pytest.approx((values.min() - 3 * width, values.max() + 3 * width))
    kernel = stats.gaussian_kde(values, bw_method=width / values.std(ddof=1))
    np.testing.assert_allclose(heights, kernel(points), rtol=1e-9)
    assert np.trapezoid(heights, points) == pytest.approx(1, abs=0.01)


def test_a_density_of_one_value_is_refused():
    for values in (np.ones(40), np.array([1.0])):
        with pytest.raises(StudyError, match="at most one value, so no density: raise the number of draws"):
            density(values)


def test_moments_are_named_by_their_quantile():
    values = np.random.default_rng(1).normal(size=400)
    said = moments(values)
    assert list(said["quantiles"]) == [str(share) for share in QUANTILES]
    assert said["quantiles"]["0.975"] == pytest.approx(np.quantile(values, 0.975))
    assert (said["mean"], said["sd"]) == pytest.approx((values.mean(), values.std(ddof=1)))
