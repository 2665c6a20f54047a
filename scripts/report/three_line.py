"""A three-line table as it is printed. Its writers are `latex`, `word`, `fragment` and `rectangle`."""

import re
from dataclasses import dataclass, replace

from core.language import before_notes, said
from report.printed import STAR_NOTE, status_note

Row = tuple[str, ...]
STARS = re.compile(r"(?<=\d)\*{1,3}$")
PLAIN = re.compile(r"-?[\d,]+(\.\d+)?")
SIGN = re.compile(r"^([\s(]*)-(?=\d)")  # of a number
DIGIT, POINT = "\u2007", "\u2008"  # blanks as wide as a digit and as a point
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no character of XML, nor of Word


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


def without_stars(table: Table) -> Table:
    """`table` without the stars behind its numbers, and without their legend."""
    groups = [
        Group(tuple(tuple(split_stars(cell)[0] for cell in row) for row in group.rows), group.heading)
        for group in table.groups
    ]
    return replace(table, groups=tuple(groups), notes=tuple(note for note in table.notes if note != STAR_NOTE))


def framed(table: Table, title: str, note: str | None, data_status: str) -> Table:
    """`table` under its title, with the study's own note first and the data status last."""
    return replace(table, title=title, notes=(*filter(None, [note]), *table.notes, *status_note(data_status)))


def in_language(table: Table) -> Table:
    """`table` in the language of this job."""
    notes = [said(note) for note in table.notes]
    notes[:1] = [before_notes() + note for note in notes[:1]]
    groups = tuple(Group(_said(group.rows), said(group.heading)) for group in table.groups)
    return Table(_said(table.header), groups, tuple(notes), said(table.title))


def _said(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(tuple(map(said, row)) for row in rows)


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


def alone(row: Row) -> Row:
    """A header row with only those cells that stand above a single column."""
    return tuple(text for cell, width in spans(row) for text in ([cell] if width == 1 else [""] * width))


def aligned(table: Table) -> tuple[Group, ...]:
    """The groups of `table`, plain numbers padded by blanks as wide as digits where a column has several decimals."""
    columns = [_aligned(column) for column in zip(*table.rows, strict=True)]
    rows = iter(zip(*columns, strict=True))
    groups = []
    for group in table.groups:
        padded = Group(group.rows, group.heading)
        object.__setattr__(padded, "rows", tuple(next(rows) for _ in group.rows))  # past the cleaning of blanks
        groups.append(padded)
    return tuple(groups)


def _aligned(column: Row) -> Row:
    """The cells of a column, those of plain numbers of one width; others as they are."""
    numbers = [cell for cell in column if cell]
    if not all(map(PLAIN.fullmatch, numbers)) or len({len(cell.partition(".")[2]) for cell in numbers}) < 2:
        return column
    parts = [cell.partition(".") for cell in column]
    before, after = (max((part[at] for part in parts), key=len) for at in (0, 2))
    return tuple(
        _blanks(before[: len(before) - len(whole)]) + cell + _blanks(("" if point else ".") + after[len(decimals) :])
        if cell
        else ""
        for cell, (whole, point, decimals) in zip(column, parts, strict=True)
    )


def _blanks(text: str) -> str:
    """Blanks as wide as `text`."""
    return "".join(POINT if letter in ",." else DIGIT for letter in text)


def split_stars(cell: str) -> tuple[str, str]:
    """``("0.081", "**")`` of ``"0.081**"``; stars count only after a digit."""
    found = STARS.search(cell)
    return (cell[: found.start()], found.group()) if found else (cell, "")


def _clean(printed: Group | Table, *names: str) -> None:
    for name in names:
        object.__setattr__(printed, name, _cleaned(getattr(printed, name)))


def _cleaned(part):
    return one_line(part) if isinstance(part, str) else tuple(map(_cleaned, part))
