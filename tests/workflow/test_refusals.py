"""A mistake of the user: one clear message, exit code 1, no traceback, nothing overwritten."""

import shutil

import pytest

from study import snakemake

# What is changed in which file of the study, and what the screen must say.
BEFORE_ANY_JOB = [
    ("config/studies/fields.yaml", "efficiency:", "efficency:", ["fields.yaml:", "`efficency`", "`efficiency`"]),
    ("config/studies/fields.yaml", "log(labour)", "log(labor)", ["`labor`", "did you mean `labour`?"]),
    ("config/studies/fields.yaml", "~ policy |", "~ polcy |", ["`polcy`", "did you mean `policy`?"]),
    ("config/studies/fields.yaml", "raw/land.csv", "raw/lnad.csv", ["raw/lnad.csv does not exist", "fields.yaml"]),
    ("config/studies/fields.yaml", "raw/land.csv", "../land.csv", ["not a path below the folder"]),
    ("config/studies/fields.yaml", "data_status: simulated", "data_status: faked", ["allowed: 'real' or 'simulated'"]),
    ("config/studies/fields.yaml", "  baseline:", "  a; touch P:", ["a; touch P", "must match"]),
    ("config/config.yaml", "seed: 7", "sed: 7", ["config.yaml:2", "`sed`", "`seed`"]),
    ("config/config.yaml", "draws: 60", "draws: many", ["placebo.draws", "'many'"]),
    ("config/config.yaml", "[fields]", "[meadows]", ["config/studies/meadows.yaml", "allowed: `fields`"]),
    ("config/config.yaml", "[fields]", '["../x"]', ["'../x'", "must match"]),
    ("config/config.yaml", "[fields]", '["a; touch P"]', ["'a; touch P'", "must match"]),
]
IN_A_JOB = [
    ("raw/land.csv", "\nf00,2010,", "\nf00,2010,n", ["raw/land.csv: row 2, column `land`", "expected a number"]),
    ("raw/land.csv", "field,year,land", "field,year,Land", ["no column `land`; did you mean `Land`"]),
    ("raw/output.csv", "f00,2015", "f00,2014", ["row 7, column `field, 年份`", "each unit and year once"]),
    ("raw/land.csv", "f00,2010,", "f00,2010,-", ["1 indicator values are zero or negative", "f00, 2010, land: -"]),
]


@pytest.fixture
def copy(finished, tmp_path):
    shutil.copytree(finished.folder, tmp_path / "work")
    return tmp_path / "work"


def snapshot(folder):
    return {
        path: path.read_bytes()
        for path in (folder / "results").rglob("*")
        if path.is_file() and path.name != "problems.csv"
    }


def break_and_run(finished, folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return snakemake("--cores", "1", folder=folder, snakefile=finished.snakefile)


@pytest.mark.parametrize(("file", "old", "new", "said"), BEFORE_ANY_JOB, ids=[case[2] for case in BEFORE_ANY_JOB])
def test_a_fault_of_the_study_file_is_said_before_any_job(finished, copy, file, old, new, said):
    before = snapshot(copy)
    run = break_and_run(finished, copy, file, old, new)
    assert run.returncode == 1
    for words in said:
        assert words in run.stdout
    assert "Traceback" not in run.stdout
    assert "Job stats" not in run.stdout
    assert snapshot(copy) == before
    assert not (copy / "P").exists()


@pytest.mark.parametrize(("file", "old", "new", "said"), IN_A_JOB, ids=[case[2].strip() for case in IN_A_JOB])
def test_a_fault_of_the_data_is_said_once_and_logged(finished, copy, file, old, new, said):
    run = break_and_run(finished, copy, file, old, new)
    assert run.returncode == 1
    for words in said:
        assert run.stdout.count(words) == 1, run.stdout
    assert "Traceback" not in run.stdout
    logs = [path.read_text(encoding="utf-8") for path in (copy / "logs").rglob("*.log")]
    assert sum("Traceback" in text for text in logs) == 1


def test_hostile_names_on_the_command_line_run_nothing(finished, copy):
    before = snapshot(copy)
    for names in ('studies=["a; touch P; b"]', 'studies=["../../x"]'):
        run = snakemake("--cores", "1", "--config", names, folder=copy, snakefile=finished.snakefile)
        assert run.returncode == 1
        assert "must match" in run.stdout
    assert snapshot(copy) == before
    assert not list(copy.parent.rglob("P"))


def test_an_unknown_key_on_the_command_line_is_refused(finished, copy):
    run = snakemake("--cores", "1", "--config", "chunk=3", folder=copy, snakefile=finished.snakefile)
    assert run.returncode == 1
    assert "unknown key `chunk`" in run.stdout
