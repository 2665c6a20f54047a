"""Moran's I against spdep and esda on 297 cities, and its independence of the order of computation."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from spatial.moran import moran_table
from spatial.weights import align, from_pairs, queen_contiguity, summary

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
    expected, found = EXPECTED["weights"]["contiguity"], summary(contiguity)
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
    assert row["p_permutation"] == pytest.approx(2 * expected["p_sim_one_sided_9999"], abs=0.06)


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
