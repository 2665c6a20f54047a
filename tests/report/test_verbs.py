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
VERBS = {
    "plot_event_study": ("estimates/event_study.csv estimates/event_study.json", "estimates fits", SHOWN),
    "plot_efficiency_trend": ("efficiency/scores.csv panel/panel.csv", "scores panel", SHOWN | {"policy": "policy"}),
    "plot_map": ("efficiency/scores.csv shapes.geojson", "scores shapes", SHOWN | {"key": "code", "year": 2003}),
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


@pytest.mark.parametrize("verb", VERBS)
def test_pictures_and_tables(old_results, verb):
    files, names, params = VERBS[verb]
    outputs = ("pdf", "png") if verb.startswith("plot") else PRINTED
    made = run(verb, old_results, dict(zip(names.split(), files.split(), strict=True)), outputs, params)
    heads = {"pdf": b"%PDF", "png": b"\x89PNG", "docx": b"PK", "tex": b"% needs", "csv": b"title,A title"}
    for name, path in made.items():
        assert path.read_bytes().startswith(heads[name])
    if "pdf" in made:
        assert b"CreationDate" not in made["pdf"].read_bytes()
    else:
        assert "Simulated data." in made["tex"].read_text() and "Simulated data." in made["csv"].read_text()


def test_plot_placebo_density(old_results):
    inputs = {
        "distributions": ["placebo/main.csv"] * 2,
        "densities": ["placebo/main_density.csv"] * 2,
        "summaries": ["placebo/main.json"] * 2,
    }
    run("plot_placebo_density", old_results, inputs, ("pdf", "png"), SHOWN | {"models": ["main", "other"]})


def test_referee_results(old_results):
    inputs = {name: ALL[name] for name in ("panel", "descriptives", "run", "fits", "estimates")}
    inputs["productivity"] = "efficiency/productivity.json"
    inputs["placebos"] = ALL["summaries"]
    made = run("referee_results", old_results, inputs, ("findings",), {"policy": "policy", "years": [2000, 2003]})
    found = read_csv(made["findings"])
    assert list(found) == ["check", "severity", "where", "message"]
    assert "E" not in set(found["severity"])
    assert set(found.loc[found["check"] == "few_treated", "where"]) == {"baseline.late", "event_study.main"}


def test_a_study_without_policy_and_spatial_stage(old_results):
    inputs = {name: ALL[name] for name in ("panel", "descriptives", "run")} | {
        "productivity": "efficiency/productivity.json",
        "fits": [],
        "estimates": [],
        "placebos": [],
    }
    made = run("referee_results", old_results, inputs, ("findings",), {"policy": None, "years": [2000, 2003]})
    assert made["findings"].read_text() == "check,severity,where,message\n"
    lists = ("estimates", "fits", "placebos", "summaries", "autocorrelation", "impacts", "sensitivity", "bootstrap")
    empty = {key: [] for key in lists}
    run("check_results", old_results, ALL | empty, ("checks",), {"years": [2000, 2003]})


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
