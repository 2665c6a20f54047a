"""One real run of a small study, shared by the end-to-end tests."""

from types import SimpleNamespace

import pytest
from small_study import copy_workflow, snakemake, write_study


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A copy of the workflow and a folder in which it ran from raw files to the manifest, on two cores."""
    home = tmp_path_factory.mktemp("run with a space")
    snakefile = copy_workflow(home / "workflow")
    folder = home / "work"
    write_study(folder)
    run = snakemake("--cores", "2", folder=folder, snakefile=snakefile)
    assert run.returncode == 0, run.stdout
    return SimpleNamespace(home=home, folder=folder, snakefile=snakefile, run=run)
