"""The page in a browser: every table can be read whole, and the page itself never scrolls sideways."""

import html
import json
import re
import shutil
import subprocess

import pytest

from report.fragment import to_html
from report.page import numbered, page
from report.three_line import Group, Table
from report.write_report import __file__ as VERB

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --no-first-run"
)
MEASURE = """
const box = r => ({left: r.left, right: r.right});
const said = [...document.querySelectorAll(".table .scroll")].map(scroll => {
  scroll.scrollLeft = 10000;
  const scrolled = scroll.scrollLeft;
  const first = scroll.querySelector("tbody tr:last-child > :first-child").getBoundingClientRect();
  const last = scroll.querySelector("tbody tr:last-child > :last-child").getBoundingClientRect();
  const heading = scroll.querySelector("th[scope=rowgroup] span").getBoundingClientRect();
  return {...box(scroll.getBoundingClientRect()), scrolled, first: first.left, width: first.width, last: last.right,
          heading: heading.left};
});
parent.document.getElementById("said").textContent =
  JSON.stringify({page: document.documentElement.scrollWidth, width: window.innerWidth, tables: said});
"""

pytestmark = pytest.mark.skipif(not BROWSER, reason="no Chromium is installed")


def table(columns, name):
    """A table as wide as the widest of the studies: names of rows, and `columns` of numbers."""
    header = (("Variable", *(f"Made in China {number}" for number in range(columns))),)
    rows = tuple((f"{name} {number}", *["-51,647.9***"] * columns) for number in range(3))
    return to_html(Table(header, (Group(rows, "Inputs and outputs"),), ("A note.",), "T"))


@pytest.fixture
def measured(study, tmp_path):
    """What a browser measures in a window of some width: the page, and its tables scrolled to their ends."""

    def measure(width, columns, name="Education spending over GDP"):
        template = VERB.replace("write_report.py", "report.html.j2")
        tables = {"narrow": table(2, name), "wide": table(columns, name)}
        sections = numbered([("Results", [("table", name, name) for name in tables])], {}, tables)
        with open(template, encoding="utf-8") as file:
            text = page(file.read(), "A title", "About.", "real", sections, [], [],
                        study.documents["efficiency/run.json"], [], [], [], {})  # fmt: skip
        inner = html.escape(text.replace("</body>", f"<script>onload = () => {{{MEASURE}}}</script></body>"))
        outer = f'<pre id="said"></pre><iframe width="{width}" height="900" style="border:0" srcdoc="{inner}"></iframe>'
        (tmp_path / "outer.html").write_text(f"<!doctype html><meta charset=utf-8>{outer}", encoding="utf-8")
        command = [BROWSER, *FLAGS.split(), f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1400,1000"]
        command += ["--virtual-time-budget=3000", "--dump-dom", (tmp_path / "outer.html").as_uri()]
        dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
        return json.loads(html.unescape(re.search('<pre id="said">(.*?)</pre>', dom)[1]))

    return measure


@pytest.mark.parametrize("name", ["Education spending over GDP", "Spending of the city on education, a head, " * 4])
@pytest.mark.parametrize(("width", "columns"), [(1280, 6), (1280, 16), (390, 6)])
def test_tables_are_never_cut_and_the_first_column_stays_in_sight(measured, width, columns, name):
    found = measured(width, columns, name)
    assert found["width"] == width and found["page"] <= width
    for box in found["tables"]:
        assert box["left"] >= 0 and box["right"] <= width
        assert box["last"] <= box["right"] + 1, "scrolled to its end, the last column is in sight"
        assert box["first"] == pytest.approx(box["left"], abs=1.5)
        assert box["left"] - 1 <= box["heading"] <= box["left"] + 4
        assert box["width"] < 0.5 * width


def test_a_wide_table_needs_no_scrolling_on_a_screen(measured):
    _, wide = measured(1280, 6)["tables"]
    assert wide["scrolled"] == 0 and wide["right"] - wide["left"] > 700
