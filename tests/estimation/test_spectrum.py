"""Eigenvalues of weights: traces and sums of the inverse, the ends of large spectra, and intervals of rho."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spatial_panels import random_weights

from core.errors import StudyError
from estimation.spectrum import interval_of
from estimation.weights import from_array, from_pairs


def formed(weights, form):
    """The same links with a factor of the sender, or with weights of their own in each direction."""
    random, size = np.random.default_rng(7), len(weights.units)
    factor = {"symmetric": 1, "sender": random.uniform(0.2, 5, size), "any": random.uniform(0.2, 5, (size, size))}[form]
    return from_array(weights.units, weights.raw.toarray() * factor, "w", weights.standardize)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    standardize=st.sampled_from(["row", "max_eigenvalue", "none"]),
    form=st.sampled_from(["symmetric", "sender", "any"]),
)
def test_spectrum_gives_traces_and_sums_of_the_inverse(seed, standardize, form):
    """Against the inverse itself, to 1e-10; eigenvectors of weights without a symmetric form may lose six digits."""
    close = 1e-6 if form == "any" else 1e-10
    weights = formed(random_weights(8, seed, standardize, density=0.7), form)
    dense = weights.matrix.toarray()
    spectrum = weights.spectrum
    if spectrum.known is None:
        assert form == "any" or not dense.any()
        return
    assert np.iscomplexobj(spectrum.values) <= (form == "any")
    if standardize == "max_eigenvalue":
        assert np.abs(spectrum.values).max() == pytest.approx(1, rel=1e-12)
    for rho in 0.7 * np.array(spectrum.interval):
        inverse = np.linalg.inv(np.eye(8) - rho * dense)
        share = 1 / (1 - rho * spectrum.values)
        assert share.sum() == pytest.approx(np.trace(inverse), rel=close)
        assert share @ spectrum.loadings == pytest.approx(inverse.sum(), rel=close)
        if weights.row_standardised:
            assert share @ spectrum.loadings == pytest.approx(8 / (1 - rho), rel=close)


@pytest.mark.parametrize("standardize", ["row", "max_eigenvalue", "none"])
@pytest.mark.parametrize("form", ["symmetric", "sender", "any"])
def test_ends_of_a_large_spectrum_are_those_of_all_eigenvalues(monkeypatch, form, standardize):
    """Krylov spaces against dense eigenvalues, to 1e-9."""
    weights = formed(random_weights(30, 1, standardize), form)
    values = np.linalg.eigvals(weights.matrix.toarray())
    least, (low, high) = weights.ends.least, weights.ends.interval
    assert [least, weights.ends.largest] == pytest.approx([values.real.min(), values.real.max()], rel=1e-9)
    monkeypatch.setattr("estimation.spectrum.LARGE", 10)
    large = formed(random_weights(30, 1, standardize), form).ends
    assert [large.least, large.largest, large.interval[1]] == pytest.approx([least, values.real.max(), high], rel=1e-9)
    assert large.pairs is (None if form == "any" else 0)
    assert large.interval[0] == pytest.approx(1 / least if form == "any" else low, rel=1e-9)


def test_a_large_board_has_the_eigenvalues_of_its_two_colours():
    """Rook neighbours on 40 x 60 squares: ±1 by rows; from an even start the Krylov space would not reach -1."""
    number = np.arange(2400).reshape(40, 60)
    pairs = [(number[:, :-1], number[:, 1:]), (number[:-1], number[1:])]
    one, other = (np.concatenate([side.ravel() for side in sides]) for sides in zip(*pairs, strict=True))
    ends = from_pairs([*one, *other], [*other, *one], np.ones(2 * len(one)), "board", "row").ends
    assert [ends.least, ends.largest, *ends.interval] == pytest.approx([-1, 1, -1, 1], rel=1e-9)


@pytest.mark.parametrize(
    ("raw", "interval"),
    [
        ([[0, 1, 0], [0, 0, 1], [1, 0, 0]], (-1, 1)),  # a circle: one real eigenvalue, the others on the unit circle
        ([[0, 2, 0], [2, 0, 0], [0, 1, 0]], (-0.5, 0.5)),
    ],
)
def test_interval_of_rho_is_that_of_the_real_eigenvalues(raw, interval):
    weights = from_array(np.array(["a", "b", "c"]), np.array(raw, dtype=float), "w", "none")
    assert interval_of(np.linalg.eigvals(weights.raw.toarray())) == pytest.approx(interval)
    assert weights.spectrum.interval == pytest.approx(interval)


def test_a_chain_that_does_not_lead_back_has_no_eigenvalue():
    """A river: three units, each acted upon by the one above it."""
    river = {
        kind: from_array(np.array(list("abc")), np.tri(3, k=-1), "river", kind) for kind in ("row", "max_eigenvalue")
    }
    assert (river["row"].ends.largest, river["row"].ends.interval) == (0, (-1, 1))
    assert not river["row"].spectrum.values.any()
    with pytest.raises(StudyError, match="no full set of eigenvectors"):
        _ = river["row"].spectrum.loadings
    with pytest.raises(StudyError, match="no chain of neighbours leads back to its unit"):
        _ = river["max_eigenvalue"].matrix
