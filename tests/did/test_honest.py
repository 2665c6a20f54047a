"""Departures from parallel trends: the authors' numbers, linear programs, another package, and what is refused."""

import json
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog, minimize
from scipy.stats import foldnorm, truncnorm

from core.errors import StudyError
from core.files import read_json, read_rows, write_json, write_rows
from did import magnitudes, smoothness
from did.departures import Estimates, breakdown, original
from did.honest import estimates_of
from did.tabulate_honest import tabulate_honest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from diff_diff.honest_did import _compute_optimal_flci

HERE = Path(__file__).parent / "reference"
PUBLISHED = json.loads((HERE / "honest_did_medicaid_R.json").read_text())
FIRST, MEAN = np.array([1.0, 0.0]), np.array([0.5, 0.5])


def medicaid():
    """Event study of insurance in 22 states that expanded Medicaid in 2014 and 21 others, with dummies of all states
    and years and fixest's rule for clusters."""
    states = pd.read_csv(HERE / "medicaid_insurance.csv")
    outcome, years = states.iloc[:, 2:].to_numpy(), states.columns[2:].astype(int)
    expanded = (states["expanded"] == 2014).to_numpy(float)
    n, t = outcome.shape
    events = np.kron(expanded[:, None], np.eye(t)[:, years != 2013])
    design = np.hstack([events, np.kron(np.eye(n), np.ones((t, 1))), np.kron(np.ones((n, 1)), np.eye(t)[:, 1:])])
    inverse = np.linalg.inv(design.T @ design)
    found = inverse @ design.T @ outcome.ravel()
    residuals = (outcome.ravel() - design @ found).reshape(n, t)
    scores = np.einsum("itk,it->ik", design.reshape(n, t, -1), residuals)
    factor = n / (n - 1) * (n * t - 1) / (n * t - events.shape[1] - t)
    covariance = factor * (inverse @ scores.T @ scores @ inverse)
    return Estimates(found[:5], found[5:7], covariance[:7, :7])


MEDICAID = medicaid()
OTHER = PUBLISHED["with_control"]
CONTROLLED = Estimates(np.array(OTHER["betahat"][:5]), np.array(OTHER["betahat"][5:]), np.array(OTHER["sigma"]))


def published_intervals():
    for estimates, found in ((MEDICAID, PUBLISHED["plain"]), (CONTROLLED, OTHER)):
        for weights, effect in ((FIRST, "first"), (MEAN, "average")):
            for row in found.get(f"relative_magnitudes_{effect}_post", []):
                yield magnitudes, estimates, weights, row["Mbar"], row
        for row in found["smoothness_first_post"]:
            yield smoothness, estimates, FIRST, row["M"], row


def drawn(seed, leads, effects):
    random = np.random.default_rng(seed)
    root = random.normal(size=(leads + effects, leads + effects + 3)) * 0.05
    return Estimates(random.normal(0, 0.1, leads), random.normal(0.3, 0.1, effects), root @ root.T)


@pytest.mark.parametrize(("noun", "estimates", "weights", "bound", "row"), list(published_intervals()))
def test_the_authors_intervals(noun, estimates, weights, bound, row):
    """Magnitudes to .0007, two steps of the authors' grid, whose first stage has the noise of 1000 draws besides;
    smoothness to .0001, three standard errors of their quantile of 1,000,000 draws."""
    post = estimates.covariance[5:, 5:]
    step = 40 * np.sqrt(weights @ post @ weights) / 999
    close = 2 * step if noun is magnitudes else 1e-4
    for found, end in zip(noun.interval(estimates, weights, bound), (row["lb"], row["ub"]), strict=True):
        printed = 0.5 * 10.0 ** -len(str(end).partition(".")[2])  # half a unit of the last digit that is printed
        assert found == pytest.approx(end, abs=close + printed)


def test_the_naive_interval_is_not_it():
    estimate, error = MEDICAID.effects[0], MEDICAID.error(np.eye(7)[5])
    departure = np.abs(np.diff([*MEDICAID.leads, 0])).max()
    naive = [estimate - 2 * departure - 1.96 * error, estimate + 2 * departure + 1.96 * error]
    assert naive[0] > 0 > magnitudes.interval(MEDICAID, FIRST, 2)[0]


@pytest.mark.parametrize("weights", [FIRST, MEAN])
def test_without_departure_it_is_the_original_interval(weights):
    found = magnitudes.interval(MEDICAID, weights, 0)
    np.testing.assert_allclose(found, original(MEDICAID, weights), rtol=0, atol=1e-7)  # an end is found to 1e-7
    assert original(CONTROLLED, FIRST) == pytest.approx((0.0285800718, 0.0645663104), abs=1e-9)


