"""Texts that are numbers, years or missing values."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_study import Oddity, all_of, sub

from panel.numbers import parse_numbers

ODDITIES = [
    Oddity(
        11,
        {
            "economy.csv": all_of(
                sub(",10000,", ',"10,000",'),
                sub("10500", " 10500 "),
                sub("11000", "１１０００"),
                sub("11500", "11500①"),
            )
        },
        {},
        [
            '合肥市,2015,gdp,"10,000",10000,{}economy.csv: separators of thousands',
            "2016,gdp, 10500 ,10500,{}economy.csv: blanks around a number",
            "2017,gdp,１１０００,11000,{}economy.csv: full-width characters",
            "2018,gdp,11500①,11500,{}economy.csv: a footnote mark",
        ],
        [],
    ),
    Oddity(
        12,
        {"land.csv": all_of(sub("52", "—"), sub("53", "-999.0"))},
        {"sources.1.missing": ["—", -999]},
        ["合肥市,2016,land,—,,{}land.csv: declared as missing", "合肥市,2017,land,-999.0,,"],
        [",land,,,missing in 2 of 30 unit-years"],
    ),
    Oddity(
        16,
        {"economy.csv": all_of(sub(",2015,", ",2015年,"), sub(",2016,", ",2016.0,"), sub(",2017,", ",2017-12-31,"))},
        {},
        ["合肥市,2015,year,2015年,2015,{}economy.csv: a year written otherwise", "2016.0,2016,", "2017-12-31,2017,"],
        [],
    ),
]


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


@settings(max_examples=80, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, width=64), st.sampled_from(["", "  ", "①", "*"]))
def test_a_number_is_read_back_to_its_last_bit(number, mark):
    parsed = parse_numbers(pd.Series([f"{number!r}{mark}"]), ".", [])
    assert parsed.values.iloc[0] == number
    assert bool(parsed.why.iloc[0]) == bool(mark)
