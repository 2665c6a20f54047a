"""Directional distances against a plain program over all columns, solved by scipy."""

import highspy
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from core.errors import StudyError
from efficiency import directional
from efficiency.data import indicators
from efficiency.directional import distances
from efficiency.productivity import from_distance

SIZES = st.sampled_from([(1, 1, 0), (1, 1, 1), (2, 1, 2), (3, 2, 1), (2, 2, 2)])
SCALE = st.sampled_from(["crs", "vrs"])
SEED = st.integers(0, 10_000)
some = settings(max_examples=8, deadline=None, derandomize=True)


def plain(reference, own, specification, weak):
    """Largest beta of one unit, in the data's own units; NaN if infeasible."""
    m, s1, _ = specification.sizes
    (x, y, b), (x_o, y_o, b_o) = (np.split(part.T, [m, m + s1]) for part in (reference, own))
    count = len(reference)
    bounds = [np.c_[np.zeros(len(x)), x], np.c_[y_o, -y]], [x_o, -y_o]
    equal = [np.zeros((0, count + 1))], [np.zeros(0)]
    for rows, right in (equal if weak else bounds,):
        rows.append(np.c_[b_o, b])
        right.append(b_o)
    if specification.vrs:
        equal[0].append(np.r_[0, np.ones(count)][None])
        equal[1].append([1.0])
    loose, tight = np.vstack(bounds[0]), np.vstack(equal[0])
    if weak:  # weights mu of the abated, who use inputs and count for convexity
        abated = np.zeros((len(loose), count)), np.zeros((len(tight), count))
        abated[0][: len(x)] = x
        abated[1][len(b) :] = 1.0
        loose, tight = np.hstack([loose, abated[0]]), np.hstack([tight, abated[1]])
    found = linprog(
        np.r_[-1, np.zeros(loose.shape[1] - 1)],
        loose,
        np.concatenate(bounds[1]),
        tight,
        np.concatenate(equal[1]),
        [(None, None)] + [(0, None)] * (loose.shape[1] - 1),
    )
    return -found.fun if found.status == 0 else np.nan


@some
@given(SIZES, SCALE, st.booleans(), st.integers(2, 15), SEED)
def test_equal_to_a_plain_program_inside_and_outside(specify, cities, sizes, scale, weak, n, seed):
    specification, data = specify(*sizes, scale), cities(2 * n, sum(sizes), seed)
    reference, outside = data[:n], data[n:]
    for evaluated in (reference, outside):
        found = distances(reference, evaluated, specification, weak)
        expected = [plain(reference, own, specification, weak) for own in evaluated]
        assert found.value == pytest.approx(expected, rel=1e-8, abs=1e-8, nan_ok=True)
        assert np.nanmax(found.residual, initial=0) < 1e-9


@some
@given(SIZES, SCALE, st.booleans(), st.integers(2, 15), SEED)
def test_nobody_inside_is_infeasible_or_negative_and_units_do_not_matter(specify, cities, sizes, scale, weak, n, seed):
    specification, data = specify(*sizes, scale), cities(n, sum(sizes), seed)
    value = distances(data, data, specification, weak).value
    assert np.all(value > -1e-10)
    assert value.min() == pytest.approx(0, abs=1e-10)  # somebody is on the frontier
    rescaled = data * 10.0 ** np.random.default_rng(seed).integers(-6, 7, data.shape[1])
    assert distances(rescaled, rescaled, specification, weak).value == pytest.approx(value, abs=1e-10)


@some
@given(SIZES, st.integers(2, 15), SEED)
def test_strong_disposability_and_constant_returns_are_never_infeasible(specify, cities, sizes, n, seed):
    specification, data = specify(*sizes), cities(2 * n, sum(sizes), seed)
    value = distances(data[:n], data[n:] * np.repeat([0.1, 10, 0.1], sizes), specification, False).value
    assert np.all(1 + value > 0)
    assert np.all(value < 0)  # far outside


@pytest.mark.parametrize("weak", [True, False])
def test_the_point_that_the_distance_reaches_is_on_the_frontier(specify, cities, weak):
    specification, data = specify(2, 1, 1), cities(40, 4)
    value = distances(data, data, specification, weak).value
    moved = data * np.column_stack([np.ones((40, 2)), 1 + value, 1 - value])
    assert distances(data, moved, specification, weak).value == pytest.approx(0, abs=1e-9)


def test_by_hand(specify):
    """2 lam >= 1 + beta and lam <= 1 - beta (weak: equal) give beta = 1/3."""
    reference, own = np.array([[1.0, 2, 1]]), np.array([[1.0, 1, 1]])
    strong, weak = (distances(reference, own, specify(1, 1, 1), weak).value for weak in (False, True))
    assert strong == pytest.approx(1 / 3) and weak == pytest.approx(1 / 3)


def test_weakly_disposable_outputs_can_be_abated_under_variable_returns(specify):
    """Kuosmanen (2005): half the weight of (1, 4, 4) is abated, which gives (1, 2, 2) = (1, 4/3 y, 2/3 b). Without
    abatement b is at least 4, and the best is -1/3. Under constant returns the scale does it."""
    reference, own = np.array([[1.0, 4, 4], [3.0, 4, 8]]), np.array([[2.0, 1.5, 3.0]])
    for scale in ("vrs", "crs"):
        assert distances(reference, own, specify(1, 1, 1, scale), True).value[0] == pytest.approx(1 / 3)


def test_weak_disposability_is_infeasible_outside(specify):
    """Both peers have y = 1, so beta <= -1/2; then b = (1 - beta) 9 >= 13.5 is needed and 2 is all there is."""
    reference = np.array([[1.0, 1, 1], [1.0, 1, 2]])
    own = np.array([[1.0, 2, 9.0]])
    assert np.isnan(distances(reference, own, specify(1, 1, 1, "vrs"), True).value[0])
    assert np.isfinite(distances(reference, own, specify(1, 1, 1, "vrs"), False).value[0])


def undecided(monkeypatch, settings_of_presolve):
    """Leave the programs with these settings without a verdict, as HiGHS may when there is no feasible point."""
    run = directional._Program._run

    def stubborn(self, chosen, presolve):
        return highspy.Highs() if presolve in settings_of_presolve else run(self, chosen, presolve)

    monkeypatch.setattr(directional._Program, "_run", stubborn)


@pytest.mark.parametrize("weak", [True, False])
def test_an_undecided_program_is_solved_once_more(specify, cities, weak, monkeypatch):
    specification, data = specify(2, 1, 2), cities(40, 5)
    expected = distances(data[:20], data[20:], specification, weak).value
    undecided(monkeypatch, ["off"])
    assert distances(data[:20], data[20:], specification, weak).value == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_a_program_without_a_verdict_is_refused_not_blank(specify, cities, monkeypatch):
    specification = specify(1, 1, 1)
    panel = pd.DataFrame(cities(6, 3), columns=list(specification.columns)).assign(unit=list("abcdef"), year=2000)
    undecided(monkeypatch, ["off", "on"])
    rows = np.arange(6)
    with pytest.raises(StudyError, match="6 unit-years cannot be scored"):
        from_distance(indicators(panel, specification), rows, rows, specification, "weak")
