"""The cache of results: what is kept is found again, by whoever has the same inputs, and by nobody else."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from parsed import due, graph, keys
from small_study import CONFIG, REPOSITORY, check_manifest, copy_workflow, digests, rest_slow, snakemake, write_study

RULES = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "rules").glob("*.smk"))
CHUNK = "chunks/1-of-1"
KEPT = {
    "score_efficiency": [f"efficiency/{name}" for name in ("scores.csv", "slacks.csv", "peers.csv", "run.json")],
    "score_further": [f"efficiency/scores/b/{name}" for name in ("scores.csv", "slacks.csv", "peers.csv", "run.json")],
    "index_productivity": ["efficiency/productivity.csv", "efficiency/productivity.json"],
    "draw_bootstrap": [f"efficiency/{CHUNK}.csv"],
    "draw_placebo": [f"placebo/{CHUNK}.json", f"placebo/{CHUNK}.npy"],
    "fit_spatial": ["estimates/fit_spatial/neighbours.csv", "estimates/fit_spatial/neighbours.json"],
}
VERBS = ("Symlinking", "Moving")  # what Snakemake says of a result that it kept, or had
OUTPUTS = {f"results/fields/{path}" for paths in KEPT.values() for path in paths}
TARGETS = [f"results/fields/{paths[0]}" for paths in KEPT.values()]
EFFICIENCY = {"score_efficiency", "score_further", "index_productivity", "draw_bootstrap"}
SCORED = EFFICIENCY | {"draw_placebo"}  # the spatial column has no score
ALL = SCORED | {"fit_spatial"}
# Written by every process as it ends: the files that it opened through Python.
LISTENER = """
import atexit, json, os, sys
opened = set()
sys.addaudithook(lambda event, given: opened.add(given[0]) if event == "open" and isinstance(given[0], str) else None)
def say():
    name = os.path.basename(sys.argv[0])
    with open(os.path.join(os.environ["OPENED"], str(os.getpid())), "w") as file:
        json.dump([name, sorted(map(os.path.abspath, opened))], file)
atexit.register(say)
"""


def write_scored_study(folder: Path, b: str = "variant: B", c: str = "returns_to_scale: vrs") -> None:
    """The small study with further scores and a bootstrap, its draws in one chunk."""
    write_study(folder)
    path = folder / "config" / "studies" / "fields.yaml"
    further = f"scores: {{own: {{}}, b: {{{b}}}, c: {{{c}}}}}, bootstrap: {{replications: 30}}"
    path.write_text(path.read_text(encoding="utf-8").replace("audit: 5}", f"audit: 5, {further}}}"), encoding="utf-8")
    chunks = CONFIG.replace("chunks: 2", "chunks: 1") + "bootstrap: {chunks: 1}\n"
    (folder / "config" / "config.yaml").write_text(chunks)


def clone(home: Path) -> SimpleNamespace:
    """A workflow and a study in a folder of their own."""
    write_scored_study(home / "work")
    copy_workflow(home / "workflow")
    return placed(home)


def placed(home: Path, **more) -> SimpleNamespace:
    return SimpleNamespace(home=home, folder=home / "work", snakefile=home / "workflow" / "Snakefile", **more)


def cached(place, cache: Path | str, *arguments: str, **environment: str):
    """Run the real command with `--cache`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SNAKEMAKE_OUTPUT_CACHE", str(cache))
        for name, value in environment.items():
            patch.setenv(name, value)
        return snakemake("--cache", "--cores", "2", *arguments, folder=place.folder, snakefile=place.snakefile)


