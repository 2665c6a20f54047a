"""Whether the names in a study file are names of something: every use is looked up, every fault has its place."""

import re
from collections.abc import Callable, Iterator

from core.errors import nearest
from core.expressions import PANEL_FUNCTIONS, names_in
from study.columns import KEYS
from study.curve import Specifications
from study.entries import Entry, Use
from study.published import Published
from study.study import Study
from study.tables import Regression

RESERVED = ("unit", "year", "score", "W")  # names of the workflow that no entry may take
BESIDE = ("W", "rho", "lambda", "year")  # in terms, beside variables
# What only columns with a policy can offer.
OF_A_POLICY = (
    "reassignment of its policy",
    "draws of its policy",
    "fit with an earlier policy",
    "split of its sample",
)
ALSO_LABELLED = ("unit", "year")  # beside variables, scores, policies, matrices and placebos

NUMBERED = re.compile(r"[A-Z].*\d")  # what a paper calls a table or a figure

Fault = tuple[tuple, str]  # keys that lead to the fault, and what is wrong


def faults(study: Study, exists: Callable[[str], bool]) -> Iterator[Fault]:
    """Every name in `study` that nothing has, or that two things have; `exists` tells whether a file is there."""
    yield from _names_twice(study)
    yield from _files(study, exists)
    yield from _panel(study)
    yield from _efficiency(study)
    for block, name, entry in entries(study):
        for use in entry.uses():
            if said := _fault(study, name, use, exists):
                yield (block, name, *use.key.split(".")), f"`{block}.{name}.{use.key}`: {said}"
    yield from _main(study, exists)
    yield from _page(study)
    yield from _departures(study)


def entries(study: Study) -> Iterator[tuple[str, str, Entry]]:
    """Every named entry, with its block and its name."""
    for block in ("policies", "matrices", "tables", "placebo", "figures"):
        yield from ((block, name, entry) for name, entry in getattr(study, block).items())


def _names_twice(study: Study) -> Iterator[Fault]:
    """Macros, variables, policies, matrices, tables, placebos and figures share one namespace."""
    taken = dict.fromkeys(RESERVED, "a name of the workflow")
    places = [("panel", "variables", name) for name in dict.fromkeys(study.panel.variables)]
    places = [
        *(("efficiency", "scores", name) for name in study.scores() if name != "score"),
        *(("efficiency", "productivity", name) for name in study.efficiency.productivity),
        *(("panel", "sources", name) for name in study.panel.columns()),
        *(("unit", "attributes", name) for name in study.unit.attributes),
        *places,
        *(("macros", name) for name in study.macros),
        *((block, name) for block, name, _ in entries(study)),
    ]
    for place in places:
        *block, name = place
        own = block == ["policies"] and study.policies[name].variable == name
        if name in taken and not own:
            what = f"the name `{name}` is {taken[name]}"
            yield place, f"`{'.'.join(place)}`: {what}; a name means one thing: give one of them another"
        taken.setdefault(name, f"taken by `{'.'.join(block)}`")


def _files(study: Study, exists: Callable[[str], bool]) -> Iterator[Fault]:
    """Files that are not there, and places of origin of files that the study does not name."""
    named = [
        *((("panel", "sources", number, "path"), source.path) for number, source in enumerate(study.panel.sources)),
        *((("unit", key), getattr(study.unit, key)) for key in ("crosswalk", "aliases", "changes")),
        *((("policies", name, "roster"), policy.roster) for name, policy in study.policies.items()),
        (("claims",), study.claims),
    ]
    for place, path in named:
        if path and not exists(path):
            yield place, _absent(path)
    uses = (use for _, _, entry in entries(study) for use in entry.uses() if use.kind == "file")
    known = [*(path for _, path in named if path), *(use.name for use in uses)]
    for path in study.provenance:
        if path not in known or path.startswith("results/"):
            yield ("provenance", path), f"`provenance`: the study names no raw file `{path}`; {nearest(path, known)}"


def _absent(path: str) -> str:
    return f"the file {path} does not exist; correct the path, or put the file there"


def _panel(study: Study) -> Iterator[Fault]:
    """Expressions use what stands above them, and rules of cleaning variables that there are."""
    above = study.given()
    for name, expression in study.panel.variables.items():
        for unknown in sorted(names_in(expression, PANEL_FUNCTIONS) - {*above, "year"}):
            said = (
                f"`panel.variables.{name}`: unknown variable `{unknown}` in `{expression}`; {nearest(unknown, above)}"
            )
            yield ("panel", "variables", name), said
        above.append(name)
    raw, known = study.panel.columns(), study.variables()
    cleaned = [
        *((("panel", "interpolate"), rule.variables, raw) for rule in study.panel.interpolate),
        *((("panel", "sum_to_one"), group, known) for group in study.panel.sum_to_one),
        (("panel", "winsorize"), study.panel.winsorize.variables if study.panel.winsorize else [], known),
    ]
    for place, names, allowed in cleaned:
        yield from (
            (place, f"`{'.'.join(place)}`: unknown variable `{name}`; {nearest(name, allowed)}")
            for name in names
            if name not in allowed
        )


