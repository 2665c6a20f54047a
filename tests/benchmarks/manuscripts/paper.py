"""A manuscript before it has a format: sentences and tables whose numbers know what they are."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal


@dataclass(frozen=True)
class Piece:
    """What stands in a cell, or a number or word of a sentence that an error may change.

    text : as printed, with brackets and without stars
    role : what it is, as ``estimate``, ``std_error``, ``n_obs``, ``level``; empty for a label
    table, column, term : what it is of, by the names that the study has for them
    value : what was rounded
    """

    text: str
    role: str = ""
    table: str = ""
    column: str = ""
    term: str = ""
    value: float | None = None
    stars: str = ""

    def printed_in(self, stars: str) -> str:
        """What stands in a cell in a style of stars, but for what is raised."""
        return self.text + (" " if stars == "spaced" and self.stars else "") + self.stars


@dataclass(frozen=True)
class Paragraph:
    """Pieces in their order, or a heading, or the caption of a figure; `about` names the slot of the wording."""

    pieces: tuple[Piece, ...]
    kind: Literal["title", "heading", "abstract", "text", "figure"] = "text"
    about: str = ""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Grid:
    """A table. In its header an empty cell belongs to the cell before it.

    name : that of the study's table; number : ``3``; notes : pieces of the paragraph beneath it
    """

    name: str
    number: str
    title: str
    header: tuple[tuple[Piece, ...], ...]
    body: tuple[tuple[Piece, ...], ...]
    notes: tuple[Piece, ...] = ()

    @property
    def rows(self) -> tuple[tuple[Piece, ...], ...]:
        return self.header + self.body


@dataclass(frozen=True)
class Place:
    """Where a piece stands: the block, and the row and column of a table or the number of the piece."""

    block: int
    row: int | None
    column: int

    @property
    def in_notes(self) -> bool:
        return self.row == -1


@dataclass(frozen=True)
class Paper:
    """language : ``en`` or ``zh``; style : what was drawn of the lists of styles"""

    language: str
    style: dict
    blocks: tuple[Paragraph | Grid, ...]

    @property
    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]

    @cached_property
    def pieces(self) -> list[tuple[Place, Piece]]:
        """All pieces with their places; the notes of a table are its row -1."""
        return [pair for number, block in enumerate(self.blocks) for pair in _placed(number, block)]

    @cached_property
    def by_role(self) -> dict[str, list[tuple[Place, Piece]]]:
        roles = defaultdict(list)
        for place, piece in self.pieces:
            roles[piece.role].append((place, piece))
        return roles

    def having(self, *roles: str, **facts: str) -> list[tuple[Place, Piece]]:
        """The pieces of these roles whose table, column or term are as given."""
        return [
            (place, piece)
            for role in roles
            for place, piece in self.by_role.get(role, [])
            if all(getattr(piece, name) == value for name, value in facts.items())
        ]

    def at(self, place: Place) -> Piece:
        block = self.blocks[place.block]
        if isinstance(block, Paragraph):
            return block.pieces[place.column]
        return block.notes[place.column] if place.in_notes else block.rows[place.row][place.column]

    def with_piece(self, place: Place, piece: Piece) -> "Paper":
        return self.with_block(place.block, lambda block: _with_piece(block, place, piece))

    def with_block(self, number: int, change: Callable) -> "Paper":
        blocks = list(self.blocks)
        blocks[number] = change(blocks[number])
        return replace(self, blocks=tuple(blocks))


def _placed(number: int, block: Paragraph | Grid) -> Iterator[tuple[Place, Piece]]:
    if isinstance(block, Paragraph):
        yield from ((Place(number, None, at), piece) for at, piece in enumerate(block.pieces))
        return
    for row, cells in enumerate(block.rows):
        yield from ((Place(number, row, at), piece) for at, piece in enumerate(cells))
    yield from ((Place(number, -1, at), piece) for at, piece in enumerate(block.notes))


def _with_piece(block: Paragraph | Grid, place: Place, piece: Piece) -> Paragraph | Grid:
    if isinstance(block, Paragraph):
        return replace(block, pieces=_put(block.pieces, place.column, piece))
    if place.in_notes:
        return replace(block, notes=_put(block.notes, place.column, piece))
    rows = _put(block.rows, place.row, _put(block.rows[place.row], place.column, piece))
    return replace(block, header=rows[: len(block.header)], body=rows[len(block.header) :])


def _put(items: tuple, at: int, item) -> tuple:
    return (*items[:at], item, *items[at + 1 :])
