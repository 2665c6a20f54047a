r"""Numbers of sections and captions, and references to them, as LaTeX prints them."""

import pytest

from papers.numbering import counted

CTEX = r"\documentclass{ctexart}"
TABLE = r"\begin{table}\caption{A}\label{a}\end{table}"


@pytest.mark.parametrize(
    ("source", "preamble", "numbered"),
    [
        (rf"{TABLE} \ref{{a}} \autoref{{a}}", "", r"\begin{table}\caption{Table 1: A}\end{table} 1 Table 1"),
        (rf"{TABLE}\cref{{a}}", CTEX, r"\begin{table}\caption{表1: A}\end{table}表1"),
        (TABLE, CTEX.replace("{", "[scheme=plain]{"), r"\begin{table}\caption{Table 1: A}\end{table}"),
        (r"\section{S}\subsection{T}\label{t}\ref{t}", "", r"\section*{1 S}\subsection*{1.1 T}1.1"),
        (r"\appendix\section{S}\subsection{T}", "", r"\section*{A. S}\subsection*{A.1 T}"),
        (
            rf"\section{{S}}{TABLE}",
            r"\counterwithin{table}{section}",
            r"\section*{1 S}\begin{table}\caption{Table 1.1: A}\end{table}",
        ),
        (rf"\chapter{{C}}{TABLE}", "", r"\chapter*{1 C}\begin{table}\caption{Table 1.1: A}\end{table}"),
        (
            rf"\setcounter{{table}}{{4}}\renewcommand{{\thetable}}{{S\Roman{{table}}}}{TABLE}",
            "",
            r"\begin{table}\caption{Table SV: A}\end{table}",
        ),
        (r"\begin{table}\caption*{A}\end{table}", "", r"\begin{table}\plaincaption{A}\end{table}"),
        (
            r"\begin{figure}\caption{F}\label{f}\end{figure}\Cref{f,g}",
            "",
            r"\begin{figure}\caption{Figure 1: F}\end{figure}Figure 1 and ??",
        ),
        (
            r"\begin{equation}x\label{e}\end{equation}\eqref{e}",
            "",
            r"\begin{equation}x\end{equation}(1)",
        ),
        (r"\renewcommand{\thetable}{\thetable}" + TABLE, "", r"\begin{table}\caption{Table : A}\end{table}"),
    ],
)
def test_numbers_and_references(source, preamble, numbered):
    assert counted(source, preamble) == numbered
