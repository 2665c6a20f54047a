"""The pages in a browser: nothing is cut, pale, silent or leads nowhere, and every table can be read whole."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import CHROMIUM, browsing, faults

from report.figures import as_png, canvas
from report.fragment import to_html
from report.index import index
from report.page import numbered, page
from report.three_line import Group, Table

ROOT = Path(__file__).parents[2]
FIGURE = {"name": "map", "caption": "A map.", "alternative": "Values on a map: score."}
LONG = "Spending of the city on education, a head, " * 4
MEASURE = """
[...document.querySelectorAll(".table .scroll")].map(scroll => {
  scroll.scrollLeft = 10000;
  const box = selector => scroll.querySelector(selector).getBoundingClientRect();
  const [first, last] = [box("tbody tr:last-child > :first-child"), box("tbody tr:last-child > :last-child")];
  const {left, right} = scroll.getBoundingClientRect();
  return {left, right, scrolled: scroll.scrollLeft, first: first.left, width: first.width, last: last.right,
          heading: box("th[scope=rowgroup] span").left};
})
"""

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed: chromium, google-chrome")


@pytest.fixture(scope="module")
def browser():
    with browsing() as found:
        yield found


def table(columns, name, rows=3):
    """A table as wide as the widest of the studies: names of rows, and `columns` of numbers."""
    header = (("Variable", *(f"Made in China {number}" for number in range(columns))),)
    body = tuple((f"{name} {number}", *["-51,647.9***"] * columns) for number in range(rows))
    return to_html(Table(header, (Group(body, "Inputs and outputs"),), ("A note.",), "T"))


@pytest.fixture
def written(study, tmp_path):
    """The path of a page with tables and a figure."""
    template, style, script = (
        (ROOT / "scripts/report" / name).read_text("utf-8") for name in ("report.html.j2", "page.css", "page.js")
    )

    def write(tables, status="simulated"):
        shown = [
            *(("table", name, name, "") for name in tables),
            ("figure", "map", "A map.", "Values on a map: score."),
        ]
        home = tmp_path / "results/mine"
        for kind, name, *_ in shown:
            for form in ("pdf", "png") if kind == "figure" else ("tex", "docx", "csv"):
                (home / f"{kind}s").mkdir(parents=True, exist_ok=True)
                (home / f"{kind}s" / f"{name}.{form}").touch()
        sections = numbered([("Results", shown)], {"map": as_png(canvas(2, status))}, tables, "results/mine")
        text = page(
            template, style, script, "A title", "Did it rise?", ["It rose by 0.1.", "Really."], "narrow.a", "About.",
            "The data are of 6 units.", status, sections,
            study.tables["referee.csv"], ["one voice"], study.documents["efficiency/run.json"],
            study.tables["panel/audit.csv"], study.tables["panel/warnings.csv"] * 40, {"python": "3", "numpy": "2"},
            "results/mine", ["A source"], {},
        )  # fmt: skip
        (home / "panel").mkdir(exist_ok=True)
        (home / "panel/warnings.csv").touch()
        (home / "report.html").write_text(text, encoding="utf-8")
        return home / "report.html"

    return write


@pytest.mark.parametrize("status", ["real", "simulated"])
def test_a_page_has_no_fault(browser, written, status):
    assert faults(browser, written({"narrow": table(2, "gdp"), "wide": table(16, LONG, 9)}, status)) == []


def test_the_index_has_no_fault(browser, written):
    report = written({"narrow": table(2, "gdp")})
    template, style = ((ROOT / "scripts/report" / name).read_text("utf-8") for name in ("index.html.j2", "page.css"))
    figure = {"name": "map", "caption": "A map.", "alternative": "Values on a map: score."}
    said = {
        "title": "A title " * 20,
        "question": "Why?",
        "sentences": ["It rose."],
        "verdict": "Passed.",
        "figure": figure,
    }
    studies = {"mine": said | {"data_status": "simulated"}}
    path = report.parents[1] / "index.html"
    path.write_text(index(template, style, studies, {"mine": as_png(canvas(2, "simulated"))}), encoding="utf-8")
    assert faults(browser, path) == []


BROKEN = {
    "<h1>": ("<h3>", "not one h1"),
    'id="referee"': ('id="voices"', "the id voices stands twice"),
    'href="#efficiency"': ('href="#nowhere"', "the link #nowhere leads nowhere"),
    'href="figures/map.pdf"': ('href="figures/mop.pdf"', "the link figures/mop.pdf leads nowhere"),
    'alt="Values on a map: score."': ('alt=""', "an image without alternative text"),
    "--soft: #5c5c5c": ("--soft: #9c9c9c", 'contrast 2.7 of "'),
    "max-width: 44rem": ("min-width: 100rem", "the page is"),
    '"use strict";': ("gone();", "ReferenceError: gone is not defined"),
}


def test_every_fault_of_a_broken_page_is_found_out(browser, written):
    path = written({"narrow": table(2, "gdp")})
    text = re.sub("<meta http-equiv.*?>", "", path.read_text(encoding="utf-8"))  # it knows style and script as they are
    for part, (broken, _) in BROKEN.items():
        assert part in text
        text = text.replace(part, broken)
    path.write_text(text, encoding="utf-8")
    found = "\n".join(faults(browser, path))
    assert [said for _, said in BROKEN.values() if said not in found] == []


def test_a_script_that_is_not_the_pages_own_does_not_run(browser, written):
    path = written({"narrow": table(2, "gdp")})
    text = path.read_text(encoding="utf-8").replace("<h1>", "<script>document.title = 'mine'</script><h1>")
    path.write_text(text, encoding="utf-8")
    shown = browser.open(path, 1280)
    assert shown.evaluate("document.title") == "A title"
    assert "Content Security Policy" in " ".join(shown.console())


@pytest.mark.parametrize("name", ["Education spending over GDP", LONG])
@pytest.mark.parametrize(("width", "columns"), [(1280, 6), (1280, 16), (390, 6)])
def test_tables_are_never_cut_and_the_first_column_stays_in_sight(browser, written, width, columns, name):
    shown = browser.open(written({"narrow": table(2, name), "wide": table(columns, name)}), width)
    for box in shown.evaluate(MEASURE):
        assert box["left"] >= 0 and box["right"] <= width
        assert box["last"] <= box["right"] + 1, "scrolled to its end, the last column is in sight"
        assert box["first"] == pytest.approx(box["left"], abs=1.5)
        assert box["left"] - 1 <= box["heading"] <= box["left"] + 4
        assert box["width"] < 0.5 * width


def test_a_wide_table_needs_no_scrolling_on_a_screen(browser, written):
    path = written({"narrow": table(2, "gdp"), "wide": table(6, "Education spending over GDP")})
    _, wide = browser.open(path, 1280).evaluate(MEASURE)
    assert wide["scrolled"] == 0 and wide["right"] - wide["left"] > 700


NAMED = tuple(zip("badcgfeh", ("−0.3", "1,200.5**", "", "<0.001", "0.2", "(9)", "7", "8"), strict=True))
CLICK = """
(() => {
  const table = document.querySelector("table.sortable"), heading = table.tHead.rows[0].cells[1];
  heading.querySelector("button").click();
  const names = [...table.tBodies[0].rows].map(row => row.cells[0].textContent || ".");
  return [heading.getAttribute("aria-sort"), names.join("")];
})()
"""


@pytest.mark.parametrize(
    ("rows", "rising", "falling"),
    [
        (NAMED, "bcgehfad", "afhegcbd"),
        ((*NAMED[:1], ("", "(0.1)"), *NAMED[1:]), "b.cgehfad", "afhegcb.d"),  # a standard error stays beneath
    ],
)
def test_a_click_on_a_heading_sorts_a_long_table_and_empty_cells_stay_last(browser, written, rows, rising, falling):
    shown = browser.open(written({"narrow": to_html(Table((("Unit", "I"),), (Group(rows),)))}), 1280)
    assert shown.evaluate(CLICK) == ["ascending", rising]
    assert shown.evaluate(CLICK) == ["descending", falling]
    assert shown.console() == []


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext is installed: poppler-utils")
def test_in_print_nothing_is_folded_and_every_sheet_says_that_data_are_simulated(browser, written, tmp_path):
    made = tmp_path / "page.pdf"
    made.write_bytes(browser.open(written({"wide": table(12, LONG, 60)}), 1280).pdf())
    text = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, text=True, check=True).stdout
    *sheets, end = text.split("\f")
    assert len(sheets) > 3 and not end
    assert all(sheet.lstrip().startswith("Simulated data") for sheet in sheets)
    assert all("Variable" in sheet for sheet in sheets if "51,647.9" in sheet), "its header is on every sheet"
    assert "numpy" in text and "snakemake --cores 1" in text and "winsorised_1%" in text
    assert text.count("-51,647.9") + text.count("−51,647.9") == 12 * 60
