"""The shipped studies run as the README says, whole in the slow tests; the numbers of the real one are the published
ones."""

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
from browser import CHROMIUM, browsing, faults
from small_study import OFFLINE, REPOSITORY, allowed, check_manifest, copy_workflow, snakemake

from core.documents import load_yaml, validate
from core.files import plain, read_json
from study.references import headings_that_are_keys
from study.study import Study

# Which folder has the results of a study, see below.
PLACES = {"castle": "shipped", "aipz": "further", "ncedc": "further", "yreb": "further"}
STUDIES = [pytest.param(name, marks=pytest.mark.slow) for name in PLACES]
# Commands of the README that set up the machine or run this very suite.
SET_UP = ("make ", "source ")


def ran(home, place, *targets):
    """The folder `home` with the workflow, in which the studies of a place ran, whole or down to `targets`, without a
    network if that can be."""
    copy_workflow(home)
    shutil.copytree(REPOSITORY / "config", home / "config")
    names = [name for name, own in PLACES.items() if own == place]
    config = home / "config/config.yaml"
    config.write_text(re.sub(r"(?m)^studies: \[.*?\]", f"studies: [{', '.join(names)}]", config.read_text()))
    apart = {"snakefile": home / "Snakefile", "before": allowed(*OFFLINE)}
    run = snakemake("--cores", "2", *targets, folder=home, **apart, limit=600 * len(names))
    assert run.returncode == 0, run.stdout
    return home


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The scores and the main estimates of castle alone."""
    targets = ["results/castle/efficiency/scores.csv", "results/castle/estimates/fit_ols/baseline.csv"]
    return ran(tmp_path_factory.mktemp("begun"), "shipped", *targets)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return ran(tmp_path_factory.mktemp("shipped"), "shipped")


@pytest.fixture(scope="module")
def further(tmp_path_factory):
    return ran(tmp_path_factory.mktemp("further"), "further")


@pytest.fixture
def results(request):
    """The folder of the results of a study."""
    return lambda study: request.getfixturevalue(PLACES[study]) / "results" / study


def test_log_homicide_is_the_published_estimate(begun):
    """R 4.2.2 (sandwich, clubSandwich), in tests/did/reference/castle_R.json; SE under the reghdfe rule."""
    results = begun / "results" / "castle"
    estimates = pd.read_csv(results / "estimates/fit_ols/baseline.csv").set_index(["column", "term"])
    row = estimates.loc[("homicide", "post")]
    assert row["estimate"] == pytest.approx(0.06939843388546, rel=1e-10)
    assert row["std_error"] == pytest.approx(0.05585963569555, rel=1e-10)
    fit = json.loads((results / "estimates/fit_ols/baseline.json").read_text())["columns"][0]
    assert fit["ssc"]["rule"] == "reghdfe"
    assert fit["ssc"]["factor"] == pytest.approx(1.04127152719824, rel=1e-10)
    assert fit["ssc"]["cr0_std_error"]["post"] == pytest.approx(0.05474142549248, rel=1e-10)


def test_scores_agree_with_the_reference_model(begun):
    audit = json.loads((begun / "results/castle/efficiency/run.json").read_text())["audit"]
    assert audit["units"] == 25
    assert audit["largest_difference"] <= 1e-8


@pytest.mark.slow
def test_states_left_out_of_the_weights_are_named(shipped):
    fits = json.loads((shipped / "results/castle/estimates/fit_spatial/spatial.json").read_text())["columns"]
    assert all(fit["n_units"] == 48 and "AK, HI" in " ".join(fit["warnings"]) for fit in fits)
    for table in ("spatial", "effects", "moran"):
        assert "AK, HI" in (shipped / f"results/castle/tables/{table}.tex").read_text()


@pytest.mark.parametrize("study", STUDIES)
def test_the_referee_objects_to_no_error(results, study):
    findings = pd.read_csv(results(study) / "referee.csv")
    assert "E" not in set(findings["severity"])


@pytest.mark.parametrize("study", STUDIES[1:])
def test_simulated_studies_are_complete_and_say_that_they_are_simulated(results, study):
    units, years = {"aipz": (286, 9), "ncedc": (278, 21), "yreb": (108, 15)}[study]
    home = results(study)
    scores = pd.read_csv(home / "efficiency" / "scores.csv", dtype={"unit": str})
    assert (scores["unit"].nunique(), len(scores)) == (units, units * years)
    assert scores["score"].notna().all()
    for table in (home / "tables").glob("*.tex"):
        assert "simulated data" in table.read_text(encoding="utf-8").lower(), table.name
    assert "simulated data" in (home / "report.html").read_text(encoding="utf-8")
    for part in ("truth.json", "defects.json", "LABEL.txt"):
        assert "simulated" in (home / "demo" / part).read_text(encoding="utf-8").lower()


@pytest.mark.slow
def test_simulated_moments_stay_near_the_printed_ones(further):
    """The bands that docs/demo.md promises."""
    means = pd.read_csv(further / "results/yreb/estimates/published/published.csv").set_index("id")
    years = means[means.index.str.startswith("mean.all")]
    assert len(years) == 6 and (years["ours"] - years["published"]).abs().max() <= 0.03
    moments = pd.read_csv(further / "results/aipz/estimates/published/moments.csv").set_index("id")
    for name in ("ULGUE", "AI", "ECO", "FE", "UR", "EDU", "GOV", "OP"):
        own = moments.filter(like=f"T2.{name}..", axis="index").rename(lambda key: key.rpartition(".")[2])
        band = 0.05 if name == "ULGUE" else 0.02 * own.loc["sd", "published"]
        assert (own["ours"] - own["published"]).abs()[["mean", "sd"]].max() <= band, name
        if name != "ULGUE":
            assert own.loc["min", "ours"] >= own.loc["min", "published"] - 1e-4, name
            assert own.loc["max", "ours"] <= own.loc["max", "published"] + 1e-4, name


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed: chromium, google-chrome")
@pytest.mark.parametrize("study", STUDIES)
def test_report_and_index_have_no_fault_in_a_browser(results, study):
    home = results(study)
    with browsing() as browser:
        assert faults(browser, home / "report.html") + faults(browser, home.parent / "index.html") == []


@pytest.mark.parametrize("study", STUDIES)
def test_the_manifest_holds_every_file(results, study):
    home = results(study)
    check_manifest(home.parents[1], study)
    versions = read_json(home / "manifest.json")["versions"]
    assert {"python", "numpy", "pandas", "scipy", "highspy", "pyomo"} <= versions.keys()


@pytest.mark.slow
def test_the_pilot_zones_have_74_treated_city_years(further):
    described = pd.read_csv(further / "results/aipz/panel/descriptives.csv").set_index("variable").loc["ai"]
    assert described["mean"] * 2574 == pytest.approx(74)
    assert (round(described["mean"], 4), round(described["sd"], 4)) == (0.0287, 0.1671)


@pytest.mark.slow
def test_the_planted_effect_has_three_distinct_values_and_is_covered(further):
    truth = json.loads((further / "results/aipz/demo/truth.json").read_text())["policy"]
    assert len({round(truth[kind], 4) for kind in ("latent", "score_att", "score_did")}) == 3
    assert truth["score_did"] == pytest.approx(0.0638, abs=5e-4)
    estimates = pd.read_csv(further / "results/aipz/estimates/fit_ols/baseline.csv").set_index(["column", "term"])
    row = estimates.loc[("both", "ai")]
    assert row["conf_low"] < truth["score_did"] < row["conf_high"]


@pytest.mark.slow
def test_the_commands_of_the_readme(shipped):
    """Every command in a console block of the README runs, in its order, in one folder."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    commands = [line for line in lines if not line.startswith(SET_UP)]
    assert "snakemake --cores 2" in commands
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in commands:
        run = subprocess.run(
            ["bash", "-ec", command], cwd=shipped, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert run.returncode == 0, f"{command}\n{run.stdout}{run.stderr}"


RSCRIPT = shutil.which("Rscript")
needs_r = pytest.mark.skipif(RSCRIPT is None, reason="Rscript is not installed (Debian: r-base-core)")
PACKAGES = ("plm", "sandwich", "spatialreg")


@needs_r
@pytest.mark.slow
@pytest.mark.parametrize("study", STUDIES)
def test_r_recomputes_the_columns_of_the_study(results, study):
    folder = results(study) / "replicate"
    run = subprocess.run([RSCRIPT, "--vanilla", "replicate.R"], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    columns = pd.read_csv(folder / "expected.csv")["column"].nunique()
    assert run.stdout.splitlines()[-1].startswith(f"{columns} columns as in expected.csv")


@needs_r
@pytest.mark.slow
def test_packages_of_r_agree(shipped):
    """plm and sandwich to 1e-8; spatialreg, which looks for its maximum by values of a likelihood, to 1e-6."""
    asked = f"cat(Filter(function(name) !requireNamespace(name, quietly = TRUE), c{PACKAGES}))"
    missing = subprocess.run([RSCRIPT, "--vanilla", "-e", asked], capture_output=True, text=True).stdout.split()
    if missing:
        pytest.skip(f"packages of R are not installed: {', '.join(missing)} (Debian: r-cran-...)")
    script = [RSCRIPT, "--vanilla", str(REPOSITORY / "tests/replicate/packages.R")]
    run = subprocess.run(script, cwd=shipped / "results/castle/replicate", capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    gaps = {address: float(gap) for address, gap in map(str.split, run.stdout.splitlines())}
    assert len(gaps) == 8
    assert all(gap < (1e-6 if address == "spatial.sar" else 1e-8) for address, gap in gaps.items()), gaps


WORDS = {"title", "description", "question", "note", "caption", "label"}  # keys of what is said in words


def in_chinese(study: Study, document: dict) -> dict:
    """The study file with Chinese for all of its own words, so that what is left in English is the workflow's."""

    def said(content):
        if isinstance(content, dict):
            return {key: _chinese(value) if _is_words(key, value) else said(value) for key, value in content.items()}
        return [*map(said, content)] if isinstance(content, list) else content

    names = [*study.variables(), *study.measured(), *study.policies, *study.matrices, *study.placebo]
    labels = {name: f"名称{number}" for number, name in enumerate([*names, *headings_that_are_keys(study)])}
    departures = dict.fromkeys(study.departures, "不同之处")
    own = {"language": "zh", "labels": labels, "departures": departures, "references": ["来源"]}
    return said(document) | own


def _is_words(key, value) -> bool:
    """`names` are those of classes, or one: that of a variable."""
    return key in WORDS or (key == "names" and isinstance(value, list))


def _chinese(value):
    """Words for words; `title` of a figure is none."""
    return value if isinstance(value, bool) else ["词"] * len(value) if isinstance(value, list) else "词"


@pytest.mark.slow
@pytest.mark.parametrize("study", PLACES)
def test_in_chinese_no_sentence_of_the_workflow_stays_in_english(results, study, tmp_path):
    home = shutil.copytree(results(study).parents[1], tmp_path / "home", symlinks=True)
    path = home / f"config/studies/{study}.yaml"
    document = load_yaml(path)
    content = in_chinese(validate(document, Study, path), plain(document))
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    target = (f"results/{study}/report.html", "--config", f"studies=[{study}]")
    run = snakemake("--cores", "2", *target, folder=home, snakefile=home / "Snakefile")
    assert run.returncode == 0, run.stdout
    assert '<html lang="zh-CN">' in (home / f"results/{study}/report.html").read_text(encoding="utf-8")
    logs = (home / "logs" / study / "report").rglob("*.log")
    lines = [line for log in logs for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if "no words in the language" in line] == []
