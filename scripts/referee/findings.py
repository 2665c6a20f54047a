"""What the referee finds in a manuscript, where, and the checks that find it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from papers.document import Manuscript, Table
from printed.printed_tables import Numbered, Printed
from prose.statements import Statement

Found = Iterator[tuple[str, str, tuple]]  # what a check finds: where, what is wrong, and its spots


@dataclass(frozen=True)
class Spot:
    """Where a number stands: a block of the manuscript, and the cell of a table, or the characters of a text."""

    block: int
    row: int | None = None
    column: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, eq=False)
class Draft:
    """A manuscript with what its tables and its sentences say; `tables` are those of the manuscript in their order.

    It equals itself alone, so that what several checks ask of it is kept.
    """

    manuscript: Manuscript
    tables: tuple[Printed, ...]
    statements: tuple[Statement, ...]

    def spot_in(self, table: Table, at: Numbered) -> Spot:
        """The place of a number of a table."""
        return Spot(self.manuscript.blocks.index(table), at.row, at.column, at.number.start, at.number.end)


@dataclass(frozen=True)
class Finding:
    """where : as a reader finds it, ``Table 3, AI, column (2)``; spots : the numbers that it is about"""

    check: str
    severity: str
    where: str
    message: str
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Check:
    """A question that a referee asks of every manuscript; its name is that of `find`.

    severity : E must be mended, W must be answered, N is information
    source : where the check is from, as ``Brown and Heathers (2017)``; empty for arithmetic
    matters : why an answer matters; remedy : what to do
    find : yields where, what is wrong, and the spots that it is about
    """

    severity: str
    source: str
    matters: str
    remedy: str
    find: Callable[[Draft], Iterator[tuple[str, str, tuple[Spot, ...]]]]

    @property
    def name(self) -> str:
        return self.find.__name__

    def __call__(self, draft: Draft) -> Iterator[Finding]:
        for where, what, spots in self.find(draft):
            message = " ".join(f"{part}." for part in (what, self.matters, self.remedy) if part)
            yield Finding(self.name, self.severity, where, message, tuple(spots))


def check(severity: str, source: str, matters: str, remedy: str) -> Callable[[Callable], Check]:
    """Make a check of a function that finds."""
    return lambda find: Check(severity, source, matters, remedy, find)
