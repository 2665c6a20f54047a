"""The account of a run: the same on every machine."""

import platform
from importlib.metadata import version

import pytest

from report.manifest import below, digest, own_name, pins, versions

ENVIRONMENT = """# Versions are those of requirements.lock.
channels:
  - conda-forge
dependencies:
  - python =3.11
  - matplotlib =3.0
  - no-such-package =1.2.3
"""


@pytest.mark.parametrize(
    ("path", "folder", "name"),
    [
        ("results/castle/panel/panel.csv", "results/castle", "panel/panel.csv"),
        ("/results/castle/results/castle/checks.csv", "results/castle/", "checks.csv"),
    ],
)
def test_names_are_below_their_folder(path, folder, name):
    assert below(path, folder) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("../main/scripts/core/jobs.py", "scripts/core/jobs.py"),
        ("/scripts/of/scripts/did/fit_ols.py", "scripts/did/fit_ols.py"),
        ("../resources/resources/demo/aipz.yaml", "resources/demo/aipz.yaml"),
        ("/home/workflow/Snakefile", "Snakefile"),
    ],
)
def test_files_of_the_workflow_are_named_below_the_repository(path, name):
    assert own_name(path) == name


def test_a_package_that_is_not_installed_has_the_version_of_its_pin():
    assert pins([ENVIRONMENT, ENVIRONMENT]) == {"matplotlib": "3.0", "no-such-package": "1.2.3"}
    assert versions(pins([ENVIRONMENT])) == {
        "python": platform.python_version(),
        "matplotlib": version("matplotlib"),
        "no-such-package": "1.2.3",
    }


def test_the_packages_of_the_driver_do_not_count(tmp_path, monkeypatch):
    facts = tmp_path / "no_such_package-9.9.dist-info" / "METADATA"
    facts.parent.mkdir()
    facts.write_text("Metadata-Version: 2.1\nName: no-such-package\nVersion: 9.9\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert version("no-such-package") == "9.9"
    assert versions({"no-such-package": "1.2.3"})["no-such-package"] == "1.2.3"


def test_digests_are_sha256():
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
