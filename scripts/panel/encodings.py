"""Bytes become text strictly: no byte is replaced, and no encoding is guessed that could give false characters."""

import re
from collections.abc import Iterable

from core.errors import StudyError

NAMES = {
    **{"utf-8": "utf-8-sig", "gb18030": "gb18030", "utf-16": "utf-16", "big5": "cp950"},
    **{"latin-1": "latin-1", "cp1252": "cp1252"},
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# First bytes of punctuation and of the common characters, and the least share of these among all that are not ASCII.
# Chinese tables have .95 and more, those of one rare name .6; read in the other of the two encodings, .3 to .55.
CHINESE = {
    "gb18030": ("gb2312", re.compile(rb"[\xa1-\xa3\xb0-\xd7]"), 0.6),
    "big5": ("cp950", re.compile(rb"[\xa1-\xc6]"), 0.9),
}
HIGH = re.compile(rb"[\x80-\xff]+")
WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]{1,2}(?![\x80-\xff])|(?<![\x80-\xff])[\x80-\xff]{1,2}(?=[A-Za-z])")


def decode(content: bytes, declared: str | None) -> tuple[str, str]:
    """Text of `content` and the encoding it was read in; StudyError naming the line of a byte that does not fit.

    GB18030 takes nearly every text of western Europe, and of Taiwan, for Chinese of the mainland. So it is accepted
    undeclared only where the text looks like that, and like nothing else.
    """
    if not declared and content[:2] in UTF_16:
        raise StudyError("is encoded in UTF-16 (`Unicode text`); save it as CSV UTF-8, or set `encoding: utf-16`")
    encoding = declared or "utf-8"
    try:
        return content.decode(NAMES[encoding]), encoding
    except UnicodeDecodeError as error:
        line = _line(content, error)
    if declared:
        raise StudyError(f"cannot be read as {declared} (line {line}); save it as CSV UTF-8, or correct its `encoding`")
    found = readings(content)
    if list(found) == ["gb18030"]:
        return found["gb18030"], "gb18030"
    try:
        found = {"gb18030": content.decode("gb18030"), **found}
    except UnicodeDecodeError as error:
        also = f", gb18030 (line {_line(content, error)})"
        if not found:
            raise StudyError(f"cannot be read as utf-8 (line {line}){also}; save it as CSV UTF-8") from None
    raise StudyError(
        f"is not UTF-8 (line {line}), and not clearly Chinese text in GB18030: the line is {shown(content, found)}.\n"
        f"  Save it as CSV UTF-8, or name its `encoding`, as `encoding: {[*found][-1]}`"
    )


def readings(content: bytes) -> dict[str, str]:
    """Texts of `content`, which is not UTF-8, by the encodings in which it looks like a language, Chinese first."""
    found = {}
    for encoding in (*CHINESE, "cp1252"):
        try:
            text = content.decode(NAMES[encoding])
        except UnicodeDecodeError:
            continue
        if _is_chinese(text, encoding) and not found if encoding in CHINESE else _is_western(content):
            found[encoding] = text
    return found


def shown(content: bytes, encodings: Iterable[str]) -> str:
    """The first line of `content` that is not UTF-8, as it is in each of the encodings."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.split(b"\n")[_line(content, error) - 1].strip()[:60]
    return ", ".join(f"`{line.decode(NAMES[encoding], 'replace')}` in {encoding}" for encoding in encodings)


def _line(content: bytes, error: UnicodeDecodeError) -> int:
    return content.count(b"\n", 0, error.start) + 1


def _is_chinese(text: str, encoding: str) -> bool:
    """Whether most characters that are not ASCII are common in Chinese texts of the encoding."""
    codec, first, least = CHINESE[encoding]
    strange = [character for character in text if ord(character) > 127]
    return sum(bool(first.match(mark.encode(codec, "ignore"))) for mark in strange) >= least * len(strange)


def _is_western(content: bytes) -> bool:
    """Whether most bytes that are not ASCII stand alone or in twos beside Latin letters, as in POPULAÇÃO."""
    beside, high = (sum(map(len, form.findall(content))) for form in (WORD, HIGH))
    return beside >= 0.5 * high
