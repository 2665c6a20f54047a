"""The figures of a study: one model a kind, told apart by `kind`; `plot_{kind}` of the report draws it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from core.blocks import Addresses, Name, Slug, Terms, Years, described, union
from study.entries import Figure, Places, Use
from study.maps import Map, MoranScatter
from study.schemes import Mechanism, Timeline


class EventStudyFigure(Figure):
    """Coefficients by event time with their confidence intervals; columns of one outcome and policy share a panel."""

    kind: Annotated[Literal["event_study"], described("effects by years since the policy")]
    of: Annotated[Addresses, described("columns with event times, as `table.column`", min_length=1)]
    bands: Annotated[
        Literal["pointwise", "simultaneous"],
        described("intervals of each effect alone, or also, as thinner lines, those of all effects of a column"),
    ] = "pointwise"

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address, "event times") for address in self.of)

    def files(self, places: Places) -> dict:
        estimates, facts = places.pairs(self.of)
        return {"estimates": estimates, "facts": facts}

    def settings(self, places: Places) -> dict:
        names = [places.column(address).label for address in self.of]
        return {"columns": self.of, "names": names, "bands": self.bands}


class BaconFigure(Figure):
    """Weight and estimate of every comparison of a table of the kind `bacon`."""

    kind: Annotated[Literal["bacon"], described("weights and estimates of comparisons")]
    of: Annotated[Slug, described("a table of the kind `bacon`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "table of the kind", self.of, "bacon")

    def files(self, places: Places) -> dict:
        return places.grid(self.of)


class PlaceboFigure(Figure):
    """Density and p-values of placebo effects beside the observed one, one panel a column."""

    kind: Annotated[Literal["placebo"], described("distribution of placebo effects")]
    of: Annotated[Slug, described("a placebo with draws, of the block `placebo`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "placebo with draws", self.of)

    def files(self, places: Places) -> dict:
        endings = {"draws": "csv", "densities": "density.csv", "summaries": "json"}
        return {name: places.placebo(self.of, ending) for name, ending in endings.items()}

    def settings(self, places: Places) -> dict:
        return {"names": [places.words(address) for address in places.study.placebo[self.of].of]}


class Trend(Figure):
    """Mean or median of a variable by year."""

    kind: Annotated[Literal["trend"], described("means or medians by year")]
    of: Annotated[Name, described("variable")]
    by: Annotated[
        Name | None,
        described("variable whose values make the lines, at most 6; or a policy: units ever treated, and others"),
    ] = None
    total: Annotated[bool, described("also a line of all units")] = False
    statistic: Annotated[
        Literal["mean", "median"],
        described("what the lines show: the mean with its 95 % interval, or the median with the middle half of units"),
    ] = "mean"

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)
        if self.by:
            yield Use("by", "variable", self.by)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.of, self.by})}

    def settings(self, places: Places) -> dict:
        return {
            "of": self.of,
            "by": self.by,
            "policy": self.by in places.study.policies,
            "total": self.total,
            "statistic": self.statistic,
        }


class Ridgelines(Figure):
    """Kernel densities of a variable, a ridge a year."""

    example: ClassVar[str] = """\
figures:
  ridges: {kind: ridgelines, of: score, caption: Distribution of efficiency by year.}
