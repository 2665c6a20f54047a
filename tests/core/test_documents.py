"""A document is read strictly; every fault has its file, its line, its key and what is allowed instead."""

import re
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pytest
import yaml

from core.blocks import Block, Slug, Terms, described, union
from core.documents import load_yaml, read_document, validate
from core.errors import StudyError


class Circle(Block):
    """A block of the first kind."""

    kind: Annotated[Literal["circle"], described("round")]
    radius: Annotated[int, described("a number", ge=1)]


class Square(Block):
    """A block of the second kind."""

    moved: ClassVar[dict[str, str]] = {"edge": "write `side`"}

    kind: Annotated[Literal["square", "box"], described("not round")] = "square"
    side: Annotated[int, described("a number")]
    colour: Annotated[Literal["red", "blue"], described("a colour")] = "red"


AnyShape = union("kind", (Circle, Square), default="square")
Shape = union("kind", (Circle, Square))


class Corner(Block):
    """A block inside the document."""

    x: Annotated[float, described("a number")]


class Drawing(Block):
    """A document."""

    moved: ClassVar[dict[str, str]] = {"forms": "write `shapes`"}

    title: Annotated[str, described("a title")]
    macros: Annotated[dict[str, str] | None, described("texts by name")] = None
    shapes: Annotated[dict[Slug, AnyShape] | None, described("one of several kinds, a square by default")] = None
    strict: Annotated[dict[Slug, Shape] | None, described("the same, without a default")] = None
    single: Annotated[Shape | None, described("one alone")] = None
    corners: Annotated[list[Corner] | None, described("several blocks")] = None
    terms: Annotated[Terms | None, described("terms")] = None


@pytest.fixture
def read(tmp_path):
    def reading(text):
        (tmp_path / "drawing.yaml").write_text(text, encoding="utf-8")
        return read_document(tmp_path / "drawing.yaml", Drawing)

    return reading


@pytest.fixture
def said(read, tmp_path):
    def saying(text):
        with pytest.raises(StudyError) as error:
            read(text)
        return [line.removeprefix(f"{tmp_path}/") for line in str(error.value).splitlines()]

    return saying


def test_members_of_a_union_are_told_apart(read):
    drawing = read("title: t\nshapes: {a: {kind: circle, radius: 2}, b: {side: 3}, c: {kind: box, side: 1}}\n")
    assert [type(shape) for shape in drawing.shapes.values()] == [Circle, Square, Square]
    assert read("title: t\nsingle: {kind: circle, radius: 2}\n").single.radius == 2


