"""The text of a drafted study file: YAML with a comment for whatever a reader needs to know or to decide."""

import json
import re
import textwrap

from core.errors import named
from draft.files import Folder
from draft.joint import Joint, shortened
from draft.roles import Roles
from draft.sources import Column, Drafted
from study.examples import EXAMPLES, SMALLEST
from study.figures import Trend

WIDTH = 116
DECIDE = "decide:"
PLAIN = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff ().=%/+…-]*")  # texts that need no quotation marks
WORDS = {"null", "true", "false", "yes", "no", "on", "off"}


def scalar(text: str) -> str:
    """`text` as YAML that is read as the same text."""
    if PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in WORDS:
        return text
    shown = (mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in json.dumps(text, ensure_ascii=False))
    return "".join(shown)


def listed(texts: list[str]) -> str:
    return f"[{', '.join(scalar(text) for text in texts)}]"


def comment(words: str, indent: int = 0) -> list[str]:
    """`words` as lines of comment; blanks and unprintable characters become one blank each."""
    clean = re.sub(r"\s+", " ", "".join(mark if mark.isprintable() else " " for mark in words)).strip()
    mark = " " * indent + "# "
    return textwrap.wrap(clean, WIDTH, initial_indent=mark, subsequent_indent=f"{mark}  ", break_on_hyphens=False)


def commented(text: str, indent: int = 0) -> list[str]:
    """Lines of YAML put into comments, to be used by taking the marks away."""
    return [f"{' ' * indent}# {line}" for line in text.rstrip().splitlines()]


def study_text(
    name: str, folder: str, sources: list[Drafted], rosters: list[Drafted], found: Folder, joint: Joint,
    unit: dict[str, str | list[str]], notes: list[str], events: list[str], names: dict[str, str],
) -> str:  # fmt: skip
    """The study file: `unit` is its block, `notes` are doubts about it, `events` administrative changes in its years,
    `names` those of units by code,     `found` the folder with what is no source."""
    lines = [
        *comment(f"Drafted from {folder}. What a person must decide is marked `{DECIDE}`."),
        *comment("Every key is explained in config/README.md."),
        f"title: {scalar(name)}  # {DECIDE} the title of the report",
        f"description: The study {name}.  # {DECIDE} what the study asks, and what its data are",
        "data_status: real",
        "",
        *_unit_lines(unit, notes, events, names, joint),
        *_year_lines(joint),
        "",
        *_panel_lines(sources, joint),
        *_efficiency_lines(joint),
        *_policy_lines(rosters, joint),
        *_example_lines(),
        *_left_out_lines(found),
    ]
    return "\n".join(lines) + "\n"


def _unit_lines(unit: dict, notes: list[str], events: list[str], names: dict[str, str], joint: Joint) -> list[str]:
    lines = ["unit:"]
    lines += [f"  {key}: {listed(value) if isinstance(value, list) else scalar(value)}" for key, value in unit.items()]
    if "crosswalk" in unit:
        lines += ["  # members: in_286  # a column of the crosswalk that marks the units of the study, if not all"]
    if events:
        lines += comment("Administrative changes in these years; `follow` leaves the units as they are published:", 2)
        lines += [line for event in events for line in comment(event, 4)]
        lines += ["  # boundaries: {default: follow}"]
    lines += [line for note in notes for line in comment(f"{DECIDE} {note}", 2)]
    lines += comment(f"{len(joint.units)} units have a row for every variable in every year of the study.")
    if joint.lacking:
        shown = [f"{names[unit]} ({unit})" if unit in names else unit for unit in joint.lacking]
        lines += comment(f"{len(shown)} do not: {named(shown)}.")
    return lines


def _year_lines(joint: Joint) -> list[str]:
    years = joint.years if len(joint.years) > 1 else joint.every_year
    lines = comment(
        f"Years that all variables have: {shortened(joint.years)}; that some have: {shortened(joint.every_year)}."
    )
    spans: dict[str, list[str]] = {}
    for name, variable in joint.variables.items():
        if variable.years and variable.years != set(joint.every_year):
            spans.setdefault(shortened(sorted(variable.years)), []).append(name)
    lines += [line for span, names in spans.items() for line in comment(f"{span}: {named(names)}", 2)]
    lines += [line for note in joint.notes for line in comment(f"{DECIDE} {note}")]
    return [*lines, f"years: [{years[0]}, {years[-1]}]" if years else f"years: [0, 0]  # {DECIDE} no year was found"]


def _panel_lines(sources: list[Drafted], joint: Joint) -> list[str]:
    lines = ["panel:"]
    if joint.years and joint.every_year[0] < joint.years[0]:
        lines += [f"  # history: {joint.every_year[0]}  # for lags and capital stocks: read from this year on"]
    if joint.lacking:
        lines += comment(
            f"{DECIDE} units without a row in some file and year: refused as it stands. Or leave them out:", 2
        )
        lines += ["  # balanced: drop_units"]
    lines += ["  sources:", *(line for source in sources for line in _source_lines(source))]
    gaps = list(dict.fromkeys(column.name for source in sources for column in source.columns if column.missing > 0))
    gaps = [name for name in gaps if joint.variables[name].level == "unit"]
    if gaps:
        lines += comment("To fill short gaps between observed years, name variables that may be filled:", 2)
        lines += commented(f"interpolate:\n  - variables: {listed(gaps)}\n    max_gap: 3\n    scale: linear", 2)
    first = next((name for name in joint.variables if f"l_{name}" not in joint.variables), "x")
    lines += comment("New variables, as expressions of those above:", 2)
    return [*lines, *commented(f"variables:\n  l_{first}: log({first})", 2), ""]


