r"""Numbers for LaTeX, and the style file that prints ``\num{address}``."""

import shutil
import subprocess
from pathlib import Path

import pytest

from report.numbers_tex import for_tex, to_tex
from report.quotable import Quotable

STYLE = Path(__file__).parents[2] / "scripts/report/studynumbers.sty"
NUMBERS = [
    Quotable("baseline.both.ai", 0.10249793577, "0.1025", "estimate", stars="*"),
    Quotable("dynamics.twfe.ai::-4", -0.00336352, "-0.0034", "estimate"),
    Quotable("t.p_value", 1e-05, "<0.001", "p_value"),
    Quotable("Panel.n_obs", 2574, "2,574", "n_obs"),
    Quotable("t.tiny", 1.234e-05, "1.23e-05", "estimate"),
    Quotable("t.城市_1", 0.5, "0.5000", "mean"),
]


@pytest.mark.parametrize(
    ("printed", "tex"),
    [
        ("0.1025", "0.1025"),
        ("-0.0034", r"\ensuremath{-}0.0034"),
        ("<0.001", r"\ensuremath{<}0.001"),
        ("2,574", "2{,}574"),
        ("-1.23e-05", r"\ensuremath{-1.23\times10^{-5}}"),
    ],
)
def test_signs_and_powers_look_alike_in_text_and_formulas(printed, tex):
    assert for_tex(printed) == tex


def test_a_line_has_address_print_value_and_stars():
    _, first, *_ = to_tex(NUMBERS).splitlines()
    assert first == r"\StudyNumber{baseline.both.ai}{0.1025}{0.10249793577}{*}"


def said(folder, body, before=""):
    """What a compiled page says, and the log of the run."""
    shutil.copy(STYLE, folder)
    text = rf"\documentclass{{article}}\usepackage{{studynumbers}}{before}\begin{{document}}{body}\end{{document}}"
    (folder / "main.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "main.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=120)
    assert run.returncode == 0, run.stdout.decode(errors="replace")[-3000:]
    page = subprocess.run(["pdftotext", "main.pdf", "-"], cwd=folder, capture_output=True, timeout=60)
    return " ".join(page.stdout.decode().split()), run.stdout.decode(errors="replace").replace("\n", "")


needs_latex = pytest.mark.skipif(
    not (shutil.which("pdflatex") and shutil.which("pdftotext")), reason="no pdflatex or no pdftotext is installed"
)
ASKED = {
    r"\num{baseline.both.ai}": "0.1025",
    r"\num[decimals=2]{baseline.both.ai}": "0.10",
    r"\num[percent]{baseline.both.ai}": "10.25",
    r"\num[percent, decimals=0]{baseline.both.ai}": "10",
    r"\num[stars]{baseline.both.ai}": "0.1025∗ ",
    r"\num{dynamics.twfe.ai::-4}": "−0.0034",
    r"\num[decimals=2]{dynamics.twfe.ai::-4}": "0.00",
    r"\num[decimals=3]{dynamics.twfe.ai::-4}": "−0.003",
    r"$\num{dynamics.twfe.ai::-4}$": "−0.0034",
    r"\num{Panel.n_obs}": "2,574",
    r"$\num{Panel.n_obs}$": "2,574",
    r"\num{t.城市_1}": "0.5000",
    r"\num{t.unknown}": "??",
    r"\num[else=0.0638]{t.unknown}": "0.0638",
    r"\num{1.5}": "other 1.5",
    r"\num[round=2]{-3e5}": "other -3e5",
}
OTHER = r"\newcommand{\num}[2][]{other \texttt{#2}}"  # as siunitx has one


@needs_latex
def test_numbers_are_printed_by_address(tmp_path):
    (tmp_path / "numbers.tex").write_text(to_tex(NUMBERS), encoding="utf-8")
    page, log = said(tmp_path, r"\par ".join(f"({key})" for key in ASKED), OTHER)
    assert page.startswith(" ".join(f"({shown})" for shown in ASKED.values()))
    assert "No number has the address `t.unknown'" in log


@needs_latex
def test_a_manuscript_compiles_without_the_numbers(tmp_path):
    page, log = said(tmp_path, r"\section{Of \num[else=0.1]{baseline.both.ai}} \num{baseline.both.ai}")
    assert page.startswith("1 Of 0.1 ??") and "No numbers.tex here" in log
