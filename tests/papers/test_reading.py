"""Manuscripts of every format and of every program that prints tables become the same blocks."""

import pytest
from shown import body, grid, headings

from core.errors import StudyError
from papers.document import Text
from papers.markup import tidy
from papers.reading import read_manuscript

ESTTAB = r"""
\begin{table}[htbp]\centering
\def\sym#1{\ifmmode^{#1}\else\(^{#1}\)\fi}
\caption{Wages}
\begin{tabular}{l*{2}{c}}
\hline\hline
            &\multicolumn{1}{c}{(1)}&\multicolumn{1}{c}{(2)}\\
            &\multicolumn{1}{c}{lnwage}&\multicolumn{1}{c}{hours}\\
\hline
union       &      0.0638\sym{***}&     -0.0203         \\
            &    (0.0201)         &    (0.0310)         \\
[1em]
age         &                     &       0.013\sym{*}  \\
\hline
\(N\)       &        2574         &        2574         \\
\(R^{2}\)   &       0.123         &       0.345         \\
\hline\hline
\multicolumn{3}{l}{\footnotesize Standard errors in parentheses}\\
\multicolumn{3}{l}{\footnotesize \sym{*} \(p<0.1\), \sym{**} \(p<0.05\), \sym{***} \(p<0.01\)}\\
\end{tabular}
\end{table}
"""
STARGAZER = r"""
\begin{table}[!htbp] \centering
  \caption{Ratings} \label{tab:rating}
\begin{tabular}{@{\extracolsep{5pt}}lD{.}{.}{-3} D{.}{.}{-3} }
\\[-1.8ex]\hline
\hline \\[-1.8ex]
 & \multicolumn{2}{c}{\textit{Dependent variable:}} \\
\cline{2-3}
\\[-1.8ex] & \multicolumn{1}{c}{rating} & \multicolumn{1}{c}{high.rating} \\
\\[-1.8ex] & \multicolumn{1}{c}{(1)} & \multicolumn{1}{c}{(2)}\\
\hline \\[-1.8ex]
 complaints & 0.692^{***} & -0.682$^{***}$ \\
  & (0.149) & (0.129) \\
  & & \\
F Statistic & 12.063^{***} (df = 5; 24) & \\
\hline
\hline \\[-1.8ex]
\textit{Note:}  & \multicolumn{2}{r}{$^{*}$p$<$0.1; $^{**}$p$<$0.05; $^{***}$p$<$0.01} \\
\end{tabular}
\end{table}
"""
ETABLE = r"""
\begin{table}[htbp]
   \caption{Trade}
   \begin{tabular}{lcc}
      \tabularnewline \midrule \midrule
      Dependent Variables: & Euros         & log(Euros)\\
      Model:               & (1)           & (2)\\
      \midrule
      \emph{Variables}\\
      dist                 & -1.528$^{***}$ & -2.169$^{***}$\\
      \midrule
      Origin               & Yes           & Yes\\
      Within R$^2$         &               & 0.22\\
      \midrule \midrule
      \multicolumn{3}{l}{\emph{Clustered (Origin) standard-errors in parentheses}}\\
   \end{tabular}
\end{table}
"""
TINYTABLE = r"""
\begin{table}
\begin{talltblr}[         %% tabularray outer open
caption={Models of ratings},
note{}={+ p < 0.1, * p < 0.05},
]
{colspec={Q[]Q[]}, hline{1,6}={1-2}{solid, black, 0.1em},}
\toprule
& (1) \\ \midrule %% TinyTableHeader
wt & \num{-5.344}*** \\
& (0.559) \\
\bottomrule
\end{talltblr}
\end{table}
"""
SIUNITX = r"""
\begin{sidewaystable}
\caption{Density}\label{t}
\begin{adjustbox}{max width=\textwidth}
\begin{threeparttable}
\begin{tabular*}{\linewidth}{@{\extracolsep{\fill}}L{3cm}S[table-format=1.3,table-space-text-post={***}]!{\vrule}S}
\toprule
 & \mc{2}{c}{\makecell[c]{People\\per km\textsuperscript{2}}} \\
\cmidrule(lr){2-3}\cmidrule(l{2pt}r{2pt}){1-1}
 & {(1)} & {(2)} \\
\midrule
\multirow{2}{*}{AI} & 0.064\sym{***} & {--}\\
 & \se{0.020} & \\
\addlinespace[2pt]
\rowcolor[gray]{0.9} N & \cellcolor{gray!10}{1{,}234} & \phantom{0}99\\
\bottomrule
\end{tabular*}
\begin{tablenotes}[flushleft]\footnotesize \item Notes: In parentheses, $t$ values.\end{tablenotes}
\end{threeparttable}
\end{adjustbox}
\end{sidewaystable}
"""
LONG = r"""
\begin{longtable}{lc}
\caption{Variables}\label{v}\\
\toprule Variable & Mean\\ \midrule
\endfirsthead
\caption[]{(continued)}\\ \toprule Variable & Mean\\ \midrule
\endhead
\midrule \multicolumn{2}{r}{Continued on next page}\\
\endfoot
\bottomrule \endlastfoot
ln GDP & 10.5\\
score & 0.32\\
\end{longtable}
"""
PANELS = r"""
\begin{table}
\begin{minipage}{\textwidth}\centering
\begin{tabular}{lcc}
\multicolumn{3}{l}{\textbf{Panel A: East}}\\
\hline & (1) & (2) \\ \hline
AI & 0.1 & 0.2\\
\end{tabular}

\begin{tabular}{lcc}
\multicolumn{3}{l}{\textbf{Panel B: West}}\\
AI & 0.3 & 0.4\\
\end{tabular}
\end{minipage}
\caption{By region}
\end{table}
"""
QUANTILES = r"""
\begin{table}\caption{Quantiles}
\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%
\begin{tabular}{lrr}\toprule
Quantile & 0.25 & 0.50\\ \midrule
AI & 0.1\textsuperscript{***} & $-$0.2\\
 & [0.05] & [0.02]\\ \bottomrule
\end{tabular}}
\end{table}
"""
PREAMBLE = r"""
\documentclass{article}
\newcolumntype{L}[1]{>{\raggedright}p{#1}}
\newcommand{\se}[1]{(#1)}
\newcommand\mc[3]{\multicolumn{#1}{#2}{#3}}
\begin{document}
"""