def _efficiency(study: Study) -> Iterator[Fault]:
    known = study.variables()
    blocks = [(("efficiency",), study.efficiency)]
    blocks += [(("efficiency", "scores", name), score) for name, score in study.efficiency.scores.items()]
    for place, block in blocks:
        used = {kind: getattr(block, kind) or [] for kind in ("inputs", "desirable", "undesirable")}
        used["group"] = [block.group] if block.group else []
        if block.reference:
            used["reference"] = sorted(names_in(block.reference, condition=True) - KEYS)
        for key, names in used.items():
            for name in names:
                if name not in known:
                    where = ".".join((*place, key))
                    yield (*place, key), f"`{where}`: unknown variable `{name}`; {nearest(name, known)}"


def _fault(study: Study, own: str, use: Use, exists: Callable[[str], bool]) -> str:
    """What is wrong with a use in the entry `own`, or nothing."""
    match use.kind:
        case "variable":
            known = [*study.variables(), *study.measured()]
            if use.name == "W":
                return "`W:x` is the lag of x in columns with a `matrix`: of `slx`, `sdm` and `sdem`"
            return "" if use.name in known else f"unknown variable `{use.name}`; {nearest(use.name, known)}"
        case "variable of the panel":
            known = study.variables()
            return "" if use.name in known else f"no variable of the panel is `{use.name}`; {nearest(use.name, known)}"
        case "score":
            return _known("score", use.name, study.scores())
        case "pair of scores":
            return _pair(study, *use.name.split(), use.needs)
        case "term":
            return _term(study, use.name)
        case "policy":
            return _like(study, own, use.name)
        case "any policy":
            return _known("policy", use.name, list(study.policies))
        case "policy among the terms":
            named = any(term in study.policies for term in use.name.split())
            return "" if named else f"no policy is among the terms; {_listed('policy', list(study.policies))}"
        case "figure":
            return _known("figure", use.name, list(study.figures))
        case "matrix":
            return _known("matrix", use.name, list(study.matrices))
        case "matrix above it":
            above = list(study.matrices)[: list(study.matrices).index(own)]
            return _known("matrix above it", use.name, above)
        case "placebo":
            return _known("placebo", use.name, list(study.placebo))
        case "placebo with draws":
            drawn = [name for name, placebo in study.placebo.items() if placebo.drawn]
            return _known("placebo with draws", use.name, drawn)
        case "placebo of a column":
            return _placebo_of(study, own, use.name.split())
        case "column":
            return _column(study, use)
        case "table":
            return _known("table", use.name, list(study.tables))
        case "column of a table":
            table = study.tables.get(use.needs)
            regression = isinstance(table, Regression)
            return _known(f"column of the table `{use.needs}`", use.name, list(table.columns)) if regression else ""
        case "term of a table":
            return _term(study, use.name) if isinstance(study.tables.get(use.needs), Regression) else ""
        case "table of the kind":
            tables = [name for name, table in study.tables.items() if table.kind == use.needs]
            return _known(f"table of the kind `{use.needs}`", use.name, tables)
        case "file":
            return "" if exists(use.name) else _absent(use.name)
        case "year":
            first, last = study.years
            return "" if first <= int(use.name) <= last else f"{use.name} is not in the `years` {first} to {last}"
        case "block":
            head, key = use.name.split(".")
            return "" if getattr(getattr(study, head), key) else f"needs `{use.name}`, which the study does not have"
        case "productivity index":
            return _known("index of `efficiency.productivity`", use.name, list(study.efficiency.productivity))
    raise ValueError(f"no use of the kind {use.kind!r} is known")


def _known(what: str, name: str, names: list[str]) -> str:
    return "" if name in names else f"there is no {what} `{name}`; {nearest(name, names) if names else 'there is none'}"


FIRST_OF_PAIR = {"group": None, "returns_to_scale": "crs"}  # what the first of two scores has, and the second not


def _pair(study: Study, first: str, second: str, key: str) -> str:
    """Two scores are the same but for `key`."""
    known = study.efficiency.specifications()
    if not {first, second} <= set(known):
        return ""  # said where they are named
    pair = known[first], known[second]
    differing = [name for name in pair[0] if pair[0][name] != pair[1][name]]
    own = FIRST_OF_PAIR[key]
    if differing == [key] and pair[0][key] == own:
        return ""
    wanted = (
        f"with `{key}` and `{first}` without" if own is None else f"with `{key}` not `{own}` and `{first}` with `{own}`"
    )
    said = ", ".join(
        f"`{name}` ({pair[0][name] or 'none'} and {pair[1][name] or 'none'})" for name in differing if name != key
    )
    more = f"; they differ in {said} too" if said else ""
    return f"needs two scores that are the same but for `{key}`, `{second}` {wanted}{more}"


def _listed(what: str, names: list[str]) -> str:
    return f"allowed: {', '.join(f'`{name}`' for name in names)}" if names else f"the study has no {what}"


