"""config/config.yaml names studies by slugs and holds what all studies share."""

import json
from pathlib import Path

import pytest

from core.documents import read_document
from core.errors import StudyError
from study.config import Config

ROOT = Path(__file__).parents[2]


def test_shipped_configuration_is_valid():
    assert read_document(ROOT / "config" / "config.yaml", Config).placebo.draws == 500


@pytest.mark.parametrize("names", [["../x"], ["a; touch P"], ["Castle"], ["con"], ["lpt1"], [""], []])
def test_names_that_are_not_slugs_are_refused(tmp_path, names):
    config = tmp_path / "config.yaml"
    config.write_text(json.dumps({"studies": names, "seed": 1}))
    with pytest.raises(StudyError, match=r"studies"):
        read_document(config, Config)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"sed": 1}, "unknown key `sed`; did you mean `seed`?"),
        ({"placebo": {"draws": "many"}}, "`placebo.draws` is 'many'"),
        ({"placebo": {"draws": 5}}, "greater than or equal to 20"),
        ({"placebo": {"chunk": 5}}, "unknown key `placebo.chunk`; did you mean `chunks`?"),
        ({"seed": -1}, "greater than or equal to 0"),
        ({"seed": 10**30}, "less than or equal to 9223372036854775807"),
        ({"placebo": {"draws": 10**12}}, "less than or equal to 1000000"),
    ],
)
def test_each_fault_has_its_message(tmp_path, more, said):
    (tmp_path / "config.yaml").write_text(json.dumps({"studies": ["a"], "seed": 1} | more))
    with pytest.raises(StudyError) as error:
        read_document(tmp_path / "config.yaml", Config)
    assert said in str(error.value)
