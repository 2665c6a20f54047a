"""docs/referee.md names every check of manuscripts, with its severity and source, and none that there is not."""

import re
from pathlib import Path

from manuscript.page import KEY
from manuscript.rows import COLUMNS
from manuscript.silence import HEADER
from referee.consistency import CHECKS
from traces.tracing import TRACED

PAGE = (Path(__file__).parents[2] / "docs/referee.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("\n## A manuscript\n") : PAGE.index("\n## The checks\n")]
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", SECTION, re.MULTILINE))


def test_every_check_has_a_row_and_every_row_a_check():
    assert set(ROWS) == {*CHECKS, *TRACED}
    assert len(re.findall(r"^\| `\w+` \|", SECTION, re.MULTILINE)) == len(ROWS)


def test_a_row_has_the_severity_and_the_source_of_its_check():
    severities = {name: one.severity for name, one in CHECKS.items()} | {name: one for name, (one, _) in TRACED.items()}
    assert {name: cells[0] for name, cells in ROWS.items()} == severities
    years = {name: set(re.findall(r"\d{4}", one.source)) for name, one in CHECKS.items()}
    assert [name for name, own in years.items() if not own <= set(re.findall(r"\d{4}", ROWS[name]))] == []


def test_the_page_says_the_columns_of_both_files():
    assert f"`{','.join(COLUMNS)}`" in SECTION and f"\n{','.join(HEADER)}\n" in SECTION
    assert len(re.findall(r"(?m)^\| (?:bold|dashed|solid|dotted)", SECTION)) == len(KEY)
