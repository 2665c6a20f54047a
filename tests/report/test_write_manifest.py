"""The manifest, from files."""

import hashlib

from core.contract import FACTS
from core.files import read_json
from report.write_manifest import write_manifest


def test_every_file_has_its_digest_and_no_path_of_the_machine(home, twice):
    (home / "envs").mkdir()
    (home / "envs/report.yaml").write_text("dependencies:\n  - numpy =2.4.6\n")
    inputs = {
        "results": ["panel/panel.csv", "efficiency/run.json"],
        "inputs": [],
        "environments": ["envs/report.yaml"],
    }
    said = {"study": {"title": "{braces}"}, "seed": 7, "draws": 60}
    given = {"home": str(home), "workflow": {"scripts/core/jobs.py": "1"}}
    made = twice(write_manifest, inputs, {"manifest": "manifest.json"}, **given, **said)["manifest"]
    manifest = read_json(made)
    expected = hashlib.sha256((home / "panel/panel.csv").read_bytes()).hexdigest()
    assert manifest["results"]["panel/panel.csv"] == expected
    assert set(manifest) == set(FACTS["manifest.json"])
    assert manifest["code"] == given["workflow"]
    assert {key: manifest[key] for key in said} == said
    assert set(manifest["versions"]) == {"python", "numpy"}
    assert str(home) not in made.read_text()
