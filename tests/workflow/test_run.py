"""One command runs a study from raw files to the report. What may disturb it: `test_faults`."""

import csv
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from parsed import due
from small_study import check_manifest, rest_slow, snakemake, write_study

from core.contract import FACTS, FILES
from core.documents import load_yaml
from core.files import header_of, read_json

# Results of the small study, and under which name of the contract they stand.
CONTRACT = {
    **{file.path: name for name, file in FILES.items() if "{" not in file.path},
    "estimates/fit_ols/baseline.csv": "estimates",
    "estimates/fit_event_study/baseline.csv": "estimates",
    "estimates/fit_spatial/neighbours.csv": "estimates",
    "placebo/space/baseline.value.csv": "placebo",
    "placebo/space/baseline.value.density.csv": "density",
    "placebo/earlier/baseline.value.shifts.csv": "shifts",
    "spatial/matrices/queen.csv": "matrices",
}
NOT_ASKED_FOR = ("sensitivity", "bootstrap")
GRIDS = {
    "descriptives/descriptives": "group variable n mean sd min p50 max",
    "productivity/growth": "period index efficiency_change technical_change n",
    "moran/moran": "variable matrix year moran_i expected variance z p_normal p_random p_permutation",
    "impacts/effects": "column term effect estimate std_error p_value simulated_mean simulated_se",
    "placebo/placebos": "placebo column estimate p_coefficient p_statistic draws shift status",
    "power/found": "placebo column estimate std_error mde_normal mde_rise mde_fall draws",
}
OFFLINE = """
import socket


def refuse(*call, **more):
    with open({asked!r}, "a") as file:
        file.write(str(call) + "\\n")
    raise OSError("there is no network")


socket.getaddrinfo = socket.socket.connect = socket.socket.connect_ex = refuse
"""
TABLES = ("descriptives", "growth", "baseline", "moran", "neighbours", "effects", "placebos", "found")


@pytest.mark.parametrize("file", [file for file, name in CONTRACT.items() if name not in NOT_ASKED_FOR])
def test_contract_files_have_their_columns(finished, file):
    assert set(FILES[CONTRACT[file]].columns) <= set(header_of(finished.folder / "results" / "fields" / file))


@pytest.mark.parametrize(("stem", "columns"), GRIDS.items())
def test_grids_are_pairs(finished, stem, columns):
    home = finished.folder / "results" / "fields" / "estimates"
    assert set(columns.split()) <= set(header_of(home / f"{stem}.csv"))
    layout = read_json(home / f"{stem}.json")
    assert layout["kind"] == "grid"
    assert {cell["column"] for cell in layout["cells"]} <= set(header_of(home / f"{stem}.csv"))


def test_contract_of_the_json_files(finished):
    home = finished.folder / "results" / "fields"
    for stem in ("fit_ols/baseline", "fit_event_study/baseline", "fit_spatial/neighbours"):
        facts = read_json(home / "estimates" / f"{stem}.json")
        assert facts["kind"] == "coefficients"
        for fit in facts["columns"]:
            assert set(FACTS["estimates/{rule}/{table}.json, each of its columns"]) <= set(fit)
            assert {"rule", "factor"} <= set(fit["ssc"])
    summary = read_json(home / "placebo" / "space" / "baseline.value.json")
    assert set(FACTS["placebo/{placebo}/{table}.{column}.json"]) <= set(summary)


def test_figures_tables_and_report_exist(finished):
    results = finished.folder / "results" / "fields"
    for figure in ("events", "draws", "path", "map"):
        assert (results / "figures" / f"{figure}.pdf").read_bytes()[:5] == b"%PDF-"
        assert (results / "figures" / f"{figure}.png").read_bytes()[1:4] == b"PNG"
    for table in TABLES:
        for form in ("tex", "docx", "csv", "html"):
            assert (results / "tables" / f"{table}.{form}").stat().st_size > 0
    page = (results / "report.html").read_text(encoding="utf-8")
    assert "simulated data" in page.lower()
    assert "http:" not in page and "https:" not in page


