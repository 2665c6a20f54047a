"""Tables of what efficiency makes, and of what comes after it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Discriminator, Tag, model_validator

from core.blocks import Name, Terms, Years, described, one_or_more
from core.choices import MEASURES
from core.errors import StudyError
from core.formulas import parse_formula
from study.entries import Cuts, Grid, Places, Statistics, Use

NAMED, NUMBER = "a variable", "a number"  # what may stand for a block of cuts, as its documentation calls it


class Indicators(Grid):
    """The inputs and outputs of the score, with what they are made of and their units of measurement."""

    stage: ClassVar[str] = "panel"

    kind: Annotated[Literal["indicators"], described("of what the score is made")]

    def files(self, places: Places) -> dict:
        return {"descriptives": f"{places.home}/panel/descriptives.csv"}

    def settings(self, places: Places) -> dict:
        specification = places.study.efficiency.specifications()["score"]
        return {kind: specification[kind] for kind in ("inputs", "desirable", "undesirable")}


class Sensitivity(Grid):
    """The scores of the study compared with the first of them."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["sensitivity"], described("how much the scores depend on their specification")]

    def uses(self) -> Iterator[Use]:
        yield Use("kind", "block", "efficiency.scores")

    def files(self, places: Places) -> dict:
        return {"sensitivity": f"{places.home}/efficiency/sensitivity.csv"}


class Productivity(Grid):
    """Change of productivity by pair of years, with its two parts."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["productivity"], described("change of productivity by year")]
    index: Annotated[Literal[MEASURES], described("one of `efficiency.productivity`")] = "gml"

    def uses(self) -> Iterator[Use]:
        yield Use("index", "productivity index", self.index)

    def files(self, places: Places) -> dict:
        return {"productivity": f"{places.home}/efficiency/productivity.csv"}

    def settings(self, places: Places) -> dict:
        return {"index": self.index}


class GroupMeans(Grid):
    """Mean efficiency by group, with the bias of the scores and confidence intervals."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["group_means"], described("mean efficiency by group, with intervals")]
    of: Annotated[Name, described("a score of the study")] = "score"
    by: Annotated[str, described("variable whose values make the groups, as a region or a policy; or `year`")] = "year"

    def uses(self) -> Iterator[Use]:
        yield Use("of", "score", self.of)
        if self.by != "year":
            yield Use("by", "variable of the panel", self.by)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.of})}

    def settings(self, places: Places) -> dict:
        return {"by": self.by, "specification": places.study.efficiency.specifications()[self.of], "seed": places.seed}


class Means(Grid):
    """Means and other statistics of variables by group, and by year."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["means"], described("means of variables by group")]
    of: Annotated[Terms, described("variables", min_length=1)]
    by: Annotated[
        Annotated[str, Tag(NAMED)] | Annotated[Cuts, Tag("cuts")],
        Discriminator(lambda content: "cuts" if isinstance(content, (dict, Cuts)) else NAMED),
        described("variable whose values make the groups, or `year`; or `cuts` between classes of the variable itself"),
    ] = "year"
    years: Annotated[Years, described("years, one beside the other; by default all as one")] = None
    statistics: Annotated[
        list[Statistics], BeforeValidator(one_or_more), described("what is printed", min_length=1)
    ] = ["n", "mean"]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "variable", name) for name in self.of)
        if isinstance(self.by, str) and self.by != "year":
            yield Use("by", "variable", self.by)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        by = {self.by} if isinstance(self.by, str) else set()
        return {"panel": places.panel, "scores": places.scores({*self.of} | by)}

    def settings(self, places: Places) -> dict:
        by = self.by if isinstance(self.by, str) else self.by.model_dump()
        return {"of": self.of, "by": by, "years": self.years, "statistics": self.statistics}


class Ranking(Grid):
    """The units with the highest and the lowest values of a variable."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["ranking"], described("first and last units")]
    of: Annotated[str, described("variable")]
    years: Annotated[Years, described("years, one beside the other; by default the mean over all")] = None
    top: Annotated[int, described("how many units from either end", ge=1)] = 10
    names: Annotated[
        Name | None, described("variable that names the units, as an attribute of theirs; by default their keys")
    ] = None
    intervals: Annotated[bool, described("also the intervals that `efficiency.bootstrap` gives to the score")] = False

    @model_validator(mode="after")
    def _intervals_are_of_the_score_in_a_year(self) -> Self:
        if self.intervals and (self.of != "score" or not self.years):
            raise ValueError("`intervals` are those of `score` in a year: they need `of: score` and `years`")
        return self

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)
        yield from (Use("years", "year", str(year)) for year in self.years or [])
        if self.names:
            yield Use("names", "variable of the panel", self.names)
        if self.intervals:
            yield Use("intervals", "block", "efficiency.bootstrap")

    def files(self, places: Places) -> dict:
        bootstrap = [f"{places.home}/efficiency/bootstrap.csv"] if self.intervals else []
        return {"panel": places.panel, "scores": places.scores({self.of}), "bootstrap": bootstrap}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "years": self.years, "top": self.top, "names": self.names}


