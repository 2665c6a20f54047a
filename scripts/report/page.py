"""The report as one page that needs nothing else: images inside, styles inside, no script."""

import base64
from dataclasses import dataclass

import pandas as pd
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from report.printed import SIMULATED, count, status_note
from report.three_line import Row, Table, heading, spans, split_stars

SEVERITIES = {"E": "error", "W": "warning", "N": "note"}
VERDICTS = {"error": "must be mended", "warning": "must be answered in the text", "note": "for information"}
INFEASIBLE = ("infeasible", "policy_one", "policy_variant_b")  # statuses, the first without a score
WARNINGS_SHOWN = 60  # a study of many units may have hundreds of spikes; all are in panel/warnings.csv
METHOD = {
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
class Picture:
    """A figure of the report: its PNG and its caption."""

    caption: str
    png: bytes

    @property
    def uri(self) -> str:
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


def page(
    template: str,
    title: str,
    description: str,
    data_status: str,
    pictures: list[Picture],
    tables: list[Table],
    findings: pd.DataFrame,
    run: dict,
    audit: pd.DataFrame,
    warnings: pd.DataFrame,
    sources: list[str],
) -> str:
    """The page from its jinja2 template; every text is escaped, and a name that the template lacks is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"count": count, "cell": cell, "spans": spans}
    environment.tests |= {"heading": heading}
    simulated = bool(status_note(data_status))
    return environment.from_string(template).render(
        title=title,
        paragraphs=[part for part in description.split("\n\n") if part.strip()],
        status=SIMULATED if simulated else "",
        pictures=pictures,
        tables=tables,
        verdict=verdict(findings),
        findings=grouped(findings),
        method=method(run),
        counts=efficiency_counts(run),
        changes=changes(audit),
        warnings=warned(warnings),
        more_warnings=count(max(len(warnings) - WARNINGS_SHOWN, 0)),
        sources=sources,
    )


def cell(text: str) -> Markup:
    """A cell with raised stars and true minus signs."""
    number, stars = split_stars(text)
    sign = number.startswith(("-", "(-"))
    shown = escape(number.replace("-", "−", 1) if sign else number)
    return shown + Markup("<sup>{}</sup>").format(stars) if stars else Markup(shown)


def verdict(findings: pd.DataFrame) -> str:
    """One sentence on what the referee's checks found."""
    numbers = findings["severity"].value_counts()
    parts = [
        f"{numbers[key]} {word}{'s' if numbers[key] > 1 else ''}" for key, word in SEVERITIES.items() if key in numbers
    ]
    if not parts:
        return "The referee's checks passed without a finding."
    passed = "not passed" if "E" in numbers else "passed"
    return (
        f"The referee's checks: {passed}, with {' and '.join([', '.join(parts[:-1]), parts[-1]][len(parts) == 1 :])}."
    )


def grouped(findings: pd.DataFrame) -> list[dict]:
    """Findings by severity, worst first."""
    return [
        {"severity": word, "means": VERDICTS[word], "rows": findings[findings["severity"] == key].to_dict("records")}
        for key, word in SEVERITIES.items()
        if (findings["severity"] == key).any()
    ]


def method(run: dict) -> list[Row]:
    """What the efficiency model was, as pairs of a name and its value."""
    specification = run["specification"]
    joined = {name: ", ".join(specification[name]) for name in ("inputs", "desirable", "undesirable")}
    choices = [specification[key] for key in ("returns_to_scale", "variant", "orientation", "frontier")]
    choices = [choice for choice in choices if choice != specification["variant"] or joined["undesirable"]]
    return [
        ("Model", "; ".join(["super-efficiency SBM", *(METHOD[choice] for choice in choices)])),
        ("Inputs", joined["inputs"]),
        ("Desirable outputs", joined["desirable"]),
        ("Undesirable outputs", joined["undesirable"] or "none"),
    ]


def efficiency_counts(run: dict) -> list[Row]:
    """Sizes and counts of the efficiency run, as pairs of a name and its value."""
    counts, sizes = run["counts"], sorted(set(run["reference_sets"].values()))
    programs = sum(stage["solves"] for stage in run["programs"].values())
    return [
        ("Unit-years scored", count(run["sizes"]["n"])),
        ("Unit-years without complete data", count(counts["missing"])),
        ("Size of a reference set", " to ".join(map(count, dict.fromkeys((sizes[0], sizes[-1]))))),
        (
            "Efficient unit-years",
            f"{count(counts['efficient'])} ({100 * counts['efficient'] / run['sizes']['n']:.1f} %)",
        ),
        ("Infeasible programs", count(sum(counts[status] for status in INFEASIBLE))),
        ("of which scored by the policy of the study", count(sum(counts[status] for status in INFEASIBLE[1:]))),
        ("Scores near one", count(counts["near_one"])),
        ("Scores at their bound", count(counts["bound_hit"])),
        ("Linear programs solved", count(programs)),
        ("Scores recomputed independently", count(run["audit"]["units"])),
        ("Largest difference found", f"{run['audit']['largest_difference']:.1e}"),
    ]


def changes(audit: pd.DataFrame) -> list[Row]:
    """Variable, reason and number of the changed cells."""
    numbers = audit.groupby(["variable", "why"], dropna=False).size()
    return [(str(variable), str(why), count(number)) for (variable, why), number in numbers.items()]


def warned(warnings: pd.DataFrame) -> list[Row]:
    """The first warnings of the panel stage, as pairs of where and what."""
    shown = warnings.head(WARNINGS_SHOWN).astype(object)
    shown = shown.where(shown.notna(), "").to_dict("records")
    places = [
        [row["file"], row["variable"], str(row["unit"]), f"{row['year']:g}" if row["year"] else ""] for row in shown
    ]
    return [(", ".join(filter(None, place)), row["what"]) for place, row in zip(places, shown, strict=True)]
