"""Frames for estimation are complete, balanced and sorted, or refused with the rows that are not."""

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.formulas import parse_formula
from estimation.frames import estimation_frame, matrix, units, variable_frame, years

PANEL = pd.DataFrame(
    {
        "unit": ["b", "b", "a", "a", "10", "10"],
        "year": [2001, 2000, 2000, 2001, 2000, 2001],
        "x": [4.0, 3.0, 1.0, 2.0, 5.0, 6.0],
        "d": [1, 0, 0, 0, 0, 0],
        "reach": ["up", "up", "down", "down", "up", "up"],
        "score": [0.4, 0.3, 0.1, 0.2, 0.5, 0.6],
    }
)


def test_rows_are_sorted_by_unit_as_text_and_year():
    frame = estimation_frame(PANEL, parse_formula("score ~ x + d | unit + year"))
    assert units(frame).tolist() == ["10", "a", "b"]
    assert years(frame).tolist() == [2000, 2001]
    assert matrix(frame, "score").tolist() == [[0.5, 0.6], [0.1, 0.2], [0.3, 0.4]]
    assert list(frame.columns) == ["unit", "year", "score", "x", "d"]


@pytest.mark.parametrize(
    ("sample", "kept"),
    [
        ("x < 5 and year >= 2000", ["a", "b"]),
        ("unit not in ['10', 'zz']", ["a", "b"]),
        ("reach == 'up'", ["10", "b"]),
        (None, ["10", "a", "b"]),
    ],
)
def test_sample_keeps_the_rows_where_it_is_true(sample, kept):
    assert units(estimation_frame(PANEL, parse_formula("score ~ x"), sample)).tolist() == kept


def test_the_panel_is_left_alone():
    before = PANEL.copy()
    estimation_frame(PANEL, parse_formula("score ~ x"), "x < 5")
    pd.testing.assert_frame_equal(PANEL, before)


def test_one_variable_alone():
    frame = variable_frame(PANEL, "x")
    assert list(frame) == ["unit", "year", "x"]
    assert matrix(frame, "x").tolist() == [[5, 6], [1, 2], [3, 4]]
    with pytest.raises(StudyError, match="variable `xx` is not in the panel"):
        variable_frame(PANEL, "xx")
    with pytest.raises(StudyError, match="variable `x` is missing in 1 of 6 unit-years: b 2001"):
        variable_frame(PANEL.assign(x=PANEL["x"].replace(4.0, np.nan)), "x")


@pytest.mark.parametrize(
    ("panel", "formula", "sample", "said"),
    [
        (PANEL, "score ~ z", None, "variable `z` is not in the panel"),
        (PANEL, "score ~ scor", None, "variable `scor` is not in the panel; did you mean `score`"),
        (PANEL.assign(x=PANEL["x"].replace(4.0, np.nan)), "score ~ x", None, "missing in 1 of 6 unit-years: b 2001"),
        (PANEL.assign(x=PANEL["x"].replace(4.0, -np.inf)), "score ~ x", None, "missing in 1 of 6 unit-years: b 2001"),
        (PANEL, "score ~ x", "x > 1", "not balanced: 1 of 3 units do not have all 2 years: a"),
        (PANEL, "score ~ x", "x > 9", "keeps no unit-year"),
        (PANEL, "score ~ x", "xx > 9", "unknown variable `xx`"),
        (PANEL, "score ~ x", "unit == 10", "compares text with a number"),
        (PANEL.iloc[1:], "score ~ x", None, "not balanced"),
        (PANEL, "score ~ reach", None, "variable `reach` is text, as 'up'; a model needs numbers"),
    ],
)
def test_what_is_not_complete_is_refused(panel, formula, sample, said):
    with pytest.raises(StudyError, match=said):
        estimation_frame(panel, parse_formula(formula), sample)
