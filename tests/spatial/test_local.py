"""Local Moran's I against spdep and esda on 48 states, its moments over all permutations, and its clusters."""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from esda import Moran_Local
from hypothesis import given
from hypothesis import strategies as st
from libpysal.weights import WSP
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

from core.errors import StudyError
from estimation.weights import from_array, from_pairs
from spatial.contiguity import queen_contiguity
from spatial.local import ALONE, NO_CLUSTER, false_discovery_rate, local_moran, moments, permuted_p, total_moments
from spatial.moran import moran

REFERENCE = Path(__file__).parent / "reference"
EXPECTED = json.loads((REFERENCE / "castle_spatialreg.json").read_text(encoding="utf-8"))["local_moran"]


@pytest.fixture(scope="module")
def castle():
    """Row-standardised neighbours of the 48 contiguous states, and their log homicide rates of 2010."""
    pairs = pd.read_csv(REFERENCE / "castle48_pairs.csv", dtype=str, keep_default_na=False)
    both = pd.concat([pairs, pairs.set_axis(["neighbour", "unit"], axis=1)]).drop_duplicates()
    weights = from_pairs(both["unit"], both["neighbour"], np.ones(len(both)), "queen", "row")
    panel = pd.read_csv(REFERENCE / "castle48.csv", keep_default_na=False)
    homicide = panel[panel["year"] == 2010].set_index("st")["l_homicide"]
    return weights, homicide[weights.units].to_numpy()


@pytest.fixture(scope="module")
def found(castle):
    return local_moran(castle[1], castle[0], 9999, np.random.default_rng(1))


def test_spdep_has_the_same_statistics_and_moments(castle, found):
    """Rounding alone differs: the reference has 15 digits."""
    assert EXPECTED["states"] == castle[0].units.tolist()
    total = dict(zip(["local_i", "expected", "variance", "p_total"], ["Ii", "E", "Var", "p"], strict=True))
    for ours, theirs in total.items():
        assert found[ours].to_numpy() == pytest.approx(np.array(EXPECTED[theirs]), rel=1e-9, abs=1e-13), ours
    for ours, theirs in (("expected", "E"), ("variance", "Var"), ("p", "p")):
        expected = np.array(EXPECTED["conditional"][theirs])
        assert found[f"{ours}_conditional"].to_numpy() == pytest.approx(expected, rel=1e-9, abs=1e-13), ours
    assert found["local_i"].sum() / 48 == pytest.approx(EXPECTED["global"]["I"], rel=1e-12)


@pytest.fixture(scope="module")
def by_esda(castle):
    weights, values = castle
    return Moran_Local(
        values, WSP(weights.matrix).to_W(silence_warnings=True), transformation="o", permutations=9999, seed=5,
        keep_simulations=True, n_jobs=1,
    )  # fmt: skip


def test_esda_has_the_same_statistics_by_another_divisor(found, by_esda):
    """esda divides by the variance with n - 1: its statistics are (n - 1) / n of ours."""
    assert found["local_i"].to_numpy() * 47 / 48 == pytest.approx(by_esda.Is, rel=1e-12)


def test_permutations_agree_with_those_of_esda(found, by_esda):
    """Two-sided p about the conditional mean, of 9999 draws each; all within 5 standard errors of their difference."""
    centre = found["expected_conditional"].to_numpy()[:, None] * 47 / 48
    extreme = np.abs(by_esda.sim.T - centre) >= np.abs(by_esda.Is[:, None] - centre) - 1e-12
    theirs, ours = (1 + extreme.sum(axis=1)) / 10_000, found["p_permutation"].to_numpy()
    share = np.maximum((ours + theirs) / 2, 1 / 10_000)
    assert (np.abs(ours - theirs) < 5 * np.sqrt(2 * share * (1 - share) / 9999)).all()
    assert (ours < 0.01).sum() >= 3 and (ours > 0.5).sum() >= 5


def test_false_discoveries_are_those_of_statsmodels(found):
    discovered, adjusted, *_ = multipletests(found["p_permutation"], 0.05, "fdr_bh")
    assert found["p_fdr"].to_numpy() == pytest.approx(adjusted, rel=1e-12)
    assert (found["cluster"] != NO_CLUSTER).tolist() == discovered.tolist()


PERMUTED = st.lists(st.integers(1, 20).map(lambda count: count / 20) | st.floats(0, 1), min_size=1, max_size=30)


