"""The scripts of co-authors: what R computes is what we compute, of every kind of column; what Stata is told to."""

import shutil
import subprocess

import pandas as pd
import pytest
from replicate_study import COLUMNS, OTHERS

RSCRIPT = shutil.which("Rscript")
needs_r = pytest.mark.skipif(RSCRIPT is None, reason="Rscript is not installed (Debian: r-base-core)")
OWN = {f"t.{column['name']}" for column in COLUMNS if column not in OTHERS}


def run_r(folder, script="replicate.R"):
    return subprocess.run([RSCRIPT, "--vanilla", script], cwd=folder, capture_output=True, text=True, encoding="utf-8")


@needs_r
def test_r_recomputes_every_kind_of_column(study):
    run = run_r(study.folder)
    assert run.returncode == 0, run.stdout + run.stderr
    *lines, last = run.stdout.splitlines()
    assert {line.split()[0] for line in lines} == OWN
    assert last.startswith(f"{len(OWN)} columns as in expected.csv")
    assert float(last.split()[-1]) < 1e-8


@needs_r
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
