"""What brackets hold where no note says it."""

import pytest

from printed.brackets import p_beside, told_by_numbers
from printed.entries import entries

LEGEND = {"*": 0.1, "**": 0.05, "***": 0.01}


def pairs_of(*cells):
    return [entries(cell) for cell in cells]


@pytest.mark.parametrize(
    "cells, kind",
    [
        (["0.064** (0.026)", "0.051* (0.029)", "-0.2 (0.4)"], "std_error"),
        (["0.064** (2.46)", "0.051* (1.76)", "-0.2 (-0.5)"], "statistic"),
        (["0.064** (0.026)", "0.051*** (0.029)", "-0.2 (0.4)", "0.3*** (0.1)"], "std_error"),  # a star too many
        (["0.064 (0.5)", "0.3 (0.2)"], None),  # errors and t values alike, without stars
        (["0.064** [0.014]", "0.051* [0.08]", "-0.2 [0.6]"], "p_value"),
        (["0.064** (0.014)", "0.051* (0.08)", "-0.2 (0.6)"], None),  # nobody prints p in parentheses without a word
        (["0.064** (0.014)", "0.051* (0.083)", "-0.21*** (0.004)", "0.12 (0.31)"], None),
        (["0.064** [0.014]", "0.051* [0.083]", "-0.21*** [0.004]", "0.12 [0.31]"], "p_value"),
        (["0.064*** [0.020]", "0.051** [0.023]", "-0.21*** [0.041]", "0.12 [0.11]"], None),
        (["0.064** (12)", "0.051* (0.001)"], None),
        (["0.000 (0.000)"], None),
    ],
)
def test_numbers_tell_what_brackets_hold_or_nothing(cells, kind):
    pairs = pairs_of(*cells)
    starred = any(one.stars for one, _ in pairs)
    assert told_by_numbers(pairs, LEGEND, starred, pairs[0][1].bracket) == kind


@pytest.mark.parametrize(
    "cells, kind",
    [
        (["0.064 (0.026) [0.014]", "0.3 (0.4) [0.453]"], "p_value"),
        (["0.064 (0.026) [2.46]", "-0.3 (0.4) [-0.75]"], "statistic"),
        (["0.064 (0.026) [2.64]", "-0.3 (0.4) [-0.75]", "0.20 (0.1) [2.0]"], "statistic"),  # a digit swapped
        (["0.064 (0.026) [0.041]", "0.3 (0.4) [0.453]", "0.1 (0.2) [0.617]"], "p_value"),
        (["0.064 (0.026) [0.061]", "0.3 (0.1) [0.003]", "0.4 (0.1) [0.000]"], None),  # two zeros tell nothing
        (["0.064 (0.027) [0.041]", "0.051 (0.029) [0.120]"], None),  # p-values of another test
        (["0.064 (0.026) [0.031]", "0.3 (0.4) [0.42]"], None),  # another error
    ],
)
def test_a_second_number_is_told_by_estimate_and_error(cells, kind):
    assert p_beside(pairs_of(*cells)) == kind
