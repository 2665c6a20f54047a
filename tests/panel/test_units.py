"""Conversion of units of measurement."""

import pytest
from raw_study import RESOURCES, Oddity, times

from core.errors import StudyError
from panel.units import factor

ODDITIES = [
    Oddity(
        32,
        {"economy.csv": lambda text: times(text, 2, 1e-4, range(2018, 2020))},
        {"sources.0.columns.gdp.unit": {2015: "万元", 2018: "亿元"}},
        ["合肥市,2015,gdp,10000,1,{}economy.csv: converted from 万元 to 亿元"],
        [],
    ),
    Oddity(
        40,
        {"economy.csv": lambda text: times(text, 3, 1e-3)},
        {"sources.0.columns.invest": {"header": "投资", "unit": "%", "convert_to": "fraction", "share": True}},
        ["合肥市,2015,invest,3,0.03,{}economy.csv: converted from % to fraction"],
        [],
    ),
]


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


@pytest.mark.parametrize(
    ("unit", "target", "number"),
    [
        ("亿元", "万元", 1e4), ("kt", "万吨", 0.1), ("t", "kt", 1e-3), ("万人", "persons", 1e4),
        ("万千瓦时", "kWh", 1e4), ("㎢", "ha", 100),
        ("ha", "km2", 0.01), ("公顷", "平方公里", 0.01), ("%", "fraction", 0.01), ("亿元/万人", "元/人", 1e4),
        ("10k yuan", "万元", 1), ("100 million yuan", "亿元", 1), ("10,000 persons", "万人", 1), ("hectares", "mu", 15),
        ("million yuan", "yuan", 1e6), ("10 000 t", "万吨", 1),
    ],
)  # fmt: skip
def test_units_of_measurement(unit, target, number):
    assert factor(unit, target, str(RESOURCES / "units.txt")) == pytest.approx(number, rel=1e-14)


@pytest.mark.parametrize(
    ("unit", "target", "said"),
    [
        ("万元", "t", "measure different things"),
        ("USD", "yuan", "needs its exchange rate as a variable"),
        ("万圆", "yuan", "`万圆` is not known"),
    ],
)
def test_units_that_do_not_convert(unit, target, said):
    with pytest.raises(StudyError, match=said):
        factor(unit, target, str(RESOURCES / "units.txt"))
