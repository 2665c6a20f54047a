"""Pieces of a page become blocks of a manuscript: tables take their captions and notes, paragraphs their places."""

import re
from dataclasses import dataclass, replace

from papers.document import Table, Text
from papers.legends import (
    FIGURE,
    TABLE,
    Caption,
    after_abstract,
    begins_references,
    caption_of,
    ends_abstract,
    is_note,
)
from papers.rectangles import alone, header_of, numbered, panel_beneath, split_notes, texts
from papers.walking import Grid, Piece

NEAR = 3  # paragraphs between a table and its caption
SHORT = 150  # characters of a line between them: a unit, a dependent variable, the title of a panel
HEADING = re.compile(
    r"(?:(?:section|chapter|appendix)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*|[A-Z](?:\.\d{1,2})+|[A-Z](?=[.:])|[IVX]{1,5}(?=[.:])"
    r"|第?[一二三四五六七八九十]{1,3}(?=[、.章节])|[（(][一二三四五六七八九十]{1,3}[）)])[章节]?(?=$|[\s.:、：\u4e00-\u9fff]|(?<=[）)、]))",
    re.IGNORECASE,
)
UNNUMBERED = re.compile(r"the \d+(?:st|nd|rd|th) table")
ORDINALS = {1: "st", 2: "nd", 3: "rd"}


@dataclass
class _Placed:
    """A table among the pieces: `taken` are the other pieces that belong to it."""

    at: int
    caption: Caption | None
    above: list[str]
    notes: list[str]


def assembled(pieces: list[Piece | Grid]) -> tuple[Text | Table, ...]:
    """The blocks of a manuscript, in their order."""
    tables, taken = _captioned(pieces)
    places, blocks, count = _Places(), [], 0
    for at, piece in enumerate(pieces):
        if isinstance(piece, Grid):
            count += 1
            blocks.append(_table(piece, tables[at], count))
        elif at not in taken:
            blocks.append(places.block(piece))
    return tuple(_counted(_joined(blocks)))


def _joined(blocks: list[Text | Table]) -> list[Text | Table]:
    """Blocks with each table that goes on with the one before it, without headings or with the same, joined to it."""
    whole: list[Text | Table] = []
    for block in blocks:
        above = whole[-1] if whole else None
        if isinstance(block, Table) and isinstance(above, Table) and _goes_on(above, block):
            rows = tuple(numbered([*above.rows, *block.rows[block.header :]]))
            block = replace(above, rows=rows, notes=(*above.notes, *block.notes))
            whole.pop()
        whole.append(block)
    return whole


def _goes_on(above: Table, table: Table) -> bool:
    headings = [[texts(row) for row in one.rows[: one.header]] for one in (above, table)]
    same = table.place == above.place and table.caption in ("", above.caption) and table.width == above.width
    return same and headings[1] in ([], headings[0])


def _counted(blocks: list[Text | Table]) -> list[Text | Table]:
    """Tables with captions numbered in their order, in a manuscript whose captions leave that to the program."""
    if any(isinstance(block, Table) and not UNNUMBERED.match(block.place) for block in blocks):
        return blocks
    count, numbered_blocks = 0, []
    for block in blocks:
        if isinstance(block, Table) and block.caption:
            count += 1
            block = replace(block, place=f"Table {count}")
        numbered_blocks.append(block)
    return numbered_blocks


def _captioned(pieces: list[Piece | Grid]) -> tuple[dict[int, _Placed], set[int]]:
    """By place of each table what belongs to it, and the places of the paragraphs that do."""
    tables = [at for at, piece in enumerate(pieces) if isinstance(piece, Grid)]
    chosen = {at: place for at in tables if (place := _in_float(pieces, at)) is not None}
    loose = [at for at in tables if not pieces[at].inside]
    before = {at: found for at in loose if (found := _search(pieces, at, -1)) is not None}
    after = {at: found for at in loose if (found := _search(pieces, at, 1)) is not None}
    for found in (after, before) if len(after) > len(before) else (before, after):
        for at, place in found.items():
            if at not in chosen and place not in chosen.values():
                chosen[at] = place
    chosen = {at: at - 1 for at in loose if _is_title(pieces, at - 1)} | chosen
    taken = set(chosen.values())
    return {at: _placed(pieces, at, chosen.get(at), taken) for at in tables}, taken


def _in_float(pieces: list[Piece | Grid], at: int) -> int | None:
    """The place of the first caption of the float that holds a table."""
    inside = pieces[at].inside
    captions = (
        place for place, piece in enumerate(pieces[:at]) if isinstance(piece, Piece) and piece.kind == "caption"
    )
    return next((place for place in captions if inside and pieces[place].inside == inside), None)


def _search(pieces: list[Piece | Grid], at: int, step: int) -> int | None:
    """The place of the nearest caption before (or behind) a table, with nothing but short lines or notes between."""
    for away in range(1, NEAR + 3 if step > 0 else NEAR + 1):
        place = at + step * away
        if not 0 <= place < len(pieces):
            return None
        piece = pieces[place]
        if isinstance(piece, Grid) or piece.inside:
            return None
        if _is_caption(piece):
            return place
        if not (is_note(piece.text) if step > 0 else len(piece.text) <= SHORT) or piece.kind == "heading":
            return None
    return None


