"""Errors in the other tables: descriptives, effects, decompositions, indices, and in whole tables."""

from dataclasses import replace
from itertools import pairwise
from random import Random

from manuscripts.kinds import (
    Injected,
    beneath,
    changed,
    decimals_of,
    draw,
    exchanged,
    half,
    in_tables,
    kind,
    misspelt,
    need,
    reads,
    says,
    swapped,
    with_beneath,
)
from manuscripts.paper import Paper, Piece, Place


def _variable(paper: Paper, rng: Random, binary: bool) -> dict[str, tuple[Place, Piece]]:
    """A row of the descriptives: by role its pieces with their places."""
    cells = in_tables(paper, "n", "mean", "sd", "min", "max", table="descriptives")
    rows = {}
    for place, piece in cells:
        rows.setdefault(place.row, {})[piece.role] = (place, piece)
    return draw(rng, [row for row in rows.values() if _is_binary(row) == binary])


def _is_binary(row: dict[str, tuple[Place, Piece]]) -> bool:
    return (row["min"][1].value, row["max"][1].value) == (0, 1)


@kind()
def binary_mean(paper: Paper, rng: Random) -> Injected:
    """A share that no number of ones among N gives (GRIM)."""
    row = _variable(paper, rng, binary=True)
    place, piece = row["mean"]
    n, unit = round(row["n"][1].value), 2 * half(piece.text)
    value = reads(piece.text) + rng.choice((-3, -2, -1, 1, 2, 3)) * unit
    ones = round(value * n)
    possible = any(abs(k / n - value) <= 0.51 * unit for k in range(ones - 2, ones + 3))
    need(value > 0 and not possible)
    return changed(paper, place, says(piece, value))


@kind()
def binary_sd(paper: Paper, rng: Random) -> Injected:
    """A standard deviation that a 0/1 variable with this mean cannot have (DEBIT)."""
    row = _variable(paper, rng, binary=True)
    place, piece = row["sd"]
    other = swapped(piece, rng)
    need(abs(reads(other.text) / reads(piece.text) - 1) > 0.04)
    return changed(paper, place, other)


@kind()
def sd_beyond_range(paper: Paper, rng: Random) -> Injected:
    """A standard deviation of more than half of the range."""
    row = _variable(paper, rng, binary=False)
    place, piece = row["sd"]
    return changed(paper, place, says(piece, 0.7 * (row["max"][1].value - row["min"][1].value)))


@kind()
def mean_outside(paper: Paper, rng: Random) -> Injected:
    row = _variable(paper, rng, binary=False)
    place, piece = row["mean"]
    low, high = row["min"][1].value, row["max"][1].value
    return changed(paper, place, says(piece, high + 0.1 * (high - low)))


@kind()
def minimum_above_maximum(paper: Paper, rng: Random) -> Injected:
    row = _variable(paper, rng, binary=False)
    (low, smallest), (high, largest) = row["min"], row["max"]
    swap = paper.with_piece(low, replace(smallest, text=largest.text)).with_piece(
        high, replace(largest, text=smallest.text)
    )
    return Injected(swap, (low, high))


@kind(seen="study")
def rows_shifted(paper: Paper, rng: Random) -> Injected:
    """Means that have slipped by one row."""
    found = in_tables(paper, "mean", table="descriptives")
    texts = [piece.text for _, piece in found]
    for (place, piece), text in zip(found, texts[1:] + texts[:1], strict=True):
        paper = paper.with_piece(place, replace(piece, text=text))
    return Injected(paper, tuple(place for place, _ in found))


def _effect(paper: Paper, rng: Random, role: str) -> Injected:
    """An effect that does not add up with the other two."""
    found = in_tables(paper, role)
    place, piece = draw(rng, found)
    other = swapped(piece, rng)
    need(abs(reads(other.text) - reads(piece.text)) > 8 * half(piece.text))
    return changed(paper, place, other)


@kind()
def total_effect(paper: Paper, rng: Random) -> Injected:
    return _effect(paper, rng, "total")


