"""Columns of estimators for staggered adoption."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import model_validator

from core.blocks import Address, described
from core.choices import MOST_YEARS
from study.columns import KEYS, LEADS_AND_EFFECTS, Clustered, Combining, OfAPolicy
from study.entries import Grid, Places, Use

Aggregate = Annotated[
    Literal["overall", "event", "cohort"],
    described("what effects are averaged over: all treated rows, those of each year since the policy, each cohort"),
]
Control = Literal["never", "not_yet"]
CONTROL = "units to compare with: never treated, or not treated yet"


class Ending(NamedTuple):
    """What stands after the policy in the name of an average effect: its form, and an example."""

    form: str
    example: str


AVERAGES = {"overall": Ending("", ""), "event": Ending(r"::-?\d+", "::2"), "cohort": Ending(r"\.\d+", ".2019")}


class Staggered(OfAPolicy, Combining, Clustered):
    """What estimators for staggered adoption have."""

    rule: ClassVar[str] = "fit_staggered"
    statistics: ClassVar[tuple[str, ...]] = ("n", "units", "clusters")
    event_offers: ClassVar[tuple[str, ...]] = (LEADS_AND_EFFECTS,)

    aggregate: Aggregate = "overall"
    window: Annotated[
        tuple[int, int] | None, described("first and last year since the policy of `aggregate: event`; by default all")
    ] = None

    @property
    def offers(self) -> frozenset[str]:
        placebos = {"draws of its policy", "fit with an earlier policy"}
        return frozenset(placebos | ({"event times", *self.event_offers} if self.aggregate == "event" else set()))

    @model_validator(mode="after")
    def _window_ascends(self) -> Self:
        if self.window and not (-MOST_YEARS <= self.window[0] <= -1 and 0 <= self.window[1] <= MOST_YEARS):
            raise ValueError(f"`window` {list(self.window)} has to contain -1 and 0, and at most {MOST_YEARS} years")
        return self

    def estimates(self, term: str) -> bool:
        return any(
            re.fullmatch(re.escape(regressor) + AVERAGES[self.aggregate].form, term)
            for regressor in self.parsed.regressors
        )

    def instead_of(self, unknown: str) -> str:
        example = self.parsed.regressors[0] + AVERAGES[self.aggregate].example
        return f"is no effect of `aggregate: {self.aggregate}`, as `{example}`"


class UnitAndYear(Staggered):
    """An estimator that knows the effects of unit and year only."""

    @model_validator(mode="after")
    def _effects_are_of_unit_and_year(self) -> Self:
        if set(self.parsed.effects) != KEYS:
            raise ValueError(f"`{self.estimator}` has the effects `unit + year`, no others")
        return self


class CallawaySantanna(UnitAndYear):
    """Effects of each cohort in each year, averaged (Callaway and Sant'Anna 2021)."""

    @property
    def event_offers(self) -> tuple[str, ...]:
        return (LEADS_AND_EFFECTS,) if self.base == "universal" else ()

    estimator: Annotated[
        Literal["callaway_santanna"], described("averages of the effects of cohorts by year, with clean comparisons")
    ]
    control: Annotated[Control, described(CONTROL)] = "never"
    base: Annotated[
        Literal["varying", "universal"],
        described("what changes before the policy start from: the year before each, or the one before the policy"),
    ] = "varying"
    method: Annotated[
        Literal["regression", "weighting"],
        described("how further terms are used, with their values of the base year: outcome regression, or weights"),
    ] = "regression"


class SunAbraham(Staggered):
    """A dummy for each cohort and year since the policy, averaged (Sun and Abraham 2021)."""

    estimator: Annotated[Literal["sun_abraham"], described("averages of the dummies of cohort and years since")]


class Imputation(Staggered):
    """Outcomes less what untreated rows predict, averaged (Borusyak, Jaravel and Spiess 2024)."""

    event_offers: ClassVar[tuple[str, ...]] = ()

    estimator: Annotated[Literal["imputation"], described("averages of outcomes less what untreated rows predict")]


class Stacked(UnitAndYear):
    """Least squares on one stack of rows for each cohort (Wing, Freedman and Hollingsworth 2024)."""

    estimator: Annotated[Literal["stacked"], described("least squares on the rows around each cohort's start")]
    window: Annotated[tuple[int, int], described("first and last year since the policy of each stack")]
    control: Annotated[Control, described(CONTROL + " when the window ends")] = "not_yet"
    weighted: Annotated[
        bool, described("comparison units count as much as treated ones in each stack; false: all rows count alike")
    ] = True


STAGGERED = (CallawaySantanna, SunAbraham, Imputation, Stacked)


class Bacon(Grid):
    """The comparisons of cohorts that a two-way estimate averages (Goodman-Bacon 2021)."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["bacon"], described("which comparisons the two-way estimate averages")]
    of: Annotated[
        Address, described("a column of least squares; its controls are left out, both estimates are printed")
    ]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "column", self.of, "reassignment of its policy")

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores(places.column(self.of).names())}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "column": places.refitted(self.of)}
