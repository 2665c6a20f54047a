"""Bytes become text strictly: no byte is replaced, and no encoding is guessed that could give false characters."""

from core.errors import StudyError

TRIED = ("utf-8-sig", "gb18030")  # in this order: most texts in GB18030 are not valid UTF-8, the reverse often is
NAMES = {"utf-8": "utf-8-sig", "gb18030": "gb18030", "utf-16": "utf-16"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode(content: bytes, declared: str | None) -> tuple[str, str]:
    """Text of `content` and the encoding it was read in; StudyError naming the line of a byte that does not fit."""
    if not declared and content[:2] in UTF_16:
        raise StudyError("is encoded in UTF-16 (`Unicode text`); save it as CSV UTF-8, or set `encoding: utf-16`")
    errors = {}
    for encoding in [NAMES[declared]] if declared else TRIED:
        try:
            return content.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError as error:
            errors[encoding] = content.count(b"\n", 0, error.start) + 1
    where = ", ".join(f"{encoding.removesuffix('-sig')} (line {line})" for encoding, line in errors.items())
    raise StudyError(f"cannot be read as {where}; save it as CSV UTF-8, or name its `encoding`")
