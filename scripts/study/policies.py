"""The policies of a study, and their placebo tests."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from core.blocks import Addresses, Condition, FilePath, Name, described, each_once, one_or_more
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
    """The policy of one or more columns given to other units at random, or moved to earlier years."""

    moved: ClassVar[dict[str, str]] = {"formula": "name the columns under `of`, as `of: [baseline.policy]`"}

    of: Annotated[Addresses, described("columns, as `table.column`", min_length=1)]
    design: Annotated[
        Literal["cohorts", "in_time"],
        described(
            "`cohorts`: sizes and years of the cohorts are kept, units are drawn at random; `in_time`: rows under the "
            "policy leave, and it begins years earlier"
        ),
    ] = "cohorts"
    draws: Annotated[
        int | None, described("number of reassignments; by default that of config.yaml", ge=20, le=MOST_DRAWS)
    ] = None
    strata: Annotated[
        Name | None, described("variable that never changes within a unit: units are drawn within its groups")
    ] = None
    shift: Annotated[
        list[Annotated[int, Field(ge=1, le=MOST_YEARS)]],
        BeforeValidator(one_or_more),
        AfterValidator(each_once),
        described("of `in_time`: by how many years the policy begins earlier, a row each"),
    ] = []

    @model_validator(mode="after")
    def _keys_are_of_its_design(self) -> Self:
        if self.drawn and self.shift:
            raise ValueError("`shift` moves the policy to earlier years; write `design: in_time`")
        if not self.drawn and not self.shift:
            raise ValueError("`design: in_time` needs `shift`, as `shift: [1, 2, 3]`")
        if not self.drawn and (given := [key for key in ("draws", "strata") if getattr(self, key) is not None]):
            raise ValueError(f"`design: in_time` draws nothing; leave out {' and '.join(f'`{key}`' for key in given)}")
        return self

    @property
    def drawn(self) -> bool:
        """Whether it has draws."""
        return self.design != "in_time"

    def uses(self) -> Iterator[Use]:
        needs = "draws of its policy" if self.drawn else "fit with an earlier policy"
        yield from (Use("of", "column", address, needs) for address in self.of)
        if self.strata:
            yield Use("strata", "variable", self.strata)
