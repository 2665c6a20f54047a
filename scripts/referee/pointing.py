"""Where a finding is: in words for readers, and the numbers that it is about."""

from collections.abc import Iterable

from printed.printed_tables import Coefficient, Effects, Numbered, Printed, Regressions
from prose.statements import Statement
from referee.findings import Draft, Spot
from referee.matching import column_numbers


def spot_of(draft: Draft, statement: Statement) -> Spot:
    """The characters of a statement's number, or its sentence."""
    if statement.number:
        return Spot(statement.block, start=statement.number.start, end=statement.number.end)
    start = max(0, draft.manuscript.blocks[statement.block].text.find(statement.sentence))
    return Spot(statement.block, start=start, end=start + len(statement.sentence))


def place_of(draft: Draft, statement: Statement) -> str:
    return draft.manuscript.blocks[statement.block].place


def where_in(printed: Printed, name: str, column: int) -> str:
    """``Table 3, AI, column (2)``"""
    number = column_numbers(printed).get(column, "") if isinstance(printed, Regressions | Effects) else ""
    return ", ".join(part for part in (printed.table.place, name, f"column ({number})" if number else "") if part)


def spots_in(draft: Draft, printed: Printed, numbers: Iterable[Numbered | Coefficient]) -> tuple[Spot, ...]:
    ats = [one.estimate if isinstance(one, Coefficient) else one for one in numbers]
    return tuple(draft.spot_in(printed.table, at) for at in ats)
