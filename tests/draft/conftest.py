"""Folders of raw files, and the study files that are drafted from them."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from yearbooks import draw, shipped

from core.documents import read_document
from draft.study import draft
from study.references import faults
from study.study import Study

ROOT = Path(__file__).parents[2]
WRITTEN = "config/studies/mine.yaml"


def home_of(folder: Path) -> Path:
    """A folder of the project with the shipped facts and an empty raw/mine."""
    (folder / "raw" / "mine").mkdir(parents=True)
    (folder / "resources").symlink_to(ROOT / "resources")
    return folder


def drafted_in(home: Path) -> SimpleNamespace:
    """The draft from raw/mine: its text, the study as it is read, its first source, and the summary of the command."""
    summary = draft("mine", home)
    study = read_document(home / WRITTEN, Study)
    assert list(faults(study, lambda path: (home / path).is_file())) == []
    text = (home / WRITTEN).read_text(encoding="utf-8")
    return SimpleNamespace(home=home, text=text, study=study, source=study.panel.sources[0], summary=summary)


@pytest.fixture
def home(tmp_path):
    return home_of(tmp_path)


@pytest.fixture
def make(home):
    """`make({name: content})` writes files into raw/mine and drafts; a content is text, bytes, or sheets of rows."""

    def run(files: dict) -> SimpleNamespace:
        for name, content in files.items():
            written(home / "raw" / "mine" / name, content)
        return drafted_in(home)

    return run


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """`demo(study)` is the draft from the raw files of a simulated study, which lie in raw/mine without their study."""

    @cache
    def made(study: str) -> SimpleNamespace:
        home = home_of(tmp_path_factory.mktemp(study))
        drawn = draw(study, tmp_path_factory.mktemp(f"drawn_{study}"))
        for file in shipped(study)[0].files:
            (drawn / file.path).rename(home / "raw" / "mine" / file.path)
        return drafted_in(home)

    return made


@pytest.fixture(name="write")
def write_():
    return written


def written(path: Path, content) -> None:
    """Write a raw file: text, bytes, or the sheets of a workbook as lists of rows."""
    if isinstance(content, dict):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for sheet, rows in content.items():
            table = book.create_sheet(sheet)
            for row in rows:
                table.append(row)
        book.save(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
