"""What a run says on the screen while it runs, and at its end."""

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_study import snakemake

LINE = re.compile(r"^\[(\d+)/(\d+)(?:, (?:\d+:)?\d+:\d\d left)?\] (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def worn(finished, tmp_path_factory):
    home = tmp_path_factory.mktemp("screen") / "home"
    shutil.copytree(finished.home, home)
    return home


def at_a_terminal(home: Path, *arguments: str) -> str:
    """What the command prints when its output is a pseudo-terminal."""
    main, screen = pty.openpty()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["snakemake", "--snakefile", str(home / "workflow" / "Snakefile"), *arguments]
    environment = {**os.environ, "PATH": path, "TERM": "xterm", "XDG_CACHE_HOME": str(home / ".cache")}
    run = subprocess.Popen(command, cwd=home / "work", env=environment, stdout=screen, stderr=screen)
    os.close(screen)
    said = b""
    try:
        while part := os.read(main, 65536):
            said += part
    except OSError:  # the terminal closes with its last writer
        pass
    os.close(main)
    assert run.wait() == 0, said
    return said.decode().replace("\r\n", "\n")


def test_every_job_is_one_line_with_study_and_table(finished):
    started = LINE.findall(finished.stdout)
    assert [int(number) for number, _, _ in started] == list(range(1, len(started) + 1))
    assert {int(total) for _, total, _ in started} == {len(started)}
    messages = [message for _, _, message in started]
    assert "fields: table baseline" in messages
    assert finished.stdout.count(" left] ") > len(started) / 2
    assert "Finished jobid" not in finished.stdout and "steps (" not in finished.stdout
    assert "\x1b" not in finished.stdout


def test_the_end_says_where_the_report_is_and_what_the_study_says(finished):
    said = finished.stdout[finished.stdout.index("fields: results/fields/report.html") :].splitlines()[:4]
    words = [
        r"fields: results/fields/report\.html",
        r"  baseline\.value: policy -?\d+\.\d{4} \(SE \d+\.\d{4}\), p [<\d.]+, N 96",
        r"  referee: 0 to mend, \d+ to answer, \d+ to note",
        r"  second voice: the reference model agrees within \d\.\de-\d\d on \d+ unit-years, 0 undecided",
    ]
    for line, pattern in zip(said, words, strict=True):
        assert re.fullmatch(pattern, line), line


@pytest.mark.slow
@pytest.mark.parametrize("target", [["--dry-run"], ["check"], ["results/fields/figures/events.pdf"]], ids=" ".join)
def test_without_a_new_report_there_is_no_end_screen(worn, target):
    (worn / "work/results/fields/figures/events.pdf").unlink(missing_ok=True)
    run = snakemake("--cores", "1", *target, folder=worn / "work", snakefile=worn / "workflow" / "Snakefile")
    assert run.returncode == 0, run.stdout
    assert "report.html\n  " not in run.stdout and "referee:" not in run.stdout


def test_a_terminal_gets_the_same_lines_and_a_deleted_report_its_bytes(worn):
    report = worn / "work/results/fields/report.html"
    content = report.read_bytes()
    report.unlink()
    said = re.sub(r"\x1b\[\d*m", "", at_a_terminal(worn, "--cores", "1"))
    *jobs, end = [message for _, _, message in LINE.findall(said)]
    accounts = jobs[jobs.index("fields: report") :]
    assert end == "every result of every study"
    assert {"fields: account of all results", "index of all studies"} <= set(accounts)
    assert "fields: results/fields/report.html\n  baseline.value: policy" in said
    assert report.read_bytes() == content
