"""One real run of a small study, shared by the end-to-end tests of all workers."""

from types import SimpleNamespace

import pytest
from filelock import FileLock
from small_study import copy_workflow, snakemake, write_study

ODD = 'a "run" of Bo\'s & 城市 $(touch P) * #1'  # every mark that a name of a folder may have, but braces


@pytest.fixture(scope="session")
def finished(tmp_path_factory, worker_id):
    """A copy of the workflow and a folder in which it ran from raw files to the manifest, on two cores; not to be
    changed."""
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / ODD
    snakefile, folder = home / "workflow" / "Snakefile", home / "work"
    said = home / "said"
    with FileLock(f"{home}.lock"):
        if not said.exists():
            copy_workflow(home / "workflow")
            write_study(folder)
            run = snakemake("--cores", "2", folder=folder, snakefile=snakefile)
            assert run.returncode == 0, run.stdout
            said.write_text(run.stdout, encoding="utf-8")
    return SimpleNamespace(home=home, folder=folder, snakefile=snakefile, stdout=said.read_text(encoding="utf-8"))
