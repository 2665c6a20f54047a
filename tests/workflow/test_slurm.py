"""The workflow on a SLURM of this machine, with the profile that ships: the same results, and jobs that are killed."""

import re
import shutil
import subprocess

import pytest
from small_study import REPOSITORY, snakemake, write_study

from core.files import read_json

SCRIPTS = REPOSITORY / "tests" / "slurm"
PROFILE = ("--profile", str(REPOSITORY / "profiles" / "slurm"))
CANNOT = 77  # what start.sh ends with where there can be no cluster
SCORES = "results/fields/efficiency/chunks/1-of-1.csv"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster of one node, for the tests of this file."""
    base = tmp_path_factory.mktemp("slurm")
    try:
        start = subprocess.run([SCRIPTS / "start.sh", base], stderr=subprocess.PIPE, text=True)
        if start.returncode == CANNOT:
            pytest.skip(start.stderr.strip().splitlines()[-1])
        assert start.returncode == 0, start.stderr
        yield
    finally:
        subprocess.run([SCRIPTS / "stop.sh", base], check=True)


def submitted(run: subprocess.CompletedProcess) -> list[str]:
    """The SLURM jobs of a run, by their numbers."""
    return re.findall(r"submitted with SLURM jobid (\d+)", run.stdout)


def test_castle_on_a_cluster_has_the_manifest_of_a_local_run(cluster, tmp_path):
    """Of 41 jobs, heavy ones are SLURM jobs of their own, models, tables and figures one together."""
    for name in ("local", "slurm"):
        shutil.copytree(REPOSITORY / "config", tmp_path / name / "config")
    castle = ("--config", "studies=[castle]")
    local = snakemake("--cores", "2", *castle, folder=tmp_path / "local")
    assert local.returncode == 0, local.stdout
    remote = snakemake(*PROFILE, *castle, folder=tmp_path / "slurm")
    assert remote.returncode == 0, remote.stdout
    numbers = submitted(remote)
    assert len(set(numbers)) == len(numbers) > 8
    assert remote.stdout.count("slurm_logs/group_models") == 1
    assert "slurm_logs/rule_render_table" not in remote.stdout
    manifests = [read_json(tmp_path / name / "results/castle/manifest.json") for name in ("local", "slurm")]
    assert manifests[0] == manifests[1]


@pytest.mark.parametrize(
    ("limit", "target", "reason"),
    [
        ("build_panel:mem_mb=50", "results/fields/panel/panel.csv", "memory limit"),
        ("draw_bootstrap:runtime=1", SCORES, "DUE TO TIME LIMIT"),
    ],
)
def test_a_job_killed_by_its_limit_ends_the_run_and_leaves_nothing_half_made(cluster, tmp_path, limit, target, reason):
    write_study(tmp_path)
    study = tmp_path / "config" / "studies" / "fields.yaml"
    text, few = study.read_text(encoding="utf-8"), "efficiency: {bootstrap: {replications: 20}, "
    study.write_text(text.replace("efficiency: {", few.replace("20", "1000000")), encoding="utf-8")
    one = ("--config", "bootstrap={chunks: 1}")
    killed = snakemake(target, *PROFILE, "--set-resources", limit, *one, folder=tmp_path)
    assert killed.returncode == 1
    (log,) = re.findall(r"log: .*?(/\S+/slurm_logs/\S+\.log) \(check", killed.stdout)
    assert reason in (tmp_path / log).read_text()
    assert not (tmp_path / target).exists()
    study.write_text(text.replace("efficiency: {", few), encoding="utf-8")
    resumed = snakemake(target, *PROFILE, *one, folder=tmp_path)
    assert resumed.returncode == 0, resumed.stdout
    assert len(submitted(resumed)) == 1  # what was finished stays
    local = tmp_path / "local"
    shutil.copytree(tmp_path / "config", local / "config")
    shutil.copytree(tmp_path / "raw", local / "raw")
    assert snakemake(target, "--cores", "1", *one, folder=local).returncode == 0
    assert (local / target).read_bytes() == (tmp_path / target).read_bytes()
