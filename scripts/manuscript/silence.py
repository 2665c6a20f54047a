"""Findings that an author has answered: a file beside the manuscript names them, and says why."""

import csv
from dataclasses import dataclass
from pathlib import Path

from core.errors import StudyError, nearest
from referee.findings import Finding

HEADER = ["check", "where", "reason"]


@dataclass(frozen=True)
class Silenced:
    """A finding that does not count, and the reason that its author gives."""

    finding: Finding
    reason: str


def silenced_path(manuscript: str) -> Path:
    """The file of a manuscript's silenced findings: ``draft.silenced.csv`` beside ``draft.docx``."""
    return Path(manuscript).with_suffix(".silenced.csv")


def silence(manuscript: str, found: list[Finding], checks: set[str]) -> tuple[list[Finding], list[Silenced]]:
    """Findings that count, with those about the file itself, and those that it silences."""
    rows = _rows(silenced_path(manuscript))
    said, good = [], []
    for line, row in rows.items():
        fault = _fault(row, found, checks)
        if fault:
            said.append(Finding("silence", "W", f"{silenced_path(manuscript).name}, line {line}", fault))
        else:
            good.append(row)
    reasons = [(one, next((row["reason"] for row in good if _is_about(row, one)), None)) for one in found]
    kept = [one for one, reason in reasons if reason is None]
    return [*kept, *said], [Silenced(one, reason) for one, reason in reasons if reason is not None]


def _rows(path: Path) -> dict[int, dict[str, str]]:
    """By line what the file says; none without the file."""
    if not path.is_file():
        return {}
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            header = [name.strip() for name in next(lines, [])]
            cells = [(lines.line_num, [cell.strip() for cell in line]) for line in lines]
            rows = {number: line for number, line in cells if any(line)}
    except (UnicodeDecodeError, csv.Error) as error:
        raise StudyError(f"{path}: no CSV file in UTF-8 ({error}); save it as that") from error
    if header != HEADER:
        raise StudyError(f"{path}: the header is {','.join(header)!r}; expected `{','.join(HEADER)}`")
    if wrong := [line for line, row in rows.items() if len(row) != len(HEADER)]:
        raise StudyError(
            f"{path}, line {wrong[0]}: {len(rows[wrong[0]])} cells, expected 3; put a reason or a place with a comma "
            'into quotes, as "Table 3, AI, column (2)"'
        )
    return {line: dict(zip(HEADER, row, strict=True)) for line, row in rows.items()}


def _fault(row: dict[str, str], found: list[Finding], checks: set[str]) -> str:
    if row["check"] not in checks:
        return f"There is no check `{row['check']}`; {nearest(row['check'], sorted(checks))}."
    if not row["reason"]:
        return "The reason is empty, so nothing is silenced. Say why the finding needs no answer."
    if not any(_is_about(row, one) for one in found):
        return f"`{row['check']}` has no finding at {row['where'] or 'any place'}. Delete the row."
    return ""


def _is_about(row: dict[str, str], finding: Finding) -> bool:
    """Whether a row names the check of a finding, and its place or one that holds it."""
    inside = finding.where == row["where"] or finding.where.startswith(f"{row['where']},")
    return row["check"] == finding.check and bool(row["where"]) and inside
