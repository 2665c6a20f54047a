"""The one estimate that a study is about: the report, the index and the end of a run say it first."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from core.blocks import Address, Slug, described
from study.entries import Entry, Use


class MainResult(Entry):
    """The estimate that answers the question of the study; the report says it first, in a sentence."""

    example: ClassVar[str] = "main: {of: baseline.rain, term: zone}\n"

    of: Annotated[Address, described("a column, as `table.column`")]
    term: Annotated[str | None, described("one of its coefficients; by default that of its policy")] = None

    figure: Annotated[Slug | None, described("a figure, for the index; by default the first of the page")] = None

    def uses(self) -> Iterator[Use]:
        yield Use("of", "column", self.of)
        if self.term:
            yield Use("term", "term", self.term)
        if self.figure:
            yield Use("figure", "figure", self.figure)
