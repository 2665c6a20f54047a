"""Bytes become text strictly: no byte is replaced, and no encoding is guessed that could give false characters."""

import re

from core.errors import StudyError

TRIED = ("utf-8-sig", "gb18030")  # in this order: most texts in GB18030 are not valid UTF-8, the reverse often is
NAMES = {"utf-8": "utf-8-sig", "gb18030": "gb18030", "utf-16": "utf-16", "latin-1": "latin-1", "cp1252": "cp1252"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LIKELY = 0.5  # share of common characters among those that are not ASCII; .8 and more in Chinese tables, ~ 0 in others
COMMON = (b"\xa1", b"\xd8")  # first bytes in GB 2312 of punctuation and of the 3,755 characters of level 1
INSIDE_A_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])")


def decode(content: bytes, declared: str | None) -> tuple[str, str]:
    """Text of `content` and the encoding it was read in; StudyError naming the line of a byte that does not fit.

    GB18030 takes nearly every text of western Europe for Chinese. So it is accepted undeclared only where the text
    looks like Chinese.
    """
    if not declared and content[:2] in UTF_16:
        raise StudyError("is encoded in UTF-16 (`Unicode text`); save it as CSV UTF-8, or set `encoding: utf-16`")
    errors = {}
    for encoding in [NAMES[declared]] if declared else TRIED:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            errors[encoding] = content.count(b"\n", 0, error.start) + 1
            continue
        if not declared and encoding == "gb18030":
            _refuse_unlikely(content, text, errors["utf-8-sig"])
        return text, encoding.removesuffix("-sig")
    where = ", ".join(f"{encoding.removesuffix('-sig')} (line {line})" for encoding, line in errors.items())
    raise StudyError(f"cannot be read as {where}; save it as CSV UTF-8, or name its `encoding`")


def _refuse_unlikely(content: bytes, text: str, line: int) -> None:
    """StudyError if `text`, which is `content` read as GB18030, has too few characters that are common in Chinese."""
    strange = [character for character in text if ord(character) > 127]
    inside = len(INSIDE_A_WORD.findall(text))  # as in POPULAÇÃO, of which two bytes make a common character
    if sum(map(_is_common, strange)) - inside >= LIKELY * len(strange):
        return
    shown = content.split(b"\n")[line - 1].strip()[:60]
    raise StudyError(
        f"is not UTF-8 (line {line}), and is no Chinese text in GB18030 either: the line would be "
        f"`{shown.decode('gb18030', 'replace')}`; as cp1252 it is `{shown.decode('cp1252', 'replace')}`.\n"
        "  Save it as CSV UTF-8, or name its `encoding`, as `encoding: cp1252` or `gb18030`"
    )


def _is_common(character: str) -> bool:
    return COMMON[0] <= character.encode("gb2312", "ignore")[:1] < COMMON[1]
