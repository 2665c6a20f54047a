"""A table laid out: headings of its columns, its body's rows with their headings and panels, its notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from manuscript.document import Table
from manuscript.entries import Entry, decimal_comma, entries, is_data
from manuscript.notes import brackets_of, legend_of
from manuscript.words import (
    NUMBER_WITHIN,
    OUTCOME,
    column_of,
    is_number_of_column,
    is_word,
    mark_of,
    missing,
    number_of_column,
    plain,
)

YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–—~至]\s*(?:19|20)?\d\d)?年?")
SHORT = {"b", "beta", "att"}  # estimates beside their errors, else names of outcomes and models
BROKEN = re.compile(r".*(?:[×*:：,，\-]|\bx|\bof|\band)\s*")
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

    heads : by column its headings from the top; later : headings in the body, by the row from which on they hold
    """

    table: Table
    columns: tuple[int, ...]
    rows: tuple[Row, ...]
    heads: dict[int, tuple[str, ...]]
    later: dict[int, dict[int, tuple[str, ...]]]
    notes: tuple[str, ...]
    outcomes: dict[int, str]
    comma: bool = False

    @cached_property
    def kinds(self) -> dict[int, tuple[str | None, str]]:
        """What columns of summaries or estimates hold, and the heading of their group, by their last heading, or by its
        end where several columns share its beginning or its end, as ``Before matching t``."""
        last = {column: _last(heads) for column, heads in self.heads.items()}
        found = {}
        for column, text in last.items():
            above = ", ".join(one for one in self.heads[column] if one != text and not is_number_of_column(one))
            meaning = column_of(text)
            if meaning is None and (ending := _ending(text, [other for one, other in last.items() if one != column])):
                above, meaning = ", ".join(part for part in (above, ending[0]) if part), column_of(ending[1])
            if meaning is None and plain(text) in ("high", "low", "upper", "lower"):
                meaning = "conf_low" if plain(text).startswith("low") else "conf_high"
            found[column] = (meaning, above)
        if not {"std_error", "statistic", "z", "p_value"} & {meaning for meaning, _ in found.values()}:
            found |= {column: (None, found[column][1]) for column, text in last.items() if plain(text) in SHORT}
        for one, two in pairwise(self.columns):
            if found[one] == found[two] and found[one][0] == "interval":
                found |= {one: ("conf_low", found[one][1]), two: ("conf_high", found[one][1])}
        return found

    @property
    def meanings(self) -> set[str | None]:
        return {meaning for meaning, _ in self.kinds.values()}

    def headings(self, column: int, row: int | None = None) -> tuple[str, ...]:
        """What stands above a place: the last headings in the body that have something, else those of the table."""
        begun = [start for start in self.later if row is not None and start <= row]
        return (self.later[max(begun)].get(column) or ()) if begun else self.heads[column]

    def outcome(self, column: int, row: int) -> str:
        """The dependent variable of a place: that of the table's headings, unless those of the body name another."""
        begun = [start for start in self.later if start <= row]
        block = range(self._first(max(begun)), max(begun)) if begun else ()
        return _outcome(self.table, block, column) or ("" if begun else self.outcomes[column])

    def _first(self, end: int) -> int:
        """The first of the rows of headings in the body that end before a row."""
        kept = {row.index for row in self.rows}
        first = end - 1
        while first - 1 not in kept and first > 1 and any(self.table.text(first - 1, one) for one in self.columns):
            first -= 1
        return first

    def entries(self, row: int, column: int) -> tuple[Entry, ...]:
        return self.entries_of(self.table.text(row, column))

    def entries_of(self, text: str) -> tuple[Entry, ...]:
        return entries(text, self.comma or bool(SURE_COMMA.search(text)))


def laid_out(table: Table) -> Layout:
    header = _header(table)
    last = _end(table, header)
    notes = (*table.notes, *(_joined(table, row) for row in range(last, len(table.rows))))
    group, heading = _stub(table, header, last)
    columns = tuple(range(heading + 1, table.width))
    rows, later = _body(table, header, last, group, heading)
    heads = {column: _headings(table, range(header), column) for column in columns}
    outcomes = {column: _outcome(table, range(header), column) for column in columns}
    return Layout(table, columns, rows, heads, later, notes, outcomes, decimal_comma(table))


def _texts(table: Table, row: int) -> list[str]:
    return [table.text(row, column).strip() for column in range(table.width)]


def _joined(table: Table, row: int) -> str:
    return " ".join(text for text in _texts(table, row) if text)


def _header(table: Table) -> int:
    """How many rows are headings: those that the reader found, and those that follow and can be nothing else."""
    header = table.header
    while header < len(table.rows) - 1 and _heads(table, header):
        header += 1
    return header


def _heads(table: Table, row: int) -> bool:
    """Whether a row holds numbers of columns, or names of outcomes or models, or words of summaries."""
    first, *others = _texts(table, row)
    others = [text for text in others if text]
    if not others:
        return row == 0 and table.width > 1
    if all(re.fullmatch(r"[(（\[]\d{1,2}[a-z]?[)）\]]", text) for text in others) and _in_order(others):
        return True
    if any(is_data(text) and not re.fullmatch(r"[(（]?\d{1,2}[)）]?|(?:19|20)\d\d", text) for text in others):
        return False
    if any(mark_of(text) is not None for text in others):
        return False
    said = plain(first)
    return bool(OUTCOME.fullmatch(said) or (is_word("model", first) and row < table.header + 3)) or (
        not first and (row == 0 or not any(is_data(text) for text in others))
    )


