"""What a study file and the configuration may hold: the definition from which their documentation is made."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from core.errors import StudyError, nearest
from core.expressions import names_in
from core.formulas import parse_formula

SLUG = r"[a-z0-9][a-z0-9_-]{0,40}"
SPATIAL_TABLE = r"spatial[a-z0-9_-]{0,34}"
Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Figure = Literal["event_study", "placebo_density", "efficiency_trend", "map"]
RESERVED = ("unit", "year", "score")
RESERVED_TABLES = ("event_study", "descriptives", "autocorrelation", "impacts")


def _fits(check):
    """A validator that runs `check` and hands its StudyError to pydantic."""

    def run(text: str) -> str:
        try:
            check(text)
        except StudyError as error:
            raise ValueError(str(error)) from None
        return text

    return AfterValidator(run)


def _below_the_run(path: str) -> str:
    if path.startswith(("/", "~")) or ".." in path.split("/") or any(mark in path for mark in "{}\n\\"):
        raise ValueError(f"`{path}` is not a path below the folder of the run; copy the file there, as to raw/")
    return path


def _own_table(name: str) -> str:
    if name in RESERVED_TABLES or name.startswith("spatial"):
        raise ValueError(f"`{name}` is a table of the workflow's own; give the table another name")
    return name


FilePath = Annotated[str, StringConstraints(min_length=1), AfterValidator(_below_the_run)]
Expression = Annotated[str, _fits(names_in)]
FormulaText = Annotated[str, _fits(parse_formula)]


def described(text: str, **constraints):
    return Field(description=text, **constraints)


class Block(BaseModel):
    """A block of keys: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(Block):
    """What the rows of the panel are about."""

    key: Annotated[Name, described("header of the column, in every source, that identifies a unit; read as text")]


class Column(Block):
    """One variable in a raw table."""

    header: Annotated[str, described("header of the column in the file")]
    unit: Annotated[str, described("unit of measurement, for tables")] = ""


class Source(Block):
    """One raw table with a row for each unit and year."""

    path: Annotated[FilePath, described("CSV file, UTF-8, below the folder of the run")]
    year: Annotated[str, described("header of the column with the year")] = "year"
    columns: Annotated[dict[Name, Column], described("variables to read: name, then header and unit", min_length=1)]


class Panel(Block):
    """From raw tables to one validated panel."""

    sources: Annotated[list[Source], described("raw tables, joined by unit and year", min_length=1)]
    variables: Annotated[
        dict[Name, Expression], described("new variables as expressions over the variables above them")
    ] = {}

    def names(self) -> list[str]:
        """Every variable of the panel, in the order in which it arises."""
        return [name for source in self.sources for name in source.columns] + list(self.variables)

    @model_validator(mode="after")
    def _every_variable_once_and_known(self) -> Self:
        known = [name for source in self.sources for name in source.columns]
        for name, expression in self.variables.items():
            if unknown := sorted(names_in(expression) - {*known, "year"}):
                raise ValueError(
                    f"`variables.{name}`: unknown variable `{unknown[0]}` in `{expression}`; "
                    f"{nearest(unknown[0], known)}"
                )
            known.append(name)
        for name in known:
            if known.count(name) > 1 or name in RESERVED:
                why = "is a name of the workflow" if name in RESERVED else "is defined twice"
                raise ValueError(f"variable `{name}` {why}; give it another name")
        return self


class Efficiency(Block):
    """Super-efficiency SBM with undesirable outputs."""

    inputs: Annotated[list[Name], described("inputs, variables of the panel", min_length=1)]
    desirable: Annotated[list[Name], described("desirable outputs", min_length=1)]
    undesirable: Annotated[list[Name], described("undesirable outputs")] = []
    returns_to_scale: Annotated[Literal["crs", "vrs"], described("constant or variable, in both stages")] = "crs"
    variant: Annotated[
        Literal["A", "B"], described("undesirable outputs counted with the outputs (A) or with the inputs (B)")
    ] = "A"
    orientation: Annotated[Literal["non", "in", "out"], described("sides whose slacks are scored")] = "non"
    frontier: Annotated[
        Literal["contemporaneous", "global"],
        described("reference set: the year's own, or all unit-years; only global scores compare over years"),
    ] = "global"
    infeasible_policy: Annotated[
        Literal["na"], described("score of a unit whose super-efficiency LP is infeasible")
    ] = "na"
    audit: Annotated[
        int, described("units whose scores are recomputed with the Pyomo model; above 1e-8 the run fails", ge=3)
    ] = 25
    engine: Annotated[
        Literal["auto", "highs", "batch"],
        described("solver: batch for non-oriented models (auto), or HiGHS for all; changes no score, only the time"),
    ] = "auto"


