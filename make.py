"""Every command of this project, with its set-up: `python make.py results`, `python make.py test CORES=4`.

The standard library alone, and no syntax that Python 3.8 lacks, so that another Python can say which one is needed.
"""

import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

PYTHON = (3, 11)
WINDOWS = sys.platform == "win32"
ENV = Path(".venv")
BIN = ENV / ("Scripts" if WINDOWS else "bin")
COMPLETE = ENV / "complete"  # holds the digest of the lock that was installed
LOCK = Path("requirements.lock")
ALONE = {"NAME": "", "FILE": ""}  # variables that the environment does not get
VARIABLES = {"CORES": "2", **ALONE, "OTHERS_PYTHON": "", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
ELSEWHERE = {"uv": "`pip install uv`", "tred": "install Graphviz", "dot": "install Graphviz"}


def setup():
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if COMPLETE.is_file() and COMPLETE.read_bytes() == digest.encode():
        return
    refuse_unfit_python()
    run([sys.executable, "-m", "venv", "--clear", str(ENV)])
    install = ["python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    run([*install, str(LOCK)])
    COMPLETE.write_bytes(digest.encode())


def refuse_unfit_python():
    wanted = ".".join(map(str, PYTHON))
    if sys.version_info[:2] != PYTHON:
        stop(
            f"this is Python {sys.version.split()[0]}, and the packages of {LOCK} are for Python {wanted}.\n"
            f"  Install it and name it: `python{wanted} make.py setup`, on Windows `py -{wanted} make.py setup`, "
            f"with make `make setup PYTHON=python{wanted}`."
        )
    if WINDOWS and Path(sys.prefix) == ENV.absolute():
        stop(f"this is the Python of {ENV}, which is to be made anew: `deactivate`, and call again")
    lacking = [module for module in ("venv", "ensurepip") if find_spec(module) is None]
    if lacking:
        stop(
            f"{sys.executable} has no module {lacking[0]}, with which environments are made.\n"
            f"  On Debian and Ubuntu: `apt-get install python{wanted}-venv`."
        )


def draw_rules():
    graph = run(["snakemake", "--rulegraph", "dot", "--forceall"], keep=True)
    run(["dot", "-Tpng", "-Gdpi=110", "-o", "docs/rulegraph.png"], given=run(["tred"], given=graph, keep=True))


def copy_figures():
    for figure in sorted(Path("results/castle/figures").glob("*.png")):
        if (Path("docs") / figure.name).exists():
            shutil.copy(figure, "docs")


def clean():
    for folder in map(Path, ("results", "logs", ".snakemake")):
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)


RESULTS = "snakemake --cores {CORES}"
TEST = "python -m pytest -n {CORES} --dist loadfile -m"
BENCHMARKS = "PYTHONPATH=scripts python tests/benchmarks"
LINT = (
    "ruff check",
    "ruff format --check",
    "snakefmt --check Snakefile rules workflow",
    "codespell",
    "snakemake --lint",
)
# What each command does: functions, and command lines whose program is that of the environment if it has one.
COMMANDS = {
    "setup": ("make the environment .venv from requirements.lock", setup),
    "results": ("run every study of config/config.yaml", setup, RESULTS),
    "study": (
        "draft config/studies/NAME.yaml from the tables in raw/NAME: NAME=mine",
        setup,
        "PYTHONPATH=scripts python -m draft.study {NAME}",
    ),
    "referee": (
        "check a paper against itself, without a study: FILE=paper.docx",
        setup,
        "PYTHONPATH=scripts python -m manuscript.alone {FILE}",
    ),
    "test": ("run the linters and all tests but the slow ones", setup, *LINT, f"{TEST} 'not slow'"),
    "test-slow": ("run the slow tests", setup, f"{TEST} slow"),
    "lint": ("run the linters", setup, *LINT),
    "format": (
        "repair what the linters can repair",
        setup,
        "ruff check --fix",
        "ruff format",
        "snakefmt Snakefile rules workflow",
    ),
    "docs": (
        "make what documentation has from code and results; needs Graphviz",
        setup,
        RESULTS,
        "PYTHONPATH=scripts python -m study.keys",
        "PYTHONPATH=scripts python -m study.results",
        copy_figures,
        draw_rules,
    ),
    "lock": (
        "compile requirements.lock from pyproject.toml; needs uv",
        # Hashes and no addresses; universal: with what Windows and macOS need beside.
        "uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 "
        "--group test --group cluster pyproject.toml --output-file requirements.lock",
        "uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 "
        "tests/environments/tools.in --output-file tests/environments/tools.txt",
    ),
    "bench-efficiency": (
        "time the scores; OTHERS_PYTHON may name the interpreter of other packages",
        setup,
        f"{BENCHMARKS}/benchmark_efficiency.py",
    ),
    "bench-coverage": ("count how often intervals of scores cover", setup, f"{BENCHMARKS}/benchmark_coverage.py"),
    "bench-placebo": (
        "time draws of placebos, and count how often their tests reject",
        setup,
        f"{BENCHMARKS}/benchmark_placebo.py",
    ),
    "bench-curve": ("time specification curves", setup, f"{BENCHMARKS}/benchmark_curve.py"),
    "bench-panel": ("time the panel stage", setup, f"{BENCHMARKS}/benchmark_panel.py"),
    "bench-plan": ("time a dry run of 200 copies of castle", setup, f"{BENCHMARKS}/benchmark_plan.py"),
    "bench-rules": ("measure the memory and time of each rule", setup, f"{BENCHMARKS}/benchmark_rules.py"),
    "bench-cost": ("count what a run costs; on a quiet machine", setup, f"{BENCHMARKS}/benchmark_cost.py"),
    "bench-demo": ("count how often intervals cover the planted effect", setup, f"{BENCHMARKS}/benchmark_demo.py"),
    "calibrate-demo": (
        "find the shift that gives the simulated policy of aipz its effect",
        setup,
        f"{BENCHMARKS}/calibrate_demo.py aipz",
    ),
    "bench-spatial": (
        "time spatial models, and count how often their intervals cover",
        setup,
        f"{BENCHMARKS}/benchmark_spatial.py",
    ),
    "bench-spatial-bias": (
        "measure bias and coverage of spatial models",
        setup,
        f"{BENCHMARKS}/benchmark_spatial_bias.py",
    ),
    "bench-manuscripts": (
        "count the errors that the referee finds in manuscripts; results must be there",
        setup,
        f"{BENCHMARKS}/benchmark_manuscripts.py",
    ),
    "bench-papers": (
        "count the errors that the referee finds in papers written by hand",
        setup,
        f"{BENCHMARKS}/benchmark_papers.py",
    ),
    "clean": ("remove results, logs and .snakemake", clean),
}


def run(command, given=None, keep=False, more=()):
    """Run `command` to its end, with `given` as its input; what it wrote if `keep`. Its failure is ours."""
    program = shutil.which(command[0], path=None if command[0] in ELSEWHERE else str(BIN))
    if program is None:
        stop(f"`{command[0]}` is not there; {ELSEWHERE.get(command[0], f'delete {ENV}, and it is made anew')}")
    process = subprocess.Popen(
        [program, *command[1:]],
        stdin=None if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE if keep else None,
        env={**os.environ, **dict(more)},
    )
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches the command, which ends in its own way
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    written, _ = process.communicate(given)
    if process.returncode:
        sys.exit(process.returncode if process.returncode > 0 else 128 - process.returncode)
    return written


def run_line(line, variables):
    """Run a command line whose first words may set variables of its environment; empty words are left out."""
    words = [word.format(**variables) for word in shlex.split(line)]
    more = [word.split("=", 1) for word in words if word.startswith("PYTHONPATH=")]
    run([word for word in words[len(more) :] if word], more=more)


def variables_of(words):
    """NAME=VALUE of the command line over what the environment says of it; some are of the command line alone."""
    given = dict(word.partition("=")[::2] for word in words)
    for name in given:
        if name not in VARIABLES:
            stop(f"there is no variable `{name}`; {nearest(name, VARIABLES)}")
    cores = {"CORES": os.environ["CORES"]} if os.environ.get("CORES") else {}
    return {**VARIABLES, **cores, **given}


def nearest(name, known):
    close = get_close_matches(name, known, n=1)
    return f"did you mean `{close[0]}`?" if close else "there are " + ", ".join(f"`{one}`" for one in known)


def stop(message):
    sys.exit(f"\nError: {message}\n")


def main(arguments):
    if not arguments:
        print("python make.py COMMAND [CORES=2]\n")
        print("\n".join(f"  {name:<20}{steps[0]}" for name, steps in COMMANDS.items()))
        return
    name, *words = arguments
    if name not in COMMANDS:
        stop(f"there is no command `{name}`; {nearest(name, COMMANDS)}")
    variables = variables_of(words)
    os.chdir(Path(__file__).resolve().parent)
    os.environ.update({key: value for key, value in variables.items() if value and key not in ALONE})
    os.environ["PATH"] = f"{BIN.absolute()}{os.pathsep}{os.environ['PATH']}"
    if WINDOWS:
        os.environ["PYTHONUTF8"] = "1"  # texts are UTF-8, whatever the code page
    for step in COMMANDS[name][1:]:
        run_line(step, variables) if isinstance(step, str) else step()


if __name__ == "__main__":
    main(sys.argv[1:])