def restored(run) -> set[str]:
    """Results that a run took from the cache and did not compute."""
    found = {verb: set(re.findall(rf"{verb} output file (\S+) (?:from|to) cache", run.stdout)) for verb in VERBS}
    return found["Symlinking"] - found["Moving"]


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    """A study whose kept results were computed with `--cache`, the cache, and which files its jobs opened."""
    base = tmp_path_factory.mktemp("cache of results")
    place, cache, opened = clone(base / "first"), base / "kept", base / "opened"
    for folder in (cache, opened, base / "listener"):
        folder.mkdir()
    (base / "listener" / "sitecustomize.py").write_text(LISTENER)
    run = cached(place, cache, "--", *TARGETS, PYTHONPATH=str(base / "listener"), OPENED=str(opened))
    assert run.returncode == 0, run.stdout
    assert restored(run) == set()
    heard = [json.loads(path.read_text()) for path in opened.iterdir()]
    return SimpleNamespace(**vars(place), cache=cache, opened=heard, digests=digests(place.folder))


@pytest.fixture(scope="module")
def before(warm):
    """What the results of each job are called in the cache."""
    return keys(warm.folder, warm.snakefile)


def test_entries_are_called_by_the_keys(warm, before):
    assert {name.split()[0] for name in before} == ALL
    assert len(set(before.values())) == len(before)
    made = {key for name, key in before.items() if name != "score_further fields c"}
    assert {path.name[:64] for path in warm.cache.iterdir()} == made


@pytest.mark.slow
def test_deleted_results_are_restored_without_solving(warm):
    shutil.rmtree(warm.folder / "results")
    run = cached(warm, warm.cache, "--", *TARGETS)
    assert run.returncode == 0, run.stdout
    assert restored(run) == OUTPUTS
    assert digests(warm.folder) == warm.digests
    assert "programs" not in run.stdout


def test_another_clone_restores_and_needs_no_cache_afterwards(warm, tmp_path):
    other = clone(tmp_path / "another clone")
    run = cached(other, warm.cache, "--", *TARGETS)
    assert run.returncode == 0, run.stdout
    assert restored(run) == OUTPUTS
    assert digests(other.folder) == warm.digests
    assert all((other.folder / path).is_symlink() for path in OUTPUTS)
    written = [path for path in (other.folder / "logs" / "digests").rglob("*.*") if path.is_file()]
    assert {path.parent.name for path in written} == {"panel", "matrices"}, "no job but these ran"
    assert due(other.folder, other.snakefile, targets={TARGETS[0]}) == {}


def test_jobs_open_no_file_that_is_not_their_input(warm):
    """Below the study and the workflow; what C libraries open, as maps, is not heard."""
    planned = {}
    for job in graph(warm.folder, warm.snakefile):
        paths = {*job.inputs, *job.outputs, *(f"../workflow/{name}" for name in job.code)}
        planned.setdefault(Path(job.script).name, set()).update(os.path.abspath(warm.folder / path) for path in paths)
    heard = [(name.rpartition(".")[0].rpartition(".")[2] + ".py", files) for name, files in warm.opened]
    heard = [(script, files) for script, files in heard if script in planned]
    assert len(heard) == len(ALL) + 2, "and the panel, and the weights"
    aside = (f"{warm.folder}/logs/", f"{warm.folder}/.snakemake/")
    for script, files in heard:
        found = {source_of(path) for path in files if path.startswith(str(warm.home)) and not path.startswith(aside)}
        assert {path for path in found - planned[script] if not is_passing(path)} == set(), script


def source_of(path: str) -> str:
    """The module of which a file holds the bytecode; any other file itself."""
    return re.sub(r"__pycache__/(\w+)\.cpython-\d+\.pyc(\.\d+)?$", r"\1.py", path)


def is_passing(path: str) -> bool:
    """An empty file of a package, or a result under its unfinished name."""
    return path.endswith("__init__.py") or Path(path).name.startswith(".")


def replaced(path: str, old: str, new: str):
    def change(place, patch):
        file = place.home / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def added(module: str):
    def change(place, patch):
        with open(place.home / "workflow" / "scripts" / module, "a", encoding="utf-8") as file:
            file.write("# a remark\n")

    return change


def exchanged(place, patch):
    one, other = place.folder / "raw" / "land.csv", place.folder / "raw" / "output.csv"
    texts = one.read_bytes(), other.read_bytes()
    other.write_bytes(texts[0])
    one.write_bytes(texts[1])


