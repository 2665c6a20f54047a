"""The target `manuscript`: a draft beside the results of its study, which it does not touch."""

import csv
import re
import shutil

import pytest
from PIL import Image
from small_study import digests, jobs, snakemake

HOME = "results/fields"
DRAFT = """\\documentclass{article}
\\begin{document}
\\section{Results}
The sample has 96 observations of 16 fields. Column (1) of Table 1 shows the effect.
\\input{%s}
\\includegraphics{figures/path}
\\end{document}
"""


@pytest.fixture
def copy(finished, tmp_path):
    """A finished study beside its workflow, with a draft."""
    folder = shutil.copytree(finished.home, tmp_path / "home") / "work"
    (folder / "draft.tex").write_text(DRAFT % f"{HOME}/tables/baseline", encoding="utf-8")
    return folder


@pytest.fixture
def run(copy):
    snakefile = copy.parent / "workflow" / "Snakefile"
    return lambda *arguments: snakemake("--cores", "1", *arguments, folder=copy, snakefile=snakefile)


def rows(folder, kind):
    with open(folder / "draft.referee.csv", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == kind]


ASKED = ("--config", "manuscript=draft.tex", "--", "manuscript")


def test_a_draft_is_compared_and_no_result_is_touched(copy, run):
    before = digests(copy)
    said = run(*ASKED)
    assert jobs(said) == {"manuscript": 1} and "Traceback" not in said.stdout
    assert digests(copy) == before
    numbers = rows(copy, "number")
    assert "against fields" in said.stdout and (copy / "draft.referee.html").is_file()
    assert {row["verdict"] for row in numbers} <= {"supported", "no result"}
    assert any(row["address"] == "baseline.value.policy" for row in numbers)
    assert said.returncode == 0, said.stdout


def test_what_is_wrong_old_or_edited_is_said_and_ends_the_command_with_an_error(copy, run):
    old = copy / "tables/baseline.tex"
    old.parent.mkdir()
    shutil.copy(copy / HOME / "tables/baseline.tex", old)
    text = old.read_text(encoding="utf-8")
    effect = re.search(r"(?m)^Policy & \D*([\d.]+)", text)[1]
    old.write_text(text.replace(effect, f"{effect[:-1]}{(int(effect[-1]) + 5) % 10}", 1), encoding="utf-8")
    (copy / "figures").mkdir()
    with Image.open(copy / HOME / "figures/path.png") as figure:
        figure.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(copy / "figures/path.png")
    (copy / "draft.tex").write_text(DRAFT % "tables/baseline", encoding="utf-8")
    said = run("--config", "manuscript=draft.tex", "--", "manuscript")
    assert said.returncode == 1 and "Error: the referee found what must be mended." in said.stdout
    assert "Traceback" not in said.stdout
    found = {row["check"] for row in rows(copy, "finding")}
    assert {"contradicted", "stale_table", "figure_other"} <= found


@pytest.mark.slow
def test_what_it_lacks_is_said(copy, run):
    assert "name a draft: snakemake --cores 1 --config manuscript=draft.docx" in run("manuscript").stdout
    missing = run("--config", "manuscript=none.docx", "--", "manuscript")
    assert missing.returncode == 1 and "none.docx" in missing.stdout and "Traceback" not in missing.stdout
    shutil.rmtree(copy / HOME / "numbers")
    lacking = run(*ASKED)
    assert lacking.returncode == 1 and f"{HOME}/numbers/numbers.csv: missing; run the study" in lacking.stdout
