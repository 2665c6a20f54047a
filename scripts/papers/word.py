"""Word documents before pandoc reads them: bombs are refused, fields and text boxes are put where they are read."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from core.errors import StudyError

UNFOLDED = 2**28  # bytes of all parts of a document
PARTS = 5_000  # of a document
OLE = b"\xd0\xcf\x11\xe0"  # first bytes of old .doc files and of protected .docx files
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
TEXTS = re.compile(r"word/(document|footnotes|endnotes)\.xml")
FIELD = re.compile(r"</?w:(?:fldSimple|smartTag)\b[^>]*>")
HIDDEN = re.compile(r"<w:r(?:\s[^>]*)?>(?:(?!</w:r>).)*?<w:vanish\s*/>(?:(?!</w:r>).)*</w:r>", re.DOTALL)
TWICE = re.compile(r"<mc:Fallback\b.*?</mc:Fallback>", re.DOTALL)
BOX = re.compile(r"<w:txbxContent\b[^>]*>(.*?)</w:txbxContent>", re.DOTALL)
END = "</w:p>"
GRID = re.compile(
    r"(?P<opened><w:tbl[\s>])|(?P<closed></w:tbl>)|(?P<grid><w:tblGrid\s*/>|<w:tblGrid>.*?</w:tblGrid>)|(?P<row><w:tr[\s>])"
    r"|(?P<cell><w:tc[\s>])|<w:grid(?P<kind>Span|Before|After)\b[^>]*?w:val=\"(?P<columns>\d{1,3})\"",
    re.DOTALL,
)


def prepared_word(content: bytes, path: Path) -> bytes:
    """A Word document in which pandoc finds what is in simple fields, as numbers of captions, and in text boxes.

    Raises StudyError if it is protected, damaged, or unfolds to more than a manuscript does.
    """
    if content[:4] == OLE:
        raise StudyError(f"{path}: is protected by a password, or an old .doc file; save it as .docx without one")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive, len(content), path)
            parts = {part.filename: archive.read(part) for part in archive.infolist() if not part.is_dir()}
    except FAULTS:
        raise StudyError(
            f"{path}: the file is damaged, or no Word document; open it in Word and save it again"
        ) from None
    return _packed({name: _part(name, part, path) for name, part in parts.items() if not _is_picture(name)})


def _refuse_bombs(archive: zipfile.ZipFile, size: int, path: Path) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if total > UNFOLDED or len(parts) > PARTS:
        raise StudyError(
            f"{path}: its {size:,d} bytes unfold to {total:,d} in {len(parts):,d} parts; allowed are {UNFOLDED:,d} in "
            f"{PARTS:,d}. Leave out its pictures"
        )


def _is_picture(name: str) -> bool:
    return name.startswith(("word/media/", "word/embeddings/", "word/fonts/"))


def _part(name: str, part: bytes, path: Path) -> bytes:
    """A part as pandoc reads it; StudyError if it declares entities, which Word does not and bombs do."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise StudyError(f"{path}: its part {name} declares entities of XML, as Word never does; save it again in Word")
    if not TEXTS.fullmatch(name):
        return part
    text = FIELD.sub("", TWICE.sub("", part.decode(errors="surrogateescape")))
    return HIDDEN.sub("", _with_grids(_boxes_behind(text))).encode(errors="surrogateescape")


def _boxes_behind(text: str) -> str:
    """The XML of a text with the paragraphs of each text box behind the paragraph that holds it."""
    parts, last = [], 0
    for box in BOX.finditer(text):
        if box.start() < last:
            continue
        end = text.find(END, box.end())
        if end < 0:
            break
        parts += [text[last : box.start()], text[box.end() : end], END, box[1]]
        last = end + len(END)
    return "".join([*parts, text[last:]])


@dataclass
class _Grid:
    """A table of the XML: where its grid of columns stands or would, how wide its widest and its last row are."""

    start: int = 0
    end: int = 0
    widest: int = 0
    width: int = 0


def _with_grids(text: str) -> str:
    """The XML of a text in which the grid of each table has a column for each that its rows cover: pandoc leaves out
    what stands in others."""
    done: list[_Grid] = []
    opened: list[_Grid] = []
    for token in GRID.finditer(text):
        if token["opened"]:
            opened.append(_Grid())
        elif not opened:
            continue
        elif token["closed"]:
            done.append(opened.pop())
        elif token["grid"]:
            opened[-1].start, opened[-1].end = token.span()
        elif token["row"]:
            opened[-1].width = 0
            opened[-1].start = opened[-1].start or token.start()
            opened[-1].end = opened[-1].end or token.start()
        else:
            opened[-1].width += 1 if token["cell"] else int(token["columns"]) - (token["kind"] == "Span")
            opened[-1].widest = max(opened[-1].widest, opened[-1].width)
    parts, last = [], 0
    for grid in sorted((grid for grid in done if grid.end), key=lambda grid: grid.start):
        parts += [text[last : grid.start], "<w:tblGrid>", '<w:gridCol w:w="1000"/>' * grid.widest, "</w:tblGrid>"]
        last = grid.end
    return "".join([*parts, text[last:]])


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
