"""A three-line table as it is printed. Its writers are `latex`, `word`, `fragment` and `rectangle`."""

import re
from dataclasses import dataclass, replace

from report.printed import status_note

Row = tuple[str, ...]
STARS = re.compile(r"(?<=\d)\*{1,3}$")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no character of XML, nor of Word


@dataclass(frozen=True)
class Group:
    """Body rows that are set apart by a little space, beneath a heading if there is one."""

    rows: tuple[Row, ...]
    heading: str = ""

    def __post_init__(self):
        _clean(self, "rows", "heading")


@dataclass(frozen=True)
class Table:
    """A table as it is printed; every text is one line of printable characters.

    header : header rows; an empty cell after a filled one belongs to it, except in the first column
    groups : groups of body rows
    notes : paragraphs beneath the table; title : one line above it

    Raises ValueError when rows differ in length or there is no body.
    """

    header: tuple[Row, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...] = ()
    title: str = ""

    def __post_init__(self):
        _clean(self, "header", "notes", "title")
        lengths = {len(row) for row in (*self.header, *self.rows)}
        if not self.header or not self.rows or len(lengths) != 1:
            raise ValueError(f"table {self.title!r}: {len(self.rows)} rows, with {sorted(lengths)} cells")

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)


def framed(table: Table, title: str, note: str | None, data_status: str) -> Table:
    """`table` under its title, with the study's own note first and the data status last."""
    return replace(table, title=title, notes=(*filter(None, [note]), *table.notes, *status_note(data_status)))


def one_line(text: str) -> str:
    """`text` with blanks for line breaks and without control characters."""
    return " ".join(UNPRINTABLE.sub("", text).split())


def spans(row: Row) -> list[tuple[str, int]]:
    """Cells of a header row with the number of columns that each covers."""
    cells = [(row[0], 1)]
    for position, cell in enumerate(row[1:], start=1):
        if cell or position == 1:
            cells.append((cell, 1))
        else:
            text, width = cells.pop()
            cells.append((text, width + 1))
    return cells


def split_stars(cell: str) -> tuple[str, str]:
    """``("0.081", "**")`` of ``"0.081**"``; stars count only after a digit."""
    found = STARS.search(cell)
    return (cell[: found.start()], found.group()) if found else (cell, "")


def _clean(printed: Group | Table, *names: str) -> None:
    for name in names:
        object.__setattr__(printed, name, _cleaned(getattr(printed, name)))


def _cleaned(part):
    return one_line(part) if isinstance(part, str) else tuple(map(_cleaned, part))
