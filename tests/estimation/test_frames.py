"""Balanced samples as arrays, units by years, or refused with what misses and what to do."""

import re

import numpy as np
import pytest
from samples import framed, sample_from

from core.errors import StudyError
from core.formulas import parse_formula
from estimation.frames import balanced, matrix, variable_sample
from estimation.sample import sample_of

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
        (PANEL.assign(x=PANEL["x"].replace([121.0, 1.0], np.nan)), "",
         "2 of 12 unit-years are not there: u000 2001, u003 2002; `x` is missing in 2 unit-years.\n  Fill the gaps, as "
         "under `panel.interpolate`; or keep complete units, with `sample: unit not in ['u000', 'u003']`; or complete "
         "years, of which no two follow each other."),
        (PANEL[PANEL["x"] != 121], "", "1 of 12 unit-years are not there: u003 2002.\n  Fill the gaps, as under "
         "`panel.interpolate`; or keep complete units, with `sample: unit not in ['u003']`; or complete years, with "
         "`sample: year >= 2000 and year <= 2001`."),
        (PANEL[(PANEL["unit"] != "u003") | (PANEL["year"] == 2001)], " | unit",
         "rows that were alone in their unit or year: 1"),
        (PANEL.assign(x=PANEL["x"].where(PANEL["unit"] != "u001")), "", "needs: `x` is missing in 3 unit-years.\n"),
        (PANEL[PANEL["x"] ** 0.5 % 3 != PANEL["unit"].str[-1].astype(int) % 3], "", "complete units, of which there is "
         "none; or complete years, of which"),
    ],
)  # fmt: skip
def test_what_is_not_complete_is_refused_with_its_cells_and_three_remedies(panel, effects, said):
    with pytest.raises(StudyError, match=re.escape(said)):
        balanced(sample_from(panel, f"y ~ x{effects}"))


@pytest.mark.parametrize("remedy", ["unit not in ['u000', 'u002']", "year >= 2001 and year <= 2002"])
def test_the_remedies_give_a_balanced_sample(remedy):
    panel = PANEL[~((PANEL["year"] == 2000) & PANEL["unit"].isin(["u000", "u002"]))]
    with pytest.raises(StudyError, match=re.escape(f"with `sample: {remedy}`")):
        balanced(sample_from(panel, "y ~ x"))
    assert balanced(sample_of(panel, parse_formula("y ~ x"), remedy)).shape
