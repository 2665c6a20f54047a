"""A mistake of the user: one clear message, exit code 1, no traceback, nothing overwritten."""

import shutil

import pytest
from parsed import due, refusal
from small_study import rest_slow, snakemake, write_study

# What is changed in which file of the study, and what must be said.
BEFORE_ANY_JOB = [
    ("config/studies/fields.yaml", "efficiency:", "efficency:", ["fields.yaml:", "`efficency`", "`efficiency`"]),
    ("config/studies/fields.yaml", "log(labour)", "log(labor)", ["`labor`", "did you mean `labour`?"]),
    ("config/studies/fields.yaml", "~ policy |", "~ polcy |", ["`polcy`", "did you mean `policy`?"]),
    ("config/studies/fields.yaml", "raw/land.csv", "raw/lnad.csv", ["raw/lnad.csv does not exist", "fields.yaml"]),
    ("config/studies/fields.yaml", "shapes: raw/f", "shapes: raw/g", ["raw/gields.geojson does not exist"]),
    ("config/studies/fields.yaml", "raw/land.csv", "../land.csv", ["not a path below the folder"]),
    ("config/studies/fields.yaml", "data_status: simulated", "data_status: faked", ["allowed: 'real' or 'simulated'"]),
    ("config/studies/fields.yaml", "  baseline:", "  a; touch P:", ["a; touch P", "must match"]),
    ("config/studies/fields.yaml", "..controls", "..contols", ["no macro `..contols`", "`controls`"]),
    ("config/studies/fields.yaml", "estimator: sar", "estimator: sarr", ["'sarr'; did you mean `sar`"]),
    ("config/studies/fields.yaml", "of: neighbours.value", "of: baseline.value", ["which has no spatial effects"]),
    (
        "config/studies/fields.yaml",
        "kind: trend",
        "kind: trnd",
        ["`figures.path.kind` is 'trnd'; did you mean `trend`"],
    ),
    (
        "config/studies/fields.yaml",
        "title: Six",
        "ssc: CR1\ntitle: Six",
        ["`ssc`", "write `inference: {ssc: reghdfe}`"],
    ),
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
    (
        "raw/land.csv",
        "f00,2010,",
        "f00,2010,-",
        ["`land` is zero or negative in 1 unit-years", "positive values: f00 2010"],
    ),
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


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def break_and_run(finished, folder, file, old, new):
    replace(folder / file, old, new)
    return snakemake("--cores", "1", folder=folder, snakefile=finished.snakefile)


@pytest.mark.parametrize(("file", "old", "new", "said"), BEFORE_ANY_JOB, ids=[case[2] for case in BEFORE_ANY_JOB])
def test_a_fault_of_the_study_file_is_said_when_it_is_read(tmp_path, file, old, new, said):
    write_study(tmp_path)
    replace(tmp_path / file, old, new)
    message = refusal(tmp_path)
    for words in said:
        assert words in message
    assert not (tmp_path / "P").exists()


@pytest.mark.parametrize("place", ["results", "results/fields/figures", "logs/fields"])
def test_a_file_where_results_need_a_folder_is_said_when_the_study_is_read(tmp_path, place):
    write_study(tmp_path)
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("")
    assert f"{place} is a file, and results need a folder of that name" in refusal(tmp_path)


def test_the_command_says_it_before_any_job_and_writes_nothing(finished, copy):
    before = snapshot(copy)
    run = break_and_run(finished, copy, "config/studies/fields.yaml", "efficiency:", "efficency:")
    assert run.returncode == 1
    assert "unknown key `efficency`; did you mean `efficiency`?" in run.stdout
    assert "Traceback" not in run.stdout
    assert "Job stats" not in run.stdout
    assert snapshot(copy) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "said"), rest_slow(IN_A_JOB), ids=[case[2].strip() for case in IN_A_JOB]
)
def test_a_fault_of_the_data_is_said_once_and_logged_and_the_end_names_the_log(finished, copy, file, old, new, said):
    run = break_and_run(finished, copy, file, old, new)
    assert run.returncode == 1
    for words in said:
        assert run.stdout.count(words) == 1, run.stdout
    assert "Traceback" not in run.stdout
    end = run.stdout[run.stdout.index("failed: ") :]
    assert end.startswith("failed: fields: panel from the raw tables; log: logs/fields/panel/build_panel.log\n")
    assert "referee:" not in run.stdout
    logs = [path.read_text(encoding="utf-8") for path in (copy / "logs").rglob("*.log")]
    assert sum("Traceback" in text for text in logs) == 1


def test_an_unknown_key_on_the_command_line_is_refused(finished):
    assert "unknown key `chunk`" in refusal(finished.folder, finished.snakefile, given=("chunk=3",))


def test_a_target_that_the_study_does_not_have_is_named(finished):
    said = refusal(finished.folder, finished.snakefile, targets={"results/fields/figures/evnts.pdf"})
    assert "study fields, figures has no `evnts`" in said
    assert "did you mean `events`?" in said


@pytest.mark.slow
def test_a_result_that_was_edited_by_hand_is_neither_used_nor_signed(finished, tmp_path):
    shutil.copytree(finished.home, tmp_path / "home")
    folder, snakefile = tmp_path / "home" / "work", tmp_path / "home" / "workflow" / "Snakefile"
    path = folder / "results" / "fields" / "estimates" / "fit_ols" / "baseline.csv"
    manifest = (folder / "results" / "fields" / "manifest.json").read_bytes()
    replace(path, "value", "other")
    run = snakemake("--cores", "1", folder=folder, snakefile=snakefile)
    assert run.returncode == 1
    assert "changed since the workflow made it: results/fields/estimates/fit_ols/baseline.csv" in run.stdout
    assert "Traceback" not in run.stdout
    path.unlink()
    run = snakemake("--cores", "1", folder=folder, snakefile=snakefile)
    assert run.returncode == 0, run.stdout
    assert (folder / "results" / "fields" / "manifest.json").read_bytes() == manifest


def test_a_manifest_that_was_edited_by_hand_is_refused(finished, copy):
    replace(copy / "results" / "fields" / "manifest.json", '"seed": 7', '"seed": 8')
    said = refusal(copy, finished.snakefile)
    assert "changed since the workflow made it: results/fields/manifest.json" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("studies: [甲]\nseed: 1\n".encode("gbk"), "config/config.yaml: is not UTF-8 (byte 10); save it as UTF-8"),
        (b"studies: [fields]\nseed: 1\0\n", "config/config.yaml: not valid YAML"),
        (b"studies: [fields]\nseed: " + b"1" * 5000, "config/config.yaml:2: `seed` is '1111"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_said(tmp_path, content, said):
    write_study(tmp_path)
    (tmp_path / "config" / "config.yaml").write_bytes(content)
    assert said in refusal(tmp_path)


def test_the_command_line_changes_one_key_of_a_block(tmp_path):
    write_study(tmp_path)
    for block, chunks in (("{draws: 80}", 2), ("{chunks: 3}", 3)):
        assert due(tmp_path, given=(f"placebo={block}",))["draw_placebo"] == chunks, block
