"""The batch engine: its certificate, its fallback, hard data and its memory."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from efficiency import batch, highs
from efficiency.batch import Batch

FAMILIES = [("crs", "A"), ("crs", "B"), ("vrs", "A"), ("vrs", "B")]
families = pytest.mark.parametrize("family", FAMILIES, ids="".join)
stages = pytest.mark.parametrize("stage", ["sbm", "super"])


def solve(engine, data, specification, stage, **more):
    return engine.solve(data, data, np.arange(len(data)), specification, stage, **more)


def frontier(n, seed=0):
    """(n, 5) indicators of units that no mixture of others dominates: inputs on a hyperbola, outputs on a circle."""
    random = np.random.default_rng(seed)
    share = random.dirichlet([2, 2], n), random.dirichlet([2, 2], n)
    return np.hstack([1 / share[0], np.sqrt(share[1]), np.ones((n, 1))])


@pytest.mark.parametrize(("n", "chunk"), [(150, 64), pytest.param(700, batch.CHUNK, marks=pytest.mark.slow)])
@stages
@families
def test_the_batch_equals_column_generation_and_leaves_nothing_to_it(
    specify, cities, family, stage, n, chunk, monkeypatch
):
    """Units of more than one chunk."""
    monkeypatch.setattr(batch, "CHUNK", chunk)
    monkeypatch.setattr(batch, "LARGE", 100)
    specification, data = specify(3, 2, 2, *family), cities(n, 7, seed=3)
    ours, theirs = (solve(engine, data, specification, stage) for engine in (batch, highs))
    assert ours.value == pytest.approx(theirs.value, rel=1e-10, abs=0, nan_ok=True)
    assert np.nanmax(ours.residual) < 1e-11
    assert ours.uncertified == np.isnan(theirs.value).sum()


@stages
@families
def test_all_units_efficient(specify, family, stage):
    specification, data = specify(2, 2, 1, *family), frontier(300)
    solutions = solve(batch, data, specification, stage)
    assert solutions.uncertified == 0 and solutions.residual.max() < 1e-11
    some = np.arange(0, 300, 20)
    theirs = highs.solve(data, data[some], some, specification, stage).value
    assert solutions.value[some] == pytest.approx(theirs, rel=1e-10)
    assert (solutions.value.min() > 1) if stage == "super" else solutions.value == pytest.approx(1, abs=1e-11)


@pytest.mark.parametrize("chunk", [60, 20])
@pytest.mark.parametrize("corrupted", ["never improves", "takes the basis of another", "is singular"])
@stages
def test_an_uncertified_unit_goes_to_highs(specify, cities, stage, corrupted, chunk, monkeypatch):
    specification, data = specify(2, 2, 1, "vrs"), cities(60, 5)
    plain, asked = solve(batch, data, specification, stage), []
    victim = int(np.argmin(plain.value) if stage == "sbm" else np.nanargmax(plain.value))
    other = int(np.argsort(plain.value)[3])
    wrong = Batch(data, specification, stage, np.arange(60)).solve(data, np.arange(60)).codes[other]
    sound, exact = Batch.improve, highs.solve

    def improve(self, codes, row, excluded, perturbation):
        improved = sound(self, codes, row, excluded, perturbation)
        own = self.data[victim] / self.data[victim].mean()
        here = np.flatnonzero(np.abs(row[:, 1:6] - own).max(axis=1) < 1e-12)
        if corrupted == "never improves":
            improved[here] = codes[here]
        elif corrupted == "is singular":
            improved[here] = improved[here][:, :1]
        else:
            improved[here] = wrong
        return improved

    def ask(reference, evaluated, position, *more):
        asked.extend(position)
        return exact(reference, evaluated, position, *more)

    def as_it_is(self, codes, row, excluded):
        return codes, batch._solved(self.bases(codes, row), np.eye(codes.shape[1])[:, :1])[..., 0]

    monkeypatch.setattr(batch, "CHUNK", chunk)
    monkeypatch.setattr(batch, "LARGE", 50)
    monkeypatch.setattr(Batch, "improve", improve)
    monkeypatch.setattr(Batch, "repair", as_it_is)
    monkeypatch.setattr(batch, "solve_on_highs", ask)
    doubted = solve(batch, data, specification, stage)
    assert victim in asked and doubted.uncertified == len(asked) <= 1 + np.isnan(plain.value).sum()
    assert doubted.value == pytest.approx(plain.value, rel=1e-10, nan_ok=True)
    assert np.nanmax(doubted.residual) < 1e-9


@stages
@families
def test_columns_from_1e_9_to_1e12(specify, cities, family, stage):
    specification, data = specify(3, 2, 2, *family), cities(200, 7, seed=5)
    plain = solve(batch, data, specification, stage)
    scaled = solve(batch, data * 10.0 ** np.linspace(-9, 12, 7), specification, stage)
    assert scaled.value == pytest.approx(plain.value, rel=0, abs=1e-10, nan_ok=True)
    assert scaled.uncertified == plain.uncertified


@stages
@families
@pytest.mark.parametrize(("n", "spread"), [(60, 2.5), (100, 4.0)])
def test_data_over_many_powers_of_ten_are_certified_or_left_to_highs(specify, family, stage, n, spread):
    specification, data = specify(3, 2, 3, *family), np.random.default_rng(3).lognormal(0, spread, (n, 8))
    ours, theirs = (solve(engine, data, specification, stage) for engine in (batch, highs))
    both = (ours.residual < 1e-9) & (theirs.residual < 1e-9)
    assert ours.value[both] == pytest.approx(theirs.value[both], rel=1e-8, abs=1e-8)
    assert spread > 3 or np.array_equal(both, ~np.isnan(theirs.value))
    assert (ours.residual < 1e-9).sum() >= (theirs.residual < 1e-9).sum()


@stages
@families
def test_shuffled_units_agree_to_ten_decimals(specify, cities, family, stage):
    specification, data = specify(3, 2, 2, *family), cities(600, 7, seed=8)
    order = np.random.default_rng(1).permutation(len(data))
    plain, shuffled = solve(batch, data, specification, stage), solve(batch, data[order], specification, stage)
    assert np.array_equal(plain.value[order].round(10), shuffled.value.round(10), equal_nan=True)


@pytest.mark.parametrize("outside", [0, 40])
@families
def test_sbm_priced_over_undominated_units_is_sbm(specify, family, outside, monkeypatch):
    """Whole numbers with ties, copies, multiples, and `outside` units that are their own peers in the place of the
    first of the set (`score.two_stage`), which is efficient and which most of them are not."""
    random = np.random.default_rng(2)
    data = random.lognormal(1, 0.4, (200, 5)).round() + 1
    data[0], data[20:30], data[30:40] = [9, 9, 40, 9, 9], data[10:20], 3 * data[10:20]
    specification, reference = specify(2, 2, 1, *family), data[: 200 - outside]
    position = np.where(np.arange(200) < len(reference), np.arange(200), 0)
    exact = np.nan_to_num(highs.solve(reference, data, position, specification, "sbm").value, nan=1.0)  # out of reach
    whole = batch.solve(reference, data, position, specification, "sbm").value
    monkeypatch.setattr(batch, "CHUNK", 32)
    monkeypatch.setattr(batch, "LARGE", 100)
    ours = batch.solve(reference, data, position, specification, "sbm")
    assert ours.value == pytest.approx(exact, abs=1e-11) and ours.value == pytest.approx(whole, abs=1e-11)
    assert ours.uncertified == 0 and exact[0] == pytest.approx(1) and (exact[-40:] < 0.99).sum() > 20

    scaled = [part / np.exp(np.log(reference).mean(axis=0)) for part in (reference, data)]
    program = Batch(scaled[0], specification, "sbm", highs.seed_pool(scaled[0], specification))
    program.solve_in_rounds(scaled[1], position)
    assert np.array_equal(program.priced, np.flatnonzero(exact[: len(reference)] > 1 - 1e-7))


def test_a_unit_that_is_not_evaluated_is_priced(specify, cities, monkeypatch):
    """Half of the reference set is evaluated; the pool to begin with is a single unit."""
    monkeypatch.setattr(batch, "CHUNK", 16)
    monkeypatch.setattr(batch, "LARGE", 100)
    specification, data, rows = specify(2, 2, 1, "vrs"), cities(120, 5, seed=9), np.arange(60)
    ours = batch.solve(data, data[:60], rows, specification, "sbm", pool=rows[:1])
    assert ours.value == pytest.approx(highs.solve(data, data, np.arange(120), specification, "sbm").value[:60])


@stages
@families
def test_units_outside_the_reference_set(specify, cities, family, stage):
    specification, data = specify(2, 2, 1, *family), cities(80, 5, seed=6)
    position = np.where(np.arange(80) < 50, np.arange(80), -1)
    ours, theirs = (engine.solve(data[:50], data, position, specification, stage) for engine in (batch, highs))
    assert ours.value == pytest.approx(theirs.value, rel=1e-10, nan_ok=True)


@stages
def test_a_pool_without_anybody_s_peers(specify, cities, stage):
    specification, data = specify(2, 2, 1, "vrs"), cities(300, 5, seed=7)
    plain = solve(batch, data, specification, stage)
    nobody = np.setdiff1d(np.arange(300), plain.peers.unit)
    poor = solve(batch, data, specification, stage, pool=nobody[:1])
    assert poor.value == pytest.approx(plain.value, rel=1e-11, nan_ok=True)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_square_of_the_units():
    script = Path(__file__).parents[1] / "benchmarks" / "benchmark_efficiency.py"
    command = [sys.executable, str(script), "--large", "20000", "vrs", "batch"]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(finished.stdout.split()[3]) < 400


def test_an_oriented_model_is_refused(specify, cities):
    with pytest.raises(ValueError, match="no in-oriented models"):
        solve(batch, cities(5, 3), specify(1, 1, 1, orientation="in"), "super")


@stages
@families
def test_nobody_to_evaluate(specify, cities, family, stage):
    specification, data = specify(2, 2, 1, *family), cities(20, 5)
    solutions = batch.solve(data, data[:0], np.array([], dtype=int), specification, stage)
    assert solutions.value.shape == (0,) and solutions.slack.shape == (0, 5) and solutions.peers.offset.tolist() == [0]


@pytest.mark.parametrize("engine", [batch, highs])
@pytest.mark.parametrize(("tie", "expected"), [(1e-6, 1), (1e-8, 1), (0, 0.75), (-1e-8, 0.75)])
def test_a_tie_goes_to_whom_the_data_give_it(specify, engine, tie, expected):
    """(2, 1 - tie) beside (1, 1): dominated, or better by a hair in one input."""
    data = np.array([[1, 1, 1], [2, 1 - tie, 1], [3, 3, 1]])
    for scale in ("crs", "vrs"):
        found = solve(engine, data, specify(2, 1, 0, scale), "sbm")
        assert found.value[1] == pytest.approx(expected, abs=1e-7)


@families
def test_a_basis_with_negative_values_is_repaired(specify, cities, family):
    """The optimal bases of units whose first input is then cut by a tenth become points, from which the optimum is
    reached."""
    specification, data = specify(2, 2, 1, *family), cities(60, 5, seed=2)
    cut, place, nobody = data * [0.9, 1, 1, 1, 1], np.arange(60), np.full(60, -1)
    program = Batch(data, specification, "sbm", np.arange(60))
    ends = np.ones((60, 1))
    row, later = (np.hstack([ends, own, ends[:, : int(specification.vrs)]]) for own in (data, cut))
    optimal = program.improve(program.first_bases(data, place), row, nobody, 1e-7)
    before = batch._solved(program.bases(optimal, later), np.eye(optimal.shape[1])[:, :1])[..., 0]
    codes, level = program.repair(optimal, later, nobody)
    negative = before.min(axis=1) < -1e-6
    mended = negative & (level.min(axis=1) >= -batch.NEGATIVE)
    assert mended.sum() > 5
    value = np.einsum("nr,nr->n", program.costs(codes), level)[mended]
    fresh = Batch(data, specification, "sbm", np.arange(60)).solve(cut, place).value[mended]
    assert np.all(value > fresh - 1e-9)  # a point of the program
    improved = program.improve(codes[mended], later[mended], nobody[mended], 1e-7)
    assert program.certify(improved, later[mended], nobody[mended]).value == pytest.approx(fresh, abs=1e-9)