def installed(package: str):
    def change(place, patch):
        real = importlib.metadata.distributions
        other = SimpleNamespace(version="0.0.1", read_text=lambda name: "")
        patch.setattr(
            importlib.metadata,
            "distributions",
            lambda **given: iter([other]) if given.get("name") == package else real(**given),
        )

    return change


STUDY = "work/config/studies/fields.yaml"
CHANGES = {
    "nothing": (lambda place, patch: None, set()),
    "one byte of a raw file": (replaced("work/raw/land.csv", "2010,", "2010, "), ALL),
    "the contents of two raw files exchanged": (exchanged, ALL),
    "one byte of a map": (replaced("work/raw/fields.geojson", "[0, 0]", "[0,  0]"), {"fit_spatial"}),
    "a module of the frontier": (added("efficiency/frontier.py"), SCORED),
    "a module of placebos": (added("placebo/permutation.py"), {"draw_placebo"}),
    "the script of an ancestor, chosen by a param": (added("spatial/build_contiguity.py"), {"fit_spatial"}),
    "the seed": (replaced("work/config/config.yaml", "seed: 7", "seed: 8"), SCORED - {"index_productivity"}),
    "a formula": (replaced(STUDY, "queen, formula: l_value", "queen, formula: value"), {"fit_spatial"}),
    "a title": (replaced(STUDY, "title: Policy and value", "title: Value and policy"), set()),
    "another numpy": (installed("numpy"), ALL),
    "a package of one stage": (installed("shapely"), {"fit_spatial"}),
    "what only a package needs": (installed("python-dateutil"), ALL),
    "another solver": (installed("highspy"), SCORED),
}


@pytest.mark.parametrize(("change", "computed"), rest_slow(CHANGES.values(), 3), ids=CHANGES)
def test_what_is_computed_anew_after_a_change(before, tmp_path, monkeypatch, change, computed):
    place = clone(tmp_path)
    change(place, monkeypatch)
    after = keys(place.folder, place.snakefile)
    assert {name.split()[0] for name in before if before[name] != after[name]} == computed


def test_jobs_that_exchange_their_inputs_share_nothing(before, tmp_path):
    """The specifications of two scores, exchanged; the sixteen draws of chunks of another number; another study."""
    place = clone(tmp_path)
    write_scored_study(tmp_path / "exchanged", b="returns_to_scale: vrs", c="variant: B")
    config = place.folder / "config" / "config.yaml"
    config.write_text(config.read_text().replace("chunks: 1", "chunks: 2"))
    shutil.copy(place.folder / "config/studies/fields.yaml", place.folder / "config/studies/meadows.yaml")
    config.write_text(config.read_text().replace("[fields]", "[fields, meadows]"))
    exchanged, parted = keys(tmp_path / "exchanged", place.snakefile), keys(place.folder, place.snakefile)
    moved = {name for name in before if before[name] != exchanged[name]}
    assert moved == {"score_further fields b", "score_further fields c"}
    assert not {exchanged[name] for name in moved} & set(before.values())
    assert len(set(parted.values())) == len(parted) == 2 * (len(before) + 2)
    shared = set(parted.values()) & set(before.values())
    assert shared == {key for name, key in before.items() if not name.startswith("draw_")}


@pytest.fixture
def copy(warm, tmp_path):
    """A copy of the workflow, the study and its cache, to be changed."""
    shutil.copytree(warm.cache, tmp_path / "kept")
    shutil.copytree(warm.home, tmp_path / "home", symlinks=True)
    for path in [path for path in (tmp_path / "home").rglob("*") if path.is_symlink()]:
        entry = tmp_path / "kept" / path.readlink().name
        path.unlink()
        path.symlink_to(entry)
    return placed(tmp_path / "home", cache=tmp_path / "kept")


@pytest.mark.slow
def test_a_copy_through_the_links_needs_no_cache(copy, warm, tmp_path):
    shutil.copytree(copy.home, tmp_path / "archive")
    shutil.rmtree(copy.cache)
    archive = placed(tmp_path / "archive")
    run = snakemake("--cores", "1", *TARGETS, folder=archive.folder, snakefile=archive.snakefile)
    assert run.returncode == 0 and "Nothing to be done" in run.stdout, run.stdout
    assert digests(archive.folder) == warm.digests


