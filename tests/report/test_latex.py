"""LaTeX: three rules, no vertical line, and nothing that a text could break."""

import shutil
import subprocess

import pytest

from report.latex import coded, escaped, to_latex
from report.three_line import Group, Table

TABLE = Table(
    (("", "(1)", "(2)"), ("", "模型", "B")),
    (
        Group((("Policy", "-0.0812***", "0.1"), ("", "(0.0200)", "(-0.1)"))),
        Group((("R² within", "0.034", "50 %"),), "Head & more"),
    ),
    ("*** p < 0.01; ρ ≥ 0 × 1.", "$x^2$ {a} \\ ~"),
    "城市 & efficiency_1",
)


def small(cell="x", **changes):
    return Table(**({"header": (("", "(1)"),), "groups": (Group(((cell, "1"),)),), "title": "T"} | changes))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a_b & c % d # e", r"a\_b \& c \% d \# e"),
        ("{x} $5 ~ ^ \\", r"\{x\} \$5 \textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("p < 0.01, 城市 | −1", "p $<$ 0.01, 城市 $|$ $-$1"),
        ('a "b c" d"', "a ``b c'' d''"),
        ("“β” ≠ ½ → λ’s", r"``$\beta$'' $\neq$ ½ $\to$ $\lambda$'s"),
    ],
)
def test_latex_escapes_its_own_characters_and_no_others(text, written):
    assert escaped(text) == written


@pytest.mark.parametrize(
    ("text", "written"), [("by `a_b`, `c`", r"by \texttt{a\_b}, \texttt{c}"), ("5` wide_1", r"5` wide\_1")]
)
def test_what_stands_in_back_quotes_has_letters_of_one_width(text, written):
    assert coded(text) == written


def test_latex_has_three_rules_and_no_vertical_line():
    text = to_latex(TABLE, "base_1")
    assert [text.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule", r"\cline")] == [1, 1, 1, 0]
    assert r"\begin{tabular}{lcc}" in text
    assert r"Policy & $-$0.0812$^{***}$ & 0.1 \\" in text and "($-$0.1)" in text and "模型" in text
    assert r"\caption{城市 \& efficiency\_1}\label{tab:base_1}" in text
    assert r"\multicolumn{3}{l}{\textit{Head \& more}} \\" in text
    assert text.count("{") == text.count("}"), "in this table no brace stands alone"


def test_a_table_longer_than_a_page_is_a_longtable():
    text = to_latex(Table((("a",),), (Group(tuple((str(row),) for row in range(60))),), title="t"), "long")
    assert text.count(r"\caption") == 1 and text.index(r"\caption") < text.index(r"\endfirsthead")
    assert r"\begin{longtable}{l}" in text and r"\endhead" in text and "tabular" not in text
    assert r"\label{tab:long} \\" in text


def test_a_table_is_no_wider_than_the_text():
    assert r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%" in to_latex(TABLE, "t")


@pytest.mark.parametrize(
    ("name", "layout"), [("a" * 60, "{lc}"), ("a" * 61, r"{p{0.4\linewidth}c}"), ("地" * 31, r"{p{0.4\linewidth}c}")]
)
def test_a_long_name_of_a_row_breaks_into_lines(name, layout):
    assert r"\begin{tabular}" + layout in to_latex(small(name), "t")


def test_points_align_by_blanks_as_wide_as_digits():
    text = to_latex(Table((("", "Mean"),), (Group((("a", "0.1345"), ("b", "51,647.9"))),), title="t"), "t")
    assert r"a & \phantom{00.00}0.1345 \\" in text
    assert r"b & 51,647.9\phantom{000} \\" in text


def test_a_spanning_header_is_one_cell():
    table = small(header=(("", "Queen", ""), ("Year", "I", "z")), groups=(Group((("2000", "1", "2"),)),))
    assert r"\multicolumn{2}{c}{Queen} \\" + "\n" + r"\cmidrule(lr){2-3}" in to_latex(table, "t")


def test_a_note_that_begins_with_stars_keeps_them():
    """After a bare line break LaTeX takes the first star for its own."""
    assert r"First.\\{} *** p" in to_latex(small(notes=("First.", "*** p < 0.01.")), "t")


@pytest.mark.parametrize("cell", ["[a] b", "*a"])
def test_a_cell_that_begins_with_a_bracket_or_a_star_does_not_belong_to_the_command_before(cell):
    assert "\n{}" + cell + r" & 1 \\" in to_latex(small(cell), "t")
    assert r"\toprule" + "\n{}" + cell in to_latex(small(header=((cell, "(1)"),)), "t")


def test_a_title_with_a_blank_line_is_one_paragraph():
    assert r"\caption{One two}" in to_latex(small(title="One\n\ntwo"), "t")


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("城市", "; the characters 城市 need XeLaTeX, and Chinese ones"),
        ("é ρ ≤ “x”", ""),
        ("一二三四五六七八九十百", "十... need"),
    ],
)
def test_a_comment_says_which_characters_need_another_engine(label, said):
    first, second, *_ = to_latex(small(label), "t").splitlines()
    assert first.startswith(r"% needs \usepackage{booktabs,graphicx,longtable}") and said in first
    assert ("XeLaTeX" in first) == bool(said) and second == r"\begin{table}[htbp]"


