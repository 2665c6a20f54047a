"""Missing values filled as far as asked, and no further."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_study import CITIES, CLEAN, PANEL, Fault, Oddity, times, without

from panel.interpolation import fill, spikes

N = np.nan

FAULTS = [
    Fault(
        29,
        {"economy.csv": lambda text: re.sub("(,2017,.*),.*", r"\1,", text)},
        {"interpolate": [{"variables": ["invest"]}]},
        ["`invest`: 20.0 % of its values of 2015 to 2019 would be filled, more than `max_imputed_share` 10 %"],
    ),
    Fault(
        29,
        {"economy.csv": lambda text: re.sub("(合肥市,201[67],.*),.*", r"\1,", text)},
        {"interpolate": [{"variables": ["invest"]}]},
        ["1 units over `max_imputed_per_unit` 25 % in 2015 to 2019: 合肥市 (40 %)"],
    ),
]


ODDITIES = [
    Oddity(
        27,
        {"economy.csv": without("合肥市,2017")},
        {"interpolate": [{"variables": ["invest", "gdp"]}]},
        ['合肥市,2017,invest,missing; 2016: 3070; 2018: 3210,3140,"interpolated, linear"', "合肥市,2017,gdp,"],
        [],
    ),
    Oddity(
        33,
        {"economy.csv": lambda text: times(text, 3, 10, [2017], "合肥")},
        {"interpolate": [{"variables": ["invest"], "spikes": True}]},
        ["合肥市,2017,invest,31400,,one-year spike taken as missing", "2018: 3210,3140,"],
        ["one-year spike"],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


@pytest.mark.parametrize(
    ("max_gap", "scale", "edges", "expected"),
    [
        (3, "linear", "none", [N, 1, 2, 3, 4, 5, 6, N]),
        (2, "linear", "none", [N, 1, N, N, N, 5, 6, N]),
        (3, "log", "none", [N, 1, 5**0.25, 5**0.5, 5**0.75, 5, 6, N]),
        (3, "linear", "hold", [1, 1, 2, 3, 4, 5, 6, 6]),
        (3, "linear", "trend", [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_gaps_are_filled_as_far_as_asked(max_gap, scale, edges, expected):
    filled = fill(np.array([[N, 1, N, N, N, 5, 6, N]]), max_gap, scale, edges)
    assert filled.values[0] == pytest.approx(expected, nan_ok=True)
    seen = [1, 5, 6]
    assert not (filled.between | filled.beyond)[0, seen].any()


def test_one_value_has_no_trend_and_none_no_neighbour():
    values = np.array([[N, N, 5.0, N], [N, N, N, N]])
    assert np.isnan(fill(values, 3, "linear", "trend").values).sum() == 7
    assert fill(values, 3, "linear", "hold").values[0].tolist() == [5, 5, 5, 5]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_filling_never_changes_a_value_and_a_line_is_restored(data):
    length = data.draw(st.integers(2, 15))
    start, slope = data.draw(st.floats(-50, 50)), data.draw(st.floats(-5, 5))
    line = start + slope * np.arange(length)
    hidden = np.array(data.draw(st.lists(st.booleans(), min_size=length, max_size=length)))
    hidden[[0, -1]] = False
    values = np.where(hidden, N, line)[None, :]
    filled = fill(values, length, "linear", "none")
    assert (filled.values[0][~hidden] == line[~hidden]).all()
    assert filled.values[0] == pytest.approx(line, abs=1e-9)
    assert (filled.between[0] == hidden).all()


def test_a_spike_goes_up_and_back():
    assert spikes(np.array([[1, 10, 1, 1], [1, 10, 10, 10], [9, 1, 8, 8], [1, 2, 1, N]])).tolist() == [
        [False, True, False, False],
        [False, False, False, False],
        [False, True, False, False],
        [False, False, False, False],
    ]


@pytest.mark.parametrize(
    ("edges", "study", "expected"),
    [
        ("none", 0, [N, 1, N, N, N, 5, N]),
        ("none", 3, [N, 1, 2, 3, 4, 5, N]),
        ("none", 4, [N, 1, 2, 3, 4, 5, N]),
        ("none", 5, [N, 1, N, N, N, 5, N]),
        ("hold", 1, [1, 1, N, N, N, 5, 5]),
    ],
)
def test_a_gap_is_counted_in_the_years_of_the_study(edges, study, expected):
    """Of a gap of three years, two of history and one of the study are short enough, each for itself."""
    filled = fill(np.array([[N, 1, N, N, N, 5, N]]), 2, "linear", edges, study)
    assert filled.values[0] == pytest.approx(expected, nan_ok=True)


def test_a_long_gap_of_history_takes_no_year_from_the_study():
    assert fill(np.array([[N, N, N, N, 5.0]]), 1, "linear", "hold", 3).values[0] == pytest.approx(
        [N, N, N, 5, 5], nan_ok=True
    )


def test_what_is_filled_in_history_is_counted_apart(make):
    """Of four years of history, two are filled; the study's limit of no filled value holds all the same."""
    rows = "".join(f"{city},{year},{100 + year},{200 + year}\n" for city in CITIES for year in (2011, 2014))
    rows += "".join(f"{city},{year},,\n" for city in CITIES for year in (2012, 2013))
    rule = {"variables": ["invest"], "max_imputed_share": 0, "max_imputed_per_unit": 0}
    panel = PANEL | {"history": 2011, "interpolate": rule, "jumps": "warn"}
    made = make({"economy.csv": CLEAN["economy.csv"] + rows}, panel)
    assert "12 values filled in years of `history`, which count for no limit" in made.warnings["what"].tolist()
    assert (made.audit["why"] == "interpolated, linear, year of history").sum() == 12
