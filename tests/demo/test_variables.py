import numpy as np
import pytest

from demo.variables import POWERS, VARIABLES, rounded, text


@pytest.mark.parametrize(
    ("name", "value", "unit", "written"),
    [
        ("gdp_per_head", 51234.0, "元", "51234"),
        ("value_added_2", 1234567.0, "亿元", "123.4567"),
        ("built_up", 81.25, "公顷", "8125"),
        ("so2", 43210.0, "kt", "43.210"),
        ("residents", np.nan, "万人", ""),
    ],
)
def test_a_number_keeps_its_digits_in_the_unit_of_the_file(name, value, unit, written):
    assert text(name, np.array([value]), unit).tolist() == [written]


def test_values_are_rounded_and_never_zero():
    assert rounded("patents", np.array([0.2, 3.6])).tolist() == [1, 4]
    assert np.isnan(rounded("soot", np.array([np.nan]))).all()
    assert {unit for unit, _ in VARIABLES.values()} <= set(POWERS)
