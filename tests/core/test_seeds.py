"""Streams of random numbers: one for each purpose and key, the same whatever else is drawn."""

import itertools

import numpy as np
import pytest

from core.seeds import permutation_stream, stream

NAMED = [
    (1, "moran"), (2, "moran"), (1, "impacts"), (1, "moran", 2000), (1, "moran", 2000, "y"), (1, "moran", "y", 2000),
    (1, "moran", "20", "00"), (1, "mora", "n"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(NAMED, 2)))
def test_streams_differ_by_seed_purpose_and_keys(one, other):
    assert not np.array_equal(stream(*one).random(8), stream(*other).random(8))


def test_a_stream_depends_on_its_names_alone():
    first = stream(7, "moran", 2000, "queen").random(8)
    stream(7, "moran", 2001, "queen").random(100)
    assert np.array_equal(stream(7, "moran", np.int64(2000), "queen").random(8), first)


def test_permutations_of_placebos_are_those_of_published_distributions():
    published = np.random.default_rng(np.random.SeedSequence(7, spawn_key=(3,))).permutation(10)
    assert permutation_stream(7, 3).permutation(10)[:5].tolist() == published[:5].tolist()
