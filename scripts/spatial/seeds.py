"""Generators that depend on what is drawn, never on the order in which it is computed."""

import hashlib

import numpy as np


def derived(seed: int, *keys) -> np.random.SeedSequence:
    """A seed of its own for each tuple of `keys`, such as table and column, under the seed of the study."""
    digest = hashlib.sha256("\x1f".join(map(str, keys)).encode()).digest()
    return np.random.SeedSequence([seed, *digest])
