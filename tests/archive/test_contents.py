"""A package holds what makes a study again; what may not be shared stays out, and is said."""

import hashlib
import json
from pathlib import Path

import pytest

from archive.contents import contents
from core.errors import StudyError
from core.files import write_json, write_text
from report.verification import Now

REPOSITORY = Path(__file__).parents[2]
HOME = "results/fields"
TEMPLATE = "scripts/archive/README.md.j2"
RAW = ("raw/land.csv", "raw/map é.csv")
NOW = Now("fields", [], "", {}, {"tables.baseline": 4, "figures.path": 9}, {}, {}, 7, 60)
SECRET = {"raw/land.csv": {"source": "Land office, volume 3", "licence": "not to be passed on", "share": False}}


@pytest.fixture
def told(makers):
    said = {"title": "Fields", "description": "On fields.", "data_status": "simulated", "references": ["A book."]}
    said |= {"provenance": {}, "sections": [["", [["table", "baseline", "Effects", ""]]]]}
    titles = [["table", "baseline", "Effects | all"], ["figure", "path", "Path."]]
    rules = list(dict.fromkeys(maker["job"].split()[0] for maker in makers.values()))
    said |= {"titles": titles, "named": ["raw/land.csv", f"{HOME}/demo/roster.csv"], "rules": rules}
    return said | {"config": "studies:\n- fields\nseed: 7\n", "makers": makers}


@pytest.fixture
def shipped(makers, texts, tmp_path, monkeypatch):
    """The run's folder, in which every result and raw file says its own path; the files of the workflow."""
    monkeypatch.chdir(tmp_path)
    for path in [*RAW, *makers, "resources/zones.csv", "Snakefile", "LICENSE"]:
        write_text(path, path)
    for path, text in texts.items():
        write_text(path, text)
    signed = {path.removeprefix(f"{HOME}/"): "0" for path in makers if not path.endswith("manifest.json")}
    manifest = {"results": signed, "inputs": dict.fromkeys(RAW, "0"), "versions": {"python": "3.11.7"}, "seed": 7}
    write_json(f"{HOME}/manifest.json", manifest)
    own = [*texts, "resources/zones.csv", "Snakefile", "LICENSE"]
    return {name: name for name in own} | {TEMPLATE: str(REPOSITORY / TEMPLATE)}


def test_code_data_and_results_are_there_and_described(told, shipped, makers):
    found = contents(NOW, told, shipped, "2026-11-21")
    published = {path.replace("results/", "published/", 1) for path in makers}
    written = {"config/config.yaml", "README.md", "ro-crate-metadata.json"}
    assert found.keys() == {*shipped, *RAW, *published, *written}
    graph = json.loads(found["ro-crate-metadata.json"])["@graph"]
    digests = {one["name"]: one["sha256"] for one in graph if "sha256" in one}
    assert digests == {name: hashlib.sha256(found[name]).hexdigest() for name in digests}
    assert digests.keys() == found.keys() - {"ro-crate-metadata.json"}
    assert next(one for one in graph if one["@id"] == "./")["description"].startswith("Simulated data.")


def test_the_readme_says_each_thing_in_its_place(told, shipped):
    text = contents(NOW, told, shipped, "2026-11-21")["README.md"].decode()
    sections = {part.partition("\n")[0]: part for part in text.split("\n## ")[1:]}
    assert "The data of this study are simulated" in sections["Overview"]
    assert "All data are in this package" in sections["Data availability and provenance statements"]
    digest = hashlib.sha256(b"raw/land.csv").hexdigest()
    assert f"| `raw/land.csv` | `{digest}` | `panel/build_panel.py` |" in sections["Dataset list"]
    assert "Line 3 of `config/config.yaml` is `seed: 7`" in sections["Computational requirements"]
    assert "| `did/fit_ols.py` | fit_ols | Runs did/fit_ols.py. |" in sections["Description of programs"]
    assert "make results\ndiff published/fields/manifest.json" in sections["Instructions to replicators"]
    listed = sections["List of tables, figures and programs"]
    row = f"`did/fit_ols.py` | `report/render_table.py` | 4 | `{HOME}/tables/baseline.{{csv,tex}}` |"
    assert f"| Table 1 | Effects \\| all | {row}" in listed
    assert "| not on the page | Path. |" in listed
    assert f"| `{HOME}/referee.csv` | Runs report/referee_results.py. |" in listed
    assert "A book." in sections["References"]


def test_what_may_not_be_shared_is_named_and_stays_out_with_all_rows_of_units(told, shipped):
    found = contents(NOW, told | {"provenance": SECRET}, shipped, "2026-11-21")
    assert not {"raw/land.csv", "published/fields/panel/panel.csv"} & found.keys()
    assert {"raw/map é.csv", "published/fields/estimates/fit_ols/baseline.csv"} <= found.keys()
    text = found["README.md"].decode()
    assert "Some data are not in this package: `raw/land.csv`." in text
    assert "| `raw/land.csv` | no | Land office, volume 3 | not to be passed on |" in text
    assert hashlib.sha256(b"raw/land.csv").hexdigest() in text


def test_two_files_of_one_name_are_refused(told, shipped):
    write_text("other.csv", "other")
    with pytest.raises(StudyError, match=r"raw/land\.csv of this folder and that of the workflow differ"):
        contents(NOW, told, shipped | {"raw/land.csv": "other.csv"}, "2026-11-21")
