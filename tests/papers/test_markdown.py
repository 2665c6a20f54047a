"""Stars of significance in Markdown are no emphasis, and what is emphasis stays."""

import pytest

from papers.markdown import stars_kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0.064***, 0.02*** and (0.1)*", "0.064∗∗∗, 0.02∗∗∗ and (0.1)∗"),
        ("**0.051** and ***0.05***, *large*", "**0.051** and ***0.05***, *large*"),
        ("**0.051*** is one star", "**0.051∗** is one star"),
        ("| AI | 0.5* | **0.6** |", "| AI | 0.5∗ | **0.6** |"),
        ("*p<0.1, **p<0.05, ***p<0.01", "∗p<0.1, ∗∗p<0.05, ∗∗∗p<0.01"),
        ("* 10 %, ** 5 %", "∗ 10 %, ** 5 %"),
        ("* an item with **bold** words", "* an item with **bold** words"),
        ("+ p < 0.1, * p < 0.05", r"\+ p < 0.1, ∗ p < 0.05"),
        ("codes: 0 '***' 0.001 '**' 0.01", "codes: 0 '∗∗∗' 0.001 '∗∗' 0.01"),
        ("***、**、*分别表示", "∗∗∗、∗∗、∗分别表示"),
        ("$0.5^{***}$ and `0.5***`", "$0.5^{***}$ and `0.5***`"),
        (r"0.5\*\*", r"0.5\*\*"),
        ("```\n0.5***\n```", "```\n0.5***\n```"),
    ],
)
def test_stars(written, kept):
    assert stars_kept(written) == kept