class Policy(Block):
    """The treatment, 0 or 1, never switched off."""

    variable: Annotated[Name, described("variable of the panel, 1 from the first treated year on")]


class Model(Block):
    """One column of a table: a regression."""

    name: Annotated[Slug, described("name of the column")]
    formula: Annotated[FormulaText, described("`outcome ~ regressor + ... | unit + year`; `score` is the efficiency")]
    sample: Annotated[Expression | None, described("expression that keeps the rows where it is true")] = None


class Table(Block):
    """A table of regressions, fitted together."""

    title: Annotated[str, described("title of the table")]
    columns: Annotated[list[Model], described("the regressions, one a column", min_length=1)]


class EventStudy(Block):
    """Effects by years since the policy; the base is the year before it."""

    columns: Annotated[list[Model], described("models; event-time dummies take the policy's place", min_length=1)]
    window: Annotated[
        tuple[int, int] | None, described("first and last event time, both ends binned; by default chosen by support")
    ] = None


class PlaceboModel(Block):
    """A model whose policy is reassigned at random."""

    formula: Annotated[FormulaText, described("the model")]
    sample: Annotated[Expression | None, described("expression that keeps the rows where it is true")] = None


class Weights(Block):
    """A spatial weights matrix."""

    kind: Annotated[Literal["contiguity"], described("queen contiguity of polygons")]
    shapes: Annotated[FilePath, described("GeoJSON file of the units' polygons")]
    key: Annotated[Name, described("property of the polygons that holds the unit key")]
    standardize: Annotated[Literal["row"], described("rows sum to one")] = "row"


class SpatialModel(Model):
    """One column of a spatial table."""

    model: Annotated[Literal["sar"], described("spatial autoregressive model, exact maximum likelihood")] = "sar"
    weights: Annotated[Slug, described("name of the weights")]


class SpatialTable(Block):
    """A table of spatial models."""

    title: Annotated[str, described("title of the table")]
    columns: Annotated[list[SpatialModel], described("the models, one a column", min_length=1)]


class Spatial(Block):
    """Spatial weights, autocorrelation and spatial panel models."""

    weights: Annotated[dict[Slug, Weights], described("weights by name", min_length=1)]
    leave_out: Annotated[list[str], described("unit keys without a place in the weights, left out and said so")] = []
    autocorrelation: Annotated[list[Name], described("variables whose Moran's I is measured in every year")]
    tables: Annotated[
        dict[Annotated[str, StringConstraints(pattern=f"^{SPATIAL_TABLE}$")], SpatialTable],
        described("tables of spatial models; their names begin with `spatial`"),
    ] = {}

    @model_validator(mode="after")
    def _weights_known(self) -> Self:
        for table, content in self.tables.items():
            for column in content.columns:
                if column.weights not in self.weights:
                    raise ValueError(
                        f"`tables.{table}`: column `{column.name}` names the weights `{column.weights}`; "
                        f"{nearest(column.weights, list(self.weights))}"
                    )
        return self


