"""One command runs a study from raw files to the report, and no choice of cores or chunks changes a byte."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from core.documents import load_yaml
from study import CONFIG, snakemake, write_study

# Files and columns of the contract between the stages.
CONTRACT = {
    "panel/panel.csv": "unit year",
    "panel/audit.csv": "unit year variable before after why",
    "panel/descriptives.csv": "variable n mean sd min p50 max definition imputed converted winsorized",
    "panel/warnings.csv": "file variable unit year what",
    "efficiency/scores.csv": "unit year score stage sbm super status flags",
    "efficiency/slacks.csv": "unit year indicator slack target",
    "efficiency/peers.csv": "unit year peer_unit peer_year weight",
    "efficiency/productivity.csv": "unit year_from year_to index efficiency_change technical_change",
    "estimates/baseline.csv": "table column term estimate std_error statistic p_value conf_low conf_high",
    "estimates/spatial.csv": "table column term estimate std_error statistic p_value conf_low conf_high",
    "estimates/event_study.csv": "table column term estimate std_error k units rows binned base",
    "placebo/value.csv": "draw estimate std_error statistic p_value",
    "spatial/autocorrelation.csv": "year weights moran_i expected variance z p_normal p_permutation",
    "spatial/impacts.csv": "table column term effect estimate std_error p_value simulated_mean simulated_se",
    "referee.csv": "check severity where message",
}
NOT_LISTED = ("manifest.json", "panel/problems.csv")  # the list itself, and what is written beside a log
FIT = "formula outcome sample n_obs n_units n_periods n_clusters fixed_effects r2 r2_within ssc df tests warnings"
PLACEBO = "observed p_coefficient p_statistic draws design seed"


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every result; the chunks of draws are not results and their number is a choice."""
    files = [path for path in sorted((folder / "results").rglob("*")) if path.is_file() and "chunks" not in path.parts]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize(("file", "columns"), CONTRACT.items(), ids=lambda value: value if "/" in value else "")
def test_contract_files_have_their_columns(finished, file, columns):
    table = pd.read_csv(finished.folder / "results" / "fields" / file)
    assert set(columns.split()) <= set(table.columns)


def test_contract_of_the_json_files(finished):
    results = finished.folder / "results" / "fields"
    for table in ("baseline", "event_study", "spatial"):
        for fit in json.loads((results / "estimates" / f"{table}.json").read_text())["columns"]:
            assert set(FIT.split()) <= set(fit)
            assert {"rule", "factor"} <= set(fit["ssc"])
    assert set(PLACEBO.split()) <= set(json.loads((results / "placebo" / "value.json").read_text()))


def test_figures_tables_and_report_exist(finished):
    results = finished.folder / "results" / "fields"
    for figure in ("event_study", "placebo_density", "efficiency_trend", "map"):
        assert (results / "figures" / f"{figure}.pdf").read_bytes()[:5] == b"%PDF-"
        assert (results / "figures" / f"{figure}.png").read_bytes()[1:4] == b"PNG"
    for table in ("descriptives", "baseline", "event_study", "spatial", "autocorrelation", "impacts"):
        for form in ("tex", "docx", "csv"):
            assert (results / "tables" / f"{table}.{form}").stat().st_size > 0
    page = (results / "report.html").read_text(encoding="utf-8")
    assert "simulated data" in page.lower()
    assert "http" not in page.replace("http://www.w3.org", "")


def test_the_manifest_holds_the_digest_of_every_result(finished):
    manifest = json.loads((finished.folder / "results" / "fields" / "manifest.json").read_text())
    found = {path.removeprefix("results/fields/"): digest for path, digest in digests(finished.folder).items()}
    assert manifest["results"] == {path: found[path] for path in found if path not in NOT_LISTED}
    assert manifest["seed"] == 7


def test_a_finished_study_is_up_to_date(finished):
    run = snakemake("--cores", "1", folder=finished.folder, snakefile=finished.snakefile)
    assert run.returncode == 0
    assert "Nothing to be done" in run.stdout


def test_one_core_and_one_chunk_give_the_bytes_of_two_cores_and_five(finished, tmp_path):
    write_study(tmp_path / "work")
    (tmp_path / "work" / "config" / "config.yaml").write_text(CONFIG.replace("chunks: 5", "chunks: 1"))
    run = snakemake("--cores", "1", folder=tmp_path / "work", snakefile=finished.snakefile)
    assert run.returncode == 0, run.stdout
    assert digests(tmp_path / "work") == digests(finished.folder)


def test_twenty_chunks_give_the_bytes_of_five(finished, tmp_path):
    folder = tmp_path / "work"
    shutil.copytree(finished.folder, folder, ignore=shutil.ignore_patterns("placebo"))
    shutil.copytree(finished.folder / "results/fields/panel", folder / "results/fields/panel", dirs_exist_ok=True)
    (folder / "config" / "config.yaml").write_text(CONFIG.replace("chunks: 5", "chunks: 20"))
    target = "results/fields/placebo/value.csv"
    run = snakemake("--cores", "2", target, folder=folder, snakefile=finished.snakefile)
    assert run.returncode == 0, run.stdout
    for name in ("value.csv", "value.json", "value_density.csv"):
        made, expected = (home / "results/fields/placebo" / name for home in (folder, finished.folder))
        assert made.read_bytes() == expected.read_bytes()


def test_a_killed_run_resumes_to_the_same_results(finished, tmp_path):
    folder = tmp_path / "work"
    write_study(folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["snakemake", "--snakefile", str(finished.snakefile), "--cores", "2"]
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 120
    while not (folder / "results/fields/efficiency/scores.csv").exists():
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    locked = snakemake("--cores", "2", folder=folder, snakefile=finished.snakefile)
    assert locked.returncode == 1
    assert "--unlock" in locked.stdout
    assert snakemake("--unlock", folder=folder, snakefile=finished.snakefile).returncode == 0
    resumed = snakemake("--cores", "2", folder=folder, snakefile=finished.snakefile)
    assert resumed.returncode == 0, resumed.stdout
    assert digests(folder) == digests(finished.folder)


def test_every_rule_wrote_its_log(finished):
    logs = list((finished.folder / "logs").rglob("*.log"))
    started = finished.run.stdout.count("Finished jobid") - 1
    assert len(logs) == started


def test_snakemakes_own_report_has_categories_and_labels(finished, tmp_path):
    run = snakemake("--report", str(tmp_path / "report.html"), folder=finished.folder, snakefile=finished.snakefile)
    assert run.returncode == 0, run.stdout
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for words in ("Event study", "Placebo distribution", "Efficiency trend", "Figures", "Tables"):
        assert words in page


def test_profile_resumes_and_compares_contents():
    profile = load_yaml(Path(__file__).parents[2] / "profiles" / "default" / "config.yaml")
    assert profile["rerun-incomplete"] is True
    assert "cores" not in profile
