"""Kinds of error: what each changes in a manuscript, where, and who can see it at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from manuscripts.paper import Paper, Piece, Place

TRIES = 40  # a kind draws a number and may find that its change would be no error


class NoError(Exception):
    """What was drawn would be no error, or one that no reader could see."""


@dataclass(frozen=True)
class Injected:
    """A manuscript with one error, and the places that it is about."""

    paper: Paper
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Kind:
    """An error that authors make.

    seen : ``both``, or ``study`` where a reader without the results cannot see it, or ``alone`` where they lack it
    text : it is in a sentence, which a folder of tables does not have
    change : makes a manuscript with the error; raises `NoError` where its draw would be none
    """

    name: str
    seen: str
    text: bool
    change: Callable[[Paper, Random], Injected]

    def inject(self, paper: Paper, rng: Random) -> Injected | None:
        """The manuscript with the error; None if it has nothing that could be wrong so."""
        for _ in range(TRIES):
            try:
                return self.change(paper, rng)
            except NoError:
                continue
        return None


KINDS: dict[str, Kind] = {}


def kind(seen: str = "both", text: bool = False) -> Callable:
    """Make a kind of error of a function."""

    def register(change: Callable) -> Callable:
        KINDS[change.__name__] = Kind(change.__name__, seen, text, change)
        return change

    return register


# What many kinds do


def draw(rng: Random, options: list):
    need(options)
    return rng.choice(options)


def need(fact) -> None:
    """End a draw that would be no error."""
    if not fact:
        raise NoError


def reads(text: str) -> float:
    """The number that a piece prints."""
    plain = text.replace(",", "").replace("−", "-").replace("，", "")
    return float("".join(sign for sign in plain if sign in "0123456789.-"))


def decimals_of(text: str) -> int:
    digits = "".join(sign for sign in text if sign in "0123456789.")
    return len(digits.partition(".")[2])


def half(text: str) -> float:
    """Half of a unit of the last digit that a piece prints."""
    return 0.5 * 10.0 ** -decimals_of(text)


def says(piece: Piece, value: float) -> Piece:
    """The piece with another number, in its own brackets, digits and sign."""
    body = piece.text.strip("()[]")
    opening, _, closing = piece.text.partition(body)
    number = f"{value:.{decimals_of(body)}f}".replace("-", "−" if "−" in piece.text else "-")
    if "," in body and abs(value) >= 1000:
        number = f"{value:,.{decimals_of(body)}f}"
    return replace(piece, text=f"{opening}{number}{closing}")


def flipped(piece: Piece) -> Piece:
    return says(piece, -reads(piece.text))


def swapped(piece: Piece, rng: Random) -> Piece:
    """The piece with two neighbouring digits of its number in the other order, as typing does it."""
    text = piece.text
    pairs = [at for at in range(len(text) - 1) if text[at].isdigit() and text[at + 1].isdigit()]
    pairs = [at for at in pairs if text[at] != text[at + 1] and not (text[at + 1] == "0" and at == _first(text))]
    at = draw(rng, pairs)
    return replace(piece, text=text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def _first(text: str) -> int:
    return next(at for at, sign in enumerate(text) if sign.isdigit())


def beneath(paper: Paper, place: Place) -> list[tuple[Place, Piece]]:
    """What stands in the rows beneath an estimate."""
    rows = range(place.row + 1, place.row + 1 + len(paper.style["under"]))
    return [(at, paper.at(at)) for at in (Place(place.block, row, place.column) for row in rows)]


def in_tables(paper: Paper, *roles: str, **facts: str) -> list[tuple[Place, Piece]]:
    return [(place, piece) for place, piece in paper.having(*roles, **facts) if place.row is not None]


def in_texts(paper: Paper, *roles: str, **facts: str) -> list[tuple[Place, Piece]]:
    return [(place, piece) for place, piece in paper.having(*roles, **facts) if place.row is None]


def block_about(paper: Paper, *names: str) -> list[int]:
    return [at for at, block in enumerate(paper.blocks) if getattr(block, "about", "") in names]


def changed(paper: Paper, place: Place, piece: Piece) -> Injected:
    """The manuscript with another piece in a place."""
    need(piece != paper.at(place))
    return Injected(paper.with_piece(place, piece), (place,))


def misspelt(paper: Paper, found: list[tuple[Place, Piece]], rng: Random, by: float = 0) -> Injected:
    """Two digits of one of these pieces swapped, so that its number is another by at least so much."""
    place, piece = draw(rng, found)
    other = swapped(piece, rng)
    need(abs(reads(other.text) - reads(piece.text)) > by)
    return changed(paper, place, other)


def sentence(paper: Paper, place: Place) -> list[tuple[Place, Piece]]:
    """The pieces of the sentence around a place of a text."""
    pieces = paper.blocks[place.block].pieces
    stops = [at for at, piece in enumerate(pieces) if piece.role == "stop"]
    start = max((at + 1 for at in stops if at < place.column), default=0)
    end = min((at for at in stops if at >= place.column), default=len(pieces))
    return [(Place(place.block, None, at), pieces[at]) for at in range(start, end)]


def exchanged(paper: Paper, ones: list[Place], others: list[Place]) -> Injected:
    """What stands in some places in the place of what stands in others."""
    pieces = [paper.at(place) for place in (*others, *ones)]
    for place, piece in zip((*ones, *others), pieces, strict=True):
        paper = paper.with_piece(place, piece)
    return Injected(paper, (*ones, *others))


def with_beneath(paper: Paper, place: Place) -> list[Place]:
    """The place of an estimate and those of what stands beneath it."""
    return [place, *(at for at, _ in beneath(paper, place))]
