"""Entropy and angle indices against values by hand."""

import numpy as np
import pytest
from by_hand import BY_HAND, EXACT

from core.errors import StudyError
from panel.indices import angle_index, entropy_index


def test_entropy_index_by_hand():
    case = BY_HAND["entropy"]
    indicators = np.array(case["X"])
    indicators[:, case["negative_cols"]] *= -1
    result = entropy_index(indicators)
    assert result.weights == pytest.approx(case["weights"], rel=EXACT)
    assert result.scores == pytest.approx(case["score"], rel=EXACT, abs=EXACT)
    assert entropy_index(indicators * [1e4, 0.1, 7]).scores == pytest.approx(result.scores, abs=1e-12)


def test_a_constant_indicator_is_refused():
    with pytest.raises(StudyError, match="indicator 2 of `entropy_index` is constant"):
        entropy_index(np.array([[1.0, 2.0], [2.0, 2.0]]))


@pytest.mark.parametrize(
    ("shares", "value"),
    [
        (BY_HAND["angle_index"]["shares"], BY_HAND["angle_index"]["W"]),
        ([1 / 3, 1 / 3, 1 / 3], 6 * np.arccos(1 / np.sqrt(3))),
        ([0, 0, 1], 2.5 * np.pi),
        ([0.1005, 0.402, 0.5025], BY_HAND["angle_index"]["W"]),  # shares are rescaled
    ],
)
def test_angle_index_by_hand(shares, value):
    assert angle_index(np.array([shares]), np.array([3.0, 2.0, 1.0])) == pytest.approx([value], rel=1e-12)


def test_shares_that_do_not_sum_to_one_are_refused():
    with pytest.raises(StudyError, match="do not sum to 1 in 1 unit-years"):
        angle_index(np.array([[0.2, 0.3, 0.4]]), np.array([3.0, 2.0, 1.0]))
