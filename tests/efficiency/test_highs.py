"""Properties of the programs on small random data, for both engines, and of the column generation."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficiency import batch, highs
from efficiency.reference import ReferenceModel

# With n units a random panel; the second voice is the Pyomo model. 1e-9: scores agree to about 1e-13.
CLOSE = {"rel": 1e-9, "abs": 0, "nan_ok": True}
SIZES = st.sampled_from([(1, 1, 0), (1, 1, 1), (2, 1, 2), (3, 2, 1), (2, 2, 0)])
SCALE = st.sampled_from(["crs", "vrs"])
FAMILY = st.tuples(SCALE, st.sampled_from("AB"), st.sampled_from(["non", "in", "out"]))
SEED = st.integers(0, 10_000)
SOLVERS = {"highs": highs.solve, "batch": batch.solve}
some = settings(max_examples=8, deadline=None, derandomize=True)
more = settings(some, max_examples=16)
both_engines = pytest.mark.parametrize("engine", SOLVERS)


def solve(engine, data, specification, stage, **more):
    return SOLVERS[engine](data, data, np.arange(len(data)), specification, stage, **more)


def value(engine, data, specification, stage, **more):
    return solve(engine, data, specification, stage, **more).value


def solvable(engine, family):
    """The family itself, or for the batch its non-oriented model."""
    return family if engine == "highs" else (*family[:2], "non")


@more
@given(SIZES, FAMILY, st.integers(2, 12), SEED)
def test_engines_equal_the_reference_model(specify, cities, sizes, family, n, seed):
    specification, data = specify(*sizes, *family), cities(n, sum(sizes), seed)
    for stage in ("sbm", "super"):
        model = ReferenceModel(data, specification, stage)
        theirs = [model.solve(data[k], k) for k in range(n)]
        for engine in SOLVERS if specification.orientation == "non" else ["highs"]:
            assert value(engine, data, specification, stage) == pytest.approx(theirs, **CLOSE)


@both_engines
@some
@given(SIZES, FAMILY, st.integers(2, 12), SEED)
def test_units_of_measurement_and_order_do_not_matter(engine, specify, cities, sizes, family, n, seed):
    specification, data = specify(*sizes, *solvable(engine, family)), cities(n, sum(sizes), seed)
    random = np.random.default_rng(seed)
    order = random.permutation(n)
    rescaled = data * 10.0 ** random.integers(-6, 7, data.shape[1])
    for stage in ("sbm", "super"):
        plain = value(engine, data, specification, stage)
        assert value(engine, rescaled, specification, stage) == pytest.approx(plain, rel=0, abs=1e-10, nan_ok=True)
        assert value(engine, data[order], specification, stage) == pytest.approx(
            plain[order], rel=0, abs=1e-10, nan_ok=True
        )


@both_engines
@some
@given(SIZES, FAMILY, st.integers(2, 12), SEED)
def test_bounds_and_super_of_the_inefficient(engine, specify, cities, sizes, family, n, seed):
    specification, data = specify(*sizes, *solvable(engine, family)), cities(n, sum(sizes), seed)
    sbm, above = (value(engine, data, specification, stage) for stage in ("sbm", "super"))
    assert np.all(sbm > 0) and np.all(sbm <= 1 + 1e-10)
    assert np.nanmin(above, initial=1) >= 1 - 1e-10
    assert np.nanmax(above, initial=1) <= specification.bound + 1e-10
    assert above[sbm < 1 - 1e-7] == pytest.approx(1, abs=1e-9)


@both_engines
@some
@given(SIZES, st.integers(2, 12), SEED)
def test_variants_have_the_same_efficient_units_and_vrs_is_not_below_crs(engine, specify, cities, sizes, n, seed):
    data = cities(n, sum(sizes), seed)
    for scale in ("crs", "vrs"):
        a, b = (value(engine, data, specify(*sizes, scale, variant), "sbm") for variant in "AB")
        assert np.array_equal(a > 1 - 1e-7, b > 1 - 1e-7)
        if not sizes[2]:
            assert a == pytest.approx(b, **CLOSE)
    crs, vrs = (value(engine, data, specify(*sizes, scale), "sbm") for scale in ("crs", "vrs"))
    assert np.all(vrs >= crs - 1e-10)


@both_engines
@some
@given(SIZES, FAMILY, st.integers(2, 12), SEED)
def test_one_more_unit_never_raises_an_sbm_score(engine, specify, cities, sizes, family, n, seed):
    specification, data = specify(*sizes, *solvable(engine, family)), cities(n + 1, sum(sizes), seed)
    assert np.all(
        value(engine, data, specification, "sbm")[:n] <= value(engine, data[:n], specification, "sbm") + 1e-10
    )


@both_engines
@some
@given(SIZES, SCALE, st.integers(2, 12), SEED, st.sampled_from([1.0, 0.3, 7.0]))
def test_copies_of_an_efficient_unit_score_one(engine, specify, cities, sizes, scale, n, seed, factor):
    specification, data = specify(*sizes, scale), cities(n, sum(sizes), seed)
    factor = 1.0 if scale == "vrs" else factor
    best = int(np.argmax(value(engine, data, specification, "sbm")))
    both = np.vstack([data, factor * data[best]])
    for stage in ("sbm", "super"):
        assert value(engine, both, specification, stage)[[best, -1]] == pytest.approx(1, abs=1e-10)


@both_engines
@some
@given(SIZES, FAMILY, st.integers(2, 12), SEED)
def test_a_pool_of_one_column_gives_the_same(engine, specify, cities, sizes, family, n, seed):
    specification, data = specify(*sizes, *solvable(engine, family)), cities(n, sum(sizes), seed)
    worst = np.array([int(np.argmin(value(engine, data, specification, "sbm")))])
    for stage in ("sbm", "super"):
        plain = value(engine, data, specification, stage)
        assert value(engine, data, specification, stage, pool=worst) == pytest.approx(plain, **CLOSE)


@pytest.mark.parametrize("stage", ["sbm", "super"])
@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_column_generation_equals_programs_over_all_columns(specify, cities, scale, stage, monkeypatch):
    specification, data = specify(4, 3, 3, scale), cities(80, 10)
    generated = solve("highs", data, specification, stage)
    assert generated.direct < 5 and generated.solves < 1.2 * len(data)
    monkeypatch.setattr(highs.Program, "_generate", lambda *_: None)
    whole = solve("highs", data, specification, stage)
    assert whole.direct == len(data)
    assert generated.value == pytest.approx(whole.value, rel=1e-11, nan_ok=True)
    assert np.nanmax([generated.residual, whole.residual]) < 1e-9


@pytest.mark.parametrize("stage", ["sbm", "super"])
def test_an_uncertified_solution_is_solved_over_all_columns(specify, cities, stage, monkeypatch):
    specification, data = specify(2, 2, 1), cities(40, 5)
    plain = value("highs", data, specification, stage)
    monkeypatch.setattr(highs.Program, "_reduced_costs", lambda self, *_: np.full(len(self.columns), -1.0))
    doubted = solve("highs", data, specification, stage)
    assert doubted.direct == len(data)
    assert doubted.value == pytest.approx(plain, rel=1e-11)


@both_engines
@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_slacks_and_peers_solve_the_program(engine, specify, cities, scale):
    specification, data = specify(2, 2, 2, scale), cities(40, 6)
    above, below = specification.weights
    for stage, sign in (("sbm", -1), ("super", 1)):
        solutions = solve(engine, data, specification, stage)
        slack = solutions.slack
        ratio = (1 + sign * slack @ above) / (1 - sign * slack @ below)
        feasible = ~np.isnan(solutions.value)
        assert ratio[feasible] == pytest.approx(solutions.value[feasible], rel=1e-9)
        for k in np.flatnonzero(feasible):
            peers, weight = solutions.peers.of(k)
            target = data[k] * (1 + sign * specification.sigma * slack[k])
            excess = specification.sigma * (weight @ data[peers] - target) / data[k]
            assert np.all(excess <= 1e-7)  # peers with a weight below 1e-9 are not listed
            assert stage == "sbm" or k not in peers
            assert scale == "crs" or weight.sum() == pytest.approx(1, abs=1e-7)


@both_engines
def test_two_runs_are_identical(engine, specify, cities):
    specification, data = specify(4, 3, 3, "vrs"), cities(100, 10)
    first, second = (solve(engine, data, specification, "super") for _ in range(2))
    assert np.array_equal(first.value, second.value, equal_nan=True)
    assert np.array_equal(first.slack, second.slack, equal_nan=True)


@pytest.mark.parametrize("orientation", ["in", "out"])
def test_oriented_super_fixes_the_side_that_is_not_scored(specify, orientation):
    """With free slacks of weight 0 on the other side, all six plants would score 1 under CRS."""
    path = Path(__file__).parent / "reference" / "dea" / f"exact_Power_plants_super_{orientation}_crs_A.json"
    plants = json.loads(path.read_text(encoding="utf-8"))
    data = np.hstack([np.array(plants["X"]), np.array(plants["Y"])])
    solutions = solve("highs", data, specify(4, 2, 0, orientation=orientation), "super")
    assert np.all(solutions.value > 1.001)
    fixed = slice(4, 6) if orientation == "in" else slice(0, 4)
    assert np.all(solutions.slack[:, fixed] == 0)


@both_engines
@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_all_units_efficient(engine, specify, scale):
    angle = np.linspace(0.1, 1.4, 60)
    data = np.column_stack([np.ones(60), np.cos(angle), np.sin(angle)])
    specification = specify(1, 2, 0, scale)
    assert value(engine, data, specification, "sbm") == pytest.approx(1, abs=1e-12)
    assert np.all(value(engine, data, specification, "super") > 1)


@both_engines
@pytest.mark.parametrize("family", [("crs", "A"), ("crs", "B"), ("vrs", "A"), ("vrs", "B")])
def test_all_units_equal(engine, specify, family):
    data = np.tile([2.0, 3.0, 0.5], (5, 1))
    for stage in ("sbm", "super"):
        assert value(engine, data, specify(1, 1, 1, *family), stage) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("sizes", "family", "expected"),
    [
        ((4, 3, 3), ("crs", "A"), 2),
        ((4, 1, 3), ("crs", "A"), 4 / 3),
        ((4, 3, 3), ("crs", "A", "out"), 2),
        ((4, 3, 0), ("crs", "A"), np.nan),
        ((4, 3, 3), ("crs", "B"), np.nan),
        ((4, 3, 3), ("vrs", "A"), np.nan),
        ((4, 3, 3), ("crs", "A", "in"), np.nan),
    ],
)
def test_a_single_unit_has_the_bound_or_no_super_score(specify, cities, sizes, family, expected):
    specification, data = specify(*sizes, *family), cities(1, sum(sizes))
    for engine in SOLVERS if specification.orientation == "non" else ["highs"]:
        assert value(engine, data, specification, "sbm") == pytest.approx(1, abs=1e-12)
        assert value(engine, data, specification, "super") == pytest.approx([expected], abs=1e-12, nan_ok=True)


@both_engines
def test_a_unit_outside_the_reference_set(engine, specify):
    reference = np.array([[1.0, 1.0], [2.0, 1.0]])
    evaluated = np.array([[1.0, 2.0], [4.0, 1.0]])
    outside = np.array([-1, -1])
    sbm = SOLVERS[engine](reference, evaluated, outside, specify(1, 1, 0), "sbm").value
    above = SOLVERS[engine](reference, evaluated, outside, specify(1, 1, 0), "super").value
    assert sbm == pytest.approx([np.nan, 0.25], nan_ok=True)
    assert above == pytest.approx([2, 1])
