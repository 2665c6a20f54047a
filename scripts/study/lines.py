"""The lines of a study file on which a result stands: its entry, and what that is made of."""

import re
from collections.abc import Iterator

from core.documents import starts
from core.expressions import PANEL_FUNCTIONS, names_in
from study.references import entries
from study.study import Study
from study.tables import Regression

MACRO = re.compile(r"\.\.(\w+)")
PLACES = {  # results of an entry, and the block in which it stands
    re.compile(r"(?:tables|estimates/[^/]+)/([^/.]+)\.\w+"): "tables",
    re.compile(r"figures/([^/.]+)\.\w+"): "figures",
    re.compile(r"spatial/matrices/([^/.]+)\.\w+"): "matrices",
    re.compile(r"placebo/([^/.]+)/.+"): "placebo",
}
BLOCKS = {"efficiency/": ("efficiency",), "panel/": ("panel", "policies"), "placebo/": ("placebo",)}
ALWAYS = ("unit", "years")  # every result is of these units and years


def lines_behind(study: Study, document: dict, text: str, result: str) -> list[tuple[int, str]]:
    """Number and text of the lines of a study file on which `result`, a path below the folder of the study, stands.

    study, document, text : the same file as model, as keys with their lines, and as it stands
    """
    lines = text.splitlines()
    keys = _behind(study, document, [(key,) for key in ALWAYS if key in document] + _own(study, document, result))
    found: set[int] = set()
    while keys:
        new = {number for one in keys for number in _span(document, lines, one)} - found
        found |= new
        names = {name for number in new for name in MACRO.findall(lines[number - 1])}
        keys = [("macros", name) for name in sorted(names) if name in document.get("macros", {})]
    return [(number, lines[number - 1]) for number in sorted(found)]


def _own(study: Study, document: dict, result: str) -> list[tuple]:
    """The keys of the entry or the blocks that a result is about; all of the file for the page and the checks."""
    for place, block in PLACES.items():
        if (match := place.fullmatch(result)) and match[1] in getattr(study, block):
            return [(block, match[1]), *([("inference",)] if block == "tables" and "inference" in document else [])]
    for folder, blocks in BLOCKS.items():
        if result.startswith(folder):
            return [(block,) for block in blocks if block in document]
    return [(key,) for key in document]


def _behind(study: Study, document: dict, todo: list[tuple]) -> list[tuple]:
    """`todo`, and the keys of all that these entries use, transitively."""
    found: dict[tuple, None] = {}
    while todo:
        keys = todo.pop()
        if keys not in found:
            found[keys] = None
            made = [place for name in _names(study, keys) for place in _places(study, document, name)]
            todo += made
            if any(place[0] == "panel" for place in made):
                todo += [("panel", key) for key in document["panel"] if key not in ("sources", "variables")]
    return list(found)


def _names(study: Study, keys: tuple) -> set[str]:
    """The names that stand at `keys`: of variables, policies, columns, and of whatever else has an entry."""
    match keys:
        case ("efficiency",):
            one = study.efficiency.specifications().values()
            conditions = [spec["reference"] for spec in one if spec["reference"]]
            groups = {spec["group"] for spec in one if spec["group"]}
            return {
                *study.efficiency.indicators(),
                *groups,
                *(n for c in conditions for n in names_in(c, condition=True)),
            }
        case ("panel", "variables", name):
            return names_in(study.panel.variables[name], PANEL_FUNCTIONS)
        case ("tables", table, "columns", column):
            return set(_words(study.tables[table].columns[column].uses()))
        case (block, name):
            return {
                word
                for one, key, entry in entries(study)
                if (one, key) == (block, name)
                for word in _words(entry.uses())
            }
    return set()


def _words(uses) -> Iterator[str]:
    """Names among the uses; a term as `W:ai` is made of several."""
    for use in uses:
        yield from [use.name] if use.kind == "column" else re.split(r"[\s:]+", use.name)


def _places(study: Study, document: dict, name: str) -> Iterator[tuple]:
    """The keys at which a name is made something."""
    table, _, column = name.partition(".")
    if isinstance(study.tables.get(table), Regression) and column in study.tables[table].columns:
        yield ("tables", table, "columns", column)
        handed_down = [key for key in document["tables"][table] if key not in Regression.model_fields]
        yield from (("tables", table, key) for key in handed_down)
        if "inference" in document:
            yield ("inference",)
    if name in study.measured():
        yield ("efficiency",)
    if name in study.panel.variables:
        yield ("panel", "variables", name)
    for number, source in enumerate(study.panel.sources):
        if name in source.columns:
            yield ("panel", "sources", number, "path")
            yield ("panel", "sources", number, "columns", name)
    for block in ("policies", "matrices", "placebo"):
        if name in getattr(study, block):
            yield (block, name)
    if name in study.unit.attributes:
        yield ("unit", "attributes", name)
    if name in study.labels:
        yield ("labels", name)


def _span(document: dict, lines: list[str], keys: tuple) -> range:
    """The numbers of the lines from the key at `keys` to the end of its value."""
    known = starts(document)
    while keys not in known and keys:
        keys = keys[:-1]
    first = known[keys]
    after = [line for other, line in known.items() if line > first and other[: len(keys)] != keys]
    last = min(after, default=len(lines) + 1) - 1
    while last > first and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return range(first, last + 1)
