"""The report as one page that needs nothing else: images inside, styles inside, no script."""

import base64
import itertools
from collections import Counter
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from core.statuses import INFEASIBLE, WITHOUT_SUPER
from report.fragment import coded
from report.printed import SIMULATED, count, number_of, status_note, words
from report.three_line import Row

SEVERITIES = {"E": "error", "W": "warning", "N": "note"}
VERDICTS = {"error": "must be mended", "warning": "must be answered in the text", "note": "for information"}
IMPUTED = ("interpolated", "extrapolated")  # how the reasons of imputed cells begin
WARNINGS_SHOWN = 60  # a study of many units may have hundreds of spikes; all are in panel/warnings.csv
METHOD = {
    "sbm": "super-efficiency SBM",
    "sbm_ddf": "SBM directional distance",
    "nddf": "non-radial directional distance",
    "crs": "constant returns to scale",
    "vrs": "variable returns to scale",
    "non": "non-oriented",
    "in": "input-oriented",
    "out": "output-oriented",
    "contemporaneous": "each year measured against its own frontier",
    "sequential": "each year measured against the frontier of the years up to it",
    "window": "each year measured against the frontier of a window of years that ends with it",
    "global": "all years measured against one global frontier",
    "A": "undesirable outputs counted with the outputs",
    "B": "undesirable outputs counted with the inputs",
}


@dataclass(frozen=True)
class Exhibit:
    """A figure (its PNG) or a table (its HTML) with its number, as in ``Figure 2``, and its caption."""

    number: str
    caption: str
    png: bytes = b""
    table: str = ""

    @property
    def uri(self) -> str:
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")

    @property
    def html(self) -> Markup:
        return Markup(self.table)


@dataclass(frozen=True)
class Section:
    heading: str
    exhibits: list[Exhibit]


def page(
    template: str,
    title: str,
    description: str,
    data_status: str,
    sections: list[Section],
    findings: list[dict],
    voices: list[str],
    run: dict,
    audit: list[dict],
    warnings: list[dict],
    sources: list[str],
    labels: dict[str, str],
) -> str:
    """The page from its jinja2 template; every text is escaped, and a name that the template lacks is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["coded"] = coded
    return environment.from_string(template).render(
        title=title,
        paragraphs=[part for part in description.split("\n\n") if part.strip()],
        status=SIMULATED if status_note(data_status) else "",
        sections=sections,
        verdict=verdict(findings),
        findings=grouped(findings),
        voices=[said[0].upper() + said[1:] for said in voices],
        method=method(run, labels),
        counts=efficiency_counts(run),
        imputed=imputed(audit),
        changes=changes(audit),
        warnings=warned(warnings),
        more_warnings=count(max(len(warnings) - WARNINGS_SHOWN, 0)),
        sources=sources,
    )


def numbered(
    sections: list[tuple[str, list[tuple[str, str, str]]]], figures: dict[str, bytes], tables: dict[str, str]
) -> list[Section]:
    """Sections with their figures and tables, each kind numbered in the order of the page.

    `sections` are pairs of a heading and its entries (kind, name, caption); `figures` and `tables` are by name.
    """
    numbers = {"figure": itertools.count(1), "table": itertools.count(1)}
    return [
        Section(
            heading or "Results",
            [
                Exhibit(
                    f"{kind.capitalize()} {next(numbers[kind])}",
                    caption or name,
                    **({"png": figures[name]} if kind == "figure" else {"table": tables[name]}),
                )
                for kind, name, caption in entries
            ],
        )
        for heading, entries in sections
    ]


def verdict(findings: list[dict]) -> str:
    """One sentence on what the referee's checks found."""
    numbers = Counter(finding["severity"] for finding in findings)
    parts = [number_of(numbers[key], word) for key, word in SEVERITIES.items() if key in numbers]
    if not parts:
        return "The referee's checks passed without a finding."
    passed = "not passed" if "E" in numbers else "passed"
    *others, last = parts
    found = f"{', '.join(others)} and {last}" if others else last
    return f"The referee's checks: {passed}, with {found}."


