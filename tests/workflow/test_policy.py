"""The rules of the house, over the parsed workflow: what every rule and every script must be."""

import ast
import importlib.machinery
import importlib.metadata
import re
import sys
from functools import cache
from modulefinder import ModuleFinder
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from parsed import graph, parsed_workflow
from small_study import REPOSITORY, write_study

from core.blocks import tags_of
from core.digests import digest
from study.config import Config
from study.figures import FIGURES
from study.matrices import MATRICES
from study.study import Study
from study.tables import TABLES, Grid

SCRIPTS = REPOSITORY / "scripts"
FLOORS = ("core", "study", "estimation")  # the ground floor, and the first
PACKAGES = sorted(folder.name for folder in SCRIPTS.iterdir() if (folder / "__init__.py").is_file())
STAGES = [name for name in PACKAGES if name not in FLOORS]
# What a package may import beside itself.
BELOW = {"core": (), "study": ("core",), "estimation": ("core",)} | dict.fromkeys(STAGES, ("core", "estimation"))
BELOW["audit"] = ("core",)  # nothing of what it audits
# The draft of a study file is no stage. It stands above the panel, whose readers it drives instead of having its own: a
# file that it can draft is one that the panel can read.
BELOW["draft"] = ("core", "study", "panel")
# The replication package stands above the report, whose manifest decides whether there is one.
BELOW["archive"] = ("core", "report")
# The rooms that read manuscripts stand above the report, whose checks of results they ask, and on each other: formats,
# tables, sentences, checks of a paper against itself, its claims as those of a study, its numbers against results.
READERS = ("papers", "printed", "prose", "referee", "typed", "traces", "manuscript")
BELOW |= {room: ("core", "report", *READERS[:at]) for at, room in enumerate(READERS)}
COMMANDS = {SCRIPTS / name for name in ("draft/study.py", "report/commands.py")}  # they name the next command
WORKFLOW = parsed_workflow()
code, contents, software = (WORKFLOW.globals[name] for name in ("code", "contents", "software"))
RULES = [rule for rule in WORKFLOW.rules if rule.name not in ("all", "check")]
MODULES = sorted(SCRIPTS.glob("*/*.py"))
# Rules whose script depends on the kind of an entry, with the beginning of its name.
BY_KIND = {"plot": "plot_", "tabulate": "tabulate_", "build_matrix": "build_"}
LIKE = {"score_further": "score_efficiency"}  # rules that run the verb of another
ENTRIES = {
    "plot": [("report", figure) for figure in FIGURES],
    "tabulate": [(table.stage, table) for table in TABLES if issubclass(table, Grid)],
    "build_matrix": [("spatial", matrix) for matrix in MATRICES],
}
# Distributions whose import name is another one.
DISTRIBUTIONS = {"docx": "python-docx", "yaml": "pyyaml", "pypandoc": "pypandoc-binary", "PIL": "pillow"}

# Rules whose results `--cache` keeps.
KEPT = {
    "score_efficiency",
    "score_further",
    "score_worlds",
    "index_productivity",
    "draw_bootstrap",
    "draw_placebo",
    "fit_spatial",
}

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")


def scripts_of(rule) -> list[Path]:
    """The script of a rule, or those of all kinds that the models know."""
    if rule.name not in BY_KIND:
        return [SCRIPTS / Path(rule.script).relative_to("../scripts")]
    stem = BY_KIND[rule.name]
    return [
        SCRIPTS / stage / f"{stem}{kind}.py" for stage, entry in ENTRIES[rule.name] for kind in tags_of(entry, "kind")
    ]


VERBS = {script: rule for rule in RULES for script in scripts_of(rule)}
every_verb = pytest.mark.parametrize("script", VERBS, ids=lambda path: path.stem)