class Dagum(Grid):
    """Gini coefficient by year, and what is within groups, between them, and their overlap (Dagum 1997)."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["dagum"], described("inequality within and between groups")]
    of: Annotated[str, described("variable")]
    by: Annotated[str, described("variable whose values make the groups, at most 10, as a region")]
    years: Annotated[Years, described("years, one beside the other; by default all")] = None

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)
        yield Use("by", "variable", self.by)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.of, self.by})}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "by": self.by, "years": self.years or _every_year(places)}


def _moves(places: Places, of: str) -> bool:
    """Whether `of` is a score whose frontier is not the same in all years."""
    return places.study.efficiency.specifications().get(of, {"frontier": "global"})["frontier"] != "global"


def _every_year(places: Places) -> list[int]:
    first, last = places.study.years
    return list(range(first, last + 1))


def _readable(controls: list[str]) -> list[str]:
    """The same `controls`; ValueError for what is no term of a formula."""
    try:
        return controls and list(parse_formula(f"score ~ {' + '.join(controls)}").regressors)
    except StudyError as error:
        raise ValueError(str(error)) from None


class Convergence(Grid):
    """Whether units become alike (sigma), and whether those behind grow faster (beta)."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["convergence"], described("sigma or beta convergence")]
    of: Annotated[Name, described("variable")] = "score"
    measure: Annotated[
        Literal["sigma", "beta"],
        described("spread by year; or growth of the logarithm on its level, with errors clustered by unit"),
    ] = "beta"
    interval: Annotated[int, described("years of growth", ge=1)] = 1
    controls: Annotated[
        Terms, AfterValidator(_readable), described("terms at the start of the interval, of conditional convergence")
    ] = []

    @model_validator(mode="after")
    def _spread_has_no_model(self):
        if self.measure == "sigma" and self.model_fields_set & {"interval", "controls"}:
            raise ValueError("`interval` and `controls` are keys of `measure: beta`")
        return self

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)
        terms = " + ".join(self.controls)
        names = parse_formula(f"{self.of} ~ {terms}").variables if terms else []
        yield from (Use("controls", "variable", name) for name in names if name not in (self.of, "year"))

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({use.name for use in self.uses()})}

    def settings(self, places: Places) -> dict:
        keys = {"of": self.of, "measure": self.measure, "interval": self.interval, "controls": self.controls}
        return keys | {"ssc": places.study.inference.ssc, "moves": _moves(places, self.of)}


