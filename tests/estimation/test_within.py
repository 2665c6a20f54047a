"""The balanced within transformation against regressions on dummies."""

import numpy as np
import pytest

from estimation.within import absorbed_rank, within

EFFECTS = [(), ("unit",), ("year",), ("unit", "year")]


def dummies(effects, n_units, n_periods):
    columns = [np.ones((n_units * n_periods, 1))]
    if "unit" in effects:
        columns.append(np.repeat(np.eye(n_units), n_periods, axis=0))
    if "year" in effects:
        columns.append(np.tile(np.eye(n_periods), (n_units, 1)))
    return np.hstack(columns)


@pytest.mark.parametrize("effects", EFFECTS)
def test_within_is_the_residual_of_a_regression_on_dummies(effects):
    values = np.random.default_rng(1).normal(5, 1, (7, 4, 3, 2))
    design, flat = dummies(effects, 7, 4), values.reshape(28, -1)
    expected = flat - design @ np.linalg.lstsq(design, flat, rcond=None)[0]
    np.testing.assert_allclose(within(values, effects).reshape(28, -1), expected, atol=1e-13)
    assert absorbed_rank(effects, 7, 4) == np.linalg.matrix_rank(design)
