"""What the page says besides its figures and tables."""

import pytest

from report.page import changes, grouped, imputed, numbered, verdict, warned


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


def test_figures_and_tables_are_numbered_in_the_order_of_the_page():
    sections = [("One", [("table", "t", "T"), ("figure", "f", "F")]), ("", [("table", "u", None)])]
    one, two = numbered(sections, {"f": b"png"}, {"t": "<table>", "u": "<table>"})
    assert [exhibit.number for exhibit in one.exhibits] == ["Table 1", "Figure 1"]
    assert (two.heading, two.exhibits[0].number, two.exhibits[0].caption) == ("Results", "Table 2", "u")


def test_imputations_come_first_among_the_changes(study):
    audit = study.tables["panel/audit.csv"]
    assert changes(audit) == [
        ("so2", "interpolated, log", "1"),
        ("", "raw/a.csv: encoding", "1"),
        ("so2", "winsorised_1%", "1"),
    ]
    assert imputed(audit) == "1 cell filled by interpolation or extrapolation."
    assert imputed([]) == "No cell was filled."


def test_warnings_say_where(study):
    assert warned(study.tables["panel/warnings.csv"]) == [
        ("raw/a.csv, so2, b, 2001", "one-year spike <up> & back"),
        ("gdp", "missing in 2"),
    ]
