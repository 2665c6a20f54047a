"""Errors in tables of regressions: coefficients, what stands beneath them, stars, notes and statistics."""

import re
from dataclasses import replace
from math import erfc, sqrt
from random import Random

from manuscripts.kinds import (
    Injected,
    beneath,
    changed,
    decimals_of,
    draw,
    flipped,
    half,
    in_tables,
    in_texts,
    kind,
    misspelt,
    need,
    reads,
    says,
    swapped,
)
from manuscripts.paper import Paper, Piece, Place

LEVEL = {"*": 0.1, "**": 0.05, "***": 0.01}
FEW = 1.7  # so many times larger is the critical value of t with 4 degrees of freedom than the normal one at 5 %


def ratio(paper: Paper, place: Place) -> tuple[float, float] | None:
    """The smallest and the largest |t| that what is printed at a coefficient allows."""
    estimate = paper.at(place)
    for _, piece in beneath(paper, place):
        if piece.role == "statistic":
            return abs(reads(piece.text)) - half(piece.text), abs(reads(piece.text)) + half(piece.text)
        if piece.role == "std_error":
            b, se = abs(reads(estimate.text)), reads(piece.text)
            if se > 2 * half(piece.text):
                return (b - half(estimate.text)) / (se + half(piece.text)), (b + half(estimate.text)) / (
                    se - half(piece.text)
                )
    return None


def p_normal(t: float) -> float:
    return erfc(t / sqrt(2))


def unearned(t: tuple[float, float], stars: str) -> bool:
    """Whether no degrees of freedom give a coefficient with this |t| so many stars."""
    return bool(stars) and p_normal(t[1]) > 1.1 * LEVEL[stars]


def withheld(t: tuple[float, float], stars: str) -> bool:
    """Whether a coefficient with this |t| has more stars, by 4 degrees of freedom already."""
    more = LEVEL["*" * (len(stars) + 1)] if len(stars) < 3 else 0
    return p_normal(max(t[0], 0) / FEW) < 0.8 * more


def quoted(paper: Paper) -> list[tuple[Place, Piece]]:
    """Coefficients of tables that a sentence repeats with its table and column."""
    said = {(p.table, p.column, p.term) for place, p in in_texts(paper, "estimate") if paper.blocks[place.block].about}
    return [
        (place, piece)
        for place, piece in in_tables(paper, "estimate")
        if (piece.table, piece.column, piece.term) in said
    ]


@kind(seen="study")
def coefficient_digits(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_tables(paper, "estimate"), rng)


@kind(seen="study")
def error_digits(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_tables(paper, "std_error"), rng)


@kind(text=True)
def quoted_coefficient(paper: Paper, rng: Random) -> Injected:
    """A coefficient of a table that is another in the text."""
    return misspelt(paper, quoted(paper), rng)


@kind(text=True)
def sign_in_table(paper: Paper, rng: Random) -> Injected:
    place, piece = draw(rng, quoted(paper))
    need(reads(piece.text))
    return changed(paper, place, flipped(piece))


@kind()
def star_added(paper: Paper, rng: Random) -> Injected:
    place, piece = draw(rng, in_tables(paper, "estimate"))
    more = piece.stars + "*"
    t = ratio(paper, place)
    need(len(more) < 4 and t and unearned(t, more))
    return changed(paper, place, replace(piece, stars=more))


@kind()
def star_removed(paper: Paper, rng: Random) -> Injected:
    place, piece = draw(rng, [(at, piece) for at, piece in in_tables(paper, "estimate") if piece.stars])
    t = ratio(paper, place)
    need(t and withheld(t, piece.stars[1:]))
    return changed(paper, place, replace(piece, stars=piece.stars[1:]))


@kind()
def legend_changed(paper: Paper, rng: Random) -> Injected:
    """The levels of one and of three stars in the place of each other."""
    found = [(place, piece) for place, piece in paper.having("legend") if _has_one_star(paper, place.block)]
    place, piece = draw(rng, found)
    other = {"0.01": "0.1", "0.10": "0.01", "0.1": "0.01", "1": "10", "10": "1"}
    text = re.sub(r"0\.01|0\.10?|\b10?(?=%| percent)", lambda level: other[level[0]], piece.text)
    return changed(paper, place, replace(piece, text=text))


def _has_one_star(paper: Paper, block: int) -> bool:
    """Whether a table has a coefficient with one star that no rule gives a level of 1 %."""
    cells = [(at, piece) for at, piece in in_tables(paper, "estimate") if at.block == block and piece.stars == "*"]
    return any((t := ratio(paper, at)) and p_normal(t[1]) > 0.02 for at, _ in cells)


@kind()
def bracket_kind(paper: Paper, rng: Random) -> Injected:
    """Notes that call standard errors t values, or t values standard errors."""
    under = paper.style["under"]
    need(under in (["std_error"], ["statistic"]))
    words = {
        ("en", "std_error"): "Standard errors in parentheses.",
        ("en", "statistic"): "t statistics in parentheses.",
        ("zh", "std_error"): "括号内为标准误。",
        ("zh", "statistic"): "括号内为t值。",
    }
    wrong = words[paper.language, "statistic" if under == ["std_error"] else "std_error"]
    starred = {at.block for at, piece in in_tables(paper, "estimate") if piece.stars == "***"}
    place, piece = draw(rng, [(at, piece) for at, piece in paper.having("bracket_note") if at.block in starred])
    return changed(paper, place, replace(piece, text=wrong))


