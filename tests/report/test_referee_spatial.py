"""The referee on weights: what they leave of a lagged policy."""

import numpy as np
import pytest

from report.reading import Links, read_links
from report.referee_spatial import lag_of, share_left

YEARS, UNITS = range(2000, 2006), "abcdefgh"
START = {"a": 2002, "b": 2003, "c": 2005}


@pytest.fixture
def weights():
    """(8, 8) weights without a diagonal, each row summing to 1; no symmetry."""
    drawn = np.random.default_rng(4).random((8, 8)) ** 3
    np.fill_diagonal(drawn, 0)
    return drawn / drawn.sum(axis=1, keepdims=True)


def linked(weights):
    pairs = [(one, other, float(weights[i, j])) for i, one in enumerate(UNITS) for j, other in enumerate(UNITS)]
    return Links(frozenset(UNITS), [pair for pair in pairs if pair[1] in START])


def test_the_share_that_is_left_is_that_of_arrays(weights):
    policy = np.array([[year >= START.get(unit, 9999) for year in YEARS] for unit in UNITS], dtype=float)
    lagged = weights @ policy
    within = lagged - lagged.mean(axis=1, keepdims=True) - lagged.mean(axis=0) + lagged.mean()
    found = share_left(lag_of(linked(weights), START, YEARS))
    assert found == pytest.approx(within.var() / lagged.var(), rel=1e-12)


def test_weights_that_are_the_same_for_all_leave_nothing():
    same = np.full((8, 8), 1 / 8)
    assert share_left(lag_of(linked(same), START, YEARS)) == pytest.approx(0, abs=1e-12)
    assert share_left(lag_of(linked(np.zeros((8, 8))), START, YEARS)) is None


def test_pairs_that_say_nothing_of_a_policy_are_not_kept(tmp_path):
    path = tmp_path / "near.csv"
    path.write_text("unit,neighbour,weight,raw\n1,2,0.5,1\n2,1,0.25,1\n3,3,0,0\n", encoding="utf-8")
    assert read_links(path, {"1"}) == Links(frozenset("123"), [("2", "1", 0.25), ("3", "3", 0.0)])
