"""What the folder of a paper holds and quotes: figures, tables and numbers, with the place that quotes each."""

import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Xml

from report.manifest import digest
from report.word_properties import properties

TEXTS = {".tex", ".ltx", ".rnw", ".md", ".rmd", ".qmd", ".html", ".htm"}
PATTERNS = {  # of files, by what the text does with them
    "figure": re.compile(
        r"\\includegraphics\*?\s*(?:\[[^]]*\]\s*)*\{([^}]+)\}"
        r"|!\[[^\]]*\]\(\s*<?([^)\s>]+)"
        r"|<(?:img|embed|object)\b[^>]*?\b(?:src|data)\s*=\s*[\"']([^\"']+)"
        r"|include_graphics\(\s*[\"']([^\"']+)"
    ),
    "text": re.compile(r"\\(?:input|include|subfile)\s*\{([^}]+)\}|\{\{<\s*include\s+(\S+?)\s*>\}\}"),
}
NUMBER = re.compile(r"\\num\s*(?:\[([^\]]*)\])?\s*\{\s*([^{}]+?)\s*\}")
GRAPHICS = re.compile(r"\\graphicspath\s*\{((?:\s*\{[^}]*\})+)\s*\}")
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
ENDINGS = {"figure": ("", ".pdf", ".png", ".eps", ".jpg"), "text": ("", ".tex")}
ELSEWHERE = re.compile(r"://|^data:|#")  # a target on the web, or one that a macro gives
FIELD = re.compile(r'DOCPROPERTY\s+"?([^"\\]+?)"?\s*(?:\\|$)')
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"


@dataclass(frozen=True)
class Quote:
    r"""What a text shows of a study.

    kind : `figure`, `text` or `number`; target : path as the text has it, or address
    where : file and line; options : of ``\num[options]{address}``
    path : the file that the target is, None if there is none
    """

    kind: str
    target: str
    where: str
    options: str = ""
    path: Path | None = None


@dataclass(frozen=True)
class Folder:
    """A paper's folder: its files, what its texts quote, and what its Word documents hold.

    pictures : of each picture in a Word document where it is, its digest and the names that it goes by
    properties : of each Word document the numbers among its own properties
    """

    files: tuple[Path, ...]
    quotes: tuple[Quote, ...]
    pictures: tuple[tuple[str, str, tuple[str, ...]], ...]
    properties: dict[str, dict[str, str]]


def read_folder(folder: Path, skipped: set[str]) -> Folder:
    """The folder of a paper; Word documents whose names are among `skipped` are tables, and not read."""
    files = tuple(sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder)))
    texts = {path: _text(path) for path in files if path.suffix.lower() in TEXTS}
    quotes = [quote for path, text in texts.items() for quote in _quotes(folder, path, text, files)]
    pictures, own = [], {}
    for path in files:
        if path.suffix.lower() == ".docx" and path.name not in skipped and zipfile.is_zipfile(path):
            where = path.relative_to(folder).as_posix()
            with zipfile.ZipFile(path) as archive:
                quotes += _fields(archive, where)
                pictures += _pictures(archive, where)
            own[where] = properties(path.read_bytes())
    return Folder(files, tuple(quotes), tuple(pictures), own)


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def _text(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace")
    return COMMENT.sub(r"\1", text) if path.suffix.lower() in (".tex", ".ltx", ".rnw") else text


def _quotes(folder: Path, path: Path, text: str, files: tuple[Path, ...]) -> Iterator[Quote]:
    graphics = [place for found in GRAPHICS.findall(text) for place in re.findall(r"\{([^}]*)\}", found)]

    def where(match: re.Match) -> str:
        return f"{path.relative_to(folder).as_posix()}:{text.count(chr(10), 0, match.start()) + 1}"

    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            target = next(filter(None, match.groups())).strip()
            if not ELSEWHERE.search(target):
                found = _located(target, kind, [folder, path.parent], graphics)
                named = (one for one in files if "\\" in target and one.stem == Path(target).stem)
                yield Quote(kind, target, where(match), path=found or next(named, None))
    for match in NUMBER.finditer(text):
        yield Quote("number", match[2], where(match), match[1] or "")


def _located(target: str, kind: str, folders: list[Path], graphics: list[str]) -> Path | None:
    """The file that a text means: from the folder of the paper, or of the text, or from a graphics path."""
    places = [folder / more for folder in folders for more in ("", *graphics)]
    tries = (Path(f"{place / target}{ending}") for place in places for ending in ENDINGS[kind])
    return next((Path(os.path.normpath(path)) for path in tries if path.is_file()), None)


def _fields(archive: zipfile.ZipFile, where: str) -> Iterator[Quote]:
    """The numbers that a Word document shows by fields."""
    for part in _parts(archive):
        codes = [one.get(f"{WORD}instr", "") for one in part.iter(f"{WORD}fldSimple")]
        for paragraph in part.iter(f"{WORD}p"):
            codes.append("".join(one.text or "" for one in paragraph.iter(f"{WORD}instrText")))
        for code in codes:
            for one in re.split(r"(?=DOCPROPERTY)", code):
                if (field := FIELD.search(one.strip())) and (field[1] == "Main" or "." in field[1]):
                    yield Quote("number", field[1].strip(), where)


def _pictures(archive: zipfile.ZipFile, where: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each picture of a Word document: where it is, its digest, and the names that it goes by."""
    names: dict[str, set[str]] = {}
    for part, targets in ((part, _targets(archive)) for part in _parts(archive)):
        for picture in part.iter(PICTURE.replace("cNvPr", "pic")):
            said = [one.get(key, "") for one in picture.iter(PICTURE) for key in ("name", "descr", "title")]
            for one in picture.iter():
                for key, value in one.attrib.items():
                    if key.endswith("}embed") and value in targets:
                        names.setdefault(targets[value], set()).update(Path(name).name for name in said if name)
    media = [name for name in archive.namelist() if name.startswith("word/media/")]
    return [
        (f"{where}, {Path(name).name}", digest(archive.read(name)), tuple(sorted(names.get(name, ()))))
        for name in media
    ]


def _parts(archive: zipfile.ZipFile) -> Iterator[Xml.Element]:
    for name in archive.namelist():
        if re.fullmatch(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
            yield Xml.fromstring(archive.read(name))


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts to which the document's relations lead."""
    name = "word/_rels/document.xml.rels"
    relations = Xml.fromstring(archive.read(name)) if name in archive.namelist() else []
    return {one.get("Id"): f"word/{one.get('Target')}" for one in relations}
