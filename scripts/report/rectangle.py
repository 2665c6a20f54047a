"""Three-line tables as a rectangle with one header row, for spreadsheets and programs."""

import csv
import io

from core.language import said
from core.spreadsheets import harmless
from report.printed import SIMULATED, status_note
from report.three_line import Row, Table, spans


def to_csv(table: Table, data_status: str) -> str:
    """The printed cells under one header row, with a first column `group` where groups have headings.

    A rectangle has no notes: that data are simulated stands above the names of the rows.
    """
    grouped = any(group.heading for group in table.groups)
    first, *others = one_header(table.header)
    status = [f"({said(SIMULATED)})"] * len(status_note(data_status))
    rows = [[said("group")] * grouped + [" ".join(filter(None, [first, *status])), *others]]
    rows += [[group.heading, *row] if grouped else [*row] for group in table.groups for row in group.rows]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([map(harmless, row) for row in rows])
    return text.getvalue()


def one_header(header: tuple[Row, ...]) -> list[str]:
    """Header rows as one: the texts above each column from top to bottom, none twice."""
    spread = [[text for text, width in spans(row) for _ in range(width)] for row in header]
    return [" ".join(dict.fromkeys(filter(None, texts))) for texts in zip(*spread, strict=True)]
