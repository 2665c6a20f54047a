"""Every block has an example, which is read as part of the smallest study."""

import pytest
import yaml
from pydantic import BaseModel

from core.documents import read_document
from study import keys
from study.config import Config
from study.examples import EXAMPLES, SMALLEST, SMALLEST_CONFIG
from study.study import Study

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


@pytest.mark.parametrize("block", BLOCKS[Study], ids=lambda block: f"{block.__module__}.{block.__name__}")
def test_an_example_of_a_study_is_read_as_its_block(read, block):
    study = joined(
        yaml.safe_load(SMALLEST), yaml.safe_load(EXAMPLES.get(block, block.example)) if block is not Study else {}
    )
    whole = read(yaml.safe_dump(study, allow_unicode=True, sort_keys=False))
    assert any(type(found) is block for found in blocks_of(whole))


@pytest.mark.parametrize("block", BLOCKS[Config], ids=lambda block: block.__name__)
def test_an_example_of_the_configuration_is_read(tmp_path, block):
    whole = joined(yaml.safe_load(SMALLEST_CONFIG), yaml.safe_load(EXAMPLES.get(block, block.example)))
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(whole))
    assert any(type(found) is block for found in blocks_of(read_document(tmp_path / "config.yaml", Config)))
