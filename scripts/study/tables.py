"""The tables of a study: one model a kind, told apart by `kind`. All but `regression` are grids."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Tag, ValidationInfo, model_validator

from core.blocks import Addresses, Name, Slug, Slugs, Terms, Years, described, one_or_more, tags_of, union
from core.choices import MEASURES, MOST_ENTRIES
from core.errors import StudyError, nearest
from core.formulas import parse_formula
from study.columns import COLUMNS, AnyColumn, Column
from study.entries import Cuts, Entry, Made, Places, Use

PERMUTATIONS = 999  # of Moran's I
EFFECT_DRAWS = 1000  # of spatial effects

Statistics = Literal["n", "mean", "sd", "min", "p50", "max"]
NAMED, NUMBER = "a variable", "a number"  # what may stand for a block of cuts, as its documentation calls it


class Printed(Entry):
    """What every table has."""

    title: Annotated[str, described("title of the table", min_length=1)]
    note: Annotated[str | None, described("first of the notes under the table")] = None


def _estimator(column) -> type[Column]:
    """The model of a column as it stands in the file; `Column` if its estimator is unknown."""
    name = column.get("estimator", "ols") if isinstance(column, dict) else "ols"
    known = {value: member for member in COLUMNS for value in tags_of(member, "estimator")}
    return known.get(str(name), Column)


class Regression(Printed):
    """A table of regressions; keys of columns may stand beside `columns` and go to those whose estimator has them."""

    kind: Annotated[Literal["regression"], described("columns of fitted models")] = "regression"
    columns: Annotated[
        dict[Slug, AnyColumn],
        described(
            "the models by name, in the order in which they are printed; text is a formula",
            min_length=1,
            max_length=MOST_ENTRIES,
        ),
    ]
    keep: Annotated[Terms, described("terms to print; by default all")] = []
    indicate: Annotated[
        dict[str, Terms], described("rows that say Yes or No instead of terms, as `{Controls: [..controls]}`")
    ] = {}

    @model_validator(mode="before")
    @classmethod
    def _hand_down(cls, content, info: ValidationInfo):
        """Keys of the inference, then of the table, go to the columns that lack them."""
        if not isinstance(content, dict) or not isinstance(content.get("columns"), dict):
            return content
        inherited = {key: value for key, value in content.items() if key not in cls.model_fields}
        inference = (info.context or {}).get("inference")
        inference = inference if isinstance(inference, dict) else {}
        columns = {name: _as_column(column) for name, column in content["columns"].items()}
        kinds = {
            name: _estimator({**inherited, **column}) if isinstance(column, dict) else Column
            for name, column in columns.items()
        }
        known = {key for kind in kinds.values() for key in kind.model_fields}
        for key in inherited:
            if key not in known:
                said = Column.moved.get(key) or nearest(key, [*cls.model_fields, *known])
                raise ValueError(f"`{key}` is a key of no column of this table; {said}")
        for name, kind in kinds.items():
            if isinstance(columns[name], dict):
                handed = {**inference, **inherited}
                columns[name] = {key: value for key, value in handed.items() if key in kind.model_fields} | {
                    **columns[name]
                }
        return {key: value for key, value in content.items() if key in cls.model_fields} | {"columns": columns}

    def uses(self) -> Iterator[Use]:
        for name, column in self.columns.items():
            yield from (Use(f"columns.{name}.{use.key}", use.kind, use.name, use.needs) for use in column.uses())
        yield from (Use("keep", "term", term) for term in self.keep)
        yield from (Use("indicate", "term", term) for terms in self.indicate.values() for term in terms)

    def rules(self) -> list[str]:
        """The rules that fit the columns, each once."""
        return list(dict.fromkeys(column.rule for column in self.columns.values()))


def _as_column(column):
    return {"formula": column} if isinstance(column, str) else column


class Grid(Printed, Made):
    """A table that is no regression: a tidy file of its own, made by `tabulate_{kind}` of a stage."""

    @classmethod
    def kinds(cls) -> tuple[str, ...]:
        return tags_of(cls, "kind")


def _groups(value):
    return value if isinstance(value, dict) else {"": value}


class Descriptives(Grid):
    """Descriptive statistics."""

    stage: ClassVar[str] = "panel"

    kind: Annotated[Literal["descriptives"], described("descriptive statistics")]
    of: Annotated[
        dict[str, Terms] | None,
        BeforeValidator(lambda value: value if value is None else _groups(value)),
        described("variables, or `{group: variables}`; by default the score and every variable of the panel"),
    ] = None
    by: Annotated[str | None, described("variable whose values part the columns, at most 6, as a policy")] = None
    statistics: Annotated[
        list[Statistics], BeforeValidator(one_or_more), described("what is printed", min_length=1)
    ] = [
        "n",
        "mean",
        "sd",
        "min",
        "p50",
        "max",
    ]

    def variables(self) -> list[str]:
        return [name for names in self.of.values() for name in names] if self.of else ["score"]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "variable", name) for name in self.variables())
        if self.by:
            yield Use("by", "variable", self.by)

    def files(self, places: Places) -> dict:
        described_in = f"{places.home}/panel/descriptives.csv"
        used = {*self.variables(), self.by}
        return {"panel": places.panel, "scores": places.scores(used), "descriptives": described_in}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "by": self.by, "statistics": self.statistics}


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

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores({self.of})}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "years": self.years, "top": self.top}


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


class Moran(Grid):
    """Moran's I by year."""

    stage: ClassVar[str] = "spatial"

    kind: Annotated[Literal["moran"], described("spatial autocorrelation by year")]
    of: Annotated[Terms, described("variables", min_length=1)]
    matrices: Annotated[Slugs, described("spatial weights, of `matrices`", min_length=1)]
    years: Annotated[Years, described("years to print; by default all")] = None
    statistics: Annotated[
        list[Literal["moran_i", "z", "p_normal", "p_permutation"]],
        BeforeValidator(one_or_more),
        described("what is printed", min_length=1),
    ] = ["moran_i", "z", "p_permutation"]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "variable", name) for name in self.of)
        yield from (Use("matrices", "matrix", name) for name in self.matrices)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        return {
            "panel": places.panel,
            "scores": places.scores(self.of),
            "matrices": places.matrices(self.matrices),
        }

    def settings(self, places: Places) -> dict:
        left_out = {name: places.study.matrices[name].leave_out for name in self.matrices}
        return {
            "of": self.of,
            "names": self.matrices,
            "leave_out": left_out,
            "years": self.years,
            "statistics": self.statistics,
            "permutations": PERMUTATIONS,
            "seed": places.seed,
        }


