"""What a study file and the configuration may hold: the definition from which their documentation is made."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from core.errors import StudyError, named, nearest
from core.expressions import PANEL_FUNCTIONS, names_in
from core.formulas import parse_formula

SLUG = r"[a-z0-9][a-z0-9_-]{0,40}"
SPATIAL_TABLE = r"spatial[a-z0-9_-]{0,34}"
Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Figure = Literal["event_study", "placebo_density", "efficiency_trend", "map"]
RESERVED = ("unit", "year", "score")
SCOPES = ("全市", "市辖区")  # a yearbook prints most numbers for the whole city and for its districts
RESERVED_TABLES = ("event_study", "descriptives", "autocorrelation", "impacts", "sensitivity")


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


def _each_once(names: list[str]) -> list[str]:
    if not names or len(set(names)) < len(names):
        raise ValueError(f"{names} must name at least one, and none twice")
    return names


def _as_list(value):
    return [value] if isinstance(value, (str, dict)) else value


def _one_scope(headers: list[str]) -> list[str]:
    if len(scopes := {scope for scope in SCOPES for header in headers if scope in header}) > 1:
        raise ValueError(f"{named(headers)} mix {named(sorted(scopes))}, which are different numbers; name one of them")
    return headers


FilePath = Annotated[str, StringConstraints(min_length=1), AfterValidator(_below_the_run)]
Headers = Annotated[list[str], BeforeValidator(_as_list), AfterValidator(_one_scope)]
Token = Annotated[str, BeforeValidator(lambda value: value if isinstance(value, bool) else str(value))]
Expression = Annotated[str, _fits(names_in)]
PanelExpression = Annotated[str, _fits(lambda text: names_in(text, PANEL_FUNCTIONS))]
Boundary = Literal["follow", "merge", "drop"]
FormulaText = Annotated[str, _fits(parse_formula)]


def described(text: str, **constraints):
    return Field(description=text, **constraints)


class Block(BaseModel):
    """A block of keys: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(Block):
    """What the rows of the panel are about."""

    key: Annotated[
        Headers,
        described(
            "header of the column that identifies a unit, or a list: the first that a file has is used, "
            "so codes before names",
            min_length=1,
        ),
    ]
    province: Annotated[
        Headers, described("header, or list of headers, of the province, which tells units of one name apart")
    ] = []
    crosswalk: Annotated[
        FilePath | None,
        described(
            "CSV of all units: first column the code, columns `name...` its names, columns `province...` its province. "
            "Keys become codes; without it they stay as they are in the files"
        ),
    ] = None
    aliases: Annotated[FilePath | None, described("CSV of other names and codes: `alias`, then the code")] = None
    changes: Annotated[FilePath | None, described("CSV of administrative changes, as resources/admin_changes.csv")] = (
        None
    )
    boundaries: Annotated[
        dict[str, Boundary],
        described(
            "what happens to a change of the table `changes` that falls in the study's years, by `event_id`; `default` "
            "for all others. follow: units stay as published, an abolished one leaves; merge: the old unit is added to "
            "its receiver in every year; drop: old and new units leave"
        ),
    ] = {"default": "follow"}
    members: Annotated[
        str | None,
        described("column of the crosswalk that is neither empty nor 0 for the study's units; rows of others leave"),
    ] = None
    attributes: Annotated[
        dict[Name, str],
        described(
            "variables from the crosswalk: `column` for its numbers, or `column=value` for 1 where it has that value"
        ),
    ] = {}

    @model_validator(mode="after")
    def _tables_have_a_crosswalk(self) -> Self:
        for key in ("aliases", "changes", "members", "attributes"):
            if getattr(self, key) and not self.crosswalk:
                raise ValueError(f"`{key}` needs `crosswalk`")
        return self