@cache
def imports_of(path: Path) -> set[str]:
    """Dotted names of the modules that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module)
    return names


@cache
def parameters_of(script: Path) -> set[str]:
    """Names of the parameters of the verb in a file."""
    body = ast.parse(script.read_text(encoding="utf-8")).body
    (verb,) = (node for node in body if isinstance(node, ast.FunctionDef) and node.name == script.stem)
    return {argument.arg for argument in verb.args.args}


@cache
def closure_of(script: Path) -> set[Path]:
    """The project's modules that running `script` loads, by the standard library's module finder."""
    finder = ModuleFinder(path=[str(SCRIPTS)])
    finder.run_script(str(script))
    files = {Path(module.__file__) for module in finder.modules.values() if module.__file__}
    return {file for file in files if file != script and file.name != "__init__.py"}


def pins(environment: Path) -> dict[str, str]:
    content = yaml.safe_load(environment.read_text(encoding="utf-8"))
    assert content["channels"] == ["conda-forge"]
    return dict(re.fullmatch(r"([a-z0-9.-]+) =([0-9.]+)", item).groups() for item in content["dependencies"])


@every_rule
def test_a_rule_is_a_declaration_with_a_script(rule):
    assert rule.script and not rule.is_run and not rule.shellcmd
    assert all(script.is_file() for script in scripts_of(rule))
    if rule.name not in BY_KIND:
        assert scripts_of(rule)[0].stem == LIKE.get(rule.name, rule.name)
        assert scripts_of(rule)[0].parent.name == Path(str(rule.snakefile)).stem
    assert rule.log and rule.conda_env and rule.message
    assert rule.resources["_cores"].value == 1
    assert not (rule.cache.output and rule.benchmark)


def test_the_profile_of_a_cluster_names_rules_that_go_there():
    profile = yaml.safe_load((REPOSITORY / "profiles" / "slurm" / "config.yaml").read_text(encoding="utf-8"))
    remote = {rule.name for rule in RULES if not rule.ruleinfo.localrule}
    assert {*profile["groups"], *profile["set-resources"]} <= remote < {rule.name for rule in RULES}


@every_rule
def test_inputs_and_outputs_have_names(rule):
    unpacked = [value for name, value in rule.input._allitems() if not name]
    assert all(value.flags.get("unpack") for value in unpacked), rule.name
    assert all(name for name, _ in rule.output._allitems()), rule.name


@every_rule
def test_params_are_parts_of_the_study_and_name_the_job(rule):
    params = dict(rule.params._allitems())
    for name, value in params.items():
        is_part = callable(value) and value.__qualname__ == "part.<locals>.found"
        assert not callable(value) or is_part or value is contents, f"{rule.name}: {name}"
    words = params["id"].split()
    assert words[0] == rule.name
    assert set(words[1:]) == {f"{{{wildcard}}}" for wildcard in rule.wildcard_names}


@every_rule
def test_code_is_the_import_closure(rule):
    given = dict(rule.params._allitems())["code"]
    for script in scripts_of(rule):
        listed = code(str(script.relative_to(SCRIPTS))) if callable(given) else given
        assert listed == {str(path.relative_to(SCRIPTS)): digest(path) for path in {script, *closure_of(script)}}


def test_what_looks_at_results_makes_none_and_has_none_made():
    looking = [rule for rule in RULES if not rule.output]
    assert {rule.name for rule in looking} == {"verify", "explain", "archive", "stale", "compare", "manuscript"}
    for rule in looking:
        assert {name for name, _ in rule.input._allitems()} <= {"environments"}
        assert WORKFLOW.is_local(rule)


def test_the_manifest_lists_every_file_of_the_workflow_that_a_rule_reads():
    files = {str(path) for rule in RULES for path in rule.input}
    read = {path for path in files if (REPOSITORY / path).is_file() and not path.startswith("results/")}
    assert "resources/units.txt" in read
    code = {f"scripts/{path.relative_to(SCRIPTS)}" for path in MODULES}
    wanted = {*read, *code, "Snakefile", "rules/did.smk", "envs/did.yaml", "resources/demo/aipz.yaml"}
    assert wanted <= WORKFLOW.globals["workflow_files"]().keys()


def test_a_package_has_every_file_of_the_workflow():
    assert set(map(str, WORKFLOW.globals["workflow_files"]())) <= WORKFLOW.globals["packed"]().keys()


@pytest.fixture(scope="module", params=["small", "shipped"])
def planned(request, tmp_path_factory):
    """The jobs of the small study, and of all shipped ones."""
    folder = REPOSITORY
    if request.param == "small":
        folder = tmp_path_factory.mktemp("small")
        write_study(folder)
    return graph(folder, REPOSITORY / "Snakefile")


def test_a_verb_takes_just_what_its_rule_gives(planned):
    for job in planned:
        if job.rule != "all":
            assert job.names == parameters_of(SCRIPTS / job.script), f"{job.rule} {job.wildcards}"


def test_results_that_cost_are_kept():
    assert {rule.name for rule in RULES if rule.cache.output} == KEPT


def test_the_cache_knows_all_that_made_what_it_keeps(planned):
    """Beside the script, the params and the input files: with which software, and which file is in which place. A kept
    result trusts what is known of all jobs before its own."""
    made = set().union(*(job.outputs for job in planned))
    trusted = [job for job in planned if any(later.rule in KEPT for later in job.and_after())]
    params = {rule.name: dict(rule.params._allitems()) | {"stage": Path(str(rule.conda_env)).stem} for rule in RULES}
    assert {"build_panel", "score_efficiency"} < {job.rule for job in trusted}
    for job in trusted:
        given = params[job.rule]
        assert given["software"] == software(given["stage"]), job.rule
        raw = job.inputs - made
        assert not raw or given["contents"] is contents, f"{job.rule} reads {raw}"


def test_software_is_what_is_installed():
    """With what a package needs in its turn: shapely, which libpysal needs by way of geopandas."""
    found = software("audit")
    for name in ("numpy", "libpysal", "geopandas", "shapely"):
        assert found[name] == importlib.metadata.version(name)
    assert found["python"] == "3.11"
    assert "shapely" not in software("efficiency")


@every_verb
def test_a_verb_is_one_function_and_two_lines(script):
    text = script.read_text(encoding="utf-8")
    assert text.endswith(f'\n\n\nif "snakemake" in globals():\n    run({script.stem}, snakemake)\n')
    defined = [node.name for node in ast.parse(text).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    assert defined == [script.stem]


def environment_of(script: Path) -> Path:
    """The conda environment of a verb: a grid is made in that of its stage."""
    rule = VERBS[script]
    named = f"../envs/{script.parent.name}.yaml" if callable(rule.conda_env) else rule.conda_env
    return (REPOSITORY / "rules" / named).resolve()


@every_verb
def test_the_environment_holds_what_the_script_imports(script):
    environment = environment_of(script)
    wanted = {name.split(".")[0] for path in {script, *closure_of(script)} for name in imports_of(path)}
    wanted -= {*sys.stdlib_module_names, *PACKAGES}
    packages = {DISTRIBUTIONS.get(name, name) for name in wanted}
    assert packages <= set(pins(environment)), f"{environment.name} lacks packages of {script.name}"


@pytest.mark.parametrize("environment", sorted((REPOSITORY / "envs").glob("*.yaml")), ids=lambda path: path.name)
def test_pins_are_those_of_the_lock_and_all_are_used(environment):
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", lock, re.MULTILINE))
    chosen = pins(environment)
    assert chosen.pop("python") == ".".join(map(str, sys.version_info[:2]))
    assert chosen == {name: locked[name] for name in chosen}
    users = [script for script in VERBS if environment_of(script) == environment]
    imported = {
        name.split(".")[0] for script in users for path in {script, *closure_of(script)} for name in imports_of(path)
    }
    assert set(chosen) <= {DISTRIBUTIONS.get(name, name) for name in imported}


def test_the_installed_packages_are_those_of_the_lock():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    locked = [Requirement(line) for line in re.findall(r"^([a-z0-9.-]+==.*?) \\$", lock, re.MULTILINE)]
    assert len(locked) == len(re.findall(r"^\w", lock, re.MULTILINE))
    for one in locked:
        if one.marker is None or one.marker.evaluate():
            assert importlib.metadata.version(one.name) in one.specifier


def test_the_lock_names_no_host():
    assert "://" not in (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")


@every_module
def test_imports_go_down_only(path):
    stage = path.parent.name
    for name in imports_of(path):
        head, _, rest = name.partition(".")
        assert name not in ("importlib", "pickle"), f"{path.name} imports {name}"
        if head in PACKAGES:
            assert head in (stage, *BELOW[stage]), f"{stage}/{path.name} imports {head}"
            assert (SCRIPTS / head / f"{rest}.py").is_file(), f"{path.name}: import stage.noun, not {name}"
        assert head in PACKAGES or not (path.parent / f"{head}.py").is_file(), f"{path.name}: bare import of {head}"


@every_module
def test_nouns_know_nothing_of_snakemake(path):
    known = path in VERBS or path in COMMANDS or path.name == "jobs.py"
    assert ("snakemake" in path.read_text(encoding="utf-8").replace("scripts/core/jobs.py", "")) == known


@pytest.mark.parametrize("stage", PACKAGES)
def test_a_stage_is_no_installed_package(stage):
    assert stage == "core" or (SCRIPTS / stage / "__init__.py").read_text() == ""  # core says what holds in each job
    elsewhere = [entry for entry in sys.path if Path(entry).resolve() != SCRIPTS and "site-packages" in entry]
    assert importlib.machinery.PathFinder.find_spec(stage, elsewhere) is None


@pytest.mark.parametrize("package", ["esda", "spreg", "statsmodels", "linearmodels"])
def test_the_second_voices_are_heard_in_audits_alone(package):
    importing = {path.parent.name for path in MODULES if package in {name.split(".")[0] for name in imports_of(path)}}
    assert importing <= {"audit"}


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("audit/audit_*.py")), ids=lambda path: path.stem)
def test_an_audit_evaluates_formulas_by_itself(script):
    assert SCRIPTS / "core" / "evaluation.py" not in closure_of(script)


def test_keys_named_in_messages_exist():
    """A remedy that a message gives between back quotes, as `panel.years`, must be a key of the models."""
    keys = set(re.findall(r'"(\w+)":', str(Study.model_json_schema()).replace("'", '"')))
    keys |= set(re.findall(r'"(\w+)":', str(Config.model_json_schema()).replace("'", '"')))
    for path in MODULES:
        for quoted in re.findall(r"under `([a-z_.]+)`", path.read_text(encoding="utf-8")):
            assert set(quoted.split(".")) <= keys, f"{path.name}: `{quoted}` is no key"
