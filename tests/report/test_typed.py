"""Numbers as they are typed."""

import pytest
from scipy.special import stdtr

from report.typed import agrees, p_value, two_sided


@pytest.mark.parametrize("df", [1, 2, 3, 4, 11, 49, 285, 286])
@pytest.mark.parametrize("statistic", [0.1, -1.741, 2.1, 6.0])
def test_the_tail_of_t_is_that_of_scipy(df, statistic):
    assert two_sided(statistic, df) == pytest.approx(2 * stdtr(df, -abs(statistic)), abs=1e-13)


def test_without_degrees_of_freedom_the_tail_is_normal():
    assert two_sided(1.959963984540054, None) == pytest.approx(0.05, abs=1e-12)


@pytest.mark.parametrize(
    ("printed", "exact", "same"),
    [
        (0.0287, 74 / 2574, True),
        (0.028, 74 / 2574, False),
        ("0.10", 0.104, True),
        ("0.10", 0.106, False),
        (12, 12.4, True),
        (-0.03, -0.0349, True),
    ],
)
def test_numbers_agree_as_far_as_they_are_printed(printed, exact, same):
    assert agrees(printed, exact) == same


def test_a_p_value_that_is_not_printed_follows_from_estimate_and_error():
    printed = {"estimate": 0.1076, "std_error": 0.0618, "p_value": None}
    assert p_value(printed, 286) == pytest.approx(0.0828, abs=1e-4)
    assert p_value(printed | {"p_value": 0.2}, 286) == 0.2
    assert p_value(printed | {"std_error": None}, 286) is None
