"""Every number of a manuscript against the results of a study, and the findings that follow."""

from collections import defaultdict
from collections.abc import Iterator

from papers.document import Table, Text
from referee.findings import Draft, Finding, Spot
from traces.results import Numbers
from traces.traced_tables import table_verdicts, traced
from traces.traced_texts import text_verdicts
from traces.verdicts import Verdict, exact

FEW = 3  # contradicted numbers of a table that are said one by one
SHOWN = 5  # numbers that a finding names
OF_SENTENCES = (
    *("text_number", "text_number_nowhere", "text_level", "text_level_weaker", "text_sign"),
    *("text_differs", "summary_differs"),
)  # checks whose findings have the number of a sentence first, and what it is held against behind
REMEDY = "Copy it from the results again, or run the study if these are the ones to change."
# Checks against the results of a study: severity, and what they find.
TRACED = {
    "contradicted": ("E", "a number that is not the study's"),
    "stars_rule": ("E", "stars that the study's p-value does not earn by the table's legend"),
    "outcome_heading": ("E", "a column with the outcome of another column of the study above it"),
    "unsupported": ("W", "numbers that are roundings of no result"),
    "stale_results": ("W", "results that are not those of the manifest"),
    "stale_table": ("W", "a table file beside the manuscript that is not the study's current one"),
    "figure_other": ("W", "a figure that is not the one that the study made"),
    "silence": ("W", "rows of the file of silenced findings that silence nothing"),
}


def trace(draft: Draft, numbers: Numbers) -> list[Verdict]:
    """A verdict on each number of the tables and of the texts."""
    found = [verdict for table in traced(draft, numbers) for verdict in table_verdicts(table, draft, numbers)]
    shown = {one.spot: one.result for one in found if one.result}
    return [*found, *text_verdicts(draft, shown, numbers)]


def unexplained(findings: list[Finding], verdicts: list[Verdict]) -> list[Finding]:
    """Findings of a manuscript against itself, without those that hold a number of a sentence against numbers of other
    results: the study has both, so neither is a slip of the other."""
    traced = {one.spot: one.result.address for one in verdicts if one.said == "supported" and one.result}
    return [one for one in findings if one.check not in OF_SENTENCES or not _is_of_another(one, traced)]


def _is_of_another(finding: Finding, traced: dict[Spot, str]) -> bool:
    said, *others = (traced.get(spot, "") for spot in finding.spots)
    return bool(said) and (said not in others or (finding.check == "summary_differs" and all(others)))


def traced_findings(draft: Draft, verdicts: list[Verdict]) -> list[Finding]:
    """What is contradicted or without support, and stars by another rule; one cause is one finding."""
    blocks: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        blocks[verdict.spot.block].append(verdict)
    found = [finding for block, of in blocks.items() for finding in _of_block(draft.manuscript.blocks[block], of)]
    return sorted(found, key=lambda one: one.severity)


def _of_block(block: Text | Table, verdicts: list[Verdict]) -> Iterator[Finding]:
    contradicted = [one for one in verdicts if one.said == "contradicted"]
    if isinstance(block, Table) and len(contradicted) > FEW:
        checked = sum(one.result is not None for one in verdicts)
        what = f"{len(contradicted)} of {checked} numbers are not the study's, as if the table were older"
        yield _finding(
            "contradicted", block.place, f"{what}: {_named(block, contradicted)}. Copy the table again.", contradicted
        )
        contradicted = []
    for one in contradicted:
        yield _finding("contradicted", one.where, f"{_printed(one)} is not the study's: {one.message}. {REMEDY}", [one])
    for one in verdicts:
        if one.stars is not None:
            p = f"p = {exact(one.result.p_value)} of {one.result.address}"
            what = f"{one.number.text} has {one.number.stars or 'no star'}, and {p} earns {one.stars or 'none'}"
            yield _finding("stars_rule", one.where, f"{what} by the legend. Print those, or say the other rule.", [one])
    if unsupported := [one for one in verdicts if one.said == "without support"]:
        what = f"No result of the study is printed so: {_named(block, unsupported)}"
        yield _finding("unsupported", block.place, f"{what}. Say where it is from, or take it out.", unsupported)


def _finding(check: str, where: str, message: str, verdicts: list[Verdict]) -> Finding:
    return Finding(check, TRACED[check][0], where, message, tuple(one.spot for one in verdicts))


def _named(block: Text | Table, verdicts: list[Verdict]) -> str:
    """The first of some numbers, each with its place in the block and what was found."""
    places = [one.where.removeprefix(block.place).lstrip(", ") for one in verdicts[:SHOWN]]
    details = ["; ".join(filter(None, (place, one.message))) for place, one in zip(places, verdicts, strict=False)]
    said = [f"{_printed(one)} ({detail})" for one, detail in zip(verdicts, details, strict=False)]
    return ", ".join(said) + (f", and {len(verdicts) - SHOWN} more" if len(verdicts) > SHOWN else "")


def _printed(verdict: Verdict) -> str:
    return verdict.number.text + verdict.number.stars
