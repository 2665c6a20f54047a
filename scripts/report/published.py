"""Results beside the numbers that a paper prints, and beside what is true of simulated data."""

from pydantic import BaseModel

from core.errors import StudyError, nearest
from core.grids import Cell, grid, keys

COLUMNS = ["id", "table", "column", "ours", "std_error", "truth", "published", "published_std_error", "why"]
COEFFICIENT, ERROR = "coef", "se"
NOTE = "Ours beside what the paper prints"
ERRORS = "; standard errors in parentheses"
TRUTH = "Truth: what was planted in the simulated data, blank where that is not one number."

NOWHERE = {"table": "", "heading": "", "columns": {}, "rows": {}}  # the place of a table that has none in the study

Keyed = list[tuple[set[str], dict]]  # rows of a table, each with the keys that name it


class Number(BaseModel):
    """One number that a paper prints; `column` and `row` are printed names, further keys are remarks."""

    id: str
    table: str
    column: str = ""
    row: str
    stat: str
    value: float | str | bool | None


class Numbers(BaseModel):
    """The numbers that a paper prints."""

    entries: list[Number]


def keyed(rows: list[dict], facts: dict) -> Keyed:
    """Rows of a result with what names them: address and term of coefficients, the keys of a grid."""
    if facts["kind"] == "coefficients":
        return [({f"{row['table']}.{row['column']}", row["term"]}, row) for row in rows]
    return [({str(row[name]) for name in keys(facts)}, row) for row in rows]


def side_by_side(
    numbers: list[Number],
    results: dict[str, Keyed],
    match: dict[str, dict],
    statistics: list[str],
    truths: dict[str, float],
    departures: dict[str, str],
) -> list[dict]:
    """A row for each printed number whose `stat` is among `statistics`.

    Parameters
    ----------
    results : rows by table of the study
    match : by printed table `table`, `heading`, and what its `columns` and `rows` are called in the study
    truths : by the id of a printed number, or its beginning
    departures : by table or address of the study, or by printed table, why there is no such number of ours

    Raises
    ------
    StudyError : a printed number without a result and without a departure; a name that no printed number has
    """
    chosen = [number for number in numbers if number.stat in statistics]
    _refuse_unknown("match", match, {number.table for number in chosen})
    _refuse_unknown("planted", truths, {key for number in chosen for key in _beginnings(number)})
    errors = {(one.table, one.column, one.row): one.value for one in numbers if one.stat == ERROR}
    shown = {number.table: {one.stat for one in chosen if one.table == number.table} for number in chosen}
    return [
        _named(number, match, number.stat if shown[number.table] > {number.stat} else "")
        | _ours(number, match, results, departures)
        | {"truth": next((truths[key] for key in _beginnings(number) if key in truths), None)}
        | {"published": _value(number), "published_std_error": _error(number, errors)}
        for number in chosen
    ]


def _refuse_unknown(key: str, names, known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise StudyError(
                f"`{key}.{name}`: no number that the paper prints has this name; {nearest(name, [*known])}"
            )


def _beginnings(number: Number) -> list[str]:
    """The id of a number and its beginnings, the longest first: ``T3.AI.4``, ``T3.AI``, ``T3``."""
    parts = number.id.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _named(number: Number, match: dict[str, dict], statistic: str) -> dict:
    """How a printed number is called: heading of its table, column and row, and the statistic if any."""
    place = match.get(number.table, NOWHERE)
    column, row = _here(number, place)
    parts = column, row if row in place["rows"].values() else row.replace("_", " "), statistic
    return {"id": number.id, "table": place["heading"] or number.table, "column": ", ".join(filter(None, parts))}


def _here(number: Number, place: dict) -> tuple[str, str]:
    """What the column and the row of a number are called in the study: as printed, unless it says otherwise."""
    return place["columns"].get(number.column, number.column), place["rows"].get(number.row, number.row)


def _ours(number: Number, match: dict[str, dict], results: dict[str, Keyed], departures: dict[str, str]) -> dict:
    """Our number and its standard error, or why there is none."""
    place = match.get(number.table, NOWHERE)
    column, row = _here(number, place)
    names = {column, row} - {""}
    found = [own for key, own in results.get(place["table"], []) if names <= key]
    if len(found) > 1:
        raise StudyError(
            f"`match.{number.table}`: {len(found)} rows of `{place['table']}` are called {' and '.join(sorted(names))};"
            f" say under `columns` or `rows` which one {number.id} is"
        )
    own = found[0] if found else {}
    value, error = own.get("estimate"), own.get("std_error")
    if number.stat != COEFFICIENT:
        value, error = own.get(number.stat), None
    if value is not None:
        return {"ours": value, "std_error": error, "why": None}
    why = next((departures[name] for name in (column, place["table"], number.table) if name in departures), None)
    if why is None:
        raise StudyError(
            f"{number.id}: nothing in the study is this number; say under `match` where it stands, or under "
            f"`departures` why there is none, as `{number.table}: ...`"
        )
    return {"ours": None, "std_error": None, "why": why}


def _value(number: Number) -> float:
    if isinstance(number.value, bool) or not isinstance(number.value, (int, float)):
        raise StudyError(f"{number.id}: {number.value!r} is no number; take `{number.stat}` out of `statistics`")
    return number.value


def _error(number: Number, errors: dict) -> float | None:
    return errors.get((number.table, number.column, number.row)) if number.stat == COEFFICIENT else None


def truths_of(planted: dict[str, str], truth: dict) -> dict[str, float]:
    """The planted numbers by printed number; StudyError for a path that does not lead to one."""
    found = {}
    for name, path in planted.items():
        place = truth
        for key in path.split("."):
            if not isinstance(place, dict) or key not in place:
                known = list(place) if isinstance(place, dict) else []
                raise StudyError(f"`planted.{name}`: `{path}` leads to no truth at `{key}`; {nearest(key, known)}")
            place = place[key]
        if isinstance(place, dict):
            raise StudyError(
                f"`planted.{name}`: `{path}` leads to no number, but to {', '.join(place)}; name one of them"
            )
        found[name] = place
    return found


def layout(rows: list[dict]) -> dict:
    """How the comparison is printed: a group for each printed table, what is blank everywhere left out."""

    def given(column: str) -> bool:
        return any(row[column] is not None for row in rows)

    cells = [
        Cell("ours", "Ours"),
        *[Cell("std_error", "", "bracketed")] * given("std_error"),
        *[Cell("truth", "Truth")] * given("truth"),
        Cell("published", "Published"),
        *[Cell("published_std_error", "", "bracketed")] * given("published_std_error"),
    ]
    said = NOTE + ERRORS * (given("std_error") or given("published_std_error"))
    lacking = [f"No number of ours in {row['table']}, {row['column']}: {row['why']}" for row in rows if row["why"]]
    return grid("column", cells, group="table", notes=[f"{said}.", *[TRUTH] * given("truth"), *lacking])
