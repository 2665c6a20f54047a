"""The shipped study runs as the README says, and its numbers are the published ones."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from study import REPOSITORY, copy_workflow, snakemake

# Commands of the README that set up the machine or run this very suite.
SET_UP = ("make ", "source ")


@pytest.fixture(scope="module")
def castle(tmp_path_factory):
    """A folder with the workflow and its configuration, in which `castle` ran."""
    home = tmp_path_factory.mktemp("castle")
    copy_workflow(home)
    shutil.copytree(REPOSITORY / "config", home / "config")
    run = snakemake("--cores", "2", folder=home, snakefile=home / "Snakefile")
    assert run.returncode == 0, run.stdout
    return home


def test_log_homicide_is_the_published_estimate(castle):
    """R 4.2.2 (sandwich, clubSandwich), in tests/did/reference/castle_R.json; SE under the reghdfe rule."""
    results = castle / "results" / "castle"
    estimates = pd.read_csv(results / "estimates" / "baseline.csv").set_index(["column", "term"])
    row = estimates.loc[("homicide", "post")]
    assert row["estimate"] == pytest.approx(0.06939843388546, rel=1e-10)
    assert row["std_error"] == pytest.approx(0.05585963569555, rel=1e-10)
    fit = json.loads((results / "estimates" / "baseline.json").read_text())["columns"][0]
    assert fit["ssc"]["rule"] == "reghdfe"
    assert fit["ssc"]["factor"] == pytest.approx(1.04127152719824, rel=1e-10)
    assert fit["ssc"]["cr0_std_error"]["post"] == pytest.approx(0.05474142549248, rel=1e-10)


def test_scores_agree_with_the_reference_model(castle):
    audit = json.loads((castle / "results/castle/efficiency/run.json").read_text())["audit"]
    assert audit["units"] == 25
    assert audit["largest_difference"] <= 1e-8


def test_states_left_out_of_the_weights_are_named(castle):
    fits = json.loads((castle / "results/castle/estimates/spatial.json").read_text())["columns"]
    assert all(fit["n_units"] == 48 and "AK, HI" in " ".join(fit["warnings"]) for fit in fits)
    for table in ("spatial", "impacts", "autocorrelation"):
        assert "AK, HI" in (castle / f"results/castle/tables/{table}.tex").read_text()


def test_the_referee_objects_to_no_error(castle):
    findings = pd.read_csv(castle / "results/castle/referee.csv")
    assert "E" not in set(findings["severity"])


def test_the_commands_of_the_readme(castle):
    """Every command in a console block of the README runs, in its order, in one folder."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    commands = [line for line in lines if not line.startswith(SET_UP)]
    assert len(commands) >= 8
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in commands:
        run = subprocess.run(
            ["bash", "-ec", command], cwd=castle, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert run.returncode == 0, f"{command}\n{run.stdout}{run.stderr}"
    assert (castle / "results/castle/figures/event_study.pdf").is_file()
    assert (castle / "provenance.html").is_file()
