"""Words of tables, English and Chinese: what headings of rows and columns say their numbers are."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

from printed.pieces import Reader
from printed.printed_tables import Meaning

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def _any(words: list[str]) -> str:
    for _ in range(2):  # parts may name parts
        for name, part in WORDS["parts"].items():
            words = [word.replace(f"{{{name}}}", part) for word in words]
    return "|".join(f"(?:{word})" for word in words)


def _patterns(block: str) -> dict[str, re.Pattern]:
    return {name: re.compile(_any(words)) for name, words in WORDS[block].items()}


STATISTICS, COLUMNS, TESTS = _patterns("statistics"), _patterns("columns"), _patterns("tests")
MARKS, HEADINGS = _patterns("marks"), _patterns("headings")
PIECES = {name: _any([piece]) for name, piece in WORDS["pieces"].items()}
BY_PIECES = {block: Reader(PIECES, readings) for block, readings in WORDS["readings"].items()}

OUTCOME = re.compile(rf"(?:{_any(WORDS['headings']['outcome'])})(?: \([^()]*\))?\s*(?:[:=]|is|为|$)\s*(.*)")
WHOLE_NUMBER = re.compile(
    r"(?:models?|columns?|col\.?|spec\.?|模型|列|第|m)? ?[(\[]?(\d{1,2}[a-z]?|[ivx]{1,5})[)\]]?(?:列|栏)?"
)
NUMBER_WITHIN = re.compile(r"[(（](\d{1,2}[a-z]?)[)）]")

KIND = "|".join(f"(?P<{kind}>{_any(words)})" for kind, words in WORDS["effects"].items())
NOUN = r"(?: (?:effects?|impacts?)|效应|影响)"
SAME = _any([word for words in WORDS["effects"].values() for word in words])
ALSO = rf"(?: ?(?:\((?:[a-z]{{1,4}}|(?:{SAME})s?{NOUN}?)\)|/ ?(?:{SAME})s?))"  # of one effect under two names
LETTER = r"(?:[a-h]|[ivx]+|\d|[一二三四五六])"
PANEL = re.compile(  # "Panel B:", "(b)", "B部分：", before what a block of rows holds
    r"(?:(?:panel|part|section|block|group|sub-?sample|面板|板块|部分) ?)?"
    rf"(?:[(\[]{LETTER}[)\]]|(?<![a-z]){LETTER}(?=[ .:,、)(—–-]|部分|[栏组]))(?:部分|[栏组])?[ .:,、)—–-]*(?P<rest>.+)",
    re.IGNORECASE,
)
EFFECT = re.compile(
    rf"(?P<run>(?:long|short)[ -]?(?:run|term) |[ls]r[-_ ]|长期|短期)?"
    rf"(?:average |spatial )?(?:{KIND})s?{ALSO}?{NOUN}?{ALSO}?(?:(?: of | *[:,] *)(?P<of>.+))?",
    re.IGNORECASE,
)
EFFECT_LAST = re.compile(
    rf"(?P<of>.+?)(?: *[:,-] *| (?=\w)|的|(?P<within> ?\())(?:{KIND})s?{ALSO}?{NOUN}?{ALSO}?(?(within)\))",
    re.IGNORECASE,
)
NO_VARIABLE = re.compile(r"\b(?:effect|impact)s?$|\beffects? on neighbou?rs$|(?:效应|影响|作用)$", re.IGNORECASE)


def even(text: str) -> str:
    """A text in half width, with one blank between words, without a colon at its end."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().removesuffix(":").strip()


@lru_cache(4096)  # tables repeat their headings, and each is asked of many times
def plain(text: str) -> str:
    """A heading without what only printing needs: capitals, signs of formulas, raised figures, blanks in 均 值."""
    text = re.sub(r"[$^{}]", "", even(text).casefold().replace("−", "-"))
    return re.sub(r"\br 2\b", "r2", re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", text))


def is_word(kind: str, text: str) -> bool:
    """Whether a heading is a word of a kind of `headings`: ``section``, ``note``."""
    return bool(HEADINGS[kind].fullmatch(plain(text)))


@lru_cache(4096)
def is_test(heading: str, named: bool = False) -> bool:
    """Whether a row is of a test; of one that is `named`, which no regressor is called by."""
    words = [TESTS["named"]] if named else TESTS.values()
    return any(one.fullmatch(plain(heading)) for one in words)


def _listed(words: dict[str, re.Pattern], heading: str) -> str | None:
    return next((meaning for meaning, pattern in words.items() if pattern.fullmatch(plain(heading))), None)


@lru_cache(4096)
def statistic_of(heading: str) -> Meaning | None:
    """What a row beneath the coefficients holds, None if its heading does not say."""
    return _listed(STATISTICS, heading) or BY_PIECES["statistics"].meaning(plain(heading))


@lru_cache(4096)
def column_of(heading: str) -> str | None:
    """What a column of summaries or of estimates holds, ``interval`` for both ends of one; None if its heading does
    not say."""
    return _listed(COLUMNS, heading) or BY_PIECES["columns"].meaning(plain(heading))


def column_hinted(heading: str) -> str | None:
    """What a column may hold by the words of its heading that are known, whatever stands beside them."""
    return BY_PIECES["columns"].meaning(plain(heading), loosely=True)


@lru_cache(4096)
def mark_of(text: str) -> bool | None:
    """Yes or no; None for anything else."""
    said = plain(text)
    return True if MARKS["yes"].fullmatch(said) else False if MARKS["no"].fullmatch(said) else None


def missing(text: str) -> bool:
    return bool(MARKS["missing"].fullmatch(plain(text)))


def is_number_of_column(heading: str) -> bool:
    return bool(WHOLE_NUMBER.fullmatch(plain(heading)))


def number_of_column(heading: str) -> str:
    """``1`` of ``(1)``, ``Model 1``, ``Outcome: score (1) All``; empty if it has none."""
    if whole := WHOLE_NUMBER.fullmatch(plain(heading)):
        return whole[1]
    within = NUMBER_WITHIN.search(heading)
    return within[1] if within else ""


def effect_of(heading: str) -> tuple[str, str] | None:
    """``direct``, ``indirect`` or ``total``, and of what, ``AI`` of ``Direct effect of AI``; None of other headings."""
    said = even(heading)
    if (panel := PANEL.fullmatch(said)) and (effect := effect_of(re.sub(r"^\((.*)\)$", r"\1", panel["rest"]))):
        return effect
    if kind := BY_PIECES["effects"].meaning(plain(heading)):
        return kind, ""
    found = EFFECT.fullmatch(said) or EFFECT_LAST.fullmatch(said)
    if not found:
        return None
    kind = next(kind for kind in WORDS["effects"] if found[kind])
    of = "" if found.groupdict().get("within") and NO_VARIABLE.search(found["of"]) else found["of"]
    return kind, ", ".join(part.strip(" _-") for part in (of, found.groupdict().get("run")) if part)
