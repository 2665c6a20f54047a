import numpy as np
import pandas as pd
import pytest

from efficiency.data import indicators
from efficiency.diagnose import by_column, copies_in_sets, flags, proportional_columns, warnings_of
from efficiency.score import score


def table(values, specification, years=1):
    frame = pd.DataFrame(values, columns=list(specification.columns))
    row = np.arange(len(frame))
    return frame.assign(unit=[f"u{k // years:02}" for k in row], year=2000 + row % years)


def said(frame, specification):
    data = indicators(frame, specification)
    scores = score(data, specification)
    return "\n".join(warnings_of(data, scores, flags(data, scores, specification), specification))


def test_ordinary_data_need_no_warning(specify, cities):
    specification = specify(1, 1, 1)
    assert said(table(cities(40, 3), specification), specification) == ""


@pytest.mark.parametrize(
    ("keys", "change", "message"),
    [
        ({}, lambda t: t.head(5), "a reference set has 5 unit-years for 4 indicators"),
        ({}, lambda t: t.assign(x0=1.0), "x0 is the same for all unit-years"),
        ({}, lambda t: t.assign(x1=3 * t["x0"]), "x0, x1 are the same up to a factor: their slack counts 2 times"),
        ({"zero_policy": "floor"}, lambda t: t.assign(b0=t["b0"].where(t.index > 1, 0)), "b0: 2 zeros became"),
        ({"zero_policy": "floor"}, lambda t: t.assign(b0=t["b0"].where(t.index > 1, 0)), "a near-zero undesirable"),
        ({"scale": "vrs"}, lambda t: t.assign(b0=t["b0"].where(t.index > 0, 1e-9)), "super program infeasible, status"),
        ({}, lambda t: t.assign(b0=t["b0"].where(t.index > 0, 1e-9)), "score at its upper bound 2: 1 unit-years, u00"),
    ],
)
def test_what_is_suspicious_is_said(specify, cities, keys, change, message):
    keys = dict(keys)
    specification = specify(2, 1, 1, keys.pop("scale", "crs"), **keys)
    assert message in said(change(table(cities(40, 4), specification)), specification)


def test_facts_by_column(specify):
    specification = specify(1, 1, 1, zero_policy="floor")
    values = np.column_stack([np.full(6, 2.0), [1, 2, 3, 3, 3, 4], [0, 0, 5, 6, 7, 8]])
    facts = by_column(indicators(table(values, specification), specification), specification)
    assert facts["x0"] == {"floored": 0, "floor": None, "ties": 5, "constant": True, "near_zero_share": None}
    assert facts["y0"] == {"floored": 0, "floor": None, "ties": 2, "constant": False, "near_zero_share": None}
    assert facts["b0"] == {
        "floored": 2,
        "floor": pytest.approx(0.05),
        "ties": 1,
        "constant": False,
        "near_zero_share": pytest.approx(1 / 3),
    }


def test_one_unit_year_has_no_proportional_columns(specify, cities):
    specification = specify(2, 1, 1)
    assert proportional_columns(indicators(table(cities(1, 4), specification), specification), specification) == []


@pytest.mark.parametrize(
    ("frontier", "groups"),
    [
        ("contemporaneous", []),
        ("window", [[0, 1], [1, 2]]),
        ("sequential", [[0, 1, 2]]),
        ("global", [[0, 1, 2]]),
    ],
)
def test_copies_are_those_of_one_reference_set_each_group_once(specify, cities, frontier, groups):
    """The first unit is the same in three years; a window of two years never holds all three."""
    specification = specify(1, 1, 1, frontier=frontier, window=2)
    values = cities(12, 3)
    values[:3] = values[0]
    data = indicators(table(values, specification, years=3), specification)
    assert [rows.tolist() for rows in copies_in_sets(data, specification)] == groups


@pytest.mark.parametrize(("scale", "groups"), [("crs", [[0, 1, 2]]), ("vrs", [[0, 2]])])
def test_twice_a_unit_is_its_copy_under_constant_returns_only(specify, cities, scale, groups):
    specification = specify(1, 1, 1, scale)
    values = cities(9, 3)
    values[1:3] = 2 * values[0], values[0]
    data = indicators(table(values, specification), specification)
    assert [rows.tolist() for rows in copies_in_sets(data, specification)] == groups


def test_alone_in_year_is_about_the_year_under_every_frontier(specify, cities):
    specification = specify(1, 1, 1)
    frame = table(cities(8, 3), specification, years=2).drop(index=[3, 5])
    frame.loc[7, "x0"] = np.nan  # of 2001, u00 alone is complete
    data = indicators(frame, specification)
    marks = flags(data, score(data, specification), specification)
    assert [data.unit[row] for row in np.flatnonzero(marks["alone_in_year"])] == ["u00"]
    assert not marks["floored"].any()
