"""Settings of the simulated yearbook of one study: resources/demo/STUDY.yaml."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict

from core.blocks import described

Counts = dict[int, int]
Shares = dict[int, float]
Moved = Literal["patents", "associates", "structure"]


class Setting(BaseModel):
    """Settings: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Plan(Setting):
    """The planted policy."""

    draw: Annotated[bool, described("draw 43 cities beside those of resources/STUDY.csv")] = False
    delta: Annotated[float, described("shift of log value added in treated cities")]
    without_level: Annotated[float, described("share of delta in cities that are no capitals")]
    target: Annotated[float | None, described("wanted coefficient on the change of the score")] = None
    digest: Annotated[str, described("of what delta was found with: `make calibrate-demo` writes both")] = ""
    rho: Annotated[float, described("spillover of the shift to other cities, with weights 1 / km")] = 0.0


class Mechanism(Setting):
    """An effect of the policy on something else than the score, planted exactly."""

    effect: Annotated[float, described("of the policy")]
    std_error: Annotated[float, described("printed; the noise is such that ours is about the same")]


class Instrument(Setting):
    """Telephones of 1984, which go with adoption through the cities' propensity only."""

    strength: Annotated[float, described("correlation of their log with adoption")]


class Header(Setting):
    """One variable in a file."""

    header: Annotated[str, described("as it stands in the file")]
    unit: Annotated[str, described("unit of measurement in the file")] = ""


class File(Setting):
    """One raw file."""

    path: Annotated[str, described("name of the file; its ending decides the format")]
    layout: Annotated[Literal["long", "wide"], described("a row for each unit and year, or a column for each year")] = (
        "long"
    )
    level: Annotated[Literal["unit", "province"], described("what a row is about")] = "unit"
    city: Annotated[str, described("header of the unit")]
    key: Annotated[Literal["name", "code"], described("what stands there")] = "name"
    year: Annotated[str, described("header of the year; in a wide file its pattern, as {year}年")]
    years: Annotated[tuple[int, int], described("first and last year in the file")]
    encoding: Annotated[Literal["utf-8", "utf-8-sig", "gb18030"], described("of a text file")] = "utf-8"
    thousands: Annotated[bool, described("numbers with commas")] = False
    columns: Annotated[dict[str, Header], described("variables of the yearbook")]


class Defects(Setting):
    """What goes wrong between a city and its yearbook; every entry names the file."""

    missing_runs: Annotated[dict[str, dict[str, Counts]], described("length of a run of years: number of runs")] = {}
    missing_end: Annotated[dict[str, dict[str, Shares]], described("share missing from a year on, for good")] = {}
    spikes: Annotated[dict[str, dict[str, int]], described("one-year errors by a factor above 3")] = {}
    level_changes: Annotated[dict[str, dict[str, int]], described("lasting changes by a factor above 3")] = {}
    repeats: Annotated[dict[str, dict[str, float]], described("share of values carried forward")] = {}
    collapse: Annotated[dict[str, dict[str, int]], described("province whose values fall to 30 % in one year")] = {}
    short_names: Annotated[list[str], described("names without 市 in half of the rows")] = []
    old_names: Annotated[list[str], described("names before a renaming, and a misspelling")] = []
    totals: Annotated[list[str], described("rows of the country and of the provinces")] = []
    counties: Annotated[list[str], described("rows of county-level cities")] = []
    ended: Annotated[list[str], described("rows of Chaohu and Laiwu until they were merged")] = []
    silent: Annotated[list[str], described("a city whose cells are all …")] = []
    duplicates: Annotated[dict[str, int], described("rows that stand twice")] = {}


class Demo(Setting):
    """The simulated yearbook of one study."""

    study: Annotated[str, described("name of the study")]
    seed: Annotated[int, described("of all draws")]
    roster: Annotated[str, described("column of resources/cities.csv that is not empty or 0 for its cities")]
    years: Annotated[tuple[int, int], described("of the study")]
    first: Annotated[int, described("first year of investment")]
    price_year: Annotated[int, described("base of the GDP deflator")]
    printed: Annotated[str | None, described("published table that the controls are fitted to")] = None
    fitted: Annotated[list[str], described("rows of that table")] = []
    year_shift: Annotated[dict[int, float], described("shift of log value added of all cities in a year")] = {}
    stars: Annotated[dict[int, float], described("number of cities far ahead: shift of their log value added")] = {}
    lean: Annotated[dict[str, float], described("correlation of a borrowed series with its source, if another")] = {}
    policy: Annotated[Plan | None, described("the planted policy")] = None
    mechanisms: Annotated[dict[Moved, Mechanism], described("of the policy")] = {}
    instrument: Annotated[Instrument | None, described("of the policy")] = None
    grades: Annotated[bool, described("urban population by which 53 cities are large, 37 medium, 18 small")] = False
    files: Annotated[list[File], described("raw files")]
    defects: Annotated[Defects, described("what goes wrong")] = Defects()
