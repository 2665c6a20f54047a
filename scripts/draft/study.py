"""The first draft of a study file from the raw tables in raw/NAME: ``python -m draft.study NAME``.

A command, and no rule: it is run once, by hand, and writes a file that is then the author's own.
"""

import re
import sys
from pathlib import Path

from core.blocks import DEVICES, SLUG
from core.errors import StudyError, named
from core.files import write_text
from draft.files import Folder, Table, read_folder
from draft.joint import Joint, joint_of, shortened
from draft.levels import two_levels
from draft.roles import roles_of, shares
from draft.shape import Shape, shape_of
from draft.sources import Drafted, drafted, refusal
from draft.text import decisions, described, study_text
from panel.account import Account
from panel.boundaries import abolished, changes_within
from panel.crosswalk import Crosswalk, crosswalk
from panel.facts import read_facts

FACTS = {
    key: f"resources/{name}.csv"
    for key, name in (("crosswalk", "cities"), ("aliases", "city_aliases"), ("changes", "admin_changes"))
}
UNITS = "resources/units.txt"


def draft(name: str, home: Path) -> str:
    """Write config/studies/`name`.yaml below `home`; gives the summary for the screen.

    Raises StudyError if the name is no name of a study, the file is there already, or no table can be read.
    """
    if not re.fullmatch(SLUG, name) or name in DEVICES:
        raise StudyError(
            f"`{name}` cannot name a study; use lower-case letters, digits, - and _, up to 41, as `mine`, and no name "
            "that Windows keeps for itself, as `con`"
        )
    written, folder = f"config/studies/{name}.yaml", f"raw/{name}"
    if (home / written).exists():
        raise StudyError(
            f"{written} is there already, and is not overwritten; rename or delete it, or choose another name"
        )
    if not (home / folder).is_dir() or not any((home / folder).iterdir()):
        raise StudyError(f"{folder} is empty or not there; put the raw tables into it: .csv, .tsv, .xlsx or .dta files")
    found = read_folder(home, folder)
    facts = {key: read_facts(str(home / path), Account()) for key, path in FACTS.items()}
    known, units = crosswalk(*facts.values()), str(home / UNITS)
    sources, rosters = [], []
    for source in _drafts(found, known, units):
        if source.roles.roster:
            rosters.append(source)
        elif reason := refusal(source, home, known):
            found.refused[source.table.place] = reason
        else:
            sources.append(source)
    if not any(source.roles.kind == "unit" for source in sources):
        perhaps = {one.table.place: "looks like a roster: each unit stands once, with a year" for one in rosters}
        other = {one.table.place: f"has a row for each {one.roles.kind}, and not for units" for one in sources}
        reasons = [f"  {place}: {words}" for place, words in (found.refused | found.ignored | perhaps | other).items()]
        raise StudyError("\n".join([f"{folder}: no table of units and years can be read from it", *reasons]))
    joint = joint_of(sources, units)
    unit, notes = _unit(sources)
    events = _events(facts["changes"], joint) if "crosswalk" in unit else []
    names = known.codes if "crosswalk" in unit else {}
    text = study_text(name, folder, sources, rosters, found, joint, unit, notes, events, names)
    write_text(home / written, text)
    return _summary(name, folder, sources, rosters, found, joint, text)


def _drafts(found: Folder, known: Crosswalk, units: str) -> list[Drafted]:
    """A draft of every table that has headers; without the crosswalk if it knows the units of none."""
    shapes: list[tuple[Table, Shape, dict]] = []
    for table in found.tables:
        shape = shape_of(table.lines, units)
        if shape is None:
            found.refused[table.place] = "no row looks like headers: texts or years in at least two columns"
        elif reason := two_levels(table.lines, shape, units):
            found.refused[table.place] = reason
        else:
            shapes.append(_looked_up(table, shape, known, units))
    roles = [roles_of(shape, share) for _, shape, share in shapes]
    if not any(role.known and role.kind == "unit" for role in roles):
        roles = [roles_of(shape, {}) for _, shape, _ in shapes]
    return [drafted(table, shape, role, units) for (table, shape, _), role in zip(shapes, roles, strict=True)]


def _looked_up(table: Table, shape: Shape, known: Crosswalk, units: str) -> tuple[Table, Shape, dict]:
    """A table with what the crosswalk knows of its columns; by its value labels if only these are known."""
    share = shares(shape, known)
    if not share and table.labels:
        named_table = table.by_labels()
        other = shape_of(named_table.lines, units)
        if other and (by_labels := shares(other, known)):
            return named_table, other, by_labels
    return table, shape, share


def _unit(sources: list[Drafted]) -> tuple[dict, list[str]]:
    """The block `unit`, and what is doubtful about it."""
    own = [source for source in sources if source.roles.kind == "unit"]
    coded = [(source, header) for source in own for header in source.keys]
    coded.sort(key=lambda pair: not _all_digits(*pair))
    keys = list(dict.fromkeys(header for _, header in coded))
    areas = [source.province for source in own if source.province]
    areas += [source.keys[0] for source in sources if source.roles.kind == "province"]
    block = {"key": keys} | ({"province": list(dict.fromkeys(areas))} if areas else {})
    notes = []
    for source in own:
        first = next(header for header in keys if header in source.shape.headers)
        if first not in source.keys:
            notes.append(f"{source.table.path} has a column `{first}` that is not its unit; take it out of `key`.")
    if any(source.roles.known for source in own):
        block |= FACTS
        strange = [source.table.path for source in own if not source.roles.known]
        if strange:
            notes.append(
                f"the crosswalk does not know the units of {named(strange)}; give them codes or names of cities."
            )
    return block, notes


def _all_digits(source: Drafted, header: str) -> bool:
    cells = source.shape.columns[source.shape.headers.index(header)].str.strip()
    return bool(cells[cells != ""].str.fullmatch(r"[0-9.]+").all())


def _events(changes, joint: Joint) -> list[str]:
    """Administrative changes in the years of the study that concern one of its units."""
    if len(joint.years) < 2:
        return []
    span = (joint.years[0], joint.years[-1])
    units = {*joint.units, *joint.lacking, *abolished(changes, span[1])}
    return [change.text for change in changes_within(changes, {}, span) if units & {change.old, *change.new}]


def _summary(name: str, folder: str, sources, rosters, found: Folder, joint: Joint, text: str) -> str:
    """What was found, what is to be decided, and the next command, for the screen."""
    lines = [f"{folder}:"]
    lines += [f"  {one.table.place}: {described(one.roles)}, {len(one.columns)} variables" for one in sources]
    lines += [f"  {one.table.place}: perhaps the roster of a policy" for one in rosters]
    lines += [f"  {place}: ignored, {reason}" for place, reason in found.ignored.items()]
    lines += [f"  {place}: left out, {reason}" for place, reason in found.refused.items()]
    lines += [
        f"units: {len(joint.units)} in all files" + (f", {len(joint.lacking)} more in some" if joint.lacking else ""),
        f"years: {shortened(joint.years)} in all files, {shortened(joint.every_year)} in some",
        f"variables: {named(list(joint.variables), 40)}",
        f"config/studies/{name}.yaml is written. To decide:",
        *(f"  line {number}: {words}" for number, words in decisions(text)),
        "Then:",
        f"  snakemake --cores 1 check --config 'studies=[{name}]'",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        if len(sys.argv) != 2:
            raise StudyError("say the name of the study, and nothing else: `make study NAME=mine`")
        print(draft(sys.argv[1], Path()))
    except StudyError as error:
        sys.exit(str(error))
