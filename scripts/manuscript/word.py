"""Word documents before pandoc reads them: bombs are refused, fields and text boxes are put where they are read."""

import io
import re
import zipfile
import zlib
from pathlib import Path

from core.errors import StudyError

UNFOLDED = 2**28  # bytes of all parts of a document
PARTS = 5_000  # of a document
OLE = b"\xd0\xcf\x11\xe0"  # first bytes of old .doc files and of protected .docx files
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
TEXTS = re.compile(r"word/(document|footnotes|endnotes)\.xml")
FIELD = re.compile(r"</?w:(?:fldSimple|smartTag)\b[^>]*>")
TWICE = re.compile(r"<mc:Fallback\b.*?</mc:Fallback>", re.DOTALL)
BOX = re.compile(r"<w:txbxContent\b[^>]*>(.*?)</w:txbxContent>", re.DOTALL)
END = "</w:p>"


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
    return _boxes_behind(text).encode(errors="surrogateescape")


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


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