def moments_by_program(estimates, weights, bound, year, sign):
    """Moments A, their columns after the policy in the effect and beside it, as the authors write them."""
    p, q = len(estimates.leads), len(estimates.effects)
    steps = np.zeros((p + q, p + q + 1))
    for row in range(p + q):
        steps[row, row : row + 2] = -1, 1
    most = sign * steps[year]
    rows = np.vstack([steps[p:] - bound * most, -steps[p:] - bound * most])
    rows = np.delete(rows, p, axis=1)
    gamma = np.vstack([weights, np.eye(q)[: q - 1] if weights[q - 1] else np.eye(q)[1:]])
    turned = rows[:, p:] @ np.linalg.inv(gamma)
    return rows, turned[:, 0], turned[:, 1:]


def rejects_by_program(estimates, weights, bound, year, sign, effect, first):
    """The conditional test with linear programs: of the moments, and of how far they can move until others bind."""
    rows, own, others = moments_by_program(estimates, weights, bound, year, sign)
    covariance = rows @ estimates.covariance @ rows.T
    errors, values = np.sqrt(np.diag(covariance)), rows @ estimates.all - own * effect
    free = [(None, None)] * (1 + others.shape[1])
    objective = np.eye(len(free))[0]
    solved = linprog(objective, -np.column_stack([errors, others]), -values, bounds=free)
    if solved.fun > first:
        return True
    multipliers = -solved.ineqlin.marginals
    load = covariance @ multipliers / (multipliers @ covariance @ multipliers)
    rest = values - load * (multipliers @ values)
    ends = []
    for way in (1, -1):
        found = linprog(way * objective, np.column_stack([load - errors, -others]), -rest, bounds=free)
        ends.append(found.x[0] if found.status == 0 else -way * np.inf)
    root = np.sqrt(multipliers @ covariance @ multipliers)
    quantile = truncnorm.ppf(1 - (0.05 - 0.005) / (1 - 0.005), ends[0] / root, min(ends[1], first) / root)
    return solved.fun > max(0, root * quantile)


@pytest.mark.parametrize(("effects", "weights"), [(2, [1, 0]), (2, [0.5, 0.5]), (3, [1, 0, 0]), (3, [0.5, -0.2, 0.7])])
def test_each_test_is_that_of_the_linear_programs(effects, weights):
    verdicts = []
    for seed in range(3):
        estimates, weights = drawn(seed, 3, effects), np.array(weights, dtype=float)
        for year, sign, bound in ((0, 1, 0.5), (1, -1, 1.0), (2, 1, 2.0), (2, -1, 0.3)):
            moments = magnitudes.Moments(estimates, weights, bound, year, sign)
            for effect in weights @ estimates.effects + np.linspace(-0.6, 0.6, 9):
                slow = rejects_by_program(estimates, weights, bound, year, sign, effect, moments.first)
                assert moments.accept(effect) == (not slow)
                verdicts.append(slow)
    assert 0.2 < np.mean(verdicts) < 0.8


def test_the_first_stage_rejects_as_often_as_it_should():
    moments = magnitudes.Moments(drawn(1, 3, 3), np.array([0.5, -0.2, 0.7]), 1.0, 1, 1)
    draws = np.random.default_rng(0).multivariate_normal(np.zeros(5), moments.covariance, 400_000).max(axis=1)
    assert (draws > moments.first).mean() == pytest.approx(0.005, abs=0.0004)  # 3.6 standard errors of the draws


@pytest.mark.parametrize("bound", [0, 0.005, 0.05])
def test_smooth_departures_are_those_of_another_package(bound):
    other = _compute_optimal_flci(MEDICAID.leads, MEDICAID.effects, MEDICAID.covariance, FIRST, 5, 2, bound, 0.05)
    np.testing.assert_allclose(smoothness.interval(MEDICAID, FIRST, bound), other, rtol=0, atol=1e-6)


