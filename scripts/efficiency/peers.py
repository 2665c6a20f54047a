"""Peers of many units as flat arrays."""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Peers:
    """Peers of n units: those of unit k are the entries `offset[k]` to `offset[k + 1]`, in increasing order.

    offset : (n + 1,) int; unit : (q,) int, numbers of the peers; weight : (q,) float, their weights lambda
    """

    offset: np.ndarray
    unit: np.ndarray
    weight: np.ndarray

    @classmethod
    def nobody(cls, count: int) -> "Peers":
        """No peers for any of `count` units."""
        return cls(np.zeros(count + 1, dtype=int), np.zeros(0, dtype=int), np.zeros(0))

    @classmethod
    def of_rows(cls, count: int, row: np.ndarray, unit: np.ndarray, weight: np.ndarray) -> "Peers":
        """Peers of `count` units: `unit` (q,) with `weight` (q,) is one of unit `row` (q,); in any order."""
        order = np.lexsort([unit, row])
        return cls(np.searchsorted(row[order], np.arange(count + 1)), unit[order], weight[order])

    @property
    def count(self) -> np.ndarray:
        """(n,) int: how many peers each unit has."""
        return np.diff(self.offset)

    @property
    def row(self) -> np.ndarray:
        """(q,) int: the unit of each entry."""
        return np.repeat(np.arange(len(self.count)), self.count)

    def of(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Peers of unit k and their weights."""
        entries = slice(self.offset[k], self.offset[k + 1])
        return self.unit[entries], self.weight[entries]

    def renamed(self, names: np.ndarray) -> "Peers":
        """The same with `names[j]`, which increase, for peer j."""
        return replace(self, unit=names[self.unit])

    def replaced(self, rows: np.ndarray, others: "Peers") -> "Peers":
        """The same, but for the units `rows` the peers of `others`, whose units they are, in this order."""
        kept = ~np.isin(self.row, rows)
        return Peers.of_rows(
            len(self.count),
            np.concatenate([self.row[kept], rows[others.row]]),
            np.concatenate([self.unit[kept], others.unit]),
            np.concatenate([self.weight[kept], others.weight]),
        )
