"""Where a reader finds a number of a table, and what stands around it."""

import math
import re
from collections.abc import Iterator

from papers.numerals import MINUS
from printed.printed_tables import Coefficient, Effects, Model, Numbered, Printed, Regressions
from printed.rounding import Interval

WORDS = re.IGNORECASE | re.ASCII  # a Latin word ends where Chinese begins
BELOW = re.compile(rf"[<＜≤]\s*[{MINUS}]?$")


def column_words(printed: Printed, column: int) -> str:
    """``column (2)`` of a column with a number, else what stands above it."""
    for model in printed.models if isinstance(printed, Regressions) else ():
        if model.column == column and model.number:
            return f"column ({model.number})"
    return " ".join(dict.fromkeys(printed.table.headings(column)))


def said(printed: Printed) -> str:
    """Caption, headings and notes, in which words are looked for."""
    table = printed.table
    headings = [cell.text for row in table.rows[: table.header] for cell in row]
    return "\n".join([table.caption, *dict.fromkeys(headings), *table.notes])


def span(printed: Printed, at: Numbered) -> Interval:
    """What a number may have been before it was rounded; of ``<0.001`` anything from zero to it."""
    cell = printed.table.rows[at.row][at.column].text
    if BELOW.search(cell[: at.number.start]):
        return min(0.0, at.number.value), max(0.0, at.number.value)
    return at.number.range


def coefficients_of(printed: Printed) -> Iterator[tuple[Coefficient, Model | None]]:
    """The coefficients of a table, each with its column in a regression table."""
    if isinstance(printed, Regressions):
        yield from ((one, model) for model in printed.models for one in model.coefficients)
    if isinstance(printed, Effects):
        yield from ((one, None) for effects in printed.effects.values() for one in effects.values())


def p_shown(p_value: Interval) -> str:
    """``p = 0.012 to 0.032``, ``p < 0.001``."""
    return "p < 0.001" if p_value[1] < 0.001 else f"p = {shown(p_value)}"


def shown(interval: Interval, decimals: int = 3) -> str:
    """``1.234`` or ``1.230 to 1.240``."""
    low, high = (f"{value + 0.0:.{decimals}f}" for value in interval)
    if math.isinf(interval[1]):
        return f"{low} or more"
    return low if low == high else f"{low} to {high}"


def whole(at: Numbered | None) -> int | None:
    """A count; None for nothing, and for what is no whole number."""
    return int(at.number.value) if at is not None and at.number.value == int(at.number.value) else None