@pytest.mark.parametrize("seed", range(2))
def test_no_straight_free_estimator_has_a_shorter_interval(seed):
    """Leads weighted at will, as long as straight trends cancel; the worst bias by a linear program over all bends."""
    estimates, weights, bound = drawn(seed, 3, 2), np.array([0.3, 0.7]), 0.05
    years = np.array([-3, -2, -1, 1, 2])
    bends = np.zeros((4, 5))
    for row, middle in enumerate(range(-2, 2)):
        for year, size in ((middle - 1, 1), (middle, -2), (middle + 1, 1)):
            if year:
                bends[row, list(years).index(year)] = size

    def half(two):
        loads = np.array([*two, 0.0, *weights])
        loads[2] = loads @ years
        box = np.vstack([bends, -bends])
        worst = linprog(-loads, box, [bound] * 8, bounds=[(None, None)] * 5)
        error = estimates.error(loads)
        return error * foldnorm.ppf(0.95, -worst.fun / error)

    found = min(minimize(half, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}).fun
                for start in ([0, 0], [1, -1], [-1, 1]))  # fmt: skip
    low, high = smoothness.interval(estimates, weights, bound)
    assert (high - low) / 2 == pytest.approx(found, rel=1e-6)


@pytest.mark.parametrize(("noun", "weights"), [(magnitudes, FIRST), (magnitudes, MEAN), (smoothness, FIRST)])
def test_at_the_breakdown_value_zero_enters(noun, weights):
    value = breakdown(partial(noun.holds_zero, MEDICAID, weights), 0.5)
    assert noun.interval(MEDICAID, weights, 0.999 * value)[0] > 0 > noun.interval(MEDICAID, weights, 1.001 * value)[0]


@pytest.mark.parametrize(("answer", "value"), [(lambda bound: True, 0), (lambda bound: False, None)])
def test_a_breakdown_value_need_not_exist(answer, value):
    assert breakdown(answer, 1.0) == value


def event_rows(estimates, column="a", **last):
    years = [*range(-len(estimates.leads) - 1, -1), *range(len(estimates.effects))]
    errors = np.sqrt(np.diag(estimates.covariance))
    rows = [
        {"table": "t", "column": column, "term": f"d::{k}", "estimate": b, "std_error": e, "k": k, "base": False}
        for k, b, e in zip(years, estimates.all, errors, strict=True)
    ]
    rows.append(dict.fromkeys(rows[0]) | {"table": "t", "column": column, "term": "d::-1", "k": -1, "base": True})
    rows = [row | {"binned": False} for row in rows]
    rows[0] |= last
    fact = {"name": column, "covariance": {"terms": [f"d::{k}" for k in years], "values": estimates.covariance}}
    return rows, fact | {"covariance": {**fact["covariance"], "values": estimates.covariance.tolist()}}


def test_the_table_holds_both_effects_their_intervals_and_breakdown_values(tmp_path):
    rows, fact = event_rows(MEDICAID, binned=True)
    write_rows(tmp_path / "e.csv", rows, list(rows[0]))
    write_json(tmp_path / "e.json", {"columns": [fact]})
    made = {name: tmp_path / name for name in ("table", "layout")}
    tabulate_honest(
        [tmp_path / "e.csv"], [tmp_path / "e.json"], **made, of=["t.a"], restriction="magnitudes", bounds=[0.5, 2]
    )
    found, layout = read_rows(made["table"]), read_json(made["layout"])
    shown = {(row["effect"], row["restriction"]): row for row in found}
    assert list(shown) == [
        (e, r) for e in ("Year 0", "Mean of all years") for r in ("Parallel trends", "M = 0.5", "M = 2")
    ]
    assert shown["Year 0", "M = 2"]["conf_high"] == pytest.approx(magnitudes.interval(MEDICAID, FIRST, 2)[1])
    for effect, weights in (("Year 0", FIRST), ("Mean of all years", MEAN)):
        value = breakdown(partial(magnitudes.holds_zero, MEDICAID, weights), 1.0)
        assert shown[effect, "Parallel trends"]["breakdown"] == pytest.approx(value, rel=1e-9)
        assert layout["tests"]["breakdown"][f"t.a: {effect}"] == pytest.approx(value, rel=1e-9)
    assert layout["warnings"] == ["event times -6 of t.a pool the years beyond, and count as one year each"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({0: {"base": True}}, r"needs the one base -1, and its bases are -6, -1"),
        ({2: {"std_error": None}}, "needs every year of the window with a standard error, and these have none: d::-4"),
        ({2: {"k": None}}, "k = -4"),
        ({at: {"k": None} for at in range(5)}, "no lead before the base"),
    ],
)
def test_columns_without_what_it_needs_are_refused(change, words):
    rows, fact = event_rows(MEDICAID)
    rows = [row | change.get(at, {}) for at, row in enumerate(rows)]
    with pytest.raises(StudyError, match=words):
        estimates_of(rows, fact)
