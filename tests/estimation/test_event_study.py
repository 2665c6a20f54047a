"""Event dummies: windows, bins, bases, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from samples import framed, sample_from

from core.errors import StudyError
from estimation.event_study import default_window, event_dummies, panel_starts

YEARS = np.arange(2015, 2024)


def sample(start, years=YEARS):
    """Rows of as many units as there are starts, every year."""
    values = np.random.default_rng(0).normal(size=(len(start), len(years)))
    return sample_from(framed({"y": values, "x": values**2}, years), "y ~ x")


START = np.array([2019.0] * 10 + [2021.0] * 5 + [np.inf] * 10)


def test_default_window_asks_for_a_fifth_of_the_treated():
    assert default_window(START, sample(START)) == (-6, 4)
    fewer = np.array([2019.0] * 13 + [2021.0] * 3 + [np.inf])
    assert default_window(fewer, sample(fewer)) == (-4, 4)
    with pytest.raises(StudyError, match=r"2 treated units.*`window`"):
        default_window(np.array([2019, 2020, np.inf]), sample(np.array([2019, 2020, np.inf])))


def test_dummies_and_what_stands_behind_them():
    event = event_dummies(START, sample(START), (-3, 3))
    assert event.keys == (-3, -2, 0, 1, 2, 3)
    assert event.leads == (-3, -2)
    support = event.support.set_index("k")
    assert support["units"].to_dict() == {-3: 15, -2: 15, -1: 15, 0: 15, 1: 15, 2: 15, 3: 10}
    assert support["rows"].to_dict() == {-3: 10 * 2 + 5 * 4, -2: 15, -1: 15, 0: 15, 1: 15, 2: 15, 3: 10 * 2}
    assert list(support.index[support["binned"]]) == [-3, 3]
    assert list(support.index[support["base"]]) == [-1]
    dummies = event.dummies.reshape(25, 9, 6)
    assert not dummies[15:].any()
    np.testing.assert_array_equal(dummies.sum(axis=-1)[:15] + (START[:15, None] - 1 == YEARS), 1)
    assert event.warnings == ()


def test_without_never_treated_units_two_periods_are_left_out():
    event = event_dummies(START[:15], sample(START[:15]), (-6, 4))
    assert event.keys == (-5, -4, -3, -2, 0, 1, 2, 3, 4)
    assert "-6 left out" in event.warnings[0]


@pytest.mark.parametrize(
    ("base", "keys", "leads"),
    [
        (-2, (-3, -1, 0, 1), (-3, -1)),
        (-3, (-2, -1, 0, 1), (-2, -1)),
        (0, (-3, -2, -1, 1), ()),
        (1, (-3, -2, -1, 0), ()),
    ],
)
def test_the_base_is_left_out_and_a_treated_one_warns(base, keys, leads):
    event = event_dummies(START, sample(START), (-3, 1), base)
    assert (event.keys, event.leads) == (keys, leads)
    assert [f"the base {base} is a treated year" in warning for warning in event.warnings] == [True] * (base >= 0)


def test_at_the_first_year_of_the_window_the_base_leaves_the_next_lead_out_too():
    event = event_dummies(START[:15], sample(START[:15]), (-3, 1), -3)
    assert event.keys == (-1, 0, 1)
    assert event.warnings == ("all units are treated in the end: base -3, and -2 left out as well",)


def test_support_counts_the_rows_and_units_of_the_sample():
    values = np.random.default_rng(0).normal(size=(25, 9))
    frame = framed({"y": values, "x": values**2}, YEARS)
    cut = sample_from(frame[(frame["unit"] > "u003") | (frame["year"] != 2020)], "y ~ x")
    support = event_dummies(START, cut, (-3, 3)).support.set_index("k")
    assert support.loc[1, ["units", "rows"]].tolist() == [11, 11]  # 2020 is k = 1 of the four units that lack it
    assert support.loc[3, ["units", "rows"]].tolist() == [10, 20]
    assert event_dummies(START, cut, (-3, 3)).dummies.shape == (25 * 9 - 4, 6)


def panel_of(policy):
    return pd.DataFrame({"unit": np.repeat(list("abc"), 3), "year": [2015, 2016, 2017] * 3, "reform": policy})


def test_starts_come_from_the_whole_panel():
    panel = panel_of([0, 0, 1] + [0] * 3 + [1] * 3)
    starts, warnings = panel_starts(panel, "reform", np.array(["a", "b"]))
    np.testing.assert_array_equal(starts, [2017, np.inf])
    assert warnings == []
    with pytest.raises(StudyError, match=r"since their first year.*: c"):
        panel_starts(panel, "reform", np.array(["b", "c"]))


def test_a_missing_policy_says_nothing_and_a_start_after_it_is_unsure():
    panel = panel_of([0, np.nan, 1, np.nan, 0, 1, 0, np.nan, np.nan])
    starts, warnings = panel_starts(panel, "reform", np.array(["a", "b", "c"]))
    np.testing.assert_array_equal(starts, [2017, 2017, np.inf])
    assert warnings == ["`reform` is not known in the year before the first treated one of a"]
    with pytest.raises(StudyError, match=r"since their first year.*: a"):
        panel_starts(panel_of([np.nan, 1, 1] + [0] * 6), "reform", np.array(["a"]))


def test_thin_keys_are_named():
    event = event_dummies(
        np.array([2019.0] * 5 + [2021, np.inf]), sample(np.array([2019.0] * 5 + [2021, np.inf])), (-6, 4)
    )
    assert "relative years −6, −5 rest on fewer than 3 units: their standard errors" in event.warnings[0]


@pytest.mark.parametrize(
    ("window", "base", "message"),
    [
        ((-6, 5), -1, "relative year 5; observed are -6 to 4"),
        ((-8, 3), -1, "relative year -8"),
        ((0, 3), -1, "contain the base -1, -1 and 0"),
        ((-3, -1), -1, "contain the base"),
        ((-3, 3), -4, "contain the base -4"),
        ((0, 3), 1, "contain the base 1, -1 and 0"),
    ],
)
def test_windows_that_cannot_be_are_refused(window, base, message):
    with pytest.raises(StudyError, match=message):
        event_dummies(START, sample(START), window, base)
