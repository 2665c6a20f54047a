"""The studies, their parts, and the import closure of a script: everything that is not a rule."""

import gc
import os
import re
import sys
from collections import Counter
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from sysconfig import get_platform

import yaml
from packaging.utils import canonicalize_name
from snakemake.logging import logger

# The jobs of a plan live to its end: seeking garbage among them takes 5 to 8 % of its time.
gc.set_threshold(200_000)

HERE = Path(workflow.current_basedir.get_path_or_uri(secret_free=True))
SCRIPTS = HERE.parent / "scripts"
sys.path.insert(0, str(SCRIPTS))

from core.blocks import SLUG
from core.caches import refuse_unusable_cache
from core.digests import RESULTS, digest, digests_of, recorded, refuse_changed, vouch
from core.documents import load_yaml, validate
from core.errors import StudyError, nearest
from core.files import (
    plain,
    refuse_closed_folders,
    refuse_files_as_folders,
    refuse_full_disk,
    remove_unfinished,
)
from core.jobs import module
from core.progress import Progress
from report.ending import ending
from report.manifest import own_name
from study.config import Config
from study.plan import DEMO, plan
from study.references import faults
from study.study import Study
from study.tables import TABLES, Grid

CACHED = workflow.enable_cache  # `cache: True` would say at the start of every run that it may be asked for
DEMO_SETTINGS = {file.stem: file for file in sorted((HERE.parent / "resources/demo").glob("*.yaml"))}
DEMOS = "|".join(DEMO_SETTINGS)
YEARBOOKS = list(
    dict.fromkeys(
        file["path"]
        for settings in DEMO_SETTINGS.values()
        for file in yaml.load(settings.read_text(encoding="utf-8"), yaml.CSafeLoader)["files"]
    )
)
GRIDS = "|".join(kind for table in TABLES if issubclass(table, Grid) for kind in table.kinds())


# The source of an import and the names behind it, in parentheses over several lines.
IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) )?import (\([^)]*\)|[^\n]+)", re.MULTILINE)
# A package that another needs, and what is behind it: versions, and when it is needed.
NEED = re.compile(r"^Requires-Dist: *([\w.-]+)([^\n]*)", re.MULTILINE)


def asked_for(target):
    """Whether the command names the rule `target`. Snakemake itself tells only after the studies are read."""
    return "snakemake" in sys.argv[0] and target in sys.argv[1:]


def shipped(path):
    """A file of this repository, as an input that stays the same when the workflow is used as a module."""
    return local(Path(os.path.relpath(path)).as_posix())


@cache
def workflow_files():
    """Every file of this repository that can decide a result, with its digest."""
    folders = [HERE.parent / name for name in ("rules", "scripts", "resources", "envs")]
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    kept = [path for path in found if path.suffix not in ("", ".md", ".pyc")]
    return {own_name(str(path)): digest(path) for path in [HERE.parent / "Snakefile", *kept]}


@cache
def environments():
    """The environment files of all stages."""
    return [shipped(path) for path in sorted((HERE.parent / "envs").glob("*.yaml"))]


@cache
def code(script):
    """Param of a rule: scripts/`script` and the project modules that it imports, transitively, with their digests.

    No inputs: Snakemake would keep, look up and hash some forty files for each job.
    """
    todo, found = [SCRIPTS / script], {SCRIPTS / script}
    while todo:
        new = set(imported_files(todo.pop())) - found
        found |= new
        todo += new
    return {module(str(path)): kept_digest(path) for path in sorted(found)}


kept_digest = cache(digest)  # of a file that does not change while a run is planned
MODULES = {f"{path.parent.name}.{path.stem}": path for path in SCRIPTS.glob("*/*.py")}


