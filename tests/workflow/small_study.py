"""A study of a few units for end-to-end tests, and the command that runs it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

REPOSITORY = Path(__file__).parents[2]
SHIPPED = ["Snakefile", "rules", "scripts", "envs", "profiles", "resources"]
YEARS = range(2010, 2016)
SIDE = 4  # the units are the fields of a square of SIDE x SIDE

STUDY = """
title: Sixteen fields
description: Simulated values on a square of fields, to test the workflow.
data_status: simulated
unit: {key: field}
years: [2010, 2015]
panel:
  sources:
    - path: raw/land.csv
      columns:
        land: {header: land, unit: km2}
        labour: {header: labour, unit: persons}
    - path: raw/output.csv
      year: 年份
      columns:
        value: {header: 产值, unit: yuan}
        smoke: {header: smoke, unit: t}
        policy: {header: policy, unit: 0 or 1}
  variables:
    l_value: log(value)
    l_labour: log(labour)
efficiency: {inputs: [land, labour], desirable: [value], undesirable: [smoke], audit: 5}
macros: {controls: l_labour}
policies:
  policy: {variable: policy}
  early: {like: policy, shift: -1}
matrices:
  queen: {kind: contiguity, shapes: raw/fields.geojson, key: field}
tables:
  descriptives: {kind: descriptives, title: Variables, of: [score, policy, ..controls]}
  growth: {kind: productivity, title: Productivity}
  baseline:
    title: Policy and value
    columns:
      value: l_value ~ policy | unit + year
      score: score ~ policy + ..controls | unit + year
      early: l_value ~ policy + early | unit + year
      years: {estimator: event_study, formula: l_value ~ policy | unit + year, window: [-2, 1]}
  moran: {kind: moran, title: Moran's I, of: score, matrices: queen}
  neighbours:
    title: Neighbours
    columns:
      value: {estimator: sar, matrix: queen, formula: l_value ~ policy | unit + year}
  effects: {kind: impacts, title: Effects, of: neighbours.value}
  placebos: {kind: placebo, title: Placebos, of: [space, earlier]}
  found: {kind: power, title: Power, of: space}
placebo:
  space: {of: [baseline.value, baseline.score]}
  earlier: {design: in_time, shift: [1, 3], of: baseline.value}
figures:
  events: {kind: event_study, of: baseline.years, caption: Effects.}
  draws: {kind: placebo, of: space, caption: Placebos.}
  path: {kind: trend, of: score, by: policy, caption: Trend.}
  map: {kind: map, of: score, shapes: raw/fields.geojson, key: field, caption: Map.}
labels: {policy: Policy}
"""
CONFIG = "studies: [fields]\nseed: 7\nplacebo: {draws: 60, chunks: 2}\n"


def rest_slow(cases, first: int = 1) -> list:
    """Cases of a test on the real command, of which all but the first ones are for the slow tests."""
    cases = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [*cases[:first], *(pytest.param(*case, marks=pytest.mark.slow) for case in cases[first:])]


def write_study(folder: Path) -> None:
    """A folder with configuration and raw files: 16 units, 6 years, simulated, a policy in 2012 and 2013."""
    random = np.random.default_rng(3)
    names = [f"f{number:02d}" for number in range(SIDE * SIDE)]
    rows = pd.MultiIndex.from_product([names, YEARS], names=["field", "year"]).to_frame(index=False)
    size = rows["field"].map(dict(zip(names, random.lognormal(0, 0.5, len(names)), strict=True)))
    start = rows["field"].map({names[number]: 2012 + number % 2 for number in range(6)}).fillna(9999)
    for name in ("land", "labour", "value", "smoke"):
        rows[name] = (size * random.lognormal(3, 0.2, len(rows))).round(6)
    rows["policy"] = (rows["year"] >= start).astype(int)
    (folder / "raw").mkdir(parents=True)
    (folder / "config" / "studies").mkdir(parents=True)
    rows[["field", "year", "land", "labour"]].to_csv(folder / "raw" / "land.csv", index=False)
    output = rows.rename(columns={"year": "年份", "value": "产值"})
    output[["field", "年份", "产值", "smoke", "policy"]].to_csv(folder / "raw" / "output.csv", index=False)
    (folder / "raw" / "fields.geojson").write_text(json.dumps(squares(names)))
    (folder / "config" / "config.yaml").write_text(CONFIG)
    (folder / "config" / "studies" / "fields.yaml").write_text(STUDY, encoding="utf-8")


def squares(names: list[str]) -> dict:
    """A GeoJSON map on which the units are the fields of a square."""
    features = []
    for number, name in enumerate(names):
        x, y = number % SIDE, number // SIDE
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"field": name}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def copy_workflow(folder: Path) -> Path:
    """A copy of the workflow's own files, dates kept; returns its Snakefile."""
    for name in SHIPPED:
        source, target = REPOSITORY / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder / "Snakefile"


def call(*arguments: str, folder: Path, snakefile: Path = REPOSITORY / "Snakefile", before=(), **environment) -> dict:
    """The real command in `folder`, as `subprocess` wants it; `before` are words before it, as `prlimit --fsize=9`."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {
        "args": [*before, "snakemake", "--snakefile", str(snakefile), *arguments],
        "cwd": folder,
        "env": {**os.environ, "PATH": path, "XDG_CACHE_HOME": str(folder / ".cache"), **environment},
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "encoding": "utf-8",
    }


def snakemake(*arguments: str, limit: float = 600, **place) -> subprocess.CompletedProcess:
    """Run the real command as `call` has it, for at most `limit` seconds; its output is in `.stdout`, errors
    included."""
    return subprocess.run(**call(*arguments, **place), timeout=limit)


@cache
def allowed(*command: str) -> list[str]:
    """The words `command`, which set a process apart from the machine; none where the system does not let it."""
    try:
        return list(command) if subprocess.run([*command, "true"], capture_output=True).returncode == 0 else []
    except FileNotFoundError:
        return []


OFFLINE = ("unshare", "--map-root-user", "--net")


def jobs(run: subprocess.CompletedProcess) -> dict[str, int]:
    """Number of jobs of each rule that a run, or a dry run, starts."""
    lines = run.stdout.splitlines()
    if "Job stats:" not in lines:
        return {}
    table = lines[lines.index("Job stats:") + 3 :]
    counts = dict(line.split() for line in table[: table.index("")])
    return {rule: int(count) for rule, count in counts.items() if rule not in ("total", "all")}


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every result; the chunks of draws are not results and their number is a choice."""
    files = [path for path in sorted((folder / "results").rglob("*")) if path.is_file() and "chunks" not in path.parts]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def check_manifest(folder: Path, study: str) -> None:
    """The manifest holds the digest of every file under results/ of a study but of the chunks, and of itself."""
    manifest = json.loads((folder / "results" / study / "manifest.json").read_text(encoding="utf-8"))
    home = f"results/{study}/"
    found = {path.removeprefix(home): digest for path, digest in digests(folder).items() if path.startswith(home)}
    del found["manifest.json"]
    assert manifest["results"] == found
