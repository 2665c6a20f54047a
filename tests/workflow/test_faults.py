"""A run that is killed, stopped, doubled, out of room or elsewhere: nothing is lost, nothing half-written, the message
says what to do, and what is made in the end has the bytes of a quiet run."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ODD
from parsed import refusal
from small_study import CONFIG, OFFLINE, allowed, call, digests, rest_slow, snakemake, write_study

FIT = "results/fields/estimates/fit_ols/baseline.csv"  # a panel, its score, a fit
WORKFLOW = "workflow/Snakefile"
SCORES = "results/fields/efficiency/scores.csv"
# What Python runs first in each process, put on its path by a test: a fault in the job of one rule.
HOOK = """
import os, resource, signal, sys

if any(word.endswith(".score_efficiency.py") for word in sys.orig_argv):
    {fault}
"""
KILLED_WHILE_WRITING = """
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
"""
FILLS_THE_DISK = """
    with open("ballast", "wb", buffering=0) as ballast:
        try:
            while ballast.write(bytes(4096)):
                pass
        except OSError:
            pass
"""
ON_A_SMALL_DISK = """
mount -t tmpfs -o size=$1 none disk && cp -r config raw disk && cd disk || exit 9
snakemake --snakefile "$2" --cores 1 "$3" 2>&1; echo "ended with $?"
rm -f ballast; mount -o remount,size=64m none .
PYTHONPATH= snakemake --snakefile "$2" --cores 1 "$3" 2>&1; echo "then with $?"
cp -r results ..
"""
APART = ("unshare", "--map-root-user", "--mount")
ORDINARY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")  # root without the right to pass permissions


@pytest.fixture
def folder(tmp_path):
    write_study(tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def copy(finished, tmp_path):
    """The quiet run again, to be changed; dates are kept, and so are the paths from its folder to the workflow."""
    shutil.copytree(finished.home, tmp_path / "home")
    return tmp_path / "home" / "work"


@pytest.fixture
def hook(tmp_path):
    """`hook(fault)` is a folder for PYTHONPATH that brings `fault` into the job that scores."""

    def written(fault):
        (tmp_path / "hook").mkdir()
        (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK.format(fault=fault.strip()))
        return str(tmp_path / "hook")

    return written


def begun(folder: Path, snakefile: Path, until: str, *arguments: str) -> subprocess.Popen:
    """The command at the moment when the file `until` appears; it leads a group of processes of its own."""
    process = subprocess.Popen(
        **call("--cores", "2", *arguments, folder=folder, snakefile=snakefile), start_new_session=True
    )
    deadline = time.monotonic() + 300
    while not (folder / until).exists():
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.02)
    return process


def assert_same(folder: Path, finished, whole: bool = False) -> None:
    """What lies under results/ of `folder` has the bytes of the quiet run; all of it is there, if `whole`."""
    made, wanted = digests(folder), digests(finished.folder)
    assert made and made == (wanted if whole else {path: wanted.get(path) for path in made})


def assert_said(run: str, *words: str) -> None:
    """A run said each of `words` once, and showed no traceback."""
    for one in words:
        assert run.count(one) == 1, run
    assert "Traceback" not in run, run


@pytest.mark.slow
@pytest.mark.parametrize("kill", [os.killpg, os.kill], ids=["with its jobs", "and jobs live on"])
def test_a_killed_run_resumes_to_the_same_results(finished, folder, kill):
    process = begun(folder, finished.snakefile, SCORES)
    kill(process.pid, signal.SIGKILL)
    process.communicate()
    locked = snakemake("--cores", "2", folder=folder, snakefile=finished.snakefile)
    assert locked.returncode == 1
    assert_said(locked.stdout, "--unlock")
    assert snakemake("--unlock", folder=folder, snakefile=finished.snakefile).returncode == 0
    resumed = snakemake("--cores", "2", folder=folder, snakefile=finished.snakefile)
    assert resumed.returncode == 0, resumed.stdout
    assert_same(folder, finished, whole=True)


@pytest.mark.parametrize("stop", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_stopped_run_leaves_no_lock_and_goes_on(finished, folder, stop):
    process = begun(folder, finished.snakefile, "logs/fields/efficiency/score_efficiency.log", FIT)
    os.killpg(process.pid, stop)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 1
    assert_said(said, "WorkflowError")
    assert_same(folder, finished)
    assert snakemake("--cores", "2", FIT, folder=folder, snakefile=finished.snakefile).returncode == 0
    assert_same(folder, finished)


@pytest.mark.slow
def test_a_job_that_is_killed_while_it_writes_leaves_no_result_and_later_nothing(finished, folder, hook):
    place = {"folder": folder, "snakefile": finished.snakefile}
    run = snakemake("--cores", "1", SCORES, **place, PYTHONPATH=hook(KILLED_WHILE_WRITING))
    assert run.returncode == 1
    (half,) = (folder / SCORES).parent.iterdir()
    assert half.name.startswith(".") and 0 < half.stat().st_size <= 4096
    assert (folder / SCORES).name in half.name
    run = snakemake("--cores", "1", SCORES, **place)
    assert run.returncode == 0, run.stdout
    assert_same(folder, finished)


@pytest.mark.slow
def test_a_second_run_in_the_folder_is_refused_and_the_first_goes_on(finished, folder):
    first = begun(folder, finished.snakefile, "logs/fields/panel/build_panel.log", SCORES)
    os.killpg(first.pid, signal.SIGSTOP)  # so that it cannot be over before the second begins
    second = snakemake("--cores", "1", SCORES, folder=folder, snakefile=finished.snakefile)
    os.killpg(first.pid, signal.SIGCONT)
    said, _ = first.communicate(timeout=300)
    assert second.returncode == 1
    assert_said(second.stdout, "Directory cannot be locked")
    assert first.returncode == 0, said
    assert_same(folder, finished)


def test_a_disk_without_room_ends_a_run_before_it_begins(folder, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=2**20))
    assert "has 1,048,576 bytes free; a run needs 8,388,608 and the size of its results." in refusal(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "fault", "words"),
    [
        ("1m", "pass", "bytes free; a run needs 8,388,608 and the size of its results. Make room on the disk"),
        (
            "12m",
            FILLS_THE_DISK,
            f"{SCORES} cannot be written: No space left on device. Nothing is half-written. Make room on the disk",
        ),
    ],
    ids=["at the start", "in mid-run"],
)
def test_a_full_disk_is_said_with_its_place_and_what_to_do(finished, folder, hook, size, fault, words):
    apart = allowed(*APART) or pytest.skip("a disk of its own needs a namespace of mounts, which is not allowed here")
    (folder / "disk").mkdir()
    place = call(folder=folder, PYTHONPATH=hook(fault)) | {
        "args": [*apart, "sh", "-c", ON_A_SMALL_DISK, "sh", size, finished.snakefile, SCORES]
    }
    run = subprocess.run(**place, timeout=600)
    first, _, second = run.stdout.partition("ended with 1")
    assert_said(first, words)
    assert "then with 0" in second, run.stdout
    assert_same(folder, finished)


@pytest.mark.slow
def test_a_result_larger_than_files_may_be_is_said_by_name(finished, copy):
    """As on a full disk, but for those who may mount nothing."""
    figure = "results/fields/figures/draws.png"
    (copy / figure).unlink()
    limit = allowed("prlimit", "--fsize=100000") or pytest.skip("prlimit is not there")
    run = snakemake("--cores", "1", figure, folder=copy, snakefile=copy.parent / WORKFLOW, before=limit)
    assert run.returncode == 1
    assert_said(run.stdout, f"{figure} cannot be written: File too large. Nothing is half-written. Allow larger files")
    assert_same(copy, finished)


@pytest.mark.parametrize(("place",), rest_slow(["results/fields/figures", "logs/fields", ".snakemake", "."]))
def test_a_folder_that_may_not_be_written_is_named_before_any_job(finished, copy, place):
    ordinary = allowed(*ORDINARY) if os.geteuid() == 0 else []
    if os.geteuid() == 0 and not ordinary:
        pytest.skip("root writes everywhere, and setpriv is not there")
    (copy / "results/fields/figures/map.png").unlink()
    before = digests(copy)
    (copy / place).chmod(0o555)
    try:
        run = snakemake("--cores", "1", folder=copy, snakefile=copy.parent / WORKFLOW, before=ordinary)
    finally:
        (copy / place).chmod(0o755)
    assert run.returncode == 1
    assert_said(run.stdout, f"the folder {place} may not be written; change its permissions and run again")
    assert "Job 1:" not in run.stdout
    assert digests(copy) == before


@pytest.mark.slow
def test_results_that_were_cut_are_refused_and_made_again_once_deleted(finished, copy):
    results = copy / "results/fields"
    cut = {results / "figures/map.png": 0.5, results / "estimates/impacts/effects.csv": 0}
    for path, share in cut.items():
        os.truncate(path, int(share * path.stat().st_size))
    run = snakemake("--cores", "2", folder=copy, snakefile=copy.parent / WORKFLOW)
    assert run.returncode == 1
    assert "Traceback" not in run.stdout
    assert "changed since the workflow made it: results/fields/estimates/impacts/effects.csv" in run.stdout
    for path in cut:
        path.unlink()
    run = snakemake("--cores", "2", folder=copy, snakefile=copy.parent / WORKFLOW)
    assert run.returncode == 0, run.stdout
    assert_same(copy, finished, whole=True)


@pytest.mark.slow
def test_another_place_time_language_order_number_of_cores_and_of_chunks_change_no_byte(finished, folder):
    """The quiet run had two cores, two chunks, and a folder of odd marks; this one has no network, if that can be."""
    assert '"' in str(finished.folder) and "城市" in str(finished.folder) and not list(finished.home.rglob("P"))
    (folder / "config/config.yaml").write_text(CONFIG.replace("chunks: 2", "chunks: 1"))
    last = ["results/fields/figures/map.pdf", "results/fields/estimates/fit_spatial/neighbours.csv"]
    run = snakemake(
        *("--cores", "1", "--prioritize", *last),
        folder=folder,
        snakefile=finished.snakefile,
        before=allowed(*OFFLINE),
        **{"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
    )
    assert run.returncode == 0, run.stdout
    said = [re.findall(r"(?m)^\[\d+/.*", output) for output in (run.stdout, finished.stdout)]
    places = [next(at for at, line in enumerate(own) if "figure map" in line) / len(own) for own in said]
    assert places[0] < places[1], "the order of jobs is another"
    assert_same(folder, finished, whole=True)


def test_where_the_machine_allows_it_that_run_has_no_network():
    offline = allowed(*OFFLINE) or pytest.skip("a network of its own needs a namespace, which is not allowed here")
    devices = subprocess.check_output([*offline, "cat", "/proc/net/dev"], text=True).splitlines()[2:]
    assert [line.split(":")[0].strip() for line in devices] == ["lo"]


def test_a_workflow_in_a_folder_with_braces_is_refused(finished, folder, tmp_path):
    assert "{" not in ODD
    shutil.copytree(finished.home / "workflow", tmp_path / "{x}")
    assert "has a brace in its path; rename the folder" in refusal(folder, tmp_path / "{x}" / "Snakefile")
