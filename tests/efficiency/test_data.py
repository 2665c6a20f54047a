import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from efficiency.data import duplicates, indicators, near_zero
from efficiency.frontier import reference_sets


def panel(**changes):
    """Two units, two years, one indicator a kind; `changes` replaces columns."""
    columns = {
        "unit": ["b", "b", "a", "a"],
        "year": [2000, 2001, 2001, 2000],
        "x0": [1.0, 2, 3, 4],
        "y0": [5.0, 5, 5, 5],
        "b0": [1.0, 1, 2, 2],
    }
    return pd.DataFrame(columns | changes)


def test_rows_are_sorted_and_constant_columns_are_fine(specify):
    data = indicators(panel(), specify(1, 1, 1))
    assert data.unit.tolist() == ["a", "a", "b", "b"]
    assert data.year.tolist() == [2000, 2001, 2000, 2001]
    assert data.values[:, 0].tolist() == [4, 3, 1, 2]
    assert data.complete.all()


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"x0": [1, 0, 3, -4]}, ["2 indicator values are zero or negative", "a, 2000, x0: -4", "b, 2001, x0: 0"]),
        ({"b0": [1, np.inf, 1, 1]}, ["1 indicator values are infinite", "b, 2001, b0: inf"]),
        ({"y0": [1, "n/a", 1, 1]}, ["1 indicator values are not numbers", "b, 2001, y0: n/a"]),
        ({"y0": [np.nan] * 4}, ["no unit-year has all of x0, y0, b0"]),
        ({"year": [2000, 2000, 2001, 2000]}, ["1 unit-years more than once: b 2000"]),
    ],
)
def test_bad_data_is_refused_with_unit_year_column_and_value(specify, changes, messages):
    with pytest.raises(StudyError) as error:
        indicators(panel(**changes), specify(1, 1, 1))
    for message in messages:
        assert message in str(error.value)


def test_zeros_are_floored_when_the_study_says_so(specify):
    specification = specify(1, 1, 1, zero_policy="floor", floor_factor=0.1)
    data = indicators(panel(x0=[0.0, 3, 2, 7], b0=[1.0, np.nan, 0, 0]), specification)
    assert data.values[:, 0].tolist() == [7, 2, 0.2, 3]
    assert data.values[:3, 2] == pytest.approx([0.1, 0.1, 1])
    assert data.floored.tolist() == [[False, False, True], [False, False, True], [True, False, False], [False] * 3]
    assert data.complete.tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    ("keys", "changes", "message"),
    [
        ({"zero_policy": "floor"}, {"x0": [1, 0, -3, 4]}, "1 indicator values are negative(.|\n)*a, 2001, x0: -3"),
        ({"zero_policy": "floor"}, {"b0": [0.0] * 4}, "b0 has no positive value, so its zeros have no floor"),
        ({}, {"b0": [0.0, 1, 1, 1]}, "b, 2000, b0: 0(.|\n)*`zero_policy: floor` under `efficiency`"),
    ],
)
def test_what_a_floor_cannot_mend(specify, keys, changes, message):
    with pytest.raises(StudyError, match=message):
        indicators(panel(**changes), specify(1, 1, 1, **keys))


def test_only_ten_cells_are_listed(specify):
    many = pd.DataFrame({"unit": [f"u{k:02}" for k in range(30)], "year": 2000, "x0": 0.0, "y0": 1.0})
    with pytest.raises(StudyError) as error:
        indicators(many, specify(1, 1, 0))
    assert str(error.value).startswith("30 indicator values")
    assert str(error.value).count("x0: 0") == 10


def test_an_absent_column_is_named(specify):
    with pytest.raises(StudyError, match="lacks 1 columns that `efficiency` names: b0"):
        indicators(panel().drop(columns="b0"), specify(1, 1, 1))


def test_missing_rows_are_in_no_reference_set(specify):
    data = indicators(panel(b0=[1, np.nan, 2, 2]), specify(1, 1, 1))
    assert data.complete.tolist() == [True, True, True, False]
    (everywhere,) = reference_sets(data.year, data.complete, data.eligible, "global")
    assert everywhere.reference.tolist() == [0, 1, 2]
    by_year = reference_sets(data.year, data.complete, data.eligible, "contemporaneous")
    assert [(part.label, part.reference.tolist()) for part in by_year] == [("2000", [0, 2]), ("2001", [1])]
    assert [part.position.tolist() for part in by_year] == [[0, 1], [0]]


def test_near_zero_is_below_one_percent_of_the_median(specify):
    data = indicators(panel(b0=[1.0, 9.0, 0.02, 0.005]), specify(1, 1, 1))
    assert near_zero(data, specify(1, 1, 1)).ravel().tolist() == [True, False, False, False]


def test_duplicates_exact_and_proportional():
    values = np.array([[1.0, 3.0], [2.0, 1.0], [1.0, 3.0], [0.7, 2.1], [2.0, 3.0]])
    assert [rows.tolist() for rows in duplicates(values)] == [[0, 2]]
    assert [rows.tolist() for rows in duplicates(values, proportional=True)] == [[0, 2, 3]]
