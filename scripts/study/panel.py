"""The blocks of a study file that say what its raw tables are and how they become one panel."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from core.blocks import Block, FilePath, Name, Words, described, fits
from core.errors import named
from core.expressions import PANEL_FUNCTIONS, names_in

MOST_COLUMNS = 500
SCOPES = ("全市", "市辖区")  # a yearbook prints most numbers for the whole city and for its districts


def _as_list(value):
    return [value] if isinstance(value, (str, dict)) else value


def _one_scope(headers: list[str]) -> list[str]:
    if len(scopes := {scope for scope in SCOPES for header in headers if scope in header}) > 1:
        raise ValueError(f"{named(headers)} mix {named(sorted(scopes))}, which are different numbers; name one of them")
    return headers


Headers = Annotated[list[str], BeforeValidator(_as_list), AfterValidator(_one_scope)]
Token = Annotated[str, BeforeValidator(lambda value: value if isinstance(value, bool) else str(value))]
PanelExpression = Annotated[str, fits(lambda text: names_in(text, PANEL_FUNCTIONS))]
Boundary = Literal["follow", "merge", "drop"]


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
            "table of all units: first column the code, columns `name...` its names, columns `province...` its "
            "province. Keys become codes; without it they stay as they are in the files"
        ),
    ] = None
    aliases: Annotated[FilePath | None, described("table of other names and codes: `alias`, then the code")] = None
    changes: Annotated[
        FilePath | None, described("table of administrative changes, as resources/admin_changes.csv")
    ] = None
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
    unknown: Annotated[
        Literal["refuse", "drop"],
        described("keys of raw tables that stand for no unit of the crosswalk; drop: their rows leave, and are listed"),
    ] = "refuse"
    attributes: Annotated[
        dict[Name, Words],
        described(
            "variables from the crosswalk: `column` for its numbers, or its texts if it has any; `column=value` for 1 "
            "where it has that value"
        ),
    ] = {}

    @model_validator(mode="after")
    def _tables_have_a_crosswalk(self) -> Self:
        for key in ("aliases", "changes", "members", "attributes", "unknown"):
            if getattr(self, key) not in (None, {}, "refuse") and not self.crosswalk:
                raise ValueError(f"`{key}` needs `crosswalk`")
        return self


class RawColumn(Block):
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
    columns: Annotated[dict[Name, RawColumn], described("variables to read, by name", min_length=1)]
    sheet: Annotated[str | None, described("sheet of an .xlsx file; must be named if there are several")] = None
    header_row: Annotated[int, described("row of the headers, counted from 1 as a spreadsheet does", ge=1)] = 1
    first_row: Annotated[
        int | None, described("first row of values, if not the next one, as below a row of units of measurement", ge=2)
    ] = None
    range: Annotated[
        str | None, described("cells of an .xlsx file that are read, as `A1:H300`; the others are left out")
    ] = None
    ignore_beside: Annotated[
        bool,
        described("leave out what stands beside and below the table in an .xlsx file, as notes; refused otherwise"),
    ] = False
    encoding: Annotated[
        Literal["utf-8", "gb18030", "big5", "utf-16", "latin-1", "cp1252"] | None,
        described(
            "encoding of a .csv or .tsv file, or of a .dta file of Stata 13 and older; if not given, utf-8 is tried "
            "strictly, then gb18030, which must give Chinese text and no other reading may fit"
        ),
    ] = None
    delimiter: Annotated[
        Literal["comma", "semicolon", "tab"] | None, described("if not given: comma in .csv, tab in .tsv")
    ] = None
    decimal: Annotated[
        Literal[".", ","] | None,
        described(
            "decimal mark; the other one may separate thousands. If not given: `.`, and what may be both is asked"
        ),
    ] = None
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

    @model_validator(mode="after")
    def _range_fits_the_file(self) -> Self:
        if (self.range or self.ignore_beside) and not self.path.lower().endswith(".xlsx"):
            raise ValueError(f"`range` and `ignore_beside` are for .xlsx files; {self.path} is none")
        if self.range:
            corners = re.fullmatch(r"[A-Z]{1,3}([1-9][0-9]{0,6}):[A-Z]{1,3}([1-9][0-9]{0,6})", self.range)
            if not corners:
                raise ValueError(f"`range` is {self.range!r}; it must be two corners, as `A1:H300`")
            if not int(corners[1]) <= self.header_row < int(corners[2]):
                raise ValueError(f"`header_row` {self.header_row} is not within the `range` {self.range}")
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
    allow: Annotated[list[Token], described("variables and units that may exceed these shares")] = []


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
    def _columns_can_be_held(self) -> Self:
        if len(self.columns()) > MOST_COLUMNS:
            raise ValueError(f"`sources` declare {len(self.columns())} columns; a panel has at most {MOST_COLUMNS}")
        return self

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
