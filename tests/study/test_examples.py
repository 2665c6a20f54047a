"""Every block has an example, which is read as part of the smallest study."""

import ast
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from core.documents import read_document
from study import keys
from study.config import Config
from study.entries import Made
from study.examples import EXAMPLES, SMALLEST, SMALLEST_CONFIG
from study.study import Study

SCRIPTS = Path(__file__).parents[2] / "scripts"
# What the rules of entries give beside the files and settings of an entry.
GIVEN = {
    "grids": {"table", "layout"},
    "figures": {"pdf", "png", "labels", "data_status", "title"},
    "matrices": {"name", "weights", "summary"},
}
BLOCKS = {model: list(keys.headings(model, name)) for model, name in keys.FILES.items()}


def joined(base, more):
    """`base` with what `more` adds or says otherwise; lists of blocks are continued, other lists replaced."""
    if isinstance(base, dict) and isinstance(more, dict):
        return {**base, **{key: joined(base[key], value) if key in base else value for key, value in more.items()}}
    if isinstance(base, list) and isinstance(base[0], dict):
        return [*base, *more]
    return more


def blocks_of(value):
    """Every block in a model that was read."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    if isinstance(value, BaseModel):
        yield value
        inner = [getattr(value, key) for key in type(value).model_fields]
    for one in inner:
        yield from blocks_of(one)


def test_every_block_has_an_example():
    assert all(block in EXAMPLES or block.example for blocks in BLOCKS.values() for block in blocks)


def test_the_smallest_study_is_complete(read):
    study = read(SMALLEST)
    assert list(study.tables["baseline"].columns) == ["zone", "rain"]


class Words(yaml.SafeLoader):
    """Reads `on` and `no` as text, as studies do."""


Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not (tag.endswith(":bool") and first not in "tTfF")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def loaded(text):
    return yaml.load(text, Words)


def example(block):
    """The smallest study with the example of `block`, as text."""
    more = loaded(EXAMPLES.get(block, block.example)) if block is not Study else {}
    return yaml.safe_dump(joined(loaded(SMALLEST), more), allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize("block", BLOCKS[Study], ids=lambda block: f"{block.__module__}.{block.__name__}")
def test_an_example_of_a_study_is_read_as_its_block(read, block):
    whole = read(example(block))
    assert any(type(found) is block for found in blocks_of(whole))


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS[Study] if issubclass(block, Made)], ids=lambda block: block.__name__
)
def test_an_example_gives_its_script_just_what_it_takes(planned, block):
    parts = planned(example(block))
    for kind, given in GIVEN.items():
        entries = [parts[kind]] if kind != "grids" else parts["grids"].values()
        for entry in (entry for some in entries for entry in some.values()):
            script = SCRIPTS / entry["script"]
            body = ast.parse(script.read_text(encoding="utf-8")).body
            (verb,) = (node for node in body if isinstance(node, ast.FunctionDef))
            assert {argument.arg for argument in verb.args.args} == {*given, *entry["files"], *entry["settings"]}


@pytest.mark.parametrize("block", BLOCKS[Config], ids=lambda block: block.__name__)
def test_an_example_of_the_configuration_is_read(tmp_path, block):
    whole = joined(loaded(SMALLEST_CONFIG), loaded(EXAMPLES.get(block, block.example)))
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(whole))
    assert any(type(found) is block for found in blocks_of(read_document(tmp_path / "config.yaml", Config)))