@cache
def imported_files(path):
    """The project's own modules among the imports of one Python file.

    By its lines, since trees of all modules would be a third of a plan; a test compares them with what Python finds.
    """
    found = IMPORT.findall(path.read_text(encoding="utf-8"))
    parts = [(source, re.findall(r"[\w.]+", names)) for source, names in found]
    names = {name for source, words in parts for name in words if not source}
    names |= {
        name
        for source, words in parts
        if source
        for name in [source, *(f"{source}.{word}" for word in words)]
    }
    return [MODULES[name] for name in names & MODULES.keys()]


@cache
def installed(name):
    """The version of a package, none if it is not installed, and the names of what it may need."""
    package = next(distributions(name=name), None)
    about = (package.read_text("METADATA") or "").partition("\n\n")[0] if package else ""
    needs = NEED.findall(about)
    return package and package.version, [name for name, marker in needs if "extra ==" not in marker]


@cache
def software(stage):
    """What computes in envs/`stage`.yaml: this Python and machine, and the versions of its packages and all they need.

    A package that is not installed has none: then `--sdm conda` makes the environment, whose text Snakemake knows.
    """
    text = (HERE.parent / f"envs/{stage}.yaml").read_text(encoding="utf-8")
    todo = [pin.split()[0] for pin in yaml.load(text, yaml.CSafeLoader)["dependencies"]]
    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}", "machine": get_platform()}
    while todo:
        name = canonicalize_name(todo.pop())
        if name not in found:
            version, needs = installed(name)
            if version:
                found[name] = version
                todo += needs
    return found


def contents(wildcards, input):
    """Digests of the files that no job makes, by name and in order: the cache itself knows them as a set alone."""
    files = {name: [value] if isinstance(value, str) else value for name, value in input.items()}
    raw = {name: [file for file in files[name] if not file.startswith(RESULTS)] for name in files}
    return {name: [digest(file) for file in raw[name]] for name in sorted(raw)}


@cache
def located(path):
    """A file that a study names: in the run's folder, or else among the facts that ship."""
    ours = HERE.parent / path
    if not Path(path).is_file() and path.startswith("resources/") and ours.is_file():
        return shipped(ours)
    return path


def exists(path):
    return path.startswith("results/") or Path(located(path)).is_file()


AT_RESULTS = ("verify", "explain", "archive", "stale", "compare", "manuscript")
LOOKING = any(map(asked_for, AT_RESULTS))  # at results that this run does not touch


def read_config():
    """config/config.yaml with what the command line added, validated and with its defaults filled in."""
    path = "config/config.yaml"
    document = load_yaml(path)
    for key, value in config.items():
        both = isinstance(value, dict) and isinstance(document.get(key), dict)
        document[key] = {**document[key], **value} if both else value
    return validate(document, Config, path)


def read_study(name, settings):
    """The plan of the study `name`, each script of its entries with the modules that it imports."""
    path = f"config/studies/{name}.yaml"
    if not Path(path).is_file():
        known = sorted(file.stem for file in Path("config/studies").glob("*.yaml"))
        raise StudyError(f"config/config.yaml: `studies`: there is no {path}; {nearest(name, known)}")
    document = load_yaml(path)
    study = validate(document, Study, path, lambda study: faults(study, exists))
    demo = [f"results/{name}/demo/{file}" for file in (*DEMO, *YEARBOOKS)] if name in DEMO_SETTINGS else []
    parts = plan(name, study, list(document), settings, located, demo)
    entries = [*parts["figures"].values(), *parts["matrices"].values()]
    for entry in [*entries, *(entry for tables in parts["grids"].values() for entry in tables.values())]:
        entry["code"] = code(entry["script"])
    return parts | {"document": plain(document), "model": (study, document)}


def read_studies():
    """The plan of every study, and what is wrong with those that have none; only `verify` goes on without a plan."""
    plans, faults = {}, {}
    for name in CONFIG.studies:
        try:
            plans[name] = read_study(name, CONFIG)
        except StudyError as error:
            if not asked_for("verify"):
                raise
            faults[name] = str(error)
    return plans, faults


