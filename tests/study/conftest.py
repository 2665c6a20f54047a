"""Reading study files in tests: the smallest study and castle, changed where a test wants it."""

from pathlib import Path

import pytest

from core.documents import load_yaml, refuse, validate
from core.errors import StudyError
from study.config import Config
from study.examples import SMALLEST
from study.plan import plan
from study.references import faults
from study.study import Study

ROOT = Path(__file__).parents[2]
CASTLE = (ROOT / "config" / "studies" / "castle.yaml").read_text(encoding="utf-8")


@pytest.fixture
def read(tmp_path):
    """The study in a text, its names looked up; `absent` are files that do not exist."""

    def reading(text, absent=()):
        path = tmp_path / "study.yaml"
        path.write_text(text, encoding="utf-8")
        document = load_yaml(path)
        study = validate(document, Study, path)
        refuse(faults(study, lambda name: name not in absent), document, path)
        return study

    return reading


@pytest.fixture
def said(read, tmp_path):
    """The faults of a text, one a line, without the folder."""

    def saying(text, absent=()):
        with pytest.raises(StudyError) as error:
            read(text, absent)
        return [line.removeprefix(f"{tmp_path}/") for line in str(error.value).splitlines()]

    return saying


@pytest.fixture
def smallest():
    """The smallest study, with blocks added at its end."""

    def extended(*blocks):
        return "".join([SMALLEST, *blocks])

    return extended


@pytest.fixture
def castle():
    """The castle study with one text replaced by another."""

    def changed(old="", new=""):
        assert old in CASTLE
        return CASTLE.replace(old, new, 1)

    return changed


@pytest.fixture
def planned(read):
    """The plan of a text, files located where they are said to be."""

    def planning(text, demo=(), **config):
        document_order = [line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()]
        settings = Config(studies=["fields"], seed=7, **config)
        return plan("fields", read(text), document_order, settings, lambda path: path, list(demo))

    return planning
