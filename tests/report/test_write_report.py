"""The report: one page that needs nothing else."""

from pathlib import Path

import pytest

from core.files import read_json, write_json
from report.write_report import write_report

ROOT = Path(__file__).parents[2]
SHIPPED = {name: str(ROOT / f"scripts/report/{file}") for name, file in
           (("template", "report.html.j2"), ("style", "page.css"), ("sorting", "page.js"))}  # fmt: skip
ENVIRONMENTS = [str(ROOT / "envs/report.yaml")]
FILES = {
    "figures": ["figures/map.png"],
    "tables": ["tables/base.html"],
    "findings": "referee.csv",
    "voices": ["audit/did.csv"],
    "run": "efficiency/run.json",
    "audit": "panel/audit.csv",
    "warnings": "panel/warnings.csv",
    "estimates": ["estimates/fit_ols/baseline.csv"],
    "facts": ["estimates/fit_ols/baseline.json"],
    "placebos": [],
    "scores": "efficiency/scores.csv",
    "truth": ["demo/truth.json"],
}
WANTED = {"addresses": ["baseline.main", "baseline.late"], "chosen": False, "term": None, "policy": "policy"}


def written(home, twice, sections, status="simulated"):
    write_json(home / "demo/truth.json", {"policy": {"score_did": 0.05}})
    for name, content in (("figures/map.png", b"\x89PNG"), ("tables/base.html", b"<table>1</table>")):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_bytes(content)
    made = twice(
        write_report,
        FILES | SHIPPED | {"environments": ENVIRONMENTS},
        {"html": "report.html", "main": "main.json"},
        title="绿色效率 <and> policy",
        question="Did <it> rise?",
        description="First.\n\nSecond.",
        data_status=status,
        sections=sections,
        figure={"name": "map"},
        sources=["Author (2020) <source>"],
        labels={"land": "Land & soil", "policy": "Law"},
        wanted=WANTED,
        home="results/mine",
    )
    return made["html"].read_text(encoding="utf-8"), read_json(made["main"])


SAID = "The estimated effect of Law on score is 0.0638 (95 % interval 0.0238 to 0.1038, p = 0.009, standard errors"
SECTIONS = [["Did it <rise>?", [["table", "base", "Base", ""], ["figure", "map", "城市 & map", "Values <on> a map."]]]]


def test_the_page_holds_everything_escaped(home, twice):
    page, _ = written(home, twice, SECTIONS)
    assert "绿色效率 &lt;and&gt; policy" in page and "城市 &amp; map" in page and "<table>1</table>" in page
    assert 'src="data:image/png;base64,' in page and 'alt="Values &lt;on&gt; a map."' in page
    assert "Did &lt;it&gt; rise?" in page and f'<p class="first">{SAID}' in page
    assert page.count("<code>&lt;add&gt;</code> a permutation p &amp; more") == 1
    assert "<dd>Land &amp; soil, labour</dd>" in page, "variables of the efficiency model have their labels"
    assert "winsorised_1%" in page and "Author (2020) &lt;source&gt;" in page
    assert "<li>Second voices: 2 coefficients of 2 columns agree, largest difference 2e-12; 1 column and" in page
    assert "raw/a.csv, so2, b, 2001:</span> one-year spike &lt;up&gt; &amp; back" in page
    assert "<code>snakemake --cores 1 results/mine/figures/map.pdf</code>" in page
    assert "<dt>matplotlib</dt>" in page and "<dt>python</dt>" in page
    assert not any(mark in page for mark in ("http:", "https:", "<link", "url(")) and page.count("<script>") == 1


@pytest.mark.parametrize(("status", "simulated"), [("simulated", True), ("real", False)])
def test_simulated_data_are_said_at_the_head_in_print_and_with_the_main_result(home, twice, status, simulated):
    page, main = written(home, twice, SECTIONS, status)
    assert ('<body class="simulated">' in page, "Simulated data." in page) == (simulated, simulated)
    assert ("Real data." in page) != simulated
    assert ("The data are simulated, with a planted effect of 0.0500." in main["sentences"]) == simulated


def test_the_index_and_the_end_of_the_run_are_told_what_the_page_says(home, twice):
    _, main = written(home, twice, SECTIONS)
    assert (main["question"], main["data_status"]) == ("Did <it> rise?", "simulated")
    assert main["sentences"][0].startswith(SAID) and main["result"]["address"] == "baseline.main"
    assert main["verdict"] == "The referee's checks: passed, with 1 warning."
    assert main["figure"] == {"name": "map"}


def test_what_is_asked_comes_first_and_the_log_of_cleaning_is_folded(home, twice):
    page, _ = written(home, twice, [*SECTIONS, ["", []]])
    assert '<a href="#section-1">Did it &lt;rise&gt;?</a>' in page and '<a href="#section-2">Results</a>' in page
    order = ("Simulated data.", "Did &lt;it&gt; rise?", SAID, "The data are simu", "<nav", 'id="section-1"', "<figure",
             'id="referee"', 'id="voices"', 'id="efficiency"', 'id="cleaning"', "<summary>Every change", 'id="again"',
             'id="sources"')  # fmt: skip
    places = [page.index(mark) for mark in order]
    assert places == sorted(places)
    assert page.index("interpolated, log") < page.index("raw/a.csv: encoding")
