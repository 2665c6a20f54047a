"""Two runs side by side: what moved, what only one has, and what they did not have the same."""

import json
import shutil

import pytest

from core.errors import StudyError
from core.files import write_json
from report.causes import of_manifests, of_table
from report.two_runs import alone, homes, moved, numbers_in, unprinted


@pytest.fixture
def runs(home, tmp_path_factory):
    """The small study twice, as `there` and `here`."""
    base = tmp_path_factory.mktemp("runs")
    for side in ("there", "here"):
        shutil.copytree(home, base / side / "results/mine")
    return base / "there/results/mine", base / "here/results/mine"


def change(home, stem, old, new):
    path = home / f"estimates/{stem}"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_same_results_are_the_same(runs):
    there, here = map(numbers_in, runs)
    assert "baseline.main.policy" in here and "spillovers.total.policy.spatial.sar" in here
    assert not moved(there, here) and not unprinted(there, here) and not [*alone(there, here)]


def test_what_moved_is_told_the_largest_first(runs):
    there, here = runs
    change(here, "fit_ols/baseline.csv", "0.0638,0.02,", "0.1038,0.02,")
    change(here, "fit_ols/baseline.csv", "-0.3,0.16,", "-0.31,0.16,")
    change(here, "fit_ols/baseline.json", '"n_obs": 18', '"n_obs": 17')
    change(here, "moran/autocorrelation.csv", "0.121", "0.131")
    change(here, "impacts/spillovers.csv", ",0.05,", ",0.0500000001,")
    numbers = numbers_in(there), numbers_in(here)
    found = moved(*numbers)
    first = [one.address for one in found[:4]]
    assert first[:3] == ["baseline.main.policy", "baseline.main.fin", "baseline.late.policy"]
    assert first[3] == "autocorrelation.score.2001.queen.p_permutation"
    assert found[0].size == pytest.approx(2.0)
    row = found[0].row("mine", ["code: did/ols.py"])
    assert (row["there"], row["here"], row["difference"]) == ("0.0638", "0.1038", pytest.approx(0.04))
    assert {one.address: (one.there.n, one.here.n) for one in found}["baseline.late.policy"] == (18, 17)
    assert unprinted(*numbers) >= 1


def test_tables_and_columns_of_one_run_are_named(runs):
    there, here = runs
    for ending in ("csv", "json"):
        (there / f"estimates/moran/autocorrelation.{ending}").unlink()
        (there / f"estimates/fit_event_study/baseline.{ending}").unlink()
    assert [*alone(numbers_in(here), numbers_in(there))] == ["baseline.event", "autocorrelation"]


def manifest(**changes):
    return {
        "inputs": {"raw/a.csv": "1", "config/studies/mine.yaml": "2"},
        "study": {"title": "A", "tables": {"baseline": {"columns": {"main": "y ~ x"}}}},
        "code": {"scripts/did/ols.py": "1"},
        "versions": {"numpy": "2.4.6"},
        "results": {},
        "seed": 1,
        "draws": 500,
    } | changes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"inputs": {"raw/a.csv": "3", "config/studies/mine.yaml": "9"}}, ["raw files: raw/a.csv"]),
        ({"study": {"title": "A", "tables": {"baseline": {"columns": {"main": "y ~ z"}}}}},
         ['study file: `tables.baseline.columns.main` "y ~ z" there, "y ~ x" here']),
        ({"code": {"scripts/did/ols.py": "2"}}, ["code: scripts/did/ols.py"]),
        ({"versions": {"numpy": "2.4.5"}}, ["packages: numpy 2.4.5 there, 2.4.6 here"]),
        ({"seed": 2}, ["configuration: `seed` 2 there, 1 here"]),
    ],
)  # fmt: skip
def test_what_the_manifests_say_otherwise(runs, changes, said):
    there, here = runs
    write_json(there / "manifest.json", manifest(**changes))
    write_json(here / "manifest.json", manifest())
    assert of_manifests(there, here) == said


def test_a_run_without_a_manifest_is_told(runs):
    assert "no whole manifest" in of_manifests(*runs)[0]


def account(home, name, **changes):
    """The record of the job that made a result."""
    record = {"job": f"fit {name}", "params": {"columns": ["y ~ x"]}, "inputs": {"results/mine/panel/panel.csv": "1"},
              "code": {"did/ols.py": "1"}, "packages": {"numpy": "2"}}  # fmt: skip
    write_json(home.parent.parent / f"logs/digests/results/mine/{name}.json", record | changes)


def test_causes_of_a_table_are_those_of_its_own_jobs(runs):
    for home in runs:
        account(home, "estimates/fit_ols/baseline.csv")
        account(home, "panel/panel.csv", job="build", inputs={"raw/a.csv": "1"}, code={"panel/build.py": "1"})
    there, here = runs
    assert of_table(there, here, ["estimates/fit_ols/baseline.csv"]) == []
    account(there, "panel/panel.csv", job="build", inputs={"raw/a.csv": "2"}, code={"panel/build.py": "1"})
    account(there, "estimates/fit_ols/baseline.csv", params={"columns": ["y ~ z"]}, packages={"numpy": "1"})
    assert of_table(there, here, ["estimates/fit_ols/baseline.csv"]) == [
        "raw files: raw/a.csv",
        'fit estimates/fit_ols/baseline.csv: `columns.0` "y ~ z" there, "y ~ x" here',
        "packages: numpy 1 and 2 there, 2 here",
    ]
    assert of_table(there, here, ["estimates/moran/autocorrelation.csv"]) is None


@pytest.mark.parametrize("below", ["", "results", "results/mine"])
def test_a_run_may_be_named_by_each_of_its_folders(runs, below):
    there, _ = runs
    (found,) = homes(str(there.parents[1] / below), ["mine", "other"]).items()
    assert (found[0], found[1].resolve()) == ("mine", there.resolve())


@pytest.mark.parametrize(("folder", "said"), [(".", "has no estimates of mine, other"), ("no", "is no folder")])
def test_what_is_no_run_is_refused(tmp_path, folder, said):
    with pytest.raises(StudyError, match=said):
        homes(str(tmp_path / folder), ["mine", "other"])


def test_estimates_of_another_version_are_refused(runs):
    there, _ = runs
    path = there / "estimates/fit_ols/baseline.json"
    facts = json.loads(path.read_text())
    del facts["columns"][0]["lincom"]
    path.write_text(json.dumps(facts))
    with pytest.raises(StudyError, match="another version"):
        numbers_in(there)