@given(PERMUTED | st.integers(1, 9).map(lambda size: [1.0] * size))
def test_rates_of_false_discoveries_are_those_of_scipy(p):
    """To the last bit: with ties, of one value, and where all are 1."""
    np.testing.assert_array_equal(false_discovery_rate(np.array(p)), false_discovery_control(p))


def test_clusters_are_the_quadrants_of_the_scatter(squares):
    """A slope over a field of 81 squares, with a hole near its top and a peak near its foot."""
    weights = queen_contiguity(squares(9, 9), "key", "queen", "row")
    values = np.array([int(row) + int(column) for _, row, column in weights.units], dtype=float)
    values[[weights.units.tolist().index(unit) for unit in ("s77", "s11")]] = 0, 16
    found = local_moran(values, weights, 999, np.random.default_rng(1))
    other = Moran_Local(values, WSP(weights.matrix).to_W(silence_warnings=True), transformation="o", permutations=0)
    quadrants = np.array(["", "high-high", "low-high", "low-low", "high-low"])[other.q]
    shown = found["cluster"] != NO_CLUSTER
    assert found.loc[shown, "cluster"].tolist() == quadrants[shown].tolist()
    assert set(found["cluster"]) == {"high-high", "low-low", "low-high", "high-low", NO_CLUSTER}


@pytest.fixture(scope="module")
def six():
    """Six units with weights that differ by direction, the last without neighbours."""
    raw = np.random.default_rng(3).uniform(0, 1, (6, 6))
    raw[5] = 0
    weights = from_array(np.array(list("abcdef")), raw, "w", "none")
    return weights, np.array([1.0, 2.0, 4.0, 7.0, 30.0, 3.0])


def test_moments_are_those_over_all_permutations(six):
    """All 720 orders of the values, and for each unit all 120 orders of the others: exact but for rounding."""
    weights, values = six
    z = (values - values.mean()) / values.std()
    every = np.array(list(permutations(z)))
    local = every * (every @ weights.matrix.toarray().T)
    for ours, theirs in zip(total_moments(z, weights), (local.mean(axis=0), local.var(axis=0)), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-10, abs=1e-12)
    for unit in range(6):
        own = local[np.isclose(every[:, unit], z[unit]), unit]
        mean, variance = (moment[unit] for moment in moments(z, weights))
        assert [mean, variance] == pytest.approx([own.mean(), own.var()], rel=1e-10, abs=1e-12)


def test_permutations_tend_to_all_of_them(six):
    weights, values = six
    z = (values - values.mean()) / values.std()
    every = np.array(list(permutations(z)))
    local, observed = every * (every @ weights.matrix.toarray().T), z * (weights.matrix @ z)
    p = permuted_p(z, weights.matrix @ z, weights, 9999, np.random.default_rng(1))
    for unit in range(5):
        own, centre = local[np.isclose(every[:, unit], z[unit]), unit], moments(z, weights)[0][unit]
        exact = (np.abs(own - centre) >= abs(observed[unit] - centre) - 1e-12).mean()
        assert p[unit] == pytest.approx(exact, abs=5 * np.sqrt(exact * (1 - exact) / 9999) + 1e-4)


def test_a_unit_without_neighbours_has_no_p_value_and_leaves_that_of_others(six):
    weights, values = six
    found = local_moran(values, weights, 99, np.random.default_rng(1))
    assert found["cluster"].tolist()[5] == ALONE
    names = ["p_total", "p_conditional", "p_permutation", "p_fdr"]
    assert found[names].isna().sum(axis=1).tolist() == [0, 0, 0, 0, 0, 4]
    assert found["local_i"].sum() / weights.matrix.sum() == pytest.approx(moran(values[:, None], weights)[0])


def test_draws_do_not_depend_on_the_chunks(six, monkeypatch):
    whole = local_moran(six[1], six[0], 99, np.random.default_rng(1))
    monkeypatch.setattr("spatial.local.CHUNK", 7)
    pd.testing.assert_frame_equal(whole, local_moran(six[1], six[0], 99, np.random.default_rng(1)), check_exact=True)


@pytest.mark.parametrize(("values", "said"), [([1, 1, 1, 1], "the same in all 4 units"), ([1, 2, 3], "here are 3")])
def test_what_has_no_clusters_is_refused(values, said):
    weights = from_array(np.array(list("abcd"[: len(values)])), np.ones((len(values),) * 2), "w", "row")
    with pytest.raises(StudyError, match=said):
        local_moran(np.array(values, dtype=float), weights, 9, np.random.default_rng(1))
