"""Every job in the environment of its stage, with a driver that cannot compute: solved and created for real, from the
wheels of the lock."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from small_study import REPOSITORY, copy_workflow, digests, jobs, snakemake
from test_policy import VERBS, closure_of, environment_of, imports_of

ENVIRONMENTS = sorted((REPOSITORY / "envs").glob("*.yaml"))
OURS = {path.name for path in (REPOSITORY / "scripts").iterdir()}
OF_MANUSCRIPTS = REPOSITORY / "envs/manuscript.yaml"
CASTLE = ("--cores", "2", "all", "check", "--config", "studies=[castle]")
PAPER = ("--cores", "1", "--config", "studies=[castle]", "manuscript=paper.md", "--", "manuscript")
INSTALLED = """
from importlib.metadata import distributions
for found in distributions():
    print(found.name.lower().replace("_", "-"), found.version, sep="==")
"""

pytestmark = pytest.mark.slow
every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda path: path.stem)


def copied(home: Path) -> Path:
    copy_workflow(home)
    shutil.copytree(REPOSITORY / "config", home / "config")
    return home


@pytest.fixture(scope="module")
def deployed(bare, tmp_path_factory):
    """A folder in which castle ran and a paper was read, each job in its environment, and what was said of castle."""
    home = copied(tmp_path_factory.mktemp("deployed") / "a folder")
    run = bare(*CASTLE, folder=home)
    assert run.returncode == 0, run.stdout
    (home / "paper.md").write_text("# Self-defence laws\n\nThe panel has 550 observations.\n", encoding="utf-8")
    read = bare(*PAPER, folder=home)
    assert read.returncode == 0, read.stdout
    return home, run


def prefix_of(environment: Path, home: Path) -> Path:
    """Where Snakemake made an environment: it keeps a copy of the file beside it."""
    made = (home / ".snakemake" / "conda").glob("*.yaml")
    (copy,) = (path for path in made if path.read_bytes() == environment.read_bytes())
    return copy.with_suffix("")


def isolated(prefix: Path, environment: Path) -> subprocess.CompletedProcess:
    """Load the scripts of an environment, and all that they import now or later, by the interpreter of `prefix`."""
    scripts = [script for script in VERBS if environment_of(script) == environment]
    names = {name for script in scripts for path in {script, *closure_of(script)} for name in imports_of(path)}
    lines = ["import runpy", *(f"runpy.run_path({str(script)!r})" for script in scripts)]
    lines += [f"import {name}" for name in sorted(names) if name.split(".")[0] not in OURS]
    command = [prefix / "bin" / "python", "-I", "-B", "-c", "\n".join(lines)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_driver_has_what_the_documentation_names_and_what_that_needs(built):
    run = subprocess.run([built / "driver/bin/python", "-I", "-c", INSTALLED], capture_output=True, text=True)
    found = {line for line in run.stdout.splitlines() if line.split("==")[0] not in ("pip", "setuptools")}
    assert found <= set((built / "pins.txt").read_text().splitlines())
    names = {line.split("==")[0] for line in found}
    assert {"snakemake", "pydantic"} <= names
    assert not names & {"numpy", "pandas", "scipy", "pyomo", "highspy", "matplotlib", "geopandas", "openpyxl"}


def test_every_job_runs_in_the_environment_of_its_stage(deployed):
    home, run = deployed
    counts = jobs(run)
    del counts["check"]  # a target without a script
    activated = Counter(re.findall(r"^Activating conda environment: (.+)$", run.stdout, re.MULTILINE))
    made = {str(prefix_of(path, home).relative_to(home)) for path in ENVIRONMENTS if path != OF_MANUSCRIPTS}
    assert set(activated) == made
    assert sum(activated.values()) == 2 * sum(counts.values())  # for the version of its Python, and for the script


def test_results_and_manifest_are_those_of_the_shared_environment(deployed, tmp_path):
    run = snakemake(*CASTLE, folder=copied(tmp_path / "shared"), snakefile=tmp_path / "shared" / "Snakefile")
    assert run.returncode == 0, run.stdout
    found, expected = digests(deployed[0]), digests(tmp_path / "shared")
    assert "results/castle/manifest.json" in expected
    assert found == expected


@every_environment
def test_scripts_find_their_imports_in_their_environment_alone(environment, deployed):
    run = isolated(prefix_of(environment, deployed[0]), environment)
    assert run.returncode == 0, run.stderr


def test_an_environment_lacks_what_only_other_stages_import(deployed):
    run = isolated(prefix_of(REPOSITORY / "envs/did.yaml", deployed[0]), REPOSITORY / "envs/report.yaml")
    assert "ModuleNotFoundError" in run.stderr


@every_environment
def test_what_comes_with_the_pins_has_the_versions_of_the_lock(environment, deployed, built):
    records = (prefix_of(environment, deployed[0]) / "conda-meta").glob("*.json")
    found = {record["name"]: record["version"] for record in map(json.loads, map(Path.read_text, records))}
    assert found.pop("python") and found
    assert {f"{name}=={version}" for name, version in found.items()} <= set(
        (built / "pins.txt").read_text().splitlines()
    )


def test_a_pin_that_nothing_meets_ends_with_the_sentence_of_the_solver(bare, tmp_path):
    home = copied(tmp_path / "a folder")
    demo = home / "envs" / "demo.yaml"
    demo.write_text(re.sub("numpy =.*", "numpy =1.99", demo.read_text()))
    run = bare("--cores", "1", "results/castle/demo/crime.csv", folder=home)
    assert run.returncode == 1
    assert "No candidates were found for numpy 1.99.*" in run.stdout
    assert "demo.yaml" in run.stdout and "Traceback" not in run.stdout
