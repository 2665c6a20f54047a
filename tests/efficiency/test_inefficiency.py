"""SBM-DDF and the non-radial directional distance against programs written from their definitions, by scipy."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from core.errors import StudyError
from core.statuses import INFEASIBLE, OK, POLICY_ONE
from efficiency.data import indicators
from efficiency.diagnose import flags
from efficiency.reference import ReferenceModel
from efficiency.score import audit, evaluate, score
from efficiency.spec import Specification

MEASURES = ["sbm_ddf", "nddf"]
POWER_PLANTS = Path(__file__).parent / "reference" / "dea" / "exact_Power_plants_sbm_non_crs_A.json"


def sbm_ddf(own, reference, sizes, vrs):
    """max (1/2) [mean of s/x + mean of the others' s / (y, b)]: slacks in the indicators' own units."""
    inputs, outputs = sizes[0], sizes[1] + sizes[2]
    sign = np.repeat([1.0, -1.0, 1.0], sizes)
    cost = np.r_[np.repeat([0.5 / inputs, 0.5 / outputs], [inputs, outputs]) / own, np.zeros(len(reference))]
    equal, right = np.hstack([np.diag(sign), reference.T]), own
    if vrs:
        equal, right = np.vstack([equal, np.r_[0 * own, np.ones(len(reference))]]), np.r_[right, 1]
    found = linprog(-cost, A_eq=equal, b_eq=right)
    return -found.fun if found.status == 0 else np.nan


def nddf(own, reference, sizes, vrs):
    """max w'beta: X lam <= (1 - beta) x, Y lam >= (1 + beta) y, B lam = (1 - beta) b; a third each for the kinds."""
    inputs, desirable, undesirable = sizes
    kinds = 3 if undesirable else 2
    weight = np.repeat([1 / (kinds * size) if size else 0 for size in sizes], sizes)
    sign = np.repeat([1.0, -1.0, 1.0], sizes)
    rows, right = np.hstack([np.diag(own), (sign * reference).T]), sign * own
    free, exact = inputs + desirable, slice(inputs + desirable, None)
    equal, level = [rows[exact]], [right[exact]]
    if vrs:
        equal, level = [*equal, np.r_[0 * own, np.ones(len(reference))][None]], [*level, [1]]
    cost = np.r_[-weight, np.zeros(len(reference))]
    fixed = {"A_eq": np.vstack(equal), "b_eq": np.concatenate(level)} if undesirable or vrs else {}
    found = linprog(cost, A_ub=rows[:free], b_ub=right[:free], **fixed)
    return -found.fun if found.status == 0 else np.nan


BY_DEFINITION = {"sbm_ddf": sbm_ddf, "nddf": nddf}


def read(values, specification, **columns):
    panel = pd.DataFrame(values, columns=list(specification.columns))
    panel = panel.assign(unit=[f"u{k:03}" for k in range(len(panel))], year=2000, **columns)
    return indicators(panel, specification)


@pytest.mark.parametrize("engine", ["batch", "highs"])
@pytest.mark.parametrize("scale", ["crs", "vrs"])
@pytest.mark.parametrize("sizes", [(1, 1, 1), (2, 1, 0), (3, 2, 2)])
@pytest.mark.parametrize("measure", MEASURES)
def test_equal_to_programs_written_from_the_definition(specify, cities, measure, sizes, scale, engine):
    specification = specify(*sizes, scale, measure=measure, engine=engine, audit=3)
    data = read(cities(30, sum(sizes), seed=3), specification)
    found = score(data, specification)
    ours = 1 / found.score - 1
    theirs = [BY_DEFINITION[measure](own, data.values, sizes, scale == "vrs") for own in data.values]
    assert ours == pytest.approx(theirs, abs=1e-8)
    assert (found.status == OK).all() and (found.stage == "sbm").all() and np.isnan(found.super).all()
    assert found.residual.max() < 1e-9 and 0 < (found.score >= 1 - 1e-7).sum() < 30
    assert (specification.shares * found.slack / data.values).sum(axis=1) == pytest.approx(ours, abs=1e-9)
    for row in range(len(data.unit)):
        units, weight = found.peers.of(row)
        assert specification.sigma * (found.target[row] - weight @ data.values[units]) == pytest.approx(0, abs=1e-7)
    checked = audit(data, found, specification, seed=1)
    assert (checked.undecided, checked.units) == (0, 3) and checked.largest_difference < 1e-9


@pytest.mark.parametrize("measure", MEASURES)
def test_by_hand(specify, measure):
    """One dominates: inputs 1 for 2, output 3 for 1, undesirable 1 for 4, so the shares are 1/2, 2 and 3/4."""
    specification = specify(1, 1, 1, "vrs", measure=measure)
    found = score(read(np.array([[1.0, 3, 1], [2, 1, 4]]), specification), specification)
    inefficiency = {"sbm_ddf": (1 / 2 + (2 + 3 / 4) / 2) / 2, "nddf": (1 / 2 + 2 + 3 / 4) / 3}[measure]
    assert found.score == pytest.approx([1, 1 / (1 + inefficiency)], abs=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_efficient_units_of_sbm_whatever_the_units_of_measurement(specify, cities, measure):
    specification, values = specify(2, 2, 1, "vrs", measure=measure), cities(80, 5, seed=9)
    found = score(read(values, specification), specification)
    other = score(read(values * 10.0 ** np.array([-6, 6, 0, 9, -9]), specification), specification)
    assert other.score == pytest.approx(found.score, abs=1e-9)
    efficient = score(read(values, specification), specify(2, 2, 1, "vrs")).sbm > 1 - 1e-7
    assert np.array_equal(found.score > 1 - 1e-7, efficient)
    assert not flags(read(values, specification), found, specification)["near_switch"].any()


def test_without_undesirable_outputs_both_are_one_measure(specify, cities):
    values = cities(40, 4, seed=2)
    both = [score(read(values, one), one).score for one in (specify(2, 2, 0, measure=name) for name in MEASURES)]
    assert both[0] == pytest.approx(both[1], abs=1e-12)


@pytest.mark.parametrize("scale", ["crs", "vrs"])
@pytest.mark.parametrize("measure", MEASURES)
def test_whom_the_reference_does_not_reach_has_no_score(specify, cities, measure, scale):
    """Half of the units form the frontier; some of the others are beyond it, one lies on it as a copy."""
    specification = specify(2, 1, 1, scale, measure=measure, reference="inside", audit=5)
    values, inside = cities(60, 4, seed=5), np.arange(60) % 2 == 0
    sizes, vrs = specification.sizes, scale == "vrs"
    best = np.flatnonzero(inside)[
        score(read(values[inside], specify(2, 1, 1, scale)), specify(2, 1, 1, scale)).sbm > 1 - 1e-7
    ]
    values[1] = values[best[0]]
    data = read(values, specification, inside=inside)
    found = score(data, specification)
    theirs = np.array([BY_DEFINITION[measure](own, values[inside], sizes, vrs) for own in values])
    assert 1 / found.score - 1 == pytest.approx(theirs, abs=1e-8, nan_ok=True)
    beyond = np.isnan(theirs)
    assert 3 < beyond.sum() < 30 and not beyond[inside].any() and not beyond[1]
    assert np.array_equal(found.status == INFEASIBLE, beyond)
    assert audit(data, found, specification, seed=1).undecided == 0
    one = specify(2, 1, 1, scale, measure=measure, reference="inside", infeasible_policy="one")
    stood_in = score(data, one)
    assert (stood_in.score[beyond] == 1).all() and (stood_in.status[beyond] == POLICY_ONE).all()
    rows = np.arange(60)
    assert evaluate(data, rows, np.flatnonzero(inside), specification) == pytest.approx(found.score, nan_ok=True)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_audit_ends_a_run_with_a_wrong_score(specify, cities, measure):
    specification = specify(2, 1, 1, measure=measure)
    data = read(cities(30, 4, seed=1), specification)
    found = score(data, specification)
    found.sbm[:] *= 1 - 1e-6
    with pytest.raises(RuntimeError, match="differs by"):
        audit(data, found, specification, seed=1)


@pytest.mark.parametrize("measure", MEASURES)
def test_outputs_that_could_grow_a_million_times(specify, measure):
    """An inefficiency without bound has a score just above 0, certified and audited."""
    specification = specify(1, 1, 1, "vrs", measure=measure)
    values = np.array([[1, 1e7, 1], [1, 1, 1], [0.5, 3, 2.0], [2, 50, 1e-3]])
    data = read(values, specification)
    found = score(data, specification)
    theirs = np.array([BY_DEFINITION[measure](own, values, (1, 1, 1), True) for own in values])
    assert found.score == pytest.approx(1 / (1 + theirs), rel=1e-8) and found.score.min() > 0
    assert audit(data, found, specification, seed=1).undecided == 0


@pytest.mark.parametrize("measure", MEASURES)
def test_the_reference_model_reads_published_data(specify, measure):
    """The six power plants, against scipy; the engines are held against the same in the audit."""
    content = json.loads(POWER_PLANTS.read_text(encoding="utf-8"))
    kinds = [np.array(content[kind], dtype=float) for kind in "XYB"]
    data, sizes = np.hstack(kinds), tuple(kind.shape[1] for kind in kinds)
    model = ReferenceModel(data, specify(*sizes, measure=measure), "sbm")
    theirs = [BY_DEFINITION[measure](own, data, sizes, False) for own in data]
    assert [1 / model.solve(own, k) - 1 for k, own in enumerate(data)] == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"variant": "B"}, "the measure `nddf` has no `variant: B`; leave it out"),
        ({"orientation": "in"}, "the measure `nddf` has no `orientation: in`; leave it out"),
        ({"infeasible_policy": "variant_b"}, "has no `infeasible_policy: variant_b`; it may be `na` or `one`"),
    ],
)
def test_keys_of_sbm_are_refused(keys, words):
    content = {"inputs": ["k"], "desirable": ["y"], "undesirable": ["b"], "returns_to_scale": "crs", "measure": "nddf"}
    with pytest.raises(StudyError, match=re.escape(words)):
        Specification.from_study(content | keys)
    with pytest.raises(StudyError, match=r"`efficiency\.measure` cannot be 'ndfd'; did you mean `nddf`"):
        Specification.from_study(content | {"measure": "ndfd"})
