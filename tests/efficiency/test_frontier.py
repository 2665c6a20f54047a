import numpy as np
import pytest

from core.errors import StudyError
from efficiency.frontier import reference_sets

# Unbalanced: a is there in 2000-2002, b in 2000 and 2002 (2000 incomplete), c in 2001 and 2004.
YEAR = np.array([2000, 2001, 2002, 2000, 2002, 2001, 2004])
COMPLETE = np.array([True, True, True, False, True, True, True])


def sizes(frontier, window=None):
    sets = reference_sets(YEAR, COMPLETE, COMPLETE, frontier, window)
    assert sorted(np.concatenate([part.evaluated for part in sets])) == np.flatnonzero(COMPLETE).tolist()
    assert all((part.reference[part.position] == part.evaluated).all() for part in sets)
    return {part.label: len(part.reference) for part in sets}


@pytest.mark.parametrize(
    ("frontier", "window", "counted"),
    [
        ("contemporaneous", None, {"2000": 1, "2001": 2, "2002": 2, "2004": 1}),
        ("sequential", None, {"2000": 1, "2001": 3, "2002": 5, "2004": 6}),
        ("window", 1, {"2000": 1, "2001": 2, "2002": 2, "2004": 1}),
        ("window", 2, {"2000": 1, "2001": 3, "2002": 4, "2004": 1}),  # the window counts years, 2003 without rows too
        ("window", 3, {"2000": 1, "2001": 3, "2002": 5, "2004": 3}),
        ("window", 9, {"2000": 1, "2001": 3, "2002": 5, "2004": 6}),
        ("global", None, {"global": 6}),
    ],
)
def test_sizes_counted_by_hand(frontier, window, counted):
    assert sizes(frontier, window) == counted


def test_the_last_year_of_a_sequential_frontier_is_measured_against_all():
    last = reference_sets(YEAR, COMPLETE, COMPLETE, "sequential")[-1]
    (everywhere,) = reference_sets(YEAR, COMPLETE, COMPLETE, "global")
    assert np.array_equal(last.reference, everywhere.reference)
    assert last.evaluated.tolist() == [6]


def test_only_eligible_rows_form_a_frontier_and_all_complete_ones_are_evaluated():
    eligible = COMPLETE & (YEAR != 2002)
    last = reference_sets(YEAR, COMPLETE, eligible, "sequential")[-1]
    assert (last.reference.tolist(), last.evaluated.tolist()) == ([0, 1, 5, 6], [6])
    (everywhere,) = reference_sets(YEAR, COMPLETE, eligible, "global")
    assert everywhere.position.tolist() == [0, 1, -1, -1, 2, 3]
    with pytest.raises(StudyError, match="`reference` leaves no unit-year to form the frontier `2002`"):
        reference_sets(YEAR, COMPLETE, eligible, "contemporaneous")
