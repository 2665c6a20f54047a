"""The page of results is made from the contract, and in step with it."""

from pathlib import Path

import pytest

from core.contract import FACTS, FILES
from core.grids import grid
from study import results
from study.plan import PRINTED

PAGE = Path(__file__).parents[2] / results.TARGET


def test_the_page_is_in_step_with_the_contract():
    assert PAGE.read_text(encoding="utf-8") == results.page(), "run `PYTHONPATH=scripts python -m study.results`"


@pytest.mark.parametrize("file", FILES.values(), ids=FILES.keys())
def test_a_file_is_said_with_its_path_keys_and_columns(file):
    text = results.file_section(file)
    assert all(f"`{name}`" in text for name in (file.path, *file.keys, *file.columns))


def test_every_key_of_facts_of_a_layout_and_of_the_manifest_has_its_words():
    text = results.page()
    assert all(f"`{key}`" in text for keys in FACTS.values() for key in keys)
    assert all(f"| `{key}` |" in text for key in grid(rows="", cells=[]))
    assert set(results.MANIFEST) == set(FACTS["manifest.json"])
    assert set(results.PRINTED_AS) == set(PRINTED)


def test_names_are_read_from_a_docstring():
    text = "What it is.\n\na : one, `b` too; c : two\nd : three\n    and more"
    assert results.named_in(text) == {"a": "one, `b` too", "c": "two", "d": "three and more"}
