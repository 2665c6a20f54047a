"""Sentences of a paragraph, English and Chinese."""

import re
from collections.abc import Iterator
from functools import lru_cache

END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$)|[。！？；](?:[”’）)])?")
ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|cf|vs|resp|approx|s\.e|s\.d|std|err|dev|obs|adj|ca|dr|prof|mr|ms|st|inc|ltd|jan|feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec|incl|est|coef|u\.s|p\.a|w\.r\.t)|(?<!panel )(?<!appendix )(?<!table )(?<!['’]s )\b[a-z])\.$",
    re.IGNORECASE,
)
NUMBERING = re.compile(r"\b(?:figs?|tabs?|eqs?|nos?|cols?|secs?|vol|pp?|refs?|ch|app)\.$", re.IGNORECASE)
LABEL = re.compile(r"\s*[(\[]?[A-Z]?\d")

LONGEST = 600  # characters of a sentence; what is longer is a list
LAST = 8  # characters of the longest abbreviation, with its point


@lru_cache(1024)  # several checks read each paragraph
def sentences_of(text: str) -> tuple[tuple[int, str], ...]:
    """Each sentence with where it begins."""
    return tuple(_sentences_of(text))


def _sentences_of(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for found in END.finditer(text):
        if _ends(text[start : found.end()], text[found.end() :]):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, len(text))


def _ends(said: str, behind: str) -> bool:
    """Whether a mark at the end of `said` ends a sentence, and not an abbreviation."""
    if said[-1] in "。！？；" or not behind.strip():
        return True
    if said.endswith("al."):
        return bool(re.match(r"\s+[A-Z]", behind))
    last = max(0, len(said) - LAST)
    if NUMBERING.search(said, last):
        return not LABEL.match(behind)
    return not ABBREVIATED.search(said, last) and not re.match(r"\s+[a-z]", behind)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """What stands there without blanks around it; what is too long for a sentence in pieces."""
    while start < end:
        cut = end if end - start <= LONGEST else text.rfind(" ", start, start + LONGEST) + 1 or start + LONGEST
        said = text[start:cut]
        if said.strip():
            yield start + len(said) - len(said.lstrip()), said.strip()
        start = cut
