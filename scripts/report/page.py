"""The report as one page that needs nothing else: images, styles and the sorting of tables inside."""

import base64
import hashlib
import itertools
import re
from collections import Counter
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from core.statuses import INFEASIBLE, WITHOUT_SUPER
from report.fitted import LEAST_SQUARES
from report.fragment import coded
from report.printed import count, effects_of, number_of, status_note, words
from report.regression_table import MODELS
from report.three_line import Row

SEVERITIES = {"E": "error", "W": "warning", "N": "note"}
VERDICTS = {"error": "must be mended", "warning": "must be answered in the text", "note": "for information"}
IMPUTED = ("interpolated", "extrapolated")  # how the reasons of imputed cells begin
WARNINGS_SHOWN = 30  # of a cause; a study of many units may have hundreds of spikes, and panel/warnings.csv has all
NUMBER = re.compile(r"\d[\d.e+]*")
WARNING = "Its numbers test the method; none is a finding about the world."
FORMS = {"figure": ("pdf", "png"), "table": ("docx", "tex", "csv")}  # in which an exhibit stands beside the page
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
    """A figure (its PNG) or a table (its HTML) with its number, as in ``Figure 2``, and its caption.

    home : the folder of the study, as ``results/castle``
    """

    kind: str
    name: str
    number: str
    caption: str
    alternative: str
    content: bytes | str
    home: str

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.name}"

    @property
    def files(self) -> list[tuple[str, str]]:
        """Forms of the exhibit with their paths, relative to the page."""
        return [(form.upper(), f"{self.kind}s/{self.name}.{form}") for form in FORMS[self.kind]]

    @property
    def target(self) -> str:
        return f"{self.home}/{self.files[0][1]}"


@dataclass(frozen=True)
class Section:
    heading: str
    exhibits: list[Exhibit]


@dataclass(frozen=True)
class Cause:
    """Warnings of one kind: what they say with their number, the first as pairs of where and what, how many more."""

    name: str
    rows: list[Row]
    more: str


def rendered(template: str, style: str, script: str, **given) -> str:
    """A page from its jinja2 template; every text is escaped, and a name that the template lacks is an error.

    Its policy lets a browser use what stands in the page, and nothing else.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"coded": coded, "uri": uri}
    allowed = f"style-src {_source(style)}; script-src {_source(script)}; img-src data:"
    inside = {"style": Markup(style), "script": Markup(script), "policy": f"default-src 'none'; {allowed}"}
    return environment.from_string(template).render(**inside, **given).lstrip()


def _source(text: str) -> str:
    """The digest by which a policy knows a style or a script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def uri(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def status_of(data_status: str) -> dict:
    """What a page says of its data: ``Simulated data.`` or ``Real data.``"""
    (note,) = status_note(data_status) or ("Real data.",)
    return {"status": note, "simulated": data_status == "simulated"}


def page(
    template: str,
    style: str,
    script: str,
    title: str,
    question: str | None,
    said: list[str],
    address: str | None,
    description: str,
    done: str,
    data_status: str,
    sections: list[Section],
    findings: list[dict],
    voices: list[str],
    run: dict,
    audit: list[dict],
    warnings: list[dict],
    versions: dict[str, str],
    home: str,
    sources: list[str],
    labels: dict[str, str],
) -> str:
    """The page of a study; `said` are the sentences of its main result, which stands at `address`."""
    exhibits = {exhibit.anchor: exhibit for section in sections for exhibit in section.exhibits}
    return rendered(
        template,
        style,
        script,
        title=title,
        warning=WARNING,
        question=question,
        first=said[0],
        further=said[1:],
        place=exhibits.get(f"table-{(address or '').partition('.')[0]}"),
        paragraphs=[part for part in description.split("\n\n") if part.strip()],
        done=done,
        sections=sections,
        verdict=verdict(findings),
        findings=grouped(findings),
        voices=[part[0].upper() + part[1:] for part in voices],
        method=method(run, labels),
        counts=efficiency_counts(run),
        imputed=imputed(audit),
        changes=changes(audit),
        causes=causes(warnings),
        versions=versions,
        home=home,
        sources=sources,
        **status_of(data_status),
    )


def numbered(sections: list, figures: dict[str, bytes], tables: dict[str, str], home: str) -> list[Section]:
    """Sections with their figures and tables, each kind numbered in the order of the page.

    `sections` are pairs of a heading and its entries (kind, name, caption, alternative text); `figures` and `tables`
    are by name.
    """
    numbers, contents = {kind: itertools.count(1) for kind in FORMS}, {"figure": figures, "table": tables}
    return [
        Section(
            heading or "Results",
            [
                Exhibit(
                    kind,
                    name,
                    f"{kind.capitalize()} {next(numbers[kind])}",
                    caption or name,
                    alternative,
                    contents[kind][name],
                    home,
                )
                for kind, name, caption, alternative in entries
            ],
        )
        for heading, entries in sections
    ]


def what_was_done(scores: list[dict], run: dict, fit: dict | None, data_status: str, labels: dict[str, str]) -> str:
    """A paragraph: units and years of the data, how their efficiency was measured, how the main result is estimated."""
    units, years = {row["unit"] for row in scores}, sorted({row["year"] for row in scores})
    period = " to ".join(str(year) for year in dict.fromkeys((years[0], years[-1])))
    said = [
        f"The data are {data_status}: {number_of(len(units), 'unit')} in {number_of(len(years), 'year')}, {period}."
    ]
    (_, model), *indicators = method(run, labels)
    used = "; ".join(f"{name.lower()}: {value}" for name, value in indicators)
    said.append(f"Efficiency is measured by {model}; {used}.")
    if fit:
        own = fit["estimator"]
        way = "least squares" if own in LEAST_SQUARES else MODELS.get(own, own.upper())
        effects = [effect for name in fit["fixed_effects"] or [] for effect in effects_of(name, labels)]
        beside = f" with {' and '.join(effects).lower()}" if effects else ""
        said.append(f"The main result is by {way}{beside}: `{fit['formula']}`.")
    return " ".join(said)


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


def causes(warnings: list[dict]) -> list[Cause]:
    """The warnings of the panel stage by cause, the rarest first: what is alike but for numbers and details."""
    groups: dict[str, list[dict]] = {}
    for row in warnings:
        groups.setdefault(NUMBER.sub("#", row["what"].partition(": ")[0]), []).append(row)
    return [_cause(rows) for rows in sorted(groups.values(), key=len)]


def _cause(rows: list[dict]) -> Cause:
    names = list(dict.fromkeys(row["what"].partition(": ")[0] for row in rows))
    others = f", and {len(names) - 1} like it" if len(names) > 1 else ""
    more = count(len(rows) - WARNINGS_SHOWN) if len(rows) > WARNINGS_SHOWN else ""
    return Cause(f"{names[0]}{others}: {number_of(len(rows), 'place')}", [*map(_warning, rows[:WARNINGS_SHOWN])], more)


def _warning(row: dict) -> Row:
    """Where and what."""
    place = (row["file"], row["variable"], row["unit"], row["year"])
    return ", ".join(str(part) for part in place if part is not None), row["what"]