class Impacts(Grid):
    """Direct, indirect and total effects of spatial columns."""

    stage: ClassVar[str] = "spatial"

    kind: Annotated[Literal["impacts"], described("direct, indirect and total effects")]
    of: Annotated[Addresses, described("spatial columns, as `table.column`", min_length=1)]
    terms: Annotated[Terms, described("terms to print; by default all")] = []

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address, "spatial effects") for address in self.of)
        yield from (Use("terms", "term", term) for term in self.terms)

    def _matrices(self, places: Places) -> list[str]:
        return list(dict.fromkeys(name for address in self.of for name in places.column(address).matrices()))

    def files(self, places: Places) -> dict:
        return {"facts": places.pairs(self.of)[1], "matrices": places.matrices(self._matrices(places))}

    def settings(self, places: Places) -> dict:
        return {
            "of": self.of,
            "names": self._matrices(places),
            "terms": self.terms,
            "draws": EFFECT_DRAWS,
            "seed": places.seed,
        }


class Placebos(Grid):
    """The p-values of placebo tests."""

    stage: ClassVar[str] = "placebo"

    kind: Annotated[Literal["placebo"], described("placebo tests, with both p-values")]
    of: Annotated[Slugs, described("placebos, of the block `placebo`", min_length=1)]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "placebo", name) for name in self.of)

    def files(self, places: Places) -> dict:
        return {"summaries": [path for name in self.of for path in places.placebo(name, "json")]}


TABLES = (
    Regression,
    Descriptives,
    Sensitivity,
    Productivity,
    GroupMeans,
    TechnologyGap,
    Scale,
    Means,
    Ranking,
    Dagum,
    Convergence,
    Transitions,
    Slacks,
    Targets,
    Moran,
    Impacts,
    Placebos,
)
AnyTable = union("kind", TABLES, default="regression")