class Study(Block):
    """One study: its raw tables, efficiency, policy, models, and what is shown."""

    title: Annotated[str, described("title of the report")]
    description: Annotated[str, described("what the study asks and what its data are, for the report")]
    data_status: Annotated[
        Literal["real", "simulated"], described("simulated data are labelled in every table and figure")
    ] = "real"
    references: Annotated[list[str], described("sources of data and methods, for the report")] = []
    unit: Annotated[Unit, described("what the rows are about")]
    years: Annotated[tuple[int, int], described("first and last year; rows of other years are dropped and counted")]
    panel: Annotated[Panel, described("from raw tables to one validated panel")]
    efficiency: Annotated[Efficiency, described("super-efficiency SBM with undesirable outputs")]
    policy: Annotated[Policy | None, described("the treatment")] = None
    ssc: Annotated[
        Literal["reghdfe", "regress", "CR0", "CR1", "linearmodels"],
        described("small-sample rule of the clustered standard errors, one for the whole study"),
    ] = "reghdfe"
    tables: Annotated[
        dict[Annotated[Slug, AfterValidator(_own_table)], Table],
        described("tables of regressions by name"),
    ] = {}
    event_study: Annotated[EventStudy | None, described("effects by years since the policy")] = None
    placebo: Annotated[dict[Slug, PlaceboModel], described("placebo tests by name")] = {}
    spatial: Annotated[Spatial | None, described("spatial weights, autocorrelation and models")] = None
    figures: Annotated[dict[Figure, str], described("figures to draw and their captions")] = {}
    labels: Annotated[dict[Name, str], described("what variables are called in tables and figures")] = {}

    @model_validator(mode="after")
    def _years_ascend(self) -> Self:
        if self.years[0] >= self.years[1]:
            raise ValueError(f"`years` is {list(self.years)}; the first year must come before the last")
        return self

    @model_validator(mode="after")
    def _blocks_fit(self) -> Self:
        needs = {
            "event_study": self.event_study and not self.policy and "policy",
            "placebo": self.placebo and not self.policy and "policy",
            "figures.event_study": "event_study" in self.figures and not self.event_study and "event_study",
            "figures.placebo_density": "placebo_density" in self.figures and not self.placebo and "placebo",
            "figures.efficiency_trend": "efficiency_trend" in self.figures and not self.policy and "policy",
            "figures.map": "map" in self.figures and not self.spatial and "spatial",
        }
        for block, needed in needs.items():
            if needed:
                raise ValueError(f"`{block}` needs the block `{needed}`")
        return self

    @model_validator(mode="after")
    def _names_known(self) -> Self:
        known = self.panel.names()
        for where, name, extra in self._uses():
            if name not in (allowed := [*known, *extra]):
                raise ValueError(f"`{where}`: unknown variable `{name}`; {nearest(name, allowed)}")
        return self

    def models(self) -> dict[str, list]:
        """Every regression of the study, by the place in the file where it stands."""
        found = {f"tables.{name}": table.columns for name, table in self.tables.items()}
        found |= {"event_study": self.event_study.columns} if self.event_study else {}
        found |= {f"placebo.{name}": [model] for name, model in self.placebo.items()}
        spatial = self.spatial.tables if self.spatial else {}
        return found | {f"spatial.tables.{name}": table.columns for name, table in spatial.items()}

    def _uses(self):
        """Every place that names a variable, the name, and what it may name beside variables of the panel."""
        for kind in ("inputs", "desirable", "undesirable"):
            yield from ((f"efficiency.{kind}", name, []) for name in getattr(self.efficiency, kind))
        if self.policy:
            yield "policy.variable", self.policy.variable, []
        for where, models in self.models().items():
            for model in models:
                yield from ((f"{where}: formula", name, ["score"]) for name in parse_formula(model.formula).names)
                yield from ((f"{where}: sample", name, ["score", "year"]) for name in names_in(model.sample or "0"))
        if self.spatial:
            yield from (("spatial.autocorrelation", name, ["score"]) for name in self.spatial.autocorrelation)


class Placebo(Block):
    """Random reassignment of the policy, the same for every study."""

    draws: Annotated[int, described("number of reassignments; a two-sided 1 % test needs 200", ge=20)] = 500
    chunks: Annotated[int, described("jobs that share the draws; changes no result", ge=1, le=64)] = 5


class Config(Block):
    """config/config.yaml."""

    studies: Annotated[list[Slug], described("studies to run: the names of files in config/studies/", min_length=1)]
    seed: Annotated[int, described("every draw has its own generator, spawned from this and its number", ge=0)]
    placebo: Annotated[Placebo, described("placebo permutations")] = Placebo()
