"""The documentation of the keys is in step with the models, and says each block once."""

import json
import re
from pathlib import Path
from typing import Annotated, Literal

import jsonschema
import pytest
import yaml

from core.blocks import Block, described, union
from core.documents import load_yaml
from study import keys
from study.examples import SMALLEST

ROOT = Path(__file__).parents[2]
BLOCKS = [block for model, name in keys.FILES.items() for block in keys.headings(model, name)]


class Leaf(Block):
    """A block."""

    kind: Annotated[Literal["leaf", "needle"], described("green")]


class Root(Block):
    """Another."""

    kind: Annotated[Literal["root"], described("brown")]


Part = union("kind", (Leaf, Root))


@pytest.mark.parametrize(("file", "made"), [("README.md", keys.readme), ("schema.json", keys.schema)])
def test_the_documentation_of_the_keys_is_in_step(file, made):
    assert (ROOT / "config" / file).read_text(encoding="utf-8") == made()


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.__module__}.{block.__name__}")
def test_every_key_is_described(block):
    assert block.__doc__
    for key, field in block.model_fields.items():
        assert field.description, key


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.__module__}.{block.__name__}")
def test_keys_of_earlier_versions_are_no_keys_now(block):
    assert not set(getattr(block, "moved", {})) & set(block.model_fields)


def test_each_block_has_one_heading_in_the_page_and_in_its_contents():
    page = keys.readme()
    titles = [title for model, name in keys.FILES.items() for title in keys.headings(model, name).values()]
    assert len(titles) == len(set(titles)) == len(BLOCKS)
    for title in titles:
        assert page.count(f"\n## {title}\n") == 1
        assert page.count(f"\n* [{title}](#{keys.anchor(title)})\n") == 1


def test_every_link_leads_to_a_heading():
    page = keys.readme()
    anchors = [keys.anchor(title) for title in re.findall(r"^#+ (.*)$", page, re.MULTILINE)]
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_no_description_breaks_its_table():
    rows = [line for line in keys.readme().splitlines() if line.startswith("| `")]
    assert len(rows) == sum(len(block.model_fields) for block in BLOCKS)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (Part, "`leaf`, `root`"),
        (Part | None, "`leaf`, `root`"),
        (dict[str, Part], "names to `leaf`, `root`"),
        (list[Part], "list of `leaf`, `root`"),
        (tuple[int, Part], "[integer, `leaf`, `root`]"),
        (dict[str, list[Leaf]], "names to list of block"),
        (dict[str, Leaf | str], "names to block, text"),
        (Literal["a", "b"] | None, "`a`, `b`"),
        (str | dict[int, str], "text or names to text"),
        (tuple[int, int] | None, "[integer, integer]"),
        (bool, "`true`, `false`"),
    ],
)
def test_values_in_words(annotation, words):
    assert keys.values(annotation) == words


def test_values_link_to_the_blocks_that_have_headings():
    titles = {Leaf: "tree · leaf", Root: "tree · root"}
    assert keys.values(dict[str, Part], titles) == "names to [`leaf`](#tree--leaf), [`root`](#tree--root)"
    assert keys.values(list[Leaf], titles) == "list of [block](#tree--leaf)"


@pytest.fixture(scope="module")
def editor():
    """What an editor says of a study by the schema."""
    validator = jsonschema.Draft202012Validator(json.loads(keys.schema()))
    return lambda study: [error.message for error in validator.iter_errors(json.loads(json.dumps(study)))]


@pytest.mark.parametrize("path", sorted((ROOT / "config" / "studies").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_schema_allows_every_shipped_study(editor, path):
    assert editor(load_yaml(path)) == []


@pytest.mark.parametrize(
    ("table", "allowed"),
    [
        ({"columns": {"a": "y ~ x"}}, True),
        ({"formula": "y ~ x", "estimator": "event_study", "window": [-1, 1], "columns": {"a": {"label": "A"}}}, True),
        ({"kind": "moran", "of": "score", "matrices": "queen", "years": 2010}, True),
        ({"kind": "descriptives", "of": {"A": ["x"], "B": "y"}}, True),
        ({"columns": {"a": {"formula": "y ~ x", "windw": [0, 1]}}}, False),
        ({"columns": {"a": "y ~ x"}, "matrx": "queen"}, False),
        ({"columns": {"a": 7}}, False),
        ({"kind": "morn", "of": "score", "matrices": "queen"}, False),
        ({"kind": "moran", "of": 7, "matrices": "queen"}, False),
    ],
)
def test_the_schema_allows_short_forms_and_refuses_unknown_keys(editor, table, allowed):
    study = yaml.safe_load(SMALLEST)
    study["tables"] = {"t": {"title": "T", **table}}
    assert (editor(study) == []) == allowed