def asked_of(files):
    """What the whole of a study asks for: its manifest, which needs all other results, and those that are missing
    beside it, which nothing that is already made would ask for."""
    *results, manifest = files
    missing = [path for path in results if not Path(path).exists()] if Path(manifest).exists() else []
    return [*missing, manifest]


def written():
    """What the workflow writes, without what stands in the same folders."""
    logs = [f"logs/{name}/log" for name in STUDIES]
    return (
        [file for parts in STUDIES.values() for file in parts["files"]["all"]]
        + logs
        + ["logs/digests/results"]
    )


def refuse_braces(folder):
    """Snakemake takes what is in braces for a wildcard, also in the path of a script."""
    if set("{}") & set(str(folder)):
        raise StudyError(f"the workflow's folder {folder} has a brace in its path; rename the folder")


def before_jobs():
    """End a run that could not write its results, or keep them in the cache that it was given; clear away what a killed
    one left; let manifests say what jobs wrote whose records are lost."""
    if LOOKING:
        return
    try:
        refuse_closed_folders(written())
        if CACHED:
            refuse_unusable_cache(workflow.workflow_settings.cache, os.environ.get("SNAKEMAKE_OUTPUT_CACHE"))
        for name, parts in STUDIES.items():
            vouch(f"results/{name}", parts["files"]["results"])
    except StudyError as error:
        raise SystemExit(f"\nError: {error}\n")
    for folder in [f"{home}results/{name}" for home in ("", "logs/digests/") for name in STUDIES]:
        remove_unfinished(folder)


def refuse_changed_manifests():
    """End a run that would sign anew a manifest, which no job reads, after it was edited."""
    manifests = [f"results/{name}/manifest.json" for name in STUDIES]
    refuse_changed(digests_of(filter(recorded, manifests)))


try:
    refuse_braces(HERE)
    refuse_closed_folders([".snakemake/locks/0.input.lock"])
    refuse_full_disk()
    CONFIG = read_config()
    STUDIES, FAULTS = read_studies()
    if not LOOKING:
        refuse_files_as_folders(written())
        refuse_changed_manifests()
except StudyError as error:
    raise SystemExit(f"\nError: {error}\n")
config |= CONFIG.model_dump(mode="json")
# For the captions of Snakemake's own report: as a param, a new caption would draw the figure again.
config["captions"] = {name: parts["captions"] for name, parts in STUDIES.items()}


def part(path):
    """A function of wildcards: the part of the study `wildcards.study` at `path`, whose keys may be wildcards."""
    keys = path.split("/")

    def found(wildcards):
        place, passed = STUDIES, "config/config.yaml: `studies`"
        for key in [wildcards.study, *(key.format(**wildcards) for key in keys)]:
            if key not in place:
                raise SystemExit(f"\nError: {passed} has no `{key}`; {nearest(key, list(place))}\n")
            place, passed = place[key], f"{passed}, {key}" if place is not STUDIES else f"study {key}"
        return place

    return found


def catalogue(wildcards):
    """The words of a study's language; English needs none."""
    language = part("language")(wildcards)
    return [] if language == "en" else [shipped(SCRIPTS / f"report/{language}.toml")]


def show_progress(jobs):
    """A line for each job on the screen, instead of Snakemake's own four."""
    for screen in [handler for handler in logger.handlers if handler.name == "DefaultStreamHandler"]:
        progress = Progress(jobs, screen.formatter)
        screen.addFilter(progress)
        screen.setFormatter(progress)


def show_ending(reported):
    """What the studies say whose reports this run has made."""
    made = set(reported)
    if studies := {name: parts for name, parts in STUDIES.items() if name in made}:
        logger.info(ending(studies))


def show_failed():
    """The jobs that failed and their logs, once more at the end, a line each."""
    for progress in [
        handler.formatter for handler in logger.handlers if isinstance(handler.formatter, Progress)
    ]:
        logger.error("\n".join(f"failed: {words}" for words in progress.failed))
