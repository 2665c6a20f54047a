"""Headings of the columns of a table: which rows they fill, the dependent variables that they name, and what columns of
summaries and estimates hold."""

import re
from collections.abc import Iterable
from itertools import pairwise

from papers.document import Table
from printed.entries import is_data
from printed.words import (
    NUMBER_WITHIN,
    OUTCOME,
    column_hinted,
    column_of,
    even,
    is_number_of_column,
    is_word,
    mark_of,
    number_of_column,
    plain,
)

NUMBERED = re.compile(r"[(（\[]\d{1,2}[a-z]?[)）\]]")
SHORT = {"b", "beta", "att"}  # estimates beside their errors, else names of outcomes and models
KINDS = ({"mean", "sd"}, {"mean", "min", "max"}, {"weight", "estimate"}, {"moran_i", "z"}, {"moran_i", "p_value"})
ENDS = {"low": "conf_low", "lower": "conf_low", "high": "conf_high", "upper": "conf_high"}


def texts_of(table: Table, row: int) -> list[str]:
    return [table.text(row, column).strip() for column in range(table.width)]


def header_of(table: Table) -> int:
    """How many rows are headings: those that the reader found, and those that follow and can be nothing else."""
    header = min(table.header, len(table.rows))
    while header < len(table.rows) - 1 and _heads(table, header):
        header += 1
    return header


def _heads(table: Table, row: int) -> bool:
    """Whether a row holds numbers of columns, or names of outcomes or models, or words of summaries."""
    first, *others = texts_of(table, row)
    others = [text for text in others if text]
    if not others:
        return row == 0 and table.width > 1
    if _in_order(others):
        return True
    if any(is_data(text) and not re.fullmatch(r"[(（]?\d{1,2}[)）]?|(?:19|20)\d\d", text) for text in others):
        return False
    if any(mark_of(text) is not None and column_of(text) is None for text in others):
        return False
    said = plain(first)
    return bool(OUTCOME.fullmatch(said) or (is_word("model", first) and row < table.header + 3)) or (
        not first and (row == 0 or not any(is_data(text) for text in others))
    )


def _in_order(texts: list[str]) -> bool:
    """Whether texts are numbers of columns, ``(3)``, ``(4)``."""
    if not all(NUMBERED.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.search(r"\d+", text)[0]) for text in texts]
    return all(two == one + 1 for one, two in pairwise(numbers)) and numbers[0] < 20


def heads_later(table: Table, row: int, begun: bool) -> bool:
    """Whether a row of the body holds headings of the rows beneath it; begun : rows of numbers stand above it."""
    first, *others = texts_of(table, row)
    others = [text for text in others if text]
    named = OUTCOME.fullmatch(plain(first)) and begun and not any(is_data(text) for text in others)
    return bool((len(others) > 1 and _in_order(others)) or named)


def headings(table: Table, rows: Iterable[int], column: int) -> tuple[str, ...]:
    found = []
    for row in rows:
        cell = table.rows[row][column]
        text = "" if cell.columns == table.width > 1 else cell.text.strip() or _of_group(table, row, column)
        if text and (not found or found[-1] != text):
            found.append(text)
    return tuple(found)


def _of_group(table: Table, row: int, column: int) -> str:
    """The heading of a group of columns that stands above its first one alone, as in a format without cells that span:
    another group has the same headings beneath."""
    starts = [at for at, text in enumerate(texts_of(table, row)) if text and at]
    if column <= min(starts, default=column) or row + 1 >= table.header:
        return ""
    beneath = texts_of(table, row + 1)
    groups = {start: beneath[start:end] for start, end in pairwise([*starts, table.width])}
    start = max(at for at in starts if at < column)
    is_repeated = list(groups.values()).count(groups[start]) > 1 and all(groups[start])
    return table.text(row, start).strip() if is_repeated else ""


