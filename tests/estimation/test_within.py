"""The balanced within transformation against regressions on dummies."""

import numpy as np
import pytest

from core.errors import StudyError
from estimation.within import absorbed_rank, refuse_absorbed, within

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


@pytest.mark.parametrize(
    ("effects", "absorbed"),
    [
        ((), "constant"),
        (("unit",), "area"),
        (("year",), "price"),
        (("unit", "year"), "area"),
        (("unit", "year"), "sum"),
    ],
)
def test_a_column_that_the_effects_absorb_is_refused_by_name(effects, absorbed):
    unit, year = np.meshgrid(np.arange(6) * 1e5 / 3, np.arange(4) / 7, indexing="ij")
    columns = {"constant": np.full((6, 4), 0.1), "area": unit, "price": year, "sum": unit + year}
    kept = np.random.default_rng(0).normal(1e5, 1, (6, 4))
    values = np.stack([kept, columns[absorbed]], axis=-1)
    with pytest.raises(StudyError, match=f"`{absorbed}` is absorbed"):
        refuse_absorbed(values, within(values, effects), ("kept", absorbed), effects)


@pytest.mark.parametrize("hole", [np.nan, np.inf])
def test_a_column_with_a_hole_is_refused_by_name(hole):
    values = np.random.default_rng(0).normal(size=(3, 4, 1))
    values[1, 2] = hole
    with pytest.raises(StudyError, match="`fin` has missing or infinite"):
        refuse_absorbed(values, values, ("fin",), ())