@pytest.mark.slow
def test_links_into_a_cache_that_moved_are_mended(copy, warm):
    run = cached(copy, copy.cache.rename(copy.cache.with_name("moved")), "--", *TARGETS)
    assert run.returncode == 0, run.stdout
    assert restored(run) == OUTPUTS
    assert digests(copy.folder) == warm.digests


@pytest.mark.slow
def test_results_whose_cache_is_gone_are_computed_again(copy, warm):
    shutil.rmtree(copy.cache)
    run = snakemake("--cores", "1", TARGETS[0], folder=copy.folder, snakefile=copy.snakefile)
    assert run.returncode == 0, run.stdout
    made = {f"results/fields/{path}" for path in KEPT["score_efficiency"]}
    assert not any((copy.folder / path).is_symlink() for path in made)
    assert made <= digests(copy.folder).keys() and digests(copy.folder).items() <= warm.digests.items()


@pytest.mark.slow
def test_an_incomplete_entry_is_made_whole(copy, warm):
    lost, score = (copy.folder / f"results/fields/efficiency/{name}.csv" for name in ("peers", "scores"))
    entry = lost.resolve()
    for path in (entry, score):
        path.unlink()
    run = cached(copy, copy.cache, "--", TARGETS[0])
    assert run.returncode == 0 and restored(run) == set(), run.stdout
    assert lost.resolve() == entry
    assert digests(copy.folder).items() <= warm.digests.items()


@pytest.mark.slow
def test_links_to_the_cache_of_others_serve_who_may_only_read(copy, warm, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    subprocess.run(["cp", "-rs", f"{copy.cache}/.", str(mine)], check=True)
    theirs = {path.name: path.read_bytes() for path in copy.cache.iterdir()}
    run = cached(copy, mine, "--forceall", "--", TARGETS[0])
    assert run.returncode == 0 and TARGETS[0] in restored(run), "an order to compute all is answered from the cache"
    run = cached(copy, mine, "--config", "seed=8", "--", TARGETS[0])
    assert run.returncode == 0 and restored(run) == set(), run.stdout
    assert len(list(mine.iterdir())) == len(theirs) + len(KEPT["score_efficiency"])
    assert {path.name: path.read_bytes() for path in copy.cache.iterdir()} == theirs


@pytest.fixture(scope="module")
def whole(finished, tmp_path_factory):
    """The study of `finished`, run from raw files to the manifest with an empty cache."""
    base = tmp_path_factory.mktemp("whole")
    place = SimpleNamespace(folder=base / "work", snakefile=finished.snakefile)
    write_study(place.folder)
    (base / "kept").mkdir()
    run = cached(place, base / "kept")
    assert run.returncode == 0, run.stdout
    return place


@pytest.mark.slow
def test_a_study_of_links_is_complete(whole, finished, tmp_path):
    assert digests(whole.folder) == digests(finished.folder)
    check_manifest(whole.folder, "fields")
    for arguments, said in ([("--cores", "1"), "Nothing to be done"], [("--report", str(tmp_path / "r.html")), ""]):
        run = snakemake(*arguments, folder=whole.folder, snakefile=whole.snakefile)
        assert run.returncode == 0 and said in run.stdout, run.stdout


@pytest.mark.slow
@pytest.mark.skipif("rule verify:" not in RULES, reason="verify")
def test_a_tampered_entry_is_found_by_verify(whole):
    entry = (whole.folder / "results/fields/efficiency/scores.csv").resolve()
    run = snakemake("--cores", "1", "verify", folder=whole.folder, snakefile=whole.snakefile)
    assert run.returncode == 0, run.stdout
    entry.write_bytes(entry.read_bytes().replace(b"1", b"2", 1))
    run = snakemake("--cores", "1", "verify", folder=whole.folder, snakefile=whole.snakefile)
    assert run.returncode == 1
    assert "efficiency/scores.csv" in run.stdout
    assert "Traceback" not in run.stdout
