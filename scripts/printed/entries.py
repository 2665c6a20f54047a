"""Numbers of a cell of a table: which stand in brackets, and which stars belong to them."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from papers.document import Table
from papers.numerals import STAR, Number, numbers_in

OPEN = {"(": "(", "（": "(", "[": "[", "【": "[", "{": "{", "〔": "["}
CLOSE = ")）]】}〕"
CLOSING = re.escape(CLOSE)
LABEL = re.compile(r"(?<![a-z])(p|t|z|s\.?e\.?)(?:[- ]?(?:value|stat)\.?)?\s*[=<:]\s*$", re.IGNORECASE)
MARKS = re.compile(rf"\s*[{CLOSING}]?\s*\(?([{STAR}]{{1,4}}|[†‡]{{1,2}}|\+(?!\s*\d))\)?")
LETTER = re.compile(r"^[a-d](?![A-Za-z])")  # of a footnote, or for stars
RANGE = re.compile(r"\d\s+[-–—−] $")  # before the second number of ``[0.01 – 0.12]``, whose dash is no sign
ALONE = re.compile(rf"\s*\(?([{STAR}]{{1,4}}|[†‡]{{1,2}}|\+)\)?\s*")
SWAPPED = str.maketrans(",.", ".,")
COMMA = re.compile(r"(?<![\d.,])(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))(?![\d,.])")
THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])")
POINT = re.compile(r"\d\.\d|(?<!\d)\.\d")


@dataclass(frozen=True)
class Entry:
    """A number of a cell.

    bracket : ``(``, ``[``, ``{`` around it, empty if there is none; inside : where that opens
    stars : behind the number or its bracket; below : printed as smaller than it, ``<0.001``
    label : of ``p``, ``t``, ``z``, ``se`` the one before it, ``(p = 0.013)``
    """

    number: Number
    bracket: str = ""
    inside: int = -1
    stars: str = ""
    below: bool = False
    label: str = ""


@lru_cache(4096)
def entries(text: str, comma: bool = False) -> tuple[Entry, ...]:
    """The numbers of a cell from left to right; comma : they are written 1.234,5 for 1,234.5."""
    if not comma:
        return tuple(_entry(text, number) for number in numbers_in(text))
    swapped = numbers_in(text.translate(SWAPPED))
    return tuple(_entry(text, replace(number, text=number.text.translate(SWAPPED))) for number in swapped)


def _entry(text: str, number: Number) -> Entry:
    inside = _opened(text, number.start)
    if inside >= 0 and RANGE.search(text[: number.start] + number.text[:2]):
        number = replace(number, text=number.text[1:].strip(), value=abs(number.value))
    behind = MARKS.match(text, number.end)
    label = LABEL.search(text[: number.start])
    return Entry(
        number=number,
        bracket=OPEN[text[inside]] if inside >= 0 else "",
        inside=inside,
        stars=number.stars or (re.sub(f"[{STAR}]", "*", behind[1]) if behind else ""),
        below=text[: number.start].rstrip().endswith(("<", "＜", "≤")),
        label=label[1].casefold().replace(".", "") if label else "",
    )


def _opened(text: str, end: int) -> int:
    """Where the innermost bracket opens that is open at a place; -1 without one."""
    opened = []
    for place, sign in enumerate(text[:end]):
        if sign in OPEN:
            opened.append(place)
        elif sign in CLOSE and opened:
            opened.pop()
    return opened[-1] if opened else -1


@lru_cache(4096)
def is_data(text: str) -> bool:
    """Whether a cell holds numbers and nothing else but brackets, stars, and signs between numbers."""
    found = list(numbers_in(text))
    rest = text
    for number in reversed(found):
        before = rest[: number.start] if _opened(text, number.start) < 0 else LABEL.sub("", rest[: number.start])
        rest = before + LETTER.sub("", rest[number.end :])
    return bool(found) and not re.sub(rf"[\s{STAR}†‡+,;:<>=≤~±/%％＜()（）\[\]【】{{}}|]|to\b|至|–|—", "", rest)


def stars_alone(text: str) -> str:
    """Stars of a cell that holds nothing else, as some print them in a column of their own."""
    found = ALONE.fullmatch(text)
    return re.sub(f"[{STAR}]", "*", found[1]) if found else ""


def decimal_comma(table: Table) -> bool:
    """Whether a table surely writes 0,064 for 0.064; its places of thousands are then points or blanks."""
    texts = [cell.text for row in table.rows[table.header :] for cell in row]
    return any(COMMA.search(text) and is_data(text) for text in texts) and not any(
        POINT.search(text) and not THOUSANDS.search(text) for text in texts if is_data(text)
    )
