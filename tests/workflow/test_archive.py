"""`archive` packs a study that is as its manifest says; unpacked elsewhere, it gives the same again."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from small_study import REPOSITORY, digests, snakemake

MORE = ("docs", "make.py", "Makefile", "requirements.lock", "pyproject.toml", "LICENSE", "CITATION.cff")


def complete(workflow: Path) -> None:
    """What a copy of the workflow lacks of a whole one."""
    for name in MORE:
        copy = shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy2
        copy(REPOSITORY / name, workflow / name)
    (workflow / "config").mkdir(exist_ok=True)
    for name in ("README.md", "schema.json"):
        shutil.copy2(REPOSITORY / "config" / name, workflow / "config" / name)


@pytest.fixture
def copy(finished, tmp_path):
    """A finished study beside a whole copy of its workflow, to be harmed."""
    home = shutil.copytree(finished.home, tmp_path / "home")
    complete(home / "workflow")
    return home / "work"


def archive(folder: Path, snakefile: Path, **variables) -> subprocess.CompletedProcess:
    return snakemake("--cores", "1", "archive", folder=folder, snakefile=snakefile, **variables)


def test_a_package_has_the_raw_files_of_the_study_and_its_results_as_they_are(copy):
    run = archive(copy, copy.parent / "workflow/Snakefile", SOURCE_DATE_EPOCH="86400")
    assert run.returncode == 0, run.stdout
    with zipfile.ZipFile(copy / "archive/fields.zip") as package:
        found = {name: package.read(name) for name in package.namelist()}
    for path in digests(copy).keys() - {"results/index.html"}:
        assert found[path.replace("results/", "published/", 1)] == (copy / path).read_bytes()
    assert found["raw/land.csv"] == (copy / "raw/land.csv").read_bytes()
    assert {"Snakefile", "make.py", "requirements.lock", "rules/did.smk", "scripts/did/fit_ols.py"} <= found.keys()
    assert not [name for name in found if name.startswith(("logs/", ".snakemake/", "results/"))]
    (root,) = (one for one in json.loads(found["ro-crate-metadata.json"])["@graph"] if one["@id"] == "./")
    assert root["datePublished"] == "1970-01-02"


@pytest.mark.slow
def test_what_is_not_as_the_manifest_says_is_not_packed(copy):
    table = "results/fields/tables/baseline.tex"
    (copy / table).write_text("0.001***", encoding="utf-8")
    run = archive(copy, copy.parent / "workflow/Snakefile")
    assert run.returncode == 1
    assert f"{table}: changed since the workflow made it; delete it and run the study" in run.stdout
    assert "Traceback" not in run.stdout
    assert not (copy / "archive").exists()


@pytest.mark.slow
def test_a_study_without_results_gets_one_message(copy):
    shutil.rmtree(copy / "results")
    run = archive(copy, copy.parent / "workflow/Snakefile")
    assert run.returncode == 1
    message = run.stdout.partition("Error: not as the manifests say.\n")[2]
    assert message.startswith("fields:\n  results/fields: missing; run the study\n\n")
    assert "Traceback" not in run.stdout


@pytest.mark.slow
def test_a_package_of_castle_gives_the_same_manifest_and_the_same_package(tmp_path):
    """In an empty folder, by the two commands of its README; the environment is there."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    for name in ("Snakefile", "rules", "scripts", "envs", "profiles", "resources", "config", *MORE):
        source = REPOSITORY / name
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, first / name, ignore=ignore) if source.is_dir() else shutil.copy2(source, first)
    config = first / "config/config.yaml"
    config.write_text(re.sub(r"(?m)^studies: \[.*?\]", "studies: [castle]", config.read_text(encoding="utf-8")))
    run = snakemake("--cores", "2", folder=first, snakefile=first / "Snakefile")
    assert run.returncode == 0, run.stdout
    packages = [packed(first)]
    second.mkdir()
    shutil.unpack_archive(packages[0], second)
    text = (second / "README.md").read_text(encoding="utf-8")
    make, compare = re.search(r"```console\n(.*?)\n(.*?)\n```", text).groups()
    assert make == "make results"
    borrow_environment(second)
    for command in (f"{sys.executable} make.py results", compare):
        run = subprocess.run(["bash", "-ec", command], cwd=second, capture_output=True, text=True)
        assert run.returncode == 0, f"{command}\n{run.stdout}{run.stderr}"
    packages.append(packed(second))
    one, other = (package.read_bytes() for package in packages)
    assert one == other


def borrow_environment(folder: Path) -> None:
    """An environment that is there and complete, whose programs are those of the tests."""
    tools = folder / ".venv/bin"
    tools.mkdir(parents=True)
    (tools / "snakemake").symlink_to(Path(sys.executable).parent / "snakemake")
    lock = (folder / "requirements.lock").read_bytes()
    (folder / ".venv/complete").write_text(hashlib.sha256(lock).hexdigest(), encoding="utf-8")


def packed(folder: Path) -> Path:
    run = archive(folder, folder / "Snakefile")
    assert run.returncode == 0, run.stdout
    return folder / "archive/castle.zip"
