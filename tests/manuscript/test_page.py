"""The reader's page and the rows beside it: every number marked, every finding linked, nothing from elsewhere."""

import re

import pytest
from written import baseline, draft, study, table, value

from core.files import read_rows
from manuscript.page import Mark, page, pieces
from manuscript.review import lines, reviewed, write
from manuscript.rows import rows
from referee.findings import Spot

STUDY = study()
EFFECT = f"{value(STUDY, 'baseline.both.ai'):.4f}"
WRONG = baseline(STUDY).replace(EFFECT, "0.9999", 1)
PAPER = draft(f"The policy raises <efficiency> by {EFFECT} in 286 cities.", table("Table 3", WRONG))


@pytest.fixture(scope="module")
def review():
    return reviewed(PAPER, STUDY, "fields")


@pytest.fixture(scope="module")
def html(review):
    return page(review)


def test_numbers_are_marked_by_what_the_study_says_of_them(html):
    assert re.search(r'<a class="n contradicted"[^>]*href="#finding-\d+"[^>]*>0\.9999\*</a>', html)
    assert re.search(r'<span class="n supported"[^>]*title="supported: [^>]*>286</span>', html)
    assert "&lt;efficiency&gt;" in html


def test_findings_and_numbers_lead_to_each_other(html):
    anchors = set(re.findall(r' id="([^"]+)"', html))
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert links <= anchors and any(link.startswith("finding-") for link in links)
    assert len(re.findall(r' id="([^"]+)"', html)) == len(anchors)


def test_the_page_needs_nothing_else(html):
    assert "default-src &#39;none&#39;" in html
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import", html)


def test_the_text_of_the_manuscript_is_whole(html):
    body = html[html.index('id="manuscript"') :]
    text = re.sub(r"<[^>]+>", "", body)
    assert f"by {EFFECT} in 286 cities." in text
    for cell in (cell for row in PAPER.tables[0].table.rows for cell in row if cell.text):
        assert cell.text in text


def test_alone_nothing_is_called_supported():
    html = page(reviewed(PAPER))
    assert "Checked against itself" in html and 'class="n supported"' not in html
    assert '<span class="n checked"' in html


def test_rows_hold_findings_and_every_number(review, tmp_path):
    found = rows(review)
    assert {row["kind"] for row in found} == {"finding", "number"}
    (one,) = (row for row in found if row["kind"] == "number" and row["text"] == "0.9999*")
    assert (one["verdict"], one["address"]) == ("contradicted", "baseline.both.ai")
    assert float(one["exact"]) == pytest.approx(value(STUDY, "baseline.both.ai"), rel=1e-5)
    assert sum(row["kind"] == "number" for row in found) == len(review.verdicts)


def test_the_summary_counts(review):
    *said, last = lines(review)
    assert any(line.startswith("E contradicted (Table 3, Pilot zone, column (3)): 0.9999*") for line in said)
    assert "against fields" in last and "1 contradicted" in last


def test_the_files_stand_beside_the_manuscript(tmp_path):
    paper = draft("There are 286 cities.")
    object.__setattr__(paper.manuscript, "path", str(tmp_path / "paper.md"))
    assert [path.name for path in write(reviewed(paper))] == ["paper.referee.html", "paper.referee.csv"]
    assert list(read_rows(tmp_path / "paper.referee.csv")) == []


def test_of_marks_that_overlap_the_first_is_shown():
    marks = [(Spot(0, start=start, end=11), Mark("contradicted")) for start in (6, 8)]
    assert [piece.text for piece in pieces("It is 0.123.", marks)] == ["It is ", "0.123", "."]
