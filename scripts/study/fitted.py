"""Tables that fit a column of another table anew, in ways of their own."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from core.blocks import Address, Name, described
from study.entries import Grid, Places, Use


class Split(Grid):
    """The effect of a policy in groups of units, and their difference in the fully interacted model."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["split"], described("the effect in groups, and whether they differ")]
    of: Annotated[Address, described("column of the estimator `ols` with a policy, as `table.column`")]
    by: Annotated[
        Name,
        described("variable whose values part the units, the same in all years, as `at(gdp, 2010) > 5`, or a text"),
    ]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "column", self.of, "split of its sample")
        yield Use("by", "variable", self.by)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores(places.column(self.of).names() | {self.by})}

    def settings(self, places: Places) -> dict:
        return {"by": self.by, "column": places.refitted(self.of)}
