"""Checks of result files: their columns and keys, and which identities tie them together.

What a file should hold is said by `core.contract` and, for a grid, by the layout beside it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.contract import FACTS, FILES, File
from core.errors import named
from core.grids import grid, keys
from report.identities import (
    Rows,
    agreement,
    impact_sum,
    inference,
    intervals,
    known,
    moran_values,
    nonnegative,
    panel_years,
    placebo_p,
    product,
    run_counts,
    same_columns,
    same_rows,
    score_values,
    second_voices,
    severities,
)
from report.printed import number_of

PASSED = "passed"
PAIRED = ("estimates", "placebo", "shifts")  # kinds of CSV files that have a JSON file beside them
LAYOUT = grid("", []).keys()


@dataclass(frozen=True)
class Sheet:
    """A CSV file as it was read."""

    header: list[str]
    rows: Rows


@dataclass(frozen=True)
class Check:
    check: str
    file: str
    rows: int
    verdict: str


def result_checks(sheets: dict[str, Sheet | None], documents: dict[str, dict], years: list[int]) -> list[Check]:
    """Every check of a study's result files.

    Parameters
    ----------
    sheets : CSV files by their path below the study's folder; None for one that is no rectangle
    documents : JSON files, likewise

    Identities between files are checked only when the form of every file is right.
    """
    found = [one for name in sheets for one in form(name, sheets[name], documents)]
    found += [one for name in documents for one in facts(name, documents[name])]
    found.append(check("pairs", " and ".join(PAIRED), len(sheets), unpaired(sheets, documents)))
    if failures(found):
        return found
    once = {kind: sheets[file.path].rows for kind, file in FILES.items() if file.path in sheets}
    found += identities(once, years)
    for name, sheet in sheets.items():
        if kind_of(name) in FURTHER:
            found += of_a_score(kind_of(name), name, sheet.rows, once.get("panel", []), documents)
    return found + [one for name in sheets for one in pair(name, sheets[name].rows, documents)]


def failures(checks: list[Check]) -> list[str]:
    return [f"{one.file}: {one.check}: {one.verdict}" for one in checks if one.verdict != PASSED]


def check(name: str, file: str, rows: int, fault: str) -> Check:
    return Check(name, file, rows, fault or PASSED)


def pattern(path: str) -> re.Pattern:
    """The paths that a path of the contract stands for: a wildcard is a name without slash and point."""
    parts = re.split(r"\{(\w+)\}", path)
    return re.compile("".join(f"(?P<{part}>[^/.]+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)))


PATTERNS = {kind: pattern(file.path) for kind, file in FILES.items()}
FURTHER = {kind: pattern(file.further) for kind, file in FILES.items() if file.further}
FACTS_BY_PATTERN = {pattern(path.partition(",")[0]): required for path, required in FACTS.items()}


def kind_of(name: str) -> str | None:
    """The kind of file that the contract has at the path `name`."""
    known = [*PATTERNS.items(), *FURTHER.items()]
    return next((kind for kind, path in known if path.fullmatch(name)), None)


def beside(name: str) -> str:
    """The JSON file of the CSV file `name`."""
    return name.removesuffix(".csv") + ".json"


def declared(name: str, documents: dict[str, dict]) -> File | None:
    """What the file `name` should hold, None where nothing says so."""
    kind, layout = kind_of(name), documents.get(beside(name), {})
    if kind != "estimates" or layout.get("kind") != "grid":
        return FILES.get(kind)
    if not layout.keys() >= LAYOUT:
        return None
    shown = [cell[part] for cell in layout["cells"] for part in ("column", "stars", "below") if cell[part]]
    return File(name, "a row of a grid", tuple(keys(layout)), dict.fromkeys([*keys(layout), *shown], ""))


def form(name: str, sheet: Sheet | None, documents: dict[str, dict]) -> Iterator[Check]:
    """A rectangle with the columns that are declared and keys that are unique; the first fault ends the reading."""
    yield check("rectangle", name, len(sheet.rows) if sheet else 0, "" if sheet else "no rectangle with a header")
    file = declared(name, documents)
    if not sheet or not file:
        return
    missing = [column for column in file.columns if column not in sheet.header]
    yield check("columns", name, len(sheet.rows), f"lacks {named(missing)}" if missing else "")
    if not missing:
        empty = "" if sheet.rows or file.may_be_empty else "no rows"
        yield check("keys", name, len(sheet.rows), empty or twice(sheet.rows, file.keys))


def twice(rows: Rows, names: tuple[str, ...]) -> str:
    """Keys that more than one row has."""
    numbers = Counter(tuple(row[name] for name in names) for row in rows) if names else {}
    double = [key for key, number in numbers.items() if number > 1]
    return f"{number_of(len(double), 'key')} not unique, first {' '.join(map(str, double[0]))}" if double else ""


def facts(name: str, content: dict) -> Iterator[Check]:
    """What the contract wants a JSON file to say, of each fit where it is about several."""
    required = next((required for path, required in FACTS_BY_PATTERN.items() if path.fullmatch(name)), ())
    if kind_of(name.removesuffix(".json") + ".csv") != "estimates":
        yield check("keys", name, 1, lacking(content, required))
    elif content.get("kind") == "grid":
        yield check("keys", name, 1, lacking(content, LAYOUT))
    elif content.get("kind") == "coefficients":
        for fit in content["columns"]:
            yield check("keys", f"{name}, column {fit.get('name')}", 1, lacking(fit, required))
    else:
        yield check("keys", name, 1, f"kind {content.get('kind')} is neither coefficients nor grid")


def lacking(content: dict, required) -> str:
    missing = [key for key in required if key not in content]
    return f"lacks {named(missing)}" if missing else ""


def unpaired(sheets: dict, documents: dict) -> str:
    """Files of a kind that comes in pairs, without the other of CSV and JSON."""
    tables = {beside(name) for name in sheets if kind_of(name) in PAIRED}
    said = {name for name in documents if kind_of(name.removesuffix(".json") + ".csv") in PAIRED}
    names = sorted(name.removesuffix(".json") for name in tables ^ said)
    return f"{named(names)} without the other of csv and json" if names else ""


def identities(rows: dict[str, Rows], years: list[int]) -> Iterator[Check]:
    """What ties the files of one study together; `rows` has the files that a study has once, by their kind."""

    def of(kind: str, name: str, fault: Callable, *others) -> Iterator[Check]:
        if kind in rows:
            yield check(name, FILES[kind].path, len(rows[kind]), fault(rows[kind], *others))

    yield from of("panel", "years", panel_years, years)
    yield from of("productivity", "product of changes", product)
    yield from of("sensitivity", "agreement", agreement)
    yield from of("bootstrap", "intervals", intervals)
    yield from of("voices", "second voices", second_voices)
    yield from of("spatial_voices", "second voices", second_voices)
    yield from of("referee", "severities", severities)


def of_a_score(kind: str, name: str, rows: Rows, panel: Rows, documents: dict[str, dict]) -> Iterator[Check]:
    """What ties the files of one score to the panel and to what its run counted."""
    if kind == "scores":
        yield check("unit-years of the panel", name, len(rows), same_rows(rows, panel))
        yield check("scores by status and stage", name, len(rows), score_values(rows))
        run = name.removesuffix("scores.csv") + "run.json"
        if run in documents:
            yield check("counts of scores", run, len(rows), run_counts(documents[run], rows))
        return
    keys = [("unit", "year"), ("peer_unit", "peer_year")] if kind == "peers" else [("unit", "year")]
    yield from (check(f"{' '.join(key)} in the panel", name, len(rows), known(rows, panel, key)) for key in keys)
    yield check("not negative", name, len(rows), nonnegative(rows, "weight" if kind == "peers" else "slack"))


def pair(name: str, rows: Rows, documents: dict[str, dict]) -> Iterator[Check]:
    """What ties a CSV file to the JSON file beside it, or its rows to each other."""
    kind, content = kind_of(name), documents.get(beside(name), {})
    if kind == "placebo":
        yield check("p counted again", name, len(rows), placebo_p(rows, content))
    elif kind == "estimates" and content["kind"] == "coefficients":
        yield check("columns of csv and json", name, len(rows), same_columns(rows, content["columns"]))
        yield check("inference", name, len(rows), inference(rows, content["columns"]))
    elif kind == "estimates":
        fault = {"moran": moran_values, "impacts": impact_sum}.get(PATTERNS[kind].fullmatch(name)["rule"])
        if fault:
            yield check(fault.__name__.replace("_", " "), name, len(rows), fault(rows))
