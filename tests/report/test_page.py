"""What the page says besides its figures and tables."""

import pytest

from report.page import causes, changes, grouped, imputed, numbered, rendered, verdict, what_was_done


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ("", "The referee's checks passed without a finding."),
        ("N", "The referee's checks: passed, with 1 note."),
        ("WWN", "The referee's checks: passed, with 2 warnings and 1 note."),
        ("EWN", "The referee's checks: not passed, with 1 error, 1 warning and 1 note."),
    ],
)
def test_verdict(severities, said):
    findings = [{"severity": severity} for severity in severities]
    assert verdict(findings) == said
    assert [group["severity"][0].upper() for group in grouped(findings)] == list(dict.fromkeys(severities))


FORMULA = "score ~ policy | unit + year"
SECTIONS = [
    ("One", [("table", "t", "T", ""), ("figure", "f", "F", "Means by year: f.")]),
    ("", [("table", "u", None, "")]),
]


def test_figures_and_tables_are_numbered_in_the_order_of_the_page():
    one, two = numbered(SECTIONS, {"f": b"png"}, {"t": "<table>", "u": "<table>"}, "results/mine")
    assert [exhibit.number for exhibit in one.exhibits] == ["Table 1", "Figure 1"]
    assert (two.heading, two.exhibits[0].number, two.exhibits[0].caption) == ("Results", "Table 2", "u")


def test_an_exhibit_says_how_it_is_made_again_and_where_its_files_are():
    table, figure = numbered(SECTIONS, {"f": b"png"}, {"t": "<table>", "u": "<table>"}, "results/mine")[0].exhibits
    assert figure.target == "results/mine/figures/f.pdf"
    assert figure.files == [("PDF", "figures/f.pdf"), ("PNG", "figures/f.png")]
    assert [path for _, path in table.files] == ["tables/t.docx", "tables/t.tex", "tables/t.csv"]


@pytest.mark.parametrize("status", ["real", "simulated"])
def test_what_was_done(study, status):
    scores, scored = study.tables["efficiency/scores.csv"], study.documents["efficiency/run.json"]
    done = what_was_done(scores, scored, study.fit("main"), status, {"land": "Land"})
    assert done.startswith(
        f"The data are {status}: 6 units in 4 years, 2000 to 2003. Efficiency is measured by super-e"
    )
    assert "inputs: Land, labour; desirable outputs: gdp" in done
    assert done.endswith("by least squares with unit fixed effects and year fixed effects: `" + FORMULA + "`.")


def test_a_page_allows_its_own_style_and_script_alone():
    """The digest of the empty text is SHA-256's known one, in base64."""
    page = rendered("{{ policy }}|{{ style }}|{{ script }}", "a > b {}", "")
    policy, style, script = page.split("|")
    assert "script-src &#39;sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=&#39;" in policy
    assert (style, script) == ("a > b {}", "") and "default-src &#39;none&#39;" in policy


def test_imputations_come_first_among_the_changes(study):
    audit = study.tables["panel/audit.csv"]
    assert changes(audit) == [
        ("so2", "interpolated, log", "1"),
        ("", "raw/a.csv: encoding", "1"),
        ("so2", "winsorised_1%", "1"),
    ]
    assert imputed(audit) == "1 cell filled by interpolation or extrapolation."
    assert imputed([]) == "No cell was filled."


def test_warnings_stand_under_their_cause_the_rarest_first():
    spikes = [warning(f"one-year spike, more than 3 times: {n} between 1.5e+07 and {n}", "gdp", n) for n in range(40)]
    merged = [warning(f"AC{n} 201{n}: a -> b") for n in range(3)]
    rare, groups, common = causes([*spikes, *merged, warning("break common to all units")])
    assert rare.rows == [("raw/a.csv", "break common to all units")]
    assert (groups.name, len(groups.rows), groups.more) == ("AC0 2010, and 2 like it: 3 places", 3, "")
    assert (common.name, common.more) == ("one-year spike, more than 3 times: 40 places", "10")
    assert common.rows[1] == ("raw/a.csv, gdp, 1", "one-year spike, more than 3 times: 1 between 1.5e+07 and 1")
    assert causes([]) == []


def warning(what, variable=None, unit=None):
    return {"file": "raw/a.csv", "variable": variable, "unit": unit, "year": None, "what": what}
