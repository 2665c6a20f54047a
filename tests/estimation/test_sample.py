"""Samples hold the rows and columns that Stata and fixest would use, and say which rows left and why."""

import numpy as np
import pandas as pd
import pytest
from samples import COLUMN, sample_from

from core.errors import StudyError
from estimation.sample import sample_of_column

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


def gap(name, value):
    return PANEL.assign(**{name: PANEL[name].replace(value, np.nan)})


def test_rows_are_sorted_by_unit_as_text_and_year():
    sample = sample_from(PANEL, "score ~ x + d | unit + year", clusters=["reach"])
    assert sample.units.tolist() == ["10", "a", "b"]
    assert sample.years.tolist() == [2000, 2001]
    assert sample.unit.tolist() == [0, 0, 1, 1, 2, 2]
    assert sample.outcome.tolist() == [0.5, 0.6, 0.1, 0.2, 0.3, 0.4]
    assert (sample.terms, sample.columns.tolist()[0], sample.shape) == (("x", "d"), [5, 0], (3, 2))
    assert [(effect.name, effect.codes.tolist()) for effect in sample.effects] == [
        ("unit", [0, 0, 1, 1, 2, 2]),
        ("year", [0, 1] * 3),
    ]
    assert (sample.clusters[0].count, sample.clusters[0].codes.tolist()) == (2, [1, 1, 0, 0, 1, 1])
    assert (sample.dropped, sample.weights) == ({}, None)


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("x < 5 and year >= 2000", ["a", "b"]),
        ("unit not in ['10', 'zz']", ["a", "b"]),
        ("reach == 'up'", ["10", "b"]),
        (None, ["10", "a", "b"]),
    ],
)
def test_a_condition_keeps_the_rows_where_it_is_true_and_drops_none(condition, kept):
    sample = sample_from(PANEL, "score ~ x", condition)
    assert (sample.units.tolist(), sample.dropped) == (kept, {})


def test_the_panel_is_left_alone():
    before = PANEL.copy()
    sample_from(PANEL, "log(score) ~ l(x) + i(reach)", "x < 5")
    pd.testing.assert_frame_equal(PANEL, before)


def test_rows_leave_under_the_first_reason():
    frame = pd.DataFrame([(u, y) for u in "abcdef" for y in range(2000, 2004)], columns=["unit", "year"])
    frame = frame.assign(y=np.arange(24.0) ** 2, x=np.arange(24.0) % 5, w=1.0, g="in")
    frame.loc[[0, 1], "y"] = np.nan
    frame.loc[[1, 4], "x"] = np.nan
    frame.loc[[5, 6], "w"] = [0, np.nan]
    frame.loc[8, "g"] = None
    frame.loc[9, "x"] = np.inf
    sample = sample_from(frame, "y ~ x | unit", clusters=["g"], weights="w")
    assert sample.dropped == {"missing": {"y": 2, "x": 2, "g": 1}, "weight zero or missing": 2, "singletons": 1}
    assert len(sample.outcome) == 24 - 8
    assert sample.shape is None


def test_singletons_leave_until_there_are_none():
    rows = [("a", 2000), ("a", 2001), ("b", 2000), ("b", 2001), ("c", 2001), ("c", 2002), ("d", 2002), ("d", 2003)]
    frame = pd.DataFrame(rows, columns=["unit", "year"]).assign(y=np.arange(8.0) ** 2, x=[1, 0, 2, 1, 3, 1, 0, 1])
    sample = sample_from(frame, "y ~ x | unit + year")  # 2003, then d, then 2002, then c
    assert (sample.units.tolist(), sample.dropped) == (["a", "b"], {"singletons": 4})
    assert len(sample_from(frame, "y ~ x | unit").outcome) == 8


def test_lags_are_by_calendar_year_and_see_the_whole_panel():
    frame = pd.DataFrame({"unit": list("aaabb"), "year": [2000, 2001, 2003, 2002, 2003], "x": [1.0, 2, 4, 7, 9]})
    frame = frame.assign(y=frame["x"] ** 2).sample(frac=1, random_state=2)
    sample = sample_from(frame, "y ~ l(x) + d(x)", "year > 2000")
    assert list(zip(sample.units[sample.unit], sample.year, *sample.columns.T, strict=True)) == [
        ("a", 2001, 1, 1),
        ("b", 2003, 7, 2),
    ]
    assert sample.dropped == {"missing": {"l(x)": 2}}
    assert sample_from(frame, "y ~ lag(x, 2)").columns[:, 0].tolist() == [2]
    assert sample_from(frame, "y ~ f(log(x))").columns[:, 0].tolist() == np.log([2, 9]).tolist()
    assert sample_from(frame, "y ~ lead(x, 2)").columns[:, 0].tolist() == [4]


