"""Units near the switch of stages: the documented example, and plain programs by scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from efficiency import switch
from efficiency.data import indicators
from efficiency.diagnose import flags, near_switch
from efficiency.directional import improvements
from efficiency.score import score


def scored(values, specification):
    panel = pd.DataFrame(values, columns=list(specification.columns))
    data = indicators(panel.assign(unit=[f"u{k:04}" for k in range(len(panel))], year=2000), specification)
    return data, score(data, specification)


def largest_beta(data, own, specification):
    """By a plain program over all units."""
    above, below = specification.weights
    moving = (above + below > 0).astype(float)
    matrix = np.column_stack([moving, specification.sigma[:, None] * (data / own).T])
    convexity = {"A_eq": [np.r_[0, np.ones(len(data))]], "b_eq": [1]} if specification.vrs else {}
    return -linprog(np.r_[-1, np.zeros(len(data))], matrix, specification.sigma, **convexity).fun


@pytest.mark.parametrize(
    ("second", "near"), [(1.0, True), (0.99, True), (1.0 - 1e-9, True), (0.9, False), (1.2, False), (1.001, True)]
)
def test_both_sides_of_the_jump_are_flagged(specify, second, near):
    """Beside a unit with inputs (1, 1) and the same output: (2, 1) scores .75, (2, .99) scores 1.005 (Chen 2013)."""
    specification = specify(2, 1, 0)
    data, scores = scored([[1, 1, 1], [2, second, 1]], specification)
    assert flags(data, scores, specification)["near_switch"].tolist() == [False, near]


@pytest.mark.parametrize("orientation", ["non", "in", "out"])
@pytest.mark.parametrize("scale", ["crs", "vrs"])
@pytest.mark.parametrize("sizes", [(1, 1, 1), (2, 2, 2)])
def test_equal_to_plain_programs(specify, sizes, scale, orientation):
    """Whole numbers, so that many units are dominated in one indicator only."""
    specification = specify(*sizes, scale, "A", orientation)
    values = np.random.default_rng(5).lognormal(1, 0.5, (60, sum(sizes))).round() + 1
    data, scores = scored(values, specification)
    near = near_switch(data, scores, specification)
    rows = np.flatnonzero(scores.stage == "sbm")
    beta = [largest_beta(values, values[row], specification) for row in rows]
    assert near[rows].tolist() == [one < switch.IMPROVEMENT for one in beta]
    assert improvements(values, values[rows], specification).value == pytest.approx(beta, abs=1e-8)
    others = scores.stage != "sbm"
    assert np.array_equal(near[others], scores.super[others] < switch.SUPER)


@pytest.mark.parametrize(("worse", "near"), [(9e-4, True), (1.1e-3, False)])
def test_near_is_an_improvement_below_a_thousandth(specify, worse, near):
    """An input that is 1 + `worse` and an output that is 1 - `worse` of a peer's: beta is `worse`, nearly."""
    data, found = scored([[1, 1], [1 + worse, 1 - worse], [9, 1]], specify(1, 1, 0, "vrs"))
    assert near_switch(data, found, specify(1, 1, 0, "vrs"))[1] == near


def test_the_unpriced_and_the_uncertified_are_right_too(specify, cities, monkeypatch):
    """A pool without anybody's peers, and a batch that certifies nobody."""
    specification, values = specify(2, 2, 1, "vrs"), cities(120, 5, seed=4)
    best = np.argmax(scored(values, specification)[1].score)
    values[best - 1] = values[best] * [1.0004, 1.0004, 0.9996, 0.9996, 1.0004]
    rows, beta = np.arange(120), [largest_beta(values, own, specification) for own in values]
    expected = [one < switch.IMPROVEMENT for one in beta]
    assert 1e-4 < beta[best - 1] < switch.IMPROVEMENT and not all(expected)
    poor = np.array([int(np.argmax(beta))])
    assert switch.hardly_improve(values, values, rows, specification, poor).tolist() == expected
    monkeypatch.setattr(switch, "TOLERANCE", -1.0)
    assert switch.hardly_improve(values, values, rows, specification, poor).tolist() == expected