class Transitions(Grid):
    """How units move between classes from one year to the next, and where that leads."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["transitions"], described("Markov matrix of classes")]
    of: Annotated[str, described("variable")]
    classes: Annotated[
        Annotated[int, Tag(NUMBER)] | Annotated[Cuts, Tag("cuts")],
        Discriminator(lambda content: "cuts" if isinstance(content, (dict, Cuts)) else NUMBER),
        described("number of quantiles of all unit-years, from 2 to 10; or `cuts` between classes"),
    ] = 4

    @model_validator(mode="after")
    def _classes_fit_on_a_page(self):
        number = self.classes if isinstance(self.classes, int) else len(self.classes.cuts) + 1
        if not 2 <= number <= 10:
            raise ValueError(f"`classes` are {number}; a matrix has from 2 to 10")
        return self

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.of})}

    def settings(self, places: Places) -> dict:
        classes = self.classes if isinstance(self.classes, int) else self.classes.model_dump()
        return {"of": self.of, "classes": classes, "moves": _moves(places, self.of)}


class Slacks(Grid):
    """What holds efficiency down: the share of each input and output in the inefficiency."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["slacks"], described("shares of the indicators in the inefficiency")]
    of: Annotated[Name, described("a score of the study")] = "score"
    by: Annotated[str, described("variable whose values make the groups, as a region; or `year`")] = "year"

    def uses(self) -> Iterator[Use]:
        yield Use("of", "score", self.of)
        if self.by != "year":
            yield Use("by", "variable of the panel", self.by)

    def files(self, places: Places) -> dict:
        folder = places.efficiency(self.of)
        return {"panel": places.panel, "scores": f"{folder}/scores.csv", "slacks": f"{folder}/slacks.csv"}

    def settings(self, places: Places) -> dict:
        return {"by": self.by, "specification": places.study.efficiency.specifications()[self.of]}


def _is_no_number(value):
    if isinstance(value, int):
        raise ValueError(f"the key {value} is a number; keys are text: write it in quotes")
    return value


class Targets(Grid):
    """The targets of a unit: how far each input and output is from the frontier."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["targets"], described("value, slack and target of each indicator of a unit")]
    of: Annotated[Name, described("a score of the study")] = "score"
    unit: Annotated[str, BeforeValidator(_is_no_number), described("key of the unit, as text")]
    years: Annotated[Years, described("years; by default the last")] = None

    def uses(self) -> Iterator[Use]:
        yield Use("of", "score", self.of)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        folder = places.efficiency(self.of)
        return {"scores": f"{folder}/scores.csv", "slacks": f"{folder}/slacks.csv"}

    def settings(self, places: Places) -> dict:
        years = self.years or [places.study.years[1]]
        specification = places.study.efficiency.specifications()[self.of]
        return {"unit": self.unit, "years": years, "specification": specification}


class TechnologyGap(Grid):
    """Technology gap ratios: the score against the frontier of all over that against the frontier of the own group."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["technology_gap"], described("technology gap ratios by group and year")]
    of: Annotated[Name, described("a score with a `group`, whose frontier is that of the own group")]
    meta: Annotated[Name, described("the same score without it, whose frontier is that of all groups")] = "score"

    def uses(self) -> Iterator[Use]:
        yield Use("of", "score", self.of)
        yield Use("meta", "score", self.meta)
        yield Use("of", "pair of scores", f"{self.meta} {self.of}", "group")

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.of, self.meta})}

    def settings(self, places: Places) -> dict:
        group = places.study.efficiency.specifications()[self.of]["group"]
        return {"of": self.of, "meta": self.meta, "group": group}


class Scale(Grid):
    """Efficiency as pure technical efficiency times scale efficiency."""

    stage: ClassVar[str] = "efficiency"

    kind: Annotated[Literal["scale"], described("pure technical and scale efficiency")]
    vrs: Annotated[Name, described("a score with variable returns to scale: pure technical efficiency")]
    crs: Annotated[Name, described("the same score with constant returns to scale")] = "score"
    by: Annotated[str, described("variable whose values make the groups, as a region or a policy; or `year`")] = "year"

    def uses(self) -> Iterator[Use]:
        yield Use("vrs", "score", self.vrs)
        yield Use("crs", "score", self.crs)
        yield Use("vrs", "pair of scores", f"{self.crs} {self.vrs}", "returns_to_scale")
        if self.by != "year":
            yield Use("by", "variable of the panel", self.by)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.vrs, self.crs})}

    def settings(self, places: Places) -> dict:
        return {"vrs": self.vrs, "crs": self.crs, "by": self.by}
