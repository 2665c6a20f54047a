"""Tables and columns that a sentence names, and where it names them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from prose.phrases import AND, CONTRAST, ORDINALS, WORDS

TABLE_LABEL = r"(?:[A-Z]{1,2}[.-]?)?\d{1,2}(?:[-.]\d{1,2})?[a-z]?|[IVX]{1,5}"
COLUMN_LABEL = r"[(（\[]?\s?\d{1,2}[a-z]?\s?[)）\]]?"
TO = r"\s*(?:to|through|[-–—~～]|至|到)\s*"
COUNT = rf"\d|{'|'.join(WORDS)}"
EACH = r"(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"


def _list(label: str) -> str:
    return rf"(?:{label})(?:(?:{AND}|{TO})(?:{label})(?![\d.%])){{0,15}}"


TABLES = re.compile(
    rf"(?<![A-Za-z])(?:Tables?|Tabs?\.)\s*(?P<en>{_list(TABLE_LABEL)})(?![A-Za-z\d])|附?表\s*(?P<zh>{_list(TABLE_LABEL)})",
)
COLUMNS = re.compile(
    rf"(?<![A-Za-z])(?:columns?|cols?\.?|models?|specifications?|regressions?)\s*(?P<en>{_list(COLUMN_LABEL)})(?![\d.%])"
    rf"|第\s*(?P<zh>{_list(COLUMN_LABEL)})\s*(?:列|栏)|列\s*(?P<list>{_list(COLUMN_LABEL)})(?![\d.%])"
    rf"|模型\s*(?P<model>{_list(COLUMN_LABEL)})(?![\d.%])"
    rf"|\b(?P<word>{EACH}(?:(?:{AND}){EACH})*)\s+columns?|第(?P<han>[一二三四五六七八九十])列"
    rf"|\b(?:first|last)\s+(?P<first>{COUNT})\s+columns|[前后](?P<front>{COUNT})列",
    re.IGNORECASE,
)
RANGE = re.compile(rf"(\d+){TO}(\d+)")
BRACKETS = re.compile(r"[()（）\[\]\s]|the\b", re.IGNORECASE)
SEPARATOR = re.compile(AND)
COMMA = re.compile("[,;，；]")


COMPARED_WITH = re.compile(
    r"(?:\bthan|\bcompared (?:with|to)|\brelative to|\bagainst|\bas large as)\s+"
    r"(?:(?:that|those|the \w+) )?(?:(?:in|of|from) )?$"
    r"|(?:比|较|相比于?|相对于|相当于|高于|低于|大于|小于)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reference:
    """Labels of tables or columns that stand together: ``["1", "2", "3"]`` of "columns (1) to (3)"; empty ones of those
    that are counted from the end."""

    labels: tuple[str, ...]
    start: int
    end: int


def tables_named(sentence: str) -> list[Reference]:
    return _joined(sentence, map(_reference, TABLES.finditer(sentence)))


def columns_named(sentence: str) -> list[Reference]:
    return _joined(sentence, map(_reference, COLUMNS.finditer(sentence)))


def _joined(sentence: str, references: Iterable[Reference]) -> list[Reference]:
    """References of which neighbours in a list are one, as "column (1) and column (2)"."""
    found: list[Reference] = []
    for one in references:
        if found and SEPARATOR.fullmatch(sentence[found[-1].end : one.start]):
            one = Reference(found[-1].labels + one.labels, found.pop().start, one.end)
        found.append(one)
    return found


def _reference(found: re.Match) -> Reference:
    if said := found.groupdict().get("first") or found.groupdict().get("front"):
        count = WORDS.get(said.lower()) or int(said)
        from_end = re.match("last|后", found.group(), re.IGNORECASE)
        labels = [""] * count if from_end else map(str, range(1, count + 1))
        return Reference(tuple(labels), found.start(), found.end())
    said = next(text for text in found.groups() if text)
    return Reference(tuple(_labels(said)), found.start(), found.end())


def _labels(said: str) -> list[str]:
    labels: list[str] = []
    for part in filter(None, SEPARATOR.split(BRACKETS.sub(" ", said))):
        label = part.replace(" ", "")
        if ends := RANGE.fullmatch(label):
            labels += map(str, range(int(ends[1]), int(ends[2]) + 1))
        else:
            labels.append(ORDINALS.get(label.lower(), label))
    return labels


def meant_behind(references: list[Reference], sentence: str, place: int = 0) -> list[Reference]:
    """References but those behind a place that are only compared with, as "larger than in column (2) of Table 3"."""
    return [one for one in references if one.start < place or not _is_compared(sentence[: one.start])]


def _is_compared(before: str) -> bool:
    tables = list(TABLES.finditer(before))
    beside = tables and not before[tables[-1].end() :].strip(" ,，的")
    return bool(COMPARED_WITH.search(before[: tables[-1].start()] if beside else before))


def nearest(references: list[Reference], sentence: str, start: int, end: int, others: list[int]) -> Reference | None:
    """The reference that a number belongs to: one behind it before any other number, and before a comma if another
    stands before it; else the last before it, else the first behind it that no contrast parts from it."""
    behind = [one for one in references if one.start >= end]
    before = [one for one in references if one.end <= start]
    between = sentence[end : behind[0].start] if behind else ""
    apart = any(end <= other < behind[0].start for other in others) if behind else True
    if not apart and not (before and COMMA.search(between)):
        return behind[0]
    return before[-1] if before else behind[0] if behind and not CONTRAST.search(between) else None
