"""The workflow is where the catalogue of Snakemake workflows looks for it, and is the same from there."""

from pathlib import Path

import pytest
import yaml
from parsed import graph, parsed_workflow
from small_study import REPOSITORY, jobs, snakemake, write_study
from snakemake.api import resolve_snakefile

WRAPPER = REPOSITORY / "workflow" / "Snakefile"


@pytest.fixture
def folder(tmp_path):
    """A folder of a study that is not that of the workflow."""
    write_study(tmp_path)
    return tmp_path


def plan(folder, snakefile) -> list[tuple]:
    """Every job but the target: its rule and script, what it reads and what it makes."""
    found = graph(folder, snakefile)
    return sorted(
        (job.rule, job.script, sorted(job.inputs), sorted(job.outputs))
        for job in found
        if job.rule not in ("all", "default")
    )


def test_the_wrapper_plans_the_jobs_of_the_snakefile(folder):
    planned = plan(folder, WRAPPER)
    assert len(planned) > 30
    assert planned == plan(folder, REPOSITORY / "Snakefile")


@pytest.mark.slow
def test_the_command_has_a_target_in_the_wrapper(folder):
    run = snakemake("--dry-run", "--cores", "1", folder=folder, snakefile=WRAPPER)
    assert run.returncode == 0, run.stdout
    assert jobs(run)["default"] == 1
    assert jobs(run)["write_manifest"] == 1


def test_a_call_in_the_folder_of_the_project_takes_the_snakefile_of_the_project(monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    assert resolve_snakefile(None) == Path("Snakefile")


def test_the_entry_promises_what_the_rules_have():
    """Conda: each rule names an environment. Report: a test of the small study makes it."""
    entry = yaml.safe_load((REPOSITORY / ".snakemake-workflow-catalog.yml").read_text(encoding="utf-8"))
    assert entry == {"usage": {"software-stack-deployment": {"conda": True, "report": True}}}
    assert (REPOSITORY / "config" / "README.md").is_file()
    assert all(rule.conda_env for rule in parsed_workflow().rules if rule.name not in ("all", "check"))
