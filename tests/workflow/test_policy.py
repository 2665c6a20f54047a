"""The rules of the house, over the parsed workflow: what every rule and every script must be."""

import ast
import importlib.machinery
import importlib.metadata
import re
import sys
from modulefinder import ModuleFinder
from pathlib import Path

import pytest
import yaml
from parsed import parsed_workflow

from study import REPOSITORY

SCRIPTS = REPOSITORY / "scripts"
STAGES = sorted(folder.name for folder in SCRIPTS.iterdir() if (folder / "__init__.py").is_file())
RULES = [rule for rule in parsed_workflow().rules if rule.name not in ("all", "check")]
MODULES = sorted(SCRIPTS.glob("*/*.py"))
# Distributions whose import name is another one.
DISTRIBUTIONS = {"docx": "python-docx", "yaml": "pyyaml"}

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")


def script_of(rule) -> Path:
    return SCRIPTS / Path(rule.script).relative_to("../scripts")


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
    assert script_of(rule).stem == rule.name
    assert script_of(rule).parent.name == Path(str(rule.snakefile)).stem
    assert rule.log and rule.conda_env and rule.message
    assert rule.resources["_cores"].value == 1
    assert not (rule.cache.output and rule.benchmark)


@every_rule
def test_inputs_and_outputs_have_names(rule):
    for kind in (rule.input, rule.output):
        assert all(name for name, _ in kind._allitems()), rule.name


@every_rule
def test_params_are_looked_up_and_name_the_job(rule):
    params = dict(rule.params._allitems())
    for name, value in params.items():
        assert not callable(value) or value.__module__.startswith("snakemake.ioutils"), f"{rule.name}: {name}"
    words = params["id"].split()
    assert words[0] == rule.name
    assert set(words[1:]) == {f"{{{wildcard}}}" for wildcard in rule.wildcard_names}


@every_rule
def test_code_is_the_import_closure(rule):
    (code,) = (value for name, value in rule.input._allitems() if name == "code")
    listed = [code] if isinstance(code, str) else list(code)
    assert {(REPOSITORY / path).resolve() for path in listed} == closure_of(script_of(rule))


@every_rule
def test_the_script_reads_just_what_the_rule_gives(rule):
    text = script_of(rule).read_text(encoding="utf-8")
    used = {kind: set(re.findall(rf"snakemake\.{kind}\.(\w+)", text)) for kind in ("input", "output", "params")}
    assert used["input"] == {name for name, _ in rule.input._allitems()} - {"code"}
    assert used["output"] == {name for name, _ in rule.output._allitems()}
    assert used["params"] == {name for name, _ in rule.params._allitems()} - {"id"}
    assert not re.search(r"snakemake\.(config|wildcards|threads|rule)\b", text)
    assert re.search(r'^if "snakemake" in globals\(\):\n    log_to\(snakemake\.log', text, re.MULTILINE)


@every_rule
def test_the_environment_holds_what_the_script_imports(rule):
    script = script_of(rule)
    environment = (REPOSITORY / "rules" / rule.conda_env).resolve()
    wanted = {name.split(".")[0] for path in {script, *closure_of(script)} for name in imports_of(path)}
    wanted -= {*sys.stdlib_module_names, *STAGES}
    packages = {DISTRIBUTIONS.get(name, name) for name in wanted}
    assert packages <= set(pins(environment)), f"{environment.name} lacks packages of {script.name}"


@pytest.mark.parametrize("environment", sorted((REPOSITORY / "envs").glob("*.yaml")), ids=lambda path: path.name)
def test_pins_are_those_of_the_lock_and_all_are_used(environment):
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", lock, re.MULTILINE))
    chosen = pins(environment)
    assert chosen.pop("python") == ".".join(map(str, sys.version_info[:2]))
    assert chosen == {name: locked[name] for name in chosen}
    users = [script_of(rule) for rule in RULES if Path(rule.conda_env).name == environment.name]
    imported = {
        name.split(".")[0] for script in users for path in {script, *closure_of(script)} for name in imports_of(path)
    }
    assert set(chosen) <= {DISTRIBUTIONS.get(name, name) for name in imported}


def test_the_installed_packages_are_those_of_the_lock():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([a-z0-9.-]+)==([^ ]+)", lock, re.MULTILINE):
        assert importlib.metadata.version(name) == version


def test_the_lock_names_no_host():
    assert "://" not in (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")


@every_module
def test_imports_go_down_only(path):
    stage = path.parent.name
    for name in imports_of(path):
        head, _, rest = name.partition(".")
        assert name not in ("importlib", "pickle"), f"{path.name} imports {name}"
        if head in STAGES:
            assert head in ("core", stage), f"{stage}/{path.name} imports the stage {head}"
            assert (SCRIPTS / head / f"{rest}.py").is_file(), f"{path.name}: import stage.noun, not {name}"
        assert not (path.parent / f"{head}.py").is_file(), f"{path.name}: bare import of {head}"


@every_module
def test_nouns_know_nothing_of_snakemake(path):
    verb = path in {script_of(rule) for rule in RULES}
    assert ("snakemake" in path.read_text(encoding="utf-8")) == verb


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_no_installed_package(stage):
    assert (SCRIPTS / stage / "__init__.py").read_text() == ""
    elsewhere = [entry for entry in sys.path if Path(entry).resolve() != SCRIPTS and "site-packages" in entry]
    assert importlib.machinery.PathFinder.find_spec(stage, elsewhere) is None


@pytest.mark.parametrize("package", ["spreg", "statsmodels", "linearmodels"])
def test_no_script_imports_the_second_voices(package):
    assert all(package not in {name.split(".")[0] for name in imports_of(path)} for path in MODULES)


def test_keys_named_in_messages_exist():
    """A remedy that a message gives between back quotes, as `panel.years`, must be a key of the models."""
    from study.study import Config, Study

    keys = set(re.findall(r'"(\w+)":', str(Study.model_json_schema()).replace("'", '"')))
    keys |= set(re.findall(r'"(\w+)":', str(Config.model_json_schema()).replace("'", '"')))
    for path in MODULES:
        for quoted in re.findall(r"under `([a-z_.]+)`", path.read_text(encoding="utf-8")):
            assert set(quoted.split(".")) <= keys, f"{path.name}: `{quoted}` is no key"
