"""The catalogue of bad raw data through the real command: every fault that a module's tests refuse, as a study."""

import json
from importlib import import_module

import pytest
from raw_study import PANEL, UNIT, changed, content, edited

MODULES = (
    *("assemble", "boundaries", "crosswalk", "encodings", "gates", "interpolation", "layouts", "policies", "reading"),
    *("roster", "series", "sheets", "tables", "variables"),
)
FAULTS = [fault for module in MODULES for fault in import_module(f"test_{module}").FAULTS]
FAULTY = {f"case-{fault.number:02d}-{place:03d}": fault for place, fault in enumerate(FAULTS)}


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The real command on all faulty studies at once, each with its own files below raw/; its screen and folder."""
    from small_study import snakemake

    home = tmp_path_factory.mktemp("catalogue")
    (home / "config" / "studies").mkdir(parents=True)
    (home / "config" / "config.yaml").write_text(json.dumps({"studies": list(FAULTY), "seed": 1}))
    for name, fault in FAULTY.items():
        folder = home / "raw" / name
        folder.mkdir(parents=True)
        for file, text in edited(fault.edits).items():
            (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
        study = json.dumps(study_below(f"raw/{name}", fault), ensure_ascii=False)
        (home / "config" / "studies" / f"{name}.yaml").write_text(study, encoding="utf-8")
    return snakemake("--cores", "2", "--keep-going", "check", folder=home), home


def study_below(folder: str, fault) -> dict:
    """The study file of a fault, with its raw files and rosters in `folder`."""
    panel = changed(PANEL, fault.panel)
    panel = changed(panel, {f"sources.{n}.path": f"{folder}/{s['path']}" for n, s in enumerate(panel["sources"])})
    policies = {
        name: policy | ({"roster": f"{folder}/{policy['roster']}"} if "roster" in policy else {})
        for name, policy in fault.policies.items()
    }
    return content(panel, UNIT | fault.unit, policies)


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTY)
def test_the_command_says_what_is_wrong(checked, name):
    run, home = checked
    assert run.returncode == 1
    log = (home / "logs" / name / "panel" / "build_panel.log").read_text(encoding="utf-8")
    for words in FAULTY[name].said:
        assert words in log
        assert words in run.stdout
    assert "Traceback" not in run.stdout
    assert (home / "results" / name / "panel" / "problems.csv").exists()
    assert not (home / "results" / name / "panel" / "panel.csv").exists()