def test_macros_reach_lists_of_terms(read):
    assert read("title: t\nterms: a + b::-3\n").terms == ["a", "b::-3"]
    assert read("title: t\nterms: [a, b + c]\n").terms == ["a", "b", "c"]
    assert read("title: t\nmacros: {m: b + c}\nterms: [a, ..m]\n").terms == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("titel: t\ntitle: t\n", 1, "unknown key `titel`; did you mean `title`?"),
        ("title: t\nforms: {}\n", 2, "unknown key `forms`; write `shapes`"),
        ("shapes: {}\n", None, "key `title` is missing"),
        ("title: t\nshapes:\n  a:\n    side: 2\n    edge: 3\n", 5, "unknown key `shapes.a.edge`; write `side`"),
        ("title: t\nshapes:\n  a: {kind: circle, side: 2, radius: 1}\n", 3,
         "unknown key `shapes.a.side`; allowed: `kind`, `radius`"),
        ("title: t\nshapes:\n  a:\n    kind: circel\n", 4, "`shapes.a.kind` is 'circel'; did you mean `circle`?"),
        ("title: t\nshapes:\n  a: {kind: [circle]}\n", 3, "`shapes.a.kind` is ['circle']; did you mean `circle`?"),
        ("title: t\nstrict:\n  a: {side: 2}\n", 3,
         "key `strict.a.kind` is missing; allowed: `circle`, `square`, `box`"),
        ("title: t\nstrict:\n  a: 7\n", 3,
         "`strict.a` is 7; it must be a block with `kind`, one of circle, square, box"),
        ("title: t\nstrict:\n  a: round\n", 3,
         "`strict.a` is 'round'; it must be a block with `kind`, one of circle, square, box"),
        ("title: t\nsingle: {kind: cirle}\n", 2, "`single.kind` is 'cirle'; did you mean `circle`?"),
        ("title: t\nsingle: {kind: circle, radius: 1, side: 1}\n", 2,
         "unknown key `single.side`; allowed: `kind`, `radius`"),
        ("title: t\nshapes:\n  a: {kind: circle}\n", 3, "key `shapes.a.radius` is missing"),
        ("title: t\nshapes:\n  a: {side: 1, colour: green}\n", 3,
         "`shapes.a.colour` is 'green'; allowed: 'red' or 'blue'"),
        ("title: t\nshapes:\n  - {side: 1}\n", 2,
         "`shapes` is a list; it must be names with their values, as `name: ...`, one a line"),
        ("title: t\nshapes:\n  A b: {side: 1}\n", 3, "`shapes.A b` is 'A b'; it must match ^[a-z0-9][a-z0-9_-]{0,40}$"),
        ("title: t\nshapes:\n  a: {kind: circle, radius: big}\n", 3,
         "`shapes.a.radius` is 'big': input should be a valid integer, unable to parse string as an integer"),
        ("title: t\ncorners:\n  - {x: 1}\n  - {x: 1, y: 2}\n", 4, "unknown key `corners.1.y`; allowed: `x`"),
        ("title: t\nterms: a / b\n", 2,
         "`terms`: `a / b`: `a/b` is not the name of a variable or term; they are joined by +"),
        ("title: t\nterms: ..a\n", 2, "`terms`: `..a`: there is no macro `..a`; no macro stands before it"),
        ("title: t\nshapes:\n  a:\n    side: 1\n  a:\n    side: 2\n", 5, 'found duplicate key "a"'),
        ("title: {t\n", 2, "not valid YAML: did not find expected ',' or '}'"),
        ("title: t\nshapes: {}\nx: " + "[" * 100_000, 3, "nested more than 50 levels deep"),
        ("title: t\nx:\n" + "".join(" " * at + "a:\n" for at in range(1, 999)), 52, "nested more than 50 levels deep"),
        ("title: t\nx: [" + "1," * 50_000 + "]", None,
         "more than 50,000 values, with what its aliases unfold to; a study has fewer"),
        ("title: " + "t" * 2**20, None, "has 1,048,583 bytes; a study file has at most 1,048,576"),
        ("- title\n", None, "expected keys and values, found a list"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_line_key_and_remedy(said, text, line, fault):
    assert said(text) == [f"drawing.yaml{f':{line}' if line else ''}: {fault}"]


def test_all_faults_are_said_at_once(said):
    lines = said("shapes:\n  a: {kind: circel}\n  b: {side: x}\nterms: [1 + 2]\ncolour: red\n")
    places = ["drawing.yaml:2: `shapes.a.kind`", "drawing.yaml:3: `shapes.b.side`", "drawing.yaml:4: `terms`"]
    places += ["drawing.yaml:5: unknown key `colour`", "drawing.yaml: key `title` is missing"]
    assert len(lines) == 5
    assert all(any(line.startswith(place) for line in lines) for place in places)


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ("", ["d.yaml:2: unknown key `macro`", "d.yaml:3: unknown key `corners.0.xx`", "d.yaml: a, 2"]),
        (
            "single: 5\n",
            ["d.yaml:2: unknown key `macro`", "d.yaml:3: unknown key `corners.0.xx`", "d.yaml:4: `single`"],
        ),
    ],
)
def test_a_misspelt_key_hides_no_fault_behind_it(more, places, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("d.yaml").write_text(f"title: t\nmacro: {{a: x}}\ncorners: [{{xx: 2}}]\n{more}", encoding="utf-8")
    with pytest.raises(StudyError) as error:
        validate(
            load_yaml("d.yaml"),
            Drawing,
            "d.yaml",
            lambda one: [((), f"{next(iter(one.macros))}, {one.corners[0].x:g}")],
        )
    lines = [line for line in str(error.value).splitlines() if "is missing" not in line]
    assert [line[: len(place)] for line, place in zip(sorted(lines), sorted(places), strict=True)] == sorted(places)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(StudyError, match="there is no such file"):
        read_document(tmp_path / "x.yaml", Drawing)
    (tmp_path / "x.yaml").write_bytes("title: 城市".encode("gb18030"))
    with pytest.raises(StudyError, match="is not UTF-8"):
        read_document(tmp_path / "x.yaml", Drawing)


class Numbers(Block):
    """A document of numbers."""

    years: Annotated[tuple[int, int] | None, described("two")] = None
    share: Annotated[float | None, described("one")] = None
    codes: Annotated[list[str] | None, described("texts")] = None
    flag: Annotated[bool, described("true or false")] = False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("years: [true, 2015]", "`years.0` is true; it must be a number"),
        ("flag: true\nshare: false", ":2: `share` is false; it must be a number"),
        ("years: [1, 2]\ncodes: ['a\0b']", "not valid YAML"),
        ("years: [1" + "1" * 5000 + ", 2]", "`years.0` is '1111"),
    ],
)
def test_what_is_no_number_is_refused_as_a_number(tmp_path, text, said):
    (tmp_path / "file.yaml").write_text(text)
    with pytest.raises(StudyError, match=re.escape(said)):
        read_document(tmp_path / "file.yaml", Numbers)


def test_a_code_that_begins_with_zero_stays_as_it_is(tmp_path):
    (tmp_path / "file.yaml").write_text("codes: [01, 06]\nyears: [0, 10]\nshare: 0.5\nflag: true")
    assert read_document(tmp_path / "file.yaml", Numbers).codes == ["01", "06"]


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "config").rglob("*.yaml")), ids=lambda path: path.stem
)
def test_files_that_ship_are_read_alike_without_the_parser_in_c(path):
    text = path.read_text(encoding="utf-8")
    assert yaml.load(text, yaml.SafeLoader) == yaml.load(text, yaml.CSafeLoader)
