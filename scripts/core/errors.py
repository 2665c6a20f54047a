"""Faults of a study, as its author reads them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from unicodedata import combining, normalize

MISLEADING = re.compile(  # fillers, selectors of variants, radicals that look like characters
    "[\u034f\u115f\u1160\u180b-\u180f\u2e80-\u2fdf\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
WORD = re.compile(r"\w*[A-Za-z]\w*")
LIKE_LATIN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")  # Greek and Cyrillic letters
MOST_CODES = 10


class StudyError(Exception):
    """A fault in the study file or in its data: the message says what is wrong, where, and what to do.

    Raised wherever the user, not the code, has to act. It reaches the screen without a traceback.
    """


@contextmanager
def naming(table: str, column: str) -> Iterator[None]:
    """Put table and column before the message of a StudyError raised inside."""
    try:
        yield
    except StudyError as error:
        raise StudyError(f"table `{table}`, column `{column}`: {error}") from error


def nearest(name: str, known: list[str]) -> str:
    """``", did you mean `x`?"`` for the closest of `known`, else the list of what is allowed."""
    close = get_close_matches(str(name), known, n=1)
    if close:
        return f"did you mean {quoted(close[0])}?"
    return "allowed: " + ", ".join(map(quoted, sorted(set(known))))


def named(items: list, most: int = 10) -> str:
    """The first `most` items as one line, with dots for the rest, and code points where they could mislead."""
    return cut([f"{item}{codes(str(item))}" for item in items], most)


def cut(items: list, most: int = 10) -> str:
    """The first `most` items as one line, with dots for the rest."""
    items = list(items)
    return ", ".join(map(str, items[:most])) + (f", ... ({len(items)} in all)" if len(items) > most else "")


def quoted(name: str) -> str:
    """A name as it stands in a file, and the code points of what could be taken for another name."""
    return f"`{name}`{codes(name)}"


def codes(text: str) -> str:
    """``" (U+200B)"``: code points in `text` of what cannot be seen, or looks like another character; else nothing."""
    marks = {mark for mark in text if not mark.isprintable() or normalize("NFC", mark) != mark}
    marks |= set(MISLEADING.findall(text))
    marks |= {mark for mark in text if combining(mark)} if normalize("NFC", text) != text else set()
    marks |= {mark for word in WORD.findall(text) for mark in LIKE_LATIN.findall(word)}
    return f" ({', '.join(f'U+{ord(mark):04X}' for mark in sorted(marks)[:MOST_CODES])})" if marks else ""
