"""Abbreviations of a manuscript that have two meanings, and meanings that have two abbreviations."""

import re
from collections.abc import Iterator
from itertools import pairwise

from papers.document import Table
from referee.findings import Draft
from report.claims import Claim
from typed.typed_phrases import GLOSS, MEANING, SHORT, SMALL
from typed.typed_texts import sentences, where


def names(draft: Draft) -> Iterator[Claim]:
    """Abbreviations of which one has two meanings, or two have one."""
    said: dict[str, list[tuple[str, str]]] = {}
    for block, sentence in sentences(draft):
        in_notes = isinstance(draft.manuscript.blocks[block], Table)
        for name, what in meanings(sentence, GLOSS if in_notes else MEANING):
            said.setdefault(name, []).append((what, where(draft, block)))
    for printed in draft.tables:
        for name, what in _defined(printed.table):
            said.setdefault(name, []).append((what, printed.table.place))
    for name, own in said.items():
        others = [one for one in own[1:] if not _words(one[0]) & _words(own[0][0])]
        for what, place in [own[0], *others[:1]] if others else ():
            yield Claim(place, "name", name, what, "")
    for (one, own), (other, theirs) in (
        (a, b) for at, a in enumerate(said.items()) for b in list(said.items())[at + 1 :]
    ):
        if _words(own[0][0]) == _words(theirs[0][0]) and sorted(one) == sorted(other) and len(one) > 2:
            yield Claim(own[0][1], "name", one, own[0][0], "")
            yield Claim(theirs[0][1], "name", other, own[0][0], "")


def meanings(sentence: str, said: re.Pattern = MEANING) -> Iterator[tuple[str, str]]:
    """``(FE, fixed effects)`` of "FE denotes fixed effects" and of "fixed effects (FE)"."""
    for found in said.finditer(sentence):
        yield found["name"], found["what"]
    for found in SHORT.finditer(sentence):
        words = re.split(r"[\s-]+", found["what"].strip())
        letters = [letter for letter in found["name"].lower() if letter.isalpha()]
        telling = [word for word in words if word.lower() not in SMALL]
        own = telling[-len(letters) :]
        if sorted(word[0].lower() for word in own) == sorted(letters):
            yield found["name"], " ".join(words[words.index(own[0]) :]).lower()


def _defined(table) -> Iterator[tuple[str, str]]:
    """Abbreviations of a table of variables: a cell that is one, beside a cell of words."""
    for row in table.rows[table.header :]:
        texts = [cell.text.strip() for cell in dict.fromkeys(row)]
        for short, what in pairwise(texts):
            if re.fullmatch("[A-Z][A-Z-]{1,9}", short) and re.fullmatch(r"[A-Z]?[a-z][a-z ,'-]*", what):
                yield short, re.split("[,:]", what)[0].lower()


def _words(what: str) -> set[str]:
    return {word[:4] for word in re.findall("[a-z]+", what.lower()) if word not in SMALL}
