"""Roles of variables in equations, and definitions of weights matrices, in words and in formulas."""

import re
from collections.abc import Iterator

from referee.findings import Draft
from report.claims import Claim
from typed.typed_phrases import (
    ABBREVIATION,
    DISTANCE,
    ECONOMIC,
    EQUATION,
    EQUATION_NUMBER,
    GAP,
    INVERSE,
    MATRIX,
    MEASURES,
    OUTCOME_SAID,
    SQUARED,
    WHERE,
)
from typed.typed_texts import sentences, where


def roles(draft: Draft) -> Iterator[Claim]:
    """The outcome as the text names it, and equations that have it on their right side alone."""
    said: dict[str, str] = {}
    for block, sentence in sentences(draft):
        if (found := OUTCOME_SAID.search(sentence)) and (name := ABBREVIATION.search(found["rest"])):
            said.setdefault(name.group(), where(draft, block))
    for block, sentence in sentences(draft):
        if not (equation := EQUATION.search(sentence)):
            continue
        number = EQUATION_NUMBER.search(sentence[equation.start("right") :])
        place = f"equation {number[1]}" if number else where(draft, block)
        for name in said:
            if stands(name, equation["right"]) and not stands(name, equation["left"]):
                yield Claim(said[name], "role", name, "outcome", "")
                yield Claim(place, "role", name, "regressor", "")


def stands(name: str, side: str) -> bool:
    """Whether a variable stands on a side of an equation, not lagged by a matrix; its hyphen may look like a minus."""
    parts = r"\s*[-−–]\s*".join(map(re.escape, name.split("-")))
    return bool(re.search(rf"(?<![A-Za-z])(?<!W )(?<!W){parts}(?![A-Zac-hj-su-z])", side))


def matrices(draft: Draft) -> Iterator[Claim]:
    """Definitions of the matrices of distance and of economic gaps, in the order of the text."""
    gap_symbol = False
    for block, sentence in sentences(draft):
        place = where(draft, block)
        if MATRIX.search(sentence) or "=" in sentence:
            if found := power(sentence):
                yield Claim(place, "matrix", "of distance", found, "")
            yield from gaps(place, GAP.search(sentence))
        gap_symbol = bool(ECONOMIC.search(sentence)) or (gap_symbol and "=" in sentence)
        yield from gaps(place, WHERE.search(sentence) if gap_symbol else None)


def power(sentence: str) -> str:
    """``1 / d`` or ``1 / d^2`` of a definition by distance, in words or as a formula."""
    if not DISTANCE.search(sentence) or not INVERSE.search(sentence) or ECONOMIC.search(sentence):
        return ""
    return "1 / d^2" if SQUARED.search(sentence) else "1 / d"


def gaps(place: str, found: re.Match | None) -> Iterator[Claim]:
    """A matrix of gaps of what is known to be one measure."""
    said = (found["what"] or found["zh"]) if found else ""
    measures = [name for name, pattern in MEASURES if re.search(pattern, said)]
    if len(measures) == 1:
        yield Claim(place, "matrix", "of economic gaps", f"gap of {measures[0]}", "")
