"""A manuscript as it was read, whatever its format: texts and tables in their order."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "abstract", "text", "caption", "note", "reference"]


@dataclass(frozen=True)
class Text:
    """A paragraph, heading, caption of a figure, footnote, or entry of a bibliography.

    text : one line, formulas as characters (``p < 0.01``), superscripts as they are read (``0.0638**``)
    place : where a reader finds it, as ``section 4.2, paragraph 3``
    """

    kind: Kind
    text: str
    place: str

    @property
    def is_prose(self) -> bool:
        """Whether its numbers may be claims."""
        return self.kind not in ("heading", "reference")


@dataclass(frozen=True)
class Cell:
    """A cell of a table with the place of its upper left corner and how many rows and columns it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Table:
    """A rectangle of cells; a cell that covers several places stands in each of them.

    place : ``Table 3`` or ``表3`` as the manuscript numbers it, else the file's name or ``the 2nd table``
    header : how many of the first rows are headings of columns
    notes : paragraphs beneath it, those in its last rows included
    """

    place: str
    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    header: int
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def text(self, row: int, column: int) -> str:
        """What stands in a place; nothing where a cell of an earlier row or column covers it."""
        cell = self.rows[row][column]
        return cell.text if (cell.row, cell.column) == (row, column) else ""

    def headings(self, column: int) -> tuple[str, ...]:
        """What stands above a column, from the top, with what covers several columns."""
        return tuple(text for row in self.rows[: self.header] if (text := row[column].text))


@dataclass(frozen=True)
class Manuscript:
    """path : the file that was named; parts : files that were read, it and those that it includes"""

    path: str
    blocks: tuple[Text | Table, ...]
    parts: tuple[str, ...] = field(default=())

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def texts(self) -> list[Text]:
        return [block for block in self.blocks if isinstance(block, Text)]