def grouped(findings: list[dict]) -> list[dict]:
    """Findings by severity, worst first."""
    groups = [
        {"severity": word, "means": VERDICTS[word], "rows": [one for one in findings if one["severity"] == key]}
        for key, word in SEVERITIES.items()
    ]
    return [group for group in groups if group["rows"]]


def method(run: dict, labels: dict[str, str]) -> list[Row]:
    """What the efficiency model was, as pairs of a name and its value; variables by their labels."""
    specification = run["specification"]
    joined = {
        kind: ", ".join(words(name, labels) for name in specification[kind])
        for kind in ("inputs", "desirable", "undesirable")
    }
    measure = specification["measure"]
    of_sbm = ("variant",) * bool(joined["undesirable"]) + ("orientation",)
    keys = ("returns_to_scale", *(of_sbm if measure == "sbm" else ()), "frontier")
    return [
        ("Model", "; ".join(METHOD[specification[key]] for key in ("measure", *keys))),
        ("Inputs", joined["inputs"]),
        ("Desirable outputs", joined["desirable"]),
        ("Undesirable outputs", joined["undesirable"] or "none"),
    ]


def efficiency_counts(run: dict) -> list[Row]:
    """Sizes and counts of the efficiency run, as pairs of a name and its value."""
    counts, sizes = run["counts"], sorted(set(run["reference_sets"].values()))
    programs = sum(stage["solves"] for stage in run["programs"].values())
    difference = run["audit"]["largest_difference"]
    return [
        ("Unit-years scored", count(run["sizes"]["n"])),
        ("Unit-years without complete data", count(counts["missing"])),
        ("Size of a reference set", " to ".join(map(count, dict.fromkeys((sizes[0], sizes[-1]))))),
        (
            "Efficient unit-years",
            f"{count(counts['efficient'])} ({100 * counts['efficient'] / run['sizes']['n']:.1f} %)",
        ),
        ("Infeasible programs", count(sum(counts[status] for status in WITHOUT_SUPER))),
        (
            "of which scored by the policy of the study",
            count(sum(counts[status] for status in WITHOUT_SUPER if status != INFEASIBLE)),
        ),
        ("Scores near the switch of stages", count(counts["near_switch"])),
        ("Scores at their bound", count(counts["bound_hit"])),
        ("Linear programs solved", count(programs)),
        ("Scores recomputed independently", count(run["audit"]["units"])),
        ("of which undecided", count(run["audit"]["undecided"])),
        ("Largest difference found", "none" if difference is None else f"{difference:.1e}"),
    ]


def imputed(audit: list[dict]) -> str:
    """One sentence on the cells that have a value which no source states."""
    number = sum(_is_imputation(row["why"]) for row in audit)
    return f"{number_of(number, 'cell')} filled by interpolation or extrapolation." if number else "No cell was filled."


def changes(audit: list[dict]) -> list[Row]:
    """Variable, reason and number of the changed cells, imputations first."""
    numbers = Counter((row["variable"] or "", row["why"]) for row in audit)
    ordered = sorted(numbers, key=lambda change: (not _is_imputation(change[1]), change))
    return [(variable, why, count(numbers[variable, why])) for variable, why in ordered]


def _is_imputation(why: str) -> bool:
    return why.startswith(IMPUTED)


def warned(warnings: list[dict]) -> list[Row]:
    """The first warnings of the panel stage, as pairs of where and what."""
    places = [[row["file"], row["variable"], row["unit"], row["year"]] for row in warnings[:WARNINGS_SHOWN]]
    wheres = [", ".join(str(part) for part in place if part is not None) for place in places]
    return [(where, row["what"]) for where, row in zip(wheres, warnings, strict=False)]