def _like(study: Study, own: str, name: str) -> str:
    """A policy may be like one above it: so starts are known, and no circle arises."""
    above = list(study.policies)[: list(study.policies).index(own)]
    return _known("policy above it", name, above)


def _term(study: Study, term: str) -> str:
    """A term in results is made of variables, event times and parameters, as `W:ai`, `ai::-3`, `rho`."""
    known = [*study.variables(), *study.measured(), *BESIDE]
    parts = [part for part in re.split(r"[:.]", term) if not re.fullmatch(r"-?\d*", part)]
    unknown = next((part for part in parts if part not in known), None)
    return f"unknown variable `{unknown}`; {nearest(unknown, known)}" if unknown else ""


def _column(study: Study, use: Use) -> str:
    table, _, column = use.name.partition(".")
    tables = {key: entry for key, entry in study.tables.items() if isinstance(entry, Regression)}
    if table not in tables:
        return _known("table of columns", table, list(tables))
    columns = tables[table].columns
    if column not in columns:
        return _known(f"column of the table `{table}`", column, list(columns))
    found = columns[column]
    if use.needs and use.needs not in found.offers:
        fitting = [
            f"{key}.{name}"
            for key, entry in tables.items()
            for name, one in entry.columns.items()
            if use.needs in one.offers
        ]
        return f"`{use.name}` is `{found.estimator}`, which has no {use.needs}; {_listed('such column', fitting)}"
    if use.needs in OF_A_POLICY and not _has_policy(study, use.name):
        return f"`{use.name}` has no policy among its terms; {_listed('policy', list(study.policies))}"
    return ""


def _placebo_of(study: Study, table: str, columns: list[str]) -> str:
    """Some placebo with draws lists a column of the table."""
    listed = {address for placebo in study.placebo.values() if placebo.drawn for address in placebo.of}
    if listed & {f"{table}.{column}" for column in columns}:
        return ""
    remedy = f"name one under `of` in the block `placebo`, as `{table}.{columns[0]}`"
    return f"no placebo with draws lists a column of `{table}`; {remedy}"


def _main(study: Study, exists: Callable[[str], bool]) -> Iterator[Fault]:
    """The main result is of a column, and of its policy or a term that is named."""
    if not study.main:
        return
    found = [(use.key, said) for use in study.main.uses() if (said := _fault(study, "main", use, exists))]
    if not found and not study.main.term and not _has_policy(study, study.main.of):
        remedy = f"name a term, as `main: {{of: {study.main.of}, term: ...}}`"
        found = [("of", f"`{study.main.of}` has no policy among its terms; {remedy}")]
    yield from ((("main", key), f"`main.{key}`: {said}") for key, said in found)


def _has_policy(study: Study, address: str) -> bool:
    table, _, column = address.partition(".")
    return study.tables[table].columns[column].policy(list(study.policies)) is not None


def _page(study: Study) -> Iterator[Fault]:
    shown = [*study.tables, *study.figures]
    seen: dict[str, str] = {}
    for heading, names in study.report.items():
        for name in names:
            if name not in shown:
                yield ("report", heading), f"`report.{heading}`: {_known('table or figure', name, shown)}"
            elif name in seen:
                yield ("report", heading), f"`report.{heading}`: `{name}` stands under `{seen[name]}` already"
            seen.setdefault(name, heading)
    named = (study.variables(), study.measured(), study.policies, study.matrices, study.placebo, ALSO_LABELLED)
    labelled = dict.fromkeys(name for names in (*named, headings_that_are_keys(study)) for name in names)
    for name in study.labels:
        if name not in labelled:
            yield ("labels", name), f"`labels.{name}`: nothing has this name; {nearest(name, [*labelled])}"


def headings_that_are_keys(study: Study) -> Iterator[str]:
    """What readers see and stands as a key: headings of the report and of rows, names of sums and tests, groups, and
    the choices of specifications, printed tables."""
    yield from study.report
    for table in study.tables.values():
        if isinstance(table, Regression):
            yield from table.indicate
            for column in table.columns.values():
                yield from (*getattr(column, "lincom", ()), *getattr(column, "test", ()))
        elif isinstance(table, Published):
            yield from table.match
        elif isinstance(table, Specifications):
            yield from (name for key, choices in table.vary.items() for name in (key, *choices))
        elif isinstance(groups := getattr(table, "of", None), dict):
            yield from groups


def _departures(study: Study) -> Iterator[Fault]:
    """Departures are of something that the study has, or of a number that the paper gives."""
    addresses = [
        f"{name}.{key}"
        for name, table in study.tables.items()
        if isinstance(table, Regression)
        for key in table.columns
    ]
    known = [*study.macros, *study.variables(), *study.measured(), *(name for _, name, _ in entries(study)), *addresses]
    for name in study.departures:
        if name not in known and not NUMBERED.fullmatch(name):
            yield ("departures", name), f"`departures.{name}`: nothing has this name; {nearest(name, known)}"