def _source_lines(source: Drafted) -> list[str]:
    table, shape, roles = source.table, source.shape, source.roles
    keys = {"path": table.path, "sheet": table.sheet, "level": roles.kind if roles.kind != "unit" else ""}
    keys |= {"layout": "wide" if roles.wide else "long"}
    block = {key: scalar(value) for key, value in keys.items() if value}
    if shape.header_row > 1:
        block["header_row"] = str(shape.header_row)
    if shape.first_row > shape.header_row + 1:
        block["first_row"] = str(shape.first_row)
    block |= {key: "true" if value is True else scalar(value) for key, value in table.declared.items()}
    if source.decimal != ".":
        block["decimal"] = f'"{source.decimal}"'
    if source.year:
        block["year"] = scalar(source.year)
    block |= {
        key: listed(value) for key, value in (("missing", source.missing), ("drop_rows", source.drop_rows)) if value
    }
    lines = [f"      {key}: {value}" for key, value in block.items()]
    lines[0] = f"    - path: {block['path']}"
    notes = [*source.notes, *(note for column in source.columns for note in column.notes)]
    if source.unknown:
        notes.append(
            f"{len(source.unknown)} keys are no unit of the crosswalk: {named(source.unknown)}. Correct them, give "
            "them aliases, or leave their rows out:"
        )
    lines += [line for note in notes for line in comment(f"{DECIDE} {note}", 6)]
    if source.unknown:
        lines += [f"      # drop_rows: {listed([*source.drop_rows, *source.unknown])}"]
    if source.ignored:
        lines += comment(f"ignored, as these columns hold no numbers or no variable: {', '.join(source.ignored)}", 6)
    lines += [line for remark in source.remarks for line in comment(remark, 6)]
    return [*lines, "      columns:", *(_column_line(column) for column in source.columns)]


def _column_line(column: Column) -> str:
    keys = {"header": column.header, "unit": column.unit, "convert_to": column.convert_to}
    inside = [f"{key}: {scalar(value)}" for key, value in keys.items() if value]
    inside += ["additive: false"] * (column.read.ratio or column.unit in ("percent", "permille"))
    share = f"{100 * column.missing:.1f} % missing" if column.missing else "none missing"
    return f"        {column.name}: {{{', '.join(inside)}}}  # {share}"


def _efficiency_lines(joint: Joint) -> list[str]:
    """The block that every study has, with the first variables that the model could take."""
    fit = [
        name
        for name, variable in joint.variables.items()
        if variable.values.min() > 0 and not variable.values.isna().any() and variable.values.nunique() > 1
    ]
    names = [*fit, *(name for name in joint.variables if name not in fit)]
    others = [name for name in names if not joint.variables[name].values.equals(joint.variables[names[0]].values)]
    inputs, outputs = names[0], others[0] if others else names[0]
    lines = comment(
        f"{DECIDE} inputs and outputs of the efficiency score; these are only the first variables that fit."
    )
    return [
        *lines,
        "efficiency:",
        f"  inputs: [{inputs}]",
        f"  desirable: [{outputs}]",
        "  # undesirable: [so2]",
        "",
    ]


def _policy_lines(rosters: list[Drafted], joint: Joint) -> list[str]:
    """Tables that look like rosters and variables that are 0 or 1, as policies in comments; else an example."""
    offered = []
    for number, source in enumerate(rosters, 1):
        keys = f"roster: {scalar(source.table.path)}, unit: {scalar(source.keys[0])}, year: {scalar(source.year)}"
        offered.append(f"#   policy_{number}: {{{keys}}}")
    for name, variable in joint.variables.items():
        if variable.level == "unit" and set(variable.values.dropna().unique()) == {0.0, 1.0}:
            offered.append(f"#   {name}: {{variable: {name}}}")
    if not offered:
        intro = "A policy: 0 or 1 by unit and year, from a roster or a variable."
        return [*comment(intro), *commented(_block("policies")), ""]
    intro = "rosters (a year for each unit) and variables that are 0 or 1, which may be policies; take what is one:"
    return [*comment(f"{DECIDE} {intro}"), "# policies:", *offered, ""]


def _example_lines() -> list[str]:
    intro = "Tables and figures to fill in; `zone` stands for a policy, `rain` for a variable (docs/tutorial.md)."
    return [*comment(intro), *commented(_block("tables")), *commented(EXAMPLES[Trend]), ""]


def _left_out_lines(found: Folder) -> list[str]:
    lines = comment(f"ignored in the folder: {', '.join(found.ignored)}") if found.ignored else []
    if found.refused:
        lines += comment(
            f"{DECIDE} files and tables in the folder that cannot be read, and why; correct or ignore them:"
        )
    return [*lines, *(line for place, reason in found.refused.items() for line in comment(f"{place}: {reason}", 2))]


def _block(key: str) -> str:
    """One block of the smallest study."""
    return next(part for part in re.split(r"^(?=\w)", SMALLEST, flags=re.MULTILINE) if part.startswith(f"{key}:"))


def described(roles: Roles) -> str:
    """The layout of a table in two words, for the summary."""
    return f"{'wide' if roles.wide else 'long'}{'' if roles.kind == 'unit' else f', of each {roles.kind}'}"


def decisions(text: str) -> list[tuple[int, str]]:
    """Line and words of everything that a drafted file leaves to a person."""
    lines, found = text.splitlines(), []
    for number, line in enumerate(lines[1:], 2):
        if DECIDE in line:
            words = [line.partition(DECIDE)[2].strip()]
            for more in lines[number:]:
                if not re.match(r" *#   \S", more):
                    break
                words.append(more.strip("# "))
            found.append((number, " ".join(words)))
    return found
