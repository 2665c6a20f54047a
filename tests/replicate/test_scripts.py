"""The scripts of co-authors: what R computes is what we compute, of every kind of column; what Stata is told to."""

import re
import shutil
import subprocess

import pandas as pd
import pytest
from replicate_study import COLUMNS, OTHERS

RSCRIPT = shutil.which("Rscript")
NO_R = "Rscript is not installed (Debian: r-base-core)"
OWN = {f"t.{column['name']}" for column in COLUMNS if column not in OTHERS}


def run_r(folder, script="replicate.R"):
    return subprocess.run([RSCRIPT, "--vanilla", script], cwd=folder, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(RSCRIPT is None, reason=NO_R)
def test_r_recomputes_every_kind_of_column(study):
    run = run_r(study.folder)
    assert run.returncode == 0, run.stdout + run.stderr
    *lines, last = run.stdout.splitlines()
    assert {line.split()[0] for line in lines} == OWN
    assert last.startswith(f"{len(OWN)} columns as in expected.csv")
    assert float(last.split()[-1]) < 1e-8


@pytest.mark.slow
@pytest.mark.skipif(RSCRIPT is None, reason=NO_R)
@pytest.mark.parametrize("change", ["estimate", "std_error", "n_obs", "row"])
def test_r_fails_on_a_number_that_is_another_and_names_its_column(study, tmp_path, change):
    folder = shutil.copytree(study.folder, tmp_path / "changed")
    expected = pd.read_csv(folder / "expected.csv")
    at = expected.index[expected["column"] == "t.trends"][0]
    if change == "row":
        expected.loc[len(expected)] = expected.loc[at].to_dict() | {"column": "t.nowhere"}
    else:
        expected.loc[at, change] *= 1 + 1e-7 if change != "n_obs" else 2
    expected.to_csv(folder / "expected.csv", index=False)
    run = run_r(folder)
    assert run.returncode == 1
    named = run.stdout[run.stdout.index("NOT as in expected.csv") :].split()[4:]
    assert named == ["t.nowhere" if change == "row" else "t.trends"]


@pytest.mark.slow
@pytest.mark.skipif(RSCRIPT is None, reason=NO_R)
def test_r_has_nothing_to_say_of_a_study_without_such_columns(study, tmp_path):
    run = run_r(study.write(tmp_path / "none", columns=OTHERS))
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout == "0 columns as in expected.csv, largest difference 0.0e+00\n"


def test_stata_is_told_of_every_column_and_of_no_variable_that_is_not_there(study):
    text = (study.folder / "replicate.do").read_text(encoding="utf-8")
    text = text[text.index("use panel.dta") :].replace(" ///\n", " ")
    said = set(re.findall(r"^\* (t\.\w+): ", text, re.MULTILINE))
    assert said == OWN
    panel = set(pd.read_csv(study.folder / "panel.csv", nrows=1))
    made = set(re.findall(r"^(?:egen|generate) \w+ (\w+) = ", text, re.MULTILINE))
    for line in re.findall(r"^(?:reghdfe|regress|spxtregress|ivreghdfe|ivregress 2sls) (.*?),", text, re.MULTILINE):
        used = set(re.findall(r"\b[A-Za-z_]\w*", line)) - {"if", "i", "aweight"}
        assert used <= panel | made, line


def test_commands_of_stata(study):
    text = (study.folder / "replicate.do").read_text(encoding="utf-8").replace(" ///\n    ", " ")
    rows = f"if {sample_of(study, 'plain')} == 1"
    for line in (
        f"reghdfe y d {rows}, absorb(number_of_unit year) tolerance(1e-12) vce(cluster number_of_unit)",
        f"reghdfe y d log_w {rows} [aweight = w], absorb(number_of_unit number_of_side#year) tolerance(1e-12) "
        "vce(cluster number_of_unit)",
        f"reghdfe y d x1 {rows} [aweight = w], absorb(number_of_unit year) tolerance(1e-12)",
        f"ivreghdfe y x2 (d = z z_x2) {rows}, absorb(number_of_unit year) vce(cluster number_of_unit)",
        f"spxtregress y d x1 i.year {rows}, fe dvarlag(W)",
        f"spxtregress y x1_d x2 i.year {rows}, fe ivarlag(W: x1_d x2)",
        'compare "t.cr0" d "d" estimate',
        'compare "t.sar" W:y "rho" uncorrected',
        "generate byte d_m2 = event_time == -2",
    ):
        assert f"\n{line}\n" in text, line
    assert "absorb(year number_of_unit##c.year)" in text


def test_everything_says_that_data_are_simulated_and_the_do_file_that_it_was_not_run(study):
    for name in ("replicate.R", "replicate.do", "README.txt"):
        assert "SIMULATED" in (study.folder / name).read_text(encoding="utf-8")
    assert "NOT RUN where it was generated" in (study.folder / "replicate.do").read_text(encoding="utf-8")
    about = (study.folder / "README.txt").read_text(encoding="utf-8")
    assert "t.sem: a lag of the errors" in about and "t.lag: a dynamic panel by GMM" in about


def sample_of(study, name):
    """The indicator of the rows of a column, by its label."""
    with pd.read_stata(study.folder / "panel.dta", iterator=True) as file:
        labels = file.variable_labels()
    return next(variable for variable, label in labels.items() if f"t.{name}" in label.replace(",", "").split())