def _is_title(pieces: list[Piece | Grid], at: int) -> bool:
    """Whether a bold paragraph without a number stands where the title of a table does."""
    piece = pieces[at] if at >= 0 else None
    bold = isinstance(piece, Piece) and piece.bold and piece.kind == "text" and not piece.inside
    return bold and len(piece.text) <= SHORT and not HEADING.match(piece.text) and not is_note(piece.text)


def _is_caption(piece: Piece) -> bool:
    styled = piece.bold or piece.kind in ("caption", "heading")
    return piece.kind in ("text", "caption", "heading") and caption_of(piece.text, TABLE, styled) is not None


def _placed(pieces: list[Piece | Grid], at: int, chosen: int | None, taken: set[int]) -> _Placed:
    """A table with the caption that was chosen for it, the lines between them, and the notes beneath."""
    caption, above = None, []
    if chosen is not None:
        text = pieces[chosen].text
        caption = caption_of(text, TABLE, styled=True) or Caption("", text)
        for place in range(chosen + 1, at):
            if place not in taken and isinstance(pieces[place], Piece):
                above.append(pieces[place].text)
                taken.add(place)
    notes = []
    for place in range(at + 1, len(pieces)):
        piece = pieces[place]
        if place in taken:
            continue
        if isinstance(piece, Grid) or piece.kind == "heading" or not _belongs(piece, pieces[at]):
            break
        notes.append(piece.text)
        taken.add(place)
    return _Placed(at, caption, above, notes)


def _belongs(piece: Piece, grid: Grid) -> bool:
    """Whether a paragraph beneath a table is a note of it."""
    if grid.inside and piece.inside == grid.inside:
        return piece.kind != "caption"
    return piece.kind == "note" or (piece.kind == "text" and is_note(piece.text))


def _table(grid: Grid, placed: _Placed, count: int) -> Table:
    caption = caption_of(grid.caption, TABLE, styled=True) or placed.caption
    rows, marked = list(grid.rows), grid.marked
    if not caption and len(rows) > 1 and (inside := caption_of(alone(rows[0]), TABLE)):
        caption, rows, marked = inside, numbered(rows[1:]), max(marked - 1, 0)
    elif not caption:
        caption = Caption("", grid.caption)
    body, notes = split_notes(rows)
    text = " ".join(part for part in (caption.text, *placed.above) if part)
    place = caption.place or f"the {count}{_ordinal(count)} table"
    body, header = panel_beneath(body, header_of(body, marked))
    body = numbered(body)
    return Table(
        place=place,
        caption=text,
        rows=tuple(body),
        header=header,
        notes=(*notes, *placed.notes, *grid.notes),
    )


def _ordinal(count: int) -> str:
    return "th" if count % 100 in (11, 12, 13) else ORDINALS.get(count % 10, "th")


class _Places:
    """Where the next paragraph stands: the section it is in, its kind of texts, how many came before."""

    def __init__(self):
        self.section, self.figure, self.paragraph, self.footnote, self.kind = "", "", 0, 0, ""

    def block(self, piece: Piece) -> Text:
        """A paragraph with its place."""
        if piece.kind == "heading":
            return self._heading(piece.text)
        if self.figure and (piece.inside or is_note(piece.text)) and not caption_of(piece.text, FIGURE, styled=True):
            kind = "caption" if piece.kind == "caption" else "note"
            return Text(kind, piece.text, f"{self.figure}, notes")
        if piece.kind == "note":
            self.footnote += 1
            return Text("note", piece.text, f"footnote {self.footnote}")
        self.figure = ""
        if piece.kind in ("text", "caption") and (table := caption_of(piece.text, TABLE, piece.kind == "caption")):
            return Text("caption", piece.text, table.place)
        if figure := caption_of(piece.text, FIGURE, styled=piece.bold or piece.kind == "caption"):
            self.figure = figure.place
            return Text("caption", piece.text, figure.place)
        return self._text(piece)

    def _heading(self, text: str) -> Text:
        self.kind = "abstract" if after_abstract(text) == "" else "reference" if begins_references(text) else ""
        number = HEADING.match(text)
        self.section = f"section {number['number']}" if number else f"section “{text}”"
        self.paragraph = 0
        return Text("heading", text, self.section)

    def _text(self, piece: Piece) -> Text:
        begun = after_abstract(piece.text) if piece.kind == "text" else None
        if begun == "" or begins_references(piece.text) or _is_heading(piece):
            return self._heading(piece.text)
        if begun:
            self.kind, self.paragraph = "abstract", 0
        elif self.kind == "abstract" and ends_abstract(piece.text):
            self.kind = ""
        kind = self.kind or piece.kind
        self.paragraph += 1
        where = "abstract" if kind == "abstract" else self.section
        return Text(kind, begun or piece.text, f"{where}, paragraph {self.paragraph}".removeprefix(", "))


def _is_heading(piece: Piece) -> bool:
    """Whether a paragraph without a style is set as a heading: bold, short and no sentence, or numbered in Chinese."""
    if len(piece.text) > SHORT / 2 or piece.text.endswith(("。", ";", "；", ",", "，")):
        return False
    numbered_so = re.match("第?[一二三四五六七八九十]{1,3}[、章节]", piece.text)
    return bool(numbered_so) or (piece.bold and piece.kind == "text" and not piece.text.endswith("."))
