"""All that the referee says of a manuscript: read, checked against itself and against a study, written down."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from core.files import write_rows, write_text
from manuscript.page import page
from manuscript.rows import COLUMNS, rows
from manuscript.silence import Silenced, silence
from papers.reading import read_manuscript
from printed.printed_tables import variables_of
from printed.tables import tables_of
from prose.sentences import statements
from referee.consistency import CHECKS, findings
from referee.findings import Draft, Finding
from report.page import SEVERITIES
from report.printed import number_of
from report.referee import CHECKS as OF_RESULTS
from traces.results import Numbers
from traces.traced_headings import heading_findings
from traces.tracing import TRACED, trace, traced_findings, unexplained
from traces.verdicts import Verdict
from typed.typed_in import existing_findings

COMPARED = ("supported", "contradicted", "without support")


@dataclass(frozen=True)
class Review:
    """study : its name, empty if the manuscript was checked against itself alone"""

    draft: Draft
    findings: list[Finding]
    silenced: list[Silenced]
    verdicts: list[Verdict] = field(default_factory=list)
    study: str = ""

    @property
    def errors(self) -> int:
        return sum(one.severity == "E" for one in self.findings)


def draft_of(path: str) -> Draft:
    """A manuscript with what its tables and its sentences say."""
    manuscript = read_manuscript(path)
    tables = tables_of(manuscript)
    return Draft(manuscript, tables, tuple(statements(manuscript, variables_of(tables))))


def reviewed(draft: Draft, numbers: Numbers | None = None, study: str = "", more: tuple[Finding, ...] = ()) -> Review:
    """The review of a manuscript, beside a study's `numbers` if there are any; `more` are findings on its files."""
    verdicts = trace(draft, numbers) if numbers else []
    own = unexplained(findings(draft), verdicts)
    asked = {one.check for one in own}
    others = [one for one in existing_findings(draft) if one.check not in asked]
    headed = heading_findings(draft, verdicts, numbers) if numbers else ()
    found = [*own, *others, *traced_findings(draft, verdicts), *headed, *more]
    kept, silenced = silence(draft.manuscript.path, found, {*CHECKS, *OF_RESULTS, *TRACED})
    return Review(draft, sorted(kept, key=lambda one: list(SEVERITIES).index(one.severity)), silenced, verdicts, study)


def write(review: Review) -> list[Path]:
    """Write the page and the rows beside the manuscript; their paths."""
    path = Path(review.draft.manuscript.path)
    html, csv = (path.with_suffix(f".referee.{form}") for form in ("html", "csv"))
    write_text(html, page(review))
    write_rows(csv, rows(review), COLUMNS)
    return [html, csv]


def lines(review: Review) -> list[str]:
    """A line for each finding that is to be mended or answered, and a summary."""
    grave = [one for one in review.findings if one.severity != "N"]
    return [*(f"{one.severity} {one.check} ({one.where}): {one.message}" for one in grave), summary(review)]


def summary(review: Review) -> str:
    """What was read, what was compared, and how many findings of each severity there are."""
    parts = [f"{len(review.draft.tables)} tables and {len(review.draft.statements)} statements read"]
    if review.study:
        counts = Counter(one.said for one in review.verdicts)
        parts.append(f"against {review.study} {', '.join(f'{counts[said]} {said}' for said in COMPARED)}")
    severities = Counter(one.severity for one in review.findings)
    parts.append(", ".join(number_of(severities[key], word) for key, word in SEVERITIES.items()))
    if review.silenced:
        parts.append(f"{len(review.silenced)} silenced")
    return "; ".join(parts)