@pytest.mark.parametrize("table", TABLES)
def test_a_printed_csv_is_a_rectangle_with_a_header(finished, table):
    with open(finished.folder / "results" / "fields" / "tables" / f"{table}.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert rows and {len(row) for row in rows} == {len(header)}


def test_one_table_prints_what_several_rules_fitted_in_the_order_of_its_columns(finished):
    with open(finished.folder / "results" / "fields" / "tables" / "baseline.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert all(f"({number})" in cell for number, cell in enumerate(header[-4:], start=1))
    events = [row for row in rows if "year" in row[-5]]
    assert events and all(row[-1] and not any(row[-4:-1]) for row in events)


def test_the_manifest_holds_the_digest_of_every_result(finished):
    check_manifest(finished.folder, "fields")
    assert read_json(finished.folder / "results" / "fields" / "manifest.json")["seed"] == 7


def test_a_finished_study_is_up_to_date(finished):
    assert due(finished.folder, finished.snakefile) == {}


@pytest.mark.slow
def test_errors_that_do_not_exist_and_placebos_of_all_assignments_pass_the_checks(finished, tmp_path):
    """One treated unit of 16 and 60 draws: 16 assignments, and p counts the observed one among them. A variance by
    two-way clusters is negative: the term has no standard error, and the table says so."""
    write_study(tmp_path)
    raw, study = tmp_path / "raw" / "output.csv", tmp_path / "config" / "studies" / "fields.yaml"
    table = pd.read_csv(raw)
    table["policy"] *= table["field"] == "f03"
    table.to_csv(raw, index=False)
    two = "      two: {formula: l_value ~ l_labour + policy | unit + year, cluster: [unit, year]}\n"
    text = study.read_text(encoding="utf-8").replace("      early:", f"{two}      early:")
    study.write_text(text.replace("baseline.value,", "baseline.value, baseline.two,"), encoding="utf-8")
    run = snakemake("--cores", "2", "results/fields/checks.csv", folder=tmp_path, snakefile=finished.snakefile)
    assert run.returncode == 0, run.stdout
    home = tmp_path / "results" / "fields"
    for name in ("value", "two"):
        summary = read_json(home / "placebo" / "space" / f"baseline.{name}.json")
        draws = pd.read_csv(home / "placebo" / "space" / f"baseline.{name}.csv")
        extreme = (draws["estimate"].abs() >= abs(summary["observed"]["estimate"]) * (1 - 1e-9)).sum()
        assert (summary["draws"], len(draws), summary["p_coefficient"]) == (16, 16, extreme / 16)
    fitted = pd.read_csv(home / "estimates" / "fit_ols" / "baseline.csv").set_index(["column", "term"])
    assert fitted.loc[("two", "l_labour"), ["std_error", "p_value", "conf_low"]].isna().all()
    assert fitted.loc[("two", "l_labour"), "estimate"] < 0


AT_RESULTS = ("verify", "explain", "archive", "stale", "compare", "manuscript")  # rules that make none


def test_every_rule_wrote_its_log(finished):
    logs = [path for path in (finished.folder / "logs").rglob("*.log") if path.stem not in AT_RESULTS]
    assert len(logs) == len(re.findall(r"^\[\d+/", finished.stdout, re.MULTILINE)) - 1


@pytest.fixture
def offline(tmp_path, monkeypatch):
    """Every Python that starts has no network; the file names who asked for it."""
    asked = tmp_path / "asked"
    (tmp_path / "sitecustomize.py").write_text(OFFLINE.format(asked=str(asked)), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    call = "import socket; socket.create_connection(('127.0.0.1', 9))"
    run = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True)
    assert "there is no network" in run.stderr and asked.exists()
    asked.unlink()
    return asked


@pytest.mark.parametrize(("form",), rest_slow(["html", "zip"]))
def test_snakemakes_own_report_has_categories_and_labels_and_needs_no_network(finished, tmp_path, offline, form):
    made = tmp_path / f"report.{form}"
    run = snakemake("--report", str(made), folder=finished.folder, snakefile=finished.snakefile)
    assert run.returncode == 0, run.stdout
    assert not offline.exists(), offline.read_text(encoding="utf-8")
    if form == "zip":
        with zipfile.ZipFile(made) as archive:
            names = archive.namelist()
            page = archive.read(min((name for name in names if name.endswith("/report.html")), key=len)).decode()
        assert any(name.endswith("events.png") for name in names)
    else:
        page = made.read_text(encoding="utf-8")
    for words in ("events", "baseline", "Results", "Effects.", "Policy and value", "Simulated data."):
        assert words in page


def test_profile_resumes_and_compares_contents():
    profile = load_yaml(Path(__file__).parents[2] / "profiles" / "default" / "config.yaml")
    assert profile["rerun-incomplete"] is True
    assert "cores" not in profile
