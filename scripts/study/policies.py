"""The policies of a study, and their placebo tests."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from core.blocks import Addresses, Condition, FilePath, Name, described
from core.choices import MOST_DRAWS, MOST_YEARS
from study.entries import Entry, Use


class Policy(Entry):
    """A treatment, 0 or 1, never switched off: a variable of the panel under the policy's name."""

    roster: Annotated[FilePath | None, described("table with a row for each treated unit")] = None
    where: Annotated[
        Condition | None,
        described("condition on the roster's columns that keeps its rows, as `policy == 'pilot' and year >= 2016`"),
    ] = None
    unit: Annotated[str, described("column of the roster with the unit, as a code or a name")] = "adcode"
    year: Annotated[str, described("column of the roster with the first treated year")] = "treat_year"
    variable: Annotated[Name | None, described("instead of a roster: a variable of the panel that is 0 or 1")] = None
    like: Annotated[Name | None, described("instead of a roster: a policy whose starts are moved by `shift`")] = None
    shift: Annotated[
        int,
        described(
            "years by which the starts of `like` are moved; -2: two years earlier", ge=-MOST_YEARS, le=MOST_YEARS
        ),
    ] = 0
    always_treated: Annotated[
        Literal["refuse", "drop_units", "keep"], described("units treated from the first year of the study on")
    ] = "refuse"

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        given = [key for key in ("roster", "variable", "like") if getattr(self, key) is not None]
        if len(given) != 1:
            raise ValueError(
                "a policy has one of `roster`, `variable`, `like`" + f", not {' and '.join(given)}" * bool(given)
            )
        if self.where and not self.roster:
            raise ValueError("`where` keeps rows of a `roster`, which this policy does not have")
        if bool(self.shift) != bool(self.like):
            raise ValueError(
                "`like` and `shift` go together: the starts of another policy, moved by years that are not 0"
            )
        return self

    def uses(self) -> Iterator[Use]:
        if self.variable:
            yield Use("variable", "variable", self.variable)
        if self.like:
            yield Use("like", "policy", self.like)


class Placebo(Entry):
    """Random reassignment of the policy of one or more columns."""

    moved: ClassVar[dict[str, str]] = {"formula": "name the columns under `of`, as `of: [baseline.policy]`"}

    of: Annotated[Addresses, described("columns, as `table.column`", min_length=1)]
    design: Annotated[
        Literal["cohorts"], described("sizes and years of the cohorts are kept, units are drawn at random")
    ] = "cohorts"
    draws: Annotated[
        int | None, described("number of reassignments; by default that of config.yaml", ge=20, le=MOST_DRAWS)
    ] = None

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address, "reassignment of its policy") for address in self.of)
