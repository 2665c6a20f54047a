"""The report: one page that needs nothing else."""

from pathlib import Path

from report.write_report import write_report

TEMPLATE = Path(__file__).parents[2] / "scripts/report/report.html.j2"
FILES = {
    "figures": ["figures/map.png"],
    "tables": ["tables/base.html"],
    "findings": "referee.csv",
    "voices": ["audit/did.csv"],
    "run": "efficiency/run.json",
    "audit": "panel/audit.csv",
    "warnings": "panel/warnings.csv",
}


def written(home, twice, sections):
    for name, content in (("figures/map.png", b"\x89PNG"), ("tables/base.html", b"<table>1</table>")):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_bytes(content)
    made = twice(
        write_report,
        FILES | {"template": str(TEMPLATE)},
        {"html": "report.html"},
        title="绿色效率 <and> policy",
        description="First.\n\nSecond.",
        data_status="simulated",
        sections=sections,
        sources=["Author (2020) <source>"],
        labels={"land": "Land & soil"},
    )
    return made["html"].read_text(encoding="utf-8")


def test_the_page_holds_everything_escaped(home, twice):
    page = written(home, twice, [["Did it <rise>?", [["table", "base", "Base"], ["figure", "map", "城市 & map"]]]])
    assert "绿色效率 &lt;and&gt; policy" in page and "城市 &amp; map" in page and "<table>1</table>" in page
    assert "data:image/png;base64," in page and "simulated data" in page
    assert page.count("<code>&lt;add&gt;</code> a permutation p &amp; more") == 1
    assert "<dd>Land &amp; soil, labour</dd>" in page, "variables of the efficiency model have their labels"
    assert "winsorised_1%" in page and "Author (2020) &lt;source&gt;" in page
    assert (
        "<p>Second voices: 2 coefficients of 2 columns agree, largest difference 2e-12; 1 column and 1 number" in page
    )
    assert "raw/a.csv, so2, b, 2001:</span> one-year spike &lt;up&gt; &amp; back" in page
    assert not any(mark in page for mark in ("<script", "http:", "https:", "<link", "url("))


def test_sections_stand_in_the_navigation_and_the_log_of_cleaning_is_folded(home, twice):
    page = written(home, twice, [["Did it <rise>?", [["table", "base", "Base"]]], ["", [["figure", "map", "Map"]]]])
    assert '<a href="#section-1">Did it &lt;rise&gt;?</a>' in page and '<a href="#section-2">Results</a>' in page
    for anchor in ("section-1", "section-2", "referee", "efficiency", "cleaning", "sources"):
        assert f'href="#{anchor}"' in page and f'id="{anchor}"' in page
    assert (
        page.index("<figure>")
        < page.index("The referee's reading</h2>")
        < page.index("How efficiency was measured</h2>")
    )
    assert page.index("<details>") > page.index('id="cleaning"')
    assert page.index("interpolated, log") < page.index("raw/a.csv: encoding")
