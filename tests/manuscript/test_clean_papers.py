"""Papers without errors in the styles of programs, and what one wrong number in each is found as.

esttab with sets of Anderson and Rubin, etable with an event study and a placebo, modelsummary, and Chinese tables of
three lines, from thresholds to spatial effects.
"""

from pathlib import Path

import pytest

from manuscript.review import draft_of, reviewed

PAPERS = Path(__file__).parent / "clean"
CLEAN = {
    "esttab.tex": "Descriptives Regressions Regressions",
    "etable.tex": "Regressions Regressions",
    "modelsummary.html": "Regressions Regressions",
    "three_line.md": "Descriptives Other Regressions Other Regressions Regressions Other Effects Regressions",
}


def errors(path):
    return [(one.check, one.where) for one in reviewed(draft_of(str(path)), None, "").findings if one.severity == "E"]


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_paper_has_its_tables_read_and_no_error(name):
    draft = draft_of(str(PAPERS / name))
    assert " ".join(type(one).__name__ for one in draft.tables) == CLEAN[name]
    assert errors(PAPERS / name) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("esttab.tex", r"0.083\sym{***}", r"0.083\sym{*}", ("stars_missing", "Table 2, Broadband, column (2)")),
        (
            "esttab.tex",
            "[0.041, 0.236]\\\\",
            "[0.141, 0.236]\\\\",
            ("interval_holds", "Table 3, Broadband, column (2)"),
        ),
        ("etable.tex", "0.0387$^{**}$", "-0.0387$^{***}$", ("stars_unearned", "Table 1, zone, column (2)")),
        (
            "etable.tex",
            "only 14 of the 1,000 are larger",
            "are symmetric",
            ("placebo_design", "section 2, paragraph 2"),
        ),
        ("modelsummary.html", ">-0.054*<", ">-0.054***<", ("stars_unearned", "Table 1, log minimum wage, column (2)")),
        ("three_line.md", "| 2015 | 0.213 |", "| 2015 | 1.213 |", ("moran_bounds", "表7, 2015")),
        ("three_line.md", "| 0.733*** |", "| 0.833*** |", ("effects_sum", "表8, dig, column (1)")),
    ],
)
def test_one_wrong_number_of_it_is_found(name, old, new, found, tmp_path):
    text = (PAPERS / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    assert found in errors(tmp_path / name)