class Column(Block):
    """One variable in a raw table."""

    header: Annotated[
        Headers,
        described(
            "header of the column, or a list of its spellings; the variable's name if not given. "
            "In a wide table `{year}` stands for the year, as in `GDP{year}`; `{year}` alone if not given"
        ),
    ] = []
    unit: Annotated[
        str | dict[int, str],
        described(
            "unit of measurement in the file; where it changes, the first year of each: `{2003: 万元, 2010: 亿元}`"
        ),
    ] = ""
    convert_to: Annotated[
        str | None, described("unit of measurement in the panel; both must be units of resources/units.txt")
    ] = None
    range: Annotated[tuple[float, float] | None, described("values outside, in the panel's unit, are refused")] = None
    share: Annotated[bool, described("a fraction of one: values outside 0 to 1, in the panel's unit, are refused")] = (
        False
    )
    plausible: Annotated[
        tuple[float, float] | None,
        described("a median outside, in the panel's unit, is a warning: a column in another unit than declared"),
    ] = None
    additive: Annotated[
        bool, described("false for ratios and values per head, which `boundaries: merge` may not add up")
    ] = True

    @model_validator(mode="after")
    def _conversion_has_a_unit(self) -> Self:
        if self.convert_to and not self.unit:
            raise ValueError("`convert_to` needs `unit`, the unit of measurement in the file")
        if not self.convert_to and isinstance(self.unit, dict) and len(set(self.unit.values())) > 1:
            raise ValueError("`unit` changes over the years: `convert_to` must say the unit of the panel")
        return self


class Source(Block):
    """One raw table."""

    path: Annotated[FilePath, described("file below the folder of the run: .csv, .tsv, .xlsx or .dta")]
    level: Annotated[
        Literal["unit", "province", "country"],
        described("what a row is about; the values of a province or country are given to each of its units"),
    ] = "unit"
    layout: Annotated[
        Literal["long", "wide"], described("long: a row for each unit and year; wide: a column for each year")
    ] = "long"
    year: Annotated[
        Headers, described("header, or list of headers, of the column with the year; not in a wide table")
    ] = ["year"]
    columns: Annotated[dict[Name, Column], described("variables to read, by name", min_length=1)]
    sheet: Annotated[str | None, described("sheet of an .xlsx file; must be named if there are several")] = None
    header_row: Annotated[int, described("row of the headers, counted from 1 as a spreadsheet does", ge=1)] = 1
    first_row: Annotated[
        int | None, described("first row of values, if not the next one, as below a row of units of measurement", ge=2)
    ] = None
    encoding: Annotated[
        Literal["utf-8", "gb18030", "utf-16"] | None,
        described("encoding of a .csv or .tsv file; if not given, utf-8 is tried strictly, then gb18030"),
    ] = None
    delimiter: Annotated[
        Literal["comma", "semicolon", "tab"] | None, described("if not given: comma in .csv, tab in .tsv")
    ] = None
    decimal: Annotated[Literal[".", ","], described("decimal mark; the other one may separate thousands")] = "."
    missing: Annotated[
        list[Token], described('cells that mean a missing value, as ["-", "…", NA, -999]; an empty cell always does')
    ] = []
    drop_rows: Annotated[
        list[Token],
        described("rows to leave out by the text of their unit, as totals: [全国, 合计, '*省']; `*` is any text"),
    ] = []
    value_labels: Annotated[
        Literal["codes", "labels"] | None, described("which to read of a .dta column with value labels")
    ] = None
    on_conflict: Annotated[
        Literal["refuse", "first_file_wins"],
        described("where a file above has another value of the same variable, unit and year"),
    ] = "refuse"

    @model_validator(mode="after")
    def _headers_fit_the_layout(self) -> Self:
        for name, column in self.columns.items():
            for header in column.header:
                if ("{year}" in header) != (self.layout == "wide"):
                    raise ValueError(
                        f"`columns.{name}`: the header `{header}` does not fit the layout `{self.layout}`; "
                        "`{year}` stands for the year in wide tables only"
                    )
        if self.first_row and self.first_row <= self.header_row:
            raise ValueError(f"`first_row` {self.first_row} must be below `header_row` {self.header_row}")
        return self


