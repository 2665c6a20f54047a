"""What a study file and the configuration may hold: the definition from which their documentation is made."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from core.blocks import Block, Expression, FilePath, FormulaText, Name, Slug, described
from core.errors import named, nearest
from core.expressions import PANEL_FUNCTIONS, names_in
from core.formulas import parse_formula
from study.panel import Panel, Unit

SPATIAL_TABLE = r"spatial[a-z0-9_-]{0,34}"
Figure = Literal["event_study", "placebo_density", "efficiency_trend", "map"]
RESERVED = ("unit", "year", "score")
RESERVED_TABLES = ("event_study", "descriptives", "autocorrelation", "impacts", "sensitivity")


def _own_table(name: str) -> str:
    if name in RESERVED_TABLES or name.startswith("spatial"):
        raise ValueError(f"`{name}` is a table of the workflow's own; give the table another name")
    return name


def _each_once(names: list[str]) -> list[str]:
    if not names or len(set(names)) < len(names):
        raise ValueError(f"{names} must name at least one, and none twice")
    return names


class Override(Block):
    """Another specification of the efficiency model: the keys that differ from the study's own."""

    inputs: Annotated[list[Name] | None, described("other inputs", min_length=1)] = None
    desirable: Annotated[list[Name] | None, described("other desirable outputs", min_length=1)] = None
    undesirable: Annotated[list[Name] | None, described("other undesirable outputs")] = None
    returns_to_scale: Annotated[Literal["crs", "vrs"] | None, described("other returns to scale")] = None
    variant: Annotated[Literal["A", "B"] | None, described("other variant")] = None
    orientation: Annotated[Literal["non", "in", "out"] | None, described("other orientation")] = None
    frontier: Annotated[
        Literal["contemporaneous", "sequential", "window", "global"] | None, described("other frontier")
    ] = None
    window: Annotated[int | None, described("other number of years of the frontier `window`", ge=1)] = None
    zero_policy: Annotated[Literal["error", "floor"] | None, described("other treatment of zeros")] = None
    floor_factor: Annotated[float | None, described("other floor of zeros", gt=0, le=1)] = None
    infeasible_policy: Annotated[
        Literal["na", "one", "variant_b"] | None, described("other treatment of infeasible programs")
    ] = None


class Bootstrap(Block):
    """Bias correction and confidence intervals of the scores, from frontiers of fewer units drawn at random."""

    replications: Annotated[int, described("number of draws; an interval of 95 % needs 200", ge=20)]
    size: Annotated[
        int | None, described("units in a draw; by default the square root of the number of units, rounded up", ge=2)
    ] = None


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
        Literal["contemporaneous", "sequential", "window", "global"],
        described(
            "reference set: the unit's own year, the years up to it, the last `window` years, or all unit-years; "
            "only global scores compare over years"
        ),
    ] = "global"
    window: Annotated[
        int | None, described("years of the frontier `window`, the unit's own the last of them", ge=1)
    ] = None
    zero_policy: Annotated[
        Literal["error", "floor"],
        described("a zero stops the run, or becomes `floor_factor` times the column's smallest positive value"),
    ] = "error"
    floor_factor: Annotated[float, described("see `zero_policy`", gt=0, le=1)] = 0.01
    infeasible_policy: Annotated[
        Literal["na", "one", "variant_b"],
        described("score of a unit whose super-efficiency LP is infeasible: none, 1, or that of variant B; counted"),
    ] = "na"
    productivity: Annotated[
        list[Literal["gml", "malmquist", "ml", "gml_ddf"]],
        described("productivity indices: Malmquist global and adjacent, by directional distances adjacent and global"),
        AfterValidator(_each_once),
    ] = ["gml"]
    disposability: Annotated[
        Literal["weak", "strong"], described("of undesirable outputs in the directional distances")
    ] = "weak"
    sensitivity: Annotated[list[Override], described("other specifications, scored and compared with this one")] = []
    bootstrap: Annotated[Bootstrap | None, described("confidence intervals of the scores")] = None
    audit: Annotated[
        int, described("units whose scores are recomputed with the Pyomo model; above 1e-8 the run fails", ge=3)
    ] = 25
    engine: Annotated[
        Literal["auto", "highs", "batch"],
        described("solver: batch for non-oriented models (auto), or HiGHS for all; changes no score, only the time"),
    ] = "auto"

    @model_validator(mode="after")
    def _specifications_differ(self) -> Self:
        known = [self.specification()]
        for number, override in enumerate(self.sensitivity):
            where = f"sensitivity.{number}"
            if not override.model_dump(exclude_none=True):
                raise ValueError(f"`{where}` names no key; each item holds the keys that differ")
            other = self.specification() | override.model_dump(exclude_none=True)
            if other in known:
                raise ValueError(f"`{where}` is the same specification as one before it; change or delete it")
            known.append(other)
        for number, other in enumerate(known):
            if other["frontier"] == "window" and not other["window"]:
                raise ValueError(f"{f'`sensitivity.{number - 1}`: ' if number else ''}frontier `window` needs `window`")
        return self

    def specification(self) -> dict:
        """The keys that say what a score is, without those of its productivity, its sensitivity and its bootstrap."""
        return self.model_dump(exclude={"productivity", "disposability", "sensitivity", "bootstrap"})

    def indicators(self) -> list[str]:
        """Inputs and outputs."""
        return [*self.inputs, *self.desirable, *self.undesirable]


