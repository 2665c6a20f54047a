"""Peers as flat arrays."""

import numpy as np

from efficiency.peers import Peers


def test_peers_of_some_units_are_replaced_in_their_order():
    """Of four units 0 has two peers, given in disorder, and 2 has one; then 3 and 2 get others, named anew."""
    peers = Peers.of_rows(4, np.array([2, 0, 0]), np.array([1, 3, 0]), np.array([1.0, 0.25, 0.75]))
    assert peers.count.tolist() == [2, 0, 1, 0] and peers.row.tolist() == [0, 0, 2]
    others = Peers.of_rows(2, np.array([0, 1, 0]), np.array([0, 1, 1]), np.array([0.1, 1.0, 0.9]))
    after = peers.replaced(np.array([3, 2]), others.renamed(np.array([5, 7])))
    listed = [tuple(part.tolist() for part in after.of(k)) for k in range(4)]
    assert listed == [([0, 3], [0.75, 0.25]), ([], []), ([7], [1.0]), ([5, 7], [0.1, 0.9])]


def test_nobody_has_peers():
    peers = Peers.nobody(2)
    assert peers.count.tolist() == [0, 0] and peers.replaced(np.array([1]), Peers.nobody(1)).offset.tolist() == [
        0,
        0,
        0,
    ]
