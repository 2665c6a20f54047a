"""Bytes become text strictly: no byte is replaced, and no encoding is guessed that could give false characters."""

import re
from collections.abc import Iterable

from panel.problems import Undeclared

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
FREQUENT = set(  # in names of places and headers of Chinese tables; a third of these, and .06 of Korean read as Chinese
    "市省县区州江南北西东中山海河湖广安宁阳川林城新昌平门口年份月地生产总值人数量万元亿公里方米千时吨用电水工业农国全民镇收入出财政投资固定企业名"
    "称代码单位一二三第大小合计无有不"
)
SEEN = 0.1  # least share of frequent characters among those that are not ASCII
FOREIGN = re.compile("[\u3040-\u30ff\ue000-\uf8ff]")  # kana and private characters, which Big5 becomes
EMPTY = 0.25  # least share of bytes 0 in Latin letters and figures in UTF-16; there are none in other encodings
HIGH = re.compile(rb"[\x80-\xff]+")
WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]{1,2}(?![\x80-\xff])|(?<![\x80-\xff])[\x80-\xff]{1,2}(?=[A-Za-z])")


def decode(content: bytes, declared: str | None) -> tuple[str, str]:
    """Text of `content` and the encoding it was read in; StudyError naming the line of a byte that does not fit.

    GB18030 takes nearly every text of western Europe, and of Taiwan, for Chinese of the mainland. So it is accepted
    undeclared only where the text looks like that, and like nothing else.
    """
    if not declared and is_utf_16(content):
        raise Undeclared("is encoded in UTF-16 (`Unicode text`); save it as CSV UTF-8", ", or set `encoding: utf-16`")
    encoding = declared or "utf-8"
    try:
        return content.decode(_ordered(NAMES[encoding], content)), encoding
    except UnicodeDecodeError as error:
        line = _line(content, error)
    if declared:
        what = f"cannot be read as {declared} (line {line}); save it as CSV UTF-8"
        raise Undeclared(what, ", or correct its `encoding`")
    found = readings(content)
    if list(found) == ["gb18030"]:
        return found["gb18030"], "gb18030"
    try:
        found = {"gb18030": content.decode("gb18030"), **found}
    except UnicodeDecodeError as error:
        also = f", gb18030 (line {_line(content, error)})"
        if not found:
            what = f"cannot be read as utf-8 (line {line}){also}; save it as CSV UTF-8"
            raise Undeclared(what, ", or name its `encoding`") from None
    raise Undeclared(
        f"is not UTF-8 (line {line}), and not clearly Chinese text in GB18030: the line is {shown(content, found)}.\n"
        "  Save it as CSV UTF-8",
        f", or name its `encoding`, as `encoding: {[*found][-1]}`",
    )


def is_utf_16(content: bytes) -> bool:
    """Whether `content` begins with the mark of UTF-16, or is Latin letters and figures in it without the mark."""
    return content[:2] in UTF_16 or content.count(0) > EMPTY * len(content)


def _ordered(encoding: str, content: bytes) -> str:
    """`encoding`; for UTF-16 without its mark, with the order of bytes that the ends of its lines have."""
    if encoding != "utf-16" or content[:2] in UTF_16:
        return encoding
    return "utf-16-be" if content[1::2].count(b"\n") > content[::2].count(b"\n") else "utf-16-le"


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
    """Whether most characters that are not ASCII are common in Chinese texts of the encoding; in those of the mainland
    some must be among the most frequent ones."""
    codec, first, least = CHINESE[encoding]
    strange = [character for character in text if ord(character) > 127]
    if sum(bool(first.match(mark.encode(codec, "ignore"))) for mark in strange) < least * len(strange):
        return False
    frequent = sum(mark in FREQUENT for mark in strange) >= SEEN * len(strange)
    return encoding != "gb18030" or (frequent and not FOREIGN.search(text))


def _is_western(content: bytes) -> bool:
    """Whether most bytes that are not ASCII stand alone or in twos beside Latin letters, as in POPULAÇÃO."""
    beside, high = (sum(map(len, form.findall(content))) for form in (WORD, HIGH))
    return beside >= 0.5 * high
