"""What a run costs: writes cost.md. Run by `make bench-cost`, on a quiet machine.

The shipped studies in a folder of their own: a full run, nothing changed, one figure, a dry run, on one core and on
two; dry runs of copies of one study; and where the time of the jobs goes, by `clock/sitecustomize.py`.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "workflow"))
from small_study import copy_workflow

FIGURE = "results/castle/figures/event.pdf"
NO_CHANGE, ONE_FIGURE = 4.0, 5.0  # seconds on two cores that are to be kept
STUDIES = (50, 200)
# Python keeps compiled modules unless it is told not to, and then each job would compile those of the project.
ORDINARY = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PARTS = ("start", "imports of Snakemake", "other imports", "work")


def command(folder: Path, *arguments: str, **environment: str) -> tuple[float, float]:
    """Wall and CPU seconds of the workflow in `folder`, CPU with its jobs."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["snakemake", *arguments],
        cwd=folder,
        env=ORDINARY | {"PATH": path, **environment},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - begun
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def new_folder(home: Path, name: str) -> Path:
    copy_workflow(home / name)
    shutil.copytree(ROOT / "config", home / name / "config")
    return home / name


def runs(folder: Path, cores: str, **environment: str) -> dict[str, tuple[float, float]]:
    """Seconds of each kind of run, on the shipped studies."""
    found = {"dry run": command(folder, "--cores", cores, "--dry-run")}
    found["full run"] = command(folder, "--cores", cores, **environment)
    found["nothing changed"] = command(folder, "--cores", cores)
    (folder / FIGURE).unlink()
    found["one figure"] = command(folder, "--cores", cores, FIGURE)
    return found


def dry_run(folder: Path, number: int) -> tuple[float, float]:
    """Seconds of a dry run of `number` copies of castle, of which nothing is made."""
    studies = folder / "config" / "studies"
    names = [f"copy{place}" for place in range(number)]
    for name in names:
        shutil.copy(studies / "castle.yaml", studies / f"{name}.yaml")
    return command(folder, "--cores", "1", "--dry-run", "--quiet", "all", "--config", f"studies={json.dumps(names)}")


def jobs(spent: Path) -> list[tuple[str, list[float]]]:
    """Script and CPU seconds of each part, a job."""
    rows = [line.split("\t") for line in spent.read_text(encoding="utf-8").splitlines()]
    parted = []
    for script, *cells in rows:
        start, theirs, others, total = map(float, cells)
        parted.append((script, [start, theirs, others, total - start - theirs - others]))
    return parted


def table(head: list[str], rows: list[list]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def split(parted: list) -> str:
    """Where the CPU seconds of the jobs go, and the ten dearest scripts."""
    whole = [sum(column) for column in zip(*(parts for _, parts in parted), strict=True)]
    by_script = defaultdict(list)
    for script, parts in parted:
        by_script[script].append(parts)
    sums = {
        script: [sum(column) for column in zip(*rows, strict=True)] + [len(rows)] for script, rows in by_script.items()
    }
    dearest = sorted(sums.items(), key=lambda one: -sum(one[1][:4]))[:10]
    rows = [[script, n, *(f"{part:.2f}" for part in (*parts, sum(parts)))] for script, (*parts, n) in dearest]
    total = ["all", len(parted), *(f"{part:.2f}" for part in (*whole, sum(whole)))]
    shares = ["share", "", *(f"{part / sum(whole):.0%}" for part in whole), ""]
    return table(["script", "jobs", *PARTS, "in all"], [*rows, total, shares])


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        folders = {cores: new_folder(Path(home), f"on{cores}") for cores in "12"}
        spent = Path(home) / "spent.tsv"
        clock = {"PYTHONPATH": str(HERE / "clock"), "SPENT": str(spent)}
        on = {"2": runs(folders["2"], "2"), "1": runs(folders["1"], "1", **clock)}
        parted = jobs(spent)
        many = {number: dry_run(folders["1"], number) for number in STUDIES}
    kinds = [[kind, *(f"{on[cores][kind][0]:.1f}" for cores in "12"), f"{on['1'][kind][1]:.1f}"] for kind in on["1"]]
    kinds += [[f"dry run of {number} studies", f"{wall:.1f}", "", f"{cpu:.1f}"] for number, (wall, cpu) in many.items()]
    driver = on["1"]["full run"][1] - sum(sum(parts) for _, parts in parted)
    text = f"""# What a run costs

Made by `make bench-cost`: one run of the four shipped studies, {len(parted)} jobs with a script, on {os.cpu_count()}
cores, with a load of {os.getloadavg()[0]:.1f} at the end. Seconds. A dry run starts nothing, with any number of cores.

{table(["", "wall, 1 core", "wall, 2 cores", "CPU, 1 core"], kinds)}
## Where the time of the jobs goes

CPU seconds of the full run on one core. The driver, and what Python does after the last line of a script, took
{driver:.1f} s more.

{split(parted)}"""
    (HERE / "cost.md").write_text(text, encoding="utf-8")
    print(text)
    for kind, limit in (("nothing changed", NO_CHANGE), ("one figure", ONE_FIGURE)):
        if on["2"][kind][0] > limit:
            raise SystemExit(f"{kind}: {on['2'][kind][0]:.1f} s on two cores; at most {limit} are to be kept")


if __name__ == "__main__":
    main()