@kind()
def indirect_effect(paper: Paper, rng: Random) -> Injected:
    return _effect(paper, rng, "indirect")


def _half(paper: Paper) -> float:
    return 0.5 * 10.0 ** -paper.style["decimals"]


@kind()
def bacon_weight(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_tables(paper, "weight"), rng, by=6 * _half(paper))


@kind()
def bacon_overall(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_tables(paper, "overall"), rng, by=6 * _half(paper))


@kind()
def moran_above_one(paper: Paper, rng: Random) -> Injected:
    found = in_tables(paper, "moran_i")
    place, piece = draw(rng, found)
    return changed(paper, place, says(piece, 1 + abs(reads(piece.text))))


@kind()
def base_of_event(paper: Paper, rng: Random) -> Injected:
    """An event study whose base is the year of the policy: the rows of both in the place of each other."""
    bases, places = in_tables(paper, "base"), []
    for place, piece in bases:
        policy = piece.term.partition("::")[0]
        zero = next(at for at, p in in_tables(paper, "estimate", column=piece.column, term=f"{policy}::0"))
        injected = exchanged(paper, with_beneath(paper, place), with_beneath(paper, zero))
        paper, places = injected.paper, [*places, *injected.places]
    need(bases)
    return Injected(paper, tuple(places))


@kind(seen="study")
def stale_table(paper: Paper, rng: Random) -> Injected:
    """A table of an earlier draw: coefficients with their errors and intervals that are all a little different."""
    names = sorted({piece.table for _, piece in in_tables(paper, "estimate")})
    cells = in_tables(paper, "estimate", table=draw(rng, names))
    places = []
    for place, piece in cells:
        factor = 1 + rng.choice((-1, 1)) * rng.uniform(0.05, 0.3)
        for at, own in [
            (place, piece),
            *((at, p) for at, p in beneath(paper, place) if p.role in ("std_error", "interval")),
        ]:
            paper = paper.with_piece(at, _scaled(own, factor))
            places.append(at)
    return Injected(paper, tuple(places))


def _scaled(piece: Piece, factor: float) -> Piece:
    if piece.role != "interval":
        return says(piece, factor * reads(piece.text))
    ends = [says(Piece(end), factor * reads(end)).text for end in piece.text.strip("[]").split(", ")]
    return replace(piece, text=f"[{', '.join(ends)}]")


@kind()
def repeated_table(paper: Paper, rng: Random) -> Injected:
    """A column that the appendix repeats with another coefficient."""
    again = len(paper.blocks) - 1
    found = [(at, piece) for at, piece in in_tables(paper, "estimate") if at.block == again]
    return misspelt(paper, found, rng)


@kind(seen="study")
def columns_swapped(paper: Paper, rng: Random) -> Injected:
    """A coefficient of one column in the place of that of the next."""
    found = in_tables(paper, "estimate")
    place, piece = draw(rng, found)
    beside = [
        at
        for at, p in found
        if (at.block, at.row, at.column) == (place.block, place.row, place.column + 1) and p.text != piece.text
    ]
    return exchanged(paper, with_beneath(paper, place), with_beneath(paper, draw(rng, beside)))


@kind(seen="study")
def headings_swapped(paper: Paper, rng: Random) -> Injected:
    """Two columns with the outcomes of each other above them."""
    found = [(at, piece) for at, piece in in_tables(paper, "outcome", table="mechanisms") if piece.text]
    pairs = [(a, b) for a, b in pairwise(found) if a[1].text != b[1].text and b[0].column == a[0].column + 1]
    (first, _), (second, _) = draw(rng, pairs)
    return exchanged(paper, [first], [second])


@kind(seen="study")
def rounded_away(paper: Paper, rng: Random) -> Injected:
    """A mean of a group that is cut off where it should be rounded up."""
    found = [
        (at, piece)
        for at, piece in in_tables(paper, "group_mean")
        if reads(piece.text) - piece.value > 0.6 * half(piece.text)
    ]
    place, piece = draw(rng, found)
    return changed(paper, place, says(piece, reads(piece.text) - 10.0 ** -decimals_of(piece.text)))
