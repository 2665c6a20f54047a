"""Files of a study inside and beside a manuscript: the current ones, other versions of them, and what is none."""

import os
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image, ImageDraw

from core.digests import digest
from core.errors import StudyError
from core.files import write_json
from traces.copies import copies


def drawn(*points: tuple[int, int], size=(900, 600)) -> Image.Image:
    """A figure: axes, ticks, and points."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.line([60, 40, 60, 560, 860, 560], fill="black", width=6)
    for at in range(100, 860, 40):
        pen.line([at, 540, at, 580], fill="black", width=6)
    for x, y in points:
        pen.ellipse([x - 9, y - 9, x + 9, y + 9], fill=(11, 79, 125))
    return image


NEW, OLD = drawn((200, 300), (400, 250), (600, 120)), drawn((200, 310), (400, 380), (600, 220))


def png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def smaller(image: Image.Image) -> bytes:
    """As Word keeps pictures: half the size, as JPEG."""
    file = BytesIO()
    image.resize((450, 300), Image.Resampling.BICUBIC).save(file, "JPEG", quality=80)
    return file.getvalue()


@pytest.fixture
def home(tmp_path):
    """The results of a study with its manifest."""
    home = tmp_path / "results/fields"
    for name, content in {
        "figures/event.png": png(NEW),
        "figures/event.pdf": b"%PDF-new",
        "tables/baseline.tex": b"new",
        "numbers/numbers.csv": b"new",
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    made = [path for path in home.rglob("*") if path.is_file()]
    write_json(home / "manifest.json", {"results": {path.relative_to(home).as_posix(): digest(path) for path in made}})
    return home


@pytest.fixture
def word(tmp_path):
    def write(name: str, content: bytes) -> tuple[str, ...]:
        with ZipFile(tmp_path / "draft.docx", "w") as file:
            file.writestr(f"word/media/{name}", content)
        return (str(tmp_path / "draft.docx"),)

    return write


def said(parts, home) -> list[tuple[str, str]]:
    return [(one.check, one.where) for one in copies(parts, str(home))]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("image1.png", png(NEW), False),
        ("image1.jpeg", smaller(NEW), False),
        ("image1.png", png(OLD), True),
        ("image1.jpeg", smaller(OLD), True),
        ("event.png", png(drawn(size=(500, 500))), True),
        ("image1.png", png(Image.effect_mandelbrot((900, 600), (-2, -1, 1, 1), 20)), False),
        ("image1.emf", b"no bitmap", False),
        ("image1.png", b"broken", False),
    ],
    ids=[
        "the same",
        "kept by Word",
        "an older one",
        "an older one kept by Word",
        "its name",
        "another",
        "emf",
        "broken",
    ],
)
def test_a_picture_that_is_another_version_of_a_figure_is_named(word, home, name, content, found):
    assert said(word(name, content), home) == ([("figure_other", name)] if found else [])


def test_figures_and_tables_beside_a_latex_file(tmp_path, home):
    paper, copy = tmp_path / "paper.tex", tmp_path / "tables/baseline.tex"
    paper.write_text(r"\includegraphics[width=3cm]{figures/event} \input{tables/baseline}", encoding="utf-8")
    for folder in ("figures", "tables"):
        shutil.copytree(home / folder, tmp_path / folder)
    parts = (str(paper), str(copy))
    assert said(parts, home) == []
    copy.write_text("old", encoding="utf-8")
    (tmp_path / "figures/event.pdf").write_bytes(b"%PDF-old")
    assert said(parts, home) == [("stale_table", os.path.relpath(copy)), ("figure_other", "event.pdf")]


def test_results_that_are_not_those_of_the_manifest_are_said(home, word):
    (home / "numbers/numbers.csv").write_text("edited", encoding="utf-8")
    (one,) = copies(word("image1.emf", b""), str(home))
    assert one.check == "stale_results" and "numbers/numbers.csv" in one.message


def test_without_a_manifest_nothing_is_compared(tmp_path):
    with pytest.raises(StudyError, match="run the study to its end first"):
        list(copies((), str(Path(tmp_path) / "results/none")))
