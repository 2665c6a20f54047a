"""Three-line tables as a piece of a page: the table in a box that scrolls, and its notes."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from report.printed import CODE
from report.three_line import SIGN, Group, Row, Table, aligned, spans, split_stars

MANY = 8  # named rows of a table that a reader may want in another order


def to_html(table: Table) -> str:
    """The table without its title, which the page numbers; every text is escaped."""
    box = Markup('<div class="scroll" tabindex="0" role="region" aria-label="{}">').format(table.title or "Table")
    notes = [Markup("<p>{}</p>").format(coded(note)) for note in table.notes]
    start = '<table class="sortable">' if sortable(table) else "<table>"
    lines = [box, start, "<thead>", *map(_header, table.header), "</thead>"]
    lines += [line for group in aligned(table) for line in _group(group, len(table.header[0]))]
    lines += ["</table>", "</div>", *(['<div class="notes">', *notes, "</div>"] if notes else [])]
    return "\n".join(lines) + "\n"


def sortable(table: Table) -> bool:
    """Whether a reader gains by sorting it: many rows with a name, under a heading for each column."""
    return all(table.header[-1]) and sum(bool(row[0]) for row in table.rows) >= MANY


def coded(text: str) -> Markup:
    """`text` with code for what stands in back quotes."""
    parts = enumerate(CODE.split(text))
    return Markup("").join(Markup("<code>{}</code>").format(part) if turn % 2 else part for turn, part in parts)


def cell(text: str) -> Markup:
    """A cell with raised stars and true minus signs."""
    number, stars = split_stars(text)
    shown = escape(SIGN.sub(r"\1−", number))
    return shown + Markup("<sup>{}</sup>").format(stars) if stars else Markup(shown)


def _header(row: Row) -> Markup:
    """A header row; an empty cell heads nothing."""
    return _tagged(_head(text, width) for text, width in spans(row))


def _head(text: str, width: int) -> Markup:
    if not text:
        return Markup("<td></td>") * width
    if width > 1:
        return Markup('<th scope="colgroup" colspan="{}">{}</th>').format(width, text)
    return Markup('<th scope="col">{}</th>').format(text)


def _group(group: Group, width: int) -> list[Markup | str]:
    heading = Markup('<tr><th scope="rowgroup" colspan="{}"><span>{}</span></th></tr>').format(width, group.heading)
    return ["<tbody>", *([heading] if group.heading else []), *map(_row, group.rows), "</tbody>"]


def _row(row: Row) -> Markup:
    first, *others = row
    name = Markup('<th scope="row">{}</th>').format(cell(first)) if first else Markup("<td></td>")
    return _tagged([name, *(Markup("<td>{}</td>").format(cell(text)) for text in others)])


def _tagged(cells: Iterable[Markup]) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))
