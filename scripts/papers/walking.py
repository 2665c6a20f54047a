"""The tree of a page as the pieces of a manuscript, in their order: headings, paragraphs, captions, notes, tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from papers.document import Kind
from papers.markup import Node, text_of, tidy
from papers.rectangles import Row, rectangle
from papers.tabulars import HEAD, NUMERALS

INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "img",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "br",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
CAPTIONS = {"tablecaption", "figurecaption", "subcaption"}  # of floats in LaTeX
CAPTIONS |= {"caption", "table caption", "image caption", "msocaption", "题注"}  # of Word
REFERENCES = {"thebibliography", "references", "csl-bib-body", "bibliography"}
CONTENTS = ("toc ", "table of figures")  # styles of Word for lists of headings and captions
NOTES = ("tablenotes", "table-notes", "note", "table note")
DEEPEST = 300


@dataclass(frozen=True)
class Piece:
    """A paragraph with what its markup says of it.

    kind : as of `document.Text`, `caption` of a table or a figure alike; bold : that it is set in bold as a whole
    inside : the number of the float that holds it, 0 outside of one
    """

    kind: Kind
    text: str
    bold: bool = False
    inside: int = 0


@dataclass(frozen=True)
class Grid:
    """A table of the page: `marked` of its first rows are headings by the markup; notes : its footnotes"""

    rows: tuple[Row, ...]
    marked: int
    caption: str = ""
    notes: tuple[str, ...] = ()
    inside: int = 0


def pieces(root: Node) -> Iterator[Piece | Grid]:
    """What a page holds, each footnote behind the paragraph or in the table that it belongs to."""
    yield from _Walk(_footnotes(root)).through(root)


def _footnotes(root: Node) -> dict[str, str]:
    """Texts of the footnotes by the address that their marks refer to."""
    found = {}
    for section in root.all("section", "aside"):
        if "footnotes" in section.classes:
            found |= {f"#{item.attributes.get('id')}": text_of(item) for item in section.all("li")}
    return found


class _Walk:
    """A walk through a page; `floats` counts those entered."""

    def __init__(self, footnotes: dict[str, str]):
        self.footnotes = footnotes
        self.floats = 0
        self.head = 0

    def through(self, node: Node, inside: int = 0, kind: Kind = "text") -> Iterator[Piece | Grid]:
        """The pieces of the children of an element; loose texts between them are paragraphs."""
        loose = Node("p", {})
        for child in node.children:
            if isinstance(child, str) or child.tag in INLINE:
                loose.children.append(child)
                continue
            yield from self._paragraph(loose, inside, kind)
            loose = Node("p", {})
            yield from self._element(child, inside, kind)
        yield from self._paragraph(loose, inside, kind)

    def _element(self, node: Node, inside: int, kind: Kind) -> Iterator[Piece | Grid]:
        if node.is_unseen or "footnotes" in node.classes or node.style.startswith(CONTENTS):
            return
        if node.tag == "table":
            yield from self._table(node, inside)
        elif node.tag == "p" and not any(node.all("table", "p")):
            yield from self._paragraph(node, inside, kind)
        elif node.tag in HEADINGS:
            yield from self._paragraph(node, inside, "heading")
        elif node.tag == "figcaption":
            yield from self._paragraph(node, inside, "caption")
        elif "abstract-title" not in node.classes:
            yield from self.through(node, *self._entered(node, inside, kind))

    def _entered(self, node: Node, inside: int, kind: Kind) -> tuple[int, Kind]:
        """The float and the kind of the paragraphs of a container."""
        heads = [name for name in node.classes if name.startswith(HEAD)]
        self.head = NUMERALS.index(heads[0].removeprefix(HEAD)) if heads else 0
        if "tablefloat" in node.classes:
            self.floats += 1
            return self.floats, kind
        names = {*node.classes, node.style}
        if names & {"abstract", "theabstract"} or node.attributes.get("id") == "abstract":
            return inside, "abstract"
        if names & REFERENCES:
            return inside, "reference"
        if names & CAPTIONS:
            return inside, "caption"
        if names & {*NOTES} and node.tag != "section":
            return inside, "note"
        return inside, kind

    def _paragraph(self, node: Node, inside: int, kind: Kind) -> Iterator[Piece]:
        if text := text_of(node):
            yield Piece(kind, text, _is_bold(node), inside)
        for note in self._notes(node):
            yield Piece("note", note, inside=inside)

    def _notes(self, node: Node) -> list[str]:
        """The footnotes whose marks stand in an element."""
        marks = [link for link in node.all("a") if "footnote-ref" in link.classes]
        return [text for link in marks if (text := self.footnotes.get(link.attributes.get("href", ""), ""))]

    def _table(self, node: Node, inside: int) -> Iterator[Grid]:
        caption = "".join(text_of(one) for one in node.all("caption"))
        marked, self.head = self.head or sum(1 for head in node.all("thead") for _ in head.all("tr")), 0
        nested = list(self._nested(node))
        rows = [[_cell(cell) for cell in row.all("td", "th")] for row in _rows(node)]
        grid = rectangle(rows)
        notes = tuple(self._notes(node))
        if len(rows) == 1 and len(rows[0]) == 1 and not nested:  # a box around a paragraph or a figure
            for cell in node.all("td", "th"):
                yield from self.through(cell, inside)
        elif nested and (len(grid) <= 1 or len(grid[0]) == 1):  # a table that only lays out others
            for one in nested:
                yield from self._table(one, inside)
        elif grid:
            blank = sum(1 for row in rows[:marked] if not any(text for text, _, _ in row))
            yield Grid(tuple(grid), marked - blank, caption, notes, inside)

    def _nested(self, node: Node) -> Iterator[Node]:
        for cell in node.all("td", "th"):
            yield from cell.all("table")


def _rows(table: Node) -> list[Node]:
    """The rows of a table; its foot comes last, wherever the file has it."""
    foot = [row for foot in table.all("tfoot") for row in foot.all("tr")]
    return [row for row in table.all("tr") if not any(row is one for one in foot)] + foot


def _cell(node: Node) -> tuple[str, int, int]:
    return text_of(node), _count(node, "rowspan"), _count(node, "colspan")


def _count(node: Node, name: str) -> int:
    said = node.attributes.get(name, "1")
    return int(said) if said.isdigit() and said != "0" and len(said) < 4 else 1


def _is_bold(node: Node) -> bool:
    """Whether all text of a paragraph is bold."""
    strong = tidy("".join(text_of(part) for part in node.all("strong", "b")))
    return bool(strong) and strong.replace(" ", "") == text_of(node).replace(" ", "")
