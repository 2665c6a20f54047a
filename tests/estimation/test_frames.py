"""Frames for estimation are complete, balanced and sorted, or refused with the rows that are not."""

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.formulas import parse_formula
from estimation.frames import estimation_frame, matrix, units, years

PANEL = pd.DataFrame(
    {
        "unit": ["b", "b", "a", "a", "10", "10"],
        "year": [2001, 2000, 2000, 2001, 2000, 2001],
        "x": [4.0, 3.0, 1.0, 2.0, 5.0, 6.0],
        "d": [1, 0, 0, 0, 0, 0],
    }
)
SCORES = PANEL[["unit", "year"]].assign(score=[0.4, 0.3, 0.1, 0.2, 0.5, 0.6])


def test_rows_are_sorted_by_unit_as_text_and_year():
    frame = estimation_frame(PANEL, SCORES, parse_formula("score ~ x | unit + year"), policy="d")
    assert units(frame).tolist() == ["10", "a", "b"]
    assert years(frame).tolist() == [2000, 2001]
    assert matrix(frame, "score").tolist() == [[0.5, 0.6], [0.1, 0.2], [0.3, 0.4]]
    assert list(frame.columns) == ["unit", "year", "score", "x", "d"]


def test_sample_keeps_the_rows_where_it_is_true():
    frame = estimation_frame(PANEL, SCORES, parse_formula("score ~ x"), sample="x < 5 and year >= 2000")
    assert units(frame).tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("panel", "formula", "sample", "said"),
    [
        (PANEL, "score ~ z", None, "variable `z` is not in the panel"),
        (PANEL.assign(x=PANEL["x"].replace(4.0, np.nan)), "score ~ x", None, "missing in 1 of 6 unit-years: b 2001"),
        (PANEL, "score ~ x", "x > 1", "not balanced: 1 of 3 units do not have all 2 years: a"),
        (PANEL, "score ~ x", "x > 9", "keeps no unit-year"),
        (PANEL.iloc[1:], "score ~ x", None, "not balanced"),
    ],
)
def test_what_is_not_complete_is_refused(panel, formula, sample, said):
    with pytest.raises(StudyError, match=said):
        estimation_frame(panel, SCORES, parse_formula(formula), sample)
