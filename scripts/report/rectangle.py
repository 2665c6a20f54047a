"""Three-line tables as a rectangle with one header row, for spreadsheets and programs."""

import csv
import io
import re

from report.printed import SIMULATED, status_note
from report.three_line import Row, Table, spans, split_stars

NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(e[-+]?\d+)?", re.IGNORECASE)
RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # a spreadsheet runs a text that begins so


def to_csv(table: Table, data_status: str) -> str:
    """The printed cells under one header row, with a first column `group` where groups have headings.

    A rectangle has no notes: that data are simulated stands above the names of the rows.
    """
    grouped = any(group.heading for group in table.groups)
    first, *others = one_header(table.header)
    status = [f"({SIMULATED})"] * len(status_note(data_status))
    rows = [["group"] * grouped + [" ".join(filter(None, [first, *status])), *others]]
    rows += [[group.heading, *row] if grouped else [*row] for group in table.groups for row in group.rows]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([map(harmless, row) for row in rows])
    return text.getvalue()


def one_header(header: tuple[Row, ...]) -> list[str]:
    """Header rows as one: the texts above each column from top to bottom, none twice."""
    spread = [[text for text, width in spans(row) for _ in range(width)] for row in header]
    return [" ".join(dict.fromkeys(filter(None, texts))) for texts in zip(*spread, strict=True)]


def harmless(cell: str) -> str:
    """`cell` with an apostrophe before a text that a spreadsheet would run; numbers may have stars and signs."""
    number = NUMBER.fullmatch(split_stars(cell)[0])
    return f"'{cell}" if cell.startswith(RUN) and not number else cell