def read(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_manuscript(path)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The tables of all programs in one manuscript, by their captions."""
    text = PREAMBLE + ESTTAB + STARGAZER + ETABLE + TINYTABLE + SIUNITX + LONG + PANELS + QUANTILES + r"\end{document}"
    return {table.caption: table for table in read(tmp_path_factory.mktemp("a"), "paper.tex", text).tables}


def test_tables_are_numbered_as_latex_does(printed):
    assert [table.place for table in printed.values()] == [f"Table {number}" for number in range(1, 9)]


@pytest.mark.parametrize(
    ("caption", "above", "below", "notes"),
    [
        (
            "Wages",
            [" | (1) | (2)", " | lnwage | hours"],
            [
                *("union | 0.0638*** | -0.0203", " | (0.0201) | (0.0310)", "age |  | 0.013*"),
                *("N | 2574 | 2574", "R² | 0.123 | 0.345"),
            ],
            ["Standard errors in parentheses", "* p < 0.1, ** p < 0.05, *** p < 0.01"],
        ),
        (
            "Ratings",
            [" | Dependent variable: | <", " | rating | high.rating", " | (1) | (2)"],
            ["complaints | 0.692*** | -0.682***", " | (0.149) | (0.129)", "F Statistic | 12.063***(df = 5; 24) | "],
            ["Note: *p<0.1; **p<0.05; ***p<0.01"],
        ),
        (
            "Trade",
            ["Dependent Variables: | Euros | log(Euros)", "Model: | (1) | (2)"],
            ["Variables |  | ", "dist | -1.528*** | -2.169***", "Origin | Yes | Yes", "Within R² |  | 0.22"],
            ["Clustered (Origin) standard-errors in parentheses"],
        ),
        ("Models of ratings", [" | (1)"], ["wt | −5.344***", " | (0.559)"], ["+ p < 0.1, * p < 0.05"]),
        (
            "Density",
            [" | People per km² | <", " | (1) | (2)"],
            ["AI | 0.064*** | –", "^ | (0.020) | ", "N | 1,234 | 99"],
            ["Notes: In parentheses, t values."],
        ),
        ("Variables", ["Variable | Mean"], ["ln GDP | 10.5", "score | 0.32"], []),
        (
            "By region",
            [" | (1) | (2)"],
            ["Panel A: East | < | <", "AI | 0.1 | 0.2", "Panel B: West | < | <", "AI | 0.3 | 0.4"],
            [],
        ),
        ("Quantiles", ["Quantile | 0.25 | 0.50"], ["AI | 0.1*** | −0.2", " | [0.05] | [0.02]"], []),
    ],
)
def test_tables_of_every_program_are_read(printed, caption, above, below, notes):
    table = printed[caption]
    assert headings(table) == above
    assert body(table) == below
    assert list(table.notes) == notes


CHINESE = r"""\documentclass[UTF8]{ctexart}
\newcommand{\eff}{0.0638\xspace}
\begin{document}
\begin{abstract}效应为\eff，
在1\%水平上显著。\end{abstract}
\section{实证结果}\label{s}
表\ref{t}第（２）列，见\autoref{t}与第\ref{s}节。% 0.99
\begin{align} y_{it} &= \alpha_i + \beta D_{it} \label{e}\\ z &= x \nonumber \end{align}
式\eqref{e}中$\hat\beta=－0.5$，$R^2=\frac{1}{2}$。\footnote{脚注0.5。}
\begin{table}\caption{基准回归}\label{t}\begin{tabular}{lc}\hline 变量 & 均值\\ \hline 效率 & 0.3\\ \hline\end{tabular}

注：括号内为标准误。\end{table}
\appendix\section{附录}\setcounter{table}{0}\renewcommand{\thetable}{A\arabic{table}}
\begin{table}\begin{tabular}{lc} 变量 & 均值\\ 效率 & 0.3\\ \end{tabular}\caption{再回归}\end{table}
\begin{figure}\includegraphics[width=0.7\textwidth]{a.png}\caption{趋势}注：95\%区间。\end{figure}
\end{document}
"""


def test_a_chinese_paper_in_latex(tmp_path):
    manuscript = read(tmp_path, "a.tex", CHINESE)
    assert manuscript.texts == [
        Text("abstract", "效应为0.0638，在1%水平上显著。", "abstract, paragraph 1"),
        Text("heading", "1 实证结果", "section 1"),
        Text(
            "text",
            "表1第（2）列，见表1与第1节。y_it = α_i + βD_it z = x 式(1)中β̂ = -0.5，R²=1/2。",
            "section 1, paragraph 1",
        ),
        Text("note", "脚注0.5。", "footnote 1"),
        Text("heading", "A. 附录", "section A"),
        Text("caption", "图1: 趋势", "图1"),
        Text("note", "注：95%区间。", "图1, notes"),
    ]
    assert [(table.place, table.caption, table.notes) for table in manuscript.tables] == [
        ("表1", "基准回归", ("注：括号内为标准误。",)),
        ("表A1", "再回归", ()),
    ]


MARKDOWN = r"""---
title: On zones
abstract: The effect is 0.064***.
---

# 3 Results

As @tbl-x and Table \@ref(tab:y) show, 0.064***, 0.02*** and **0.051*** hold ($p<0.01$)[^1].

[^1]: A footnote.

|      | (1) | (2) |
|:-----|:---:|----:|
|      | GDP | Area |
| AI   | 0.0638*** | 0.05* |
|      | (0.02) | (0.03) |

: Baseline {#tbl-x}

*p<0.1, **p<0.05, ***p<0.01

```{r}
x <- 0.99
```

+-------+-------------+
|       | GDP         |
|       +------+------+
|       | (1)  | (2)  |
+=======+======+======+
| AI    | 0.1* | 0.2  |
+-------+------+------+

Table: (\#tab:y) Gridded

\begin{table}
\caption{Raw}
\begin{tabular}{lc}
\toprule
 & (1)\\ \midrule
x & 0.5$^{*}$\\
\bottomrule
\end{tabular}
\end{table}

![Figure 2: the trend](x.png)
"""


def test_markdown_with_stars_labels_chunks_and_latex(tmp_path):
    manuscript = read(tmp_path, "a.qmd", MARKDOWN)
    assert [(text.kind, text.text) for text in manuscript.texts] == [
        ("heading", "On zones"),
        ("abstract", "The effect is 0.064***."),
        ("heading", "3 Results"),
        ("text", "As Table 1 and Table 2 show, 0.064***, 0.02*** and 0.051* hold (p < 0.01)."),
        ("note", "A footnote."),
        ("caption", "Figure 2: the trend"),
    ]
    assert [(table.place, table.caption, grid(table), table.header) for table in manuscript.tables] == [
        ("Table 1", "Baseline", [" | (1) | (2)", " | GDP | Area", "AI | 0.0638*** | 0.05*", " | (0.02) | (0.03)"], 2),
        ("Table 2", "Gridded", [" | GDP | <", "^ | (1) | (2)", "AI | 0.1* | 0.2"], 2),
        ("Table 1", "Raw", [" | (1)", "x | 0.5*"], 1),
    ]
    assert manuscript.tables[0].notes == ("*p<0.1, **p<0.05, ***p<0.01",)


SECTIONS = """Abstract: It is 0.5.

Keywords: zones

## 4.1基准回归

Said.

**Robustness**

Said again.

Table 9. Of a picture

参考文献

[1] 王某. 效率增加6.4%的研究[J]. 2020, 55(3): 12-25.

# Appendix

More.
"""


def test_texts_know_their_kind_and_their_place(tmp_path):
    assert read(tmp_path, "a.md", SECTIONS).texts == [
        Text("abstract", "It is 0.5.", "abstract, paragraph 1"),
        Text("text", "Keywords: zones", "paragraph 2"),
        Text("heading", "4.1基准回归", "section 4.1"),
        Text("text", "Said.", "section 4.1, paragraph 1"),
        Text("heading", "Robustness", "section “Robustness”"),
        Text("text", "Said again.", "section “Robustness”, paragraph 1"),
        Text("caption", "Table 9. Of a picture", "Table 9"),
        Text("heading", "参考文献", "section “参考文献”"),
        Text("reference", "[1] 王某. 效率增加6.4%的研究[J]. 2020, 55(3): 12-25.", "section “参考文献”, paragraph 1"),
        Text("heading", "Appendix", "section “Appendix”"),
        Text("text", "More.", "section “Appendix”, paragraph 1"),
    ]


HTML = """<html><head><style>p{margin:0.5}</style><script>var x=0.77;</script></head><body>
<h2>4.2 Results</h2><p>First.</p><p>We find 0.064<sup>***</sup>, &minus;0.03 and CO<sub>2</sub> in 10<sup>3</sup> t.</p>
<table><caption><strong>Table A1: Ratings</strong></caption>
<tr><td colspan="3" style="border-bottom: 1px solid black"></td></tr>
<tr><td></td><td colspan="2"><em>Dependent variable:</em></td></tr>
<tr><td></td><td>rating</td><td>high</td></tr>
<tr><td>complaints</td><td>0.692<sup>***</sup></td><td>0.682</tr>
<tr><td></td><td>(0.149)</td><td>(0.129)</td></tr>
<tr><td>R<sup>2</sup></td><td>0.715</td><td></td></tr>
<tr><td><em>Note:</em></td><td colspan="2"><sup>*</sup>p<0.1; <sup>**</sup>p<0.05; <sup>***</sup>p<0.01</td></tr>
</table></body></html>"""


def test_html_without_its_scripts(tmp_path):
    manuscript = read(tmp_path, "a.html", HTML)
    assert [text.text for text in manuscript.texts[1:]] == ["First.", "We find 0.064***, −0.03 and CO_2 in 103 t."]
    assert manuscript.texts[2].place == "section 4.2, paragraph 2"
    (table,) = manuscript.tables
    assert (table.place, table.caption, table.header) == ("Table A1", "Ratings", 2)
    assert table.notes == ("Note: *p<0.1; **p<0.05; ***p<0.01",)
    assert body(table) == ["complaints | 0.692*** | 0.682", " | (0.149) | (0.129)", "R² | 0.715 | "]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF", "a PDF does not keep what is a table.*Give its source"),
        ("a.doc", b"x", "save it as .docx"),
        ("a.xlsx", b"x", "Save each of its sheets as .csv"),
        ("a", b"x", "a file without a suffix is not read: Read are .docx"),
        ("a.tex", b"", "is empty"),
        ("a.tex", rb"\begin{document}\end{document}", "has no text and no table"),
        ("a.tex", b"{" * 300 + b"x" + b"}" * 300, "more than 200 levels deep"),
        ("a.tex", rb"\newcommand{\a}{\a\a}\a", "more than 60 levels deep"),
        (
            "a.tex",
            b"\\newcommand{\\x}[1]{#1#1#1#1#1#1#1#1#1#1}\n" + rb"\x{" * 8 + b"y" * 9 + b"}" * 8,
            "unfold to more",
        ),
        ("a.tex", rb"$\alpha", "cannot read it"),
        ("a.docx", b"PK\3\4 no archive", "damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "protected by a password"),
        ("a.html", b"\xe9t\xe9 d\xe9j\xe0", ":1: is neither UTF-8 nor Chinese"),
    ],
)
def test_what_cannot_be_read_is_one_message(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StudyError, match=f"{name}.*{said}"):
        read_manuscript(path)


def test_a_missing_file_is_one_message(tmp_path):
    with pytest.raises(StudyError, match="there is no such file"):
        read_manuscript(tmp_path / "a.md")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (
            "表2中:系数为-0.118,不显著;另一个为0.2,在5%水平上显著",
            "表2中：系数为-0.118，不显著；另一个为0.2，在5%水平上显著",
        ),
        ("区间为[-0.643,-0.181],1,968个", "区间为[-0.643,-0.181],1,968个"),
        ("In Table 2, the estimate: -0.118", "In Table 2, the estimate: -0.118"),
    ],
)
def test_the_marks_of_a_chinese_sentence_are_of_one_width(typed, read):
    assert tidy(typed) == read
