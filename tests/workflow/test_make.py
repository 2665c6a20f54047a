"""One Python file does what `make` does, and says what it lacks. Stand-ins of the tools write down their calls."""

import ast
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_study import REPOSITORY

TOOLS = ("python", "snakemake", "ruff", "snakefmt", "codespell")
TOOL = """#!/bin/sh
echo "${0##*/}${*:+ $*}" >> said
echo "${PYTHONPATH:-} $OMP_NUM_THREADS $OPENBLAS_NUM_THREADS $(command -v snakemake)" >> around
test ! -e fails || test "$(cat fails)" != "${0##*/}"
"""
INTERPRETER = """#!/bin/sh
rm -rf .venv
mkdir -p .venv/bin
cp "$0" .venv/bin/python
echo "$*" >> said
"""
LINT = [
    "ruff check",
    "ruff format --check",
    "snakefmt --check Snakefile rules workflow",
    "codespell",
    "snakemake --lint",
]
PYTEST = "python -m pytest -n {} --dist loadfile -m {}"
# What is typed behind `make` or `python make.py`, and the commands that it runs.
CALLS = {
    "setup": [],
    "results": ["snakemake --cores 2"],
    "results CORES=5": ["snakemake --cores 5"],
    "study NAME=mine": ["python -m draft.study mine"],
    "study": ["python -m draft.study"],
    "referee FILE=paper.docx": ["python -m manuscript.alone paper.docx"],
    "test CORES=3": [*LINT, PYTEST.format(3, "not slow")],
    "test-slow": [PYTEST.format(2, "slow")],
    "lint": LINT,
    "format": ["ruff check --fix", "ruff format", "snakefmt Snakefile rules workflow"],
    "bench-panel": ["python tests/benchmarks/benchmark_panel.py"],
    "calibrate-demo": ["python tests/benchmarks/calibrate_demo.py aipz"],
}
NOT_HERE = {
    "docs",
    "lock",
    "clean",
    *(
        f"bench-{name}"
        for name in (
            "efficiency",
            "coverage",
            "placebo",
            "curve",
            "demo",
            "cost",
            "plan",
            "rules",
            "spatial",
            "spatial-bias",
            "manuscripts",
            "papers",
        )
    ),
}


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with the entry, a lock, and an environment of stand-ins that is complete."""
    for name in ("make.py", "Makefile"):
        shutil.copy2(REPOSITORY / name, tmp_path / name)
    (tmp_path / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    for tool in TOOLS:
        program(tmp_path / ".venv" / "bin" / tool, TOOL)
    digest = hashlib.sha256((tmp_path / "requirements.lock").read_bytes()).hexdigest()
    (tmp_path / ".venv" / "complete").write_text(digest, encoding="utf-8")
    for name in ("CORES", "NAME", "PYTHONPATH", "MAKEFLAGS", "MAKEOVERRIDES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def make(home, monkeypatch):
    """The entry as a module in its folder; its changes to the process are taken back."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "CORES"):
        monkeypatch.setenv(name, "")
    loaded = load(home / "make.py")
    monkeypatch.setattr(loaded.signal, "signal", lambda *_: None)
    return loaded


