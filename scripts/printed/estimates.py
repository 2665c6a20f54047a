"""Estimates of a regression table with what stands beneath or beside them."""

from collections.abc import Iterator
from dataclasses import dataclass

from printed.brackets import p_beside, told_by_numbers
from printed.entries import Entry, stars_alone
from printed.layout import Layout, Row
from printed.printed_tables import Coefficient, Numbered
from printed.regression_lines import BESIDE, Line, label_of

LABELS = {"p": "p_value", "t": "statistic", "z": "statistic", "se": "std_error"}


@dataclass(frozen=True)
class Beneath:
    """A number that belongs to an estimate; meaning : what a heading says that it is, None if only its bracket does."""

    entry: Entry
    row: int
    column: int
    meaning: str | None = None


@dataclass(frozen=True)
class Estimate:
    """A coefficient before it is known what its brackets hold."""

    line: Line
    column: int
    estimate: Entry
    stars: str
    beneath: tuple[Beneath, ...]

    @property
    def first(self) -> Beneath | None:
        """The first number of which no heading says what it is."""
        return next((one for one in self.beneath if one.meaning is None), None)


def columns_of_estimates(layout: Layout) -> dict[int, tuple[tuple[int, str | None], ...]]:
    """By column of estimates those beside it, with what their headings say; a column of brackets or stars alone belongs
    to the one at its left, one of whole numbers alone counts, and those beside a tested difference hold means."""
    kinds = layout.kinds
    found: dict[int, list[tuple[int, str | None]]] = {}
    last = None
    for column in layout.columns:
        meaning = kinds[column][0]
        if last is not None and (meaning in BESIDE or (meaning is None and _attached(layout, column))):
            found[last].append((column, {"z": "statistic"}.get(meaning, meaning)))
        else:
            last = column
            found[column] = []
    tested = {column for column, those in found.items() if those and kinds[column][0] == "difference"}
    own = {column for column in found if kinds[column][0] == "estimate"} or tested
    found = {column: those for column, those in found.items() if column in own or not own}
    found = {column: those for column, those in found.items() if those or not _counts(layout, column)} or found
    return {column: tuple(those) for column, those in found.items()}


def _counts(layout: Layout, column: int) -> bool:
    """Whether a column has plain whole numbers alone, more than one."""
    found = [entry for row in layout.rows for entry in layout.entries(row.index, column) if column in row.cells]
    whole = all(not (entry.number.decimals or entry.bracket or entry.stars) for entry in found)
    return len(found) > 1 and whole


def _attached(layout: Layout, column: int) -> bool:
    texts = [row.cells[column] for row in layout.rows if column in row.cells]
    entries = [entry for text in texts for entry in layout.entries_of(text)]
    alone = bool(entries) and all(entry.bracket for entry in entries)
    above = layout.heads[column]
    return (
        bool(texts)
        and ((alone and len(entries) >= len(texts)) or all(stars_alone(text) for text in texts))
        and (not above or above == layout.heads.get(column - 1))
    )


def estimates(layout: Layout, line: Line, beside: dict) -> Iterator[Estimate]:
    """The estimates of a row; a cell of several numbers without brackets is none, nobody knows which is which."""
    for column, others in beside.items():
        if column not in line.row.cells:
            continue
        cell = layout.entries(line.row.index, column)
        plain_ones = [entry for entry in cell if not entry.bracket]
        if len(plain_ones) != 1 or cell[0] is not plain_ones[0]:
            continue
        estimate = plain_ones[0]
        beneath = [Beneath(entry, line.row.index, column, LABELS.get(entry.label)) for entry in cell[1:]]
        beneath += [one for other, meaning in others for one in _at(layout, line.row, other, meaning)]
        for row in line.beneath:
            beneath += _at(layout, row, column, label_of(row))
            beneath += [one for other, meaning in others for one in _at(layout, row, other, meaning)]
        stars = (
            estimate.stars
            or _stars(layout, line, column, others)
            or next((one.entry.stars for one in beneath if one.entry.stars), "")
        )
        yield Estimate(line, column, estimate, stars, tuple(beneath))


def _at(layout: Layout, row: Row, column: int, meaning: str | None) -> list[Beneath]:
    found = layout.entries(row.index, column) if column in row.cells else ()
    return [Beneath(entry, row.index, column, meaning or LABELS.get(entry.label)) for entry in found]


def _stars(layout: Layout, line: Line, column: int, others: tuple) -> str:
    """Stars in a cell of their own, beside the estimate or beneath it."""
    places = [(line.row, other) for other, _ in others] + [(row, column) for row in line.beneath]
    return next((stars for row, at in places if (stars := stars_alone(row.cells.get(at, "")))), "")


def told(found: list[Estimate], legend: dict[str, float], said: dict[str, str]) -> dict[str, str]:
    """What the numbers themselves tell of brackets of which notes say nothing."""
    starred = any(one.stars for one in found)
    told: dict[str, str] = {}
    for shape in ("(", "[", "{"):
        if shape in said:
            continue
        firsts = [(one.estimate, one.first.entry) for one in found if _first(one, shape)]
        kind = told_by_numbers(firsts, legend, starred, shape)
        if kind:
            told[shape] = kind
            continue
        known = {**said, **told}
        triples = [
            (one.estimate, one.beneath[0].entry, one.beneath[1].entry)
            for one in found
            if len(one.beneath) > 1
            and known.get(one.beneath[0].entry.bracket) == "std_error"
            and one.beneath[1].entry.bracket == shape
        ]
        if kind := p_beside(triples):
            told[shape] = kind
    return told


def _first(one: Estimate, shape: str) -> bool:
    first = one.first
    return bool(first) and first.entry.bracket == shape and not _is_interval(one.beneath, first)


def _is_interval(beneath: tuple[Beneath, ...], one: Beneath) -> bool:
    return bool(one.entry.bracket) and len(_together(beneath, one)) == 2


def _together(beneath: tuple[Beneath, ...], one: Beneath) -> list[Beneath]:
    return [
        other
        for other in beneath
        if (other.row, other.column, other.entry.inside) == (one.row, one.column, one.entry.inside)
    ]


def coefficient(one: Estimate, known: dict[str, str]) -> Coefficient:
    beneath: dict[str, Numbered] = {}
    for other in one.beneath:
        meaning = _meaning(one.beneath, other, known)
        key, further = meaning, 1
        while key in beneath:
            further += 1
            key = f"{meaning} {further}"
        beneath[key] = numbered(other.entry, other.row, other.column, meaning)
    estimate = numbered(one.estimate, one.line.row.index, one.column, "estimate")
    return Coefficient(one.line.heading, one.column, estimate, one.stars, one.line.row.panel, beneath)


def _meaning(beneath: tuple[Beneath, ...], one: Beneath, known: dict[str, str]) -> str:
    meaning = one.meaning or known.get(one.entry.bracket, "other")
    if _is_interval(beneath, one) or meaning == "interval":
        pair = (
            _together(beneath, one)
            if one.entry.bracket
            else [other for other in beneath if (other.row, other.column) == (one.row, one.column)]
        )
        return ("conf_low", "conf_high")[pair.index(one)] if len(pair) == 2 else "other"
    return meaning if meaning in ("std_error", "statistic", "p_value", "conf_low", "conf_high") else "other"


def numbered(entry: Entry, row: int, column: int, meaning: str) -> Numbered:
    return Numbered(entry.number, row, column, meaning, entry.below)
