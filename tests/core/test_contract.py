"""The contract of results agrees with itself."""

import re

import pytest

from core.contract import FACTS, FILES, TEXT


@pytest.mark.parametrize("name", FILES)
def test_keys_and_texts_of_a_file_are_among_its_columns(name):
    file = FILES[name]
    assert set(file.keys) <= set(file.columns)
    assert set(file.texts) <= set(file.columns)
    assert all(file.columns.values()) and file.rows


def test_no_two_files_share_a_path():
    assert len({file.path for file in FILES.values()}) == len(FILES)


def test_a_column_is_text_in_every_file_or_in_none():
    numbers = {name for file in FILES.values() for name in file.columns if name not in file.texts}
    assert numbers & TEXT == set()


def test_keys_of_units_are_text():
    assert {"unit", "neighbour", "peer_unit", "table", "column", "term"} <= TEXT
    assert {"year", "estimate", "score"} & TEXT == set()


@pytest.mark.parametrize("said", FACTS)
def test_facts_are_named_once(said):
    assert len(set(FACTS[said])) == len(FACTS[said])
    assert re.match(r"[\w/{}.]+\.json", said)
