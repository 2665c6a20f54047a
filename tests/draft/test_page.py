"""The draft that the tutorial shows."""

import re
from pathlib import Path

from draft.study import draft

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_the_page_shows_lines_of_the_draft_from_its_own_table(home, write):
    sheet = re.search(r"^```csv\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1]
    rows = [[int(cell) if cell.isdigit() else cell for cell in line.split(",")] for line in sheet.splitlines()]
    (home / "raw" / "first").mkdir()
    write(home / "raw" / "first" / "cities.xlsx", {"Sheet1": rows})
    draft("first", home)
    shown = re.search(r"^```\n(unit:.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1].splitlines()
    drafted = (home / "config/studies/first.yaml").read_text(encoding="utf-8").splitlines()
    places = [drafted.index(line) for line in shown]
    assert places == sorted(places)
