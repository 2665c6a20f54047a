"""The page of recipes, done from top to bottom: its lines are put into the files, its commands are called."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml
from small_study import REPOSITORY, copy_workflow

pytestmark = pytest.mark.slow

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
HOWTO = (REPOSITORY / "docs" / "howto.md").read_text(encoding="utf-8")
TUTORIAL = BLOCK.findall((REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8"))
# Commands that are not called here, by a word of theirs, and why.
SKIP = {
    "profiles/slurm": "needs a cluster",
    "--cache": "has tests of its own",
    "--sdm": "needs conda",
}
PROGRAMS = ("python", "snakemake")


def merged(old: dict, new: dict) -> dict:
    """`old` with the lines of `new` under the same keys."""
    both = {key: merged(old[key], value) for key, value in new.items() if isinstance(old.get(key), dict)}
    return old | new | both


def put(path: Path, lines: dict) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    text = yaml.safe_dump(merged(content, lines), sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")


def map_of(names: list[str]) -> dict:
    """A GeoJSON map on which the units are fields in a row."""
    rings = [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]] for x in range(len(names))]
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name, ring in zip(names, rings, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A copy of the workflow with the study and the sheet of the tutorial, a map, and an environment that is there."""
    home = tmp_path_factory.mktemp("howto")
    copy_workflow(home)
    for name in ("make.py", "Makefile", "requirements.lock", "pyproject.toml", "LICENSE", "CITATION.cff"):
        shutil.copy2(REPOSITORY / name, home / name)
    tools = home / ".venv" / "bin"
    tools.mkdir(parents=True)
    for program in PROGRAMS:
        (tools / program).write_text(
            f'#!/bin/sh\nexec "{Path(sys.executable).parent}/{program}" "$@"\n', encoding="utf-8"
        )
        (tools / program).chmod(0o755)
    digest = hashlib.sha256((home / "requirements.lock").read_bytes()).hexdigest()
    (home / ".venv" / "complete").write_text(digest, encoding="utf-8")
    for name in ("config", "docs"):
        shutil.copytree(REPOSITORY / name, home / name)
    (home / "raw").mkdir()
    sheet = pd.read_csv(io.StringIO(next(text for kind, text in TUTORIAL if kind == "csv")))
    sheet.to_excel(home / "raw" / "cities.xlsx", index=False)
    shapes = json.dumps(map_of(list(sheet["City"].unique())))
    (home / "raw" / "cities.geojson").write_text(shapes, encoding="utf-8")
    for text in (text for kind, text in TUTORIAL if kind == "yaml"):
        put(home / "config" / "studies" / "mine.yaml", yaml.safe_load(text))
    return home


def called(command: str, home: Path) -> str:
    run = subprocess.run(
        ["bash", "-ec", command],
        cwd=home,
        env={**os.environ, "PATH": f"{home}/.venv/bin{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.returncode == 0, f"{command}\n{run.stdout}"
    return run.stdout


@pytest.fixture(scope="module")
def done(home):
    """What each command of the page said, in their order; all of them succeed."""
    said = {}
    for kind, text in BLOCK.findall(HOWTO):
        if kind == "yaml":
            first, _, _ = text.partition("\n")
            put(home / first.removeprefix("# "), yaml.safe_load(text))
        elif not any(word in text for word in SKIP):
            said |= {command: called(command, home) for command in text.splitlines()}
    return said


def test_every_recipe_works_and_its_files_are_there(home, done):
    assert len(done) > 18
    named = set(re.findall(r"results/mine/[\w./]+\w", HOWTO)) - {"results/mine/panel/problems.csv"}
    assert len(named) > 5
    assert [path for path in sorted(named) if not (home / path).exists()] == []
    assert (home / "config" / "studies" / "first.yaml").is_file()


def test_what_is_skipped_is_on_the_page(done):
    assert all(any(word in text for kind, text in BLOCK.findall(HOWTO) if kind == "console") for word in SKIP)
    assert not any(word in command for command in done for word in SKIP)


def test_recipes_change_what_they_say(home, done):
    table = pd.read_csv(home / "results/mine/estimates/fit_ols/first.csv")
    assert list(table["column"].unique()) == ["output", "score", "workers", "vrs"]
    facts = json.loads((home / "results/mine/estimates/fit_ols/first.json").read_text(encoding="utf-8"))
    assert {column["ssc"]["rule"] for column in facts["columns"]} == {"CR1"}
    neighbours = pd.read_csv(home / "results/mine/spatial/matrices/borders.csv")
    assert len(neighbours) == 2 * 5


def test_the_first_table_of_links_names_every_recipe():
    recipes = [heading.lower().replace(",", "").replace(":", "") for heading in re.findall(r"^## (.*)$", HOWTO, re.M)]
    assert [recipe.replace(" ", "-") for recipe in recipes if f"(#{recipe.replace(' ', '-')})" not in HOWTO] == []
    assert len(re.findall(r"\]\(#", HOWTO)) == len(recipes)
