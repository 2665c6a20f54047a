"""Event dummies: windows, bins, bases, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from did.event_study import default_window, event_dummies, leads, panel_starts

YEARS = np.arange(2015, 2024)
START = np.array([2019.0] * 10 + [2021.0] * 5 + [np.inf] * 10)


def test_default_window_asks_for_a_fifth_of_the_treated():
    assert default_window(START, YEARS) == (-6, 4)
    fewer = np.array([2019.0] * 13 + [2021.0] * 3 + [np.inf])
    assert default_window(fewer, YEARS) == (-4, 4)
    with pytest.raises(StudyError, match=r"2 treated units.*`window`"):
        default_window(np.array([2019, 2020, np.inf]), YEARS)


def test_dummies_and_what_stands_behind_them():
    event = event_dummies(START, YEARS, (-3, 3))
    assert event.keys == (-3, -2, 0, 1, 2, 3)
    assert leads(event.keys) == (-3, -2)
    support = event.support.set_index("k")
    assert support["units"].to_dict() == {-3: 15, -2: 15, -1: 15, 0: 15, 1: 15, 2: 15, 3: 10}
    assert support["rows"].to_dict() == {-3: 10 * 2 + 5 * 4, -2: 15, -1: 15, 0: 15, 1: 15, 2: 15, 3: 10 * 2}
    assert list(support.index[support["binned"]]) == [-3, 3]
    assert list(support.index[support["base"]]) == [-1]
    assert not event.dummies[15:].any()
    np.testing.assert_array_equal(event.dummies.sum(axis=-1)[:15] + (START[:15, None] - 1 == YEARS), 1)
    assert event.warnings == ()


def test_without_never_treated_units_two_periods_are_left_out():
    event = event_dummies(START[:15], YEARS, (-6, 4))
    assert event.keys == (-5, -4, -3, -2, 0, 1, 2, 3, 4)
    assert "-6 left out" in event.warnings[0]


def test_starts_come_from_the_whole_panel():
    panel = pd.DataFrame(
        {"unit": list("aaabbbccc"), "year": [2015, 2016, 2017] * 3, "reform": [0, 0, 1] + [0] * 3 + [1] * 3}
    )
    np.testing.assert_array_equal(panel_starts(panel, "reform", np.array(["a", "b"])), [2017, np.inf])
    with pytest.raises(StudyError, match=r"since their first year.*: c"):
        panel_starts(panel, "reform", np.array(["b", "c"]))
    with pytest.raises(StudyError, match="missing in 1 unit-years"):
        panel_starts(panel.assign(reform=panel["reform"].where(panel.index != 4)), "reform", np.array(["b"]))


def test_thin_keys_are_named():
    event = event_dummies(np.array([2019.0] * 5 + [2021, np.inf]), YEARS, (-6, 4))
    assert "[-6, -5]" in event.warnings[0]


@pytest.mark.parametrize(
    ("start", "window", "message"),
    [
        (START, (-6, 5), "relative year 5; observed are -6 to 4"),
        (START, (-8, 3), "relative year -8"),
        (START, (0, 3), "contain the base"),
        (START, (-3, -1), "contain the base"),
    ],
)
def test_windows_that_cannot_be_are_refused(start, window, message):
    with pytest.raises(StudyError, match=message):
        event_dummies(start, YEARS, window)