def _in_order(texts: list[str]) -> bool:
    numbers = [int(re.search(r"\d+", text)[0]) for text in texts]
    return all(two == one + 1 for one, two in pairwise(numbers)) and numbers[0] < 20


def _end(table: Table, header: int) -> int:
    """Where the body ends: at the first of the last rows that hold notes."""
    end = len(table.rows)
    while end > header and _is_note(table, end - 1):
        end -= 1
    return end


def _is_note(table: Table, row: int) -> bool:
    """Whether a row is empty, or holds one text, beside ``Note:`` perhaps, that says what stars or brackets are."""
    texts = [text for text in _texts(table, row) if text]
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
    if not second or any(mark_of(table.text(row, 1)) is not None for row in second):
        return None, 0
    repeated = [row for row in second if row > header and _group(table, row) == _group(table, row - 1)]
    return (0, 1) if repeated and len(second) > 1 and any(_group(table, row) for row in second) else (None, 0)


def _counts(table: Table, header: int, last: int) -> bool:
    """Whether the second column holds years or ranks behind a column of groups."""
    numbers = [text for row in range(header, last) if (text := table.text(row, 1).strip())]
    headed = any(is_word("rank", text) for text in _headings(table, range(header), 1))
    groups = {_group(table, row) for row in range(header, last)}
    return len(groups) < len(numbers) and (headed or all(YEAR.fullmatch(text) for text in numbers))


def _group(table: Table, row: int) -> str:
    """Group of a row: what stands there, in a cell that covers it, or above an empty one."""
    while row > table.header and not table.rows[row][0].text.strip():
        row -= 1
    return table.rows[row][0].text.strip()


def _body(table: Table, header: int, last: int, group: int | None, heading: int) -> tuple[tuple[Row, ...], dict]:
    """Rows of numbers and of words with their panels, and the headings of columns that stand among them."""
    rows, headings, panel, begun = [], [], "", ""
    for index in range(header, last):
        texts = _texts(table, index)
        cells = {column: text for column, text in enumerate(texts) if column > heading and not missing(text)}
        said = texts[heading]
        if index > header and cells and _heads_later(table, index, rows):
            headings.append(index)
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
    return tuple(rows), _later(table, headings)


def _later(table: Table, headings: list[int]) -> dict[int, dict[int, tuple[str, ...]]]:
    """Headings by column that stand in the body, by the row from which on they hold; rows that touch are one block."""
    later, block = {}, []
    for index in headings:
        block = [*block, index] if block and block[-1] == index - 1 else [index]
        later.pop(index, None)
        later[index + 1] = {column: _headings(table, block, column) for column in range(table.width)}
    return later


def _heads_later(table: Table, row: int, rows: list[Row]) -> bool:
    first, *others = _texts(table, row)
    others = [text for text in others if text]
    numbered = len(others) > 1 and all(re.fullmatch(r"[(（]\d{1,2}[a-z]?[)）]", text) for text in others)
    return (numbered and _in_order(others)) or bool(OUTCOME.fullmatch(plain(first)) and rows)


def _headings(table: Table, rows: Iterator[int], column: int) -> tuple[str, ...]:
    found = []
    for row in rows:
        cell = table.rows[row][column]
        text = "" if cell.columns == table.width > 1 else cell.text.strip()
        if text and (not found or found[-1] != text):
            found.append(text)
    return tuple(found)


def _outcome(table: Table, rows: Iterator[int], column: int) -> str:
    """The dependent variable of a column: behind or beneath the word for it, beside it at the left, in the caption."""
    beneath = False
    for row in rows:
        text, first = table.rows[row][column].text.strip(), plain(table.rows[row][0].text)
        if beneath and text and not number_of_column(text):
            return text
        if found := OUTCOME.fullmatch(plain(text)):
            if found[1]:
                return _flattened(text[len(text) - len(found[1]) :] if len(plain(text)) == len(text) else found[1])
            beneath = True
        elif (found := OUTCOME.fullmatch(first)) and not found[1] and text and not is_number_of_column(text):
            return _flattened(text)
    caption = re.search(
        r"(?:[Dd]ependent variable|被解释变量|因变量)\s*(?:[:：]|is|为)\s*([^.;()（）。；]+)", table.caption
    )
    return caption[1].strip() if caption else ""


def _flattened(text: str) -> str:
    """The outcome of ``Log homicide (1) Controls``, a heading that a table with one row of headings makes of three."""
    return re.split(r"\s*[(（]\d{1,2}[)）]", text)[0].strip()


def _last(heads: tuple[str, ...]) -> str:
    """The last heading that is no number of a column."""
    return next((text for text in reversed(heads) if not is_number_of_column(text)), "")


def _ending(text: str, others: list[str]) -> tuple[str, str] | None:
    """Beginning and end of a heading whose end says what the column holds, if another heading shares either."""
    if NUMBER_WITHIN.search(text):
        return None
    for blank in (found.start() for found in re.finditer(r"\s", text)):
        beginning, end = text[:blank], text[blank + 1 :]
        if column_of(end) and any(other.startswith(f"{beginning} ") or other.endswith(f" {end}") for other in others):
            return beginning.rstrip(",:"), end
    return None