"""

    kind: Annotated[Literal["ridgelines"], described("distributions by year, one above the other")]
    of: Annotated[Name, described("variable")]
    years: Annotated[Years, described("years, at most 40; by default all", max_length=40)] = None

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.of})}

    def settings(self, places: Places) -> dict:
        first, last = places.study.years
        return {"of": self.of, "years": self.years or list(range(first, last + 1))}


class Density(Figure):
    """Kernel densities of a variable, a curve a year."""

    kind: Annotated[Literal["density"], described("distributions by year")]
    of: Annotated[Name, described("variable")]
    years: Annotated[Years, described("years, at most 6; by default the first and the last", max_length=6)] = None

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.of})}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "years": self.years or sorted({*places.study.years})}


class BalanceFigure(Figure):
    """Standardised differences and propensity scores before and after matching."""

    kind: Annotated[Literal["balance"], described("balance before and after matching")]
    of: Annotated[Slug, described("a table of the kind `balance`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "table of the kind", self.of, "balance")

    def files(self, places: Places) -> dict:
        return {"facts": places.pairs(places.study.tables[self.of].of)[1]}

    def settings(self, places: Places) -> dict:
        return {"of": places.study.tables[self.of].of}


class HonestFigure(Figure):
    """Intervals of effects by the bound on departures from parallel trends, of a table of the kind `honest`."""

    kind: Annotated[
        Literal["honest"], described("intervals of effects by the bound on departures from parallel trends")
    ]
    of: Annotated[Slug, described("a table of the kind `honest`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "table of the kind", self.of, "honest")

    def files(self, places: Places) -> dict:
        return places.grid(self.of)


class JackknifeFigure(Figure):
    """The coefficient without each unit, by size."""

    kind: Annotated[Literal["jackknife"], described("the coefficient without each unit")]
    of: Annotated[Slug, described("a table of the kind `jackknife`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "table of the kind", self.of, "jackknife")

    def files(self, places: Places) -> dict:
        return {"table": places.grid(self.of)["table"]}


class ImpactsFigure(Figure):
    """Direct, indirect and total effects of a table of the kind `impacts`, with their confidence intervals."""

    kind: Annotated[Literal["impacts"], described("direct, indirect and total effects of several columns")]
    of: Annotated[Slug, described("a table of the kind `impacts`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "table of the kind", self.of, "impacts")

    def files(self, places: Places) -> dict:
        return {"table": places.grid(self.of)["table"]}


class Rollout(Figure):
    """Units by the year in which their policy begins."""

    kind: Annotated[Literal["rollout"], described("how a policy spreads over units")]
    of: Annotated[Name, described("policy")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "any policy", self.of)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "years": list(places.study.years)}


class Coefficients(Figure):
    """Coefficients of several columns with their confidence intervals, a line a column."""

    kind: Annotated[Literal["coefficients"], described("coefficients of several columns")]
    of: Annotated[Addresses, described("columns, as `table.column`", min_length=1)]
    terms: Annotated[Terms, described("terms to draw; by default all")] = []

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address) for address in self.of)
        yield from (Use("terms", "term", term) for term in self.terms)

    def files(self, places: Places) -> dict:
        estimates, facts = places.pairs(self.of)
        return {"estimates": estimates, "facts": facts}

    def settings(self, places: Places) -> dict:
        return {"columns": self.of, "terms": self.terms}


class SpecificationCurve(Figure):
    """Every estimate of a table of the kind `specifications`, by size, and what was chosen for it."""

    kind: Annotated[Literal["specification_curve"], described("one effect under all combinations of choices")]
    of: Annotated[Slug, described("a table of the kind `specifications`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "table of the kind", self.of, "specifications")

    def files(self, places: Places) -> dict:
        return places.grid(self.of)


class TransitionsFigure(Figure):
    """The matrix of a table of the kind `transitions`: how units move between classes."""

    example: ClassVar[str] = """\
tables:
  moves: {kind: transitions, of: score, title: From class to class}
figures:
  matrix: {kind: transitions, of: moves, caption: From class to class within a year.}
"""

    kind: Annotated[Literal["transitions"], described("how units move between classes")]
    of: Annotated[Slug, described("a table of the kind `transitions`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "table of the kind", self.of, "transitions")

    def files(self, places: Places) -> dict:
        return places.grid(self.of)


class SlacksFigure(Figure):
    """The shares of a table of the kind `slacks`: what holds efficiency down, by group."""

    example: ClassVar[str] = """\
tables:
  causes: {kind: slacks, title: What holds efficiency down}
figures:
  shares: {kind: slacks, of: causes, caption: What holds efficiency down.}
"""

    kind: Annotated[Literal["slacks"], described("what holds efficiency down")]
    of: Annotated[Slug, described("a table of the kind `slacks`")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "table of the kind", self.of, "slacks")

    def files(self, places: Places) -> dict:
        return places.grid(self.of)


FIGURES = (
    EventStudyFigure,
    PlaceboFigure,
    Trend,
    Density,
    Ridgelines,
    Map,
    MoranScatter,
    Rollout,
    Timeline,
    Mechanism,
    Coefficients,
    BaconFigure,
    BalanceFigure,
    JackknifeFigure,
    ImpactsFigure,
    HonestFigure,
    SpecificationCurve,
    TransitionsFigure,
    SlacksFigure,
)
AnyFigure = union("kind", FIGURES)