def load(path: Path):
    spec = importlib.util.spec_from_file_location("entry_of_the_project", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def call(home: Path, entry: str, typed: str, **more: str) -> subprocess.CompletedProcess:
    start = {"make": ["make", f"PYTHON={sys.executable}"], "make.py": [sys.executable, "make.py"]}[entry]
    return subprocess.run([*start, *typed.split()], cwd=home, env=os.environ | more, capture_output=True, text=True)


def said(home: Path) -> list[str]:
    return (home / "said").read_text(encoding="utf-8").splitlines() if (home / "said").exists() else []


@pytest.mark.parametrize("entry", ["make", "make.py"])
@pytest.mark.parametrize("typed", CALLS)
def test_each_command_runs_its_tools_in_order(home, entry, typed):
    run = call(home, entry, typed)
    assert run.returncode == 0, run.stdout + run.stderr
    assert said(home) == CALLS[typed]


def test_every_command_is_known_to_make_and_tested(make):
    (listed,) = re.findall(
        r"^COMMANDS := ((?:.*\\\n)*.*)$", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.M
    )
    assert set(listed.replace("\\", " ").split()) == set(make.COMMANDS)
    assert {typed.split()[0] for typed in CALLS} | NOT_HERE == set(make.COMMANDS)
    files = re.findall(r"\S+\.py", str(make.COMMANDS))
    assert len(files) == 14
    assert all((REPOSITORY / file).is_file() for file in files)


def test_every_command_that_a_page_gives_is_there(make):
    pages = [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md")]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    given = [name for text in texts for name in re.findall(r"(?:`make|^ *make|make\.py) ([a-z-]+)", text, re.M)]
    assert len(given) > 15
    assert set(given) <= set(make.COMMANDS)


@pytest.mark.parametrize("entry", ["make", "make.py"])
def test_cores_may_come_from_the_environment_and_names_may_not(home, entry):
    """A machine may have a variable NAME of its own, as WSL has."""
    call(home, entry, "results", CORES="7")
    call(home, entry, "study", NAME="desktop")
    assert said(home) == ["snakemake --cores 7", "python -m draft.study"]


def test_tools_find_one_another_and_use_one_thread(home):
    call(home, "make.py", "study")
    call(home, "make.py", "results OMP_NUM_THREADS=3")
    tool = home.resolve() / ".venv" / "bin" / "snakemake"
    assert (home / "around").read_text(encoding="utf-8").splitlines() == [f"scripts 1 1 {tool}", f" 3 1 {tool}"]


@pytest.mark.parametrize("entry", ["make", "make.py"])
def test_the_first_failure_ends_the_command(home, entry):
    (home / "fails").write_text("snakefmt", encoding="utf-8")
    assert call(home, entry, "test").returncode != 0
    assert said(home) == LINT[:3]


def test_a_signal_reaches_the_tool(home):
    program(home / ".venv/bin/snakemake", "#!/bin/sh\necho $$ > number\nexec sleep 60\n")
    process = subprocess.Popen([sys.executable, "make.py", "results"], cwd=home)
    deadline = time.monotonic() + 30
    while not (home / "number").exists() or not (home / "number").read_text(encoding="utf-8").strip():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int((home / "number").read_text(encoding="utf-8")), 0)


def test_the_environment_is_made_once_for_each_lock(home, make, monkeypatch):
    program(home / "interpreter", INTERPRETER)
    monkeypatch.setattr(make.sys, "executable", str(home / "interpreter"))
    steps = [
        "-m venv --clear .venv",
        "-m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock",
    ]
    for text, expected in (("# nothing\n", []), ("# other\n", steps), ("# other\n", steps)):
        (home / "requirements.lock").write_text(text, encoding="utf-8")
        make.main(["setup"])
        assert said(home) == expected


def test_an_environment_that_was_not_finished_is_made_anew(home, make, monkeypatch):
    program(home / "interpreter", INTERPRETER + "! grep -q pip said\n")
    monkeypatch.setattr(make.sys, "executable", str(home / "interpreter"))
    (home / "requirements.lock").write_text("# other\n", encoding="utf-8")
    for times in (1, 2):
        with pytest.raises(SystemExit) as end:
            make.main(["setup"])
        assert end.value.code == 1
        (home / "said").write_text("", encoding="utf-8") if times == 1 else None
        assert not (home / ".venv" / "complete").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"sys.version_info": (3, 12, 1), "sys.version": "3.12.1 (main)"},
            "this is Python 3.12.1, and the packages of",
        ),
        ({"find_spec": lambda name: None if name == "ensurepip" else name}, "`apt-get install python3.11-venv`"),
        ({"find_spec": lambda name: None if name == "venv" else name}, "has no module venv, with which environments"),
        ({"WINDOWS": True, "sys.prefix": "HOME/.venv"}, "this is the Python of .venv, which is to be made anew"),
    ],
)
def test_a_python_that_cannot_make_the_environment_is_told_so(home, make, monkeypatch, change, words):
    (home / "requirements.lock").write_text("# other\n", encoding="utf-8")
    for name, value in change.items():
        value = value.replace("HOME", str(Path.cwd())) if isinstance(value, str) else value
        holder, _, last = name.rpartition(".")
        monkeypatch.setattr(getattr(make, holder) if holder else make, last, value)
    with pytest.raises(SystemExit) as end:
        make.main(["setup"])
    assert words in end.value.code
    assert said(home) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("reslts", "there is no command `reslts`; did you mean `results`?"),
        ("xyz", "there is no command `xyz`; there are `setup`, `results`, `study`, "),
        ("results CORE=3", "there is no variable `CORE`; did you mean `CORES`?"),
        ("study mine", "there is no variable `mine`; "),
    ],
)
def test_what_is_not_known_is_answered_with_the_nearest_name(home, typed, words):
    run = call(home, "make.py", typed)
    assert run.returncode == 1
    assert run.stderr.startswith(f"\nError: {words}") and "Traceback" not in run.stderr
    assert said(home) == []


def test_make_answers_a_misspelt_command_in_the_same_words(home):
    assert "Error: there is no command `reslts`; did you mean `results`?" in call(home, "make", "reslts").stderr


@pytest.mark.parametrize(
    ("typed", "words"), [("lint", "`ruff` is not there; delete .venv"), ("lock", "`uv` is not there")]
)
def test_a_tool_that_lacks_is_named(home, typed, words, monkeypatch):
    (home / ".venv/bin/ruff").unlink()
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    run = call(home, "make.py", typed)
    assert (run.returncode, said(home)) == (1, [])
    assert f"Error: {words}" in run.stderr


def test_without_a_command_all_are_listed(home, make):
    run = call(home, "make.py", "")
    assert run.returncode == 0
    assert re.findall(r"^  ([a-z-]+) ", run.stdout, re.M) == list(make.COMMANDS)


def test_clean_removes_what_runs_made_and_no_folder_behind_a_link(home):
    for folder in ("elsewhere", "logs/castle", ".snakemake"):
        (home / folder).mkdir(parents=True)
    (home / "results").symlink_to(home / "elsewhere")
    assert call(home, "make.py", "clean").returncode == 0
    assert sorted(path.name for path in home.iterdir() if path.name != ".venv") == [
        "Makefile",
        "elsewhere",
        "make.py",
        "requirements.lock",
    ]


def test_on_windows_programs_are_in_another_folder_and_texts_are_utf_8(home, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    make = load(home / "make.py")
    assert make.BIN.name == "Scripts"
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setattr(make, "COMMANDS", {"nothing": ("",)})
    monkeypatch.chdir(home)
    make.main(["nothing"])
    assert os.environ["PYTHONUTF8"] == "1"


def test_an_older_python_can_read_the_entry_and_needs_no_package():
    tree = ast.parse((REPOSITORY / "make.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