def test_products_and_functions_are_terms():
    sample = sample_from(PANEL, "log(score) ~ x*d + log(x):d")
    assert sample.terms == ("x", "d", "x:d", "log(x):d")
    assert sample.column("log(x):d").tolist() == [0] * 5 + [np.log(4)]
    assert sample.outcome.tolist() == np.log([0.5, 0.6, 0.1, 0.2, 0.3, 0.4]).tolist()


def test_slopes_by_value_leave_out_the_reference_and_dummies_the_first_value():
    sample = sample_from(PANEL, "score ~ i(year, x, ref=2000) + i(reach)")
    assert sample.terms == ("year::2001:x", "reach::up")
    assert sample.columns.T.tolist() == [[0, 6, 0, 2, 0, 4], [1, 1, 0, 0, 1, 1]]
    assert sample_from(PANEL, "score ~ i(reach, x)").terms == ("reach::down:x", "reach::up:x")
    assert sample_from(PANEL, "score ~ i(reach, ref='up')").terms == ("reach::down",)


def test_effects_are_any_variable_a_combination_or_have_slopes():
    sample = sample_from(PANEL, "score ~ d | reach^year + unit[x]")
    combined, slopes = sample.effects
    assert (combined.name, combined.count, combined.slope) == ("reach^year", 2, None)
    assert (slopes.name, slopes.count, slopes.slope.tolist()) == ("unit[x]", 2, [5, 6, 3, 4])
    assert sample.dropped == {"singletons": 2}  # a is alone with reach down, in each year


def test_a_column_says_its_clusters_and_weights():
    settings = COLUMN | {"formula": "score ~ d", "cluster": ["unit", "reach"], "weights": "x"}
    sample = sample_of_column(PANEL, settings)
    assert [cluster.name for cluster in sample.clusters] == ["unit", "reach"]
    assert (sample.weighted_by, sample.weights.tolist()) == ("x", [5, 6, 1, 2, 3, 4])
    assert sample_of_column(PANEL, settings | {"cluster": "none"}).clusters == ()
    for own in ({"formula": "score ~ x", "weights": None}, {"weights": "x"}):
        with pytest.raises(StudyError, match="variable `x` is missing in 1 of 6 unit-years: b 2001"):
            sample_of_column(gap("x", 4.0), settings | {"missing": "refuse"} | own)


@pytest.mark.parametrize(
    ("panel", "formula", "keys", "said"),
    [
        (PANEL, "score ~ z", {}, "variable `z` is not in the panel"),
        (PANEL, "score ~ scor", {}, "variable `scor` is not in the panel; did you mean `score`"),
        (PANEL, "score ~ x | rech", {}, "variable `rech` is not in the panel; did you mean `reach`"),
        (PANEL, "score ~ x", {"clusters": ["regoin"]}, "variable `regoin` is not in the panel"),
        (PANEL, "score ~ x", {"condition": "x > 9"}, "keeps no unit-year"),
        (PANEL, "score ~ x", {"condition": "xx > 9"}, "unknown variable `xx`"),
        (PANEL, "score ~ x", {"condition": "unit == 10"}, "compares text with a number"),
        (PANEL, "score ~ reach", {}, "variable `reach` is text, as 'up'; a model needs numbers"),
        (PANEL, "score ~ log(reach)", {}, "variable `reach` is text"),
        (PANEL, "score ~ i(year, x, ref=1999)", {}, "the reference is none of the values 2000, 2001"),
        (PANEL.assign(x=-PANEL["x"]), "score ~ d", {"weights": "x"}, "weights `x` are negative in 6 unit-years"),
        (PANEL.assign(x=np.nan), "score ~ x", {}, "no unit-year is left of 6: 6 rows without x"),
        (pd.concat([PANEL, PANEL[:2]]), "score ~ x", {}, "stand twice in the panel: b 2000, b 2001"),
    ],
)
def test_what_cannot_be_is_refused(panel, formula, keys, said):
    with pytest.raises(StudyError, match=said):
        sample_from(panel, formula, **keys)
