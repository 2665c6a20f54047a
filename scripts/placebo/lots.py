"""How a policy is handed to units by lot: every draw, every distinct assignment, and how many there are."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from math import factorial, prod

import numpy as np

from core.seeds import permutation_stream

DIGEST = 7  # bytes that tell assignments apart: their number is an integer of a CSV file, and among a million draws two
# differing ones share it once in 100,000 studies


@dataclass(frozen=True)
class Lots:
    """What is handed out, and among whom.

    kinds : (n,) what each unit has, as numbers; those of earlier first treated years are smaller
    strata : (n,) groups of units, as numbers; what a group has stays in it
    """

    kinds: np.ndarray
    strata: np.ndarray

    @cached_property
    def groups(self) -> list[np.ndarray]:
        """The units of each stratum."""
        return [np.flatnonzero(self.strata == stratum) for stratum in np.unique(self.strata)]

    @cached_property
    def ranked(self) -> np.ndarray:
        """All kinds, stratum by stratum, in each in ascending order."""
        return self.kinds[np.lexsort((self.kinds, self.strata))]

    @cached_property
    def number(self) -> int:
        """How many distinct assignments there are."""
        return prod(arrangements(self.kinds[group]) for group in self.groups)

    def drawn(self, draw: int, seed: int) -> np.ndarray:
        """Kinds (n,) in `draw`.

        Its generator is `core.seeds.permutation_stream`. The units of a stratum, in the order of ``permutation(n)``,
        get its kinds in ascending order.
        """
        order = permutation_stream(seed, draw).permutation(self.kinds.size)
        drawn = np.empty_like(self.kinds)
        drawn[order[np.argsort(self.strata[order], kind="stable")]] = self.ranked
        return drawn

    def assignment(self, number: int) -> np.ndarray:
        """Kinds (n,) in the distinct assignment `number`, from 0, ascending by the kind of the first unit of a stratum,
        then of its second, and so on; the first stratum changes fastest."""
        found = np.empty_like(self.kinds)
        for group in self.groups:
            number, own = divmod(number, arrangements(self.kinds[group]))
            found[group] = arrangement(self.kinds[group], own)
        return found


def arrangements(kinds: np.ndarray) -> int:
    """Number of distinct orders of `kinds`."""
    return factorial(kinds.size) // prod(map(factorial, np.unique(kinds, return_counts=True)[1].tolist()))


def arrangement(kinds: np.ndarray, number: int) -> np.ndarray:
    """The distinct order `number` of `kinds`, from 0."""
    values, left = (part.tolist() for part in np.unique(kinds, return_counts=True))
    found, ways = np.empty_like(kinds), arrangements(kinds)
    for position in range(kinds.size):
        beginning = [ways * count // (kinds.size - position) for count in left]  # orders with each kind here
        choice = 0
        while number >= beginning[choice]:
            number, choice = number - beginning[choice], choice + 1
        found[position], ways = values[choice], beginning[choice]
        left[choice] -= 1
    return found


def digest(kinds: np.ndarray) -> int:
    """A number that equal assignments share."""
    return int.from_bytes(blake2b(kinds.tobytes(), digest_size=DIGEST).digest(), "big")
