"""The last block of every verb, run twice: it writes what the rule promises, with the same bytes."""

import hashlib
import json
import runpy
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.errors import StudyError
from core.tables import read_csv, write_csv

SCRIPTS = Path(__file__).parents[2] / "scripts" / "report"
LABELS = {"score": "Green efficiency", "policy": "Pilot & policy_1", "fin": "Finance"}
SHOWN = {"title": "A title", "labels": LABELS, "data_status": "simulated"}
PRINTED = ("tex", "docx", "csv")
ALL = {
    "panel": "panel/panel.csv",
    "audit": "panel/audit.csv",
    "descriptives": "panel/descriptives.csv",
    "scores": "efficiency/scores.csv",
    "slacks": "efficiency/slacks.csv",
    "peers": "efficiency/peers.csv",
    "productivity": "efficiency/productivity.csv",
    "run": "efficiency/run.json",
    "estimates": ["estimates/baseline.csv", "estimates/event_study.csv"],
    "fits": ["estimates/baseline.json", "estimates/event_study.json"],
    "placebos": ["placebo/main.csv"],
    "summaries": ["placebo/main.json"],
    "autocorrelation": ["spatial/autocorrelation.csv"],
    "impacts": ["spatial/impacts.csv"],
    "sensitivity": ["efficiency/sensitivity.csv"],
    "bootstrap": ["efficiency/bootstrap.csv"],
    "findings": "referee.csv",
}


def run(verb, folder, inputs, outputs, params):
    """Run the last block of `verb` twice; the outputs of the second run, after comparing them with the first's."""
    made = []
    for attempt in ("one", "two"):
        paths = {name: folder / attempt / f"out.{name}" for name in outputs}
        names = SimpleNamespace(
            input=SimpleNamespace(**{name: _below(folder, path) for name, path in inputs.items()}),
            output=SimpleNamespace(**{name: str(path) for name, path in paths.items()}),
            log=[str(folder / "log")],
            params=SimpleNamespace(id=verb, **params),
        )
        with warnings.catch_warnings():
            runpy.run_path(str(SCRIPTS / f"{verb}.py"), init_globals={"snakemake": names})
        made.append(paths)
    for name in outputs:
        first, second = (hashlib.sha256(paths[name].read_bytes()).hexdigest() for paths in made)
        assert first == second, name
    return made[1]


def _below(folder, path):
    return [str(folder / one) for one in path] if isinstance(path, list) else str(folder / path)


def test_check_results(old_results):
    made = run("check_results", old_results, ALL, ("checks",), {"years": [2000, 2003]})
    checks = read_csv(made["checks"])
    assert list(checks) == ["check", "file", "rows", "verdict"]
    assert set(checks["verdict"]) == {"passed"}


def test_check_results_fails_with_every_fault(old_results):
    scores = read_csv(old_results / ALL["scores"])
    write_csv(old_results / ALL["scores"], scores.assign(score=scores["score"] - 2))
    with pytest.raises(StudyError, match=r"scores: scores by status and stage: .* without a positive score"):
        run("check_results", old_results, ALL, ("checks",), {"years": [2000, 2003]})
    assert not (old_results / "one" / "out.checks").exists()


def test_write_manifest(old_results):
    inputs = {"results": [ALL["panel"], ALL["run"]], "study": "study.yaml"}
    made = run("write_manifest", old_results, inputs, ("manifest",), {"seed": 7, "packages": ["numpy"]})
    manifest = json.loads(made["manifest"].read_text())
    expected = hashlib.sha256((old_results / ALL["panel"]).read_bytes()).hexdigest()
    assert manifest["results"]["panel/panel.csv"] == expected
    assert manifest["seed"] == 7 and set(manifest["versions"]) == {"python", "numpy"}
    assert str(old_results) not in made["manifest"].read_text()
    with pytest.raises(StudyError, match="no-such-package"):
        run("write_manifest", old_results, inputs, ("manifest",), {"seed": 7, "packages": ["no-such-package"]})
