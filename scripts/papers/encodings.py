"""Bytes of a manuscript as text: no byte is replaced, and an encoding other than UTF-8 is said."""

import logging
import re
from pathlib import Path

from core.errors import StudyError

LOG = logging.getLogger(__name__)
DECLARED = re.compile(  # as LaTeX, its editors and HTML say it
    rb"(?:%\s*!TEX\s+encoding\s*=\s*|%.*coding[:=]\s*|inputenc\}?%?\s*|\\usepackage\[|charset\s*=\s*[\"']?)"
    rb"(gbk|gb2312|gb18030|utf-?8|latin-?1|iso-8859-1|ansinew|cp1252|windows-1252|cp936)",
    re.IGNORECASE,
)
NAMES = {
    **dict.fromkeys(("gbk", "gb2312", "gb18030", "cp936"), "gb18030"),
    **dict.fromkeys(("latin1", "latin-1", "iso-8859-1"), "latin-1"),
    **dict.fromkeys(("ansinew", "cp1252", "windows-1252"), "cp1252"),
}
CHINESE = re.compile(rb"[\xa1-\xa3\xb0-\xd7]")  # first bytes, in GB2312, of punctuation and of common characters
MOSTLY = 0.6  # their least share in a Chinese text among what is not ASCII; in western texts read so it is below .3


def decoded(content: bytes, path: str | Path) -> str:
    """`content` as text with the line ends of Unix: UTF-8 or UTF-16 by its mark, else the encoding that it declares,
    or GB18030 if that makes Chinese of it.

    Raises StudyError where none of them fits.
    """
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        text = _other(content, path, content.count(b"\n", 0, error.start) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _other(content: bytes, path: str | Path, line: int) -> str:
    said = DECLARED.search(content[:20_000])
    encoding = NAMES.get(said[1].decode().lower(), "") if said else "gb18030"
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        text = ""
    if not text or not (said or _is_chinese(text)):
        raise StudyError(f"{path}:{line}: is neither UTF-8 nor Chinese in GB18030; save it as UTF-8")
    LOG.warning("%s: is not UTF-8 (line %d), and is read as %s", path, line, encoding)
    return text


def _is_chinese(text: str) -> bool:
    strange = [letter for letter in text if ord(letter) > 127]
    return sum(bool(CHINESE.match(letter.encode("gb2312", "ignore"))) for letter in strange) >= MOSTLY * len(strange)
