"""The author's commands as what they stand for."""

import pytest

from papers.macros import expanded


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\newcommand{\eff}{0.064}a \eff\ b", r"a 0.064\ b"),
        (r"\newcommand\mc[2]{\multicolumn{#1}{c}{#2}}\mc{2}{Y}", r"\multicolumn{2}{c}{Y}"),
        (r"\newcommand{\s}[2][*]{#2#1}\s{0.5} \s[**]{0.5}", "0.5* 0.5**"),
        (r"\def\b#1{(#1)}\b{0.5}\renewcommand{\b}[1]{[#1]}\b{0.5}", "(0.5)[0.5]"),
        (r"\newcommand{\x}{5\xspace}\x and \x.", "5 and 5."),
        (r"\newenvironment{t}[1]{\begin{table}\caption{#1}}{\end{table}}\begin{t}{A}b\end{t}",
         r"\begin{table}\caption{A}b\end{table}"),
        (r"\renewcommand{\thetable}{A\arabic{table}}", r"\renewcommand{\thetable}{A\arabic{table}}"),
        (r"\def\sym#1{\ifmmode^{#1}\else\(^{#1}\)\fi}0.5\sym{*}", r"0.5\sym{*}"),
    ],
)  # fmt: skip
def test_commands(source, text):
    assert expanded(source) == text
