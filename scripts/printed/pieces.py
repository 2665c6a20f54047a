"""Headings that no list has, read piece by piece: ``Sample obs. (N)`` is of observations and a count, of no more."""

import re
from collections.abc import Iterable
from functools import lru_cache

IGNORED = {"aside"}


class Reader:
    """Reads headings by `pieces`, a pattern by name, and by `readings`, which of them make which meaning.

    A reading names the pieces that it needs, and behind a plus those that may stand beside them.
    """

    def __init__(self, pieces: dict[str, str], readings: dict[str, list[str]]):
        self._piece = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in pieces.items()))
        self._readings = [(meaning, *_parted(one.split())) for meaning, all_ in readings.items() for one in all_]
        self.meaning = lru_cache(4096)(self._meaning)

    def _meaning(self, heading: str, loosely: bool = False) -> str | None:
        """What a heading in small letters says; None without a reading, or with another word unless read `loosely`."""
        said = {found.lastgroup for found in self._piece.finditer(heading)} - IGNORED
        if not loosely and re.search(r"[^\W_]", self._piece.sub(" ", heading)):
            return None
        return next((meaning for meaning, needed, beside in self._readings if needed <= said <= needed | beside), None)


def _parted(words: Iterable[str]) -> tuple[set[str], set[str]]:
    return {word for word in words if word[0] != "+"}, {word[1:] for word in words if word[0] == "+"}
