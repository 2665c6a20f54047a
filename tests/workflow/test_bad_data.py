"""The real command on bad raw files: `snakemake check` says everything that is wrong, and nothing else runs."""

import pandas as pd
import pytest
from small_study import CONFIG, snakemake, write_study


@pytest.fixture
def folder(tmp_path):
    write_study(tmp_path)
    return tmp_path


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def results(folder):
    return sorted(str(path.relative_to(folder / "results")) for path in (folder / "results").rglob("*.csv"))


@pytest.mark.slow
def test_check_builds_panel_and_weights_and_says_what_becomes_of_every_column(folder):
    (folder / "raw" / "output.csv").write_bytes((folder / "raw" / "output.csv").read_text().encode("gb18030"))
    run = snakemake("--cores", "1", "check", folder=folder)
    assert run.returncode == 0, run.stdout
    panel = [f"fields/panel/{part}.csv" for part in ("audit", "descriptives", "panel", "warnings")]
    assert results(folder) == [*panel, "fields/spatial/matrices/queen.csv"]
    for words in (
        "fields: 16 units x 6 years (2010 to 2015), 96 unit-years",
        "baseline.value: 96 rows, 16 units, 6 years",
    ):
        assert words in run.stdout


@pytest.mark.slow
def test_check_of_one_study_says_all_faults_of_its_columns(folder):
    study = folder / "config" / "studies" / "fields.yaml"
    old = "early: l_value ~ policy + early | unit + year"
    edit(study, old, "early: {formula: 'l_value ~ policy + l(land, 9) | unit'}")
    run = snakemake("--cores", "1", "check", "--config", "studies=[fields]", folder=folder)
    assert run.returncode == 1
    assert "baseline.early: no unit-year is left" in run.stdout
    assert "Traceback" not in run.stdout


def test_every_fault_of_every_file_is_said_at_once(folder):
    edit(folder / "raw" / "land.csv", "f00,2010,", "f00,2010年,")
    edit(folder / "raw" / "land.csv", "f00,2011,", "f00,2011,…")
    edit(folder / "raw" / "land.csv", "f01,2011,", "f01,11,")
    edit(folder / "raw" / "output.csv", "f00,2012", "f00,2011")
    edit(
        folder / "raw" / "fields.geojson",
        "[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]",
        "[[8, 8], [9, 8], [9, 9], [8, 8]]",
    )
    run = snakemake("--cores", "1", "check", folder=folder)
    assert run.returncode == 1
    for words in (
        "Error: raw/land.csv: row 9, column `year`: '11'; expected a year of four digits",
        "raw/land.csv: row 3, column `land`: '…",
        "Correct the cells, or declare what means a missing value with `missing`.",
        "raw/output.csv: row 4, column `field, 年份`: 'f00, 2011'; expected each unit and year once",
        "3 problems are listed in results/fields/panel/problems.csv",
        "Error: weights `queen`: no neighbour for 1 of 16 units: f00.",
    ):
        assert run.stdout.count(words) == 1, run.stdout
    assert "Traceback" not in run.stdout
    problems = pd.read_csv(folder / "results" / "fields" / "panel" / "problems.csv")
    assert problems["row"].tolist() == [9, 3, 4]
    assert not (folder / "results" / "fields" / "panel" / "panel.csv").exists()


@pytest.mark.slow
def test_a_study_with_faults_does_not_keep_another_from_its_panel(folder):
    study = (folder / "config" / "studies" / "fields.yaml").read_text(encoding="utf-8")
    (folder / "config" / "studies" / "worse.yaml").write_text(study.replace("raw/land.csv", "raw/worse.csv"))
    (folder / "config" / "config.yaml").write_text(CONFIG.replace("[fields]", "[worse, fields]"))
    (folder / "raw" / "worse.csv").write_text("field,year,land,labour\n")
    run = snakemake("--cores", "1", "check", folder=folder)
    assert run.returncode == 1
    assert "raw/worse.csv: no rows below the header" in run.stdout
    assert "fields/panel/warnings.csv" in results(folder)
    assert "worse/panel/warnings.csv" not in results(folder)
