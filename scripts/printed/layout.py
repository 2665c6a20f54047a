"""A table laid out: headings of its columns, its body's rows with their headings and panels, its notes."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from papers.document import Table
from printed.entries import Entry, decimal_comma, entries, is_data
from printed.headings import header_of, headings, heads_later, kinds_of, outcome_in, texts_of
from printed.notes import brackets_of, legend_of
from printed.words import is_word, mark_of, missing, plain

YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–—~至]\s*(?:19|20)?\d\d)?年?")
BROKEN = re.compile(r".*(?:[×*:：,，\-]|\bx|\bof|\band)\s*")
# Cells of a number with a word, as ``12.3 (df = 2; 29)``, ``N = 2574``, ``50 and 11``.
COUNTED = re.compile(r"(?:[nNT](?:-bar)?\s*=\s*)?[\d.,]+\**\s*(?:\((?:df|d\.f\.).*\)|(?:and|和|或)\s*[\d.,]+)?")
MORAN = re.compile(r"moran|莫兰|spatial (?:auto-?)?correlation|空间(?:自)?相关", re.IGNORECASE)
SURE_COMMA = re.compile(r"(?<![\d.,])0,\d+(?![\d,.])")


@dataclass(frozen=True)
class Row:
    """A row of the body.

    heading : empty for what continues the row above; cells : texts by column, without those of missing values
    """

    index: int
    heading: str
    panel: str
    cells: dict[int, str]

    @property
    def has_numbers(self) -> bool:
        return any(is_data(text) for text in self.cells.values())


@dataclass(frozen=True)
class Layout:
    """columns : those of data, from the left; rows : of the body; notes : those in its last rows included

    header : how many rows are headings; heads : by column its headings, from the top; later : blocks of rows of the
    body that are headings, too; comma : whether numbers are written 1.234,5 for 1,234.5
    """

    table: Table
    header: int
    columns: tuple[int, ...]
    heads: dict[int, tuple[str, ...]]
    rows: tuple[Row, ...]
    later: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...]
    comma: bool

    @cached_property
    def kinds(self) -> dict[int, tuple[str | None, str]]:
        """What columns of summaries or estimates hold, and the heading of their group; ``I`` is that of Moran in a
        table whose caption has his name."""
        named = "Moran's I" if MORAN.search(self.table.caption) else "I"
        return kinds_of(
            {column: tuple(named if text == "I" else text for text in of) for column, of in self.heads.items()}
        )

    @property
    def meanings(self) -> set[str | None]:
        return {meaning for meaning, _ in self.kinds.values()}

    def headings(self, column: int, row: int) -> tuple[str, ...]:
        """What stands above a place: the last headings in the body above it, else those of the table."""
        rows = self._headed(row)
        return headings(self.table, rows, column) if rows else self.heads[column]

    def outcome(self, column: int, row: int) -> str:
        """The dependent variable of a place, empty if its headings do not say."""
        return outcome_in(self.table, self._headed(row) or range(self.header), column)

    def _headed(self, row: int) -> tuple[int, ...]:
        """The rows of headings in the body that hold for a row."""
        return next((rows for rows in reversed(self.later) if rows[-1] < row), ())

    def entries(self, row: int, column: int) -> tuple[Entry, ...]:
        return self.entries_of(self.table.text(row, column))

    def entries_of(self, text: str) -> tuple[Entry, ...]:
        """The numbers of a cell; none of one that holds words."""
        if not is_data(text) and not COUNTED.fullmatch(text):
            return ()
        return entries(text, self.comma or bool(SURE_COMMA.search(text)))


@lru_cache(64)  # a table is looked at again for each place in a message
def laid_out(table: Table) -> Layout:
    header = header_of(table)
    last = _end(table, header)
    notes = (*table.notes, *(" ".join(filter(None, texts_of(table, row))) for row in range(last, len(table.rows))))
    group, heading = _stub(table, header, last)
    rows, later = _body(table, header, last, group, heading)
    columns = tuple(range(heading + 1, table.width))
    heads = {column: headings(table, range(header), column) for column in columns}
    return Layout(table, header, columns, heads, rows, later, notes, decimal_comma(table))


def _end(table: Table, header: int) -> int:
    """Where the body ends: at the first of the last rows that hold notes."""
    end = len(table.rows)
    while end > header and _is_note(table, end - 1):
        end -= 1
    return end


def _is_note(table: Table, row: int) -> bool:
    """Whether a row is empty, or holds one text, beside ``Note:`` perhaps, that says what stars or brackets are."""
    texts = [text for text in texts_of(table, row) if text]
    if not texts:
        return True
    joined = " ".join(texts)
    if len(texts) > 2 or any(is_data(text) for text in texts):
        return False
    noted = is_word("note", texts[0]) and (len(texts) == 1 or len(joined) > 20)
    return noted or bool(legend_of([joined]) or brackets_of([joined], {"("}))


def _stub(table: Table, header: int, last: int) -> tuple[int | None, int]:
    """The column of groups of rows, if there is one, and that of the headings of rows."""
    body = range(header, last)
    if table.width < 3 or (any(is_data(table.text(row, 1)) for row in body) and not _counts(table, header, last)):
        return None, 0
    if plain(table.rows[0][0].text) == "group" and table.header:
        return 0, 1
    second = [row for row in body if table.text(row, 1).strip() and not missing(table.text(row, 1))]
    if all(mark_of(table.text(row, 1)) is not None for row in second):
        return None, 0
    repeated = [row for row in second if row > header and _group(table, row) == _group(table, row - 1)]
    return (0, 1) if repeated and len(second) > 1 and any(_group(table, row) for row in second) else (None, 0)


def _counts(table: Table, header: int, last: int) -> bool:
    """Whether the second column holds years or ranks behind a column of groups."""
    numbers = [text for row in range(header, last) if (text := table.text(row, 1).strip())]
    headed = any(is_word("rank", text) for text in headings(table, range(header), 1))
    groups = {_group(table, row) for row in range(header, last)}
    ranks = headed and all(re.fullmatch(r"\d{1,4}|[-–—]?", text) for text in numbers)
    return len(groups) < len(numbers) and (ranks or all(YEAR.fullmatch(text) for text in numbers))


def _group(table: Table, row: int) -> str:
    """Group of a row: what stands there, in a cell that covers it, or above an empty one."""
    while row > table.header and not table.rows[row][0].text.strip():
        row -= 1
    return table.rows[row][0].text.strip()


def _body(table: Table, header: int, last: int, group: int | None, heading: int) -> tuple[tuple[Row, ...], tuple]:
    """Rows of numbers and of words with their panels, and the headings of columns that stand among them."""
    rows, later, panel, begun = [], [], "", ""
    for index in range(header, last):
        texts = texts_of(table, index)
        cells = {column: text for column, text in enumerate(texts) if column > heading and not missing(text)}
        said = texts[heading]
        if index > header and cells and heads_later(table, index, bool(rows)):
            touches = later and later[-1][-1] == index - 1
            later = [*later[:-1], (*later[-1], index)] if touches else [*later, (index,)]
            continue
        if not cells:
            if BROKEN.fullmatch(said):
                begun = said
            elif said and not is_word("reference", said):
                panel = "" if is_word("section", said) else said
            continue
        if group is not None:
            panel = _group(table, index)
        rows.append(Row(index, f"{begun} {said}".strip() if said else "", panel, cells))
        begun = "" if said else begun
    return tuple(rows), tuple(later)
