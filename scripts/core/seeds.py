"""Random streams: one for each purpose and number, whatever the order in which they are used."""

import hashlib

import numpy as np


def stream(seed: int, purpose: str, *keys) -> np.random.Generator:
    """The generator of `purpose`, such as ``"moran"``, and of `keys`, such as a year and a variable, under `seed`.

    No two purposes and no two tuples of keys share a stream, so a draw does not depend on what else is drawn, by how
    many jobs, or in which order.
    """
    digest = hashlib.sha256("\x1f".join(map(str, (purpose, *keys))).encode()).digest()
    return np.random.default_rng(np.random.SeedSequence([seed, *digest]))


def permutation_stream(seed: int, draw: int) -> np.random.Generator:
    """The generator of draw number `draw` of a placebo: the child `draw` of the seed.

    Published distributions rest on this stream, which is why it is not one of `stream`; no other purpose may use it.
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(draw,)))
