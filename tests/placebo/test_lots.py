"""Lots: every distinct assignment is counted and made once, within strata too."""

from itertools import permutations

import numpy as np
import pytest

from placebo.lots import Lots, digest

KINDS = np.array([0, 1, 1, 2, 2, 2])


@pytest.mark.parametrize("kinds", [[0, 0, 1, 2, 2], [0, 1], [0, 2, 1, 3]])
def test_every_assignment_is_made_once_and_in_order(kinds):
    lots = Lots(np.array(kinds), np.zeros(len(kinds), dtype=int))
    made = [tuple(lots.assignment(number)) for number in range(lots.number)]
    assert made == sorted(set(permutations(kinds)))


@pytest.mark.parametrize("strata", [[0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1], [0, 1, 2, 3, 4, 5]])
def test_strata_keep_what_they_have(strata):
    strata = np.array(strata)
    lots = Lots(KINDS, strata)
    allowed = {
        order
        for order in set(permutations(KINDS))
        if all(sorted(np.array(order)[strata == one]) == sorted(KINDS[strata == one]) for one in set(strata))
    }
    assert {tuple(lots.assignment(number)) for number in range(lots.number)} == allowed
    assert lots.number == len(allowed)
    assert {tuple(lots.drawn(draw, 1)) for draw in range(400)} == allowed


def test_draws_are_equally_likely():
    """1,200 draws of 12 assignments: chi squared with 11 degrees of freedom is above 31.3 once in a thousand times."""
    lots = Lots(np.array([0, 1, 2, 2]), np.zeros(4, dtype=int))
    counts = np.unique([digest(lots.drawn(draw, 3)) for draw in range(1200)], return_counts=True)[1]
    assert len(counts) == lots.number == 12
    assert np.square(counts - 100).sum() / 100 < 31.3
