"""Balanced samples as arrays, units by years, or refused with what misses and what to do."""

import numpy as np
import pytest
from samples import framed, sample_from

from core.errors import StudyError
from estimation.frames import balanced, matrix, variable_sample

PANEL = framed({"x": np.arange(12.0).reshape(4, 3) ** 2, "y": np.ones((4, 3))}).sample(frac=1, random_state=1)


def test_one_variable_alone_is_an_array_of_units_by_years():
    sample = variable_sample(PANEL, "x")
    assert matrix(sample, sample.outcome).tolist() == (np.arange(12.0).reshape(4, 3) ** 2).tolist()
    assert (sample.units.tolist(), sample.years.tolist()) == ([f"u00{i}" for i in range(4)], [2000, 2001, 2002])
    with pytest.raises(StudyError, match="variable `xx` is not in the panel"):
        variable_sample(PANEL, "xx")
    with pytest.raises(StudyError, match="variable `x` is missing in 1 of 12 unit-years: u003 2002"):
        variable_sample(PANEL.assign(x=PANEL["x"].replace(121.0, np.nan)), "x")


@pytest.mark.parametrize(
    ("panel", "effects", "said"),
    [
        (PANEL.assign(x=PANEL["x"].replace([121.0, 1.0], np.nan)), "", "2 unit-years are incomplete.*`x` in 2"),
        (PANEL[PANEL["x"] != 121], "", "not balanced: 1 of 4 units do not have all 3 years: u003.*\n.*complete units"),
        (PANEL[(PANEL["unit"] != "u003") | (PANEL["year"] == 2001)], " | unit", "1 unit-years are the only ones"),
    ],
)
def test_what_is_not_complete_is_refused(panel, effects, said):
    with pytest.raises(StudyError, match=said):
        balanced(sample_from(panel, f"y ~ x{effects}"))