class Interpolate(Block):
    """Which missing values may be filled between observed ones, and how far."""

    variables: Annotated[list[Name], described("variables of the sources", min_length=1)]
    max_gap: Annotated[int, described("longest run of missing years that is filled", ge=1)] = 3
    scale: Annotated[Literal["linear", "log"], described("interpolate values, or logs of positive values")] = "linear"
    edges: Annotated[
        Literal["none", "hold", "trend"],
        described(
            "missing years before the first or after the last value, at most `max_gap`: left, or the nearest value, or "
            "the line through the two nearest"
        ),
    ] = "none"
    spikes: Annotated[
        bool, described("also replace one-year spikes, up and back by more than a factor 3; they are reported anyway")
    ] = False
    max_imputed_share: Annotated[float, described("largest share of filled cells of a variable", ge=0, le=1)] = 0.10
    max_imputed_per_unit: Annotated[
        float, described("largest share of filled cells of a unit, over these variables", ge=0, le=1)
    ] = 0.25
    allow: Annotated[list[str], described("variables and units that may exceed these shares")] = []


class Winsorize(Block):
    """Which variables are pulled in to quantiles, as the last step."""

    variables: Annotated[list[Name], described("variables of the panel", min_length=1)]
    quantiles: Annotated[tuple[float, float], described("lower and upper quantile")] = (0.01, 0.99)
    by: Annotated[Literal["pooled", "year"], described("quantiles over all unit-years, or within each year")] = "pooled"
    dea: Annotated[bool, described("allow inputs and outputs of the efficiency model, which are refused otherwise")] = (
        False
    )

    @model_validator(mode="after")
    def _quantiles_ascend(self) -> Self:
        if not 0 <= self.quantiles[0] < self.quantiles[1] <= 1:
            raise ValueError(f"`quantiles` is {list(self.quantiles)}; they must ascend between 0 and 1")
        return self


class Panel(Block):
    """From raw tables to one validated panel."""

    sources: Annotated[list[Source], described("raw tables, joined by unit and year", min_length=1)]
    history: Annotated[
        int | None,
        described(
            "first year that is read, if before the study's, for lags and capital stocks; it is not in the panel"
        ),
    ] = None
    balanced: Annotated[
        Literal["require", "drop_units", "allow"],
        described(
            "a unit without a row in some year, or whose interpolated variables stay missing: refuse, leave the unit "
            "out, or keep it with missing values"
        ),
    ] = "require"
    jumps: Annotated[
        Literal["refuse", "warn"],
        described("many units at once more than 8 times their previous year's value, or less than 1/8"),
    ] = "refuse"
    interpolate: Annotated[
        list[Interpolate], BeforeValidator(_as_list), described("filling of missing values: a block, or a list of them")
    ] = []
    variables: Annotated[
        dict[Name, PanelExpression], described("new variables as expressions over the variables above them")
    ] = {}
    sum_to_one: Annotated[
        list[list[Name]], described("groups of variables that must sum to 1 in every unit and year, within 0.01")
    ] = []
    winsorize: Annotated[Winsorize | None, described("variables pulled in to quantiles, as the last step")] = None

    def columns(self) -> list[str]:
        """Every variable that is read, in the order of the sources."""
        return list(dict.fromkeys(name for source in self.sources for name in source.columns))

    @model_validator(mode="after")
    def _one_variable_has_one_unit_and_scope(self) -> Self:
        for name in self.columns():
            columns = [source.columns[name] for source in self.sources if name in source.columns]
            units = {column.convert_to or str(column.unit) for column in columns}
            if len(units) > 1:
                raise ValueError(
                    f"variable `{name}` has different units in its sources: {named(sorted(units))}; give it the same "
                    "`convert_to` in each"
                )
            _one_scope([header for column in columns for header in column.header])
        return self


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
