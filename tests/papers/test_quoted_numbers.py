"""Numbers that a manuscript quotes stand in it as docs/numbers.md says that they are printed."""

import pytest

from papers.quoted_numbers import numbers_beside, with_numbers
from report.numbers_tex import for_tex

LINES = [
    ("baseline.both.ai", "-0.0638", "-0.06379", "**"),
    ("baseline.both.n_obs", "2,574", "2574", ""),
    ("baseline.both.ai.p_value", "5.1e-05", "0.0000512", ""),
]
TEXT = "".join(
    f"\\StudyNumber{{{name}}}{{{for_tex(printed)}}}{{{value}}}{{{stars}}}\n" for name, printed, value, stars in LINES
)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (r"\num{baseline.both.ai}", "-0.0638"),
        (r"\num[stars]{baseline.both.ai}", "-0.0638**"),
        (r"\num[decimals=2]{baseline.both.ai}", "-0.06"),
        (r"\num[percent]{baseline.both.ai}\,\%", r"-6.38\,\%"),
        (r"\num[percent, decimals=1]{baseline.both.ai}", "-6.4"),
        (r"\num{baseline.both.n_obs}", "2,574"),
        (r"\num{baseline.both.ai.p_value}", "5.1e-05"),
        (r"\num{baseline.both.none}", "??"),
        (r"\num[else=0.5]{baseline.both.none}", "0.5"),
        (r"\num[round-precision=2]{1.5e-3}", r"\num[round-precision=2]{1.5e-3}"),
    ],
)
def test_a_quoted_number_is_printed(tmp_path, written, printed):
    (tmp_path / "numbers").mkdir()
    (tmp_path / "numbers" / "numbers.tex").write_text(TEXT, encoding="utf-8")
    assert with_numbers(written, numbers_beside(tmp_path / "a.tex", "")) == printed


def test_a_second_study_is_read_where_the_manuscript_says(tmp_path):
    (tmp_path / "other.tex").write_text(TEXT, encoding="utf-8")
    assert numbers_beside(tmp_path / "a.tex", "") == {}
    assert numbers_beside(tmp_path / "a.tex", r"\studynumbers{other.tex}").keys() == {name for name, *_ in LINES}