def outcome_in(table: Table, rows: Iterable[int], column: int) -> str:
    """The dependent variable of a column: behind or beneath the word for it, beside it at the left, in the caption."""
    beneath = False
    for row in rows:
        text, first = table.rows[row][column].text.strip(), plain(table.rows[row][0].text)
        if beneath and text and not number_of_column(text):
            return text
        if found := OUTCOME.fullmatch(plain(text)):
            if found[1]:
                return _flattened(even(text)[-len(found[1]) :])
            beneath = True
        elif (found := OUTCOME.fullmatch(first)) and found[1]:
            return even(table.rows[row][0].text)[-len(found[1]) :]
        elif found and text and not is_number_of_column(text):
            return _flattened(text)
    caption = re.search(
        r"(?:[Dd]ependent variable|被解释变量|因变量)\s*(?:[:：]|is|为)\s*([^.;()（）。；]+)", table.caption
    )
    return caption[1].strip() if caption else ""


def _flattened(text: str) -> str:
    """The outcome of ``Log homicide (1) Controls``, a heading that a table with one row of headings makes of three."""
    return re.split(r"\s*[(（]\d{1,2}[)）]", text)[0].strip()


def kinds_of(heads: dict[int, tuple[str, ...]]) -> dict[int, tuple[str | None, str]]:
    """What columns of summaries or estimates hold, and the heading of their group, by their last heading, or by its end
    where several columns share its beginning or its end, as ``Before matching t``."""
    last = {column: _last(texts) for column, texts in heads.items()}
    found = {}
    for column, text in last.items():
        above = ", ".join(one for one in heads[column] if one != text and not is_number_of_column(one))
        meaning = _held_by(text)
        if meaning is None and (ending := _ending(text, [other for one, other in last.items() if one != column])):
            above, meaning = ", ".join(part for part in (above, ending[0]) if part), _held_by(ending[1])
        found[column] = (meaning, above)
    found |= _hinted(found, last, heads)
    held = {meaning for meaning, _ in found.values()}
    if not held & {"estimate", "std_error", "statistic", "z", "p_value"}:  # groups of units, or ends of all values
        ends = {"conf_low": "min", "conf_high": "max"} if {"mean", "sd"} <= held else {}
        found |= {
            column: (ends.get(ENDS[plain(text)]), found[column][1])
            for column, text in last.items()
            if plain(text) in ENDS
        }
    if not held & {"std_error", "statistic", "z", "p_value"}:
        found |= {column: (None, found[column][1]) for column, text in last.items() if plain(text) in SHORT}
    if "mean" in held and held & {"sd", "min"} and "n" not in held:
        found |= {column: ("n", above) for column, (meaning, above) in found.items() if meaning == "count"}
    for one, two in pairwise(heads):
        if found[one] == found[two] and found[one][0] == "interval":
            found |= {one: ("conf_low", found[one][1]), two: ("conf_high", found[one][1])}
    return found


def _hinted(found: dict, last: dict[int, str], heads: dict[int, tuple[str, ...]]) -> dict:
    """Columns of a heading with a word that nobody listed, ``Overall weighted mean``, where with the others they make a
    kind of table, and no two say the same."""
    if any(is_number_of_column(text) for texts in heads.values() for text in texts):
        return {}
    hinted = {
        column: (meaning, above)
        for column, (known, above) in found.items()
        if known is None and (meaning := column_hinted(last[column]))
    }
    both = [*(one for column, one in found.items() if column not in hinted), *hinted.values()]
    meanings = {meaning for meaning, _ in both}
    single = {column: one for column, one in hinted.items() if both.count(one) == 1}
    return single if any(kind <= meanings for kind in KINDS) else {}


def _held_by(heading: str) -> str | None:
    return column_of(heading) or ENDS.get(plain(heading))


def _last(heads: tuple[str, ...]) -> str:
    """The last heading that is no number of a column."""
    return next((text for text in reversed(heads) if not is_number_of_column(text)), "")


def _ending(text: str, others: list[str]) -> tuple[str, str] | None:
    """Beginning and end of a heading whose end says what the column holds, if another heading shares either."""
    if NUMBER_WITHIN.search(text):
        return None
    for blank in (found.start() for found in re.finditer(r"\s", text)):
        beginning, end = text[:blank], text[blank + 1 :]
        if _held_by(end) and any(other.startswith(f"{beginning} ") or other.endswith(f" {end}") for other in others):
            return beginning.rstrip(",:"), end
    return None
