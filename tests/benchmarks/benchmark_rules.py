"""Seconds and peak memory of the jobs of each rule, alone on a core. Run by `make bench-rules`; see cluster.md.

Two columns: the dearest job of the shipped studies, and that of a simulated panel of 3,025 units and 30 years.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "workflow")]
import small_study

# Loaded by every interpreter that the run starts. Seconds are of the processor. VmHWM is the memory of this program
# alone: ru_maxrss would count its parent's at the fork.
METER = """
import atexit, os, sys, time

def note():
    if "/.snakemake/scripts/" in os.path.abspath(sys.argv[0]):
        status = open("/proc/self/status").read()
        kib = status.split("VmHWM:")[1].split()[0]
        with open(os.environ["METER"], "a") as file:
            file.write(f"{sys.argv[0].split('.')[-2]},{time.process_time()},{int(kib) / 1024}\\n")

atexit.register(note)
"""
BY_KIND = {"plot_": "plot", "tabulate_": "tabulate", "build_contiguity": "build_matrix"}


def rule_of(script: str) -> str:
    """The rule that runs a script; those of kinds share one."""
    return next((rule for stem, rule in BY_KIND.items() if script.startswith(stem)), script)


def measured(folder: Path) -> pd.DataFrame:
    """Seconds and MiB of the dearest job of each rule, and how many jobs there were, in a run of the studies there."""
    meter, notes = folder / "meter", folder / "notes.csv"
    meter.mkdir(parents=True)
    (meter / "sitecustomize.py").write_text(METER)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", "1", "--quiet", "all"],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(meter), "METER": str(notes)},
        check=True,
    )
    jobs = pd.read_csv(notes, names=["script", "seconds", "mib"])
    by_rule = jobs.groupby(jobs["script"].map(rule_of))
    return by_rule.agg(jobs=("mib", "size"), seconds=("seconds", "max"), mib=("mib", "max"))


def shipped(folder: Path) -> None:
    (folder / "config").mkdir(parents=True)
    for name in ("config.yaml", "studies"):
        (folder / "config" / name).symlink_to(ROOT / "config" / name)


def large(folder: Path) -> None:
    """The small study of the end-to-end tests on 55 x 55 fields and 30 years."""
    small_study.SIDE, small_study.YEARS = 55, range(1994, 2024)
    small_study.write_study(folder)
    study = folder / "config" / "studies" / "fields.yaml"
    study.write_text(
        re.sub(r"years: \[2010, 2015\]", "years: [1994, 2023]", study.read_text(encoding="utf-8")), encoding="utf-8"
    )
    config = folder / "config" / "config.yaml"
    config.write_text(config.read_text().replace("draws: 60", "draws: 500"))


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        tables = {}
        for name, write in {"shipped": shipped, "3,025 units": large}.items():
            write(Path(home) / name)
            tables[name] = measured(Path(home) / name)
    table = pd.concat(tables, axis=1).round({(name, "seconds"): 1 for name in tables})
    print(table.to_string(float_format=lambda value: f"{value:.1f}"))


if __name__ == "__main__":
    main()