@kind()
def t_digits(paper: Paper, rng: Random) -> Injected:
    """A t value that is not the coefficient over its error."""
    need(paper.style["under"] == ["std_error", "statistic"])
    place, piece = draw(rng, in_tables(paper, "estimate"))
    (_, se), (at, statistic) = beneath(paper, place)
    other = swapped(statistic, rng)
    low, high = _quotient(abs(reads(piece.text)), half(piece.text), reads(se.text), half(se.text))
    need(not low * 0.95 < abs(reads(other.text)) < high * 1.05)
    return changed(paper, at, other)


def _quotient(b: float, b_half: float, se: float, se_half: float) -> tuple[float, float]:
    return (b - b_half) / (se + se_half), (b + b_half) / max(se - se_half, 1e-9)


@kind()
def p_value(paper: Paper, rng: Random) -> Injected:
    """A p-value that is not that of the coefficient and its error."""
    need(paper.style["under"] == ["std_error", "p_value"])
    place, _ = draw(rng, in_tables(paper, "estimate"))
    at, piece = beneath(paper, place)[1]
    other = swapped(piece, rng)
    need(abs(reads(other.text) - reads(piece.text)) > 0.2)
    return changed(paper, at, other)


def _interval(paper: Paper, rng: Random):
    """A coefficient with its interval: places, pieces, both ends."""
    need(paper.style["under"] == ["std_error", "interval"])
    place, piece = draw(rng, in_tables(paper, "estimate"))
    at, interval = beneath(paper, place)[1]
    low, high = interval.text.strip("[]").split(", ")
    need(reads(high) - reads(low) > 20 * half(high))
    return piece, at, interval, low, high


def _with_ends(interval: Piece, low: str, high: str) -> Piece:
    return replace(interval, text=f"[{low}, {high}]")


@kind()
def interval_end(paper: Paper, rng: Random) -> Injected:
    """An interval of which one end is much nearer to the coefficient than the other."""
    piece, at, interval, low, high = _interval(paper, rng)
    near = says(Piece(high), reads(piece.text) + 0.6 * (reads(high) - reads(piece.text))).text
    return changed(paper, at, _with_ends(interval, low, near))


@kind()
def interval_swapped(paper: Paper, rng: Random) -> Injected:
    _, at, interval, low, high = _interval(paper, rng)
    return changed(paper, at, _with_ends(interval, high, low))


@kind()
def interval_elsewhere(paper: Paper, rng: Random) -> Injected:
    """An interval without its coefficient, as that of another row."""
    _, at, interval, low, high = _interval(paper, rng)
    by = 0.8 * (reads(high) - reads(low))
    return changed(
        paper,
        at,
        _with_ends(interval, says(Piece(low), reads(low) + by).text, says(Piece(high), reads(high) + by).text),
    )


@kind()
def point_shifted(paper: Paper, rng: Random) -> Injected:
    """A coefficient with its point a digit to the left or right, which its error and stars do not follow."""
    place, piece = draw(rng, in_tables(paper, "estimate"))
    other = says(piece, reads(piece.text) * rng.choice((0.1, 10)))
    t = ratio(paper.with_piece(place, other), place)
    wrong = t and "statistic" not in paper.style["under"] and (unearned(t, piece.stars) or withheld(t, piece.stars))
    need(wrong)
    return changed(paper, place, other)


@kind()
def negative_error(paper: Paper, rng: Random) -> Injected:
    place, piece = draw(rng, in_tables(paper, "std_error"))
    need(reads(piece.text))
    return changed(paper, place, flipped(piece))


@kind()
def interaction_copied(paper: Paper, rng: Random) -> Injected:
    """A product that repeats the policy's own coefficient."""
    found = [(at, piece) for at, piece in in_tables(paper, "estimate", table="heterogeneity") if ":" in piece.term]
    place, piece = draw(rng, found)
    main, own = piece.term.split(":")[0], {"table": piece.table, "column": piece.column}
    of = draw(rng, in_tables(paper, "estimate", term=main, **own))
    need(abs(reads(of[1].text)) > 100 * half(of[1].text))  # two digits may agree by chance
    pairs = [
        (place, of[1]),
        *zip([at for at, _ in beneath(paper, place)], [p for _, p in beneath(paper, of[0])], strict=True),
    ]
    for at, copy in pairs:
        paper = paper.with_piece(at, copy)
    return Injected(paper, tuple(at for at, _ in pairs))


@kind(seen="study")
def last_digit(paper: Paper, rng: Random) -> Injected:
    """A coefficient that is rounded to a digit beside."""
    place, piece = draw(rng, in_tables(paper, "estimate"))
    step = rng.choice((-1, 1)) * 10.0 ** -decimals_of(piece.text)
    other = says(piece, reads(piece.text) + step)
    need(abs(reads(other.text) - piece.value) > 1.3 * half(piece.text))
    return changed(paper, place, other)
