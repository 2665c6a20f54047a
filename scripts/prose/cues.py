"""Words before a number that say what it is, and the brackets that hide them."""

import re
from collections.abc import Iterable

from papers.numerals import Number
from prose.phrases import BRACKET, CUE, LIST, MOVED

HEADS = ("mean", "p_value", "f", "r2")  # of "the mean of the placebo coefficients", which is no coefficient
OF_OTHER = re.compile(r"\s+(?:of|on|for)\s+(?:[^,;:()\d]|\d+(?![.\d]))*")
SYMBOL = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")  # of a name, behind it
SYMBOL_WITHIN = re.compile(r"\s*[(（][^()（）]*[)）]")
LABELLED = re.compile(
    r"(?P<name>[A-Z][^A-Z,;:.()\d]{3,60}?|[^，。；：、的对为中在与和（）()\s]{3,20})\s?[(（](?P<symbol>[A-Za-z]\w{0,19})[)）]"
)
OPENS = re.compile(r"(?:The|An?|In|On|For|We|Our|Its|By|With|As)\b")  # a sentence, and no name
TELLING = re.compile(r"[^\W\d_]{3,}|[\u4e00-\u9fff]{2,}")


def clause_before(before: str) -> str:
    """What stands before a number since the last word of contrast."""
    return re.split(r"[;；。]|\bwhile\b|\bwhereas\b|\bbut\b", before)[-1]


def speaking(names: Iterable[str]) -> re.Pattern | None:
    """Where names of variables stand that hold words for what a number is, as "share of urban people" does."""
    found = {bare for name in names for bare in (name.strip(), SYMBOL.sub("", name).strip()) if _speaks(bare)}
    each = "|".join(map(re.escape, sorted(found, key=len, reverse=True)))
    return re.compile(rf"(?<![A-Za-z\d])(?:{each})(?![A-Za-z\d])", re.IGNORECASE) if found else None


def labels_in(text: str, symbols: Iterable[str]) -> set[str]:
    """The names that a text gives before their symbols, as "Share of urban people (URBAN)"."""
    found = (one for one in LABELLED.finditer(text) if one["symbol"] in symbols)
    return {one["name"] for one in found if not OPENS.match(one["name"])}


def _speaks(name: str) -> bool:
    """Whether a name has such words, and others."""
    others = name
    for pattern in (*(pattern for _, pattern in CUE), MOVED):
        others = pattern.sub(" ", others)
    return others != name and bool(TELLING.search(re.sub(r"\b(?:the|per)\b", " ", others)))


def nearest_cue(words: str, first: bool = False) -> str | None:
    """The kind of the last cue that is not within brackets that have been closed (or of the first cue)."""
    found = [
        (cue.start(), -cue.end(), kind)
        for kind, pattern in CUE
        for cue in pattern.finditer(words)
        if first or _is_open(words[cue.end() :])
    ]
    if not found:
        return None
    if first:
        return min(found)[2]
    found.sort(key=lambda one: (-one[1], -one[0]))
    return _of_it(words, found)


def listed_cues(words: str) -> list[str]:
    """The kinds of the cues that end these words as a list does: "its mean and its standard deviation are"."""
    known = [(kind, pattern) for kind, pattern in CUE if kind != "other"]
    found = sorted((cue.start(), cue.end(), kind) for kind, pattern in known for cue in pattern.finditer(words))
    kinds: list[str] = []
    later = None
    for start, end, kind in reversed(found):
        if later is not None and not LIST.fullmatch(re.sub(r"\b(?:the|its)\b|[其的]", "", words[end:later])):
            break
        kinds.insert(0, kind)
        later = start
    return kinds


def _of_it(words: str, found: list[tuple[int, int, str]]) -> str:
    """The last of the cues, or one before it of which it is: the mean of "the mean of the share of cities is"."""
    last = found[-1]
    for _, end, kind in reversed(found[:-1]):
        between = SYMBOL_WITHIN.sub("", words[-end : last[0]])
        if (kind in HEADS or last[2] in ("share", "other")) and OF_OTHER.fullmatch(between):
            return kind
        if (
            kind == "mean"
            and re.match("score|coefficient|estimate", words[last[0] :])
            and re.fullmatch(r"\s+(?:[\w-]+\s+)*", between)
        ):
            return kind
    return last[2]


def _is_open(words: str) -> bool:
    """Whether no bracket is closed that was opened before these words."""
    depth = 0
    for mark in BRACKET.findall(words):
        depth += 1 if mark in "(（[【" else -1
        if depth < 0:
            return False
    return True


def opened_before(words: str) -> int | None:
    """Where the bracket begins in which the next word stands."""
    depth = 0
    for found in reversed(list(BRACKET.finditer(words))):
        depth += 1 if found.group() in "(（[【" else -1
        if depth > 0:
            return found.end()
    return None


def joined(sentence: str, one: Number, other: Number) -> bool:
    """Whether two numbers are neighbours in a list, each perhaps with its error in brackets."""
    between = re.sub(r"[(（\[][^()（）\[\]]*[)）\]]", "", sentence[one.end : other.start])
    return bool(LIST.fullmatch(between) or not between.strip())