class Policy(Block):
    """The treatment, 0 or 1, never switched off."""

    variable: Annotated[
        Name,
        described("variable of the panel, 1 from the first treated year on; with `roster`, the name of the new one"),
    ]
    roster: Annotated[FilePath | None, described("CSV with a row for each treated unit, instead of a raw column")] = (
        None
    )
    unit: Annotated[str, described("column of the roster with the unit, as a code or a name")] = "adcode"
    year: Annotated[str, described("column of the roster with the first treated year")] = "treat_year"
    always_treated: Annotated[
        Literal["refuse", "drop_units"], described("units treated from the first year of the study on")
    ] = "refuse"


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

    def variables(self) -> list[str]:
        """Every variable of the panel, in the order in which it arises."""
        given = [self.policy.variable] if self.policy and self.policy.roster else []
        return [*self.panel.columns(), *self.unit.attributes, *given, *self.panel.variables]

    @model_validator(mode="after")
    def _every_variable_once_and_known(self) -> Self:
        known = self.variables()
        for name in known:
            if known.count(name) > 1 or name in RESERVED:
                why = "is a name of the workflow" if name in RESERVED else "is defined twice"
                raise ValueError(f"variable `{name}` {why}; give it another name")
        above = known[: len(known) - len(self.panel.variables)]
        for name, expression in self.panel.variables.items():
            if unknown := sorted(names_in(expression, PANEL_FUNCTIONS) - {*above, "year"}):
                raise ValueError(
                    f"`panel.variables.{name}`: unknown variable `{unknown[0]}` in `{expression}`; "
                    f"{nearest(unknown[0], above)}"
                )
            above.append(name)
        return self

    @model_validator(mode="after")
    def _cleaning_names_known(self) -> Self:
        raw = self.panel.columns()
        winsorized = self.panel.winsorize.variables if self.panel.winsorize else []
        for where, names, allowed in [
            *(("panel.interpolate", rule.variables, raw) for rule in self.panel.interpolate),
            *(("panel.sum_to_one", group, self.variables()) for group in self.panel.sum_to_one),
            ("panel.winsorize", winsorized, self.variables()),
        ]:
            for name in names:
                if name not in allowed:
                    raise ValueError(f"`{where}`: unknown variable `{name}`; {nearest(name, allowed)}")
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

    @model_validator(mode="after")
    def _names_known(self) -> Self:
        known = self.variables()
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
            for number, override in enumerate(self.efficiency.sensitivity):
                others = getattr(override, kind) or []
                yield from ((f"efficiency.sensitivity.{number}.{kind}", name, []) for name in others)
        if self.policy:
            yield "policy.variable", self.policy.variable, []
        for where, models in self.models().items():
            for model in models:
                yield from ((f"{where}: formula", name, ["score"]) for name in parse_formula(model.formula).names)
                yield from ((f"{where}: sample", name, ["score", "year"]) for name in names_in(model.sample or "0"))
        if self.spatial:
            yield from (("spatial.autocorrelation", name, ["score"]) for name in self.spatial.autocorrelation)


class BootstrapRuns(Block):
    """Bootstrap of the scores, the same for every study."""

    chunks: Annotated[int, described("jobs that share the replications; changes no result", ge=1, le=64)] = 5


class Placebo(Block):
    """Random reassignment of the policy, the same for every study."""

    draws: Annotated[int, described("number of reassignments; a two-sided 1 % test needs 200", ge=20)] = 500
    chunks: Annotated[int, described("jobs that share the draws; changes no result", ge=1, le=64)] = 5


class Config(Block):
    """config/config.yaml."""

    studies: Annotated[list[Slug], described("studies to run: the names of files in config/studies/", min_length=1)]
    seed: Annotated[int, described("every draw has its own generator, spawned from this and its number", ge=0)]
    placebo: Annotated[Placebo, described("placebo permutations")] = Placebo()
    bootstrap: Annotated[BootstrapRuns, described("bootstrap of the scores")] = BootstrapRuns()
