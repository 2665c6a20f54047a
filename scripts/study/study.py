"""A study file: its blocks, and the names that they share."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, model_validator

from core.blocks import Block, FilePath, Name, Slug, Words, described, one_or_more
from core.choices import MOST_ENTRIES
from core.errors import named
from core.language import LANGUAGES
from study.columns import ALSO, CLUSTER, SSC, Also, Cluster, Column, SmallSampleRule
from study.efficiency import Efficiency
from study.figures import AnyFigure
from study.main_result import MainResult
from study.matrices import AnyMatrix
from study.panel import Panel, Unit
from study.policies import Placebo, Policy
from study.provenance import Provenance
from study.tables import AnyTable

YEARS = (1000, 3000)  # that a study may have
LONGEST = 200  # years, with those of its history


def _is_no_truth(value):
    if isinstance(value, bool):
        raise ValueError(f"is {str(value).lower()}; it must be a number")
    return value


Year = Annotated[int, BeforeValidator(_is_no_truth)]


class Inference(Block):
    """How standard errors are computed; tables and columns may say otherwise."""

    cluster: Annotated[Cluster, described(CLUSTER)] = "unit"
    ssc: Annotated[SmallSampleRule, described(SSC)] = "reghdfe"
    also: Annotated[Also, described(ALSO)] = []


class Study(Block):
    """One study: its raw tables, efficiency, policies, models, and what is shown."""

    moved: ClassVar[dict[str, str]] = {
        "policy": "policies have names now: `policies: {post: {variable: post}}`",
        "ssc": "write `inference: {ssc: reghdfe}`",
        "event_study": "an event study is a column: `tables: {dynamics: {title: ..., columns: {policy: "
        "{estimator: event_study, formula: ...}}}}`",
        "spatial": "weights stand under `matrices`, models are columns with `estimator: sar` and `matrix`, Moran's I "
        "and effects are tables of the kinds `moran` and `impacts`",
        "autocorrelation": "Moran's I is a table: `{kind: moran, of: [score], matrices: [queen]}`",
    }

    language: Annotated[
        Literal[LANGUAGES],
        described(
            "language in which tables, figures, the referee and the report are printed; titles, labels and other words "
            "of this file are text, or `{en: ..., zh: ...}`"
        ),
    ] = "en"
    title: Annotated[Words, described("title of the report")]
    description: Annotated[Words, described("what the study asks and what its data are, for the report")]
    question: Annotated[Words | None, described("what the main result answers, in one sentence, for the report")] = None
    main: Annotated[
        MainResult | None,
        described(
            "the estimate that is said first; by default the policy's in the first column of `placebo` or else of "
            "`tables`, and of a study without such a column the mean score"
        ),
    ] = None
    data_status: Annotated[
        Literal["real", "simulated"], described("simulated data are labelled in every table and figure")
    ] = "real"
    references: Annotated[list[Words], described("sources of data and methods, for the report")] = []
    provenance: Annotated[
        dict[FilePath, Provenance], described("where the files come from that the study names, by path")
    ] = {}
    claims: Annotated[
        FilePath | None,
        described("CSV file of what a text says about the results, which the referee compares: `docs/referee.md`"),
    ] = None
    manuscript: Annotated[
        FilePath | None,
        described("the draft that the target `manuscript` compares with the results: `docs/referee.md`"),
    ] = None
    unit: Annotated[Unit, described("what the rows are about")]
    years: Annotated[tuple[Year, Year], described("first and last year; rows of other years are dropped and counted")]
    panel: Annotated[Panel, described("from raw tables to one validated panel")]
    efficiency: Annotated[Efficiency, described("how efficiency is measured")]
    macros: Annotated[
        dict[Name, str], described("terms joined by +, written `..name` in formulas and in lists of variables")
    ] = {}
    policies: Annotated[
        dict[Name, Policy],
        described(
            "treatments by name, each a variable of the panel; the first is the study's own", max_length=MOST_ENTRIES
        ),
    ] = {}
    inference: Annotated[Inference, described("how standard errors are computed")] = Inference()
    matrices: Annotated[dict[Slug, AnyMatrix], described("spatial weights by name", max_length=MOST_ENTRIES)] = {}
    tables: Annotated[
        dict[Slug, AnyTable], described("tables by name, in the order of the page", max_length=MOST_ENTRIES)
    ] = {}
    placebo: Annotated[dict[Slug, Placebo], described("placebo tests by name", max_length=MOST_ENTRIES)] = {}
    figures: Annotated[
        dict[Slug, AnyFigure], described("figures by name, in the order of the page", max_length=MOST_ENTRIES)
    ] = {}
    stars: Annotated[bool, described("stars behind estimates, with a legend beneath each table")] = True
    departures: Annotated[
        dict[str, Annotated[Words, described("why", min_length=1)]],
        described(
            "where the study does otherwise than a paper, and why, by the name of an entry, by `table.column`, or by "
            "the paper's number, as `Table 5`; the referee says it to the reader"
        ),
    ] = {}
    report: Annotated[
        dict[str, Annotated[list[Slug], BeforeValidator(one_or_more)]],
        described("headings of the page, each with its tables and figures; by default all in the order of the file"),
    ] = {}
    labels: Annotated[
        dict[str, Words],
        described(
            "what variables, policies, matrices and placebos are called, also headings that are keys of this file; "
            "names of products and lags are composed"
        ),
    ] = {}

    @model_validator(mode="after")
    def _years_ascend(self) -> Self:
        if self.years[0] > self.years[1]:
            raise ValueError(f"`years` is {list(self.years)}; the first year must not come after the last")
        first, last = self.panel.history or self.years[0], self.years[1]
        if first < YEARS[0] or last > YEARS[1] or last - first >= LONGEST:
            key = "panel.history" if self.panel.history else "years"
            raise ValueError(
                f"`{key}`: {first} to {last}; years are from {YEARS[0]} to {YEARS[1]}, and at most {LONGEST} of them"
            )
        return self

    @model_validator(mode="after")
    def _efficiency_is_not_winsorized(self) -> Self:
        winsorized = self.panel.winsorize.variables if self.panel.winsorize else []
        touched = [name for name in winsorized if name in self.efficiency.indicators()]
        if touched and not self.panel.winsorize.dea:
            raise ValueError(
                f"`panel.winsorize`: {named(touched)} is an input or output of the efficiency model, whose frontier "
                "would move; take it out, or set `dea: true`"
            )
        return self

    @model_validator(mode="after")
    def _levels_have_what_they_need(self) -> Self:
        if any(source.level == "province" for source in self.panel.sources) and not (
            self.unit.crosswalk and self.unit.province
        ):
            raise ValueError("`level: province` needs `unit.crosswalk` and `unit.province`")
        if self.panel.history and self.panel.history > self.years[0]:
            raise ValueError(f"`panel.history` {self.panel.history} is after the first of the `years`")
        return self

    def scores(self) -> list[str]:
        """Variables that efficiency makes."""
        return list(self.efficiency.overrides())

    def measured(self) -> list[str]:
        """The same, and the indices of productivity."""
        return [*self.scores(), *self.efficiency.productivity]

    def given(self) -> list[str]:
        """Variables that the panel has before any is constructed: raw columns, attributes, policies from rosters."""
        return [*self.panel.columns(), *self.unit.attributes, *(name for name in self.policies if self._rostered(name))]

    def variables(self) -> list[str]:
        """Every variable of the panel, in the order in which it arises."""
        constructed = [*self.given(), *self.panel.variables]
        late = [name for name, policy in self.policies.items() if not self._rostered(name) and policy.variable != name]
        return [*constructed, *late]

    def origin(self, name: str) -> str:
        """The policy from which `name` has its starts, itself if it is like no other."""
        like = self.policies[name].like
        return self.origin(like) if like else name

    def moving(self, column: Column) -> list[str]:
        """The policy of a column, then its other terms that are policies with the same starts, moved."""
        policy = column.policy(list(self.policies))
        own = [term for term in column.parsed.regressors if term in self.policies and term != policy]
        return [policy, *(term for term in own if self.origin(term) == self.origin(policy))]

    def _rostered(self, name: str, after: tuple[str, ...] = ()) -> bool:
        """Whether a policy rests on a roster, by itself or by what it is like."""
        policy = self.policies[name]
        if policy.like in self.policies and policy.like not in after:
            return self._rostered(policy.like, (*after, name))
        return bool(policy.roster)