@pytest.mark.parametrize(
    ("columns", "size"), [(5, r"\small"), (9, r"\scriptsize"), (20, r"\tiny\setlength{\tabcolsep}")]
)
def test_a_wide_table_that_is_longer_than_a_page_has_small_letters(columns, size):
    header = ("", *[f"({number})" for number in range(columns)])
    long = Table((header,), (Group((("Variable", *["12.3456"] * columns),) * 60),), title="t")
    assert r"{\setlength{\tabcolsep}{3pt}" + size in to_latex(long, "long")


HARD = ("[a] b", "%", "_", "&", "#", "~", "^", "\\", "$", '"', "'", "{", "}", "*", "-", "<", "|", "`", "@", "/", "=")


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no pdflatex is installed")
@pytest.mark.parametrize("rows", [1, 50], ids=["tabular", "longtable"])
def test_whatever_a_label_begins_with_compiles_and_is_no_larger_than_the_page(tmp_path, rows):
    body = tuple((f"{mark} label ρ ≥ 1, é", "-0.0812***", "(-0.1)", mark) for mark in HARD)
    groups = tuple(Group(body, f"{mark} head") for mark in HARD[: 1 if rows == 1 else 3])
    header = (("", f"{HARD[0]} spanning", "", ""),)
    for at, mark in enumerate(HARD):
        title = f"{mark} title\n\nof two paragraphs {mark}"
        table = Table((*header, (mark, "(1)", mark, "(2)")), groups, (f"{mark} note", "*** p < 0.01"), title)
        (tmp_path / f"t{at}.tex").write_text(to_latex(table, f"t_{at}"), encoding="utf-8")
    long = Table((("", "(1)"),), (Group((("A long name of a row, " * 9, "0.1"),) * rows),), title="L")
    (tmp_path / "long.tex").write_text(to_latex(long, "long"), encoding="utf-8")
    wide = Table((("", *["A long one"] * 9),), (Group((("x", *["0.1"] * 9),) * (2 if rows == 1 else 50)),), title="W")
    (tmp_path / "wide.tex").write_text(to_latex(wide, "wide"), encoding="utf-8")
    tall = Table((("", "(1)"),), (Group((("x", "0.1"),) * 36),), ("A note of several words. " * 60,), "T")
    (tmp_path / "tall.tex").write_text(to_latex(tall, "tall"), encoding="utf-8")
    names = [f"t{at}" for at in range(len(HARD))] + ["wide", "long", "tall"]
    lines = [r"\documentclass{article}\usepackage{booktabs,graphicx,longtable}\begin{document}"]
    lines += [rf"\input{{{name}}}\clearpage" for name in names] + [r"Table~\ref{tab:t_0}.\end{document}"]
    (tmp_path / "all.tex").write_text("\n".join(lines), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=120)
    assert run.returncode == 0, run.stdout[-1500:]
    beyond = [line for line in run.stdout.splitlines() if "Overfull" in line or "too large" in line]
    assert not beyond, beyond
