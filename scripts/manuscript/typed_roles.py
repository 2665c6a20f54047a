"""Roles of variables in equations, and definitions of weights matrices, in words and in formulas."""

import re
from collections.abc import Iterator

from manuscript.findings import Draft
from manuscript.typed_phrases import (
    ABBREVIATION,
    DISTANCE,
    ECONOMIC,
    EQUATION,
    EQUATION_NUMBER,
    GAP,
    INVERSE,
    MATRIX,
    OUTCOME_SAID,
    SQUARED,
    WHERE,
)
from manuscript.typed_texts import sentences, where
from report.claims import Claim


def roles(draft: Draft) -> Iterator[Claim]:
    """The outcome as the text names it, and equations that have it on their right side alone."""
    said: dict[str, str] = {}
    for block, sentence in sentences(draft):
        if (found := OUTCOME_SAID.search(sentence)) and (name := ABBREVIATION.search(found["rest"])):
            said.setdefault(name.group(), where(draft, block))
    for block, sentence in sentences(draft):
        if not (equation := EQUATION.search(sentence)):
            continue
        number = EQUATION_NUMBER.search(sentence[equation.end() - len(equation["right"]) :])
        place = f"equation {number[1]}" if number else where(draft, block)
        left, right = ([bare(name) for name in ABBREVIATION.findall(equation[side])] for side in ("left", "right"))
        for name in said:
            if name in right and name not in left:
                yield Claim(said[name], "role", name, "outcome", "")
                yield Claim(place, "role", name, "regressor", "")


def bare(name: str) -> str:
    """``UL-GTFP`` of ``UL-GTFPit``."""
    return re.sub("(?<=[A-Z])(?:it|i|t)(?:-1)?$", "", name)


def matrices(draft: Draft) -> Iterator[Claim]:
    """Definitions of the matrices of distance and of economic gaps, in the order of the text."""
    gap_symbol = False
    for block, sentence in sentences(draft):
        place = where(draft, block)
        if MATRIX.search(sentence) or "=" in sentence:
            if found := power(sentence):
                yield Claim(place, "matrix", "of distance", found, "")
            if found := GAP.search(sentence):
                yield Claim(place, "matrix", "of economic gaps", f"gap of {plain(found['what'] or found['zh'])}", "")
        if gap_symbol and (found := WHERE.search(sentence)):
            yield Claim(place, "matrix", "of economic gaps", f"gap of {plain(found['what'] or found['zh'])}", "")
        gap_symbol = bool(ECONOMIC.search(sentence)) or (gap_symbol and "=" in sentence)


def power(sentence: str) -> str:
    """``1 / d`` or ``1 / d^2`` of a definition by distance, in words or as a formula."""
    if not DISTANCE.search(sentence) or not INVERSE.search(sentence) or ECONOMIC.search(sentence):
        return ""
    return "1 / d^2" if SQUARED.search(sentence) else "1 / d"


def plain(what: str) -> str:
    return re.sub(r"^(?:the|their)\s+", "", " ".join(what.split()))
