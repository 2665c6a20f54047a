"""`verify` says all that is not as the manifest says, `explain` what made a result, and no run adopts a foreign one."""

import os
import shutil

import pytest
from small_study import check_manifest, jobs, snakemake

HOME = "results/fields"
FIGURE = f"{HOME}/figures/events.pdf"
STUDY = "config/studies/fields.yaml"


@pytest.fixture
def copy(finished, tmp_path):
    """A finished study beside its workflow, to be harmed; dates are kept."""
    return shutil.copytree(finished.home, tmp_path / "home") / "work"


@pytest.fixture
def run(copy):
    """The command in the copy."""
    snakefile = copy.parent / "workflow" / "Snakefile"
    return lambda *arguments: snakemake("--cores", "1", *arguments, folder=copy, snakefile=snakefile)


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def findings(run):
    """The lines of the one message with which `verify` fails."""
    assert run.returncode == 1, run.stdout
    assert run.stdout.count("Error: not as the manifests say.") == 1
    assert "Traceback" not in run.stdout
    assert jobs(run) == {"verify": 1}
    message = run.stdout.partition("Error: not as the manifests say.\n")[2]
    return [line.strip() for line in message[: message.index("\n\n")].splitlines()]


def test_a_finished_study_is_as_its_manifest_says(finished):
    run = snakemake(
        "--cores", "1", "verify", "--config", "studies=[fields]", folder=finished.folder, snakefile=finished.snakefile
    )
    assert run.returncode == 0, run.stdout
    assert jobs(run) == {"verify": 1}
    (line,) = (line for line in run.stdout.splitlines() if line.startswith("fields: "))
    assert line.startswith("fields: as the manifest says (results ") and ", inputs 4, " in line
    assert "cannot be known" not in run.stdout


def test_what_would_end_a_run_at_once_is_said_with_all_else(copy, run):
    (copy / FIGURE).write_bytes(b"%PDF-edited")
    (copy / HOME / "tables/baseline.tex").unlink()
    (copy / HOME / "notes.txt").write_text("mine")
    (copy / "raw/land.csv").unlink()
    replace(copy / HOME / "manifest.json", '"seed": 7', '"seed": 8')
    replace(copy / STUDY, "efficiency:", "efficency:")
    said = findings(run("verify"))
    assert said[0] == "fields:"
    for words in (
        f"{STUDY} cannot be read: {STUDY}:",
        "unknown key `efficency`",
        f"{HOME}/manifest.json: changed since the workflow wrote it",
        f"{FIGURE}: changed since the workflow made it",
        f"{HOME}/tables/baseline.tex: missing",
        f"{HOME}/notes.txt: extra",
        "raw/land.csv: missing",
        f"{STUDY}: changed since the results were made",
        "config/config.yaml: `seed` was 8, is 7",
    ):
        assert sum(words in line for line in said) == 1, said


@pytest.mark.slow
def test_the_keys_that_say_otherwise_and_the_entries_that_are_gone_are_named(copy, run):
    replace(copy / STUDY, "  growth: {kind: productivity, title: Productivity}\n", "")
    replace(copy / STUDY, "caption: Trend.", "caption: A trend.")
    said = findings(run("verify"))
    assert any('`figures.path.caption` was "Trend.", is "A trend."' in line for line in said)
    gone = [line for line in said if "the study no longer has the table `growth`" in line]
    assert len(gone) == 6
    assert [line for line in said if line.startswith("results/") and line not in gone] == []


@pytest.mark.slow
def test_results_without_logs_are_compared_and_used_by_the_word_of_their_manifest(copy, run):
    shutil.rmtree(copy / "logs")
    verified = run("verify")
    assert verified.returncode == 0, verified.stdout
    assert "whether somebody edited it together with a result cannot be known" in verified.stdout
    replace(copy / STUDY, "caption: Trend.", "caption: A trend.")
    again = run()
    assert again.returncode == 0, again.stdout
    assert jobs(again) == dict.fromkeys(
        ("write_report", "write_index", "write_numbers", "check_results", "write_manifest"), 1
    )
    check_manifest(copy, "fields")


def test_a_result_of_nobody_is_not_signed(copy, run):
    """A figure that no job reads, put where one was deleted with its record, and one edited, its date kept."""
    record = copy / "logs/digests" / f"{FIGURE}.json"
    record.unlink()
    (copy / FIGURE).write_bytes(b"%PDF-mine")
    (copy / HOME / "manifest.json").unlink()
    edited = copy / HOME / "figures/path.pdf"
    dates = edited.stat()
    edited.write_bytes(b"%PDF-edited")
    os.utime(edited, ns=(dates.st_atime_ns, dates.st_mtime_ns))
    refused = run()
    assert refused.returncode == 1
    assert f"not made by the workflow, or the record of it is lost: {FIGURE}." in refused.stdout
    assert f"changed since the workflow made it: {HOME}/figures/path.pdf." in refused.stdout
    assert "Traceback" not in refused.stdout
    assert not (copy / HOME / "manifest.json").exists()


def test_explain_says_what_made_a_figure_down_to_raw_files_and_study_lines(finished):
    run = snakemake(
        "--cores", "1", "explain", "--config", f"file={FIGURE}", folder=finished.folder, snakefile=finished.snakefile
    )
    assert run.returncode == 0, run.stdout
    assert jobs(run) == {"explain": 1}
    for words in (
        "rule plot, script scripts/report/plot_event_study.py",
        f"{HOME}/panel/panel.csv",
        "by fit_event_study fields baseline",
        "raw/output.csv  ",
        "years: {estimator: event_study, formula: l_value ~ policy | unit + year, window: [-2, 1]}",
        "estimation/event_study.py",
        "matplotlib ",
    ):
        assert words in run.stdout
    assert "smoke" not in run.stdout
    assert "not as it was" not in run.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a result: snakemake --cores 1 explain --config file=results/STUDY/figures/NAME.pdf"),
        (
            ("--config", f"file={HOME}/figures/evnts.pdf"),
            f"is no result of a study of config/config.yaml; did you mean `{FIGURE}`?",
        ),
    ],
)
def test_explain_names_the_nearest_result(finished, arguments, said):
    run = snakemake("--cores", "1", "explain", *arguments, folder=finished.folder, snakefile=finished.snakefile)
    assert run.returncode == 1
    assert said in run.stdout and "Traceback" not in run.stdout
