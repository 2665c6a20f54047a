"""Moran's I against spdep and esda on 297 cities, and its independence of the order of computation."""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from esda import Moran
from libpysal.weights import WSP

from core.errors import StudyError
from estimation.weights import align, from_array, from_pairs, summary_of
from spatial.contiguity import queen_contiguity
from spatial.moran import doubts, layout, moran, moran_table, sd_randomised, two_sided

REFERENCE = Path(__file__).parent / "reference"
EXPECTED = json.loads((REFERENCE / "moran_expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cities():
    return pd.read_csv(REFERENCE / "moran_inputs.csv", dtype={"adcode": str}).set_index("adcode")


@pytest.fixture(scope="module")
def contiguity(cities):
    """Adjacency of the 297 cities; five islands keep zero rows."""
    pairs = pd.read_csv(REFERENCE / "contiguity.csv", dtype=str)[["adcode_i", "adcode_j"]]
    pairs = pairs[pairs.isin(cities.index).all(axis=1)].to_numpy()
    lone = np.setdiff1d(cities.index, pairs)
    both = np.vstack([pairs, pairs[:, ::-1], np.column_stack([lone, lone])])
    return from_pairs(both[:, 0], both[:, 1], both[:, 0] != both[:, 1], "contiguity", "row")


def test_summary_of_contiguity(contiguity):
    expected, found = EXPECTED["weights"]["contiguity"], summary_of(contiguity)
    assert (found["n"], found["links"]) == (expected["n"], expected["nonzero"])
    assert found["islands"] == expected["islands"]
    assert found["components"] == 8
    assert not found["row_standardised"]
    assert found["eigenvalues"]["max"] == pytest.approx(expected["eigenvalue_max_real"], rel=1e-9)
    assert found["eigenvalues"]["min"] == pytest.approx(expected["eigenvalue_min_real"], rel=1e-9)
    assert found["sd_moran"] == pytest.approx(EXPECTED["moran"]["contiguity/y1"]["sd_norm"], rel=1e-9)


@pytest.mark.parametrize("variable", ["y1", "y2"])
def test_moran_of_297_cities(cities, contiguity, variable):
    """Tolerances of the reference; two-sided p_permutation about twice its one-sided pseudo p of 9999 draws."""
    expected = EXPECTED["moran"][f"contiguity/{variable}"]
    values = cities.loc[contiguity.units, [variable]].to_numpy()
    row = moran_table(values, np.array([2000]), contiguity, variable, permutations=999, seed=1).iloc[0]
    assert row["moran_i"] == pytest.approx(expected["I"], abs=1e-12)
    assert row["expected"] == pytest.approx(expected["EI"], abs=1e-12)
    assert np.sqrt(row["variance"]) == pytest.approx(expected["sd_norm"], rel=1e-9)
    assert row["z"] == pytest.approx(expected["z_norm"], rel=1e-9)
    assert row["p_normal"] == pytest.approx(expected["p_norm"], rel=1e-9)
    assert row["p_random"] == pytest.approx(expected["p_rand"], rel=1e-9)
    assert row["p_permutation"] == pytest.approx(2 * expected["p_sim_one_sided_9999"], abs=0.06)


def by_esda(values, weights, permutations):
    """esda.Moran with the matrix as it is; esda draws from NumPy's global generator."""
    np.random.seed(5)  # noqa: NPY002
    return Moran(values, WSP(weights.matrix).to_W(silence_warnings=True), transformation="o", permutations=permutations)


@pytest.fixture(scope="module")
def lattice():
    """25 units on a torus of random weights: row sums differ, no island."""
    rng = np.random.default_rng(3)
    pairs = [(5 * i + j, 5 * ((i + 1) % 5) + j) for i in range(5) for j in range(5)]
    pairs += [(5 * i + j, 5 * i + (j + 1) % 5) for i in range(5) for j in range(5)]
    one, other = (np.array([f"u{k:02d}" for k in side]) for side in zip(*pairs, strict=True))
    raw = rng.uniform(0.5, 2, len(pairs))
    return {kind: from_pairs([*one, *other], [*other, *one], [*raw, *raw], "lattice", kind) for kind in ("row", "none")}


@pytest.mark.parametrize("case", ["contiguity", "row", "none"])
def test_esda_agrees(cities, contiguity, lattice, case):
    """A second program on the same matrix: rounding alone differs. esda's islands stay in n, as ours."""
    weights = contiguity if case == "contiguity" else lattice[case]
    drawn = pd.Series(np.random.default_rng(1).lognormal(size=len(weights.units)), weights.units)
    values = (cities["y2"] if case == "contiguity" else drawn)[weights.units].to_numpy()
    row = moran_table(values[:, None], np.array([2000]), weights, "y", permutations=9, seed=1).iloc[0]
    other = by_esda(values, weights, permutations=0)
    names = {"moran_i": "I", "expected": "EI", "variance": "VI_norm", "z": "z_norm", "p_normal": "p_norm"}
    names["p_random"] = "p_rand"
    for ours, theirs in names.items():
        assert row[ours] == pytest.approx(getattr(other, theirs), rel=1e-12, abs=1e-12), ours


@pytest.mark.parametrize("standardize", ["row", "none"])
@pytest.mark.parametrize("seed", [1, 4])
def test_permutations_agree_with_those_of_esda(lattice, standardize, seed):
    """Two-sided p of 9999 draws each, within 5 standard errors of their difference."""
    weights, draws = lattice[standardize], 9999
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=25)
    values = noise + 0.5 * weights.matrix @ noise
    row = moran_table(values[:, None], np.array([2000]), weights, "y", draws, seed=1).iloc[0]
    other = by_esda(values, weights, draws)
    theirs = two_sided(other.I, other.sim, other.EI)
    error = np.sqrt(2 * theirs * (1 - theirs) / draws)
    assert 0.001 < theirs < 0.999
    assert abs(row["p_permutation"] - theirs) < 5 * error


def test_a_permuted_value_that_equals_the_observed_one_counts():
    assert two_sided(0.3, np.array([0.1 + 0.2, -0.3, 0.0, 0.0]), 0) == 3 / 5


def test_the_mean_of_all_permutations_is_the_expected_value(lattice):
    """All 120 orders of 5 units: their mean is −1/4 and their variance that under randomisation, exactly."""
    some = align(lattice["row"], lattice["row"].units[[0, 1, 2, 5, 6]])
    values = np.array([1.0, 2.0, 4.0, 7.0, 30.0])
    every = moran(np.array(list(permutations(values))).T, some)
    assert every.mean() == pytest.approx(-1 / 4, abs=1e-13)
    assert every.std() == pytest.approx(sd_randomised(values, some), rel=1e-12)


def test_results_depend_on_seed_and_keys_but_not_on_the_order(contiguity, cities):
    values = cities.loc[contiguity.units, ["y1", "y2", "y1"]].to_numpy()
    years = np.array([2000, 2001, 2002])
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    forward = moran_table(values, years, contiguity, "y", 99, seed=3)
    backward = moran_table(values[:, ::-1], years[::-1], contiguity, "y", 99, seed=3)
    pd.testing.assert_frame_equal(forward, backward.sort_values("year", ignore_index=True), check_exact=True)
    assert np.array_equal(state, np.random.get_state()[1])  # noqa: NPY002
    assert forward["p_permutation"][0] != forward["p_permutation"][2]


def test_order_of_units_does_not_matter(contiguity, cities):
    shuffled = align(contiguity, np.random.default_rng(0).permutation(contiguity.units))
    one, other = (
        moran_table(cities.loc[weights.units, ["y2"]].to_numpy(), np.array([2000]), weights, "y2", 9, 1)
        for weights in (contiguity, shuffled)
    )
    assert other["z"][0] == pytest.approx(one["z"][0], rel=1e-12)


def test_constant_variable_is_refused(squares):
    weights = queen_contiguity(squares(2, 3), "key", "queen", "row")
    with pytest.raises(StudyError, match="`y` is the same in all 6 units in 2001"):
        moran_table(np.column_stack([np.arange(6.0), np.full(6, 0.1)]), np.array([2000, 2001]), weights, "y", 9, 1)


def test_three_units_are_too_few(squares):
    weights = queen_contiguity(squares(1, 3), "key", "queen", "row")
    with pytest.raises(StudyError, match="needs at least 4 units, here are 3"):
        moran_table(np.arange(3.0)[:, None], np.array([2000]), weights, "y", 9, 1)


def test_what_is_printed_and_noted(squares):
    weights = queen_contiguity(squares(2, 3), "key", "queen", "row")
    table = moran_table(np.random.default_rng(0).normal(size=(6, 2)), np.array([2000, 2001]), weights, "y", 9, 1)
    said = layout(["moran_i", "z"], table, {"queen": ["AK", "HI"], "other": ["AK"]})
    assert [cell["column"] for cell in said["cells"]] == ["moran_i", "z"]
    assert (said["group"], said["rows"], said["across"]) == ("variable", "year", "matrix")
    assert said["notes"][0].startswith("Units: 6; expected I without autocorrelation: −0.2000.")
    assert said["notes"][1] == "Left out (not in the weights): AK, HI."
    assert len(layout(["z"], table, {"queen": []})["notes"]) == 1


def test_what_moran_cannot_show(contiguity, lattice):
    assert doubts(contiguity) == [
        "contiguity: without neighbours, and counted in the units: 460100, 460200, 460300, 460400, 650200"
    ]
    assert doubts(lattice["row"]) == []
    units = np.array([f"u{number:03d}" for number in range(200)])
    even = from_array(units, np.random.default_rng(1).uniform(1, 1.5, (200, 200)), "even", "row")
    assert len(doubts(even)) == 1 and doubts(even)[0].startswith(
        "even: nearly all units are neighbours, and sd(I) is 0.0"
    )
